"""The findings of a draft as an Excel workbook: to sort, filter and share out, with both quotes and every decision."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, cast

from django.utils.timezone import localdate
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from legaldocs.exports.word import FONT
from legaldocs.parsing.paths import path_as_heading
from workflow.desk import checks_kept, force_of_document, what_was_compared
from workflow.exports.findings_table import differences_in_words, standing_in_words
from workflow.exports.office import draft_name
from workflow.marking import Pieces, marked_pieces
from workflow.models import Appraisal, Finding

_COLUMNS = (
    ("STT", 6),
    ("Điều khoản dự thảo", 18),
    ("Loại", 16),
    ("Văn bản đối chiếu", 24),
    ("Cơ quan ban hành", 22),
    ("Ngày ban hành", 12),
    ("Điều khoản đối chiếu", 18),
    ("Hiệu lực, thứ bậc", 22),
    ("Trích dự thảo", 50),
    ("Trích quy định đối chiếu", 50),
    ("Điểm khác nhau", 30),
    ("Vì sao được nêu", 36),
    ("Quyết định", 14),
    ("Lý do", 30),
    ("Người quyết định", 18),
    ("Ngày quyết định", 12),
    ("Lần đối chiếu mới nhất", 16),
)
_CHECK_COLUMNS = (("STT", 6), ("Ở đâu", 24), ("Nội dung cần xem lại", 90), ("Văn bản", 20), ("Căn cứ", 40))
_THIN = Side(style="thin", color="B9C4CE")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TEXT, _HEAD = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="E6EEF5")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_DIFFERS, _SAME = InlineFont(rFont=FONT, sz=11, b=True, u="single"), InlineFont(rFont=FONT, sz=11)
_TITLE_ROWS = 3
#: A letter as a share of a column's unit, a line and the highest row in points: programs do not fit rows of rich text.
_LETTER, _LINE, _HIGHEST = 0.95, 15, 400

Value = str | int | date | CellRichText | None


def write_findings_workbook(appraisal: Appraisal, findings: Sequence[Finding]) -> bytes:
    """Two sheets in an .xlsx file: the findings, and what the automatic checks say."""
    book = Workbook()
    page = cast(Worksheet, book.active)
    page.title = "Phát hiện"
    _fill(page, appraisal, _COLUMNS, [_row(number, each) for number, each in enumerate(findings, start=1)])
    checks = [[number, *_check_row(each)] for number, each in enumerate(checks_kept(appraisal), start=1)]
    _fill(book.create_sheet("Kiểm tra tự động"), appraisal, _CHECK_COLUMNS, checks)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _row(number: int, finding: Finding) -> list[Value]:
    mine, theirs = marked_pieces(finding.draft_quote, finding.target_quote)
    target, force = finding.target, force_of_document(finding.target)
    return [
        number,
        path_as_heading(finding.path),
        finding.get_kind_display(),
        target.name,
        target.issued_by.name if target.issued_by else "",
        target.issued_on,
        path_as_heading(finding.target_path),
        f"{standing_in_words(finding)}{f' ({force.label})' if force else ''}",
        _rich(mine),
        _rich(theirs),
        "\n".join(differences_in_words(finding)),
        finding.reason,
        "" if finding.is_reading_advice else finding.get_state_display(),
        finding.decision_reason,
        finding.decided_by.full_name if finding.decided_by else "",
        localdate(finding.decided_at) if finding.decided_at else None,
        "không còn thấy" if finding.is_unseen else "",
    ]


def _check_row(check: dict[str, Any]) -> list[Value]:
    place = path_as_heading(check["path"]) if check["path"] else "Toàn bộ dự thảo"
    return [place, check["message"], check["number"] or "", check["legal_source"]]


def _rich(pieces: Pieces) -> CellRichText:
    return CellRichText(*(TextBlock(_SAME if same else _DIFFERS, _clean(text)) for text, same in pieces if text))


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _fill(
    page: Worksheet, appraisal: Appraisal, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]
) -> None:
    on = what_was_compared(appraisal).on
    day = f"Đối chiếu với văn bản có hiệu lực ngày {on:%d/%m/%Y}. " if on and appraisal.examined_at else ""
    page["A1"], page["A1"].font = (
        _clean(f"BẢNG ĐỐI CHIẾU {draft_name(appraisal.document)}"),
        Font(name=FONT, size=14, bold=True),
    )
    page["A2"], page["A2"].font = f"{day}Công cụ chỉ nêu và trích; người thẩm định quyết định.", _TEXT
    for column, (name, width) in enumerate(columns, start=1):
        cell = _put(page, _TITLE_ROWS, column, name)
        cell.font, cell.fill = _HEAD, _HEAD_FILL
        page.column_dimensions[get_column_letter(column)].width = width
    for place, values in enumerate(rows, start=_TITLE_ROWS + 1):
        for column, value in enumerate(values, start=1):
            _put(page, place, column, value)
        page.row_dimensions[place].height = _height(values, columns)
    page.freeze_panes = f"C{_TITLE_ROWS + 1}"
    page.auto_filter.ref = f"A{_TITLE_ROWS}:{get_column_letter(len(columns))}{_TITLE_ROWS + max(1, len(rows))}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{_TITLE_ROWS}:{_TITLE_ROWS}"


def _height(values: Sequence[Value], columns: Sequence[tuple[str, int]]) -> float:
    """Room for the longest cell of a row, in points."""
    lines = (
        sum(math.ceil(max(1, len(line)) * _LETTER / width) for line in str(value).split("\n"))
        for value, (_, width) in zip(values, columns, strict=True)
    )
    return min(_HIGHEST, _LINE * max(lines))


def _put(page: Worksheet, row: int, column: int, value: Value) -> Cell:
    cell = cast(Cell, page.cell(row, column))
    cell.value = _clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # a quote that begins with "=" is a quote, not a formula
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    cell.font, cell.alignment, cell.border = _TEXT, _WRAPPED, _GRID
    return cell
