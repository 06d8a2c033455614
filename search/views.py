"""The search page, and completions for its box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from legaldocs.models import Document, User
from legaldocs.models.documents import today
from search import engine
from search.backends.base import Demand
from search.facet_links import facet_groups
from search.forms import SearchForm
from search.query import BadQuery, Hit, IndexUnavailable, Problem, Query, Results
from search.tasks import request_drain

PAGE_SIZE = 20
#: Nobody reads further; better words help more.
MOST_PAGES = 50
#: Hits with a lower score have some of the words only.
FIRST_TIER = Demand.ALL_WORDS.bonus


@dataclass(frozen=True, slots=True)
class DocumentHits:
    """A document with those of its provisions that stand next to each other in the ranking."""

    document: Document
    status: str
    hits: list[Hit]

    @property
    def title_hit(self) -> Hit | None:
        """The hit on the number and title themselves, if there is one."""
        return next((hit for hit in self.hits if not hit.path), None)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context: dict[str, object] = {"form": form, "chips": form.conditions}
    if form.asks:
        try:
            results = engine.search(_query(form, request))
        except BadQuery as refusal:
            context["refusal"] = str(refusal)
        except IndexUnavailable as refusal:
            context |= {"refusal": str(refusal), "unavailable": True}  # numbers and titles are found without an index
            request_drain()  # the worker makes anew what cannot be read
        else:
            context |= _shown(results, request.GET)
    return render(request, "search/search.html", context)


def _shown(results: Results, asked: QueryDict) -> dict[str, object]:
    """What the page shows of the results: hits with all the words first, the rest apart."""
    whole = [hit for hit in results.hits if hit.score >= FIRST_TIER or results.complete == results.total]
    documents = _documents(results)
    return {
        "results": results,
        "page": _page(results),
        "groups": list(_grouped(whole, documents)),
        "others": list(_grouped(results.hits[len(whole) :], documents)),
        "rest": results.total - results.complete,
        "facets": facet_groups(results.facets, asked),
        "parts": [(part, _with_question(asked, part.without)) for part in results.parts],
        "problems": [_with_corrections(problem, asked) for problem in results.problems],
        "suggested": _with_question(asked, results.suggestion) if results.suggestion else "",
        "link_query": link_query(results, asked),
    }


def _documents(results: Results) -> dict[int, Document]:
    found = Document.objects.with_effect(results.query.on).select_related("issued_by")
    return found.in_bulk({hit.document_id for hit in results.hits})


def link_query(results: Results, asked: QueryDict) -> str:
    """What a link to a document carries: the day, so that effect is judged on the same one there, and the words, which are
    marked in its text."""
    carried = {}
    if asked.get("on") or results.query.on != today():
        carried["on"] = f"{results.query.on:%d/%m/%Y}"
    if results.words:
        carried["tim"] = " ".join(results.words)[:300]
    return f"?{urlencode(carried, safe='/')}" if carried else ""


def _with_corrections(problem: Problem, asked: QueryDict) -> tuple[str, list[tuple[str, str]]]:
    """(message, (value that would do, address with it) ...)"""
    pairs = zip(problem.nearest, problem.corrected, strict=True)
    return problem.message, [(value, _with_question(asked, text)) for value, text in pairs]


def _with_question(asked: QueryDict, text: str) -> str:
    query = asked.copy()
    query["q"] = text
    query.pop("page", None)
    return f"?{query.urlencode()}"


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Numbers and titles that begin as `q` does; none while there is no index."""
    try:
        found = engine.suggest(request.GET.get("q", "")[:200])
    except IndexUnavailable:
        found = []
    return JsonResponse({"suggestions": found})


def _query(form: SearchForm, request: HttpRequest) -> Query:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    typed = request.GET.get("page", "")
    number = min(int(typed), MOST_PAGES) if typed.isdecimal() and len(typed) < 6 else 1
    return Query(
        form.text,
        form.day,
        form.filters(request.user),
        limit=PAGE_SIZE,
        offset=(max(number, 1) - 1) * PAGE_SIZE,
        level="document" if request.GET.get("result") == "document" else "provision",
    )


def _page(results: Results) -> Page[int]:
    """Where the reader is among all the hits; the hits themselves are in the results."""
    reachable = range(min(results.total, MOST_PAGES * PAGE_SIZE))
    return Paginator(reachable, PAGE_SIZE).get_page(results.query.offset // PAGE_SIZE + 1)


def _grouped(hits: Iterable[Hit], documents: Mapping[int, Document]) -> Iterator[DocumentHits]:
    """The hits under their documents, in the order in which each document first appears."""
    by_document: dict[int, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document_id, []).append(hit)
    for pk, group in by_document.items():
        if document := documents.get(pk):
            yield DocumentHits(document, document.effect_on, group)  # type: ignore[attr-defined]
