"""The result of a search as an Excel workbook, to be sorted, filtered and worked through away from the screen."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import count, islice
from typing import Any, cast

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from legaldocs.exports.word import FONT
from legaldocs.models import Document, User
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.paths import path_as_heading
from search import engine
from search.query import Hit, Query, Results

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows that one workbook holds; a longer result is cut, and the workbook says so.
MOST_ROWS = 5_000
#: What Excel takes as an address: a file with a longer one counts as damaged. And what it takes into one cell.
LONGEST_LINK = 2_000
_LONGEST_TEXT = 32_000
_BATCH = 500
_SIZE = 11
#: A letter of Times New Roman 11 as a share of a column's unit, a line and the highest row in points.
_LETTER, _LINE, _HIGHEST = 0.85, 15, 400
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NOTE = (
    "Tình trạng hiệu lực suy từ dữ liệu trong kho và các quan hệ văn bản đã đọc được; "
    "hãy đối chiếu với bản gốc trước khi dùng."
)

_MARK = InlineFont(rFont=FONT, sz=_SIZE, b=True)


def _style(name: str, *, size: int = _SIZE, framed: bool = False, format: str = "General", **look: Any) -> NamedStyle:
    """A look for cells. Named, since a workbook finds a name far sooner than it compares fonts and borders."""
    horizontal, vertical, fill = look.pop("horizontal", None), look.pop("vertical", "top"), look.pop("fill", "")
    thin = Side(style="thin", color="B9C4CE")
    return NamedStyle(
        name,
        font=Font(name=FONT, size=size, **look),
        alignment=Alignment(wrap_text=framed, vertical=vertical, horizontal=horizontal),
        border=Border(left=thin, right=thin, top=thin, bottom=thin) if framed else Border(),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        number_format=format,
    )


_TITLE, _BOLD, _PLAIN, _QUIET, _WARNING = "Tiêu đề", "Chữ đậm", "Chữ thường", "Chữ nghiêng", "Cảnh báo"
_HEAD, _TEXT, _CENTERED, _DATE, _LINK = "Đầu bảng", "Ô chữ", "Ô giữa", "Ô ngày", "Ô liên kết"


def _styles() -> Iterator[NamedStyle]:
    yield _style(_TITLE, size=14, bold=True)
    yield _style(_BOLD, bold=True)
    yield _style(_PLAIN)
    yield _style(_QUIET, italic=True)
    yield _style(_WARNING, bold=True, color="8F1D22")
    yield _style(_HEAD, bold=True, framed=True, horizontal="center", vertical="center", fill="E6EEF5")
    yield _style(_TEXT, framed=True)
    yield _style(_CENTERED, framed=True, horizontal="center")
    yield _style(_DATE, framed=True, horizontal="center", format="dd/mm/yyyy")
    yield _style(_LINK, framed=True, color="14508A", underline="single")


Value = str | int | date | CellRichText | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the rows. `listed` hits belong into the table; `left_out` have only some of the words."""

    question: str
    conditions: tuple[str, ...]
    on: date
    by_document: bool
    listed: int
    left_out: int
    asked_by: str
    asked_at: datetime

    @property
    def is_cut(self) -> bool:
        return self.listed > MOST_ROWS

    @property
    def counted(self) -> str:
        kind = "văn bản" if self.by_document else "điều khoản"
        parts = [f"{_thousands(self.listed)} {kind}."]
        if self.is_cut:
            parts = [
                f"Kết quả có {_thousands(self.listed)} {kind}; tệp này chỉ ghi {_thousands(MOST_ROWS)} kết quả đầu, theo "
                "thứ tự như trên trang. Muốn đủ, hãy thêm từ hoặc điều kiện rồi xuất lại."
            ]
        if self.left_out:
            parts.append(f"Không ghi {_thousands(self.left_out)} {kind} chỉ có một phần các từ.")
        return " ".join(parts)


def find_all(query: Query, *, partly: bool = False) -> Results:
    """The hits for a workbook: those with all the words where there are any; with `partly`, all. MOST_ROWS at most."""
    found = engine.search(replace(query, limit=1, offset=0), facets=False)
    complete_only = bool(found.complete) and not partly
    wanted = found.complete if complete_only else found.total
    query = replace(query, limit=max(1, min(wanted, MOST_ROWS)), offset=0, complete_only=complete_only)
    return replace(engine.search(query, facets=False), total=found.total, complete=found.complete)


