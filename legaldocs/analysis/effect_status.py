"""Where a document stands on a given day, derived from its dates; nothing else ever decides this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from legaldocs.parsing.vocabulary import EffectStatus


@dataclass(frozen=True, slots=True)
class EffectEvents:
    """The dates that decide the effect of a document or provision; None where unknown or where nothing happened.

    `*_on` is the first day on which the event holds. `suspended_until` and `partly_suspended_until` are the day on
    which effect resumes (Luật BHVBQPPL 2025 Đ56 wants it stated), so that day itself is no longer suspended.
    """

    effective_on: date | None = None
    expired_on: date | None = None
    partly_expired_on: date | None = None
    suspended_on: date | None = None
    suspended_until: date | None = None
    partly_suspended_on: date | None = None
    partly_suspended_until: date | None = None


def status_on(events: EffectEvents, on: date) -> EffectStatus:
    """The effect status on that day; UNKNOWN without a first day, unless the document has certainly expired.

    Order of the questions: not yet, expired, wholly suspended, partly expired, partly suspended, in force. A text that
    is partly expired and partly suspended at once is called partly expired: that part does not come back (Luật
    BHVBQPPL 2015 Đ153, Đ154; 2025 Đ56, Đ57).
    """
    if events.effective_on is not None and on < events.effective_on:
        return EffectStatus.NOT_YET
    if _has_come(events.expired_on, on):
        return EffectStatus.EXPIRED
    if events.effective_on is None:
        return EffectStatus.UNKNOWN
    if _is_running(events.suspended_on, events.suspended_until, on):
        return EffectStatus.SUSPENDED
    if _has_come(events.partly_expired_on, on):
        return EffectStatus.PARTLY_EXPIRED
    if _is_running(events.partly_suspended_on, events.partly_suspended_until, on):
        return EffectStatus.PARTLY_SUSPENDED
    return EffectStatus.IN_FORCE


def _has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _is_running(start: date | None, resumes: date | None, on: date) -> bool:
    return _has_come(start, on) and not _has_come(resumes, on)
