"""What a draft ought to end: documents on the matter of one of its chapters, and amenders of what it ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from legaldocs.models import Document
from tests.factories import make_document
from tests.workflow.test_criteria import codes, context, overlap
from workflow.criteria.context import DraftContext
from workflow.criteria.repeal_completeness import check_repeals

pytestmark = pytest.mark.django_db

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\n\nQUYẾT ĐỊNH\nQuy định một số mức chi của tỉnh\n\n"
CHAPTERS = HEAD + (
    "Chương I\nNUÔI CHIM YẾN\n"
    "Điều 1. Nhà yến\nNơi nuôi chim yến cách nhà ở 300 mét.\n"
    "Điều 2. Tiếng ồn\nKhông quá 55 dBA.\nĐiều 3. Sổ theo dõi\nGhi hằng tháng.\n"
    "Chương II\nCHỢ PHIÊN\n" + "".join(f"Điều {n}. Quầy hàng {n}\nQuầy số {n} rộng 2 mét.\n" for n in range(4, 16))
)
CHECKED = tuple(f"dieu-{n}" for n in range(1, 16))


def draft(met: list[str], old: Document, text: str = CHAPTERS, checked: tuple[str, ...] = CHECKED) -> DraftContext:
    fields: dict[str, Any] = {"provisions_checked": len(checked), "checked_paths": checked}
    return context(text, findings=[overlap(path, old) for path in met], **fields)


def test_a_document_on_the_matter_of_one_chapter_is_missed_though_the_titles_differ():
    old = make_document(number="12/2024/QĐ-UBND", title="Quy định nuôi chim yến", issued_on=date(2024, 5, 1))
    (result,) = check_repeals(draft(["dieu-1", "dieu-2", "dieu-3"], old))
    assert (result.code, result.number, result.path) == ("REPEAL_MISSING", "12/2024/QĐ-UBND", "chuong-1")
    assert "3 điều khoản của Chương I (NUÔI CHIM YẾN) của dự thảo" in result.message


def test_as_many_provisions_spread_over_a_long_chapter_prove_nothing():
    old = make_document(number="12/2024/QĐ-UBND", title="Quy định bến xe", issued_on=date(2024, 5, 1))
    assert codes(check_repeals(draft(["dieu-4", "dieu-9", "dieu-14"], old))) == []


def test_clauses_of_one_article_alone_are_no_matter_of_their_own():
    clauses = "".join(f"{n}. Chi hội thi cho việc thứ {n} là {n}00.000 đồng.\n" for n in range(1, 5))
    text = f"{HEAD}Điều 1. Mức chi hội thi\n{clauses}" + "".join(f"Điều {n}. Việc {n}\nLàm.\n" for n in range(2, 20))
    paths = tuple(f"dieu-1/khoan-{n}" for n in range(1, 5))
    old = make_document(number="12/2024/QĐ-UBND", title="Quy định chi cho hội thi", issued_on=date(2024, 5, 1))
    assert codes(check_repeals(draft(list(paths), old, text, (*paths, *(f"dieu-{n}" for n in range(2, 20)))))) == []


def test_a_consolidated_text_is_not_to_be_repealed():
    old = make_document(number="12/VBHN-UBND", title="Quy định nuôi chim yến", issued_on=date(2024, 5, 1))
    assert codes(check_repeals(draft(["dieu-1", "dieu-2", "dieu-3"], old))) == []


def test_what_fines_and_norms_on_another_matter_share_is_no_common_matter():
    """Chapters on who fines are worded alike in every decree on fines: none speaks of the other's matter."""
    old = make_document(number="12/2024/QĐ-UBND", title="Quy định quản lý chợ đêm ven biển", issued_on=date(2024, 5, 1))
    assert codes(check_repeals(draft(["dieu-1", "dieu-2", "dieu-3"], old))) == []


def test_scope_and_addressees_that_are_worded_alike_are_no_common_matter():
    title = "Quy định một số mức chi của tỉnh nuôi chim yến"
    old = make_document(number="12/2024/QĐ-UBND", title=title, issued_on=date(2024, 5, 1))
    text = CHAPTERS.replace("Nhà yến\n", "Phạm vi điều chỉnh\n").replace("Tiếng ồn\n", "Đối tượng áp dụng\n")
    met = ["dieu-1", "dieu-2", "dieu-3"]
    assert codes(check_repeals(draft(met, old, text))) == []
    assert codes(check_repeals(draft(met, old))) == ["REPEAL_MISSING"]


def test_an_amender_named_beside_what_is_ended_is_not_forgotten():
    old = make_document(number="12/2024/QĐ-UBND")
    title = "Sửa đổi, bổ sung một số điều của Quyết định số 12/2024/QĐ-UBND"
    make_document(number="30/2025/QĐ-UBND", title=title, text=None)
    ends = "Điều 1. Hiệu lực\nQuyết định số 12/2024/QĐ-UBND{} hết hiệu lực kể từ ngày Quyết định này có hiệu lực."
    replaced = frozenset({old.pk})
    assert codes(check_repeals(context(ends.format(""), replaced=replaced))) == ["AMENDER_ORPHANED"]
    named = " đã được sửa đổi, bổ sung một số điều theo Quyết định số 30/2025/QĐ-UBND"
    assert codes(check_repeals(context(ends.format(named), replaced=replaced))) == []


def test_a_title_that_repeals_amends_nothing():
    old = make_document(number="12/2024/QĐ-UBND")
    title = (
        "Bãi bỏ Quyết định số 10/2023/QĐ-UBND và Quyết định số 11/2023/QĐ-UBND sửa đổi Quyết định số 12/2024/QĐ-UBND"
    )
    make_document(number="30/2025/QĐ-UBND", title=title, text=None)
    assert codes(check_repeals(context("Điều 1. Nuôi yến\nNuôi.", replaced=frozenset({old.pk})))) == []
