"""PDF files: their text layer put back into paragraphs, scanned pages through character recognition where it is installed."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from legaldocs.parsing import ocr
from legaldocs.parsing.legacy_letters import Recoder
from legaldocs.parsing.page_pictures import PDFIUM, corrupt, open_pdf
from legaldocs.parsing.parsed import SourceText, UnreadableDocument, Warning_
from legaldocs.parsing.pdf_layout import (
    Fragment,
    Row,
    paragraphs,
    rows_of_page,
    without_running_heads,
    without_scan_specks,
)
from legaldocs.parsing.pdf_tables import THICKEST_LINE, Box, Grid, rows_with_tables
from legaldocs.parsing.vocabulary import Letters

MEDIA_TYPE = "application/pdf"
MAX_PAGES, MAX_LETTERS, _MAX_DRAWINGS = 3_000, 10_000_000, 20_000

#: A page with a large picture and hardly any text is a scan; its few words are the stamp of a digital signature.
_SCAN_TEXT, _SCAN_PICTURE = 250, 0.4
_STAMP = re.compile(
    r"ký bởi|người ký|ngày ký|giờ ký|thời gian ký|cơ quan:|email:|signature|digitally signed", re.IGNORECASE
)
_STAMP_TEXT = 600
_NO_TESSERACT = " (máy chủ chưa cài Tesseract với gói tiếng Việt «vie»)"
_LINE_END_HYPHEN = "\ufffe"
_BREAKS = frozenset("\r\n")
_BOLD, _ITALIC = re.compile("bold|black|heavy|,b", re.IGNORECASE), re.compile("italic|oblique", re.IGNORECASE)
#: Letters that no Vietnamese text holds but damaged fonts put in place of marked vowels ("thӭc", "phҧi").
_DAMAGED = re.compile("[\u0400-\u04ff\u1200-\u137f\ue000-\uefff\ufffd]")
_DAMAGED_FROM = 5


@dataclass(frozen=True, slots=True)
class _Page:
    fragments: tuple[Fragment, ...]
    grid: Grid
    scanned: bool


def read_pdf(data: bytes, letters: Letters = Letters.ASK, shelf: ocr.Shelf | None = None) -> SourceText:
    """A PDF file's text; pages that `shelf` holds are not recognised again. Raises UnreadableDocument (ENCRYPTED, CORRUPT,
    TOO_LARGE, NO_TEXT)."""
    with PDFIUM:
        document = open_pdf(data)
    try:
        with PDFIUM:
            pages = _pages(document)
        scanned = [index for index, page in enumerate(pages) if page.scanned]
        return _source(pages, ocr.recognise(document, scanned, shelf) if scanned else ocr.Recognition(), letters)
    except pdfium.PdfiumError as error:
        raise corrupt() from error
    finally:
        with PDFIUM:
            document.close()


def scanned_pages(data: bytes) -> tuple[int, list[int]]:
    """(how many pages there are, the indexes of those that are pictures without a text). Raises UnreadableDocument."""
    with PDFIUM:
        document = open_pdf(data)
        try:
            pages = _pages(document)
        except pdfium.PdfiumError as error:
            raise corrupt() from error
        finally:
            document.close()
    return len(pages), [index for index, page in enumerate(pages) if page.scanned]


def page_rows(data: bytes, index: int) -> list[str]:
    """The lines of one page's text layer as they stand. Raises UnreadableDocument."""
    with PDFIUM:
        document = open_pdf(data)
        try:
            page = _read_page(document[index])
        except pdfium.PdfiumError as error:
            raise corrupt() from error
        finally:
            document.close()
    return [row.text for row in rows_with_tables(page.fragments, page.grid)]


def recognise_pages(data: bytes, indexes: list[int], shelf: ocr.Shelf, seconds: float) -> None:
    """Put on the shelf what stands on these pages, as far as the time goes. Raises UnreadableDocument."""
    with PDFIUM:
        document = open_pdf(data)
    try:
        ocr.recognise(document, indexes, shelf, seconds)
    except pdfium.PdfiumError as error:
        raise corrupt() from error
    finally:
        with PDFIUM:
            document.close()


