"""Word files (.docx) by an own pass over the XML: python-docx drops inserted text and automatic numbers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from legaldocs.parsing.archive import CORRUPT_ADVICE, Package, parse_xml
from legaldocs.parsing.legacy_letters import Recoder
from legaldocs.parsing.normalize import clean
from legaldocs.parsing.parsed import Line, LineOrigin, SourceText, TrackedChanges, UnreadableDocument, Warning_
from legaldocs.parsing.tables import Cell, is_rule, table_lines
from legaldocs.parsing.vocabulary import Letters
from legaldocs.parsing.word_changes import tracked_changes, warning_of
from legaldocs.parsing.word_numbering import Numbering
from legaldocs.parsing.word_paragraph import Paragraph, ParagraphReader, alignment, mark_is, paragraph_style
from legaldocs.parsing.word_styles import Styles
from legaldocs.parsing.word_xml import DRAWING, PICTURE, Element, as_number, child_number, child_value, transitional, w
from legaldocs.parsing.wrapping import split_at_breaks

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—\s]*\d{0,4}(?:\s*[/|]\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_TRANSPARENT = {w("sdt"), w("sdtContent"), w("customXml"), w("smartTag"), w("ins"), w("moveTo")}
_PARAGRAPH, _TABLE, _ROW, _CELL = w("p"), w("tbl"), w("tr"), w("tc")
_TEMPLATE_PARTS = {"header": "hdr", "footer": "ftr"}


def read_word(data: bytes, tracked: TrackedChanges = TrackedChanges.ASK, letters: Letters = Letters.ASK) -> SourceText:
    """A .docx file's text: body in reading order, then headers and footnotes. Raises UnreadableDocument."""
    parts = _Parts(Package(data), letters)
    changes = tuple(change for root in parts.with_text() for change in tracked_changes(root, parts.clean))
    accepted = _Pass(parts, original=False)
    lines = accepted.lines()
    original = _Pass(parts, original=True).lines() if changes else lines
    warnings = (
        parts.recode.warnings
        + warning_of(changes, tracked)
        + _numbering_warnings(accepted.numbering)
        + _hidden_warnings(accepted.hidden)
        + _unread_warnings(parts.document)
    )
    return SourceText(
        lines=original if tracked is TrackedChanges.ORIGINAL else lines,
        original_lines=original,
        tracked_changes=changes,
        comments=tuple(_comments(parts.xml("comments"), parts.clean)),
        warnings=tuple(warnings),
        media_type=MEDIA_TYPE,
        legacy=tuple(parts.recode.passages),
    )


class _Parts:
    """The XML parts of a Word package, found through its relationships."""

    def __init__(self, package: Package, letters: Letters) -> None:
        self._package = package
        main = next((target for kind, target in self._targets("", "") if kind == "officeDocument"), "word/document.xml")
        document = self._parse(main)
        if document is None:
            raise UnreadableDocument("CORRUPT", f"Tệp không có phần nội dung của văn bản Word. {CORRUPT_ADVICE}")
        self.document = document
        self._related: dict[str, list[str]] = {}
        for kind, target in self._targets(*posixpath.split(main)):
            self._related.setdefault(kind, []).append(target)
        self.styles = Styles(self.xml("styles"))
        self.recode = Recoder(self._runs(), letters)

    def _runs(self) -> Iterator[tuple[str, str]]:
        """(font, text) of every paragraph's pieces, those of both views of tracked changes."""
        for original in (False, True):
            reader = ParagraphReader(self.styles, original)
            for element in self.document.iter(_PARAGRAPH):
                style_id, _ = paragraph_style(element, self.styles, original)
                yield from reader.read(element, style_id).pieces
            if self.document.find(f".//{w('del')}") is None and self.document.find(f".//{w('moveFrom')}") is None:
                return

    def clean(self, text: str) -> str:
        """A piece of the file's text, of a font that is not known, in Unicode and cleaned."""
        return clean(self.recode.text(text))

    def _targets(self, folder: str, name: str) -> Iterator[tuple[str, str]]:
        data = self._package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in () if data is None else parse_xml(data, "_rels"):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield posixpath.basename(relation.get("Type", "")), posixpath.normpath(path)

    def _parse(self, path: str) -> Element | None:
        data = self._package.read(path)
        return None if data is None else parse_xml(transitional(data), path)

    def xml(self, kind: str) -> Element | None:
        """The part of this kind of relationship ("styles", "numbering", ...), None when there is none."""
        return next((root for root in map(self._parse, self._related.get(kind, ())) if root is not None), None)

    def with_text(self) -> list[Element]:
        """The body and the notes: where people change what the text says."""
        notes = (self.xml(kind) for kind in ("footnotes", "endnotes"))
        return [self.document, *(root for root in notes if root is not None)]

    def all_xml(self, kind: str) -> list[Element]:
        return [root for root in map(self._parse, self._related.get(kind, ())) if root is not None]


