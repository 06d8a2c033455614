"""The four lists of a systematization as one Excel workbook, a sheet for each form."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from legaldocs.exports.word import FONT
from legaldocs.exports.word_parts import TABLE_SIZE
from workflow.exports.systematization_lists import NOTHING, SHEETS, Group, Sheet, attached_to, total
from workflow.systematization import Lists, Period

_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_ROW = 4


def write_workbook(period: Period, lists: Lists) -> bytes:
    """All four forms as sheets of one .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for make in SHEETS.values():
        sheet = make(period, lists)
        _fill(book.create_sheet(sheet.name), sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    last = len(sheet.columns)
    for row, text in enumerate(("DANH MỤC", sheet.title, attached_to()), start=1):
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        _write(_cell(page, row, 1), text, bold=row < 3, italic=row == 3, centered=True, ruled=False)
    page.row_dimensions[2].height = 32
    for column, name in enumerate(sheet.columns, start=1):
        _write(_cell(page, _HEADER_ROW, column), name, bold=True, centered=True)
    row = _HEADER_ROW + 1
    for group in sheet.groups:
        row = _fill_group(page, row, group, last)
    if sheet.documents is not None:
        _across(page, row, last, total(sheet.documents) if sheet.documents else NOTHING)
    _set_page(page, sheet)


def _fill_group(page: Worksheet, row: int, group: Group, last: int) -> int:
    """The first free row after the group."""
    if group.title:
        row = _across(page, row, last, group.title)
    for texts in group.rows:
        for column, text in enumerate(texts, start=1):
            _write(_cell(page, row, column), text, centered=column == 1)
        row += 1
    if group.documents is not None:
        row = _across(page, row, last, total(group.documents) if group.documents else NOTHING)
    return row


def _across(page: Worksheet, row: int, last: int, text: str) -> int:
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    _write(_cell(page, row, 1), text, bold=True)
    return row + 1


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    """The cell that is written to: never the hidden part of a merged one."""
    return cast(Cell, page.cell(row, column))


def _write(
    cell: Cell, text: str, *, bold: bool = False, italic: bool = False, centered: bool = False, ruled: bool = True
) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # a title that begins with "=" is a title, not a formula
    cell.font = Font(name=FONT, size=TABLE_SIZE, bold=bold, italic=italic)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if centered else "left")
    if ruled:
        cell.border = _GRID


def _set_page(page: Worksheet, sheet: Sheet) -> None:
    """A4 landscape, one page wide, the header again on every page and in sight while scrolling."""
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width / 2
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    page.freeze_panes = f"A{_HEADER_ROW + 1}"
    page.oddHeader.center.text = "&P"  # type: ignore[union-attr]
