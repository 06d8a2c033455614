"""Tantivy: BM25 in Rust, the default engine."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Ask

from search.backends.base import (
    ALL_EXACT,
    ALL_WORDS,
    EXACT_WEIGHT,
    FOLDED_WEIGHT,
    HEADING_WEIGHT,
    IN_FORCE,
    KEYWORD_FIELDS,
    MOST_REQUIRED,
    NUMBER,
    NUMERIC_FIELDS,
    OWN_NUMBER,
    TITLE_WEIGHT,
    Backend,
    Match,
    Page,
    Range,
    Writer,
    binding_ranges,
    status_ranges,
    text_fields,
)
from search.query import DOCUMENT_KIND, Filters, IndexRecord
from search.question import Phrase, Question, Word, is_accented

_TOKENIZER = "spaces"
_HEAP = 128_000_000


@lru_cache(maxsize=1)
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in NUMERIC_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name, index_option in (
        ("folded", "position"),
        ("exact", "position"),
        ("heading", "freq"),
        ("title", "freq"),
        ("number", "basic"),
    ):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option=index_option)
    return builder.build()


def _open(folder: Path) -> tantivy.Index:
    index = tantivy.Index(_schema(), str(folder))
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class TantivyWriter(Writer):
    """One writer at a time: tantivy's own lock refuses a second one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._writer = _open(folder).writer(heap_size=_HEAP)

    def add(self, record: IndexRecord) -> None:
        values: dict[str, object] = dict(text_fields(record))
        for name in (*NUMERIC_FIELDS, *KEYWORD_FIELDS):
            values[name] = getattr(record, name)
        self._writer.add_document(tantivy.Document.from_dict(values, _schema()))

    def remove(self, document_ids: Collection[int]) -> None:
        for document_id in document_ids:
            # By query: `delete_documents_by_term` takes a Python integer for a signed one and deletes nothing (0.27.0).
            self._writer.delete_documents_by_query(_term("document_id", document_id))

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()

    def abandon(self) -> None:
        self._writer.rollback()
        self._writer.wait_merging_threads()


class TantivyBackend(Backend):
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._index = _open(folder)
        self._index.config_reader("manual")
        self._lock = threading.Lock()
        self._seen = 0

    @classmethod
    def write(cls, folder: Path) -> TantivyWriter:
        return TantivyWriter(folder)

    def search(self, question: Question, filters: Filters, on: date, limit: int, offset: int) -> Page:
        searcher = self._searcher()
        return _page(searcher, searcher.search(_asked(question, filters, on), limit=limit, offset=offset))

    def count_documents(self, question: Question, filters: Filters, on: date) -> int:
        return round(self._searcher().cardinality(_asked(question, filters, on), "document_id"))

    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        parts = [_term("heading", word) for word in words]
        parts.append(Ask.regex_query(_schema(), "heading", _regex_of(prefix) + "[^_]*"))
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


def _page(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> Page:
    addresses = [address for _, address in result.hits]
    columns = (searcher.fast_field_values(name, addresses) for name in ("provision_id", "document_id", "span"))
    rows = zip(*columns, (score for score, _ in result.hits), strict=True)
    return Page(_count(result), [Match(*row) for row in rows])


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the library's stub forgets it


# --- questions in tantivy's terms ---


def _asked(question: Question, filters: Filters, on: date) -> Ask:
    asked = [_wanted(question, filters, on), *map(_plain, _conditions(filters, on))]
    refused = [(Occur.MustNot, _phrase(phrase)) for phrase in question.excluded]
    return Ask.boolean_query([*((Occur.Must, part) for part in asked), *refused])


def _wanted(question: Question, filters: Filters, on: date) -> Ask:
    """What matches, and how well: words by BM25, then the tiers of `base`."""
    parts: list[tuple[Occur, Ask]] = [(Occur.Must, _phrase(phrase)) for phrase in question.phrases]
    words = [*_scored(question.words, question.pairs, question.accented), *_numbered(question.numbers)]
    words += _tiers(question.words)
    if question.words and not question.phrases:
        parts.append((Occur.Must, _any(words)))
    else:
        parts += [(Occur.Should, word) for word in words]
        for phrase in question.phrases:
            parts += [(Occur.Should, _weighted("heading", word.folded, HEADING_WEIGHT)) for word in phrase]
    if not filters.status:
        parts.append((Occur.Should, Ask.const_score_query(_all(list(map(_range, binding_ranges(on)))), IN_FORCE)))
    return Ask.boolean_query(parts)


def _scored(words: Sequence[Word], pairs: Sequence[str], accented: bool) -> list[Ask]:
    scored = []
    for token in (*(word.folded for word in words), *pairs):
        scored.append(_weighted("folded", token, FOLDED_WEIGHT))
        scored.append(_weighted("heading", token, HEADING_WEIGHT))
        scored.append(_weighted("title", token, TITLE_WEIGHT))
    if accented:
        scored += [_weighted("exact", word.exact, EXACT_WEIGHT) for word in words]
    return scored


def _tiers(words: Sequence[Word]) -> list[Ask]:
    if not 1 < len(words) <= MOST_REQUIRED:
        return []
    tiers = [_constant([_any([_term("folded", w.folded), _term("title", w.folded)]) for w in words], ALL_WORDS)]
    if is_accented(tuple(words)):
        tiers.append(_constant([_term("exact", word.exact) for word in words], ALL_EXACT))
    return tiers


def _numbered(numbers: Iterable[str]) -> list[Ask]:
    asked = []
    for number in numbers:
        term = _term("number", number)
        asked.append(_constant([term], NUMBER))
        asked.append(_constant([term, _term("kind", DOCUMENT_KIND)], OWN_NUMBER))
    return asked


def _phrase(phrase: Phrase) -> Ask:
    field, words = "exact", [word.exact for word in phrase]
    if not is_accented(phrase):
        field, words = "folded", [word.folded for word in phrase]
    return _term(field, words[0]) if len(words) == 1 else Ask.phrase_query(_schema(), field, list(words))


def _conditions(filters: Filters, on: date) -> Iterable[Ask]:
    for field, values in (
        ("document_type", filters.document_types),
        ("body_id", filters.bodies),
        ("subject_area_id", filters.subject_areas),
        ("year", filters.years),
    ):
        if values:
            yield _one_of(field, values)
    stages = [_one_of("stage", filters.stages)] if filters.stages else []
    if filters.drafts_of:
        stages.append(_term("drafted_by", filters.drafts_of))
    if stages:
        yield _any(stages)
    if filters.status:
        required, refused = status_ranges(filters.status, on)
        yield Ask.boolean_query(
            [(Occur.Must, _range(part)) for part in required]
            + [(Occur.MustNot, _all([_range(part) for part in group])) for group in refused]
        )


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


def _constant(parts: Sequence[Ask], score: float) -> Ask:
    return Ask.const_score_query(_all(parts), score)


_SPECIAL = set(r"\.+*?()|[]{}^$#&-~/")


def _regex_of(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)
