"""Whoosh: the same contract in pure Python, for machines where no wheel may be installed. Right, and slow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from whoosh import index as storage
from whoosh import query as ask
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.searching import Hit, Results

from search.backends.base import (
    KEYWORD_FIELDS,
    PAIR_WEIGHT,
    SUBJECT_WEIGHT,
    WORD_WEIGHT,
    Backend,
    Demand,
    Match,
    Page,
    Range,
    Writer,
    status_ranges,
    subject_tokens,
    text_fields,
)
from search.query import DOCUMENT_KIND, MAX_DAY, Filters, IndexRecord
from search.question import Phrase, Question, is_accented

_MEMORY_MB = 256
_IDS = ("document_id", "body_id", "subject_area_id", "year", "drafted_by")
_STORED = ("provision_id", "span")
_JUDGED = ("effective_on", "expired_on")
_DAYS = (
    *_JUDGED,
    "partly_expired_on",
    "suspended_on",
    "suspended_until",
    "partly_suspended_on",
    "partly_suspended_until",
)


def _schema() -> Schema:
    spaces = SpaceSeparatedTokenizer()
    fields: dict[str, object] = {name: ID(stored=name == "document_id") for name in (*_IDS, *KEYWORD_FIELDS)}
    fields |= {name: NUMERIC(bits=64, stored=True) for name in _STORED}
    fields |= {name: ID(stored=name in _JUDGED) for name in _DAYS}
    fields |= {name: TEXT(analyzer=spaces, phrase=name in {"folded", "exact"}) for name in ("folded", "exact")}
    fields |= {name: TEXT(analyzer=spaces, phrase=False) for name in ("anywhere", "pairs", "subject")}
    return Schema(number=KEYWORD, **fields)


class WhooshWriter(Writer):
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        found = storage.open_dir(folder) if storage.exists_in(folder) else storage.create_in(folder, _schema())
        self._writer = found.writer(limitmb=_MEMORY_MB)

    def add(self, record: IndexRecord) -> None:
        values: dict[str, object] = dict(text_fields(record))
        values |= {name: str(getattr(record, name)) for name in (*_IDS, *KEYWORD_FIELDS)}
        values |= {name: getattr(record, name) for name in _STORED}
        values |= {name: _day(getattr(record, name)) for name in _DAYS}
        self._writer.add_document(**values)

    def remove(self, document_ids: Collection[int]) -> None:
        for document_id in document_ids:
            self._writer.delete_by_term("document_id", str(document_id))

    def commit(self) -> None:
        self._writer.commit()

    def abandon(self) -> None:
        self._writer.cancel()


class WhooshBackend(Backend):
    """Every question opens a searcher of its own: that is what Whoosh allows several threads."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._index = storage.open_dir(folder)

    @classmethod
    def write(cls, folder: Path) -> WhooshWriter:
        return WhooshWriter(folder)

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        conditions, refused = _conditions(question, filters, on)
        with self._index.searcher() as searcher:
            # No limit: with one, Whoosh drops parts of the query by bounds that its constant scores do not keep.
            found = searcher.search(_wanted(demand, question), limit=None, filter=conditions, mask=refused)
            return Page(len(found), _matches(found, limit))

    def count_documents(self, question: Question, filters: Filters, on: date) -> int:
        conditions, refused = _conditions(question, filters, on)
        wanted = ask.And([_wanted(Demand.ANY, question), *([conditions] if conditions else [])])
        with self._index.searcher() as searcher:
            found = searcher.search(wanted, limit=None, mask=refused)
            return len({hit["document_id"] for hit in found})

    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        return self._documents([*(ask.Term("subject", w) for w in words), ask.Prefix("subject", prefix)], limit)

    def complete_number(self, prefix: str, limit: int) -> list[int]:
        return self._documents([ask.Prefix("number", prefix)], limit)

    def _documents(self, parts: Sequence[ask.Query], limit: int) -> list[int]:
        wanted = ask.And([*parts, ask.Term("kind", DOCUMENT_KIND), ask.Term("stage", "PROMULGATED")])
        with self._index.searcher() as searcher:
            return [match.document_id for match in _matches(searcher.search(wanted, limit=None), limit)]

    def counts(self) -> tuple[int, int]:
        with self._index.searcher() as searcher:
            documents = len(list(searcher.docs_for_query(ask.Term("kind", DOCUMENT_KIND))))
            return documents, searcher.doc_count() - documents


