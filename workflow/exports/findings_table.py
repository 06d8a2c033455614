"""Bảng đối chiếu: the findings of a draft as a table with both quotes, to be printed, handed round and decided on paper.

No decree prescribes the form. It is a working paper of the person who appraises: what the tool shows, what was decided, and
what the automatic checks say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.timezone import localdate
from docx.document import Document as WordDocument
from docx.shared import Mm

from legaldocs.analysis.legal_force import standing_of
from legaldocs.exports import word, word_tables
from legaldocs.exports.word_parts import Span, Text
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import path_as_heading
from legaldocs.parsing.vocabulary import FINDING_KIND_LABELS, DifferenceType, FindingKind
from workflow.desk import KIND_ORDER, DeskFilter, checks_kept, force_of_document, what_was_compared
from workflow.dossier_findings import current_findings
from workflow.exports.office import draft_name, full_name, lower_first
from workflow.exports.quotes import marked_quotes
from workflow.models import Appraisal, Finding, FindingState

DIFFERENCE_LABELS = {
    DifferenceType.NUMBER: "Con số",
    DifferenceType.MODALITY: "Mức độ bắt buộc",
    DifferenceType.DATE: "Thời điểm",
    DifferenceType.SUBJECT: "Đối tượng",
}
UNSEEN = "Lần đối chiếu mới nhất không còn thấy."
_HEADER = ["STT", "Dự thảo", "Quy định đối chiếu", "Vì sao được nêu", "Ý kiến của người thẩm định"]
_WIDTHS = [Mm(11), Mm(80), Mm(80), Mm(48), Mm(38)]
_CHECKS_HEADER = ["STT", "Ở đâu", "Nội dung cần xem lại", "Căn cứ"]
_CHECKS_WIDTHS = [Mm(11), Mm(45), Mm(141), Mm(60)]


def chosen_findings(appraisal: Appraisal, chosen: DeskFilter, *, with_advice: bool = False) -> list[Finding]:
    """The findings that a filter asks for, in the draft's order, the weightiest first within one provision.

    Reading advice is left out unless it is wanted or asked for by its kind.
    """
    places = dict(appraisal.version.provisions.values_list("path", "position")) if appraisal.version else {}
    found = [
        finding
        for finding in current_findings(appraisal)
        if chosen.admits(finding)
        and (chosen.article == "" or f"{finding.path}/".startswith(f"{chosen.article}/"))
        and (with_advice or not finding.is_reading_advice or chosen.kind == FindingKind.RELATED)
    ]
    return sorted(found, key=lambda f: (places.get(f.path, len(places)), KIND_ORDER[FindingKind(f.kind)], -f.score))


def write_findings_table(appraisal: Appraisal, findings: Sequence[Finding]) -> bytes:
    """The table as a .docx file, landscape, with the automatic checks after it."""
    draft = appraisal.document
    paper = word.new_document(landscape=True, subject=f"Bảng đối chiếu {draft_name(draft)}")
    word.annex_title(paper, "Bảng đối chiếu", draft_name(draft), f"({_compared_in_words(appraisal)})")
    word.body(paper, f"{counted(findings)} Từ ngữ khác nhau in đậm, gạch chân. Công cụ chỉ nêu và trích.")
    replaced = what_was_compared(appraisal).replaced
    if replaced:
        numbers = "; ".join(each["number"] or each["title"] for each in replaced)
        word.body(paper, f"Dự thảo bãi bỏ hoặc thay thế toàn bộ: {numbers}; không nêu phát hiện với các văn bản này.")
    if findings:
        rows = [[str(number), *_row(finding)] for number, finding in enumerate(findings, start=1)]
        word_tables.table(paper, _HEADER, rows, _WIDTHS)
    _checks(paper, appraisal)
    return word.as_bytes(paper)


def _compared_in_words(appraisal: Appraisal) -> str:
    on = what_was_compared(appraisal).on
    if appraisal.examined_at is None or on is None:
        return "Dự thảo chưa được đối chiếu"
    return f"Đối chiếu với văn bản có hiệu lực ngày {format_date(on)}"


def counted(findings: Sequence[Finding]) -> str:
    """ "12 phát hiện: 3 có dấu hiệu mâu thuẫn, 9 trùng lặp; còn 4 chờ xem xét." """
    kinds = Counter(FindingKind(finding.kind) for finding in findings)
    if not kinds:
        return "Không có phát hiện nào."
    words = ", ".join(
        f"{kinds[kind]} {lower_first(FINDING_KIND_LABELS[kind])}" for kind in sorted(kinds, key=KIND_ORDER.__getitem__)
    )
    waiting = sum(f.state == FindingState.OPEN and not f.is_reading_advice for f in findings)
    return f"{len(findings)} phát hiện: {words}; còn {waiting} chờ xem xét."


def _row(finding: Finding) -> list[Text]:
    mine, theirs = marked_quotes(finding.draft_quote, finding.target_quote)
    target = f"{path_as_heading(finding.target_path)} {full_name(finding.target)} "
    differences = "".join(f"\n{each}" for each in differences_in_words(finding))
    return [
        [Span(f"{path_as_heading(finding.path)}\n", bold=True), *mine],
        [Span(target, bold=True), Span(f"({standing_in_words(finding)})\n", italic=True), *theirs],
        [Span(f"{finding.get_kind_display()}. ", bold=True), Span(finding.reason + differences)],
        [Span(decision_in_words(finding))],
    ]


def standing_in_words(finding: Finding) -> str:
    """ "còn hiệu lực; hiệu lực pháp lý cao hơn dự thảo"."""
    own = force_of_document(finding.appraisal.document)
    standing = standing_of(force_of_document(finding.target), own)
    return f"{lower_first(finding.get_target_status_display())}; {standing.label}"


def differences_in_words(finding: Finding) -> list[str]:
    """ "Con số: 10 % ↔ 15 %", one for each difference in law."""
    return [
        f"{DIFFERENCE_LABELS[DifferenceType(each['type'])]}: {each['draft'] or '(không có)'} ↔ "
        f"{each['target'] or '(không có)'}"
        for each in finding.differences
    ]


def decision_in_words(finding: Finding) -> str:
    """ "Bỏ qua: lý do (Nguyễn Thu Hà, 20/11/2026)"; "" where a decision is still to be written in. It says too what the latest
    comparison no longer came upon."""
    if finding.state == FindingState.OPEN:
        return UNSEEN if finding.is_unseen else ""
    who = finding.decided_by.full_name if finding.decided_by else ""
    day = format_date(localdate(finding.decided_at)) if finding.decided_at else ""
    decided = f"{finding.get_state_display()}: {finding.decision_reason} ({', '.join(filter(None, (who, day)))})"
    return f"{decided}\n{UNSEEN}" if finding.is_unseen else decided


def _checks(paper: WordDocument, appraisal: Appraisal) -> None:
    checks = checks_kept(appraisal)
    if not checks:
        return
    word.heading(paper, "Kiểm tra tự động")
    rows = [
        [
            str(number),
            path_as_heading(each["path"]) if each["path"] else "Toàn bộ dự thảo",
            each["message"],
            each["legal_source"],
        ]
        for number, each in enumerate(checks, start=1)
    ]
    word_tables.table(paper, _CHECKS_HEADER, rows, _CHECKS_WIDTHS)
