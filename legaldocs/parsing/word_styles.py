"""Word styles, each resolved once along its chain: what a paragraph or a run inherits when it says nothing itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from legaldocs.parsing.word_xml import VAL, Element, as_number, child_value, toggle, w

_CONTENTS = re.compile(r"toc ?\d|toc heading|table of figures", re.IGNORECASE)
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, None where neither it nor its ancestors do. `num_id` and `level` point to automatic numbering."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    alignment: str | None = None
    num_id: str | None = None
    level: int | None = None
    contents: bool = False
    font: str = ""


_NOTHING = Style()


class Styles:
    """The styles of a document by id. Unknown ids inherit nothing."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default_paragraph = ""
        self.document_default = _NOTHING
        if root is None:
            return
        for element in root.iterfind(w("style")):
            style_id = element.get(w("styleId"), "")
            self._elements[style_id] = element
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in {"1", "true", "on"}:
                self.default_paragraph = style_id
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self.document_default = Style(bold=toggle(defaults, "b"), italic=toggle(defaults, "i"), font=font_of(defaults))

    def style(self, style_id: str | None) -> Style:
        """The style with all that it inherits."""
        if not style_id:
            return _NOTHING
        if style_id not in self._resolved:
            self._resolved[style_id] = self._resolve(style_id)
        return self._resolved[style_id]

    def _resolve(self, style_id: str) -> Style:
        merged = _NOTHING
        current: str | None = style_id
        for _ in range(_MAX_CHAIN):
            element = self._elements.get(current or "")
            if element is None:
                break
            merged = _inherit(merged, _read(element))
            current = child_value(element, "basedOn")
        return merged


def _read(element: Element) -> Style:
    run = element.find(w("rPr"))
    paragraph = element.find(w("pPr"))
    numbering = None if paragraph is None else paragraph.find(w("numPr"))
    return Style(
        bold=toggle(run, "b"),
        italic=toggle(run, "i"),
        hidden=toggle(run, "vanish"),
        alignment=child_value(paragraph, "jc"),
        num_id=child_value(numbering, "numId"),
        level=as_number(child_value(numbering, "ilvl")),
        contents=_CONTENTS.fullmatch(child_value(element, "name") or "") is not None,
        font=font_of(run),
    )


def _inherit(near: Style, far: Style) -> Style:
    """What the nearer style says, filled up from the one it is based on."""
    return Style(
        bold=far.bold if near.bold is None else near.bold,
        italic=far.italic if near.italic is None else near.italic,
        hidden=far.hidden if near.hidden is None else near.hidden,
        alignment=near.alignment or far.alignment,
        num_id=near.num_id or far.num_id,
        level=far.level if near.level is None else near.level,
        contents=near.contents or far.contents,
        font=near.font or far.font,
    )


def font_of(properties: Element | None) -> str:
    """The font that run properties name for Latin letters, "" where they name none."""
    fonts = None if properties is None else properties.find(w("rFonts"))
    return "" if fonts is None else fonts.get(w("hAnsi")) or fonts.get(w("ascii")) or ""


def style_id_of(properties: Element | None, name: str) -> str | None:
    """The style that a paragraph ("pStyle") or run ("rStyle") names."""
    child = None if properties is None else properties.find(w(name))
    return None if child is None else child.get(VAL)
