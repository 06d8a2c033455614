"""Tantivy: BM25 in Rust, the default engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Ask

from legaldocs.models import Stage
from search.backends.base import (
    KEYWORD_FIELDS,
    NUMERIC_FIELDS,
    PAIR_WEIGHT,
    SUBJECT_WEIGHT,
    WINDOW,
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
    pairs_of_other_words,
    status_ranges,
    subject_tokens,
    text_fields,
)
from search.facets import Columns, DocumentRow, Tally
from search.query import DOCUMENT_KIND, Condition, Field, Filters, IndexRecord, Phrase, SideBySide, Word
from search.question import AllWords, Alternative, Question, is_accented
from search.spelling import Vocabulary

T = TypeVar("T")
_TOKENIZER = "spaces"
_HEAP = 128_000_000
_EVERYTHING = 2**31 - 1


@lru_cache(maxsize=1)
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in NUMERIC_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name, index_option in (
        ("folded", "position"),
        ("anywhere", "basic"),
        ("pairs", "freq"),
        ("exact", "position"),
        ("subject", "freq"),
        ("number", "basic"),
        ("article", "basic"),
    ):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option=index_option)
    return builder.build()


def _open(folder: Path, *, make: bool = False) -> tantivy.Index:
    """The index in the folder. Only a writer makes one: to a reader, lost files are no empty index."""
    index = tantivy.Index(_schema(), str(folder)) if make else tantivy.Index.open(str(folder))
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class TantivyWriter(Writer):
    """One writer at a time: tantivy's own lock refuses a second one. One thread keeps up with our reading of texts, and
    leaves few large segments, which are asked sooner than many small ones."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._writer = _open(folder, make=True).writer(heap_size=_HEAP, num_threads=1)
        self._writer.garbage_collect_files()  # a file that a broken commit left bars the way to the next one

    def add(self, record: IndexRecord) -> None:
        values: dict[str, object] = dict(text_fields(record))
        for name in (*NUMERIC_FIELDS, *KEYWORD_FIELDS):
            values[name] = getattr(record, name)
        document = tantivy.Document.from_dict(values, _schema())
        try:
            self._writer.add_document(document)
        except ValueError:
            self._writer.commit()  # the thread that writes has died: a commit then fails as well, and says of what
            raise

    def remove(self, document_ids: Collection[int]) -> None:
        for document_id in document_ids:
            # By query: `delete_documents_by_term` takes a Python integer for a signed one and deletes nothing (0.27.0).
            self._writer.delete_documents_by_query(_term("document_id", document_id))

    def commit(self) -> None:
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
        finally:
            del self._writer  # tantivy's lock goes with it, even where the trace of a failure is kept

    def abandon(self) -> None:
        try:
            self._writer.rollback()
            self._writer.wait_merging_threads()
        finally:
            del self._writer


_Found = tuple[float, tantivy.DocAddress]
#: What a tally is of.
_Asked = tuple[Demand, Question, Filters, date]
#: Tallies kept: those of a few pages.
_TALLIES = 16
#: Counts kept: those that spelling asks for again and again, of words side by side.
_COUNTS = 5_000


