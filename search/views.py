"""The search page, and completions for its box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from legaldocs.forms import Chip
from legaldocs.models import Document, Relation, User
from legaldocs.models.documents import today
from search import engine
from search.advice import missing_number, ways_out
from search.backends.base import Demand
from search.citing import citation_of
from search.facet_links import facet_groups
from search.forms import SearchForm
from search.query import BadQuery, Field, Filters, Hit, IndexUnavailable, Part, Problem, Query, Results
from search.tasks import request_drain
from search.what_became import Fate, fates

PAGE_SIZE = 20
#: Nobody reads further; better words help more.
MOST_PAGES = 50
#: Hits with a lower score have some of the words only.
FIRST_TIER = Demand.ALL_WORDS.bonus


@dataclass(frozen=True, slots=True)
class HitShown:
    """A hit with its citation and with what has become of its place."""

    hit: Hit
    citation: str
    notes: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class DocumentHits:
    """A document with those of its provisions that stand next to each other in the ranking.

    `matching` counts all provisions of it that match, as far as that is known.
    """

    document: Document
    status: str
    hits: list[Hit]
    fate: Fate
    matching: int

    @property
    def citation(self) -> str:
        return citation_of(self.document)

    @property
    def places(self) -> list[HitShown]:
        """The hits within the text."""
        return [
            HitShown(hit, citation_of(self.document, hit.path), self.fate.of(hit.path)) for hit in self.hits if hit.path
        ]

    @property
    def further(self) -> int:
        """How many more hits the document has than are shown here."""
        return max(0, self.matching - len(self.hits))

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
            context |= _shown(results, request.GET) | _advice(results, form, request)
    return render(request, "search/search.html", context)


def _shown(results: Results, asked: QueryDict) -> dict[str, object]:
    """What the page shows of the results: hits with all the words first, the rest apart."""
    show = _Shown(_documents(results), fates((hit.document_id, hit.path) for hit in results.hits), _matching(results))
    whole = [hit for hit in results.hits if hit.score >= FIRST_TIER or results.complete == results.total]
    return {
        "results": results,
        "page": _page(results),
        "groups": list(show.grouped(whole)),
        "others": list(show.grouped(results.hits[len(whole) :])),
        "rest": results.total - results.complete,
        "facets": facet_groups(results.facets, asked),
        "parts": list(_parts(results.parts, asked)),
        "problems": [_with_corrections(problem, asked) for problem in results.problems],
        "suggested": _with_question(asked, results.suggestion) if results.suggestion else "",
        "link_query": link_query(results, asked),
    }


def _advice(results: Results, form: SearchForm, request: HttpRequest) -> dict[str, object]:
    """Ways out of an answer that has nothing, each with its address, and the number that the corpus does not hold."""
    chips = [chip for chip in form.conditions if chip.label != form.fields["drafts"].label]
    others = ((f"{chip.label}: {chip.value}", _filters_of(chip, request)) for chip in chips)  # only read where needed
    ways = [
        (way, chips[way.place].without if way.place >= 0 else _with_question(request.GET, way.query.text))
        for way in ways_out(results, others)
    ]
    return {"ways": ways, "missing": missing_number(results)}


def _filters_of(chip: Chip, request: HttpRequest) -> Filters:
    """The conditions without the one that the chip stands for."""
    assert isinstance(request.user, User)
    return SearchForm(QueryDict(chip.without.lstrip("?"))).filters(request.user)


def _parts(parts: Iterable[Part], asked: QueryDict) -> Iterator[list[tuple[Part, str]]]:
    """Each condition that the question names, the sides of an OR together, with the address without it."""
    sides: dict[int, list[tuple[Part, str]]] = {}
    for number, part in enumerate(parts):
        sides.setdefault(part.group or -number - 1, []).append((part, _with_question(asked, part.without)))
    yield from sides.values()


def _matching(results: Results) -> Mapping[str | int, int]:
    return results.facets.get(Field.DOCUMENT, {})


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
    """Numbers and titles that begin as `q` does, and the addresses of their pages; none while there is no index."""
    try:
        found = engine.suggest_documents(request.GET.get("q", "")[:200])
    except IndexUnavailable:
        found = []
    addresses = [reverse("document-detail", args=[pk]) for pk, _ in found]
    return JsonResponse({"suggestions": [name for _, name in found], "addresses": addresses})


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
        order=form.ordered,
    )


def _page(results: Results) -> Page[int]:
    """Where the reader is among all the hits; the hits themselves are in the results."""
    reachable = range(min(results.total, MOST_PAGES * PAGE_SIZE))
    return Paginator(reachable, PAGE_SIZE).get_page(results.query.offset // PAGE_SIZE + 1)


@dataclass(frozen=True, slots=True)
class _Shown:
    documents: Mapping[int, Document]
    fates: Mapping[int, Fate]
    matching: Mapping[str | int, int]

    def grouped(self, hits: Iterable[Hit]) -> Iterator[DocumentHits]:
        """The hits under their documents, in the order in which each document first appears."""
        by_document: dict[int, list[Hit]] = {}
        for hit in hits:
            by_document.setdefault(hit.document_id, []).append(hit)
        for pk, group in by_document.items():
            if document := self.documents.get(pk):
                effect = document.effect_on  # type: ignore[attr-defined]
                yield DocumentHits(document, effect, group, self.fates.get(pk, Fate()), self.matching.get(pk, 0))
