"""Why a document stands as it does on a day: the events from which its status follows, for people to read.

Legal sources as in `legaldocs.effects`, which derives the dates; here the same events are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from legaldocs.models import Document, Relation, RelationState, Stage
from legaldocs.parsing.vocabulary import EffectStatus, RelationKind

_ENDS = {RelationKind.REPEALS.value, RelationKind.REPLACES.value}
_PARTLY_ENDS = _ENDS | {RelationKind.AMENDS.value}
_SUSPENDS = {RelationKind.SUSPENDS.value, RelationKind.STAYS.value}


@dataclass(frozen=True, slots=True)
class EffectReason:
    """One sentence: `before`, then the acting document as a link where there is one. `relation` is None for a date that
    stands in the document itself; `is_coming` for an event after the day that was asked about."""

    before: str
    since: date | None = None
    relation: Relation | None = None
    is_coming: bool = False

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it was read by the machine and no person has confirmed it yet."""
        return self.relation is not None and self.relation.state == RelationState.READ


def effect_reasons(document: Document, relations: Iterable[Relation], on: date) -> list[EffectReason]:
    """The reasons for the status on that day, then what is to come; `relations` act on the document, sources loaded.

    Those of drafts are left out: a draft has done nothing yet.
    """
    standing = [r for r in relations if r.state != RelationState.REJECTED and r.takes_effect_on is not None]
    standing = [r for r in standing if r.source.stage == Stage.PROMULGATED]
    standing.sort(key=lambda relation: relation.takes_effect_on or date.max)
    past = [r for r in standing if (r.takes_effect_on or date.max) <= on]
    reasons = _own_dates(document, on)
    reasons += [_event(r) for r in past if _bears(r, document.effect_status(on), on)]
    coming = [r for r in standing if r not in past and r.kind in _PARTLY_ENDS | _SUSPENDS]
    return reasons + [_event(r, is_coming=True) for r in coming]


def _own_dates(document: Document, on: date) -> list[EffectReason]:
    """What the document says of itself."""
    status = document.effect_status(on)
    if status == EffectStatus.UNKNOWN:
        return [EffectReason("Chưa có ngày bắt đầu có hiệu lực trong dữ liệu, nên chưa xác định được hiệu lực.")]
    reasons = []
    if status == EffectStatus.NOT_YET:
        reasons.append(EffectReason("Bắt đầu có hiệu lực từ", document.effective_on, is_coming=True))
    elif status == EffectStatus.IN_FORCE:
        reasons.append(EffectReason("Có hiệu lực từ", document.effective_on))
    if document.stated_end_on:
        is_coming = document.stated_end_on > on
        reasons.append(EffectReason("Hết thời hạn ghi trong chính văn bản từ", document.stated_end_on, None, is_coming))
    return reasons


def _bears(relation: Relation, status: EffectStatus, on: date) -> bool:
    """Whether this past event is a reason for that status; an expired document needs no word on its earlier parts."""
    if status == EffectStatus.EXPIRED:
        return relation.kind in _ENDS and not relation.target_path
    if relation.kind in _SUSPENDS:
        return relation.until is None or relation.until > on
    return relation.kind in _PARTLY_ENDS


def _event(relation: Relation, is_coming: bool = False) -> EffectReason:
    return EffectReason(relation.passive_label, relation.takes_effect_on, relation, is_coming)