def _pages(document: pdfium.PdfDocument) -> list[_Page]:
    if len(document) > MAX_PAGES:
        raise UnreadableDocument(
            "TOO_LARGE", f"Tệp PDF có {len(document)} trang, quá giới hạn {MAX_PAGES} trang. Hãy tách nhỏ."
        )
    pages = []
    letters = 0
    for index in range(len(document)):
        pages.append(_read_page(document[index]))
        letters += sum(len(fragment.text) for fragment in pages[-1].fragments)
        if letters > MAX_LETTERS:
            raise UnreadableDocument(
                "TOO_LARGE", "Tệp PDF chứa quá nhiều chữ để đọc một lần. Hãy tách thành nhiều tệp."
            )
    return pages


def _source(pages: list[_Page], recognised: ocr.Recognition, letters: Letters) -> SourceText:
    recoder = Recoder([("", " ".join(fragment.text for page in pages for fragment in page.fragments))], letters)
    pages = [replace(page, fragments=_converted(page.fragments, recoder.text)) for page in pages]
    missing = [
        index
        for index, page in enumerate(pages)
        if page.scanned and not (index in recognised.pages and recognised.pages[index].words)
    ]
    readable = any(page.fragments and not page.scanned for page in pages) or recognised.confidence is not None
    if not readable:
        raise UnreadableDocument("NO_TEXT", _no_text_message(len(pages)))
    rows = [
        [without_scan_specks(row) for row in rows_of_page(recognised.pages[index].fragments)]
        if page.scanned and index in recognised.pages
        else []
        if page.scanned
        else rows_with_tables(page.fragments, page.grid)
        for index, page in enumerate(pages)
    ]
    warnings = [*recoder.warnings, *_scan_warnings(missing, recognised), *_damage_warnings(rows)]
    return SourceText(
        lines=(lines := tuple(paragraphs(without_running_heads(rows)))),
        original_lines=lines,
        warnings=tuple(warnings),
        media_type=MEDIA_TYPE,
        ocr_confidence=recognised.confidence,
        legacy=tuple(recoder.passages),
    )


def _converted(fragments: Iterable[Fragment], to_unicode: Callable[[str], str]) -> tuple[Fragment, ...]:
    return tuple(replace(fragment, text=to_unicode(fragment.text)) for fragment in fragments)


def _no_text_message(pages: int) -> str:
    return (
        f"Tệp PDF ({pages} trang) chỉ có ảnh quét, không có lớp chữ để đọc. Hãy tải lên tệp Word gốc hoặc PDF xuất từ Word; "
        "nếu chỉ có bản quét, đề nghị quản trị cài phần nhận dạng chữ Tesseract (gói tiếng Việt «vie») trên máy chủ."
    )


def _scan_warnings(missing: list[int], recognised: ocr.Recognition) -> Iterator[Warning_]:
    if missing:
        told = ", ".join(str(index + 1) for index in missing[:20]) + ("…" if len(missing) > 20 else "")
        yield Warning_(
            "SCANNED_PAGES",
            f"Các trang {told} là ảnh quét nên chưa đọc được chữ{'' if ocr.is_available() else _NO_TESSERACT}. Hãy đối chiếu "
            "với bản gốc phần còn thiếu.",
        )
    if recognised.confidence is not None:
        read = sum(bool(page.words) for page in recognised.pages.values())
        yield Warning_(
            "OCR_USED",
            f"Chữ ở {read} trang được nhận dạng tự động từ ảnh quét (độ tin cậy trung bình "
            f"{recognised.confidence:.0%}). Hãy đối chiếu số, ngày và các con số với bản gốc trước khi dùng.",
            confidence=round(recognised.confidence, 3),
        )


def _damage_warnings(pages: list[list[Row]]) -> Iterator[Warning_]:
    damaged = [
        i + 1 for i, rows in enumerate(pages) if sum(len(_DAMAGED.findall(row.text)) for row in rows) >= _DAMAGED_FROM
    ]
    if damaged:
        told = ", ".join(map(str, damaged[:20]))
        yield Warning_(
            "DAMAGED_FONT",
            f"Phông chữ nhúng trong PDF sai bảng mã ở trang {told}: một số chữ có dấu đọc ra sai dù nhìn trên màn hình "
            "vẫn đúng. Hãy dùng tệp Word gốc nếu có.",
        )


