"""Official papers as Word files: letterhead, title, text, tables, recipients and signature.

Layout of administrative documents: NĐ 30/2020/NĐ-CP, Phụ lục I. Pure builders over python-docx: nothing here knows of a
database. Any text may be handed in; characters that XML cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY, NUMBER, TABLE, RECIPIENTS_HEAD, RECIPIENTS = 14, 13, 12, 12, 11
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
TOP, BOTTOM, LEFT, RIGHT, INDENT = Mm(20), Mm(20), Mm(30), Mm(20), Mm(12.7)
#: Width of the motto in bold Times New Roman, in times its size: the rule below it must be just as long.
_MOTTO_WIDTH = 12.26
_CAPITAL_WIDTH = 0.69  # of bold Times New Roman, on average
_SHORT = 600  # characters of a table row, or of a last paragraph, that move to the next page in one piece
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Sizes(NamedTuple):
    """Sizes of Quốc hiệu, Tiêu ngữ and the date line, which move together (NĐ 30/2020 PL I mục I)."""

    nation: int
    motto: int
    date: int


LARGE, SMALL = Sizes(13, 14, 14), Sizes(12, 13, 13)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


Text = str | Sequence[Span]
CENTER, JUSTIFY, LEFT_ALIGNED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def new_document(*, landscape: bool = False, subject: str = "", author: str = "") -> WordDocument:
    """An empty A4 paper: margins 20/20/30/20 mm, Times New Roman 14, the page number on top from page 2 on."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    _set_styles(document)
    _number_pages(document)
    properties = document.core_properties
    properties.title, properties.author = _safe(subject)[:250], _safe(author)[:250]
    properties.language, properties.comments = "vi-VN", ""
    return document


