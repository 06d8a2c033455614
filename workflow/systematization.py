"""Systematization (hệ thống hóa): periods, which documents belong to one, and its lists as at the cut-off day.

Rules: NĐ 34/2016/NĐ-CP Đ164-169 for the period that ended in 2023, NĐ 79/2025/NĐ-CP Đ49-53 for later ones. Only documents of
the province's own bodies: the commune level makes lists of its own. Every list is plain data (dates as YYYY-MM-DD), so that a
kept run stays as it was whatever happens to the documents later.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from vn_collate import collate_key

from legaldocs.models import Document, Level, Relation, Territory, User
from legaldocs.models.documents import DocumentQuerySet
from legaldocs.parsing.numbers import format_date, split_number
from legaldocs.parsing.paths import path_as_heading
from legaldocs.parsing.vocabulary import DocumentType, EffectStatus, RelationKind
from workflow.models import Regime, Review, ReviewOutcome, ReviewState, SystematizationRun
from workflow.statutory_criteria import BodyKind, body_kind

Entry = dict[str, Any]
Lists = dict[str, list[Entry]]

#: The lists of the forms, and what cannot be placed on one without a person.
LIST_NAMES = {
    "expired": "Hết hiệu lực toàn bộ",
    "suspended": "Tạm ngưng hiệu lực toàn bộ",
    "partly_expired": "Hết hiệu lực một phần",
    "partly_suspended": "Tạm ngưng hiệu lực một phần",
    "in_force": "Còn hiệu lực",
    "to_handle": "Cần xử lý sau rà soát",
    "unclear": "Chưa rõ hiệu lực, cần bổ sung ngày tháng",
}


class UnknownPeriod(ValueError):
    """No systematization period has this name."""


@dataclass(frozen=True, slots=True)
class Period:
    """Five years, from `start_on` to the day as at which the lists are made; the lists are published by `publish_by`."""

    name: str
    start_on: date
    cutoff_on: date
    publish_by: date
    regime: Regime
    legal_source: str


_FIRST_LAST_YEAR, _CYCLE = 2023, 5


def period_named(name: str) -> Period:
    """The period "2019-2023" or a later one of the five-year rule; UnknownPeriod for any other."""
    match = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", name.strip())
    first, last = (int(match[1]), int(match[2])) if match else (0, 0)
    if last < _FIRST_LAST_YEAR or (last - _FIRST_LAST_YEAR) % _CYCLE or last - first != _CYCLE - 1:
        raise UnknownPeriod(
            f"Không có kỳ hệ thống hóa “{name}”. Các kỳ là 2019-2023, 2024-2028 và cứ 05 năm tiếp theo."
        )
    return _period(last)


def period_on(day: date) -> Period:
    """The period in which the day lies (the first known one for earlier days)."""
    steps = -(-(day.year - _FIRST_LAST_YEAR) // _CYCLE)
    return _period(_FIRST_LAST_YEAR + max(0, steps) * _CYCLE)


def _period(last: int) -> Period:
    old = last == _FIRST_LAST_YEAR
    return Period(
        name=f"{last - _CYCLE + 1}-{last}",
        start_on=date(last - _CYCLE + 1, 1, 1),
        cutoff_on=date(last, 12, 31),
        publish_by=date(last + 1, 3, 1),
        regime=Regime.L2020 if old else Regime.L2025_L87,
        legal_source="NĐ 34/2016/NĐ-CP Đ164-169 (sửa đổi bởi NĐ 154/2020/NĐ-CP)" if old else "NĐ 79/2025/NĐ-CP Đ49-53",
    )


# --- which documents ---


def scope(period: Period, on: date | None = None) -> DocumentQuerySet:
    """Provincial documents that the period covers as at `on` (the cut-off day when None).

    Those issued in the period, not yet in force ones included, and older ones that had not expired when it began (the
    previous period's list of documents in force).
    """
    as_at = min(on or period.cutoff_on, period.cutoff_on)
    older = Q(issued_on__lt=period.start_on) & (Q(expired_on__isnull=True) | Q(expired_on__gte=period.start_on))
    return provincial().filter(older | Q(issued_on__gte=period.start_on, issued_on__lte=as_at))


def provincial() -> DocumentQuerySet:
    """Promulgated documents of the bodies of the office's province, and of provinces that were merged into it.

    The bodies of a merged unit are reviewed by the new one (NĐ 79/2025 Đ35 k4). Where OFFICE_PROVINCE is not set, or the
    corpus knows no territory of that name, all provincial bodies count.
    """
    documents = Document.objects.promulgated().filter(issued_by__level=Level.PROVINCE)
    own = _own_territories()
    if not own:
        return documents
    return documents.filter(Q(issued_by__territory__in=own) | Q(issued_by__territory__isnull=True))


def _own_territories() -> set[int]:
    province = settings.OFFICE_PROVINCE
    names = [province, f"tỉnh {province}", f"thành phố {province}"]
    found = set(Territory.objects.filter(name__in=names).values_list("pk", flat=True))
    fresh = found
    while fresh:
        fresh = set(Territory.objects.filter(successor__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found


# --- the lists ---


def make_lists(period: Period, on: date | None = None) -> Lists:
    """The lists as at `on` (at most the cut-off day), each sorted as NĐ 79/2025 Đ51 orders. A constant number of queries."""
    as_at = min(on or period.cutoff_on, period.cutoff_on)
    documents = sorted(_loaded(scope(period, as_at).with_effect(as_at)), key=_order)
    lists: Lists = {name: [] for name in LIST_NAMES}
    for document in documents:
        _place(lists, document, period, as_at)
    for document in sorted(_missed(period), key=_order):
        lists["expired"].append(_ended(document, "expired_on", _ENDS) | {"part": "B"})
    undated = provincial().filter(issued_on=None).exclude(expired_on__lt=period.start_on)
    lists["unclear"] += [_entry(document) | {"note": "Chưa rõ ngày ban hành"} for document in _loaded(undated)]
    lists["to_handle"] = _to_handle(period, documents)
    return lists


def _loaded(documents: DocumentQuerySet) -> DocumentQuerySet:
    acting = Relation.objects.standing().acting().of_promulgated().select_related("source__issued_by")
    return documents.select_related("issued_by", "subject_area", "drafted_by").prefetch_related(
        Prefetch("acted_on_by", acting)
    )


def _place(lists: Lists, document: Document, period: Period, as_at: date) -> None:
    """Put the document on the lists that its status calls for (domain.md 5.1, matrix)."""
    status = EffectStatus(document.effect_on)  # type: ignore[attr-defined]  # annotated by with_effect
    if status is EffectStatus.UNKNOWN:
        lists["unclear"].append(_entry(document) | {"note": "Chưa rõ ngày có hiệu lực"})
        return
    if status is EffectStatus.EXPIRED:
        lists["expired"].append(_ended(document, "expired_on", _ENDS) | {"part": "A"})
        return
    note = "" if status is EffectStatus.IN_FORCE else status.label
    if status is EffectStatus.SUSPENDED:
        lists["suspended"].append(_ended(document, "suspended_on", _SUSPENDS) | {"part": "A"})
        note = _suspended_note(document.suspended_on, document.suspended_until)
    parts = _parts(document, period, as_at, _AMENDS | _ENDS)
    begun = document.partly_expired_on
    if status is EffectStatus.PARTLY_EXPIRED and not parts and begun and begun >= period.start_on:
        parts = [_unknown_part(document)]
    if status is EffectStatus.PARTLY_EXPIRED and parts:
        lists["partly_expired"].append(_entry(document) | {"part": "A", "parts": parts})
    paused = _parts(document, period, as_at, _SUSPENDS)
    if paused:
        lists["partly_suspended"].append(_entry(document) | {"part": "A", "parts": paused})
    if status is EffectStatus.PARTLY_SUSPENDED:
        note = _suspended_note(document.partly_suspended_on, document.partly_suspended_until)
    lists["in_force"].append(_entry(document) | {"effect_status": status.value, "note": note})


def _suspended_note(start: date | None, until: date | None) -> str:
    return f"Tạm ngưng hiệu lực từ {format_date(start)}" + (f" đến {format_date(until)}" if until else "")


def _missed(period: Period) -> Iterable[Document]:
    """Part B: documents that the previous period's kept run held to be in force although they had expired before."""
    previous = SystematizationRun.objects.filter(cutoff_on__lt=period.start_on).order_by("-cutoff_on", "-made_at")
    run = previous.first()
    if run is None:
        return []
    listed = [entry["id"] for entry in run.lists.get("in_force", [])]
    return _loaded(provincial().filter(pk__in=listed, expired_on__lt=period.start_on))


# --- one entry ---


def _entry(document: Document) -> Entry:
    return {
        "id": document.pk,
        "number": document.number,
        "document_type": document.document_type,
        "issuing_body": document.issued_by.name if document.issued_by else None,
        "title": document.title,
        "subject_area": document.subject_area.name if document.subject_area else None,
        "drafted_by": document.drafted_by.name if document.drafted_by else None,
        "issued_on": _iso(document.issued_on),
        "effective_on": _iso(document.effective_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_ENDS = frozenset({RelationKind.REPEALS.value, RelationKind.REPLACES.value})
_AMENDS = frozenset({RelationKind.AMENDS.value})
_SUSPENDS = frozenset({RelationKind.SUSPENDS.value, RelationKind.STAYS.value})
_REASONS = {
    RelationKind.REPEALS.value: "Bị bãi bỏ bởi",
    RelationKind.REPLACES.value: "Được thay thế bởi",
    RelationKind.AMENDS.value: "Được sửa đổi, bổ sung bởi",
    RelationKind.SUSPENDS.value: "Bị tạm ngưng hiệu lực bởi",
    RelationKind.STAYS.value: "Bị đình chỉ việc thi hành bởi",
}


def _ended(document: Document, date_field: str, kinds: frozenset[str]) -> Entry:
    """The entry with when and why the whole document ended or was suspended."""
    day: date | None = getattr(document, date_field)
    acting = [r for r in _acting(document, kinds) if not r.target_path and r.takes_effect_on == day]
    if acting:
        reason, by_number = _reason(acting[0]), acting[0].source.number
    elif kinds is _ENDS and document.stated_end_on == day:
        reason, by_number = "Hết thời hạn có hiệu lực đã được quy định trong văn bản", None
    else:
        reason, by_number = "", None
    return _entry(document) | {"on": _iso(day), "reason": reason, "by_number": by_number}


def _parts(document: Document, period: Period, as_at: date, kinds: frozenset[str]) -> list[Entry]:
    """What ended (or stood still on `as_at`) of a document that is otherwise in force: one row for each event of the
    period, one document can have several (NĐ 79/2025, Mẫu số 02)."""
    rows = []
    for relation in _acting(document, kinds):
        begins = relation.takes_effect_on
        whole_end = not relation.target_path and relation.kind not in _AMENDS
        if begins is None or whole_end or not period.start_on <= begins <= as_at:
            continue
        if relation.kind in _SUSPENDS and relation.until and relation.until <= as_at:
            continue
        path = relation.target_path
        words = path_as_heading(path) if path else "Một số nội dung"
        row: Entry = {"path": path, "words": words, "reason": _reason(relation), "by_number": relation.source.number}
        rows.append(row | {"on": begins.isoformat(), "until": _iso(relation.until)})
    return rows


def _unknown_part(document: Document) -> Entry:
    """A row for a partial expiry of which only the day is known."""
    row: Entry = {"path": "", "words": "Chưa rõ nội dung", "reason": "", "by_number": None, "until": None}
    return row | {"on": _iso(document.partly_expired_on)}


def _acting(document: Document, kinds: frozenset[str]) -> list[Relation]:
    found = [relation for relation in document.acted_on_by.all() if relation.kind in kinds]
    return sorted(found, key=lambda relation: (relation.takes_effect_on or date.max, relation.pk))


def _reason(relation: Relation) -> str:
    source = relation.source
    day = f" ngày {format_date(source.issued_on)}" if source.issued_on else ""
    body = f" của {source.issued_by.name}" if source.issued_by else ""
    return f"{_REASONS[relation.kind]} {source.name}{day}{body}"


def _to_handle(period: Period, documents: list[Document]) -> list[Entry]:
    """Documents of the period for which a concluded review proposes some handling (Đ38), in the order of `documents`."""
    place = {document.pk: position for position, document in enumerate(documents)}
    reviews = (
        Review.objects.filter(
            state=ReviewState.CONCLUDED, closed_on__gte=period.start_on, closed_on__lte=period.publish_by
        )
        .exclude(outcome__in=["", ReviewOutcome.KEEP])
        .filter(document__in=list(place))
        .order_by("closed_on", "pk")
    )
    entries = []
    for review in sorted(reviews, key=lambda review: place[review.document_id]):
        document = documents[place[review.document_id]]
        if document.effect_on == EffectStatus.EXPIRED:  # type: ignore[attr-defined]
            continue
        entries.append(
            _entry(document)
            | {
                "outcome": review.outcome,
                "outcome_label": review.get_outcome_display(),
                "reason": review.outcome_reason,
                "handle_by": _iso(review.handle_by),
            }
        )
    return entries


# --- order, keeping ---

_FORCE = {BodyKind.COUNCIL: 0, BodyKind.COMMITTEE: 1, BodyKind.CHAIR: 2}


def _order(document: Document) -> tuple[Any, ...]:
    """By subject area in Vietnamese order (those without one last), legal force, date of issue, number."""
    area = document.subject_area.name if document.subject_area else ""
    body = document.issued_by.name if document.issued_by else ""
    directive = document.document_type == DocumentType.DIRECTIVE
    parts = split_number(document.number)
    sequence = int("".join(filter(str.isdecimal, parts.sequence.split(".")[0])) or 0) if parts else 0
    return (
        not area,
        collate_key(area),
        directive,
        _FORCE[body_kind(body, document.document_type)],
        document.issued_on or date.max,
        sequence,
        document.pk,
    )


def digest(lists: Lists) -> str:
    """The SHA-256 of the lists: equal lists have equal digests, on any machine."""
    canonical = json.dumps(lists, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def keep_run(period: Period, lists: Lists, user: User | None = None) -> SystematizationRun:
    """The run that keeps these lists as they are now, with their digest."""
    return SystematizationRun.objects.create(
        period=period.name, cutoff_on=period.cutoff_on, made_by=user, lists=lists, digest=digest(lists)
    )