def _read_page(page: pdfium.PdfPage) -> _Page:
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        pictures, drawn = _drawings(page, height)
        grid = Grid(drawn)
        fragments = tuple(_fragments(text_page, height, grid))
        text = " ".join(fragment.text for fragment in fragments)
        little = len(text) < _SCAN_TEXT or (len(text) < _STAMP_TEXT and _STAMP.search(text) is not None)
        return _Page(fragments, grid, scanned=little and pictures > _SCAN_PICTURE * width * height)
    finally:
        text_page.close()
        page.close()


def _drawings(page: pdfium.PdfPage, page_height: float) -> tuple[float, list[Box]]:
    """(area of all pictures, extents of all drawn lines). A scan may be cut in strips, so their areas add up."""
    area = 0.0
    drawn: list[Box] = []
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    for item in islice(page.get_objects(filter=kinds, max_depth=5), _MAX_DRAWINGS):
        left, bottom, right, top = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            area += max(right - left, 0) * max(top - bottom, 0)
        elif min(right - left, top - bottom) <= THICKEST_LINE or _has_outline(item):
            drawn.append(Box(left, page_height - top, right, page_height - bottom))
    return area, drawn


def _has_outline(path: pdfium.PdfObject) -> bool:
    """Is the shape's outline drawn? A mere filling is the shading behind a text, no border."""
    filling, outline = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path.raw, filling, outline)) and bool(outline.value)


def _fragments(text_page: pdfium.PdfTextPage, page_height: float, grid: Grid) -> Iterator[Fragment]:
    """Runs of characters that stand on one line without a gap of a column's size or a border between."""
    handle = text_page.raw
    run = _Run(page_height, grid, handle)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(min(text_page.count_chars(), MAX_LETTERS + 1)):
        letter = chr(raw.FPDFText_GetUnicode(handle, index))
        if letter in _BREAKS:
            yield from run.end()
            continue
        if letter == _LINE_END_HYPHEN or letter == "\x02":
            letter = "-"
        if letter.isspace() or letter == "\0":
            run.space()
            continue
        raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
        if run.breaks_at(left.value, bottom.value, top.value):
            yield from run.end()
        run.add(letter, index, left.value, right.value, bottom.value, top.value)
    yield from run.end()


class _Run:
    """A fragment in the making. Boxes hug the ink, so a line's extent is that of its tallest letters."""

    def __init__(self, page_height: float, grid: Grid, handle: ctypes.c_void_p) -> None:
        self._page_height = page_height
        self._grid = grid
        self._handle = handle
        self._reset()

    def _reset(self) -> None:
        self.letters: list[str] = []
        self._indexes: list[int] = []
        self._left = self._bottom = float("inf")
        self._right = self._top = float("-inf")

    def breaks_at(self, left: float, bottom: float, top: float) -> bool:
        if not self.letters:
            return False
        height = max(self._top - self._bottom, 4.0)
        beside = bottom < self._top + 0.3 * height and top > self._bottom - 0.3 * height
        if not beside or left - self._right > 1.5 * height or left < self._left - height:
            return True
        return self._grid.separates(self._right - 1, left + 1, self._page_height - (bottom + top) / 2)

    def space(self) -> None:
        if self.letters and self.letters[-1] != " ":
            self.letters.append(" ")

    def add(self, letter: str, index: int, left: float, right: float, bottom: float, top: float) -> None:
        self.letters.append(letter)
        self._indexes.append(index)
        self._left, self._right = min(self._left, left), max(self._right, right)
        self._bottom, self._top = min(self._bottom, bottom), max(self._top, top)

    def end(self) -> Iterator[Fragment]:
        text = "".join(self.letters).strip()
        if text:
            top, bottom = self._page_height - self._top, self._page_height - self._bottom
            bold, italic = self._marks()
            yield Fragment(text, self._left, self._right, top, bottom, bold, italic)
        self._reset()

    def _marks(self) -> tuple[bool, bool]:
        """(bold, italic) as two of three letters say: asking for every letter's font would double the time."""
        samples = [_font_marks(self._handle, self._indexes[place]) for place in (0, len(self._indexes) // 2, -1)]
        return sum(bold for bold, _ in samples) > 1, sum(italic for _, italic in samples) > 1


def _font_marks(handle: ctypes.c_void_p, index: int) -> tuple[bool, bool]:
    """(bold, italic) by the name of the letter's font, the only mark that PDF writers reliably leave."""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(handle, index, buffer, len(buffer), None)
    name = buffer.value.decode("utf-8", "replace")
    return _BOLD.search(name) is not None, _ITALIC.search(name) is not None
