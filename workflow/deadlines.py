"""Legal periods counted in calendar days and in working days.

The day of the event is not counted; a period that would end on a day off ends on the next working day (Bộ luật Dân sự 2015
Đ147-148: recalled, not yet read in the source). A period counted backwards from an event ("chậm nhất N ngày trước") and
a shortest period ("không sớm hơn N ngày") are not extended so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import holidays

from workflow.deadline_rules import DAYS_OFF_ANNOUNCED, WORKING_DAYS_ANNOUNCED, Bound, DeadlineRule, Unit

_ONE_DAY = timedelta(days=1)


class WorkCalendar:
    """The working days of Vietnam's offices: weekends and holidays off, and the days that are swapped each year.

    The holidays come from the package `holidays`; `off` and `worked` (day -> which announcement) stand above it.
    """

    def __init__(self, off: Mapping[date, str] | None = None, worked: Mapping[date, str] | None = None) -> None:
        self._holidays = holidays.country_holidays("VN", language="vi")
        self._off = DAYS_OFF_ANNOUNCED if off is None else off
        self._worked = WORKING_DAYS_ANNOUNCED if worked is None else worked

    def is_working_day(self, day: date) -> bool:
        if day in self._worked:
            return True
        if day in self._off:
            return False
        return bool(self._holidays.is_working_day(day))

    def next_working_day(self, day: date) -> date:
        """`day` itself when offices work on it, else the first day after it on which they do."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day


VIETNAM = WorkCalendar()


def add_days(start: date, days: int) -> date:
    """The last of `days` calendar days after `start`, itself not counted; before it when negative."""
    return start + timedelta(days=days)


def add_working_days(start: date, days: int, calendar: WorkCalendar = VIETNAM) -> date:
    """The last of `days` working days after `start`, itself not counted; before it when negative."""
    step = _ONE_DAY if days > 0 else -_ONE_DAY
    left, day = abs(days), start
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def due(rule: DeadlineRule, start: date, calendar: WorkCalendar = VIETNAM) -> date:
    """The day that `rule` gives for an event on `start`: the last day, or the first one of a shortest period.

    A rule with a fixed day ("chậm nhất ngày 31/01") gives that day of the year after the event, as it is written.
    """
    if rule.fixed_day is not None:
        day, month = rule.fixed_day
        return date(start.year + 1, month, day)
    days = -rule.amount if rule.bound is Bound.AT_LATEST_BEFORE else rule.amount
    if rule.unit is Unit.WORKING_DAY:
        return add_working_days(start, days, calendar)
    end = add_days(start, days)
    return calendar.next_working_day(end) if rule.bound is Bound.AT_LATEST else end


def days_left(due_on: date, on: date) -> int:
    """Calendar days from `on` to the last day: 0 on the last day itself, negative once it has passed."""
    return (due_on - on).days