def _matches(found: Results, limit: int) -> list[Match]:
    return [_match(found[place]) for place in range(min(limit, len(found)))]


def _match(hit: Hit) -> Match:
    effective_on, expired_on = (int(hit[name]) for name in _JUDGED)
    return Match(hit["provision_id"], int(hit["document_id"]), hit["span"], effective_on, expired_on, hit.score)


# --- questions in Whoosh's terms ---


def _wanted(demand: Demand, question: Question) -> ask.Query:
    """What matches, and how well, by BM25F. With phrases, these must match and the words only rank."""
    required: list[ask.Query] = [_phrase(phrase) for phrase in question.phrases]
    ranking = [_subject(word.folded) for phrase in question.phrases for word in phrase]
    if demand in {Demand.OWN_NUMBER, Demand.NUMBER}:
        required.append(_constant(_one_of("number", question.numbers)))
    if demand == Demand.OWN_NUMBER:
        required.append(_constant(ask.Term("kind", DOCUMENT_KIND)))
    if demand == Demand.ANY:
        ranking += [ask.Term("number", number) for number in question.numbers]
    for word in question.words:
        if demand == Demand.ALL_EXACT:
            required.append(ask.Term("exact", word.exact))
        elif demand == Demand.ALL_WORDS:
            required.append(ask.Term("anywhere", word.folded))
        else:
            ranking.append(ask.Term("folded", word.folded, WORD_WEIGHT))
    ranking += [ask.Term("pairs", pair, PAIR_WEIGHT) for pair in question.pairs]
    ranking += map(_subject, subject_tokens(question))
    return ask.AndMaybe(ask.And(required), ask.Or(ranking)) if required else ask.Or(ranking)


def _subject(token: str) -> ask.Query:
    return ask.Term("subject", token, SUBJECT_WEIGHT)


def _phrase(phrase: Phrase) -> ask.Query:
    field, words = "exact", [word.exact for word in phrase]
    if not is_accented(phrase):
        field, words = "folded", [word.folded for word in phrase]
    return ask.Term(field, words[0]) if len(words) == 1 else ask.Phrase(field, words)


def _conditions(question: Question, filters: Filters, on: date) -> tuple[ask.Query | None, ask.Query | None]:
    """(what every hit must meet, what none may meet)"""
    required: list[ask.Query] = []
    refused: list[ask.Query] = [_phrase(phrase) for phrase in question.excluded]
    for field, values in (
        ("document_type", filters.document_types),
        ("body_id", filters.bodies),
        ("subject_area_id", filters.subject_areas),
        ("year", filters.years),
    ):
        if values:
            required.append(_one_of(field, values))
    stages = [_one_of("stage", filters.stages)] if filters.stages else []
    if filters.drafts_of:
        stages.append(_one_of("drafted_by", [filters.drafts_of]))
    if stages:
        required.append(ask.Or(stages))
    if filters.status:
        holding, groups = status_ranges(filters.status, on)
        required += [_range(part) for part in holding]
        refused += [ask.And([_range(part) for part in group]) for group in groups]
    return ask.And(required) if required else None, ask.Or(refused) if refused else None


def _one_of(field: str, values: Iterable[object]) -> ask.Query:
    return ask.Or([ask.Term(field, str(value)) for value in values])


def _range(part: Range) -> ask.Query:
    # Whoosh's NumericRange misses values at the ends of its tiers; days as words of one length compare as they should.
    return ask.TermRange(part.field, _day(part.low or 0), _day(MAX_DAY if part.high is None else part.high))


def _day(ordinal: int) -> str:
    return f"{ordinal:07}"


def _constant(condition: ask.Query) -> ask.Query:
    """The condition without a say in the ranking."""
    return ask.ConstantScoreQuery(condition, 0.0)
