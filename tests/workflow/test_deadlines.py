"""Counting days: by hand on real calendars."""

from __future__ import annotations

from datetime import date

import pytest

from workflow.deadline_rules import RULES, Bound, DeadlineRule, Unit, rule_for
from workflow.deadlines import VIETNAM, WorkCalendar, add_days, add_working_days, days_left, due

FRIDAY = date(2026, 3, 6)


def rule(amount: int, unit: Unit = Unit.DAY, bound: Bound = Bound.AT_LATEST) -> DeadlineRule:
    return DeadlineRule("X", "L2025", amount, unit, "ký", "Luật X", date(2020, 1, 1), bound=bound)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 6), True),
        (date(2026, 3, 7), False),  # Saturday
        (date(2026, 2, 17), False),  # Tết
        (date(2026, 4, 27), False),  # in place of Giỗ Tổ on a Sunday
        (date(2026, 1, 2), False),  # swapped with ...
        (date(2026, 1, 10), True),  # ... this Saturday
        (date(2025, 5, 2), False),
        (date(2025, 4, 26), True),
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam, from 2026
        (date(2025, 11, 24), True),
    ],
)
def test_working_days_of_vietnam(day: date, works: bool) -> None:
    assert VIETNAM.is_working_day(day) is works


def test_an_announcement_stands_above_the_holidays() -> None:
    calendar = WorkCalendar(off={FRIDAY: "bão"}, worked={date(2026, 3, 7): "làm bù"})
    assert not calendar.is_working_day(FRIDAY)
    assert calendar.is_working_day(date(2026, 3, 7))


def test_the_day_of_the_event_is_not_counted() -> None:
    assert add_days(date(2026, 3, 2), 10) == date(2026, 3, 12)
    assert add_working_days(date(2026, 3, 2), 1) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (FRIDAY, 1, date(2026, 3, 9)),
        (FRIDAY, 5, date(2026, 3, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
        (date(2025, 12, 31), 2, date(2026, 1, 6)),  # over the swapped 2 January
        (date(2026, 3, 9), -1, FRIDAY),
        (FRIDAY, 0, FRIDAY),
    ],
)
def test_working_days_are_counted_over_days_off(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days) == end


def test_a_period_that_would_end_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert due(rule(1), FRIDAY) == date(2026, 3, 9)
    assert due(rule(7), FRIDAY) == date(2026, 3, 13)


def test_shortest_periods_and_periods_before_an_event_are_not_extended() -> None:
    assert due(rule(1, bound=Bound.NOT_BEFORE), FRIDAY) == date(2026, 3, 7)
    assert due(rule(5, bound=Bound.AT_LATEST_BEFORE), FRIDAY) == date(2026, 3, 1)


def test_a_fixed_day_is_that_day_of_the_next_year() -> None:
    announced = rule_for("ANNOUNCE_EXPIRED", date(2025, 12, 31))
    assert announced is not None
    assert due(announced, date(2025, 12, 31)) == date(2026, 1, 31)
    assert announced.words.startswith("chậm nhất ngày 31/01 năm sau")


@pytest.mark.parametrize(("on", "left"), [(date(2026, 3, 1), 5), (FRIDAY, 0), (date(2026, 3, 8), -2)])
def test_days_left(on: date, left: int) -> None:
    assert days_left(FRIDAY, on) == left


@pytest.mark.parametrize(
    ("code", "on", "shortened", "amount", "unit"),
    [
        ("APPRAISAL", date(2018, 1, 1), False, 10, Unit.DAY),
        ("APPRAISAL", date(2021, 1, 1), False, 15, Unit.DAY),
        ("APPRAISAL", date(2026, 1, 5), False, 15, Unit.DAY),
        ("APPRAISAL", date(2026, 1, 5), True, 7, Unit.DAY),
        ("SELF_CHECK", date(2025, 4, 1), False, 10, Unit.DAY),
        ("SELF_CHECK", date(2025, 4, 1), True, 5, Unit.WORKING_DAY),
        ("HANDLE_CONCLUSION", date(2019, 1, 1), False, 30, Unit.DAY),
        ("ASK_RECONSIDERATION", date(2026, 1, 5), False, 5, Unit.WORKING_DAY),
        ("DOSSIER_BEFORE_MEETING", date(2022, 1, 1), False, 25, Unit.DAY),
    ],
)
def test_the_rule_of_the_day(code: str, on: date, shortened: bool, amount: int, unit: Unit) -> None:
    found = rule_for(code, on, shortened)
    assert found is not None
    assert (found.amount, found.unit) == (amount, unit)


def test_the_law_before_2025_set_no_days_for_a_self_check() -> None:
    assert rule_for("SELF_CHECK", date(2025, 3, 31)) is None


def test_the_level_of_the_body_decides_where_the_law_says_so() -> None:
    then, now = date(2020, 1, 1), date(2026, 1, 5)
    amounts = {
        (day, level): found.amount if (found := rule_for("EFFECT_AFTER_ISSUE", day, level=level)) else None
        for day in (then, now)
        for level in ("PROVINCE", "COMMUNE", "CENTRAL")
    }
    assert amounts == {
        (then, "PROVINCE"): 10,
        (then, "COMMUNE"): 7,
        (then, "CENTRAL"): None,
        (now, "PROVINCE"): 10,
        (now, "COMMUNE"): 10,
        (now, "CENTRAL"): None,
    }


def test_what_was_not_read_in_its_source_says_so() -> None:
    unread = [each for each in RULES if not each.verified]
    assert {each.code for each in unread} == {"APPRAISAL", "COMMENTS", "PUBLISH_HANDLING"}
    assert all("chưa kiểm chứng" in each.words for each in unread)
    assert not any("chưa kiểm chứng" in each.words for each in RULES if each.verified)


def test_each_rule_names_its_law_fits_its_column_and_has_its_time_to_itself() -> None:
    for each in RULES:
        assert each.legal_source
        assert len(each.words) <= 300
        assert each.valid_to is None or each.valid_from <= each.valid_to
    for one in RULES:
        rivals = [
            other
            for other in RULES
            if other is not one
            and (other.code, other.shortened, other.levels) == (one.code, one.shortened, one.levels)
            and other.runs_on(one.valid_from)
        ]
        assert not rivals, one
