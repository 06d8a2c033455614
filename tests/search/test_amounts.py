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
