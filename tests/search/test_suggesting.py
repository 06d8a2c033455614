from __future__ import annotations

from datetime import date

import pytest

from search import engine
from search.query import Filters, Query
from tests.factories import make_unit
from tests.search.corpus import fee_resolution, index_everything, put

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 1)


def suggested(text: str, **filters) -> str:
    return engine.search(Query(text, ON, Filters(**filters))).suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mức thu phí than quan", "mức thu phí tham quan"),
        ("mức thu phí tham quann", "mức thu phí tham quan"),
        ("mức thu phi tham quân di tích", "mức thu phí tham quan di tích"),
        ("muc thu phi thm quan", "muc thu phi tham quan"),
        ('"phí tham qan" di tích', '"phí tham quan" di tích'),
        ("tre em miễn phí", "trẻ em miễn phí"),
        ("năm:2021..2025 phí tham qan", "năm:2021..2025 phí tham quan"),
    ],
)
def test_a_question_that_finds_little_is_offered_in_another_spelling(typed: str, meant: str) -> None:
    fee_resolution()
    index_everything()
    assert suggested(typed) == meant


@pytest.mark.parametrize(
    "typed", ["phí tham quan", "phi tham quan", "trẻ em miễn phí", "xyzxyz", "số:15/2021", "40.000"]
)
def test_what_finds_enough_or_nothing_near_is_left_alone(typed: str) -> None:
    fee_resolution()
    index_everything()
    assert suggested(typed) == ""


def test_no_word_is_offered_that_stands_in_documents_out_of_reach_only() -> None:
    department = make_unit("Sở Xây dựng")
    put("", "Dự thảo về chợ", {"dieu-1": ("", "phí tham quan bảo tàng")}, stage="DRAFT", drafted_by=department)
    put("16/2021/NQ-HĐND", "Về chợ", {"dieu-1": ("", "phí chợ")})
    index_everything()
    assert suggested("phí tham qan") == ""
    assert suggested("phí tham qan", drafts_of=department.pk) == "phí tham quan"
    assert suggested("phí tham qan", drafts_of=department.pk + 99) == ""


def test_an_accent_is_not_told_from_documents_out_of_reach() -> None:
    department = make_unit("Sở Xây dựng")
    put("", "Dự thảo", {"dieu-1": ("", "quyền hạn lớn")}, stage="DRAFT", drafted_by=department)
    put("16/2021/NQ-HĐND", "Khác", {"dieu-1": ("", "quyên hạn nhỏ")})
    index_everything()
    assert suggested("quyễn hạn") == "quyên hạn"
    assert suggested("quyễn hạn lớn", drafts_of=department.pk) == "quyền hạn lớn"
