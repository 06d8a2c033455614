from __future__ import annotations

from datetime import date

import pytest

from search.query import DOCUMENT_KIND, MAX_DAY
from search.records import LONGEST, read_documents
from tests.factories import make_unit
from tests.search.corpus import fee_resolution, put

pytestmark = pytest.mark.django_db


def test_an_article_is_one_record_with_all_that_stands_in_it() -> None:
    document = fee_resolution()
    [found] = read_documents([document.pk])
    assert [record.path for record in found.records] == ["", "dieu-1", "dieu-2"]
    article = found.records[2]
    assert "Người lớn nộp" in article.text
    assert "người giám hộ" in article.text
    assert article.heading == "Điều 2 Mức thu"
    assert article.span == 3


def test_the_document_has_a_record_of_its_number_and_title() -> None:
    document = fee_resolution()
    [found] = read_documents([document.pk])
    head = found.records[0]
    assert (head.kind, head.number, head.title) == (DOCUMENT_KIND, document.number, document.title)


def test_units_are_clauses_with_their_points_and_articles_without_clauses() -> None:
    document = fee_resolution()
    [found] = read_documents([document.pk])
    texts = [unit.text for unit in found.units if unit.text]
    assert [text[:10] for text in texts] == ["Nghị quyết", "Người lớn ", "Trẻ em dướ"]
    assert "người giám hộ" in texts[2]


def test_an_article_too_long_for_one_hit_is_found_by_its_clauses() -> None:
    long = "Từ ngữ dài dòng. " * (LONGEST // 30)
    document = put(
        "1/2020/NQ-HĐND", "Dài", {"dieu-1": ("Đầu", ""), "dieu-1/khoan-1": ("", long), "dieu-1/khoan-2": ("", long)}
    )
    [found] = read_documents([document.pk])
    assert [record.path for record in found.records] == ["", "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2"]


def test_preamble_annexes_and_attached_texts_are_found_and_chapters_hold_no_rule() -> None:
    document = put(
        "1/2020/NQ-HĐND",
        "Nhiều phần",
        {
            "can-cu": ("", "Căn cứ Luật Tổ chức chính quyền địa phương;"),
            "chuong-1": ("QUY ĐỊNH CHUNG", ""),
            "dieu-1": ("Phạm vi", "Chữ của điều một."),
            "kem-theo": ("QUY ĐỊNH", ""),
            "kem-theo/dieu-1": ("Phạm vi", "Chữ của quy định kèm theo."),
            "phu-luc-1": ("BẢNG GIÁ", "Gạo | 10.000"),
        },
    )
    [found] = read_documents([document.pk])
    assert [r.path for r in found.records] == ["", "can-cu", "dieu-1", "kem-theo", "kem-theo/dieu-1", "phu-luc-1"]


def test_drafts_are_searched_but_no_draft_is_compared_with_another() -> None:
    department = make_unit("Sở Mẫu")
    division = make_unit("Phòng Mẫu", parent=department)
    document = fee_resolution(stage="DRAFT", drafted_by=division)
    [found] = read_documents([document.pk])
    assert len(found.records) == 3
    assert found.units == ()
    assert found.records[0].drafted_by == department.pk


def test_only_the_current_version_counts_and_unknown_days_are_said_so() -> None:
    document = fee_resolution(effective_on=None, expired_on=date(2024, 1, 1))
    [found] = read_documents([document.pk])
    assert found.records[0].effective_on == 0
    assert found.records[0].expired_on == date(2024, 1, 1).toordinal()
    assert found.records[0].suspended_on == MAX_DAY


def test_a_document_without_text_still_has_its_title(django_assert_num_queries) -> None:
    document = put("1/2020/NQ-HĐND", "Không có chữ", {})
    [found] = read_documents([document.pk])
    assert [record.path for record in found.records] == [""]


def test_documents_are_read_in_a_constant_number_of_queries(django_assert_num_queries) -> None:
    ids = [fee_resolution().pk] + [put(f"{n}/2020/NQ-HĐND", "Tên", {"dieu-1": ("", "chữ")}).pk for n in range(5)]
    with django_assert_num_queries(3):
        assert len(list(read_documents(ids))) == 6
