"""How good the ranking is: real questions with their gold articles, and documents beside those that replaced them.

    python -m benchmarks.retrieval [--choose] [--engine tantivy] [--corpus ../shared/corpus]

OpenSearch is asked at OPENSEARCH_URL; its indexes, `benchmark-*`, stay there.

The 728 questions are split in two halves by the hash of their id: weights are chosen on one (`--choose` tries them) and
both are reported. Successors: every document that another one of the corpus replaces is made to expire; asked for by the
first words of its title, the new one should stand above the old one.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from unittest.mock import patch

from django.conf import settings

from benchmarks import site
from benchmarks.articles import CORPUS, documents_of, records_of
from search.backends import backend_class, base, tantivy_backend
from search.passages import READ, Text, second_look
from search.query import DOCUMENT_KIND, MAX_DAY, Filters, IndexRecord
from search.question import MOST_WORDS, read_question
from search.vietnamese import syllables

TODAY = date(2026, 1, 1)
_ENDS = {"replaces", "repeals", "ends_validity_of"}
DISTRACTORS, SAID_AGAIN = 15_000, 0.3
_LONG_AGO = date(2000, 1, 1).toordinal()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--choose", action="store_true", help="thử các trọng số")
    parser.add_argument("--engine", default="tantivy", help="tantivy, whoosh hoặc opensearch (cùng OPENSEARCH_URL)")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    options = parser.parse_args()
    settings.SEARCH_BACKEND = options.engine
    folder = options.corpus / "retrieval" / "alqac"
    if not folder.exists():
        sys.exit(f"Không có bộ câu hỏi mẫu ở {folder}; dùng --corpus.")
    alone, among = Questions(folder), Questions(folder, distractors(folder, options.corpus))
    if options.choose:
        for pair in (0.7, 1.0, 1.3, 1.5, 1.7, 2.0):
            for subject in (0.3, 0.4, 0.5):
                with patch.multiple(tantivy_backend, PAIR_WEIGHT=pair, SUBJECT_WEIGHT=subject):
                    print(f"cặp {pair}, tiêu đề {subject}: {among.halves()}")
    for questions in (alone, among):
        print(
            f"Câu hỏi thật trong {questions.size:,} điều, R@1 R@10 MRR (mục tiêu 0,80 0,95 0,86): {questions.halves()}"
        )
    measure_successors(options.corpus)


class Engine:
    """An index of these records, and their texts for the second look, as `search.engine` has them from the database."""

    def __init__(self, records: Iterable[IndexRecord]) -> None:
        folder = Path(tempfile.mkdtemp(dir=site.FOLDER))
        self._index = settings.OPENSEARCH_INDEX = f"benchmark-{folder.name.lower()}"  # read by that engine alone
        self._texts: dict[tuple[int, int], Text] = {}
        with backend_class().write(folder) as writer:
            for record in records:
                writer.add(record)
                text = Text(record.title, f"{record.heading}\n{record.text}")
                self._texts[record.provision_id, record.document_id] = text
        backend_class().publish(folder)
        self._backend = backend_class()(folder)

    def matches(self, text: str, limit: int) -> list[base.Match]:
        """The first hits, best first."""
        question = read_question(text)
        settings.OPENSEARCH_INDEX = self._index
        found = self._backend.search(question, Filters(), TODAY, max(limit, READ), 0).matches
        head = found[:READ]
        looked = second_look(head, [self._texts[match[:2]] for match in head], question, TODAY)
        return [*looked, *found[READ:]][:limit]


# --- questions ---


class Questions:
    """The articles indexed, with others beside them if given; the questions with the places of their gold articles."""

    def __init__(self, folder: Path, others: Sequence[IndexRecord] = ()) -> None:
        articles = _read_lines(folder / "corpus.jsonl")
        places = {article["_id"]: place for place, article in enumerate(articles, start=1)}
        self.gold: dict[str, set[int]] = {}
        for row in csv.DictReader((folder / "qrels.tsv").open(encoding="utf-8"), delimiter="\t"):
            self.gold.setdefault(row["query_id"], set()).add(places[row["doc_id"]])
        self.asked = {q["_id"]: q["text"] for q in _read_lines(folder / "queries.jsonl") if q["_id"] in self.gold}
        self.size = len(articles) + len(others)
        own = (
            record(place, article["law"], article["title"], article["text"])
            for place, article in enumerate(articles, start=1)
        )
        beside = (replace(one, provision_id=place) for place, one in enumerate(others, start=len(articles) + 1))
        self.engine = Engine(chain(own, beside))

    def halves(self) -> str:
        """Recall at 1 and 10 and mean reciprocal rank: of the half for choosing, of the other one, of all."""
        ranks: tuple[list[int], list[int]] = ([], [])
        for name, text in self.asked.items():
            ranks[sha256(name.encode()).digest()[-1] % 2].append(self._rank(name, text))
        return f"nửa để chọn {_shares(ranks[0])}; nửa kia {_shares(ranks[1])}; tất cả {_shares(ranks[0] + ranks[1])}"

    def _rank(self, name: str, text: str) -> int:
        """1 for the first hit, 0 for none among ten."""
        matches = self.engine.matches(text, 10)
        found = (rank for rank, match in enumerate(matches, start=1) if match.provision_id in self.gold[name])
        return next(found, 0)


def distractors(folder: Path, corpus: Path) -> list[IndexRecord]:
    """About 15,000 articles of other documents: none that says again what an article of the questions' laws says."""
    known = {run for article in _read_lines(folder / "corpus.jsonl") for run in _runs(article["text"])}
    kept: list[IndexRecord] = []
    for document_id, document in enumerate(documents_of(corpus), start=100_000):
        for one in records_of(document, document_id, 0):
            runs = _runs(one.text)
            if one.kind != DOCUMENT_KIND and runs and len(runs & known) < SAID_AGAIN * len(runs):
                kept.append(replace(one, effective_on=_LONG_AGO))
        if len(kept) >= DISTRACTORS:
            break
    return kept[:DISTRACTORS]


