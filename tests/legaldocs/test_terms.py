from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.measures import alternatives
from legaldocs.analysis.terms import NUMBER, TYPES, Side

RULE = (
    "Ủy ban nhân dân cấp xã phải gửi hồ sơ trong thời hạn không quá 05 ngày làm việc kể từ ngày 15 tháng 3 năm 2024; "
    "tổ chức, cá nhân được hưởng mức hỗ trợ tối đa 1.500.000 đồng/người/tháng theo Quyết định số 12/2020/QĐ-UBND ngày "
    "01 tháng 02 năm 2020, không được nộp sau ngày 30 tháng 6 hằng năm."
)
FILLING = " Nội dung này áp dụng cho việc lưu giữ giấy tờ và sổ sách tại nơi làm việc theo mẫu chung đã ban hành." * 12


@pytest.mark.parametrize("kind", TYPES)
def test_terms_near_a_place_are_those_of_the_whole_text(kind):
    text = f"{FILLING} {RULE} {FILLING}"
    whole = Side(text).terms_of(kind)
    assert whole
    for term in whole:
        there = [t for t in Side(text).terms_near(kind, [(term.first, term.last)]) if t.first < term.last]
        assert term in there


def test_near_one_place_the_rest_of_a_long_text_is_not_read():
    text = f"{RULE} {FILLING} {FILLING} {RULE}"
    whole = Side(text).terms_of(NUMBER)
    assert len(Side(text).terms_near(NUMBER, [(whole[0].first, whole[0].last)])) < len(whole)


@given(st.sets(st.text("ab .", min_size=1, max_size=4), min_size=1, max_size=8), st.text("ab .", max_size=30))
def test_alternatives_match_as_a_list_does_with_the_longest_first(words, text):
    listed = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    for before, after in (("", ""), (r"(?<!\w)", r"(?!\w)")):
        found = [
            [match.span() for match in re.finditer(f"{before}(?:{ways}){after}", text)]
            for ways in (alternatives(words), listed)
        ]
        assert found[0] == found[1]