class TantivyBackend(Backend):
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._index = _open(folder)
        self._index.config_reader("manual")
        self._lock = threading.Lock()
        self._seen = 0
        self._made: dict[str, tuple[int, Any]] = {}

    @classmethod
    def write(cls, folder: Path) -> TantivyWriter:
        return TantivyWriter(folder)

    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        searcher, asked = self._searcher(), _asked(demand, question, filters, on)
        if question.is_listing:
            newest = searcher.search(asked, limit=limit, order_by_field="effective_on")
            return Page(_count(newest), _matches(searcher, [(0.0, address) for _, address in newest.hits]))
        return _page(searcher, searcher.search(asked, limit=limit))

    def _find_best(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        if question.is_listing:
            return self._find(demand, question, filters, on, limit)
        searcher = self._searcher()
        found = searcher.search(_asked(demand, question, filters, on), limit=limit)
        return Page(_count(found), _matches(searcher, _best_of_each(searcher, found.hits)))

    def _complete(self, question: Question, filters: Filters, on: date) -> int:
        return sum(self.tally(Demand.COMPLETE, question, filters, on).documents.values())

    def _total(self, demand: Demand, question: Question, filters: Filters, on: date) -> int:
        key = (demand, question, filters, on)
        known = self._tallies().get(key)
        if known is not None:
            return sum(known.documents.values())
        counts: dict[_Asked, int] = self._kept("counts", dict)
        if key not in counts:
            if len(counts) >= _COUNTS:
                counts.clear()
            asked = _asked(demand, question, filters, on, ranked=False)
            found = self._searcher().aggregate(asked, {"all": {"value_count": {"field": "document_id"}}})
            counts[key] = int(found["all"]["value"])
        return counts[key]

    def tally(self, demand: Demand, question: Question, filters: Filters, on: date) -> Tally:
        tallies, key = self._tallies(), (demand, question, filters, on)
        found = tallies.get(key)
        if found is None:
            if len(tallies) >= _TALLIES:
                tallies.clear()
            found = tallies[key] = self._tally(demand, question, filters, on)
        return found

    def _tallies(self) -> dict[_Asked, Tally]:
        """The last tallies of this commit: one page counts the same matches by record, by document and for its facets."""
        return self._kept("tallies", dict)

    def _tally(self, demand: Demand, question: Question, filters: Filters, on: date) -> Tally:
        wanted = {
            "documents": {"terms": {"field": "document_id", "size": _EVERYTHING}},
            "kinds": {"terms": {"field": "kind", "size": 100}},
        }
        found = self._searcher().aggregate(_asked(demand, question, filters, on, ranked=False), wanted)
        documents, kinds = (
            {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]} for name in wanted
        )
        return Tally(documents, kinds)

    def documents(self) -> Columns:
        return self._kept("columns", self._read_documents)

    def _read_documents(self) -> Columns:
        searcher = self._searcher()
        types = [bucket["key"] for bucket in _terms(searcher, "document_type")]
        return Columns.of(row for name in types for row in _document_rows(searcher, name))

    def similar_words(self, word: Word, limit: int) -> list[str]:
        words = self._kept("words", lambda: Vocabulary(dict(self._searcher().terms_with_prefix("exact", ""))))
        return words.similar(word, limit)

    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        parts = [_term("subject", word) for word in words]
        parts.append(Ask.regex_query(_schema(), "subject", _regex_of(prefix) + "[^_]*"))
        return self._documents(parts, limit)

    def complete_number(self, prefix: str, limit: int) -> list[int]:
        return self._documents([Ask.regex_query(_schema(), "number", _regex_of(prefix) + ".*")], limit)

    def _documents(self, parts: list[Ask], limit: int) -> list[int]:
        parts += [_term("kind", DOCUMENT_KIND), _term("stage", "PROMULGATED")]
        searcher = self._searcher()
        return [match.document_id for match in _page(searcher, searcher.search(_all(parts), limit=limit)).matches]

    def counts(self) -> tuple[int, int]:
        searcher = self._searcher()
        documents = _count(searcher.search(_term("kind", DOCUMENT_KIND), limit=1))
        return documents, searcher.num_docs - documents

    def _searcher(self) -> tantivy.Searcher:
        """A searcher of the last commit, whichever process made it."""
        committed = (self.folder / "meta.json").stat().st_mtime_ns
        if committed != self._seen:
            with self._lock:
                self._index.reload()
                self._seen = committed
        return self._index.searcher()

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        """What was made of the last commit, made anew after the next one."""
        self._searcher()
        made = self._made.get(name)
        if made is None or made[0] != self._seen:
            made = self._made[name] = (self._seen, make())
        found: T = made[1]
        return found


