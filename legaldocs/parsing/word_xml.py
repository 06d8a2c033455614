"""Names of WordprocessingML (ECMA-376 part 1) and the few ways to look into its elements that all Word modules share."""

from __future__ import annotations

from functools import cache

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
#: The strict variant of the format differs from the usual one only in its names.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": RELATIONS.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": MATH.encode(),
}
_OFF = frozenset({"0", "false", "off", "none"})

Element = etree._Element


@cache
def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{MAIN}}}{name}"


def transitional(data: bytes) -> bytes:
    """A part's XML with the strict variant's names turned into the usual ones."""
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    return data


VAL = w("val")


def child_value(parent: Element | None, name: str) -> str | None:
    """The `w:val` of a child, None without such a child."""
    if parent is None:
        return None
    child = parent.find(w(name))
    return None if child is None else child.get(VAL)


def child_number(parent: Element | None, name: str) -> int | None:
    """The `w:val` of a child as a whole number, None when absent or no number."""
    return as_number(child_value(parent, name))


def as_number(value: str | None) -> int | None:
    return (
        int(value)
        if value is not None and value.isascii() and value.lstrip("-").isdigit() and len(value) < 12
        else None
    )


def toggle(properties: Element | None, name: str) -> bool | None:
    """An on/off property such as `w:b`: True, False, or None when it is not mentioned."""
    if properties is None:
        return None
    child = properties.find(w(name))
    return None if child is None else child.get(VAL, "1").lower() not in _OFF