def heading_of(results: Results, conditions: Iterable[str], asked_by: User | None, *, partly: bool = False) -> Heading:
    """The heading of the hits that `find_all` found."""
    listed = results.total if partly or not results.complete else results.complete
    unit = f" ({asked_by.unit})" if asked_by and asked_by.unit else ""
    return Heading(
        question=results.query.text,
        conditions=tuple(conditions),
        on=results.query.on,
        by_document=results.query.level == "document",
        listed=listed,
        left_out=results.total - listed,
        asked_by=f"{asked_by.full_name}{unit}" if asked_by else "",
        asked_at=timezone.localtime(),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `url` opens the place on the site, "" where the site's address is not known."""

    number: int
    document: Document
    hit: Hit
    url: str


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: float
    value: Callable[[Row], Value]
    style: str = _TEXT
    is_link: bool = False


def rows_of(hits: Iterable[Hit], person: User | None, on: date, url: Callable[[Hit], str]) -> Iterator[Row]:
    """The hits with their documents, as far as `person` may read them; None reads what is promulgated."""
    readable = Document.objects.visible_to(person) if person else Document.objects.promulgated()
    readable = readable.with_effect(on).select_related("issued_by", "subject_area")
    remaining, number = iter(hits), count(1)
    while batch := list(islice(remaining, _BATCH)):
        documents = readable.in_bulk({hit.document_id for hit in batch})
        for hit in batch:
            if document := documents.get(hit.document_id):
                yield Row(next(number), document, hit, url(hit))


def write_workbook(heading: Heading, rows: Iterable[Row]) -> bytes:
    """An .xlsx file with one sheet: the heading, then a table whose header stays in sight and can be filtered."""
    book = Workbook(write_only=True)
    for look in _styles():
        book.add_named_style(look)
    page = cast(Worksheet, book.create_sheet("Kết quả tìm kiếm"))  # what differs is only that rows are appended
    lines, columns = list(_heading_lines(heading)), _columns(heading)
    head_row = len(lines) + 2
    _set_page(page, columns, head_row)
    for text, style in lines:
        page.append([_cell(page, text, style)])
    page.append([])
    page.row_dimensions[head_row].height = 2 * _LINE
    page.append([_cell(page, column.title, _HEAD) for column in columns])
    last = head_row
    for row in islice(rows, MOST_ROWS):
        cells = [_table_cell(page, column, row) for column in columns]
        last += 1
        page.row_dimensions[last].height = _height(cells, columns)
        page.append(cells)
    page.auto_filter.ref = f"A{head_row}:{get_column_letter(len(columns))}{last}"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _heading_lines(heading: Heading) -> Iterator[tuple[str, str]]:
    at = f"{heading.asked_at:%H:%M} ngày {format_date(heading.asked_at.date())}"
    yield "KẾT QUẢ TÌM KIẾM VĂN BẢN", _TITLE
    yield f"Câu tìm: {heading.question or '(không có, chỉ theo điều kiện)'}", _BOLD
    if heading.conditions:
        yield "Điều kiện: " + "; ".join(heading.conditions), _PLAIN
    yield f"Hiệu lực tính đến ngày {format_date(heading.on)}.", _PLAIN
    yield f"Xuất lúc {at}" + (f", người xuất: {heading.asked_by}." if heading.asked_by else "."), _PLAIN
    yield heading.counted, _WARNING if heading.is_cut else _PLAIN
    yield _NOTE, _QUIET


def _columns(heading: Heading) -> Sequence[_Column]:
    place = "Điều, khoản khớp nhất" if heading.by_document else "Điều, khoản"
    return (
        _Column("STT", 5, lambda row: row.number, style=_CENTERED),
        _Column("Số, ký hiệu", 18, lambda row: row.document.number or row.document.get_stage_display()),
        _Column("Loại văn bản", 12, lambda row: row.document.type_label),
        _Column("Cơ quan ban hành", 19, lambda row: str(row.document.issued_by or "Chưa rõ")),
        _Column("Ngày ban hành", 11, lambda row: row.document.issued_on),
        _Column("Có hiệu lực từ", 11, lambda row: row.document.effective_on),
        _Column("Hết hiệu lực từ", 11, lambda row: row.document.expired_on),
        _Column(f"Hiệu lực ngày {format_date(heading.on)}", 14, lambda row: row.document.effect_label),
        _Column("Lĩnh vực", 14, lambda row: str(row.document.subject_area or "")),
        _Column("Trích yếu", 36, lambda row: row.document.title),
        _Column(place, 22, _place),
        _Column("Đoạn trích", 54, lambda row: _marked(row.hit.snippet)),
        _Column("Đường dẫn", 9, lambda row: row.url, is_link=True),
    )


def _place(row: Row) -> str:
    """Where the hit is, with the article's heading; a hit on number and title is on the document as a whole."""
    if not row.hit.path:
        return "Số, trích yếu"
    place = path_as_heading(row.hit.path)
    return f"{place}. {row.hit.heading}" if row.hit.heading else place


def _marked(snippet: str) -> Value:
    """The snippet with the matched words in bold."""
    pieces = [_clean(html.unescape(piece)) for piece in _MARKED.split(snippet)]
    blocks = [TextBlock(_MARK, piece) if odd % 2 else piece for odd, piece in enumerate(pieces) if piece]
    return CellRichText(blocks) if len(blocks) > 1 else "".join(map(str, blocks))


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_TEXT]


def _table_cell(page: Worksheet, column: _Column, row: Row) -> Cell:
    value = column.value(row)
    if column.is_link and row.url.startswith("http"):
        cell = _cell(page, "Mở", _LINK)
        cell.hyperlink = row.url
        return cell
    return _cell(page, value, _DATE if isinstance(value, date) else column.style)


def _cell(page: Worksheet, value: Value, style: str) -> Cell:
    """A cell in which text is text: what begins like a formula stays words, also when somebody edits it."""
    cell = WriteOnlyCell(page)
    cell.value = _clean(value) if isinstance(value, str) else value
    cell.style = style
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)
    return cell


def _height(cells: Sequence[Cell], columns: Sequence[_Column]) -> float:
    """Room for the longest cell of the row in points: not every program makes room for wrapped text by itself."""
    pairs = zip(cells, columns, strict=True)
    lines = max(math.ceil(len(str(cell.value or "")) * _LETTER / column.width) for cell, column in pairs)
    return min(max(lines, 1) * _LINE, _HIGHEST)


def _set_page(page: Worksheet, columns: Sequence[_Column], head_row: int) -> None:
    """A4 landscape, one page wide, the header again on every page and in sight while scrolling."""
    for position, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    page.freeze_panes = f"C{head_row + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{head_row}:{head_row}"
    page.oddFooter.center.text = "Trang &P/&N"  # type: ignore[union-attr]


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
