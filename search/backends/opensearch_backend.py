"""OpenSearch: the same contract on a cluster of machines.

Readers ask the alias, which a rebuild turns to the new index in one step; the folder holds the name of its index, which
commit was the last, and the words of the index, since a cluster does not list its terms. There are no transactions: a commit
sends all records, then deletes the older ones of the same documents, and only then refreshes, which is when readers see it,
shard by shard. A document's records share a shard, so that each document changes as a whole. A commit that fails half-way
is done again by the indexer, whose outbox rows go only after a commit; doing it twice leaves the same.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from search.backends import opensearch_cluster as cluster
from search.backends import opensearch_query as ask
from search.backends.base import (
    KEYWORD_FIELDS,
    NUMERIC_FIELDS,
    WINDOW,
    Backend,
    Demand,
    Match,
    Page,
    Writer,
    demands,
    text_fields,
    wants_all,
    within,
)
from search.facets import Columns, DocumentRow, Tally
from search.query import Filters, IndexRecord, Word
from search.question import Question
from search.spelling import Vocabulary

T = TypeVar("T")
#: Records sent at once, about 2 MB.
_BATCH = 500
#: Documents named in one deletion, and read in one answer.
_MOST_IDS = 1_000
_MOST_ROWS = 10_000
_NAME, _WORDS = "index.json", "words.json"


class OpenSearchWriter(Writer):
    """Fills a new index at once, batch by batch, since nobody reads it; keeps changes to the one in use until the commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fresh = not (folder / _NAME).exists()
        self._index = cluster.create() if self._fresh else cluster.standing(_read(folder / _NAME)["index"])
        self._commit = uuid.uuid4().hex
        self._removed: set[int] = set()
        self._operations: list[dict[str, Any]] = []
        self._words: Counter[str] = Counter()

    def add(self, record: IndexRecord) -> None:
        texts = text_fields(record)
        self._words.update(set(texts["exact"].split()))
        values: dict[str, Any] = {**texts, "commit": self._commit}
        values |= {name: getattr(record, name) for name in (*NUMERIC_FIELDS, *KEYWORD_FIELDS)}
        place = {"_id": f"{record.document_id}-{record.provision_id}", "routing": str(record.document_id)}
        self._operations += [{"index": place}, values]
        if self._fresh and len(self._operations) >= 2 * _BATCH:
            with cluster.in_our_words():
                self._send()

    def remove(self, document_ids: Collection[int]) -> None:
        self._removed.update(document_ids)

    def commit(self) -> None:
        with cluster.in_our_words():
            if not self._fresh:  # show what a broken commit left, so that it is found among the older records
                cluster.refresh(self._index)
            self._send()
            if not self._fresh:
                removed = sorted(self._removed)
                for start in range(0, len(removed), _MOST_IDS):
                    cluster.delete_older(self._index, removed[start : start + _MOST_IDS], self._commit)
            cluster.refresh(self._index)
        self._keep()

    def abandon(self) -> None:
        if self._fresh:
            with cluster.in_our_words():
                cluster.remove([self._index])

    def _send(self) -> None:
        for start in range(0, len(self._operations), 2 * _BATCH):
            cluster.send(self._index, self._operations[start : start + 2 * _BATCH])
        self._operations = []

    def _keep(self) -> None:
        """Write down, for readers on this machine, which commit this was and which words the index has by now."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._words.update(_words_in(self._folder))
        _replace(self._folder / _WORDS, dict(self._words))
        _replace(self._folder / _NAME, {"index": self._index, "commit": self._commit})


class OpenSearchBackend(Backend):
    name = "opensearch"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._checked = False
        self._made: dict[str, tuple[int, Any]] = {}

    @classmethod
    def write(cls, folder: Path) -> OpenSearchWriter:
        return OpenSearchWriter(folder)

    @classmethod
    def publish(cls, folder: Path) -> None:
        cluster.publish(_read(folder / _NAME)["index"])

    def search(
        self,
        question: Question,
        filters: Filters,
        on: date,
        limit: int,
        offset: int,
        *,
        complete_only: bool = False,
        best_only: bool = False,
    ) -> Page:
        """As the contract has it, with all tiers asked together: a journey to the cluster is dearer than a tier too many."""
        asked = dict.fromkeys(demands(question, complete_only=complete_only), max(offset + limit, WINDOW))
        if wants_all(question):
            asked.setdefault(Demand.COMPLETE, 1)
        bodies = [self._body(demand, question, within(demand, filters), on, most) for demand, most in asked.items()]
        answers = self._ask_all(bodies, _copies(question))
        answered = _Answered(self.folder, dict(zip(asked, map(_page, answers), strict=True)))
        return Backend.search(
            answered, question, filters, on, limit, offset, complete_only=complete_only, best_only=best_only
        )

    def _body(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> ask.Clause:
        return ask.page_of(ask.asked(demand, question, filters, on), limit, newest=question.is_listing)

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        return _page(self._ask(self._body(demand, question, filters, on, limit), _copies(question)))

    def tally(self, demand: Demand, question: Question, filters: Filters, on: date) -> Tally:
        asked = ask.asked(demand, question, filters, on)
        parts = 1 + len(self.documents().columns["document_id"]) // ask.MOST_BUCKETS
        documents: dict[int, int] = {}
        for part in range(parts):
            found = self._ask(ask.tally_of(asked, part, parts), _copies(question))["aggregations"]
            documents |= {bucket["key"]: bucket["doc_count"] for bucket in found["documents"]["buckets"]}
        return Tally(documents, {bucket["key"]: bucket["doc_count"] for bucket in found["kinds"]["buckets"]})

    def documents(self) -> Columns:
        return self._kept("columns", lambda: Columns.of(self._rows()))

    def _rows(self) -> Iterator[DocumentRow]:
        last = -1
        while hits := self._ask(ask.rows_after(last, _MOST_ROWS))["hits"].get("hits"):
            rows = [DocumentRow(*(hit["fields"][name][0] for name in DocumentRow._fields)) for hit in hits]
            yield from rows
            last = rows[-1].document_id

    def similar_words(self, word: Word, limit: int) -> list[str]:
        return self._kept("words", lambda: Vocabulary(_words_in(self.folder))).similar(word, limit)

    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        return self._documents(ask.completing(words, prefix), limit)

    def complete_number(self, prefix: str, limit: int) -> list[int]:
        return self._documents(ask.number_beginning(prefix), limit)

    def _documents(self, parts: list[ask.Clause], limit: int) -> list[int]:
        body = ask.page_of(ask.own_records(parts, promulgated=True), limit)
        return [match.document_id for match in _page(self._ask(body)).matches]

    def counts(self) -> tuple[int, int]:
        bodies = [ask.page_of(ask.own_records(), 0), ask.page_of({"match_all": {}}, 0)]
        documents, records = (_page(answer).total for answer in self._ask_all(bodies))
        return documents, records - documents

    def _ask(self, body: ask.Clause, same_copies: str = "any") -> dict[str, Any]:
        return self._ask_all([body], same_copies)[0]

    def _ask_all(self, bodies: Sequence[ask.Clause], same_copies: str = "any") -> list[dict[str, Any]]:
        if not self._checked:
            cluster.check_schema()
            self._checked = True
        return cluster.ask(bodies, same_copies)

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        """What was made of the last commit, made anew after the next one."""
        commit = (self.folder / _NAME).stat().st_mtime_ns
        made = self._made.get(name)
        if made is None or made[0] != commit:
            made = self._made[name] = (commit, make())
        found: T = made[1]
        return found


class _Answered(OpenSearchBackend):
    """The cluster as far as one question goes: all its tiers are answered already."""

    def __init__(self, folder: Path, pages: dict[Demand, Page]) -> None:
        super().__init__(folder)
        self._pages = pages

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        return self._pages[demand]


def _copies(question: Question) -> str:
    """A name for the copies of shards that answer this question: the same in every process."""
    return f"question-{crc32(repr(question).encode())}"


def _page(answer: dict[str, Any]) -> Page:
    return Page(answer["hits"]["total"]["value"], [_match(hit) for hit in answer["hits"].get("hits", ())])


def _match(hit: dict[str, Any]) -> Match:
    return Match._make([*(hit["fields"][name][0] for name in ask.COLUMNS), hit.get("_score") or 0.0])


# --- what lies in the folder ---


def _words_in(folder: Path) -> dict[str, int]:
    """Word -> in how many records it stands; those of records replaced since are counted once more."""
    path = folder / _WORDS
    return _read(path) if path.exists() else {}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _replace(path: Path, value: dict[str, Any]) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)
