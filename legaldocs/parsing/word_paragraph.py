"""One Word paragraph as text, in the accepted or in the original view of its tracked changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from legaldocs.parsing.word_styles import Styles, font_of, style_id_of
from legaldocs.parsing.word_xml import COMPATIBILITY, MATH, Element, child_value, toggle, w

_TEXT, _DELETED_TEXT = w("t"), w("delText")
_LITERAL = {
    w("tab"): " ", w("ptab"): " ", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-",
    # In TCVN3 this is the letter ư; everywhere else cleaning takes it away.
    w("softHyphen"): "\u00ad",
}  # fmt: skip
_CHECKED, _UNCHECKED = {"F0FE", "F052", "F0FC"}, {"F06F", "F0A8", "F071"}
#: Containers whose content is read as if it stood in the paragraph itself.
_TRANSPARENT = {w(name) for name in ("hyperlink", "smartTag", "fldSimple", "sdtContent", "sdt", "customXml", "dir", "bdo",
                                     "ruby", "rubyBase", "object", "pict", "drawing")}  # fmt: skip
INSERTED, DELETED = {w("ins"), w("moveTo")}, {w("del"), w("moveFrom")}
_RUN, _FIELD_MARK, _SYMBOL, _BOX = w("r"), w("fldChar"), w("sym"), w("txbxContent")
_ALTERNATIVES = f"{{{COMPATIBILITY}}}AlternateContent"
_CHOICE, _FALLBACK = f"{{{COMPATIBILITY}}}Choice", f"{{{COMPATIBILITY}}}Fallback"
_MATH, _MATH_TEXT = f"{{{MATH}}}oMath", f"{{{MATH}}}t"
_MATH_PARAGRAPH = f"{{{MATH}}}oMathPara"
_FOOTNOTE_PARTS = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_DRAWN = {w("drawing"), w("pict"), w("object")}


class _Look(NamedTuple):
    """How a run's letters look, inherited from what it stands in."""

    bold: bool
    italic: bool
    font: str


