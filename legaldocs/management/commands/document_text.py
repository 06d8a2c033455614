"""The text of a document as it stands on a day, with the changes that are not yet worked into it.

Consolidation is not done by the machine: the stored text is given as it is, and every amendment, repeal of a part and
correction in effect by that day is listed as pending. `consolidated_to` is the last day for which the text is right.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.management.json_command import BadCall, JsonCommand
from legaldocs.management.named_document import add_document_arguments, document_named
from legaldocs.models import Document, Relation
from legaldocs.models.documents import today
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import path_as_heading
from legaldocs.parsing.vocabulary import RELATION_LABELS, RelationKind

_CHANGES_WORDS = {RelationKind.AMENDS.value, RelationKind.CORRECTS.value}
_CHANGES_PART = _CHANGES_WORDS | {RelationKind.REPEALS.value, RelationKind.REPLACES.value}


class Command(JsonCommand):
    help = "Toàn văn của một văn bản như đang có vào một ngày; các sửa đổi chưa hợp nhất được liệt kê riêng."

    def add_arguments(self, parser: CommandParser) -> None:
        add_document_arguments(parser)

    def answer(self, **options: Any) -> dict[str, Any]:
        document = document_named(options["number"], options["body"])
        if document.current_version is None:
            raise BadCall("NO_TEXT", f"Kho dữ liệu chưa có toàn văn của {document.name}.")
        on = options["on"] or today()
        pending = _pending(document, on)
        return {
            "number": document.number,
            "on": on,
            "effect_status": document.effect_status(on),
            "consolidated_to": _consolidated_to(pending, on),
            "pending": [_pending_row(relation) for relation in pending],
            "warnings": _warnings(document, pending, on),
            "provisions": [
                {
                    "path": unit.path,
                    "kind": unit.kind,
                    "label": unit.label,
                    "heading": unit.heading,
                    "text": unit.text,
                    "source_number": document.number,
                }
                for unit in document.current_version.provisions.all()
            ],
        }

    def show(self, answer: dict[str, Any]) -> None:
        for warning in answer["warnings"]:
            self.stderr.write(self.style.WARNING(warning["message"]))
        for unit in answer["provisions"]:
            self.stdout.write(" ".join(filter(None, (unit["label"], unit["heading"], unit["text"]))))
        for row in answer["pending"]:
            words = RELATION_LABELS[RelationKind(row["relation"])][1]
            when = f" từ ngày {format_date(row['on'])}" if row["on"] else ""
            self.stdout.write(f"[{path_as_heading(row['path'])} {words} {row['by_number']}{when}]")


def _pending(document: Document, on: date) -> list[Relation]:
    """The changes to this text that hold on that day, or of which no day is known, oldest first."""
    relations = document.acted_on_by.standing().of_promulgated().filter(kind__in=_CHANGES_PART)
    relations = relations.select_related("source")
    changes = [
        relation
        for relation in relations
        if (relation.target_path or relation.kind in _CHANGES_WORDS) and (relation.takes_effect_on or on) <= on
    ]
    return sorted(changes, key=lambda relation: (relation.takes_effect_on or date.max, relation.pk))


def _pending_row(relation: Relation) -> dict[str, Any]:
    return {
        "relation": relation.kind,
        "by_number": relation.source.number,
        "by_path": relation.source_path,
        "path": relation.target_path,
        "on": relation.takes_effect_on,
        "state": relation.state,
    }


def _consolidated_to(pending: list[Relation], on: date) -> date | None:
    """The day before the first change; None when a change has no day, so that no day can be vouched for."""
    days = [relation.takes_effect_on for relation in pending]
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return min(known) - timedelta(days=1) if known else on


def _warnings(document: Document, pending: list[Relation], on: date) -> list[dict[str, str]]:
    found = []
    if pending:
        message = (
            f"{document.name} có {len(pending)} nội dung sửa đổi, bãi bỏ, đính chính chưa được hợp nhất vào bản văn này; "
            "xem mục pending và văn bản sửa đổi trước khi áp dụng."
        )
        found.append({"code": "NOT_CONSOLIDATED", "message": message})
    if document.issued_on and on < document.issued_on:
        message = f"{document.name} chưa được ban hành vào ngày {format_date(on)}."
        found.append({"code": "NOT_YET_ISSUED", "message": message})
    return found
