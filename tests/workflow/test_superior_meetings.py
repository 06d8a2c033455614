"""A draft against the superior document that it cites, through the doors that people use."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as WordDocument

from legaldocs.models import Document
from legaldocs.parsing.vocabulary import DocumentType
from search import indexing
from tests.factories import make_body, make_document
from tests.workflow.test_criteria_of_content import decree
from tests.workflow.test_examination import examined
from tests.workflow.test_find_overlaps import run

pytestmark = pytest.mark.django_db

DECREE = """Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về nuôi ong lấy mật và bảo tồn ong rừng.
Điều 5. Cấp giấy xác nhận, hỗ trợ
1. Cơ quan có thẩm quyền xem xét, cấp giấy xác nhận vùng nuôi ong trong thời hạn không quá 05 ngày làm việc kể từ khi đủ hồ sơ.
2. Mức hỗ trợ từ ngân sách nhà nước cho mô hình nuôi ong lấy mật tối đa 10% tổng chi phí đầu tư của mô hình.
3. Chỉ Ủy ban nhân dân cấp tỉnh được quyết định thành lập khu bảo tồn ong rừng.
4. Tổ chức, cá nhân không được thu phí thẩm định hồ sơ đề nghị cấp giấy xác nhận vùng nuôi ong.
"""
HEAD = (
    "ỦY BAN NHÂN DÂN",
    "TỈNH THỬ NGHIỆM",
    "QUYẾT ĐỊNH",
    "Quy định chính sách nuôi ong lấy mật trên địa bàn tỉnh Thử Nghiệm",
    "Căn cứ Nghị định số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2024 của Chính phủ quy định về nuôi ong lấy mật;",
)
RULES = (
    "Điều 1. Chính sách nuôi ong",
    "1. Sở Nông nghiệp và Môi trường cấp giấy xác nhận vùng nuôi ong theo khoản 1 Điều 5 Nghị định số 61/2024/NĐ-CP "
    "trong thời hạn 10 ngày làm việc.",
    "2. Ngân sách tỉnh hỗ trợ 15% tổng chi phí đầu tư mô hình nuôi ong lấy mật quy định tại khoản 2 Điều 5 Nghị định số "
    "61/2024/NĐ-CP.",
    "3. Ủy ban nhân dân cấp xã quyết định thành lập khu bảo tồn ong rừng theo Điều 5 Nghị định số 61/2024/NĐ-CP.",
    "4. Cơ quan tiếp nhận được thu phí thẩm định hồ sơ đề nghị cấp giấy xác nhận vùng nuôi ong ngay khi nhận hồ sơ.",
)
TEXT = "\n".join((*HEAD, *RULES))


@pytest.fixture
def superior() -> Document:
    return decree(DECREE, title="Quy định về nuôi ong lấy mật")


def test_a_word_draft_beyond_a_cited_decree_is_in_conflict_with_both_quotes_and_the_rank(
    tmp_path: Path, superior: Document
):
    make_body()
    indexing.rebuild(progress=False)
    draft = WordDocument()
    for line in (*HEAD, *RULES):
        draft.add_paragraph(line)
    draft.save(str(tmp_path / "du-thao.docx"))
    code, answer = run(str(tmp_path / "du-thao.docx"), "--on", "2026-03-02", "--body", "tỉnh Thử Nghiệm")
    assert code == 0
    found = {f["path"]: f for f in answer["findings"] if f["kind"] == "CONFLICT"}
    assert {path: (f["target_path"], f["differences"]) for path, f in found.items()} == {
        "dieu-1/khoan-1": (
            "dieu-5/khoan-1",
            [
                {
                    "type": "NUMBER",
                    "draft": "trong thời hạn 10 ngày làm việc",
                    "target": "thời hạn không quá 05 ngày làm việc",
                }
            ],
        ),
        "dieu-1/khoan-2": ("dieu-5/khoan-2", [{"type": "NUMBER", "draft": "15%", "target": "tối đa 10%"}]),
        "dieu-1/khoan-3": (
            "dieu-5/khoan-3",
            [{"type": "SUBJECT", "draft": "Ủy ban nhân dân cấp xã", "target": "Ủy ban nhân dân cấp tỉnh"}],
        ),
        "dieu-1/khoan-4": (
            "dieu-5/khoan-4",
            [{"type": "MODALITY", "draft": "được thu phí", "target": "không được thu phí"}],
        ),
    }
    first = found["dieu-1/khoan-1"]
    assert "10 ngày làm việc" in first["draft_quote"] and "không quá 05 ngày làm việc" in first["target_quote"]
    assert first["target_status"] == "IN_FORCE" and first["standing"] == "HIGHER"
    assert "mà dự thảo dẫn chiếu" in first["reason"] and "Luật BHVBQPPL 2025 Điều 58" in first["reason"]


def conflicts(text: str = TEXT) -> dict[str, str]:
    return {f.path: f.target_number for f in examined(text).findings if f.kind == "CONFLICT"}


def test_what_keeps_within_the_decree_is_no_conflict(superior: Document):
    within = (
        TEXT.replace("10 ngày", "05 ngày")
        .replace("15%", "10%")
        .replace("nhân dân cấp xã", "nhân dân cấp tỉnh")
        .replace("được thu", "không được thu")
    )
    assert conflicts(within) == {}


def test_a_document_that_the_draft_does_not_name_or_that_stands_below_is_no_superior(superior: Document):
    unnamed = "\n".join(line for line in (*HEAD[:4], *RULES[:3])).replace("61/2024/NĐ-CP", "62/2024/NĐ-CP")
    assert conflicts(unnamed) == {}
    superior.document_type = DocumentType.DECISION.value
    superior.issued_by = make_body()
    superior.save()
    assert conflicts("\n".join((*HEAD, *RULES[:3]))) == {}


def test_an_expired_decree_is_no_ground(superior: Document):
    Document.objects.filter(pk=superior.pk).update(expired_on="2025-01-01")
    assert conflicts() == {}


def test_the_number_of_queries_does_not_grow_with_what_is_cited(superior: Document, django_assert_max_num_queries):
    make_document(number="62/2024/NĐ-CP")
    many = "\n".join((*HEAD, "Điều 1. Chính sách nuôi ong", *(f"{n}. {RULES[1][3:]}" for n in range(1, 30))))
    indexing.rebuild(progress=False)
    with django_assert_max_num_queries(45):
        examined(many)