def _page(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> Page:
    return Page(_count(result), _matches(searcher, result.hits))


def _matches(searcher: tantivy.Searcher, hits: Sequence[_Found]) -> list[Match]:
    addresses = [address for _, address in hits]
    columns = (searcher.fast_field_values(name, addresses) for name in Match._fields[:-1])
    return list(map(Match._make, zip(*columns, [score for score, _ in hits], strict=True)))


def _best_of_each(searcher: tantivy.Searcher, hits: Sequence[_Found]) -> list[_Found]:
    """The hits of the window, whose order effect may change, and beyond it the first of each document."""
    documents = searcher.fast_field_values("document_id", [address for _, address in hits])
    first = {pk: place for place, pk in reversed(list(enumerate(documents)))}
    return [*hits[:WINDOW], *(hits[place] for place in sorted(first.values()) if place >= WINDOW)]


def _terms(searcher: tantivy.Searcher, field: str) -> list[dict[str, Any]]:
    found = searcher.aggregate(Ask.all_query(), {"all": {"terms": {"field": field, "size": 1_000}}})
    buckets: list[dict[str, Any]] = found["all"]["buckets"]
    return buckets


def _document_rows(searcher: tantivy.Searcher, document_type: str) -> Iterator[DocumentRow]:
    """The documents of a type: a type is text, which no column gives back."""
    own = _all([_term("kind", DOCUMENT_KIND), _term("document_type", document_type)])
    addresses = [address for _, address in searcher.search(own, limit=max(1, searcher.num_docs)).hits]
    columns: dict[str, list[Any]] = {"document_type": [document_type] * len(addresses)}
    columns |= {
        name: searcher.fast_field_values(name, addresses) for name in DocumentRow._fields if name not in columns
    }
    for values in zip(*(columns[name] for name in DocumentRow._fields), strict=True):
        yield DocumentRow(*values)


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the library's stub forgets it


# --- questions in tantivy's terms ---


Clause = tuple[Occur, Ask]


def _asked(demand: Demand, question: Question, filters: Filters, on: date, *, ranked: bool = True) -> Ask:
    """One flat list of clauses: tantivy has a quick way through terms side by side that nesting takes from it.

    Where nothing is `ranked`, what only ranks is left out.
    """
    wanted, conditions = list(_wanted(demand, question, on)), list(_conditions(question, filters, on))
    if not ranked and _demanding(wanted):
        wanted = [clause for clause in wanted if clause[0] == Occur.Must]
    elif demand != Demand.COMPLETE:
        pairs = question.pairs if ranked else pairs_of_other_words(question)
        wanted += ((Occur.Should, _weighted("pairs", pair, PAIR_WEIGHT)) for pair in pairs)
    if not wanted:
        wanted = [(Occur.Must, Ask.all_query())]
    elif _demanding(conditions) and not _demanding(wanted):  # beside a condition, what should match need not
        wanted = [(Occur.Must, Ask.boolean_query(wanted))]
    refused = [(Occur.MustNot, _phrase(phrase)) for phrase in question.excluded]
    return Ask.boolean_query([*wanted, *conditions, *refused])


def _demanding(clauses: Iterable[Clause]) -> bool:
    return any(occur == Occur.Must for occur, _ in clauses)


def _wanted(demand: Demand, question: Question, on: date) -> Iterator[Clause]:
    """What matches, and how well, by BM25. With phrases or an OR, these must match and the words only rank."""
    yield from ((Occur.Must, _phrase(phrase)) for phrase in question.phrases)
    yield from ((Occur.Should, _weighted("subject", w.folded, SUBJECT_WEIGHT)) for p in question.phrases for w in p)
    yield from ((Occur.Must, _plain(_group(group, on))) for group in groups_of(question)[0])
    cited = [_condition(cited_records(question), on)] if question.places else []
    if demand == Demand.COMPLETE:
        said = _all([_worded(unit, Demand.ALL_WORDS) for unit in question.units])
        numbered = [_one_of("number", question.numbers)] if question.numbers else []
        yield Occur.Must, _any([said, *numbered, *cited])
        return
    if demand == Demand.PLACE:
        yield from ((Occur.Must, _plain(place)) for place in cited)
    if demand in {Demand.OWN_NUMBER, Demand.NUMBER}:
        yield Occur.Must, _plain(_one_of("number", question.numbers))
    if demand == Demand.OWN_NUMBER:
        yield Occur.Must, _plain(_term("kind", DOCUMENT_KIND))
    if demand == Demand.ANY:
        yield from ((Occur.Should, _term("number", number)) for number in question.numbers)
        yield from ((Occur.Should, _plain(place)) for place in cited)
    if demand in {Demand.ALL_EXACT, Demand.ALL_WORDS}:
        yield from ((Occur.Must, _worded(unit, demand)) for unit in question.units)
        yield from ((Occur.Must, _plain(_one_pair_of(own))) for own in beside(question))
    else:
        yield from ((Occur.Should, _weighted("folded", word.folded, WORD_WEIGHT)) for word in question.words)
    yield from ((Occur.Should, _weighted("folded", word.folded, WORD_WEIGHT)) for word in question.optional_words)
    yield from ((Occur.Should, _weighted("subject", token, SUBJECT_WEIGHT)) for token in subject_tokens(question))


def _one_pair_of(pairs: Sequence[str]) -> Ask:
    """One of the pairs in the text, or in what the record is about."""
    return _any([_term(field, pair) for pair in pairs for field in ("pairs", "subject")])


def _worded(unit: Sequence[Phrase], demand: Demand) -> Ask:
    """One of the wordings, as they were accented or anywhere."""
    sides = [_wording(wording, demand) for wording in unit]
    return sides[0] if len(sides) == 1 else _any(sides)


def _wording(wording: Phrase, demand: Demand) -> Ask:
    if len(wording) > 1 and isinstance(wording, SideBySide):
        exact = demand == Demand.ALL_EXACT
        words = [word.exact if exact else word.folded for word in wording]
        return Ask.phrase_query(_schema(), "exact" if exact else "folded", list(words))
    if demand == Demand.ALL_EXACT:
        terms = [_term("exact", word.exact) for word in wording]
    else:
        terms = [_term("anywhere", word.folded) for word in wording]
    return terms[0] if len(terms) == 1 else _all(terms)


def _phrase(phrase: Phrase) -> Ask:
    field, words = "exact", [word.exact for word in phrase]
    if not is_accented(phrase):
        field, words = "folded", [word.folded for word in phrase]
    return _term(field, words[0]) if len(words) == 1 else Ask.phrase_query(_schema(), field, list(words))


def _conditions(question: Question, filters: Filters, on: date) -> Iterator[Clause]:
    required, refused = conditions_of(question, filters)
    yield from ((Occur.Must, _plain(_condition(condition, on))) for condition in required)
    yield from ((Occur.MustNot, _condition(condition, on)) for condition in refused)
    yield from ((Occur.Must, _plain(_group(group, on))) for group in groups_of(question)[1])
    if filters.stages:
        yield Occur.MustNot, _other_stages(filters)


def _condition(condition: Condition, on: date) -> Ask:
    if condition.field == Field.STATUS:
        return _any([_status(str(value), on) for value in condition.values])
    return _one_of(condition.field.value, condition.values)


def _status(status: str, on: date) -> Ask:
    required, refused = status_ranges(status, on)
    groups = [(Occur.MustNot, _all([_range(part) for part in group])) for group in refused]
    return Ask.boolean_query([*((Occur.Must, _range(part)) for part in required), *groups])


def _group(sides: Sequence[Alternative], on: date) -> Ask:
    return _any([_side(side, on) for side in sides])


def _side(side: Alternative, on: date) -> Ask:
    """One side of an OR."""
    if isinstance(side, Condition):
        return _condition(side, on)
    if isinstance(side, AllWords):
        return _all([_term("anywhere", word.folded) for word in side.words])
    return _phrase(side)


def _other_stages(filters: Filters) -> Ask:
    """The few records that are out of reach, refused: cheaper than demanding one of the many."""
    refused = [(Occur.Must, _one_of("stage", [stage for stage in Stage.values if stage not in filters.stages]))]
    if filters.drafts_of:
        refused.append((Occur.MustNot, _term("drafted_by", filters.drafts_of)))
    return Ask.boolean_query(refused)


def _range(part: Range) -> Ask:
    return Ask.range_query(_schema(), part.field, FieldType.Unsigned, part.low, part.high)


def _term(field: str, value: object) -> Ask:
    return Ask.term_query(_schema(), field, value, "freq" if isinstance(value, str) else "basic")


def _weighted(field: str, token: str, weight: float) -> Ask:
    return _term(field, token) if weight == 1 else Ask.boost_query(_term(field, token), weight)


def _one_of(field: str, values: Iterable[object]) -> Ask:
    return _any([_term(field, value) for value in values])


def _any(parts: Sequence[Ask]) -> Ask:
    return Ask.boolean_query([(Occur.Should, part) for part in parts])


def _all(parts: Sequence[Ask]) -> Ask:
    return Ask.boolean_query([(Occur.Must, part) for part in parts])


def _plain(condition: Ask) -> Ask:
    """The condition without a say in the ranking."""
    return Ask.const_score_query(condition, 0.0)


_SPECIAL = set(r"\.+*?()|[]{}^$#&-~/")


def _regex_of(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)
