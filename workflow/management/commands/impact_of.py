"""What depends on a document, and whether each dependent is under review: where to look when this one changes.

The documents that a change sends into review: those based on it, those that refer to it, those that detail or act on it
(NĐ 79/2025/NĐ-CP Đ39).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.core.management.base import CommandParser
from django.db.models import F

from legaldocs.management.json_command import JsonCommand
from legaldocs.management.named_document import add_document_arguments, document_named
from legaldocs.models import Citation, Document, LegalBasis
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import EFFECT_STATUS_LABELS, RELATION_LABELS, EffectStatus, RelationKind
from workflow.models import Review, ReviewState


class Dependence(NamedTuple):
    """One way in which a document depends on another; `path` is the provision of the dependent that says so."""

    document_id: int
    path: str
    relation: str


class Command(JsonCommand):
    help = "Những văn bản phụ thuộc vào một văn bản: căn cứ, dẫn chiếu, quy định chi tiết, sửa đổi, bãi bỏ."

    def add_arguments(self, parser: CommandParser) -> None:
        add_document_arguments(parser)

    def answer(self, **options: Any) -> dict[str, Any]:
        document = document_named(options["number"], options["body"])
        on = options["on"] or today()
        found = sorted(set(_dependences(document)))
        holders = _documents({each.document_id for each in found}, on)
        reviews = _review_states(set(holders))
        rows = [_row(holders[each.document_id], each, reviews) for each in found if each.document_id in holders]
        rows.sort(key=lambda row: (row["issued_on"] or date.min, row["number"]), reverse=True)
        return {"number": document.number, "on": on, "dependents": rows}

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(f"{len(answer['dependents'])} nơi phụ thuộc vào {answer['number']}:")
        for row in answer["dependents"]:
            status = EFFECT_STATUS_LABELS[EffectStatus(row["effect_status"])]
            review = ReviewState(row["review_state"]).label if row["review_state"] else "Chưa mở rà soát"
            words = RELATION_LABELS[RelationKind(row["relation"])][0]
            self.stdout.write(f"  {row['number']} {words} ({row['path'] or 'toàn văn bản'}): {status}; {review}")


def _dependences(document: Document) -> Iterator[Dependence]:
    """Bases and citations of current texts, and the relations that people or sources have named. Three queries."""
    current = {"resolved_to": document, "version__document__current_version": F("version")}
    for holder in LegalBasis.objects.filter(**current).values_list("version__document", flat=True):
        yield Dependence(holder, "can-cu", RelationKind.BASED_ON.value)
    for holder, path in Citation.objects.filter(**current).values_list("version__document", "path"):
        yield Dependence(holder, path, RelationKind.CITES.value)
    for holder, path, kind in document.acted_on_by.standing().values_list("source_id", "source_path", "kind"):
        yield Dependence(holder, "can-cu" if kind == RelationKind.BASED_ON else path, kind)


def _documents(ids: set[int], on: date) -> dict[int, Document]:
    """The promulgated ones among them, each with its status on that day."""
    return Document.objects.promulgated().with_effect(on).select_related("issued_by").in_bulk(list(ids))


def _review_states(ids: set[int]) -> dict[int, str]:
    """Document -> the state of its latest review."""
    reviews = Review.objects.filter(document__in=ids).order_by("opened_on", "pk")
    return dict(reviews.values_list("document", "state"))


def _row(document: Document, dependence: Dependence, reviews: dict[int, str]) -> dict[str, Any]:
    return {
        "number": document.number,
        "title": document.title,
        "issuing_body": document.issued_by.name if document.issued_by else None,
        "issued_on": document.issued_on,
        "path": dependence.path,
        "relation": dependence.relation,
        "effect_status": document.effect_on,  # type: ignore[attr-defined]  # annotated by with_effect
        "review_state": reviews.get(document.pk),
    }
