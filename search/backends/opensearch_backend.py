"""OpenSearch: the same contract on a cluster of machines.

A folder holds no more than the name of its index; readers ask the alias, which a rebuild turns to the new index in one
step. There are no transactions: a commit sends all records, then deletes the older ones of the same documents, and only
then refreshes, which is when readers see it. A document's records share a shard, so that it changes as a whole. A commit
that fails half-way is not seen; the indexer does it again, since its outbox rows go only after a commit.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

from django.conf import settings

from search.backends import opensearch_cluster as cluster
from search.backends import opensearch_query as ask
from search.backends.base import (
    KEYWORD_FIELDS,
    NUMERIC_FIELDS,
    Backend,
    Demand,
    Match,
    Page,
    Writer,
    text_fields,
)
from search.query import Filters, IndexRecord
from search.question import Question

#: Records sent at once, about 2 MB.
_BATCH = 500
#: Documents named in one deletion.
_MOST_IDS = 1_000
_NAME = "index"


class OpenSearchWriter(Writer):
    """Fills a new index at once, batch by batch, since nobody reads it; keeps changes to the one in use until the commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fresh = not (folder / _NAME).exists()
        self._index = cluster.create() if self._fresh else settings.OPENSEARCH_INDEX
        self._commit = uuid.uuid4().hex
        self._removed: set[int] = set()
        self._operations: list[dict[str, Any]] = []

    def add(self, record: IndexRecord) -> None:
        values: dict[str, Any] = {**text_fields(record), "commit": self._commit}
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
        if self._fresh:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / _NAME).write_text(self._index, encoding="ascii")

    def abandon(self) -> None:
        if self._fresh:
            with cluster.in_our_words():
                cluster.remove([self._index])

    def _send(self) -> None:
        for start in range(0, len(self._operations), 2 * _BATCH):
            cluster.send(self._index, self._operations[start : start + 2 * _BATCH])
        self._operations = []


class OpenSearchBackend(Backend):
    name = "opensearch"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._checked = False

    @classmethod
    def write(cls, folder: Path) -> OpenSearchWriter:
        return OpenSearchWriter(folder)

    @classmethod
    def publish(cls, folder: Path) -> None:
        cluster.publish((folder / _NAME).read_text(encoding="ascii"))

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        return self._page(ask.asked(demand, question, filters, on), limit, _copies(question))

    def count_documents(self, question: Question, filters: Filters, on: date) -> int:
        body = {
            "size": 0,
            "query": ask.asked(Demand.ANY, question, filters, on),
            "aggs": {"documents": {"cardinality": {"field": "document_id", "precision_threshold": 10_000}}},
        }
        return int(self._ask(body, _copies(question))["aggregations"]["documents"]["value"])

    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        return self._documents(ask.completing(words, prefix), limit)

    def complete_number(self, prefix: str, limit: int) -> list[int]:
        return self._documents(ask.number_beginning(prefix), limit)

    def _documents(self, parts: list[ask.Clause], limit: int) -> list[int]:
        return [match.document_id for match in self._page(ask.documents(parts), limit).matches]

    def counts(self) -> tuple[int, int]:
        documents = self._page(ask.document_records(), 0).total
        return documents, self._page({"match_all": {}}, 0).total - documents

    def _page(self, query: ask.Clause, limit: int, same_copies: str = "any") -> Page:
        hits = self._ask(ask.page_of(query, min(limit, cluster.DEEPEST)), same_copies)["hits"]
        return Page(hits["total"]["value"], [_match(hit) for hit in hits.get("hits", ())])

    def _ask(self, body: ask.Clause, same_copies: str) -> dict[str, Any]:
        if not self._checked:
            cluster.check_schema()
            self._checked = True
        return cluster.ask(body, same_copies)


def _copies(question: Question) -> str:
    """A name for the copies of shards that answer this question: the same in every process."""
    return f"question-{crc32(repr(question).encode())}"


def _match(hit: dict[str, Any]) -> Match:
    return Match(*(hit["fields"][name][0] for name in ask.COLUMNS), hit["_score"])
