"""Web pages: the national database of legal documents (vbpl.vn) and any other page that holds a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree, html

from legaldocs.parsing.legacy_letters import Recoder
from legaldocs.parsing.normalize import clean
from legaldocs.parsing.parsed import Line, SourceText, UnreadableDocument
from legaldocs.parsing.tables import Cell, is_rule, table_lines
from legaldocs.parsing.text_file import decode
from legaldocs.parsing.vocabulary import Letters
from legaldocs.parsing.wrapping import split_at_breaks

MEDIA_TYPE = "text/html"
#: Where sites put the document itself, best first: vbpl.vn of 2026, vbpl.vn before, other legal sites, any page.
_ROOTS = tuple(
    etree.XPath(path)
    for path in (
        "//*[@data-vbpl-content-root]",
        "//*[contains(concat(' ', @class, ' '), ' preview-content ')]",
        "//*[@id='toanvancontent']",
        "//*[contains(concat(' ', @class, ' '), ' toanvancontent ')]",
        "//*[@id='divContentDoc' or @id='tab1' or contains(concat(' ', @class, ' '), ' content1 ')]",
        "//article",
        "//main",
        "//body",
    )
)
_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header",
     "footer", "blockquote", "pre", "center", "tr", "td", "th", "figure", "figcaption", "address", "main", "body", "form",
     "fieldset", "hr")
)  # fmt: skip
_LEFT_OUT = frozenset(
    ("script", "style", "noscript", "nav", "button", "select", "option", "input", "textarea", "iframe", "svg", "template",
     "head", "title", "aside")
)  # fmt: skip
_BOLD, _ITALIC = frozenset({"b", "strong", "h1", "h2", "h3", "th"}), frozenset({"i", "em"})
_STYLE_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_STYLE_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_STYLE_CENTER = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_STYLE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]*[^\x00-\x7f][^<>]*(?=<)")
_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_DEEPEST = 200
_LEAST_TEXT = 200


@dataclass(frozen=True, slots=True)
class _Marks:
    bold: bool = False
    italic: bool = False
    centered: bool = False


@dataclass(slots=True)
class _Collector:
    """Lines as they come, and the one in the making."""

    lines: list[Line] = field(default_factory=list)
    _pieces: list[tuple[str, _Marks]] = field(default_factory=list)

    def add(self, text: str | None, marks: _Marks) -> None:
        if text:
            self._pieces.append((_SPACES.sub(" ", text), marks))

    def line_break(self, marks: _Marks) -> None:
        self._pieces.append(("\n", marks))

    def end(self) -> None:
        pieces, self._pieces = self._pieces, []
        text = clean("".join(piece for piece, _ in pieces))
        if not text.strip():
            return
        total = sum(len(piece.strip()) for piece, _ in pieces)
        bold = sum(len(piece.strip()) for piece, marks in pieces if marks.bold)
        italic = sum(len(piece.strip()) for piece, marks in pieces if marks.italic)
        centered = any(marks.centered for piece, marks in pieces if piece.strip())
        self.lines += [
            Line(part, bold=bold * 2 > total, italic=italic * 2 > total, centered=centered)
            for part in split_at_breaks(text, keep_breaks=centered)
            if not is_rule(part)
        ]


def read_web(data: bytes, letters: Letters = Letters.ASK) -> SourceText:
    """A web page's text: the document, not the site around it. Raises UnreadableDocument (EMPTY, CORRUPT)."""
    text = decode(data)
    recoder = Recoder([("", _TAG.sub(" ", text))], letters)
    text = _BETWEEN_TAGS.sub(lambda words: recoder.text(words[0]), text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        page = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(
            "CORRUPT", "Trang web bị hỏng, không đọc được. Hãy lưu lại trang từ trình duyệt."
        ) from error
    lines: tuple[Line, ...] = ()
    if page is not None:
        reader = _Reader()
        lines = reader.read(_root(page))
    return SourceText(
        lines=lines,
        original_lines=lines,
        warnings=tuple(recoder.warnings),
        media_type=MEDIA_TYPE,
        legacy=tuple(recoder.passages),
    )


def _root(page: etree._Element) -> etree._Element:
    """The element that holds the document: the first likely one with a text of some length."""
    for path in _ROOTS:
        found = path(page)
        for element in found if isinstance(found, list) else ():
            if isinstance(element, etree._Element) and len(_all_text(element)) >= _LEAST_TEXT:
                return element
    return page


def _all_text(element: etree._Element) -> str:
    return " ".join(str(text) for text in element.itertext())


class _Reader:
    """Walks a page once."""

    def __init__(self) -> None:
        self._tables = 0

    def read(self, element: etree._Element) -> tuple[Line, ...]:
        collector = _Collector()
        self._walk(element, collector, _Marks(), 0)
        collector.end()
        return tuple(collector.lines)

    def _walk(self, element: etree._Element, into: _Collector, marks: _Marks, depth: int) -> None:
        if depth > _DEEPEST:
            into.add(_all_text(element), marks)
            return
        into.add(element.text, marks)
        for child in element:
            self._child(child, into, marks, depth + 1)
            into.add(child.tail, marks)

    def _child(self, child: etree._Element, into: _Collector, marks: _Marks, depth: int) -> None:
        tag = child.tag
        style = child.get("style") or ""
        if not isinstance(tag, str) or tag in _LEFT_OUT or _STYLE_HIDDEN.search(style):
            return
        if tag == "br":
            into.line_break(marks)
            return
        if tag == "table":
            into.end()
            into.lines += self._table(child, depth)
            return
        inner = _marks_of(child, tag, style, marks)
        # vbpl.vn marks articles, clauses and points with spans of class prov-*: each is a paragraph of its own.
        is_block = tag in _BLOCKS or "prov-" in (child.get("class") or "")
        if is_block:
            into.end()
        self._walk(child, into, inner, depth)
        if is_block:
            into.end()

    def _table(self, element: etree._Element, depth: int) -> list[Line]:
        self._tables += 1
        number = self._tables
        rows = [
            [self._cell(cell, depth) for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
            if next(row.iterancestors("table"), None) is element
        ]
        return table_lines([row for row in rows if row], number)

    def _cell(self, element: etree._Element, depth: int) -> Cell:
        collector = _Collector()
        self._walk(element, collector, _marks_of(element, element.tag, element.get("style") or "", _Marks()), depth + 1)
        collector.end()
        span = element.get("colspan") or "1"
        return Cell(collector.lines, min(int(span), 100) if span.isascii() and span.isdigit() and len(span) < 6 else 1)


def _marks_of(element: etree._Element, tag: str, style: str, outer: _Marks) -> _Marks:
    centered = tag == "center" or (element.get("align") or "").lower() == "center" or bool(_STYLE_CENTER.search(style))
    return replace(
        outer,
        bold=outer.bold or tag in _BOLD or bool(_STYLE_BOLD.search(style)),
        italic=outer.italic or tag in _ITALIC or bool(_STYLE_ITALIC.search(style)),
        centered=outer.centered or centered,
    )
