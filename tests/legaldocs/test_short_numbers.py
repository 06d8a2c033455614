"""Numbers without their symbol: made whole where one body alone can be meant, left alone elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.mentions import find_mentions
from legaldocs.parsing.short_numbers import find_short_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định 34/2016", "34/2016/NĐ-CP"),
        ("NĐ số 34/2016", "34/2016/NĐ-CP"),
        ("Luật 80/2015", "80/2015/QH13"),
        ("Quyết định số 15/2021 của UBND tỉnh", "15/2021/QĐ-UBND"),
        ("Nghị quyết 15/2021 ngày 05/8/2021 của Hội đồng nhân dân tỉnh", "15/2021/NQ-HĐND"),
        ("Quyết định 15/2021 của Thủ tướng Chính phủ", "15/2021/QĐ-TTg"),
        ("Thông tư 02/2020 của Bộ trưởng Bộ Xây dựng", "02/2020/TT-BXD"),
    ],
)
def test_it_is_made_whole(text: str, expected: str) -> None:
    assert [match.number for match in find_short_numbers(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 15/2021",
        "Luật 14/2016",
        "Nghị định 34/2016/NĐ-CP",
        "Thông tư 02/2020 của Bộ",
        "tháng 5/2021",
        "Nghị định 5/2016,5",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert find_short_numbers(text) == []


def test_it_is_a_document_that_the_text_names() -> None:
    (mention,) = find_mentions("theo khoản 2 Điều 5 Nghị định 34/2016 ngày 14/5/2016")
    assert (mention.number, str(mention.issued_on)) == ("34/2016/NĐ-CP", "2016-05-14")


@given(st.text(alphabet="NghịđnLuật0123456789/ của UBND.lO"))
def test_any_text_is_read(text: str) -> None:
    for match in find_short_numbers(text):
        assert 0 <= match.start < match.end <= len(text)
