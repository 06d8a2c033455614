"""Quantities as intervals: what they allow, however they are worded."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.numbers import named_in_a_provision, read_pairs, verdict
from legaldocs.analysis.limits import Likeness, likeness, limits_in
from tests.legaldocs.test_citations import LEGAL_WORDS


def only(text: str):  # type: ignore[no-untyped-def]
    (limit,) = limits_in(text)
    return limit


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("thời hạn từ 05 đến dưới 10 ngày làm việc", 5, 10, "working_day"),
        ("không quá một năm sáu tháng", -math.inf, 18, "month"),
        ("lãi suất 30 - 50%", 30, 50, "%"),
        ("ít nhất hai phần ba số thành viên", 200 / 3, math.inf, "%"),
        ("đạt 2/3 tổng số phiếu", 200 / 3, 200 / 3, "%"),
        ("tăng gấp rưỡi so với kỳ trước", 1.5, 1.5, "times"),
        ("trên 05 người", 6, math.inf, "person"),
        ("diện tích một hecta rưỡi", 15_000, 15_000, "m2"),
        ("dung tích 1.500 lít", 1.5, 1.5, "m3"),
        ("giấy phép vô thời hạn", math.inf, math.inf, "month"),
        ("tổ chức ít nhất 02 buổi tập huấn", 2, math.inf, ""),
        ("đáp ứng ít nhất một tiêu chí", 1, math.inf, ""),
        ("định kỳ 06 tháng", 6, 6, "month"),
    ],
)
def test_a_wording_is_one_interval(text: str, low: float, high: float, unit: str):
    limit = only(text)
    assert (limit.low, limit.high, limit.unit) == (pytest.approx(low), pytest.approx(high), unit)


def test_a_range_is_quoted_whole_and_knows_its_open_end():
    limit = only("Mức phạt từ 5.000.000 đồng đến dưới 10.000.000 đồng đối với cá nhân")
    assert limit.text == "từ 5.000.000 đồng đến dưới 10.000.000 đồng"
    assert limit.open == {"<"}


@pytest.mark.parametrize(
    "text", ["một phần kinh phí", "dịp lễ 2/9 và 1/5", "nửa đầu năm", "nộp toàn bộ hồ sơ", "hằng năm"]
)
def test_words_that_only_look_like_shares(text: str):
    assert limits_in(text) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("12 tháng", "01 năm", Likeness.SAME),
        ("2 km", "500 m", Likeness.DIFFERENT),
        ("1 ha", "10.000 m2", Likeness.SAME),
        ("10 ngày", "10 ngày làm việc", Likeness.INCOMPARABLE),
        ("30 ngày", "1 tháng", Likeness.INCOMPARABLE),
        ("48 giờ", "02 ngày", Likeness.SAME),
        ("không quá 24 giờ", "01 ngày", Likeness.SAME),
        ("24 giờ", "01 ngày làm việc", Likeness.INCOMPARABLE),
        ("01 tuần", "168 giờ", Likeness.SAME),
        ("02 tuần", "12 ngày", Likeness.DIFFERENT),
        ("01 tuần", "07 ngày làm việc", Likeness.INCOMPARABLE),
        ("02 quý", "06 tháng", Likeness.SAME),
        ("nửa năm", "02 quý", Likeness.SAME),
        ("5 đồng/m2", "5 đồng/tháng", Likeness.INCOMPARABLE),
        ("5 đồng/tháng/người", "5 đồng/người/tháng", Likeness.SAME),
        ("5 đồng", "5%", Likeness.INCOMPARABLE),
        ("1,5 lần mức lương cơ sở", "1,5 lần mức lương tối thiểu vùng", Likeness.INCOMPARABLE),
    ],
)
def test_only_like_things_compare(one: str, other: str, expected: Likeness):
    assert likeness(only(one), only(other)) is expected


def test_a_bound_is_no_sum_but_a_deadline_is_one_in_either_wording():
    assert likeness(only("tối đa 10.000.000 đồng"), only("10.000.000 đồng")) is Likeness.DIFFERENT
    assert likeness(only("không quá 10 ngày"), only("10 ngày")) is Likeness.SAME


@given(st.text() | LEGAL_WORDS)
def test_any_text_has_limits_within_it(text: str):
    for limit in limits_in(text):
        assert 0 <= limit.start < limit.end <= len(text)
        assert limit.low <= limit.high


def test_at_least_98_in_100_pairs_of_the_list_are_compared_right():
    pairs = read_pairs()
    alone = [verdict(p.in_frame(p.one), p.in_frame(p.other)) == p.expected for p in pairs]
    framed = [named_in_a_provision(p) == (p.expected != "same") for p in pairs]
    assert len(pairs) >= 200
    assert sum(alone) / len(pairs) >= 0.98
    assert sum(framed) / len(pairs) >= 0.98
