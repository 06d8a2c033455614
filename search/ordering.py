"""Results by date instead of relevance: all that has the words, by the day of issue of its document; with other accents last.

An engine knows how many records of each document match, the database knows the days. So the documents of a page are found
first, then their records are asked for, the best of each document first: the same with every engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from django.db.models import F

from legaldocs.models import Document
from search.backends.base import Backend, Demand, Match, Page, is_long, wants_all
from search.query import Condition, Field, Order, Query
from search.question import Question

_BATCH = 2_000


class _Window(NamedTuple):
    """Documents in their order, and where the page begins in what they have."""

    documents: list[int]
    skipped: int


def can_be_dated(backend: Backend, question: Question, query: Query) -> bool:
    """Whether an order by date is any use: what has only some of many words is worth nothing but by its likeness."""
    if is_long(question):
        return False
    return not wants_all(question) or backend.count(question, query.filters, query.on) > 0


def by_date(backend: Backend, question: Question, query: Query) -> Page:
    """The page asked for; what has only some of the words is left out."""
    demand = Demand.COMPLETE if wants_all(question) else Demand.ANY
    counts = backend.tally(demand, question, query.filters, query.on).documents
    if query.level == "document":
        counts = dict.fromkeys(counts, 1)
    total = sum(counts.values())
    anywhere = replace(question, pairs=())  # by date, where the words stand makes no difference
    exact = backend.tally(Demand.ALL_EXACT, anywhere, query.filters, query.on).documents if question.accented else {}
    window = _window(counts, exact, query)
    matches = _matches_of(backend, question, query, window.documents, whole=len(counts), demand=demand)
    page = matches[window.skipped : window.skipped + query.limit]
    return Page(total, page, total)


def _window(counts: Mapping[int, int], exact: Collection[int], query: Query) -> _Window:
    """The documents whose hits fill the page; those with the words as they are accented come first, as they always do."""
    ordered = _in_order(counts, newest=query.order is Order.NEWEST)
    ordered.sort(key=lambda pk: pk not in exact)
    shown: list[int] = []
    before = 0
    for pk, reached in zip(ordered, accumulate(map(counts.__getitem__, ordered)), strict=True):
        if reached > query.offset:
            shown.append(pk)
        else:
            before = reached
        if reached >= query.offset + query.limit:
            break
    return _Window(shown, query.offset - before)


def _in_order(document_ids: Collection[int], *, newest: bool) -> list[int]:
    """The documents by day of issue; those without one come last."""
    day = F("issued_on").desc(nulls_last=True) if newest else F("issued_on").asc(nulls_last=True)
    ordered = Document.objects.order_by(day, "-pk" if newest else "pk").values_list("pk", flat=True)
    if len(document_ids) <= _BATCH // 4:
        ordered = ordered.filter(pk__in=document_ids)
    return [pk for pk in ordered.iterator(chunk_size=_BATCH) if pk in document_ids]


def _matches_of(
    backend: Backend, question: Question, query: Query, documents: list[int], *, whole: int, demand: Demand
) -> list[Match]:
    """The matches of these documents, document by document, the best first; one of each where documents are asked for."""
    filters = query.filters
    if len(documents) < whole:
        own = Condition(Field.DOCUMENT, tuple(documents))
        filters = replace(filters, conditions=(*filters.conditions, own))
    complete_only = demand is Demand.COMPLETE
    most = max(1, sum(backend.tally(demand, question, filters, query.on).documents.values()))
    found = backend.search(question, filters, query.on, most, 0, complete_only=complete_only).matches
    by_document: dict[int, list[Match]] = {pk: [] for pk in documents}
    for match in found:
        if match.document_id in by_document:
            by_document[match.document_id].append(match)
    return list(_taken(by_document, only_best=query.level == "document"))


def _taken(by_document: Mapping[int, list[Match]], *, only_best: bool) -> Iterator[Match]:
    for matches in by_document.values():
        yield from matches[:1] if only_best else matches
