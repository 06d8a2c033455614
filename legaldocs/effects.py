"""Derive when a document loses effect from its own dates and from the documents that act on it.

Rules: Luật BHVBQPPL 2015 Đ153-154, 2025 Đ56-57 (expiry by its own term, replacement, repeal; suspension). An amendment ends
the amended units: partial expiry (domain.md 8.2). Rejected relations do not count; those of a source whose own date of
effect is unknown give no date, and are left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from legaldocs.models import Document, Relation
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import RelationKind

#: First day, and the day on which effect resumes (None: until further notice).
Pause = tuple[date, date | None]

_ENDS_WHOLE = {RelationKind.REPEALS.value, RelationKind.REPLACES.value}
_ENDS_PART = _ENDS_WHOLE | {RelationKind.AMENDS.value}
_SUSPENDS = {RelationKind.SUSPENDS.value, RelationKind.STAYS.value}
_DERIVED = (
    "expired_on",
    "partly_expired_on",
    "suspended_on",
    "suspended_until",
    "partly_suspended_on",
    "partly_suspended_until",
)


def derive(document: Document, relations: Iterable[Relation]) -> dict[str, date | None]:
    """The six derived dates of `document` under `relations` (its standing ones, with their sources loaded)."""
    dates: dict[str, date | None] = dict.fromkeys(_DERIVED)
    whole = [document.stated_end_on] if document.stated_end_on else []
    part: list[date] = []
    pauses: dict[str, list[Pause]] = {"suspended": [], "partly_suspended": []}
    for relation in sorted(relations, key=lambda r: r.takes_effect_on or date.max):
        begins = relation.takes_effect_on
        if begins is None:
            continue
        if relation.kind in _ENDS_WHOLE and not relation.target_path:
            whole.append(begins)
        elif relation.kind in _ENDS_PART:
            part.append(begins)
        elif relation.kind in _SUSPENDS:
            pauses["partly_suspended" if relation.target_path else "suspended"].append((begins, relation.until))
    for name, spans in pauses.items():
        dates[f"{name}_on"], dates[f"{name}_until"] = _pause_that_counts(spans)
    dates["expired_on"] = min(whole, default=None)
    dates["partly_expired_on"] = min(part, default=None)
    return dates


def _pause_that_counts(spans: list[Pause]) -> tuple[date | None, date | None]:
    """The pause that runs today, else the next one, else the last; (None, None) without any.

    A document has room for one. Pauses that meet are one, and one without an end has no end.
    """
    joined: list[Pause] = []
    for begins, until in spans:  # in order of their first day
        if joined and begins <= (joined[-1][1] or date.max):
            first, end = joined.pop()
            joined.append((first, max(end, until) if end and until else None))
        else:
            joined.append((begins, until))
    if not joined:
        return None, None
    return next((pause for pause in joined if (pause[1] or date.max) > today()), joined[-1])


def refresh(documents: Iterable[Document], reason: str) -> list[Document]:
    """The documents whose derived dates changed, saved with `reason` in their history."""
    changed = []
    for document in documents:
        relations = document.acted_on_by.standing().acting().of_promulgated().select_related("source")
        dates = derive(document, relations)
        if any(getattr(document, name) != value for name, value in dates.items()):
            for name, value in dates.items():
                setattr(document, name, value)
            document._change_reason = reason  # type: ignore[attr-defined]
            document.save(update_fields=list(dates))
            changed.append(document)
    return changed
