"""Official papers as Word files: letterhead, title, text, tables, recipients and signature.

Layout of administrative documents: NĐ 30/2020/NĐ-CP, Phụ lục I. Pure builders over python-docx: nothing here knows of a
database. Any text may be handed in; characters that XML cannot hold are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from legaldocs.exports.word_parts import (
    CENTER,
    JUSTIFY,
    LEFT_ALIGNED,
    SHORT,
    TABLE_SIZE,
    TABLE_STYLE,
    Text,
    drop_first_paragraphs,
    frame,
    gap,
    line,
    paragraphs,
    row_property,
    rule,
    safe,
    text_width,
    write,
)

FONT = "Times New Roman"
BODY, NUMBER, RECIPIENTS_HEAD, RECIPIENTS = 14, 13, 12, 11
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
TOP, BOTTOM, LEFT, RIGHT, INDENT = Mm(20), Mm(20), Mm(30), Mm(20), Mm(12.7)
#: Width of the motto in bold Times New Roman, in times its size: the rule below it must be just as long.
_MOTTO_WIDTH = 12.26
_CAPITAL_WIDTH = 0.69  # of bold Times New Roman, on average


class Sizes(NamedTuple):
    """Sizes of Quốc hiệu, Tiêu ngữ and the date line, which move together (NĐ 30/2020 PL I mục I)."""

    nation: int
    motto: int
    date: int


LARGE, SMALL = Sizes(13, 14, 14), Sizes(12, 13, 13)


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
    properties.title, properties.author = safe(subject)[:250], safe(author)[:250]
    properties.language, properties.comments = "vi-VN", ""
    return document


def as_bytes(document: WordDocument) -> bytes:
    """The paper as the content of a .docx file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


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
    left, right = frame(document, widths).rows[0].cells
    if superior:
        line(left, superior.upper(), sizes.nation)
    for words in _balanced(issuer.upper(), widths[0] / Pt(sizes.nation * _CAPITAL_WIDTH)):
        line(left, words, sizes.nation, bold=True)
    rule(left, widths[0], _issuer_rule(issuer, sizes.nation))
    line(left, number, NUMBER, space_before=Pt(4))
    if mark:
        line(left, mark, NUMBER, bold=True, space_before=Pt(4))
    line(right, NATION, sizes.nation, bold=True)
    line(right, MOTTO, sizes.motto, bold=True)
    rule(right, widths[1], Pt(_MOTTO_WIDTH * sizes.motto))
    line(right, place_and_date(place, on), sizes.date, italic=True, space_before=Pt(4))
    drop_first_paragraphs(left, right)
    gap(document, Pt(10))


def place_and_date(place: str, on: date | None) -> str:
    """ "Hà Tĩnh, ngày 05 tháng 01 năm 2026": a zero before days below 10 and months 1 and 2; dots for an open date."""
    if on is None:
        return f"{place}, ngày      tháng      năm         "
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"{place}, ngày {on.day:02} tháng {month} năm {on.year}"


def title(document: WordDocument, kind: str, subject: str) -> None:
    """The kind of paper in bold capitals, what it is about in bold, and a rule below."""
    line(document, kind.upper(), BODY, bold=True)
    line(document, subject, BODY, bold=True)
    width = text_width(document)
    rule(document, width, Length(int(width * 0.36)))
    gap(document, Pt(6))


def annex_title(document: WordDocument, kind: str, subject: str, attached_to: str) -> None:
    """The title of a paper that comes with another one: kind, subject, and in italics which one it comes with."""
    line(document, kind.upper(), BODY, bold=True)
    line(document, subject, BODY, bold=True)
    line(document, attached_to, BODY, italic=True)
    width = text_width(document)
    rule(document, width, Length(int(width * 0.2)))
    gap(document, Pt(8))


