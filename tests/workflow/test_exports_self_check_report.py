"""The report of a self-check, written and opened again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_unit
from tests.workflow import papers
from workflow.exports.self_check_report import write_self_check_report
from workflow.models import SelfCheck, SelfCheckState

pytestmark = pytest.mark.django_db


def _check(**fields: object) -> SelfCheck:
    document = papers.promulgated("15/2025/QĐ-UBND", issued_on=date(2025, 9, 1), effective_on=date(2025, 9, 11))
    document.drafted_by = make_unit("Sở Nông nghiệp và Môi trường")
    document.save()
    values: dict[str, object] = {"document": document, "regime": "L2025_L87", "opened_on": date(2025, 9, 1)}
    return SelfCheck.objects.create(**values | {"due_on": date(2025, 9, 11)} | fields)


def _text(check: SelfCheck) -> str:
    return papers.all_text(papers.opened(write_self_check_report(check)))


def test_a_lawful_document_is_said_to_show_nothing_unlawful() -> None:
    check = _check(state=SelfCheckState.CONCLUDED, is_lawful=True, closed_on=date(2025, 9, 8))
    text = _text(check)
    assert "Quyết định số 15/2025/QĐ-UBND ngày 01/09/2025 của Ủy ban nhân dân tỉnh Hà Tĩnh" in text
    assert "không phát hiện nội dung trái pháp luật" in text
    assert "thời hạn đến ngày 11/09/2025, hoàn thành ngày 08/09/2025" in text
    assert "DỰ THẢO" not in text
    assert "SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG" in text


def test_an_unlawful_document_is_reported_with_grounds_opinion_and_proposal() -> None:
    check = _check(
        state=SelfCheckState.CONCLUDED, is_lawful=False, grounds=["D7_K1C"], result="Đề nghị sửa đổi Điều 3."
    )
    text = _text(check)
    assert "phát hiện văn bản có nội dung trái pháp luật" in text
    assert (
        "Quy định thời điểm có hiệu lực trái Điều 53, Điều 55 của Luật (điểm c khoản 1 Điều 7 Nghị định số 79/2025/NĐ-CP)"
        in text
    )
    assert "Đề nghị sửa đổi Điều 3." in text


def test_an_open_check_gives_a_draft_without_a_result() -> None:
    text = _text(_check())
    assert "DỰ THẢO" in text and "(Chưa kết luận.)" in text
    assert "không phát hiện" not in text
