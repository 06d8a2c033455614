"""The internal form of one review, written and opened again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflow import papers
from workflow.exports.review_form import write_review_form
from workflow.models import Review, ReviewOutcome, ReviewState

pytestmark = pytest.mark.django_db


def _rows(**fields: object) -> dict[str, str]:
    values: dict[str, object] = {
        "document": papers.promulgated("15/2021/QĐ-UBND", expired_on=date(2026, 1, 1)),
        "regime": "L2025_L87",
        "opened_on": date(2025, 9, 1),
        "trigger": papers.promulgated("20/2025/NQ-HĐND", issued_on=date(2025, 8, 1)),
    }
    review = Review.objects.create(**values | fields)
    paper = papers.opened(write_review_form(review))
    assert "không quy định mẫu phiếu rà soát" in papers.all_text(paper)
    return {row[1]: row[2] for row in papers.table_after_head(paper, 0)}


def test_it_records_what_set_the_review_off_and_how_it_ended() -> None:
    rows = _rows(
        state=ReviewState.CONCLUDED,
        outcome=ReviewOutcome.AMEND,
        outcome_reason="Điều 4 không còn phù hợp.",
        handle_by=date(2025, 12, 31),
        closed_on=date(2025, 10, 1),
    )
    assert rows["Căn cứ rà soát (Điều 37)"].startswith("Nghị quyết số 20/2025/NQ-HĐND ngày 01/08/2025")
    assert rows["Kiến nghị hình thức xử lý (Điều 38)"] == "Sửa đổi, bổ sung"
    assert rows["Nội dung, lý do kiến nghị"] == "Điều 4 không còn phù hợp."
    assert rows["Thời hạn phải xử lý"] == "31/12/2025"


def test_it_keeps_the_effect_as_it_was_when_the_review_ended() -> None:
    rows = _rows(state=ReviewState.CONCLUDED, outcome=ReviewOutcome.KEEP, closed_on=date(2025, 10, 1))
    assert rows["Hiệu lực của văn bản"] == "Còn hiệu lực (có hiệu lực từ ngày 11/03/2021)"


def test_an_open_review_has_no_outcome() -> None:
    assert _rows()["Kiến nghị hình thức xử lý (Điều 38)"] == "Chưa kết luận"
