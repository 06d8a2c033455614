"""Whoosh: the same contract in pure Python, for machines where no wheel may be installed. Right, and slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

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
    beside,
    cited_records,
    conditions_of,
    groups_of,
    status_ranges,
    subject_tokens,
    text_fields,
)
from search.facets import Columns, DocumentRow, Tally
from search.query import DOCUMENT_KIND, MAX_DAY, Condition, Field, Filters, IndexRecord, Phrase, SideBySide, Word
from search.question import AllWords, Alternative, Question, is_accented
from search.spelling import Vocabulary

T = TypeVar("T")
_MEMORY_MB = 256
_IDS = ("document_id", "body_id", "subject_area_id", "year", "drafted_by")
_STORED = ("provision_id", "span")
_KEPT = ("document_id", "kind", *DocumentRow._fields)
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
    fields: dict[str, object] = {name: ID(stored=name in _KEPT) for name in (*_IDS, *KEYWORD_FIELDS)}
    fields |= {name: NUMERIC(bits=64, stored=True) for name in _STORED}
    fields |= {name: ID(stored=True, sortable=name == "effective_on") for name in _DAYS}
    fields |= {name: TEXT(analyzer=spaces, phrase=name in {"folded", "exact"}) for name in ("folded", "exact")}
    fields |= {name: TEXT(analyzer=spaces, phrase=False) for name in ("anywhere", "pairs", "subject")}
    return Schema(number=KEYWORD, article=KEYWORD, **fields)


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
        try:
            self._writer.commit()
        except BaseException:
            self._writer.writelock.release()  # Whoosh itself keeps it when a commit fails
            raise

    def abandon(self) -> None:
        self._writer.cancel()


class WhooshBackend(Backend):
    """Every question opens a searcher of its own: that is what Whoosh allows several threads."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._index = storage.open_dir(folder)
        self._made: dict[str, tuple[int, Any]] = {}

    @classmethod
    def write(cls, folder: Path) -> WhooshWriter:
        return WhooshWriter(folder)

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        asked, conditions, refused = _asked(demand, question, filters, on)
        order = {"sortedby": "effective_on", "reverse": True} if question.is_listing else {}
        with self._index.searcher() as searcher:
            # No limit: with one, Whoosh drops parts of the query by bounds that its constant scores do not keep.
            found = searcher.search(asked, limit=None, filter=conditions, mask=refused, **order)
            matches = _matches(found, limit)
            return Page(len(found), [one._replace(score=0.0) for one in matches] if question.is_listing else matches)

    def tally(self, demand: Demand, question: Question, filters: Filters, on: date) -> Tally:
        asked, conditions, refused = _asked(demand, question, filters, on)
        with self._index.searcher() as searcher:
            found = list(searcher.search(asked, limit=None, filter=conditions, mask=refused, scored=False))
            return Tally(Counter(int(hit["document_id"]) for hit in found), Counter(hit["kind"] for hit in found))

    def documents(self) -> Columns:
        return self._kept("columns", self._read_documents)

    def _read_documents(self) -> Columns:
        with self._index.searcher() as searcher:
            found = searcher.search(ask.Term("kind", DOCUMENT_KIND), limit=None, scored=False)
            return Columns.of(DocumentRow(*(_value(name, hit[name]) for name in DocumentRow._fields)) for hit in found)

    def similar_words(self, word: Word, limit: int) -> list[str]:
        return self._kept("words", self._read_words).similar(word, limit)

    def _read_words(self) -> Vocabulary:
        with self._index.searcher() as searcher:
            reader = searcher.reader()
            return Vocabulary({text.decode(): info.doc_frequency() for text, info in reader.iter_field("exact")})

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        """What was made of the last commit, made anew after the next one."""
        generation = self._index.latest_generation()
        made = self._made.get(name)
        if made is None or made[0] != generation:
            made = self._made[name] = (generation, make())
        found: T = made[1]
        return found

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


def _value(name: str, stored: str) -> Any:
    return stored if name == "document_type" else int(stored)


# --- questions in Whoosh's terms ---


def _asked(
    demand: Demand, question: Question, filters: Filters, on: date
) -> tuple[ask.Query, ask.Query | None, ask.Query | None]:
    """(what matches, what every hit must meet, what none may meet)"""
    conditions, refused = _conditions(question, filters, on)
    return _wanted(demand, question, on), conditions, refused


