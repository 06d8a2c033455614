"""What papers are made of: runs of text, lines, rules and frames, over python-docx and, where it ends, Word's XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

CENTER, JUSTIFY, LEFT_ALIGNED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
#: The id of the style of text in tables, which carries its size and spacing.
TABLE_STYLE, TABLE_SIZE = "TableText", 12
#: Characters of a table row, or of a last paragraph, that move to the next page in one piece.
SHORT = 600

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


Text = str | Sequence[Span]


def text_width(document: WordDocument) -> Length:
    """The width between the margins."""
    section = document.sections[0]
    return Length(int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0))


def safe(text: str) -> str:
    return _NOT_XML.sub("", text)


def paragraphs(text: Text) -> list[Text]:
    if not isinstance(text, str):
        return [text]
    return [line.strip() for line in safe(text).splitlines() if line.strip()] or [""]


def write(
    paragraph: Paragraph, text: Text, size: int | None = None, *, bold: bool = False, italic: bool = False
) -> None:
    """Add the text to the paragraph; without a size it has that of the paragraph's style."""
    for span in [Span(text)] if isinstance(text, str) else text:
        run = paragraph.add_run(safe(span.text))
        if size is not None:
            run.font.size = Pt(size)
        if span.bold or bold:
            run.bold = True
        if span.italic or italic:
            run.italic = True
        if span.underline:
            run.underline = True
        if span.strike:
            run.font.strike = True


def line(
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
    write(paragraph, text, size, bold=bold, italic=italic)
    return paragraph


def rule(container: WordDocument | _Cell, available: Length, length: Length) -> None:
    """A solid line in the middle, as the top border of an empty paragraph drawn in on both sides."""
    paragraph = gap(container, Pt(3))
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


def gap(container: WordDocument | _Cell, height: Length) -> Paragraph:
    """An empty paragraph of just that height."""
    paragraph = container.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_after = layout.space_before = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, height
    return paragraph


def frame(document: WordDocument, widths: Sequence[Length]) -> Table:
    """A table of one row without lines or padding."""
    frame = document.add_table(rows=1, cols=len(widths))
    fix_columns(frame, widths)
    pad(frame, Mm(0))
    for cell, width in zip(frame.rows[0].cells, widths, strict=True):
        cell.width = width
    return frame


def pad(made: Table, width: Length) -> None:
    """Set what stands free at both sides of every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.append(margins)


def fix_columns(made: Table, widths: Sequence[Length]) -> None:
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def drop_first_paragraphs(*cells: _Cell) -> None:
    """Remove the empty paragraph that every new cell is born with."""
    for cell in cells:
        if len(cell.paragraphs) > 1:
            first = cell.paragraphs[0]._p
            first.getparent().remove(first)


def row_property(row: _Row, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))
