"""Paths read as the law writes pointers: from the small unit to the large one."""

from __future__ import annotations

import pytest

from legaldocs.parsing.paths import path_as_heading, path_in_words, roman


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("dieu-5", "Điều 5"),
        ("dieu-5/khoan-2", "khoản 2 Điều 5"),
        ("dieu-5/khoan-2/diem-a", "điểm a khoản 2 Điều 5"),
        ("dieu-5a/khoan-3a/diem-đ1", "điểm đ1 khoản 3a Điều 5a"),
        ("dieu-7/diem-b", "điểm b Điều 7"),
        ("kem-theo", "Quy định kèm theo"),
        ("kem-theo/dieu-5/khoan-2", "khoản 2 Điều 5 của Quy định kèm theo"),
        ("kem-theo-2/dieu-1", "Điều 1 của Quy định kèm theo thứ 2"),
        ("kem-theo/chuong-2", "Chương II của Quy định kèm theo"),
        ("phu-luc-1", "Phụ lục 1"),
        ("phu-luc-ii/khoan-3", "khoản 3 Phụ lục II"),
        ("phu-luc", "Phụ lục"),
        ("chuong-2/muc-1", "Mục 1 Chương II"),
        ("phan-1/chuong-14/muc-2/tieu-muc-1", "Tiểu mục 1 Mục 2 Chương XIV Phần I"),
        ("can-cu", "phần căn cứ ban hành"),
        ("dieu-3~2/khoan-1", "khoản 1 Điều 3 (lần xuất hiện thứ 2)"),
        ("", "toàn bộ văn bản"),
    ],
)
def test_it_reads_as_the_law_writes(path: str, words: str) -> None:
    assert path_in_words(path) == words


@pytest.mark.parametrize("path", ["hinh-ve", "???", "dieu 5", "/", "dieu-5//khoan-1"])
def test_it_keeps_what_it_does_not_know_and_never_fails(path: str) -> None:
    assert isinstance(path_in_words(path), str)


def test_it_keeps_an_unknown_unit_as_it_stands() -> None:
    assert path_in_words("bang-3") == "bang-3"


def test_a_heading_begins_with_a_capital() -> None:
    assert path_as_heading("dieu-5/khoan-2") == "Khoản 2 Điều 5"
    assert path_as_heading("") == "Toàn bộ văn bản"


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX")])
def test_it_counts_in_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral
