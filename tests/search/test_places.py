"""A cited place comes first, whatever else has its words: of the law in force on the day, under the reader's rights."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.models import Document, Stage
from legaldocs.parsing.vocabulary import DocumentType
from search import engine
from search.query import Condition, Field, Filters, Query, Results
from tests.search.corpus import index_everything, put

pytestmark = pytest.mark.django_db
ON = date(2025, 6, 1)
ARTICLES = {
    "dieu-4": ("Chính sách", "Luật này quy định điều 5 xây dựng, xây dựng, xây dựng khoản 2."),
    "dieu-5": ("Phân loại công trình", ""),
    "dieu-5/khoan-1": ("", "Công trình dân dụng."),
    "dieu-5/khoan-2": ("", "Công trình công nghiệp:"),
    "dieu-5/khoan-2/diem-a": ("", "Nhà máy;"),
    "dieu-5/khoan-2/diem-đ": ("", "Kho tàng."),
}
ATTACHED = {
    "kem-theo": ("Quy chế", ""),
    "kem-theo/dieu-5": ("Cấp phép", "điều 5 luật xây dựng"),
    "phu-luc-1": ("Biểu giá", "Giá nước"),
    "phu-luc-2": ("Phụ lục I của luật xây dựng", "Phụ lục I"),
}


def law(number: str, year: int, title: str = "Xây dựng", **fields: object) -> Document:
    day = date(year, 1, 1)
    return put(number, title, ARTICLES, document_type=DocumentType.LAW, issued_on=day, effective_on=day, **fields)


def ask(text: str, **options: object) -> Results:
    return engine.search(Query(text, ON, **options))  # type: ignore[arg-type]


def first(text: str, **options: object) -> tuple[int, str]:
    hit = ask(text, **options).hits[0]
    return hit.document_id, hit.path


@pytest.fixture
def laws() -> list[Document]:
    """The law of that name that has expired, the one in force, one that only changes it, and a decision that says the words."""
    found = [
        law("16/2003/QH11", 2004, expired_on=date(2015, 1, 1)),
        law("50/2014/QH13", 2015),
        law("62/2020/QH14", 2021, title="Sửa đổi, bổ sung một số điều của Luật Xây dựng"),
        put("12/2020/QĐ-UBND", "Ban hành Quy chế", ATTACHED),
    ]
    index_everything()
    return found


@pytest.mark.parametrize(
    "typed", ["điều 5 luật xây dựng", "dieu 5 luat xay dung", "Đ5 luật xây dựng", "luật xây dựng điều 5"]
)
def test_the_article_of_the_law_in_force_stands_above_the_expired_one(laws: list[Document], typed: str) -> None:
    hits = ask(typed).hits
    assert [(hit.document_id, hit.path) for hit in hits[:2]] == [(laws[1].pk, "dieu-5"), (laws[0].pk, "dieu-5")]


def test_a_law_that_only_changes_another_is_not_meant(laws: list[Document]) -> None:
    above = [hit for hit in ask("điều 5 luật xây dựng").hits if hit.score >= 5_000]
    assert {hit.document_id for hit in above} == {laws[0].pk, laws[1].pk}


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("khoản 2 điều 5 luật 50/2014/QH13", "dieu-5/khoan-2"),
        ("điểm đ khoản 2 điều 5 luật xây dựng 2014", "dieu-5/khoan-2/diem-đ"),
        ("điều 5 khoản 2 điểm a luật xây dựng", "dieu-5/khoan-2/diem-a"),
    ],
)
def test_the_hit_opens_at_the_very_clause_or_point(laws: list[Document], typed: str, path: str) -> None:
    assert first(typed) == (laws[1].pk, path)


def test_its_own_words_are_shown(laws: list[Document]) -> None:
    hit = ask("khoản 2 điều 5 luật xây dựng").hits[0]
    assert hit.snippet == "Công trình công nghiệp: Nhà máy; Kho tàng."
    assert hit.heading == "Phân loại công trình"


def test_an_article_of_the_attached_text_is_cited_by_the_decision(laws: list[Document]) -> None:
    assert first("điều 5 quyết định 12/2020/QĐ-UBND") == (laws[3].pk, "kem-theo/dieu-5")


def test_an_annex_is_a_place(laws: list[Document]) -> None:
    assert first("phụ lục I quyết định 12/2020/QĐ-UBND") == (laws[3].pk, "phu-luc-1")
    assert first("phu luc 2 qd 12/2020/qd-ubnd") == (laws[3].pk, "phu-luc-2")


def test_the_one_annex_without_a_number_is_the_first() -> None:
    only = put("7/2021/QĐ-UBND", "Ban hành bảng giá", {"dieu-1": ("", "Bảng giá"), "phu-luc": ("Bảng giá", "Giá nước")})
    index_everything()
    assert first("phụ lục I quyết định 7/2021/QĐ-UBND") == (only.pk, "phu-luc")


def test_within_one_document_an_article_alone_is_enough(laws: list[Document]) -> None:
    within = Filters(conditions=(Condition(Field.DOCUMENT, (laws[0].pk,)),))
    assert first("điều 5", filters=within) == (laws[0].pk, "dieu-5")
    assert first("điều 5 khoản 1 số:16/2003/QH11") == (laws[0].pk, "dieu-5/khoan-1")


def test_a_place_that_is_not_there_is_pointed_out(laws: list[Document]) -> None:
    results = ask("điều 500 luật xây dựng")
    assert [problem.message for problem in results.problems] == ["Luật số 50/2014/QH13 trong kho không có Điều 500."]
    results = ask("khoản 9 điều 5 luật xây dựng")
    assert results.hits[0].path == "dieu-5"
    assert "không có khoản 9 Điều 5; đang hiện Điều 5" in results.problems[0].message


def test_a_law_of_another_year_is_pointed_out(laws: list[Document]) -> None:
    results = ask("điều 5 luật xây dựng năm 2018")
    assert results.hits[0].document_id == laws[1].pk
    assert results.problems[0].message == "Kho không có luật tên như vậy năm 2018; đang hiện Luật số 50/2014/QH13."


def test_a_known_law_that_is_not_held_is_pointed_out(laws: list[Document]) -> None:
    assert "Kho không có Luật Đất đai" in ask("điều 5 luật đất đai").problems[0].message


def test_a_cited_place_counts_as_complete_and_in_every_count(laws: list[Document]) -> None:
    query = Query("khoản 1 điều 5 luật xây dựng sẽ bỏ hẳn", ON)
    results = engine.search(query)
    assert results.complete == 2 == engine.count(query)
    assert sum(results.facets[Field.TYPE].values()) == 2
    assert engine.documents(query) == {laws[0].pk, laws[1].pk}
    assert results.total >= results.complete


def test_conditions_hold_for_a_cited_place_too(laws: list[Document]) -> None:
    expired = ask("điều 5 luật xây dựng hiệu lực:hết").hits
    assert {hit.document_id for hit in expired} == {laws[0].pk}
    assert laws[1].pk not in {hit.document_id for hit in ask("điều 5 luật xây dựng -50/2014/QH13").hits}


def test_pages_and_documents_keep_the_place_first(laws: list[Document]) -> None:
    by_document = ask("điều 5 luật xây dựng", level="document").hits
    assert [hit.document_id for hit in by_document[:2]] == [laws[1].pk, laws[0].pk]
    whole = [hit.path for hit in ask("điều 5 luật xây dựng", limit=6).hits]
    parts = [hit.path for offset in (0, 2, 4) for hit in ask("điều 5 luật xây dựng", limit=2, offset=offset).hits]
    assert parts == whole


def test_a_long_article_that_is_indexed_by_its_clauses_opens_at_the_clause() -> None:
    text = {"dieu-5": ("Mức giá", ""), **{f"dieu-5/khoan-{n}": ("", f"giá loại {n} " * 900) for n in range(1, 5)}}
    long = put("9/2022/QĐ-UBND", "Bảng giá", text)
    index_everything()
    assert first("khoản 3 điều 5 quyết định 9/2022/QĐ-UBND") == (long.pk, "dieu-5/khoan-3")


def test_a_draft_that_may_not_be_read_is_neither_shown_nor_spoken_of(laws: list[Document]) -> None:
    hidden = law("1/2025/QH15", 2025, stage=Stage.DRAFT)
    index_everything()
    assert first("điều 5 luật xây dựng") == (laws[1].pk, "dieu-5")
    assert not ask("điều 500 luật 1/2025/QH15").problems
    everything = Filters(stages=tuple(Stage.values))
    assert hidden.pk in {hit.document_id for hit in ask("điều 5 luật xây dựng", filters=everything).hits[:3]}


def test_the_name_of_a_law_alone_lists_the_laws_of_that_name_first(laws: list[Document]) -> None:
    hits = ask("luật xây dựng").hits
    assert [(hit.document_id, hit.path) for hit in hits[:2]] == [(laws[1].pk, ""), (laws[0].pk, "")]


def test_the_documents_of_a_series_come_first() -> None:
    text = {"dieu-1": ("", "Quy định")}
    wanted = [put(f"{n}/2023/TT-BTC", "Quy định", text, issued_on=date(2023, n, 1)).pk for n in (3, 7)]
    put("5/2022/TT-BTC", "TT-BTC 2023", text)
    put("6/2023/TT-BTP", "TT-BTC 2023", text)
    hidden = put("9/2023/TT-BTC", "Quy định", text, stage=Stage.DRAFT).pk
    index_everything()
    results = ask("TT-BTC 2023", level="document")
    assert {hit.document_id for hit in results.hits[:2]} == set(wanted)
    assert hidden not in {hit.document_id for hit in results.hits}


@pytest.mark.parametrize("asked_for", ["điều 5 luật {}", "điều 500 luật {}", "điều 5 luật {} năm 2020", "luật {}"])
def test_a_law_that_may_not_be_read_is_as_if_it_were_not(laws: list[Document], asked_for: str) -> None:
    law("3/2025/QH15", 2025, title="Zyxwvu", stage=Stage.DRAFT)
    index_everything()
    hidden, missing = (ask(asked_for.format(name)) for name in ("zyxwvu", "qponml"))
    assert [hit.document_id for hit in hidden.hits] == [hit.document_id for hit in missing.hits]
    assert (hidden.total, hidden.complete, hidden.problems) == (missing.total, missing.complete, missing.problems)
