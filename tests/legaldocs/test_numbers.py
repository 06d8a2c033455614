"""Document numbers and dates as real texts write them, slips included."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.parsing.numbers import (
    NumberParts,
    document_type_of,
    find_dates,
    find_numbers,
    format_date,
    normalize_number,
    number_key,
    parse_date,
    split_number,
)
from legaldocs.parsing.vocabulary import DocumentType


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("32 /2022/ QĐ - UBND", "32/2022/QĐ-UBND"),
        ("Số: 032/2025/QÐ–UBND", "32/2025/QĐ-UBND"),
        ("5/2025/qd-ubnd", "05/2025/QĐ-UBND"),
        ("07/2025/QD-UBND", "07/2025/QĐ-UBND"),
        ("12/2020/TT-BTС", "12/2020/TT-BTC"),
        ("l5/2021/QĐ-UBND", "15/2021/QĐ-UBND"),
        ("66.13/2026/NQ-CP", "66.13/2026/NQ-CP"),
        ("23-L/CTN", "23-L/CTN"),
        ("Luật số: 64/2025/QH15.", "64/2025/QH15"),
        ("không phải số", "khôngphảisố"),
    ],
)
def test_it_writes_numbers_one_way(raw: str, canonical: str) -> None:
    assert normalize_number(raw) == canonical
    assert normalize_number(canonical) == canonical


def test_keys_ignore_padding_case_and_marks_but_not_the_year() -> None:
    same = {number_key(raw) for raw in ("5/2025/QĐ-UBND", "005/2025/qd-ubnd", "05 /2025/ QÐ - UBND", "05/2025/QĐ.UBND")}
    assert len(same) == 1
    assert number_key("05/2024/QĐ-UBND") not in same
    assert number_key("05/QĐ-UBND") not in same


def test_it_takes_numbers_apart() -> None:
    assert split_number("032/2022/QĐ-UBND") == NumberParts("32", 2022, "QĐ-UBND")
    assert split_number("2979/QĐ-UBND") == NumberParts("2979", None, "QĐ-UBND")
    assert split_number("Quyết định") is None
    assert split_number("Số: /2025/QĐ-UBND") is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Luật số 64/2025/QH15 và 87/2025/QH15", ["64/2025/QH15", "87/2025/QH15"]),
        ("Nghị quyết số 197/2025/UBTVQH15", ["197/2025/UBTVQH15"]),
        ("số 10/2018/TTLT-BTP-BCA-BQP", ["10/2018/TTLT-BTP-BCA-BQP"]),
        ("QĐ 32 /2022/ QĐ - UBND - Hà Nội", ["32/2022/QĐ-UBND"]),
        ("Báo cáo số 3247/BC-STP, Văn bản số 4187/SLĐTBXH- GDNN", ["3247/BC-STP", "4187/SLĐTBXH-GDNN"]),
        ("Lệnh số 23-L/CTN; Nghị quyết số 66.13/2026/NQ-CP", ["23-L/CTN", "66.13/2026/NQ-CP"]),
        ("số 44/2025/QĐ-CTUBND; số 12/2004/QĐ-UB; số 57-NQ/TU; số 30-CP", None),
        ("ngày 12/3/2025, 60 km/h, Mẫu số 01/ĐK-HT, QCVN 01:2021/BTNMT, 1/2 số tiền", []),
    ],
)
def test_it_finds_numbers(text: str, numbers: list[str] | None) -> None:
    found = find_numbers(text)
    if numbers is None:
        numbers = ["44/2025/QĐ-CTUBND", "12/2004/QĐ-UB", "57-NQ/TU", "30-CP"]
    assert [match.number for match in found] == numbers
    for match in found:
        assert normalize_number(text[match.start : match.end]) == match.number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("32/2022/QĐ-UBND", DocumentType.DECISION),
        ("15/2021/NQ-HĐND", DocumentType.RESOLUTION),
        ("64/2025/QH15", DocumentType.LAW),
        ("10/2018/TTLT-BTP-BCA", DocumentType.JOINT_CIRCULAR),
        ("3247/BC-STP", DocumentType.OTHER),
        ("Thông tư liên tịch số 10", DocumentType.JOINT_CIRCULAR),
        ("QUYẾT ĐỊNH", DocumentType.DECISION),
        ("Bộ luật Dân sự", DocumentType.LAW),
        ("Lệnhkhác", None),
        ("", None),
    ],
)
def test_it_tells_the_type(text: str, kind: DocumentType | None) -> None:
    assert document_type_of(text) == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ngày 21 tháng 3 năm 2016", date(2016, 3, 21)),
        ("Hà Tĩnh, ngày 0 6 tháng11 năm 2025", date(2025, 11, 6)),
        ("(21/3/2016)", date(2016, 3, 21)),
        ("19-06-2015", date(2015, 6, 19)),
        ("2025-12-01", date(2025, 12, 1)),
        ("ngày    tháng 11 năm 2025", None),
        ("ngày     /     /2025", None),
        ("31/2/2020", None),
        ("số 12/3/2025/QĐ", None),
        ("tháng 4/2026", None),
    ],
)
def test_it_reads_dates(text: str, value: date | None) -> None:
    assert parse_date(text) == value


def test_dates_come_with_their_places() -> None:
    text = "từ ngày 01/7/2025 đến ngày 31 tháng 12 năm 2025"
    assert [(text[m.start : m.end], m.value.month) for m in find_dates(text)] == [
        ("01/7/2025", 7),
        ("ngày 31 tháng 12 năm 2025", 12),
    ]


def test_dates_are_written_the_vietnamese_way() -> None:
    assert format_date(date(2025, 3, 1)) == "01/03/2025"
    assert format_date(None) == ""


@given(st.text())
def test_nothing_makes_it_fail(text: str) -> None:
    find_numbers(text)
    find_dates(text)
    parse_date(text)
    document_type_of(text)
    assert normalize_number(normalize_number(text)) == normalize_number(normalize_number(normalize_number(text)))


@pytest.mark.parametrize("unit", ["điều ", "1/", "1/2020/", "1/QĐ-", "ngày 1 ", "A-"])
def test_long_monotony_stays_quick(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begun = time.process_time()
    find_numbers(text)
    find_dates(text)
    assert time.process_time() - begun < 20  # half a second alone; a quadratic pattern would take hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("số 1O/2021/QĐ-UBND", "10/2021/QĐ-UBND"),
        ("15/2O21/QĐ-UBND", "15/2021/QĐ-UBND"),
        ("số 2l/2020/NQ-HĐND", "21/2020/NQ-HĐND"),
        ("Số: 40      /2025/QĐ-UBND", "40/2025/QĐ-UBND"),
        ("06/2008/qđ-ubnd", "06/2008/QĐ-UBND"),
        ("Thông tư 02/BXD", "02/BXD"),
        ("hình 02/BXD", None),
        ("đơn 5/qđ-ubnd", None),
    ],
)
def test_numbers_misread_or_in_small_letters(text: str, expected: str | None) -> None:
    assert [match.number for match in find_numbers(text)] == ([expected] if expected else [])


@pytest.mark.parametrize("text", ["ngày 05/6/20l9", "ngày O5 tháng 6 năm 2O19"])
def test_dates_misread(text: str) -> None:
    assert [match.value for match in find_dates(text)] == [date(2019, 6, 5)]
