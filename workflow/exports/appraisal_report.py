"""Báo cáo thẩm định: the Department of Justice's opinion on a draft, ready to be signed.

It gives a view on each statutory criterion and says "đủ điều kiện" or "chưa đủ điều kiện" to be submitted, with reasons when
not (Luật 80/2015/QH13 Đ121 k4, Đ130 k4; NĐ 34/2016 Đ52 k2). The arrangement of headings is practice (domain.md 2.1).
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.shared import Mm

from legaldocs.exports import word, word_parts, word_tables
from legaldocs.models import Document
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import path_as_heading, roman
from legaldocs.parsing.vocabulary import DocumentType
from workflow.exports.office import (
    JUSTICE,
    draft_name,
    full_name,
    lower_first,
    office_letterhead,
    report_number,
    signer_of,
)
from workflow.exports.quotes import marked_quotes
from workflow.models import Appraisal, Conclusion, CriterionAssessment, Finding, FindingState, Regime, Verdict
from workflow.statutory_criteria import BodyKind, StatutoryCriterion, body_kind, criteria_of

_LAW_2015 = "Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13"
_LAW_2025 = "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15"
_BASES = {
    Regime.L2015: f"{_LAW_2015}; Nghị định số 34/2016/NĐ-CP của Chính phủ",
    Regime.L2020: f"{_LAW_2015} được sửa đổi, bổ sung bởi Luật số 63/2020/QH14; Nghị định số 34/2016/NĐ-CP của Chính phủ "
    "được sửa đổi, bổ sung bởi Nghị định số 154/2020/NĐ-CP",
    Regime.L2025: f"{_LAW_2025}; Nghị định số 78/2025/NĐ-CP của Chính phủ",
    Regime.L2025_L87: f"{_LAW_2025} được sửa đổi, bổ sung bởi Luật số 87/2025/QH15; Nghị định số 78/2025/NĐ-CP của Chính "
    "phủ được sửa đổi, bổ sung bởi Nghị định số 187/2025/NĐ-CP",
}
_LEGALITY = "LEGALITY"


def write_appraisal_report(appraisal: Appraisal) -> bytes:
    """The report as a .docx file, marked as a draft until it is approved."""
    draft = appraisal.document
    approved = appraisal.approved_by_id is not None
    round_ = f" (lần {appraisal.round})" if appraisal.round > 1 else ""
    subject = f"Thẩm định{round_} {draft_name(draft)}"
    paper = word.new_document(subject=subject, author=JUSTICE)
    office_letterhead(
        paper,
        draft,
        number=report_number(appraisal.report_number if approved else "", "BC-STP"),
        on=appraisal.reported_on if approved else None,
        mark="" if approved else "DỰ THẢO",
    )
    word.title(paper, "Báo cáo", subject)
    word.addressed_to(paper, _drafter(draft))
    _opening(paper, appraisal)
    sections = _criteria(paper, appraisal)
    sections += _remarks(paper, appraisal, sections + 1)
    _conclusion(paper, appraisal, sections + 1)
    word.recipients_and_signature(
        paper, ["Như trên", "Lãnh đạo Sở", "Lưu: VT, XDPL"], *signer_of(appraisal.approved_by)
    )
    return word.as_bytes(paper)


def _drafter(draft: Document) -> str:
    return draft.drafted_by.department.name if draft.drafted_by else "Cơ quan chủ trì soạn thảo"


def _opening(paper: WordDocument, appraisal: Appraisal) -> None:
    request = f"Văn bản số {appraisal.request_number}" if appraisal.request_number else "văn bản"
    if appraisal.requested_on:
        request += f" ngày {format_date(appraisal.requested_on)}"
    draft = appraisal.document
    word.body(
        paper,
        f"{JUSTICE} nhận được {request} của {_drafter(draft)} về việc đề nghị thẩm định {draft_name(draft)} "
        "(sau đây gọi là dự thảo)"
        + (f"; hồ sơ đầy đủ nhận ngày {format_date(appraisal.submitted_on)}." if appraisal.submitted_on else "."),
    )
    if appraisal.legal_ground:
        word.body(paper, f"Dự thảo được đề nghị ban hành trên cơ sở {appraisal.legal_ground}.")
    word.body(
        paper,
        f"Căn cứ {_article(appraisal)}{_BASES[Regime(appraisal.regime)]}; sau khi nghiên cứu hồ sơ, {JUSTICE} có ý kiến "
        "thẩm định như sau:",
    )


def _article(appraisal: Appraisal) -> str:
    """The article that orders the appraisal, where its text was read: the law of 2015."""
    if appraisal.regime not in (Regime.L2015, Regime.L2020):
        return ""
    return "Điều 121 " if appraisal.document.document_type == DocumentType.RESOLUTION else "Điều 130 "


# --- the view on each criterion ---


def _criteria(paper: WordDocument, appraisal: Appraisal) -> int:
    views = {view.criterion: view for view in appraisal.assessments.all()}
    criteria = criteria_of(appraisal)
    for position, criterion in enumerate(criteria, start=1):
        word.heading(paper, f"{roman(position)}. {criterion.text.removesuffix(' (nếu có)')}")
        for line in _view(criterion, views.get(criterion.code)):
            word.body(paper, line)
        if criterion.code == _LEGALITY:
            _findings(paper, appraisal)
    return len(criteria)


def _view(criterion: StatutoryCriterion, view: CriterionAssessment | None) -> list[str]:
    if view is None:
        return ["(Chưa có ý kiến.)"]
    if view.verdict == Verdict.NOT_APPLICABLE:
        return [view.note or "Dự thảo không có nội dung này."]
    words = "phù hợp" if view.verdict == Verdict.MEETS else "chưa phù hợp"
    opinion = f"Đánh giá: {words}."
    return [view.note, opinion] if view.note else [opinion]


def _findings(paper: WordDocument, appraisal: Appraisal) -> None:
    """The confirmed findings, both wordings side by side; those dismissed stay in the dossier only."""
    confirmed = _in_order_of_the_draft(appraisal)
    if not confirmed:
        return
    word.body(paper, "Kết quả đối chiếu dự thảo với các quy định có liên quan (từ ngữ khác nhau in đậm, gạch chân):")
    word_tables.table(
        paper,
        ["STT", "Điều khoản dự thảo", "Quy định đối chiếu", "Ý kiến thẩm định"],
        [[str(position), *_finding_row(finding)] for position, finding in enumerate(confirmed, start=1)],
        [Mm(11), Mm(51), Mm(58), Mm(40)],
    )


def _in_order_of_the_draft(appraisal: Appraisal) -> list[Finding]:
    """The confirmed findings as the draft is read: article by article, the weightiest first within one provision."""
    version = appraisal.version
    places = dict(version.provisions.values_list("path", "position")) if version else {}
    confirmed = appraisal.findings.current().filter(state=FindingState.CONFIRMED).select_related("target__issued_by")
    return sorted(confirmed, key=lambda finding: (places.get(finding.path, len(places)), -finding.score, finding.pk))


def _finding_row(finding: Finding) -> list[word_parts.Text]:
    target = finding.target
    place = f"{path_as_heading(finding.target_path)} {full_name(target)}"
    draft_quote, target_quote = marked_quotes(finding.draft_quote, finding.target_quote)
    opinion = [word_parts.Span(f"{finding.get_kind_display()}. ", bold=True), word_parts.Span(finding.decision_reason)]
    return [
        [word_parts.Span(f"{path_as_heading(finding.path)}\n", bold=True), *draft_quote],
        [
            word_parts.Span(f"{place} ", bold=True),
            word_parts.Span(f"({lower_first(finding.get_target_status_display())})\n", italic=True),
            *target_quote,
        ],
        opinion,
    ]


# --- remarks and conclusion ---


def _remarks(paper: WordDocument, appraisal: Appraisal, position: int) -> int:
    """How many sections were written: one, or none when the specialist made no remark."""
    remarks = [remark for remark in appraisal.remarks.all() if not remark.is_withdrawn]
    if not remarks:
        return 0
    word.heading(paper, f"{roman(position)}. Ý kiến về từng điều, khoản của dự thảo")
    word_tables.table(
        paper,
        ["STT", "Điều khoản", "Ý kiến", "Đề nghị"],
        [
            [str(row), path_as_heading(remark.path) if remark.path else "Toàn bộ dự thảo", remark.text, remark.proposal]
            for row, remark in enumerate(remarks, start=1)
        ],
        [Mm(11), Mm(30), Mm(67), Mm(52)],
    )
    return 1


def _conclusion(paper: WordDocument, appraisal: Appraisal, position: int) -> None:
    word.heading(paper, f"{roman(position)}. Kết luận")
    for line in _conclusion_lines(appraisal):
        word.body(paper, line)
    word.body(
        paper,
        f"Trên đây là ý kiến thẩm định của {JUSTICE} đối với dự thảo, gửi {_drafter(appraisal.document)} để tiếp thu, giải "
        "trình và hoàn thiện dự thảo theo quy định./.",
    )


def _conclusion_lines(appraisal: Appraisal) -> list[str]:
    if not appraisal.conclusion:
        return ["(Chưa kết luận.)"]
    draft = appraisal.document
    eligible = appraisal.conclusion == Conclusion.ELIGIBLE
    words = "đủ điều kiện" if eligible else "chưa đủ điều kiện"
    lines = [f"Dự thảo {draft.type_label} {words} trình {_submitted_to(draft)}."]
    if appraisal.conclusion_reason:
        lines.append(appraisal.conclusion_reason if eligible else f"Lý do: {lower_first(appraisal.conclusion_reason)}")
    if appraisal.needs_corrections:
        lines.append(
            f"Đề nghị {_drafter(draft)} chỉnh lý, hoàn thiện dự thảo theo các ý kiến nêu trên trước khi trình."
        )
    if not eligible:
        lines.append(f"Đề nghị {_drafter(draft)} chỉnh lý dự thảo và gửi thẩm định lại.")
    return lines


def _submitted_to(draft: Document) -> str:
    """A resolution too goes to the People's Committee first, which submits it to the council (Đ121, Đ122)."""
    name = draft.issued_by.name if draft.issued_by else ""
    chair = body_kind(name, draft.document_type) is BodyKind.CHAIR
    return "Chủ tịch Ủy ban nhân dân tỉnh" if chair else "Ủy ban nhân dân tỉnh"