def as_bytes(document: WordDocument) -> bytes:
    """The paper as the content of a .docx file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_width(document: WordDocument) -> Length:
    """The width between the margins."""
    section = document.sections[0]
    return Length(int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0))


# --- the head of a paper ---


def letterhead(
    document: WordDocument,
    *,
    superior: str,
    issuer: str,
    number: str,
    place: str,
    on: date | None,
    mark: str = "",
    sizes: Sizes = LARGE,
) -> None:
    """Issuer and number on the left; Quốc hiệu, Tiêu ngữ, place and date on the right. `mark` stands below the number."""
    width = text_width(document)
    widths = [Length(int(width * 0.38)), Length(width - int(width * 0.38))]
    left, right = _frame(document, widths).rows[0].cells
    if superior:
        _line(left, superior.upper(), sizes.nation)
    _line(left, issuer.upper(), sizes.nation, bold=True)
    _rule(left, widths[0], _issuer_rule(issuer, sizes.nation))
    _line(left, number, NUMBER, space_before=Pt(4))
    if mark:
        _line(left, mark, NUMBER, bold=True, space_before=Pt(4))
    _line(right, NATION, sizes.nation, bold=True)
    _line(right, MOTTO, sizes.motto, bold=True)
    _rule(right, widths[1], Pt(_MOTTO_WIDTH * sizes.motto))
    _line(right, place_and_date(place, on), sizes.date, italic=True, space_before=Pt(4))
    _drop_first_paragraphs(left, right)
    _gap(document, Pt(10))


def place_and_date(place: str, on: date | None) -> str:
    """ "Hà Tĩnh, ngày 05 tháng 01 năm 2026": a zero before days below 10 and months 1 and 2; dots for an open date."""
    if on is None:
        return f"{place}, ngày      tháng      năm         "
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"{place}, ngày {on.day:02} tháng {month} năm {on.year}"


def title(document: WordDocument, kind: str, subject: str) -> None:
    """The kind of paper in bold capitals, what it is about in bold, and a rule below."""
    _line(document, kind.upper(), BODY, bold=True)
    _line(document, subject, BODY, bold=True)
    width = text_width(document)
    _rule(document, width, Length(int(width * 0.36)))
    _gap(document, Pt(6))


def addressed_to(document: WordDocument, *names: str) -> None:
    """ "Kính gửi: ...": in one line for one addressee, as a list for several."""
    if len(names) == 1:
        _line(document, f"Kính gửi: {names[0]}.", BODY)
    else:
        _line(document, "Kính gửi:", BODY)
        for position, name in enumerate(names, start=1):
            _line(document, f"- {name}{'.' if position == len(names) else ';'}", BODY)
    _gap(document, Pt(6))


# --- the text ---


def heading(document: WordDocument, text: str) -> Paragraph:
    """A heading of the first rank ("I. ..."), capitals bold; it stays with what follows."""
    paragraph = document.add_paragraph(style="Heading 1")
    paragraph.add_run(_safe(text).upper())
    return paragraph


def subheading(document: WordDocument, text: str) -> Paragraph:
    """A heading of the second rank ("1. ..."), bold."""
    paragraph = document.add_paragraph(style="Heading 2")
    paragraph.add_run(_safe(text))
    return paragraph


def body(document: WordDocument, text: Text, *, italic: bool = False) -> None:
    """Justified paragraphs with an indented first line, one for each line of a plain text."""
    for part in _paragraphs(text):
        paragraph = document.add_paragraph()
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.first_line_indent = INDENT
        _write(paragraph, part, BODY, italic=italic)


# --- tables ---


def table(
    document: WordDocument, header: Sequence[str], rows: Iterable[Sequence[Text]], widths: Sequence[Length]
) -> Table:
    """A ruled table whose header stands again on every page. `widths` are shares: they are stretched to the margins."""
    made = document.add_table(rows=0, cols=len(header))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _pad(made, Mm(1.2))
    columns = _stretched(widths, text_width(document))
    _fix_columns(made, columns)
    _add_row(made, columns, [[Span(name, bold=True)] for name in header], alignment=CENTER, repeat=True)
    for row in rows:
        _add_row(made, columns, row)
    _gap(document, Pt(6))
    return made


def merged_row(made: Table, text: str) -> None:
    """A row of one cell across the table: the title of a group, bold."""
    cells = made.add_row().cells
    merged = cells[0].merge(cells[-1])
    _cell_text(merged, [Span(text, bold=True)], LEFT_ALIGNED)
    merged.paragraphs[0].paragraph_format.keep_with_next = True


def add_rows(made: Table, rows: Iterable[Sequence[Text]]) -> None:
    """More rows at the end of a table from `table`."""
    columns = [column.width or Length(0) for column in made.columns]
    for row in rows:
        _add_row(made, columns, row)


def _add_row(
    made: Table,
    columns: Sequence[Length],
    texts: Sequence[Text],
    *,
    alignment: WD_ALIGN_PARAGRAPH | None = None,
    repeat: bool = False,
) -> None:
    row = made.add_row()
    for position, (cell, text, width) in enumerate(zip(row.cells, texts, columns, strict=True)):
        cell.width = width
        # Narrow columns of Vietnamese words tear apart when justified; the running number stands in the middle.
        _cell_text(cell, text, alignment or (CENTER if position == 0 and _is_number(text) else LEFT_ALIGNED))
    if repeat or sum(len(cell.text) for cell in row.cells) < _SHORT:
        _row_property(row, "w:cantSplit")
    if repeat:
        _row_property(row, "w:tblHeader")


def _is_number(text: Text) -> bool:
    return isinstance(text, str) and text.isdecimal()


def _cell_text(cell: _Cell, text: Text, alignment: WD_ALIGN_PARAGRAPH) -> None:
    for position, part in enumerate(_paragraphs(text)):
        paragraph = cell.add_paragraph() if position else cell.paragraphs[0]
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
        _write(paragraph, part, TABLE)


# --- the foot of a paper ---


def recipients_and_signature(
    document: WordDocument, recipients: Sequence[str], capacity: str, signer_title: str, name: str
) -> None:
    """ "Nơi nhận" on the left, level with the signer's capacity ("KT. GIÁM ĐỐC"), title and name on the right.

    `capacity` is "" for one who signs in their own right. Without recipients the left side stays empty. The block is not
    torn apart by the end of a page.
    """
    width = text_width(document)
    if document.paragraphs and len(document.paragraphs[-1].text) < _SHORT:  # no signature on a page of its own
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _gap(document, Pt(6)).paragraph_format.keep_with_next = True
    frame = _frame(document, [Length(width // 2), Length(width - width // 2)])
    left, right = frame.rows[0].cells
    _row_property(frame.rows[0], "w:cantSplit")
    if recipients:
        head = _line(left, "Nơi nhận:", RECIPIENTS_HEAD, bold=True, italic=True)
        head.alignment = LEFT_ALIGNED
        for position, recipient in enumerate(recipients, start=1):
            end = "." if position == len(recipients) else ";"
            _line(left, f"- {recipient}{end}", RECIPIENTS).alignment = LEFT_ALIGNED
    for words in filter(None, (capacity, signer_title)):
        _line(right, words.upper(), BODY, bold=True)
    _line(right, "", BODY, space_before=Pt(60))
    _line(right, name, BODY, bold=True)
    _drop_first_paragraphs(left, right)


# --- below: how it is done in Word's XML ---


def _safe(text: str) -> str:
    return _NOT_XML.sub("", text)


def _paragraphs(text: Text) -> list[Text]:
    if not isinstance(text, str):
        return [text]
    return [line.strip() for line in _safe(text).splitlines() if line.strip()] or [""]


def _write(paragraph: Paragraph, text: Text, size: int, *, bold: bool = False, italic: bool = False) -> None:
    for span in [Span(text)] if isinstance(text, str) else text:
        run = paragraph.add_run(_safe(span.text))
        run.font.size = Pt(size)
        run.bold = span.bold or bold or None
        run.italic = span.italic or italic or None
        run.underline = span.underline or None


def _line(
    container: WordDocument | _Cell,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    space_before: Length | None = None,
) -> Paragraph:
    paragraph = container.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.space_before = space_before
    _write(paragraph, text, size, bold=bold, italic=italic)
    return paragraph


def _rule(container: WordDocument | _Cell, available: Length, length: Length) -> None:
    """A solid line in the middle, as the top border of an empty paragraph drawn in on both sides."""
    paragraph = _gap(container, Pt(3))
    paragraph.paragraph_format.space_before = Pt(3)
    side = Length(max(0, int(available - length) // 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders: BaseOxmlElement = OxmlElement("w:pBdr")  # type: ignore[assignment]
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    # The order of a paragraph's properties is fixed: borders come before spacing.
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _issuer_rule(issuer: str, size: int) -> Length:
    """Between a third and a half of the issuer's line (NĐ 30/2020 PL I mục II.2)."""
    return Pt(min(len(issuer), 22) * size * _CAPITAL_WIDTH * 0.42)