@dataclass(slots=True)
class Paragraph:
    """What was read, as pieces (font, text). The lengths count visible characters: all, bold ones, italic ones."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    bold_length: int = 0
    italic_length: int = 0
    length: int = 0
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    hidden: bool = False

    @property
    def bold(self) -> bool:
        return self.length > 0 and self.bold_length * 2 > self.length

    @property
    def italic(self) -> bool:
        return self.length > 0 and self.italic_length * 2 > self.length

    def add(self, other: Paragraph) -> None:
        """Runs a following paragraph into this one, as a deleted paragraph mark does."""
        self.pieces += other.pieces
        self.bold_length += other.bold_length
        self.italic_length += other.italic_length
        self.length += other.length
        self.boxes += other.boxes
        self.notes += other.notes
        self.hidden = self.hidden or other.hidden


class ParagraphReader:
    """Reads paragraphs one after the other; fields may span several, so it remembers whether it stands inside a code."""

    def __init__(self, styles: Styles, original: bool) -> None:
        self._styles = styles
        self._skipped = INSERTED if original else DELETED
        self._kept = DELETED if original else INSERTED
        #: One entry for each open field: True while in its code, False in its result.
        self._fields: list[bool] = []

    def read(self, element: Element, style_id: str | None) -> Paragraph:
        """The paragraph's visible text, with "\\n" for manual breaks and " " for tabs."""
        paragraph = Paragraph()
        style = self._styles.style(style_id)
        font = style.font or self._styles.document_default.font
        self._walk(element, paragraph, _Look(bool(style.bold), bool(style.italic), font))
        return paragraph

    def _walk(self, element: Element, into: Paragraph, look: _Look) -> None:
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child, into, look)
            elif tag in _TRANSPARENT or tag in self._kept:
                self._walk(child, into, look)
            elif tag in (_MATH, _MATH_PARAGRAPH):
                text = "".join(part.text or "" for part in child.iter(_MATH_TEXT))
                self._emit(text, into, look)
            elif tag == _ALTERNATIVES:
                self._alternative(child, into)

    def _run(self, run: Element, into: Paragraph, look: _Look) -> None:
        properties = run.find(w("rPr"))
        if properties is not None:
            named = self._styles.style(style_id_of(properties, "rStyle"))
            look = _Look(
                _first(toggle(properties, "b"), named.bold, look.bold),
                _first(toggle(properties, "i"), named.italic, look.italic),
                font_of(properties) or named.font or look.font,
            )
            if _first(toggle(properties, "vanish"), named.hidden, False):
                into.hidden = into.hidden or any(child.text for child in run.iter(_TEXT))
                self._marks_only(run)
                return
        for child in run:
            tag = child.tag
            if tag in (_TEXT, _DELETED_TEXT):
                self._emit(child.text or "", into, look)
            elif tag in _LITERAL:
                self._emit(_LITERAL[tag], into, look)
            elif tag == _FIELD_MARK:
                self._field(child.get(w("fldCharType")))
            elif tag == _SYMBOL:
                self._emit(_symbol(child), into, look)
            elif tag in _FOOTNOTE_PARTS:
                into.notes.append((_FOOTNOTE_PARTS[tag], child.get(w("id"), "")))
            elif tag == _ALTERNATIVES:
                branch = child.find(_CHOICE)
                if not self._alternative(child, into) and branch is not None:
                    self._run(branch, into, look)
            elif tag in _DRAWN:
                into.boxes.extend(_outer_boxes(child))
            elif tag in _TRANSPARENT:
                self._walk(child, into, look)

    def _marks_only(self, run: Element) -> None:
        for mark in run.iter(_FIELD_MARK):
            self._field(mark.get(w("fldCharType")))

    def _emit(self, text: str, into: Paragraph, look: _Look) -> None:
        if any(self._fields):
            return
        into.pieces.append((look.font, text))
        weight = len(text.strip())
        into.length += weight
        into.bold_length += weight if look.bold else 0
        into.italic_length += weight if look.italic else 0

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    @staticmethod
    def _alternative(element: Element, into: Paragraph) -> bool:
        """Whether there were text boxes. They stand in a file twice, new style and old style: one of them is enough."""
        for branch in (_CHOICE, _FALLBACK):
            boxes = [box for part in element.iterfind(branch) for box in _outer_boxes(part)]
            if boxes:
                into.boxes.extend(boxes)
                return True
        return False


def _outer_boxes(element: Element) -> list[Element]:
    """The text boxes in a drawing; those within another box are read with it, those of a second branch not at all."""
    boxes: list[Element] = []
    for child in element:
        if child.tag == _BOX:
            boxes.append(child)
        elif child.tag == _ALTERNATIVES:
            inner = Paragraph()
            ParagraphReader._alternative(child, inner)
            boxes.extend(inner.boxes)
        else:
            boxes.extend(_outer_boxes(child))
    return boxes


def _symbol(element: Element) -> str:
    code = element.get(w("char"), "").upper()
    if code in _CHECKED:
        return "☑"
    return "☐" if code in _UNCHECKED else ""


def _first(*values: bool | None) -> bool:
    return next((value for value in values if value is not None), False)


def paragraph_style(element: Element, styles: Styles, original: bool) -> tuple[str | None, Element | None]:
    """(style id, properties) of a paragraph; in the original view those before a tracked change of formatting."""
    properties = element.find(w("pPr"))
    if original and properties is not None:
        before = properties.find(f"{w('pPrChange')}/{w('pPr')}")
        properties = properties if before is None else before
    return style_id_of(properties, "pStyle") or styles.default_paragraph or None, properties


def alignment(properties: Element | None, styles: Styles, style_id: str | None) -> str | None:
    """The paragraph's alignment as Word names it ("center", "both", ...)."""
    return child_value(properties, "jc") or styles.style(style_id).alignment


def mark_is(element: Element, names: tuple[str, ...]) -> bool:
    """Is the paragraph's own mark tracked as one of these ("ins", "del", "moveFrom", "moveTo")?"""
    mark = element.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and any(mark.find(w(name)) is not None for name in names)