@dataclass(slots=True)
class _Pass:
    """One reading of the whole file in one view of its tracked changes."""

    parts: _Parts
    original: bool
    numbering: Numbering = field(init=False)
    hidden: bool = field(default=False, init=False)
    _styles: Styles = field(init=False)
    _reader: ParagraphReader = field(init=False)
    _tables: int = field(default=0, init=False)
    _notes: list[tuple[str, str]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.numbering = Numbering(self.parts.xml("numbering"))
        self._styles = self.parts.styles
        self._reader = ParagraphReader(self._styles, self.original)

    def lines(self) -> tuple[Line, ...]:
        body = self.parts.document.find(w("body"))
        result = [] if body is None else self._block(body)
        for kind in ("header", "footer"):
            for root in self.parts.all_xml(kind):
                result += self._headers(root, result)
        return tuple(result + self._footnotes())

    def _block(self, container: Element) -> list[Line]:
        """The lines of a body, a cell, a text box or a note."""
        result: list[Line] = []
        pending: Paragraph | None = None
        for element in self._children(container):
            if element.tag == _TABLE:
                result += self._table(element)
                continue
            style_id, properties = paragraph_style(element, self._styles, self.original)
            if self._styles.style(style_id).contents:
                continue
            paragraph = self._reader.read(element, style_id)
            if pending is not None:
                pending.add(paragraph)
                paragraph = pending
            pending = paragraph if self._runs_on(element) else None
            if pending is None:
                result += self._paragraph_lines(paragraph, style_id, properties, in_cell=container.tag == _CELL)
        if pending is not None:
            result += self._paragraph_lines(pending, None, None)
        return result

    def _children(self, container: Element) -> Iterator[Element]:
        """Paragraphs and tables, also those in content controls and the like."""
        for child in container:
            if child.tag in (_PARAGRAPH, _TABLE):
                yield child
            elif child.tag in _TRANSPARENT:
                yield from self._children(child)

    def _runs_on(self, element: Element) -> bool:
        """In this view the paragraph's mark is gone, so that it runs into the next paragraph."""
        return mark_is(element, ("ins", "moveTo") if self.original else ("del", "moveFrom"))

    def _paragraph_lines(
        self, paragraph: Paragraph, style_id: str | None, properties: Element | None, in_cell: bool = False
    ) -> list[Line]:
        label = self._label(style_id, properties)
        self.hidden = self.hidden or paragraph.hidden
        self._notes += paragraph.notes
        centered = alignment(properties, self._styles, style_id) == "center"
        text = clean(self.parts.recode(paragraph.pieces))
        pieces = [text] if "\n" not in text else split_at_breaks(text, keep_breaks=centered)
        # A column of row numbers is often nothing but automatic numbers on empty paragraphs.
        if label and pieces and (pieces[0] or in_cell):
            pieces[0] = f"{label} {pieces[0]}".strip()
        lines = [
            Line(piece, bold=paragraph.bold, italic=paragraph.italic, centered=centered)
            for piece in pieces
            if piece and not is_rule(piece)
        ]
        for box in paragraph.boxes:
            lines += [_as_box(line) for line in self._block(box)]
        return lines

    def _label(self, style_id: str | None, properties: Element | None) -> str:
        """The paragraph's automatic number, "" without one. Empty paragraphs count as well."""
        own = None if properties is None else properties.find(w("numPr"))
        style = self._styles.style(style_id)
        num_id = child_value(own, "numId") or style.num_id
        if not num_id or num_id == "0":
            return ""
        level = child_number(own, "ilvl")
        if level is None and child_value(own, "numId") is None:
            level = self.numbering.level_of_style(num_id, style_id) if style.level is None else style.level
        return clean(self.numbering.next_label(num_id, level or 0))

    def _table(self, element: Element) -> list[Line]:
        self._tables += 1
        number = self._tables
        return table_lines([self._row(row) for row in self._rows(element)], number)

    def _rows(self, container: Element) -> Iterator[Element]:
        gone = w("ins") if self.original else w("del")
        for child in container:
            if child.tag == _ROW:
                properties = child.find(w("trPr"))
                if properties is None or properties.find(gone) is None:
                    yield child
            elif child.tag in _TRANSPARENT:
                yield from self._rows(child)

    def _row(self, element: Element) -> list[Cell]:
        cells: list[Cell] = []
        gone = w("cellIns") if self.original else w("cellDel")
        for child in element:
            inner = child.iter(_CELL) if child.tag in _TRANSPARENT else (child,) if child.tag == _CELL else ()
            for cell in inner:
                properties = cell.find(w("tcPr"))
                if properties is not None and properties.find(gone) is not None:
                    continue
                lines = self._block(cell)
                span = min(max(child_number(properties, "gridSpan") or 1, 1), 100)
                cells.append(Cell([] if _continues_above(properties) else lines, span))
        return cells

    def _headers(self, root: Element, known: list[Line]) -> list[Line]:
        seen = {line.text for line in known if line.origin is LineOrigin.HEADER}
        lines = (replace(line, origin=LineOrigin.HEADER, table=0) for line in self._block(root))
        return [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text) and line.text not in seen]

    def _footnotes(self) -> list[Line]:
        """The notes that the text refers to, each with its number in front."""
        known: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote"):
            root = self.parts.xml(f"{kind}s")
            known |= {} if root is None else {(kind, note.get(w("id"), "")): note for note in root.iterfind(w(kind))}
        result: list[Line] = []
        for number, reference in enumerate(list(self._notes), start=1):
            lines = self._block(known[reference]) if reference in known else []
            if lines:
                lines[0] = replace(lines[0], text=f"[{number}] {lines[0].text}")
            result += [replace(line, origin=LineOrigin.FOOTNOTE, table=0) for line in lines]
        return result


