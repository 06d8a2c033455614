"""Phiếu rà soát văn bản: an internal record of one review.

NĐ 79/2025/NĐ-CP prescribes no form for a single review (its annex has only the five lists), and the paper says so. What is
looked at: Đ41; the closed list of forms of handling: Đ38.
"""

from __future__ import annotations

from docx.shared import Mm

from legaldocs.exports import word, word_tables
from legaldocs.parsing.numbers import format_date
from workflow.exports.office import JUSTICE, full_name, office_letterhead
from workflow.models import Review, ReviewState


def write_review_form(review: Review) -> bytes:
    """The form as a .docx file."""
    issuer = _reviewing_department(review)
    subject = f"Rà soát {review.document.name}"
    paper = word.new_document(subject=subject, author=issuer)
    office_letterhead(paper, review.document, number="", on=review.closed_on, issuer=issuer)
    word.title(paper, "Phiếu rà soát văn bản", full_name(review.document))
    word_tables.table(
        paper,
        ["STT", "Nội dung", "Kết quả rà soát"],
        [[str(row), name, text] for row, (name, text) in enumerate(_lines(review), start=1)],
        [Mm(11), Mm(49), Mm(100)],
    )
    word.body(
        paper,
        "Biểu dùng trong nội bộ để theo dõi; Nghị định số 79/2025/NĐ-CP không quy định mẫu phiếu rà soát.",
        italic=True,
    )
    word.recipients_and_signature(
        paper, [], "", "Người rà soát", review.assigned_to.full_name if review.assigned_to else ""
    )
    return word.as_bytes(paper)


def _reviewing_department(review: Review) -> str:
    """The department of the reviewer, else the one in charge of the document's field (Đ35 k3)."""
    if review.assigned_to and review.assigned_to.unit:
        return review.assigned_to.unit.department.name
    return review.document.drafted_by.department.name if review.document.drafted_by else JUSTICE


def _lines(review: Review) -> list[tuple[str, str]]:
    document = review.document
    concluded = review.state == ReviewState.CONCLUDED
    # The status as it was when the review ended: a form that is printed again later must not change.
    status = document.effect_status(review.closed_on).label
    since = f" (có hiệu lực từ ngày {format_date(document.effective_on)})" if document.effective_on else ""
    return [
        ("Văn bản được rà soát", f"{full_name(document)}: {document.title}"),
        ("Hiệu lực của văn bản", f"{status}{since}"),
        ("Căn cứ rà soát (Điều 37)", _trigger(review)),
        ("Thời gian rà soát", _time(review)),
        ("Kiến nghị hình thức xử lý (Điều 38)", review.get_outcome_display() if concluded else "Chưa kết luận"),
        ("Nội dung, lý do kiến nghị", review.outcome_reason),
        ("Cơ quan chủ trì soạn thảo", document.drafted_by.name if document.drafted_by else ""),
        ("Thời hạn phải xử lý", format_date(review.handle_by)),
    ]


def _trigger(review: Review) -> str:
    named = full_name(review.trigger) if review.trigger else ""
    return "\n".join(filter(None, (named, review.trigger_note)))


def _time(review: Review) -> str:
    begun = f"Bắt đầu ngày {format_date(review.opened_on)}"
    return f"{begun}, kết thúc ngày {format_date(review.closed_on)}" if review.closed_on else begun
