"""Fee and price tables: read into rows, compared row by row."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.overlap import compare
from legaldocs.analysis.tables import compare_tables, read_rows
from legaldocs.parsing.vocabulary import FindingKind

FEES = """Biểu mức thu phí, lệ phí làng nghề
STT | Loại phí, lệ phí | Đơn vị tính | Mức thu (đồng)
(1) | (2) | (3) | (4)
I | Phí thẩm định
1 | Phí thẩm định hồ sơ | hồ sơ | 500.000
2 | Phí cấp lại biển hiệu | lần | 50 000
II | Phí tham quan
1 | Người lớn | người/lượt | 20.000
2 | Trẻ em | người/lượt | Miễn thu"""


def named(draft: str, target: str = FEES) -> list[tuple[str, str]]:
    found = compare_tables(read_rows(draft), read_rows(target))
    return [(difference.draft, difference.target) for difference in found.differences]


def test_rows_are_named_by_what_they_are_about():
    rows = read_rows(FEES)
    assert [(row.section, row.subject, row.values[0].said) for row in rows] == [
        ("Phí thẩm định", "Phí thẩm định hồ sơ", "500.000 đồng"),
        ("Phí thẩm định", "Phí cấp lại biển hiệu", "50 000 đồng"),
        ("Phí tham quan", "Người lớn", "20.000 đồng"),
        ("Phí tham quan", "Trẻ em", "Miễn thu"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("500.000", "700.000", [("Phí thẩm định hồ sơ: 700.000 đồng", "Phí thẩm định hồ sơ: 500.000 đồng")]),
        ("Miễn thu", "5.000", [("Trẻ em: 5.000 đồng", "Trẻ em: Miễn thu")]),
        ("50 000", "50.000", []),
        ("500.000", "năm trăm nghìn đồng", []),
        ("2 | Phí cấp lại", "7 | Phí cấp lại", []),
        (
            "1 | Người lớn | người/lượt",
            "1 | Người lớn | đoàn/lượt",
            [("Người lớn: 20.000 đồng/đoàn/lượt", "Người lớn: 20.000 đồng/người/lượt")],
        ),
    ],
)
def test_only_what_a_row_says_makes_a_difference(old: str, new: str, expected: list[tuple[str, str]]):
    assert old in FEES
    assert named(FEES.replace(old, new)) == expected


def test_values_are_held_against_those_of_the_same_column():
    head = "Đơn vị tính: 1.000 đồng/m2\nTT | Đường | Vị trí 1 | Vị trí 2\n"
    prices = f"{head}1 | Đường Bờ Sông | 5.000 | 3.000\n2 | Đường Đồi Chè | 4.000 | 2.500"
    assert named(prices.replace("2.500", "2.700"), prices) == [
        ("Đường Đồi Chè, Vị trí 2: 2.700 nghìn đồng/m2", "Đường Đồi Chè, Vị trí 2: 2.500 nghìn đồng/m2")
    ]
    swapped = prices.replace("Vị trí 1 | Vị trí 2", "Vị trí 2 | Vị trí 1")
    assert len(named(swapped, prices)) == 4


def test_rows_in_another_order_and_new_rows_make_no_difference():
    lines = FEES.split("\n")
    moved = "\n".join([*lines[:4], lines[5], lines[4], *lines[6:], "3 | Đoàn học sinh | đoàn | 90.000"])
    found = compare_tables(read_rows(moved), read_rows(FEES))
    assert (found.matched, found.differences, found.only_draft, found.only_target) == (4, (), ("Đoàn học sinh",), ())


def test_a_row_whose_own_measure_differs():
    one = "Cây | Đơn giá (đồng)\nCây bưởi đường kính gốc từ 5 cm đến dưới 10 cm | 450.000"
    assert named(one.replace("dưới 10", "dưới 12"), one) == [
        (
            "Cây bưởi đường kính gốc từ 5 cm đến dưới 12 cm",
            "Cây bưởi đường kính gốc từ 5 cm đến dưới 10 cm",
        )
    ]


def test_provisions_with_tables_are_in_conflict_by_their_rows():
    found = compare(FEES.replace("500.000", "700.000").replace("1 | Phí", "4 | Phí"), FEES)
    assert found is not None
    assert found.kind is FindingKind.CONFLICT
    assert [(d.draft, d.target) for d in found.differences] == [
        ("Phí thẩm định hồ sơ: 700.000 đồng", "Phí thẩm định hồ sơ: 500.000 đồng")
    ]


@given(st.text(alphabet="|ab1.0 \n(đồng)", max_size=200))
def test_any_text_has_rows_within_it(text: str):
    rows = read_rows(text)
    assert all(0 <= value.start <= value.end <= len(text) for row in rows for value in row.values)
    assert compare_tables(rows, rows).differences == ()


def test_long_price_lists_are_compared_quickly():
    head = "TT | Đường | Giá (đồng/m2)\n"
    one = head + "\n".join(f"{n} | Đường số {n} | {n}.000" for n in range(1, 1501))
    other = head + "\n".join(f"{n} | Phố số {n} | {n}.500" for n in range(1, 1501))
    started = time.process_time()
    compare_tables(read_rows(one), read_rows(other))
    assert time.process_time() - started < 30  # the machine is shared; each row with each would take minutes
