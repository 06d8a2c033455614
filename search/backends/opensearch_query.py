"""A question in OpenSearch's terms: plain dictionaries, the same clauses that the other engines are given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from legaldocs.models import Stage
from search.backends.base import (
    PAIR_WEIGHT,
    SUBJECT_WEIGHT,
    WORD_WEIGHT,
    Demand,
    Range,
    beside,
    cited_records,
    conditions_of,
    groups_of,
    pairs_of_other_words,
    status_ranges,
    subject_tokens,
)
from search.facets import DocumentRow
from search.query import DOCUMENT_KIND, Condition, Field, Filters, Phrase, SideBySide
from search.question import AllWords, Alternative, Question, is_accented

Clause = dict[str, Any]
#: Equal scores, or days, keep one order, so that pages neither repeat nor skip. What follows the ids decides nothing: it is
#: there to be handed out.
SCORED = ("_score", "document_id", "provision_id", "span", "effective_on", "expired_on")
DATED = ("effective_on", "document_id", "provision_id", "span", "expired_on")
_BY_SCORE = [{"_score": "desc"}, *({name: "asc"} for name in SCORED[1:])]
_NEWEST = [{"effective_on": "desc"}, *({name: "asc"} for name in DATED[1:])]
#: A cluster hands out no more than 65,535 buckets at once.
MOST_BUCKETS = 50_000


def page_of(query: Clause, limit: int, *, newest: bool = False, counted: bool = True) -> Clause:
    """A request for the best hits, with what `Match` holds of each in the values they are sorted by: those are at hand, any
    others would be fetched hit by hit. Where hits need not be `counted`, the cluster passes over what ranks too low."""
    return {
        "query": query,
        "size": limit,
        "sort": _NEWEST if newest else _BY_SCORE,
        "track_total_hits": counted,
        "stored_fields": "_none_",
    }


def count_of(query: Clause) -> Clause:
    """A request for how many hits there are."""
    return {"query": query, "size": 0, "track_total_hits": True}


def tally_of(query: Clause, after: Clause | None = None) -> Clause:
    """A request for the number of hits of each document, those after the last one told, and of each kind."""
    documents: Clause = {"size": MOST_BUCKETS, "sources": [{"id": {"terms": {"field": "document_id"}}}]}
    if after:
        documents["after"] = after
    kinds = {"field": "kind", "size": 100}
    return count_of(query) | {"aggs": {"documents": {"composite": documents}, "kinds": {"terms": kinds}}}


def rows_after(last: int, limit: int) -> Clause:
    """A request for what facets need to know of the next documents."""
    return {
        "query": {"bool": {"filter": [_term("kind", DOCUMENT_KIND)]}},
        "size": limit,
        "sort": [{"document_id": "asc"}],
        "search_after": [last],
        "stored_fields": "_none_",
        "docvalue_fields": list(DocumentRow._fields),
    }


def asked(demand: Demand, question: Question, filters: Filters, on: date, *, ranked: bool = True) -> Clause:
    """What matches and meets the demand. With phrases or an OR, these must match and the words only rank.

    Where nothing is `ranked`, what only ranks is left out, and the rest is a filter, which costs no scores.
    """
    must, needed = _demanded(demand, question, on)
    required, refused = conditions_of(question, filters)
    conditions = [
        *needed,
        *(_condition(condition, on) for condition in required),
        *(_group(group, on) for group in groups_of(question)[1]),
    ]
    out = [*map(_phrase, question.excluded), *(_condition(condition, on) for condition in refused)]
    found: Clause = {"must_not": [*out, *_out_of_reach(filters)]}
    if is_choice(demand, question):
        choice = {"should": _ranking(demand, question, ranked=ranked), "minimum_should_match": 1}
        if conditions:  # a choice of its own: beside a filter the cluster would weigh every hit
            must = [{"bool": choice}]
        else:
            found |= choice
    elif ranked and demand != Demand.COMPLETE:
        found["should"] = _ranking(demand, question)
    if ranked:
        return {"bool": found | {"must": must, "filter": conditions}}
    return {"bool": found | {"filter": [*must, *conditions]}}


def is_choice(demand: Demand, question: Question) -> bool:
    """Whether a record matches by having any of the words, and nothing else is demanded of it."""
    return demand == Demand.ANY and not (question.is_listing or question.phrases or groups_of(question)[0])


def _demanded(demand: Demand, question: Question, on: date) -> tuple[list[Clause], list[Clause]]:
    """(what must match and ranks, what must match and has no say in the ranking)"""
    must = [_phrase(phrase) for phrase in question.phrases]
    needed = [_group(group, on) for group in groups_of(question)[0]]
    cited = _cited(question)
    if demand == Demand.COMPLETE:
        said = _all([_worded(unit, demand) for unit in question.units])
        numbered = [_one_of("number", question.numbers)] if question.numbers else []
        needed.append(_any([said, *numbered, *cited]))
    if demand == Demand.PLACE:
        needed += cited
    if demand in {Demand.OWN_NUMBER, Demand.NUMBER}:
        needed.append(_one_of("number", question.numbers))
    if demand == Demand.OWN_NUMBER:
        needed.append(_term("kind", DOCUMENT_KIND))
    if demand in {Demand.ALL_EXACT, Demand.ALL_WORDS}:
        must += [_worded(unit, demand) for unit in question.units]
        needed += [_any([_one_of("pairs", own), _one_of("subject", own)]) for own in beside(question)]
    return must, needed


def _cited(question: Question) -> list[Clause]:
    places = cited_records(question)
    return [_one_of(places.field.value, places.values)] if places.values else []


def _ranking(demand: Demand, question: Question, *, ranked: bool = True) -> list[Clause]:
    """What weighs. Where nothing is ranked, without pairs of words that are asked for, which find nothing more."""
    ranking = [_weighted("subject", word.folded, SUBJECT_WEIGHT) for phrase in question.phrases for word in phrase]
    if demand == Demand.ANY:
        ranking += [_term("number", number) for number in question.numbers]
    if demand not in {Demand.ALL_EXACT, Demand.ALL_WORDS}:
        ranking += [_weighted("folded", word.folded, WORD_WEIGHT) for word in question.words]
    ranking += [_weighted("folded", word.folded, WORD_WEIGHT) for word in question.optional_words]
    pairs = question.pairs if ranked else pairs_of_other_words(question)
    ranking += [_weighted("pairs", pair, PAIR_WEIGHT) for pair in pairs]
    return ranking + [_weighted("subject", token, SUBJECT_WEIGHT) for token in subject_tokens(question)]


def own_records(parts: Sequence[Clause] = (), *, promulgated: bool = False) -> Clause:
    """The records of number and title, those that meet all parts."""
    stage = [_term("stage", "PROMULGATED")] if promulgated else []
    return {"bool": {"must": list(parts), "filter": [_term("kind", DOCUMENT_KIND), *stage]}}


def completing(words: Iterable[str], prefix: str) -> list[Clause]:
    """A title with these words and one that begins so; syllable pairs, which have a low line, are no words."""
    return [*(_term("subject", word) for word in words), {"regexp": {"subject": {"value": _literal(prefix) + "[^_]*"}}}]


def number_beginning(prefix: str) -> list[Clause]:
    return [{"prefix": {"number": {"value": prefix}}}]


def _worded(unit: Sequence[Phrase], demand: Demand) -> Clause:
    """One of the wordings, as they were accented or anywhere."""
    return _any([_wording(wording, demand) for wording in unit])


def _wording(wording: Phrase, demand: Demand) -> Clause:
    if len(wording) > 1 and isinstance(wording, SideBySide):
        exact = demand == Demand.ALL_EXACT
        words = " ".join(word.exact if exact else word.folded for word in wording)
        return {"match_phrase": {"exact" if exact else "folded": words}}
    if demand == Demand.ALL_EXACT:
        return _all([_term("exact", word.exact) for word in wording])
    return _all([_term("anywhere", word.folded) for word in wording])


def _phrase(phrase: Phrase) -> Clause:
    field, words = "exact", [word.exact for word in phrase]
    if not is_accented(phrase):
        field, words = "folded", [word.folded for word in phrase]
    return _term(field, words[0]) if len(words) == 1 else {"match_phrase": {field: " ".join(words)}}


def _out_of_reach(filters: Filters) -> list[Clause]:
    """The few records that are out of reach, refused: cheaper than demanding one of the many."""
    if not filters.stages:
        return []
    others = _one_of("stage", [stage for stage in Stage.values if stage not in filters.stages])
    if not filters.drafts_of:
        return [others]
    return [{"bool": {"filter": [others], "must_not": [_term("drafted_by", filters.drafts_of)]}}]


def _condition(condition: Condition, on: date) -> Clause:
    if condition.field == Field.STATUS:
        return _any([_status(str(value), on) for value in condition.values])
    return _one_of(condition.field.value, condition.values)


def _status(status: str, on: date) -> Clause:
    required, refused = status_ranges(status, on)
    groups = [{"bool": {"filter": [_range(part) for part in group]}} for group in refused]
    return {"bool": {"filter": [_range(part) for part in required], "must_not": groups}}


def _group(sides: Sequence[Alternative], on: date) -> Clause:
    return _any([_side(side, on) for side in sides])


def _side(side: Alternative, on: date) -> Clause:
    """One side of an OR."""
    if isinstance(side, Condition):
        return _condition(side, on)
    if isinstance(side, AllWords):
        return _all([_term("anywhere", word.folded) for word in side.words])
    return _phrase(side)


def _all(parts: Sequence[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else {"bool": {"must": list(parts)}}


def _any(parts: Sequence[Clause]) -> Clause:
    """One of the parts; of no parts, none is met."""
    if not parts:
        return {"match_none": {}}
    return parts[0] if len(parts) == 1 else {"bool": {"should": list(parts), "minimum_should_match": 1}}


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