def _continues_above(properties: Element | None) -> bool:
    merge = None if properties is None else properties.find(w("vMerge"))
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _as_box(line: Line) -> Line:
    return replace(line, origin=LineOrigin.TEXT_BOX) if line.origin is LineOrigin.BODY else line


def _comments(root: Element | None, clean: Callable[[str], str]) -> Iterator[str]:
    """The margin comments: "author: text"."""
    for comment in () if root is None else root.iterfind(w("comment")):
        paragraphs = ("".join(part.text or "" for part in p.iter(w("t"))) for p in comment.iter(_PARAGRAPH))
        text = clean(" ".join(paragraph for paragraph in paragraphs if paragraph.strip()))
        author = clean(comment.get(w("author"), ""))
        if text:
            yield f"{author}: {text}" if author else text


def _numbering_warnings(numbering: Numbering) -> list[Warning_]:
    return [
        Warning_(
            "NUMBERING_LETTERS_MAY_DIFFER",
            f"Danh sách đánh chữ tự động trong Word đi quá điểm d: mục thứ năm Word ghi «{label}», trong khi văn bản pháp luật "
            "dùng «đ)». Hãy so lại tên các điểm từ mục thứ năm trở đi với bản in.",
        )
        for label in numbering.late_letters.values()
    ]


def _hidden_warnings(hidden: bool) -> list[Warning_]:
    if not hidden:
        return []
    return [Warning_("HIDDEN_TEXT", "Tệp có chữ ẩn (Hidden) không hiện khi in; phần chữ ẩn không được đọc.")]


#: From this size on (EMU, five centimetres) a picture may well hold a table or a page of text.
_LARGE_PICTURE = 5 * 360_000


def _unread_warnings(document: Element) -> list[Warning_]:
    """What stands in the file and is no text that could be read: large pictures, and whole files put into it."""
    pictures = sum(_is_large_picture(drawing) for drawing in document.iter(w("drawing")))
    warnings = []
    if pictures:
        warnings.append(
            Warning_(
                "PICTURES_NOT_READ",
                f"Tệp có {pictures} hình ảnh lớn; chữ trong hình (bảng chụp, trang quét) chưa được đọc. Hãy đối chiếu tệp.",
            )
        )
    if next(document.iter(w("altChunk")), None) is not None:
        warnings.append(
            Warning_(
                "EMBEDDED_FILE_NOT_READ",
                "Tệp có phần nội dung được nhúng nguyên từ tệp khác nên chưa đọc được. Hãy mở bằng Word, lưu lại rồi tải lên.",
            )
        )
    return warnings


def _is_large_picture(drawing: Element) -> bool:
    extent = drawing.find(f".//{{{DRAWING}}}extent")
    if extent is None or drawing.find(f".//{{{PICTURE}}}pic") is None:
        return False
    return all((as_number(extent.get(side)) or 0) >= _LARGE_PICTURE for side in ("cx", "cy"))
