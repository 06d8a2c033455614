"""The table of laws: which number a name and a day stand for, and where a known name ends."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.laws import known_laws, known_name_end, number_of_law
from legaldocs.parsing.numbers import document_type_of, normalize_number
from legaldocs.parsing.vocabulary import DocumentType

LOCAL = "Luật Tổ chức chính quyền địa phương"


@pytest.mark.parametrize(
    ("title", "issued_on", "expected"),
    [
        ("Luật Đất đai năm 2024", None, "31/2024/QH15"),
        ("Luật đất đai", date(2013, 11, 29), "45/2013/QH13"),
        ("Bộ luật Dân sự năm 2015", None, "91/2015/QH13"),
        ("Luật Tổ chức HĐND và UBND", date(2003, 11, 26), "11/2003/QH11"),
        (LOCAL, date(2025, 6, 16), "72/2025/QH15"),
        (LOCAL, date(2025, 2, 19), "65/2025/QH15"),
        (LOCAL, date(2025, 3, 3), None),  # a day that no law of the name has
        (f"{LOCAL} năm 2025", None, None),  # two laws of that year
        ("Luật Đất đai", None, None),  # three laws of that name
        ("Luật Chưa ban hành năm 2024", None, None),
        (None, None, None),
    ],
)
def test_the_number_of_a_law(title: str | None, issued_on: date | None, expected: str | None) -> None:
    assert number_of_law(title, issued_on) == expected


@pytest.mark.parametrize(("on", "expected"), [(date(2025, 5, 1), "65/2025/QH15"), (date(2025, 9, 1), "72/2025/QH15")])
def test_of_two_laws_of_a_year_the_later_one_before_the_text_is_meant(on: date, expected: str) -> None:
    assert number_of_law(f"{LOCAL} năm 2025", None, on) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Luật Cán bộ, công chức và Luật Viên chức", "Luật Cán bộ, công chức"),
        ("Pháp lệnh ưu đãi người có công với cách mạng năm 2020", "Pháp lệnh ưu đãi người có công với cách mạng"),
        ("Luật Đầu tư công và", "Luật Đầu tư công"),
        ("Luật Chưa từng có", ""),
        ("luật sư", ""),
    ],
)
def test_a_known_name_ends_where_it_ends(text: str, name: str) -> None:
    assert text[: known_name_end(text, 0)] == name


def test_every_row_of_the_table_is_a_law_with_a_number_of_its_year() -> None:
    laws = known_laws()
    assert len(laws) > 300
    assert len({law.number for law in laws}) == len(laws)
    for law in laws:
        assert normalize_number(law.number) == law.number
        assert document_type_of(law.title) in (DocumentType.LAW, DocumentType.ORDINANCE), law
        assert law.issued_on is None or law.issued_on.year == law.year
