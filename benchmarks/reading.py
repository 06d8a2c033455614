"""How well the shape of real texts is read: articles, clauses and points, and the facts of the head.

    python -m benchmarks.reading [--show N] [--corpus DIR]

Structure is held against `structure.jsonl.gz` (main body only; clauses and points are counts, so their F1 is a bound).
Head facts are held against `documents.jsonl.gz`, each only where the text itself holds it: a number stamped on at signing
is nobody's fault.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legaldocs.parsing.header import read_header
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import document_type_of, find_numbers, number_key
from legaldocs.parsing.parsed import Header
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import read_structure
from legaldocs.parsing.vocabulary import DocumentType, ProvisionKind

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
_HEADLESS = ("codified_text", "ocr")  # quality marks of texts without a head of their own, and of noisy ones


@dataclass
class Tally:
    """True, false and missed finds of one kind of unit."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, found: int, expected: int, hit: int) -> None:
        self.hit += hit
        self.extra += found - hit
        self.missed += expected - hit

    def __str__(self) -> str:
        precision = self.hit / max(1, self.hit + self.extra)
        recall = self.hit / max(1, self.hit + self.missed)
        f1 = 2 * self.hit / max(1, 2 * self.hit + self.extra + self.missed)
        return f"precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}"


@dataclass
class Accuracy:
    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, same: bool, example: str) -> None:
        self.asked += 1
        self.right += same
        if not same:
            self.wrong.append(example)

    def __str__(self) -> str:
        return f"{self.right / max(1, self.asked):.4f}  ({self.right}/{self.asked})"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def measure_structure(corpus: Path) -> dict[str, Tally]:
    """Tallies of articles (by number), clauses and points (by count) over the texts that the national database marks up."""
    texts = {(row["number"], row["source_path"]): row["text"] for row in rows(corpus / "documents.jsonl.gz")}
    tallies = {"articles": Tally(), "clauses": Tally(), "points": Tally()}
    for truth in rows(corpus / "structure.jsonl.gz"):
        text = texts.get((truth["number"], truth["source_path"]))
        if text is None:
            continue
        provisions, _ = read_structure(source_from_text(text).lines)
        found = Counter(p.path[5:] for p in provisions if p.kind is ProvisionKind.ARTICLE and "/" not in p.path)
        headings = (re.match(r"điều\s*(\d+[a-zđ]?)\b", heading, re.IGNORECASE) for heading in truth["articles"])
        expected = Counter(heading[1] for heading in headings if heading)
        tallies["articles"].add(found.total(), expected.total(), (found & expected).total())
        for name, kind, count in (
            ("clauses", ProvisionKind.CLAUSE, truth["n_clause"]),
            ("points", ProvisionKind.POINT, truth["n_item"]),
        ):
            read = sum(1 for p in provisions if p.kind is kind and p.path.startswith("dieu-"))
            tallies[name].add(read, count, min(read, count))
    return tallies


def measure_headers(corpus: Path, level: str = "") -> dict[str, Accuracy]:
    """Accuracy of each fact of the head, over texts that have a head and hold the fact; `level` is central or province."""
    accuracies = {name: Accuracy() for name in ("number", "document_type", "issued_on", "issuing_body", "title")}
    for row in rows(corpus / "documents.jsonl.gz"):
        quality = " ".join(row["quality"])
        if any(mark in quality for mark in _HEADLESS) or level not in ("", row["level"]):
            continue
        header = read_header(source_from_text(row["text"]).lines)
        for name, same in _compared(row, header, quality):
            example = f"{row['id']}: {getattr(header, name)!r} instead of {row.get(name) or row.get('number')!r}"
            accuracies[name].add(same, example)
    return accuracies


def _compared(row: dict[str, Any], header: Header, quality: str) -> Iterator[tuple[str, bool]]:
    text = row["text"]
    if row["number"] and number_key(row["number"]) in {number_key(m.number) for m in find_numbers(text)}:
        yield "number", number_key(header.number or "") == number_key(row["number"])
    yield "document_type", header.document_type is (document_type_of(row["doc_type"]) or DocumentType.OTHER)
    if row["issued_on"] and "date_blank" not in quality and "read_from_page" not in quality:
        yield "issued_on", header.issued_on is not None and header.issued_on.isoformat() == row["issued_on"]
    if row["issuer"] and _letters(row["issuer"]) in _letters(text):
        # The chairman of a committee is an issuer of its own since 2025; the corpus files him under the committee.
        yield "issuing_body", _letters(header.issuing_body).removeprefix("chutich") == _letters(row["issuer"])
    if row["title"]:
        read, expected = _letters(header.title), _letters(row["title"])
        yield "title", bool(read) and (read.endswith(expected) or expected.endswith(read))


def _letters(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text or ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--show", type=int, default=0, help="how many wrong examples of each fact to print")
    options = parser.parse_args()
    begun = time.process_time()
    for name, tally in measure_structure(options.corpus).items():
        print(f"{name:14} {tally}")
    for level in ("central", "province"):
        print(f"heads of texts of level {level}")
        for name, accuracy in measure_headers(options.corpus, level).items():
            print(f"{name:14} {accuracy}")
            for example in accuracy.wrong[: options.show]:
                print(f"    {example[:240]}")
    print(f"{'CPU seconds':14} {time.process_time() - begun:.1f}")


if __name__ == "__main__":
    main()
