"""The page of one document: what it says, whether it is in force and why, and what bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legaldocs.effect_reasons import effect_reasons
from legaldocs.forms import DateField
from legaldocs.importers.sending import by_role
from legaldocs.models import Document, DocumentFile, Relation, TextVersion, User
from legaldocs.models.documents import today
from legaldocs.views.drafts import may_draft
from legaldocs.views.menu import menu_entry
from legaldocs.views.repair import may_repair
from legaldocs.views.text_tree import text_units

TABS = {
    "text": "Nội dung",
    "bases": "Căn cứ, viện dẫn",
    "relations": "Quan hệ",
    "procedures": "Hồ sơ, thủ tục",
    "files": "Tệp, phiên bản",
}


@require_safe
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(_for_page(request), pk=pk)
    on = day_asked(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "text"
    acting = list(_acting_on(document, request))
    context = {
        "document": document,
        "menu_entry": menu_entry(document),
        "on": on,
        "is_today": on == today(),
        "status": document.effect_status(on),
        "reasons": effect_reasons(document, acting, on),
        "tabs": TABS,
        "tab": tab,
        "may_draft": may_draft(request),
        "may_repair": isinstance(request.user, User) and may_repair(document, request.user),
    }
    context |= _tab_context(tab, document, acting, on, request)
    return render(request, "legaldocs/document_detail.html", context)


def day_asked(request: HttpRequest) -> date:
    """The day in `?on=`, today when there is none or it is no date."""
    text = request.GET.get("on", "")
    try:
        return DateField(required=False).clean(text) or today()
    except ValidationError:
        return today()


def _for_page(request: HttpRequest) -> QuerySet[Document]:
    return (
        Document.objects.visible_to(request.user)
        .select_related("issued_by", "territory", "subject_area", "drafted_by__parent", "current_version", "created_by")
        .defer("current_version__text")
    )


def _acting_on(document: Document, request: HttpRequest) -> QuerySet[Relation]:
    """Relations that act on the document, without those of drafts that this person may not see."""
    visible = Document.objects.visible_to(request.user)
    return (
        document.acted_on_by.filter(source__in=visible)
        .select_related("source__drafted_by__parent", "decided_by")
        .order_by("kind", "pk")
    )


def _tab_context(
    tab: str, document: Document, acting: list[Relation], on: date, request: HttpRequest
) -> dict[str, Any]:
    if tab == "bases":
        return _bases(document)
    if tab == "relations":
        return _relations(document, acting, request)
    if tab == "procedures":
        return _procedures(document, request)
    if tab == "files":
        return {
            "versions": document.versions.open_to(request.user)
            .select_related("file", "created_by")
            .prefetch_related("annex_rows__file")
            .defer("text"),
            "files": by_role(
                DocumentFile.objects.open_to(request.user)
                .filter(document=document)
                .select_related("uploaded_by", "letters_by")
            ),
        }
    version = _version_asked(document, request)
    units = text_units(version, acting, on)
    return {
        "version": version,
        "units": units,
        "contents": [unit for unit in units if unit.in_contents],
        "is_archived": version is not None and version.pk != document.current_version_id,
    }


def _version_asked(document: Document, request: HttpRequest) -> TextVersion | None:
    ordinal = request.GET.get("version", "")
    if ordinal.isdecimal():
        return get_object_or_404(document.versions.open_to(request.user).defer("text"), ordinal=int(ordinal))
    return document.current_version


def _bases(document: Document) -> dict[str, Any]:
    version = document.current_version
    if version is None:
        return {"bases": [], "cited": []}
    own_text = version.citations.filter(internal=False).exclude(path="can-cu").exclude(number="", title="")
    citations = own_text.select_related("resolved_to")
    cited = [group for _, group in _grouped(citations.order_by("number_key", "title", "path", "start"), _identity)]
    return {"bases": version.legal_bases.select_related("resolved_to"), "cited": cited}


def _identity(citation: Any) -> tuple[str, str]:
    return (citation.number_key, "" if citation.number_key else citation.title)


def _relations(document: Document, acting: list[Relation], request: HttpRequest) -> dict[str, Any]:
    visible = Document.objects.visible_to(request.user)
    outgoing = (
        document.acts_on.filter(Q(target=None) | Q(target__in=visible))
        .select_related("target", "decided_by", "source__drafted_by__parent")
        .order_by("kind", "pk")
    )
    return {
        "outgoing": _grouped(outgoing, lambda relation: relation.get_kind_display()),
        "incoming": _grouped(acting, lambda relation: relation.passive_label),
    }


def _grouped(rows: Iterable[Any], key: Any) -> list[tuple[Any, list[Any]]]:
    """Neighbouring rows with the same key together."""
    return [(name, list(group)) for name, group in groupby(rows, key)]


def _procedures(document: Document, request: HttpRequest) -> dict[str, Any]:
    """The procedures on the document, reached from its side: the apps above are not imported here."""
    is_open = Document.objects.with_dossier_open_to(request.user).filter(pk=document.pk).exists()
    related = ("appraisals", "selfchecks", "reviews") if is_open else ("selfchecks", "reviews")
    return {
        name: getattr(document, name).select_related("assigned_to").order_by("-opened_on", "-pk") for name in related
    }