def _runs(text: str) -> set[int]:
    """Every eight syllables in a row, as numbers."""
    words = syllables(text)
    return {hash(tuple(words[place : place + 8])) for place in range(len(words) - 7)}


def _read_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def record(place: int, title: str, heading: str, text: str) -> IndexRecord:
    return IndexRecord(
        provision_id=place, document_id=place, path="", kind="ARTICLE", number="", document_type="LAW", body_id=1,
        subject_area_id=1, year=2020, stage="PROMULGATED", title=title, heading=heading, text=text,
        effective_on=_LONG_AGO, expired_on=MAX_DAY, partly_expired_on=MAX_DAY, suspended_on=MAX_DAY,
        suspended_until=MAX_DAY,
    )  # fmt: skip


def _shares(ranks: list[int]) -> str:
    first, ten = sum(rank == 1 for rank in ranks), sum(rank > 0 for rank in ranks)
    reciprocal = sum(1 / rank for rank in ranks if rank)
    return " ".join(f"{value / len(ranks):.3f}" for value in (first, ten, reciprocal))


# --- successors ---


def measure_successors(corpus: Path) -> None:
    documents = {document["id"]: document for document in documents_of(corpus)}
    pairs = [
        (row["source_id"], row["target_id"])
        for row in csv.DictReader((corpus / "pairs.csv").open(encoding="utf-8"))
        if row["relation"] in _ENDS and _alike(documents.get(row["source_id"]), documents.get(row["target_id"]))
    ]
    ids = {name: place for place, name in enumerate(documents, start=1)}
    expired = {ids[old] for _, old in pairs}
    asking = Engine(_as_of_today(documents.values(), expired))
    asked = [(documents[old]["title"] or "", ids[new], ids[old]) for new, old in pairs if ids[new] not in expired]
    for share in (1.0, base.EXPIRED_SHARE):
        with patch.object(base, "EXPIRED_SHARE", share):
            print(f"Văn bản thay thế, điểm của bản đã hết hiệu lực còn {share}: {_successors_above(asking, asked)}")


def _alike(new: dict[str, str] | None, old: dict[str, str] | None) -> bool:
    """Whether the two are about the same matter, by the words of their titles."""
    if new is None or old is None:
        return False
    first, second = (set(syllables(document["title"] or "")) for document in (new, old))
    return 2 * len(first & second) >= len(first | second) > 0


def _as_of_today(documents: Iterable[dict[str, str]], expired: set[int]) -> Iterator[IndexRecord]:
    """Every document in force since long ago, those of `expired` until yesterday."""
    yesterday = (TODAY - timedelta(days=1)).toordinal()
    made = 0
    for document_id, document in enumerate(documents, start=1):
        ends = yesterday if document_id in expired else MAX_DAY
        for one in records_of(document, document_id, made):
            yield replace(one, effective_on=_LONG_AGO, expired_on=ends)
            made += one.kind != DOCUMENT_KIND


def _successors_above(asking: Engine, asked: list[tuple[str, int, int]]) -> str:
    above = below = missed = 0
    for words in (5, 8, MOST_WORDS):
        for title, new, old in asked:
            text = " ".join(title.split()[:words])
            matches = asking.matches(text, 200) if text else []
            order = [match.document_id for match in matches if match.document_id in {new, old}]
            missed += new not in order
            above += new in order and order[0] == new
            below += new in order and order[0] == old
    return f"mới đứng trên {above}, đứng dưới {below}, ngoài 200 kết quả {missed} (5, 8 và mọi từ của {len(asked)} tên gọi)"


if __name__ == "__main__":
    main()
