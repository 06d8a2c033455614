from __future__ import annotations

from datetime import date

import pytest

from search import engine
from search.query import Query
from search.question import read_question
from tests.search.corpus import index_everything, put


def writings(text: str) -> list[set[str]]:
    return [{" ".join(word.folded for word in wording) for wording in unit} for unit in read_question(text).units]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1000000 đồng", [{"1000000", "1.000.000"}, {"dong"}]),
        ("1,000,000 đồng", [{"1,000,000", "1.000.000"}, {"dong"}]),
        ("1.000.000 đồng", [{"1.000.000", "1000000"}, {"dong"}]),
        ("10 phần trăm mức thu", [{"10 phan tram", "10%"}, {"muc"}, {"thu"}]),
        ("10 % mức", [{"10%", "10 phan tram"}, {"muc"}]),
        ("12,5%", [{"12,5%", "12,5 phan tram"}]),
        ("năm 2021 có 5000 xã", [{"nam"}, {"2021"}, {"co"}, {"5000"}, {"xa"}]),
        ("1.5 ha 15/2021", [{"1.5"}, {"ha"}, {"15/2021"}]),
        ("hai mươi nghìn đồng", [{"hai muoi nghin dong", "20.000 dong", "20.000", "20 nghin"}]),
        ("hai muoi nghin dong", [{"hai muoi nghin dong", "20.000 dong", "20.000", "20 nghin"}]),
        ("một triệu rưỡi", [{"mot trieu ruoi", "1.500.000", "1,5 trieu"}]),
        ("1,5 triệu đồng", [{"1,5 trieu dong", "1,5 trieu", "1.500.000 dong", "1.500.000"}]),
        ("20 ngàn đồng", [{"20 ngan dong", "20.000 dong", "20.000", "20 nghin"}]),
        ("ba mươi ngày làm việc", [{"ba muoi ngay", "30 ngay"}, {"lam"}, {"viec"}]),
        ("muoi lam ngay", [{"muoi lam ngay", "15 ngay"}]),
        ("ba tháng", [{"ba thang", "3 thang"}]),
        ("năm phần trăm", [{"nam phan tram", "5%"}]),
        ("mot phay nam phan tram", [{"mot phay nam phan tram", "1,5%"}]),
    ],
)
def test_amounts_have_all_their_writings(typed: str, found: list[set[str]]) -> None:
    assert writings(typed) == found


@pytest.mark.django_db
def test_an_amount_is_found_however_it_is_typed() -> None:
    put("1/2020/NQ-HĐND", "Về phí", {"dieu-1": ("", "mức thu là 1.000.000 đồng"), "dieu-2": ("", "nộp 10% số thu")})
    index_everything()
    for typed, path in [("1000000 đồng", "dieu-1"), ("1,000,000", "dieu-1"), ("10 phần trăm", "dieu-2")]:
        results = engine.search(Query(typed, date(2024, 1, 1)))
        assert [hit.path for hit in results.hits[: results.complete]] == [path], typed
        assert "<mark>" in results.hits[0].snippet


@pytest.mark.parametrize(
    "typed",
    [
        "hai bên",
        "năm 2020",
        "một số điều",
        "trong năm ngày càng nhiều",
        "viet nam dong",
        "phi muoi",
        "hai ngan sach",
        "ba ngay",
        "ba người con",
        "tỷ lệ trăm phần trăm",
        "năm năm",
        "sau muoi ngay",
    ],
)
def test_ordinary_words_are_no_amount(typed: str) -> None:
    assert all(len(unit) == 1 for unit in read_question(typed).units)


@pytest.mark.django_db
def test_an_amount_in_words_finds_the_figures_and_shows_them() -> None:
    articles = {
        "dieu-1": ("", "mức thu là 20.000 đồng một lượt"),
        "dieu-2": ("", "mức thu là 1.500.000 đồng một tháng"),
        "dieu-3": ("", "trong 30 ngày phải nộp 5% số thu"),
        "dieu-4": ("", "hai mươi hồ sơ, nghìn năm, đồng ruộng"),
    }
    put("1/2020/NQ-HĐND", "Về phí", articles)
    index_everything()
    for typed, path in [
        ("hai mươi nghìn đồng", "dieu-1"),
        ("hai muoi nghin dong", "dieu-1"),
        ("một triệu rưỡi", "dieu-2"),
        ("1,5 triệu đồng", "dieu-2"),
        ("ba mươi ngày", "dieu-3"),
        ("năm phần trăm", "dieu-3"),
    ]:
        results = engine.search(Query(typed, date(2024, 1, 1)))
        assert results.hits[0].path == path, typed
        assert "<mark>" in results.hits[0].snippet
