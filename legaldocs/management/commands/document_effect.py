"""Where a document stands on a day, since when and because of what; with the provisions that others have touched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.effect_reasons import EffectReason, effect_reasons
from legaldocs.management.json_command import JsonCommand
from legaldocs.management.named_document import add_document_arguments, document_named
from legaldocs.models import Document, Relation
from legaldocs.models.documents import today
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import path_as_heading
from legaldocs.parsing.vocabulary import RELATION_LABELS, EffectStatus, RelationKind

#: What a relation that acts on one unit makes of it. An amendment ends the old wording while the unit lives on.
_UNIT_STATUS = {
    RelationKind.REPEALS.value: EffectStatus.EXPIRED,
    RelationKind.REPLACES.value: EffectStatus.EXPIRED,
    RelationKind.AMENDS.value: EffectStatus.PARTLY_EXPIRED,
    RelationKind.SUSPENDS.value: EffectStatus.SUSPENDED,
    RelationKind.STAYS.value: EffectStatus.SUSPENDED,
}
#: The reason that is no relation: the document's own term has run out.
STATED_END = "STATED_END"


class Command(JsonCommand):
    help = "Tình trạng hiệu lực của một văn bản vào một ngày, từ ngày nào và vì sao."

    def add_arguments(self, parser: CommandParser) -> None:
        add_document_arguments(parser)

    def answer(self, **options: Any) -> dict[str, Any]:
        document = document_named(options["number"], options["body"])
        on = options["on"] or today()
        relations = list(document.acted_on_by.standing().acting().of_promulgated().select_related("source"))
        status = document.effect_status(on)
        return {
            "number": document.number,
            "issuing_body": document.issued_by.name if document.issued_by else None,
            "on": on,
            "effect_status": status,
            "since": _since(document, status),
            "because": _because(document, effect_reasons(document, relations, on)),
            "provisions": _provisions(relations, on),
        }

    def show(self, answer: dict[str, Any]) -> None:
        status = EffectStatus(answer["effect_status"]).label
        since = f" từ ngày {format_date(answer['since'])}" if answer["since"] else ""
        self.stdout.write(f"{answer['number']}, ngày {format_date(answer['on'])}: {status}{since}.")
        for line in dict.fromkeys(_in_words(reason) for reason in answer["because"]):
            self.stdout.write(f"  - {line}")
        for unit in answer["provisions"]:
            status = EffectStatus(unit["effect_status"]).label
            self.stdout.write(f"  - {path_as_heading(unit['path'])}: {status} ({unit['by_number']})")


def _in_words(reason: dict[str, Any]) -> str:
    words = "hết thời hạn ghi trong chính văn bản"
    if reason["relation"] != STATED_END:
        words = f"{RELATION_LABELS[RelationKind(reason['relation'])][1]} {reason['by_number']}"
    return f"{words} (từ ngày {format_date(reason['on'])})"


def _since(document: Document, status: EffectStatus) -> date | None:
    """The first day of that status; None where no date is known, or where nothing has begun."""
    return {
        EffectStatus.IN_FORCE: document.effective_on,
        EffectStatus.EXPIRED: document.expired_on,
        EffectStatus.PARTLY_EXPIRED: document.partly_expired_on,
        EffectStatus.SUSPENDED: document.suspended_on,
        EffectStatus.PARTLY_SUSPENDED: document.partly_suspended_on,
    }.get(status)


def _because(document: Document, reasons: Iterable[EffectReason]) -> list[dict[str, Any]]:
    """The events behind the status; what is still to come is left out."""
    rows = []
    for reason in reasons:
        relation = reason.relation
        own_term = reason.since is not None and reason.since == document.stated_end_on
        if reason.is_coming or (relation is None and not own_term):
            continue
        rows.append(
            {
                "relation": relation.kind if relation else STATED_END,
                "by_number": relation.source.number if relation else document.number,
                "path": relation.source_path if relation else "",
                "target_path": relation.target_path if relation else "",
                "on": reason.since,
                "state": relation.state if relation else None,
            }
        )
    return rows


def _provisions(relations: Iterable[Relation], on: date) -> list[dict[str, Any]]:
    """One row for each unit touched by that day: repealed stays repealed, else the latest event counts."""
    rows: dict[str, dict[str, Any]] = {}
    for relation in sorted(relations, key=lambda each: each.takes_effect_on or date.max):
        begins, status = relation.takes_effect_on, _UNIT_STATUS.get(relation.kind)
        if not relation.target_path or status is None or begins is None or begins > on:
            continue
        if status is EffectStatus.SUSPENDED and relation.until and relation.until <= on:
            continue
        earlier = rows.get(relation.target_path)
        if earlier and earlier["effect_status"] == EffectStatus.EXPIRED:
            continue
        rows[relation.target_path] = {
            "path": relation.target_path,
            "effect_status": status,
            "by_number": relation.source.number,
            "since": begins,
            "relation": relation.kind,
        }
    return list(rows.values())
