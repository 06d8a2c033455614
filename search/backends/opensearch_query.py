"""A question in OpenSearch's terms: plain dictionaries, the same clauses that the other engines are given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from search.backends.base import (
    PAIR_WEIGHT,
    SUBJECT_WEIGHT,
    WORD_WEIGHT,
    Demand,
    Match,
    Range,
    status_ranges,
    subject_tokens,
)
from search.query import DOCUMENT_KIND, Filters
from search.question import Phrase, Question, is_accented

Clause = dict[str, Any]
COLUMNS = Match._fields[:-1]
#: Equal scores keep one order, so that pages neither repeat nor skip.
_ORDER = [{"_score": "desc"}, {"document_id": "asc"}, {"provision_id": "asc"}]


def page_of(query: Clause, limit: int) -> Clause:
    """A request for the best hits, with what `Match` holds of each, and for how many there are."""
    return {
        "query": query,
        "size": limit,
        "sort": _ORDER,
        "track_total_hits": True,
        "stored_fields": "_none_",
        "docvalue_fields": list(COLUMNS),
    }


def asked(demand: Demand, question: Question, filters: Filters, on: date) -> Clause:
    """What matches and meets the demand. With phrases, these must match and the words only rank."""
    must = [_phrase(phrase) for phrase in question.phrases]
    should = [_weighted("subject", word.folded, SUBJECT_WEIGHT) for phrase in question.phrases for word in phrase]
    conditions = []
    if demand in {Demand.OWN_NUMBER, Demand.NUMBER}:
        conditions.append(_one_of("number", question.numbers))
    if demand == Demand.OWN_NUMBER:
        conditions.append(_term("kind", DOCUMENT_KIND))
    if demand == Demand.ANY:
        should += [_term("number", number) for number in question.numbers]
    for word in question.words:
        if demand == Demand.ALL_EXACT:
            must.append(_term("exact", word.exact))
        elif demand == Demand.ALL_WORDS:
            must.append(_term("anywhere", word.folded))
        else:
            should.append(_weighted("folded", word.folded, WORD_WEIGHT))
    should += [_weighted("pairs", pair, PAIR_WEIGHT) for pair in question.pairs]
    should += [_weighted("subject", token, SUBJECT_WEIGHT) for token in subject_tokens(question)]
    required, refused = _conditions(filters, on)
    return {
        "bool": {
            "must": must,
            "should": should,
            "minimum_should_match": 0 if must or conditions else 1,
            "filter": conditions + required,
            "must_not": [_phrase(phrase) for phrase in question.excluded] + refused,
        }
    }


def documents(parts: list[Clause]) -> Clause:
    """The promulgated documents whose own records meet all parts."""
    return {
        "bool": {"must": parts, "filter": [_term("kind", DOCUMENT_KIND), _term("stage", "PROMULGATED")]},
    }


def completing(words: Iterable[str], prefix: str) -> list[Clause]:
    """A title with these words and one that begins so; syllable pairs, which have a low line, are no words."""
    return [*(_term("subject", word) for word in words), {"regexp": {"subject": {"value": _literal(prefix) + "[^_]*"}}}]


def number_beginning(prefix: str) -> list[Clause]:
    return [{"prefix": {"number": {"value": prefix}}}]


def document_records() -> Clause:
    return {"bool": {"filter": [_term("kind", DOCUMENT_KIND)]}}


def _phrase(phrase: Phrase) -> Clause:
    field, words = "exact", [word.exact for word in phrase]
    if not is_accented(phrase):
        field, words = "folded", [word.folded for word in phrase]
    return _term(field, words[0]) if len(words) == 1 else {"match_phrase": {field: " ".join(words)}}


def _conditions(filters: Filters, on: date) -> tuple[list[Clause], list[Clause]]:
    """(what every hit must meet, what none may meet)"""
    required = [
        _one_of(field, values)
        for field, values in (
            ("document_type", filters.document_types),
            ("body_id", filters.bodies),
            ("subject_area_id", filters.subject_areas),
            ("year", filters.years),
        )
        if values
    ]
    refused: list[Clause] = []
    seen = [_one_of("stage", filters.stages)] if filters.stages else []
    if filters.drafts_of:
        seen.append(_term("drafted_by", filters.drafts_of))
    if seen:
        required.append({"bool": {"should": seen, "minimum_should_match": 1}})
    if filters.status:
        holding, groups = status_ranges(filters.status, on)
        required += [_range(part) for part in holding]
        refused += [{"bool": {"filter": [_range(part) for part in group]}} for group in groups]
    return required, refused


def _range(part: Range) -> Clause:
    bounds = {"gte": part.low, "lte": part.high}
    return {"range": {part.field: {name: bound for name, bound in bounds.items() if bound is not None}}}


def _term(field: str, value: object) -> Clause:
    return {"term": {field: {"value": value}}}


def _weighted(field: str, token: str, weight: float) -> Clause:
    return {"term": {field: {"value": token, "boost": weight}}}


def _one_of(field: str, values: Iterable[object]) -> Clause:
    return {"terms": {field: list(values)}}


def _literal(text: str) -> str:
    """The text for a Lucene regular expression, in which more signs have a meaning than in Python's."""
    return re.sub(r"(\W)", r"\\\1", text)
