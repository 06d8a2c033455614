"""How a typed question cites a place: which units, and which document they belong to."""

from __future__ import annotations

import pytest

from search.places_asked import places_asked

ND = ("15/2021/nd-cp",)


@pytest.mark.parametrize(
    ("typed", "path", "numbers", "law"),
    [
        ("khoản 2 điều 7 nghị định 15/2021/NĐ-CP", "dieu-7/khoan-2", ND, ""),
        ("khoan 2 dieu 7 nghi dinh 15/2021/nd-cp", "dieu-7/khoan-2", ND, ""),
        ("Nghị định 15/2021/NĐ-CP, điều 7 khoản 2", "dieu-7/khoan-2", ND, ""),
        ("điều 7 khoản 2 điểm đ nghị định số 15/2021/NĐ-CP", "dieu-7/khoan-2/diem-đ", ND, ""),
        ("đ7 k2 nđ 15/2021/nđ-cp", "dieu-7/khoan-2", ND, ""),
        ("Đ.7 nghị định 15/2021", "dieu-7", ("15/2021/nd",), ""),
        ("điều7 nghị định 34", "dieu-7", ("34//nd-cp",), ""),
        ("điều 5 luật đất đai 2024", "dieu-5", ("31/2024/qh15",), ""),
        ("dieu 5 luat xay dung", "dieu-5", (), "xay dung"),
        ("điều 5 Luật BHYT", "dieu-5", (), "bao hiem y te"),
        ("phụ lục ii thông tư 10/2020/TT-BTC", "phu-luc-2", ("10/2020/tt-btc",), ""),
        ("PL I quyết định 12/2020/QĐ-UBND", "phu-luc-1", ("12/2020/qd-ubnd",), ""),
        ("điều 5", "dieu-5", (), ""),
    ],
)
def test_a_place_and_its_document(typed: str, path: str, numbers: tuple[str, ...], law: str) -> None:
    [place] = places_asked(typed)
    assert (place.path, place.numbers, place.law) == (path, numbers, law)


def test_each_place_belongs_to_the_document_beside_it() -> None:
    text = "khoản 2 Điều 7 Nghị định số 15/2021/NĐ-CP của Chính phủ và điểm a khoản 1 Điều 5 Luật Đất đai"
    first, second = places_asked(text)
    assert (first.path, first.numbers) == ("dieu-7/khoan-2", ND)
    assert (second.path, second.law) == ("dieu-5/khoan-1/diem-a", "dat dai")


def test_a_list_is_several_places() -> None:
    assert [place.path for place in places_asked("điều 5, 6 và 7 luật nhà ở")] == ["dieu-5", "dieu-6", "dieu-7"]


def test_a_year_beside_a_law_of_another_year_is_kept_apart() -> None:
    [place] = places_asked("điều 5 luật nhà ở năm 2020")
    assert (place.law.startswith("nha o"), place.year) == (True, 2020)


def test_the_text_issued_with_a_document_is_meant_where_it_is_said() -> None:
    [place] = places_asked("điều 5 quy chế ban hành kèm theo quyết định 12/2020/QĐ-UBND")
    assert place.attached
    [place] = places_asked("điều 5 quyết định 12/2020/QĐ-UBND")
    assert not place.attached


@pytest.mark.parametrize(
    "typed",
    ["điều kiện kinh doanh", "khoản chi điều chỉnh", "5 điều cấm", "điểm đón trả khách", "Điều này", "quan điểm", ""],
)
def test_ordinary_words_are_no_place(typed: str) -> None:
    assert places_asked(typed) == ()
