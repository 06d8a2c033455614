"""Two versions of one document side by side: on a page, and as the Word table that offices hand round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from legaldocs.analysis.versions import Change, ProvisionPair, align_versions, count_changes, folded
from legaldocs.exports.comparison import change_in_words, place_in_words, write_comparison
from legaldocs.models import Document, TextVersion
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind
from legaldocs.views.menu import menu_entry

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Row:
    """A unit with those that came or went with it, and what happened to it in words."""

    units: list[ProvisionPair]

    @property
    def first(self) -> ProvisionPair:
        return self.units[0]

    @property
    def place(self) -> str:
        return place_in_words(self.first)

    @cached_property
    def words(self) -> str:
        """What the badge does not say already."""
        words = change_in_words(self.first)
        return "" if words == self.first.change.label else words


@require_safe
def version_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """`?moi=` is the newer version (the current one where not given), `?cu=` the older (the one before)."""
    document, versions = _document_and_versions(request, pk)
    context: dict[str, Any] = {"document": document, "versions": versions, "menu_entry": menu_entry(document)}
    chosen = _chosen(request, versions)
    if chosen is not None:
        old, new = chosen
        pairs = align_versions(provisions_of(old), provisions_of(new))
        only_changes = request.GET.get("xem") != "tat-ca"
        rows = [Row(units) for units in folded(pairs)]
        context |= {
            "old": old,
            "new": new,
            "rows": [row for row in rows if not only_changes or row.first.change is not Change.SAME],
            "only_changes": only_changes,
            "counts": [(change, count) for change, count in count_changes(pairs).items()],
        }
    return render(request, "legaldocs/version_comparison.html", context)


@require_safe
def version_comparison_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same comparison as a Word file."""
    document, versions = _document_and_versions(request, pk)
    chosen = _chosen(request, versions)
    if chosen is None:
        raise Http404
    old, new = chosen
    pairs = align_versions(provisions_of(old), provisions_of(new))
    content = write_comparison(document, old, new, pairs, only_changes=request.GET.get("xem") != "tat-ca")
    response = HttpResponse(content, content_type=WORD)
    name = f"bang-so-sanh-{document.pk}-ban-{old.ordinal}-va-ban-{new.ordinal}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def provisions_of(version: TextVersion) -> list[ParsedProvision]:
    """The stored units of a version, in order, as they were read."""
    fields = ("path", "kind", "label", "heading", "text", "parent_path")
    rows = version.provisions.order_by("position").values_list(*fields)
    return [ParsedProvision(path, ProvisionKind(kind), *rest) for path, kind, *rest in rows]


def _document_and_versions(request: HttpRequest, pk: int) -> tuple[Document, list[TextVersion]]:
    visible: QuerySet[Document] = Document.objects.visible_to(request.user)
    document = get_object_or_404(visible.select_related("current_version").defer("current_version__text"), pk=pk)
    return document, list(
        document.versions.open_to(request.user).select_related("file").defer("text").order_by("-ordinal")
    )


def _chosen(request: HttpRequest, versions: list[TextVersion]) -> tuple[TextVersion, TextVersion] | None:
    """(older, newer), None where the document has one version only. Raises Http404 for a version that it does not have."""
    new = _asked(request, "moi", versions) or (versions[0] if versions else None)
    if new is None:
        return None
    earlier = [version for version in versions if version.ordinal < new.ordinal]
    old = _asked(request, "cu", versions) or (earlier[0] if earlier else None)
    if old is None:
        return None
    return (old, new) if old.ordinal <= new.ordinal else (new, old)


def _asked(request: HttpRequest, name: str, versions: list[TextVersion]) -> TextVersion | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    found = [version for version in versions if str(version.ordinal) == text]
    if not found:
        raise Http404
    return found[0]