def addressed_to(document: WordDocument, *names: str) -> None:
    """ "Kính gửi: ...": in one line for one addressee, as a list for several."""
    if len(names) == 1:
        line(document, f"Kính gửi: {names[0]}.", BODY)
    else:
        line(document, "Kính gửi:", BODY)
        for position, name in enumerate(names, start=1):
            line(document, f"- {name}{'.' if position == len(names) else ';'}", BODY)
    gap(document, Pt(6))


# --- the text ---


def heading(document: WordDocument, text: str) -> Paragraph:
    """A heading of the first rank ("I. ..."), capitals bold; it stays with what follows."""
    paragraph = document.add_paragraph(style="Heading 1")
    paragraph.add_run(safe(text).upper())
    return paragraph


def subheading(document: WordDocument, text: str) -> Paragraph:
    """A heading of the second rank ("1. ..."), bold."""
    paragraph = document.add_paragraph(style="Heading 2")
    paragraph.add_run(safe(text))
    return paragraph


def body(document: WordDocument, text: Text, *, italic: bool = False) -> None:
    """Justified paragraphs with an indented first line, one for each line of a plain text."""
    for part in paragraphs(text):
        paragraph = document.add_paragraph()
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.first_line_indent = INDENT
        write(paragraph, part, BODY, italic=italic)


# --- the foot of a paper ---


def recipients_and_signature(
    document: WordDocument, recipients: Sequence[str], capacity: str, signer_title: str, name: str
) -> None:
    """ "Nơi nhận" on the left, level with the signer's capacity ("KT. GIÁM ĐỐC"), title and name on the right.

    `capacity` is "" for one who signs in their own right. Without recipients the left side stays empty. The block is not
    torn apart by the end of a page.
    """
    width = text_width(document)
    if document.paragraphs and len(document.paragraphs[-1].text) < SHORT:  # no signature on a page of its own
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    gap(document, Pt(6)).paragraph_format.keep_with_next = True
    block = frame(document, [Length(width // 2), Length(width - width // 2)]).rows[0]
    left, right = block.cells
    row_property(block, "w:cantSplit")
    if recipients:
        head = line(left, "Nơi nhận:", RECIPIENTS_HEAD, bold=True, italic=True)
        head.alignment = LEFT_ALIGNED
        for position, recipient in enumerate(recipients, start=1):
            end = "." if position == len(recipients) else ";"
            line(left, f"- {recipient}{end}", RECIPIENTS).alignment = LEFT_ALIGNED
    for words in filter(None, (capacity, signer_title)):
        line(right, words.upper(), BODY, bold=True)
    line(right, "", BODY, space_before=Pt(60))
    line(right, name, BODY, bold=True)
    drop_first_paragraphs(left, right)


def _balanced(words: str, room: float) -> list[str]:
    """The words in one line, or, where `room` letters do not hold them, in two of about the same length."""
    if len(words) <= room:
        return [words]
    breaks = [position for position, letter in enumerate(words) if letter == " "]
    middle = min(breaks, key=lambda position: abs(position - len(words) / 2), default=len(words))
    return [words[:middle], words[middle:].strip()] if breaks else [words]


def _issuer_rule(issuer: str, size: int) -> Length:
    """Between a third and a half of the issuer's line (NĐ 30/2020 PL I mục II.2)."""
    return Pt(min(len(issuer), 22) * size * _CAPITAL_WIDTH * 0.42)


# --- styles and page numbers ---


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
    _add_table_style(document)
    for name in ("Normal", "Header", "Heading 1", "Heading 2"):
        _set_fonts(document.styles[name].element.get_or_add_rPr().get_or_add_rFonts())
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(BODY), True, RGBColor(0, 0, 0)
        layout = style.paragraph_format
        layout.first_line_indent, layout.alignment, layout.keep_with_next = INDENT, JUSTIFY, True
        layout.space_before, layout.space_after = Pt(6), Pt(6)


def _add_table_style(document: WordDocument) -> None:
    style = document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(TABLE_SIZE)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(2)


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