def _gap(container: WordDocument | _Cell, height: Length) -> Paragraph:
    """An empty paragraph of just that height."""
    paragraph = container.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_after = layout.space_before = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, height
    return paragraph


def _frame(document: WordDocument, widths: Sequence[Length]) -> Table:
    """A table of one row without lines or padding."""
    frame = document.add_table(rows=1, cols=len(widths))
    _fix_columns(frame, widths)
    _pad(frame, Mm(0))
    for cell, width in zip(frame.rows[0].cells, widths, strict=True):
        cell.width = width
    return frame


def _pad(made: Table, width: Length) -> None:
    """Set what stands free at both sides of every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.append(margins)


def _fix_columns(made: Table, widths: Sequence[Length]) -> None:
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def _stretched(widths: Sequence[Length], total: Length) -> list[Length]:
    scale = total / sum(widths)
    return [Length(int(width * scale)) for width in widths]


def _drop_first_paragraphs(*cells: _Cell) -> None:
    """Remove the empty paragraph that every new cell is born with."""
    for cell in cells:
        if len(cell.paragraphs) > 1:
            first = cell.paragraphs[0]._p
            first.getparent().remove(first)


def _row_property(row: object, name: str) -> None:
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement(name))


def _set_styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        _set_fonts(fonts)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    for name in ("Normal", "Header", "Heading 1", "Heading 2"):
        _set_fonts(document.styles[name].element.get_or_add_rPr().get_or_add_rFonts())
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(BODY), True, RGBColor(0, 0, 0)
        layout = style.paragraph_format
        layout.first_line_indent, layout.alignment, layout.keep_with_next = INDENT, JUSTIFY, True
        layout.space_before, layout.space_after = Pt(6), Pt(6)


def _set_fonts(fonts: object) -> None:
    """One font for every script: a theme font left standing would win over a named one."""
    fonts.attrib.clear()  # type: ignore[attr-defined]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)  # type: ignore[attr-defined]


def _number_pages(document: WordDocument) -> None:
    """Arabic page numbers, centred in the top margin, hidden on page 1 (NĐ 30/2020 PL I mục I.7)."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    run = paragraph.add_run("2")
    run.font.size = Pt(BODY)
    field.append(run._r)