def _wanted(demand: Demand, question: Question, on: date) -> ask.Query:
    """What matches, and how well, by BM25F. With phrases or an OR, these must match and the words only rank."""
    required: list[ask.Query] = [_phrase(phrase) for phrase in question.phrases]
    required += [_constant(_group(group, on)) for group in groups_of(question)[0]]
    cited = [_condition(cited_records(question), on)] if question.places else []
    if demand == Demand.COMPLETE:
        said = ask.And([_worded(unit, demand) for unit in question.units])
        numbered = [ask.Term("number", number) for number in question.numbers]
        return ask.And([*required, ask.Or([said, *numbered, *cited])])
    ranking = [_subject(word.folded) for phrase in question.phrases for word in phrase]
    if demand == Demand.PLACE:
        required += map(_constant, cited)
    if demand in {Demand.OWN_NUMBER, Demand.NUMBER}:
        required.append(_constant(_one_of("number", question.numbers)))
    if demand == Demand.OWN_NUMBER:
        required.append(_constant(ask.Term("kind", DOCUMENT_KIND)))
    if demand == Demand.ANY:
        ranking += [ask.Term("number", number) for number in question.numbers]
        ranking += map(_constant, cited)
    if demand in {Demand.ALL_EXACT, Demand.ALL_WORDS}:
        required += [_worded(unit, demand) for unit in question.units]
        required += [_constant(_one_pair_of(own)) for own in beside(question)]
    else:
        ranking += [ask.Term("folded", word.folded, WORD_WEIGHT) for word in question.words]
    ranking += [ask.Term("folded", word.folded, WORD_WEIGHT) for word in question.optional_words]
    ranking += [ask.Term("pairs", pair, PAIR_WEIGHT) for pair in question.pairs]
    ranking += map(_subject, subject_tokens(question))
    if question.is_listing:
        return ask.Every()
    return ask.AndMaybe(ask.And(required), ask.Or(ranking)) if required else ask.Or(ranking)


def _one_pair_of(pairs: Sequence[str]) -> ask.Query:
    """One of the pairs in the text, or in what the record is about."""
    return ask.Or([ask.Term(field, pair) for pair in pairs for field in ("pairs", "subject")])


def _worded(unit: Sequence[Phrase], demand: Demand) -> ask.Query:
    """One of the wordings, as they were accented or anywhere."""
    return ask.Or([_wording(wording, demand) for wording in unit]).normalize()


def _wording(wording: Phrase, demand: Demand) -> ask.Query:
    if len(wording) > 1 and isinstance(wording, SideBySide):
        exact = demand == Demand.ALL_EXACT
        return ask.Phrase("exact" if exact else "folded", [word.exact if exact else word.folded for word in wording])
    if demand == Demand.ALL_EXACT:
        return ask.And([ask.Term("exact", word.exact) for word in wording])
    return ask.And([ask.Term("anywhere", word.folded) for word in wording])


def _group(sides: Sequence[Alternative], on: date) -> ask.Query:
    return ask.Or([_side(side, on) for side in sides])


def _side(side: Alternative, on: date) -> ask.Query:
    """One side of an OR."""
    if isinstance(side, Condition):
        return _condition(side, on)
    if isinstance(side, AllWords):
        return ask.And([ask.Term("anywhere", word.folded) for word in side.words])
    return _phrase(side)


def _subject(token: str) -> ask.Query:
    return ask.Term("subject", token, SUBJECT_WEIGHT)


def _phrase(phrase: Phrase) -> ask.Query:
    field, words = "exact", [word.exact for word in phrase]
    if not is_accented(phrase):
        field, words = "folded", [word.folded for word in phrase]
    return ask.Term(field, words[0]) if len(words) == 1 else ask.Phrase(field, words)


def _conditions(question: Question, filters: Filters, on: date) -> tuple[ask.Query | None, ask.Query | None]:
    """(what every hit must meet, what none may meet)"""
    conditions, unwanted = conditions_of(question, filters)
    required = [_condition(condition, on) for condition in conditions]
    required += [_group(group, on) for group in groups_of(question)[1]]
    refused = [_phrase(phrase) for phrase in question.excluded]
    refused += [_condition(condition, on) for condition in unwanted]
    stages = [_one_of("stage", filters.stages)] if filters.stages else []
    if filters.drafts_of:
        stages.append(_one_of("drafted_by", [filters.drafts_of]))
    if stages:
        required.append(ask.Or(stages))
    return ask.And(required) if required else None, ask.Or(refused) if refused else None


def _condition(condition: Condition, on: date) -> ask.Query:
    if condition.field == Field.STATUS:
        return ask.Or([_status(str(value), on) for value in condition.values])
    return _one_of(condition.field.value, condition.values)


def _status(status: str, on: date) -> ask.Query:
    required, refused = status_ranges(status, on)
    wanted = ask.And([_range(part) for part in required])
    groups = [ask.And([_range(part) for part in group]) for group in refused]
    return ask.AndNot(wanted, ask.Or(groups)) if groups else wanted


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
