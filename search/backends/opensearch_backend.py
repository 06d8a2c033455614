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
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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
#: Records sent in one batch, about 4 MB, and batches under way at once.
_BATCH, _AT_ONCE = 500, 2
#: What a tally is of; and how many tallies are kept: those of a few pages.
_Asked = tuple[Demand, Question, Filters, date]
_TALLIES = 16
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
        self._senders = ThreadPoolExecutor(_AT_ONCE)  # a node takes a batch in while the next ones are made
        self._sent: deque[Future[int]] = deque()
        self._written = 0

    def add(self, record: IndexRecord) -> None:
        texts = text_fields(record)
        self._words.update(set(texts["exact"].split()))
        values: dict[str, Any] = {**texts, "commit": self._commit}
        values |= {name: getattr(record, name) for name in (*NUMERIC_FIELDS, *KEYWORD_FIELDS)}
        place = {"_id": f"{record.document_id}-{record.provision_id}", "routing": str(record.document_id)}
        self._operations += [{"index": place}, values]
        if self._fresh and len(self._operations) >= 2 * _BATCH:
            self._send()

    def remove(self, document_ids: Collection[int]) -> None:
        self._removed.update(document_ids)

    def commit(self) -> None:
        try:
            with cluster.in_our_words():
                self._commit_all()
        finally:
            self._senders.shutdown(cancel_futures=True)
        self._keep()

    def _commit_all(self) -> None:
        if not self._fresh:  # show what a broken commit left, so that it is found among the older records
            cluster.refresh(self._index)
        self._send()
        self._wait_until(left=0)
        if not self._fresh:
            removed = sorted(self._removed)
            for start in range(0, len(removed), _MOST_IDS):
                cluster.delete_older(self._index, removed[start : start + _MOST_IDS], self._commit)
        cluster.refresh(self._index)
        if self._fresh:
            cluster.refuse_lost(self._index, self._written)

    def abandon(self) -> None:
        self._senders.shutdown(cancel_futures=True)
        if self._fresh:
            with cluster.in_our_words():
                cluster.remove([self._index])

    def _send(self) -> None:
        for start in range(0, len(self._operations), 2 * _BATCH):
            batch = self._operations[start : start + 2 * _BATCH]
            self._sent.append(self._senders.submit(cluster.send, self._index, batch))
            self._wait_until(left=_AT_ONCE)
        self._operations = []

    def _wait_until(self, *, left: int) -> None:
        """Wait for the oldest batches until no more than so many are under way. Raises what a batch failed with."""
        with cluster.in_our_words():
            while len(self._sent) > left:
                self._written += self._sent.popleft().result()

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
        """As the contract has it, in one journey to the cluster where the first tiers fill the page. The last tier is the
        dear one: how many it has is asked at once, which they are only where there is room for them."""
        tiers = list(demands(question, complete_only=complete_only))
        paged, most = tiers[:-1] or tiers, max(offset + limit, WINDOW)
        tallied = Demand.COMPLETE if wants_all(question) else Demand.ANY  # what the numbers beside the filters are of
        bodies = [self._body(tier, question, within(tier, filters), on, most) for tier in paged]
        bodies.append(ask.tally_of(ask.asked(tallied, question, filters, on, ranked=False)))
        if tiers[-1] != tallied:
            bodies.append(ask.count_of(ask.asked(tiers[-1], question, filters, on, ranked=False)))
        answers = self._ask_all(bodies, _copies(question))
        tally = answers[len(paged)]
        self._keep_tally((tallied, question, filters, on), tally)
        answered = _Answered(
            self.folder,
            dict(zip(paged, map(_page, answers), strict=False)),
            {tallied: _total(tally), tiers[-1]: _total(answers[-1])},
        )
        return Backend.search(
            answered, question, filters, on, limit, offset, complete_only=complete_only, best_only=best_only
        )

    def _body(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> ask.Clause:
        return ask.page_of(ask.asked(demand, question, filters, on), limit, newest=question.is_listing)

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        return _page(self._ask(self._body(demand, question, filters, on, limit), _copies(question)))

    def _total(self, demand: Demand, question: Question, filters: Filters, on: date) -> int:
        asked = ask.asked(demand, question, filters, on, ranked=False)
        return _total(self._ask(ask.count_of(asked), _copies(question)))

    def tally(self, demand: Demand, question: Question, filters: Filters, on: date) -> Tally:
        key = (demand, question, filters, on)
        known = self._tallies().get(key)
        if known is not None:
            return known
        asked = ask.tally_of(ask.asked(demand, question, filters, on, ranked=False))
        return self._keep_tally(key, self._ask(asked, _copies(question)))

    def _tallies(self) -> dict[_Asked, Tally]:
        """The last tallies of this commit: one page counts the same matches by record, by document and for its facets."""
        return self._kept("tallies", dict)

    def _keep_tally(self, key: _Asked, answer: dict[str, Any]) -> Tally:
        """The tally of which this answer is the first part."""
        tallies, asked = self._tallies(), ask.asked(*key, ranked=False)
        kinds = answer["aggregations"]["kinds"]["buckets"]
        documents: dict[int, int] = {}
        while buckets := answer["aggregations"]["documents"]["buckets"]:
            documents |= {bucket["key"]["id"]: bucket["doc_count"] for bucket in buckets}
            if len(buckets) < ask.MOST_BUCKETS:
                break
            answer = self._ask(ask.tally_of(asked, buckets[-1]["key"]), _copies(key[1]))
        if len(tallies) >= _TALLIES:
            tallies.clear()
        tallies[key] = tally = Tally(documents, {bucket["key"]: bucket["doc_count"] for bucket in kinds})
        return tally

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
        bodies = [ask.count_of(ask.own_records()), ask.count_of({"match_all": {}})]
        documents, records = map(_total, self._ask_all(bodies))
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
    """The cluster as far as one question goes: its first tiers are answered, and how many there are is known."""

    def __init__(self, folder: Path, pages: dict[Demand, Page], totals: dict[Demand, int]) -> None:
        super().__init__(folder)
        self._checked = True
        self._pages, self._totals = pages, totals

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        page = self._pages.get(demand) or super()._find(demand, question, filters, on, limit)
        return page._replace(total=max(page.total, self._totals.get(demand, 0)))

    def _total(self, demand: Demand, question: Question, filters: Filters, on: date) -> int:
        return self._totals[demand]


def _copies(question: Question) -> str:
    """A name for the copies of shards that answer this question: the same in every process."""
    return f"question-{crc32(repr(question).encode())}"


def _total(answer: dict[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _page(answer: dict[str, Any]) -> Page:
    """The hits, as many as were asked for; of how many, another answer says."""
    matches = [_match(hit["sort"]) for hit in answer["hits"].get("hits", ())]
    return Page(len(matches), matches)


def _match(values: Sequence[float]) -> Match:
    """The match whose values these are, in the order in which hits are sorted by relevance or by day."""
    if len(values) == len(ask.SCORED):
        document_id, provision_id, span, effective_on, expired_on = map(int, values[1:])
        return Match(provision_id, document_id, span, effective_on, expired_on, values[0])
    day, document_id, provision_id, span, expired_on = map(int, values)
    return Match(provision_id, document_id, span, day, expired_on, 0.0)


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
