"""Báo cáo kết quả tự kiểm tra: what the issuer's own check of a new document found.

For an unlawful document: its name, the unlawful content with the legal ground, the checker's opinion and the proposed handling
(NĐ 79/2025/NĐ-CP Đ12 k3, Đ17 k2). The decree gives no form; the headings are those of its Đ5.
"""

from __future__ import annotations

import re

from docx.document import Document as WordDocument

from legaldocs.exports import word
from legaldocs.parsing.numbers import format_date
from workflow.exports.office import JUSTICE, full_name, office_letterhead, signer_of
from workflow.models import SelfCheck, SelfCheckState
from workflow.statutory_criteria import UNLAWFUL_GROUND_BY_CODE

#: What a check looks at (NĐ 79/2025/NĐ-CP Đ5).
CHECKED = (
    "thẩm quyền ban hành; nội dung, hình thức; trình tự, thủ tục xây dựng, ban hành; căn cứ ban hành, thể thức, kỹ thuật "
    "trình bày; bảo vệ bí mật nhà nước"
)
_SOURCE = re.compile(r"NĐ (?P<number>\S+) Đ(?P<article>\d+) k(?P<clause>\d+)(?: (?P<point>\w+))?")


def write_self_check_report(check: SelfCheck) -> bytes:
    """The report as a .docx file; marked as a draft until the check is concluded."""
    concluded = check.state == SelfCheckState.CONCLUDED
    issuer = _checking_department(check)
    subject = f"Kết quả tự kiểm tra {check.document.name}"
    paper = word.new_document(subject=subject, author=issuer)
    office_letterhead(
        paper,
        check.document,
        number="Số:         /BC",
        on=None,
        issuer=issuer,
        mark="" if concluded else "DỰ THẢO",
    )
    word.title(paper, "Báo cáo", subject)
    word.addressed_to(paper, check.document.issued_by.name if check.document.issued_by else "Cơ quan ban hành văn bản")
    _object(paper, check)
    _result(paper, check)
    recipients = ["Như trên", f"{JUSTICE} (để tổng hợp)", "Lưu: VT"]
    word.recipients_and_signature(paper, recipients, *signer_of(None))
    return word.as_bytes(paper)


def _checking_department(check: SelfCheck) -> str:
    """The department of the person in charge, else the one that drafted: the usual assignment (Đ11)."""
    if check.assigned_to and check.assigned_to.unit:
        return check.assigned_to.unit.department.name
    return check.document.drafted_by.department.name if check.document.drafted_by else JUSTICE


def _object(paper: WordDocument, check: SelfCheck) -> None:
    document = check.document
    word.heading(paper, "I. Văn bản được tự kiểm tra")
    word.body(paper, f"{full_name(document)}: {document.title}.")
    if document.effective_on:
        word.body(paper, f"Ngày có hiệu lực: {format_date(document.effective_on)}.")
    begun = f"Việc tự kiểm tra bắt đầu ngày {format_date(check.opened_on)}"
    due = f", thời hạn đến ngày {format_date(check.due_on)}" if check.due_on else ""
    done = f", hoàn thành ngày {format_date(check.closed_on)}" if check.closed_on else ""
    word.body(paper, f"{begun}{due}{done} (khoản 2 Điều 12 Nghị định số 79/2025/NĐ-CP).")
    if check.assigned_to:
        word.body(paper, f"Người kiểm tra: {check.assigned_to.full_name}.")


def _result(paper: WordDocument, check: SelfCheck) -> None:
    word.heading(paper, "II. Kết quả tự kiểm tra")
    word.body(paper, f"Nội dung kiểm tra gồm: {CHECKED} (Điều 5 Nghị định số 79/2025/NĐ-CP).")
    if check.is_lawful is None:
        word.body(paper, "(Chưa kết luận.)")
        return
    if check.is_lawful:
        word.body(paper, "Qua tự kiểm tra, không phát hiện nội dung trái pháp luật.")
    else:
        word.body(paper, "Qua tự kiểm tra, phát hiện văn bản có nội dung trái pháp luật theo các căn cứ sau:")
    for code in check.grounds:
        ground = UNLAWFUL_GROUND_BY_CODE.get(code)
        word.body(paper, f"- {ground.text} ({_article_in_words(ground.legal_source)})." if ground else f"- {code}.")
    if check.result:
        word.heading(paper, "III. Ý kiến của người kiểm tra và đề xuất hướng xử lý")
        word.body(paper, check.result)


def _article_in_words(source: str) -> str:
    """ "NĐ 79/2025/NĐ-CP Đ7 k1 c" as a paper writes it: "điểm c khoản 1 Điều 7 Nghị định số 79/2025/NĐ-CP"."""
    match = _SOURCE.fullmatch(source)
    if match is None:
        return source
    point = f"điểm {match['point']} " if match["point"] else ""
    return f"{point}khoản {match['clause']} Điều {match['article']} Nghị định số {match['number']}"
