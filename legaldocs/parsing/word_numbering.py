"""Automatic numbering of Word lists, counted as Word counts it (ECMA-376 part 1, 17.9): the numbers are not in the text.

Articles, clauses and points are often numbered this way, so a reader that ignores it loses what lawyers cite.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from legaldocs.parsing.word_xml import VAL, Element, as_number, child_number, child_value, toggle, w

_PLACE = re.compile(r"%([1-9])")
_LETTERS = 26
_LAST_SHARED_LETTER = 4
_BULLETS_KEPT = frozenset("-–—+*•")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MAX_COUNT = 5_000


def _letters(count: int) -> str:
    """a..z, then aa, bb, cc as Word goes on (not aa, ab)."""
    repeats, place = divmod(count - 1, _LETTERS)
    return chr(ord("a") + place) * (repeats + 1)


def _roman(count: int) -> str:
    result = ""
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        result += sign * times
    return result


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02d}",
    "none": lambda count: "",
}


def format_count(count: int, number_format: str) -> str:
    """A count in a Word number format: 3 in "lowerLetter" -> "c". Formats that are not known come out as digits."""
    if count < 1 or count > _MAX_COUNT:
        return str(count)
    return _FORMATS.get(number_format, str)(count)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list looks. `restart_after` is the level (from 1) whose step restarts it; 0: never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart_after: int | None = None
    legal: bool = False
    style_id: str | None = None


@dataclass(slots=True)
class _List:
    abstract_id: str
    levels: dict[int, Level]
    start_overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts a document's lists in reading order. Make a new one for each pass over the document."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        #: The first item past the fourth letter of each lettered list, as Word labels it.
        self.late_letters: dict[str, str] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        abstracts: dict[str, dict[int, Level]] = {}
        by_style_link: dict[str, str] = {}
        borrowed: dict[str, str] = {}
        for element in root.iterfind(w("abstractNum")):
            abstract_id = element.get(w("abstractNumId"), "")
            abstracts[abstract_id] = dict(map(_read_level, element.iterfind(w("lvl"))))
            if link := child_value(element, "styleLink"):
                by_style_link[link] = abstract_id
            if link := child_value(element, "numStyleLink"):
                borrowed[abstract_id] = link
        for element in root.iterfind(w("num")):
            abstract_id = child_value(element, "abstractNumId") or ""
            abstract_id = by_style_link.get(borrowed.get(abstract_id, ""), abstract_id)
            one = _List(abstract_id, dict(abstracts.get(abstract_id, {})))
            for override in element.iterfind(w("lvlOverride")):
                _override(one, override)
            self._lists[element.get(w("numId"), "")] = one

    def level_of_style(self, num_id: str, style_id: str | None) -> int | None:
        """The level that a list ties to a paragraph style."""
        one = self._lists.get(num_id)
        if one is None or style_id is None:
            return None
        return next((i for i, level in one.levels.items() if level.style_id == style_id), None)

    def next_label(self, num_id: str, level: int) -> str:
        """The label of the next paragraph of this list at this level ("Điều 3.", "2.1.", "b)", "-"); "" for no list."""
        one = self._lists.get(num_id)
        if one is None or level not in one.levels:
            return ""
        counts = self._counts.setdefault(one.abstract_id, {})
        self._step(one, num_id, level, counts)
        shape = one.levels[level]
        if shape.number_format == "bullet":
            return shape.text if shape.text in _BULLETS_KEPT else "-"
        if shape.number_format == "lowerLetter" and counts[level] > _LAST_SHARED_LETTER:
            self.late_letters.setdefault(one.abstract_id, self._label(one, shape, counts))
        return self._label(one, shape, counts)

    def _step(self, one: _List, num_id: str, level: int, counts: dict[int, int]) -> None:
        first_use = (num_id, level) not in self._started
        self._started.add((num_id, level))
        if first_use and level in one.start_overrides:
            counts[level] = one.start_overrides[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else one.levels[level].start
        for deeper in [other for other in counts if other > level]:
            restart_after = one.levels[deeper].restart_after if deeper in one.levels else None
            if restart_after is None or (restart_after and level < restart_after):
                del counts[deeper]

    @staticmethod
    def _label(one: _List, shape: Level, counts: dict[int, int]) -> str:
        def counted(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            level = one.levels.get(index, Level())
            number_format = "decimal" if shape.legal else level.number_format
            return format_count(counts.get(index, level.start), number_format)

        return _PLACE.sub(counted, shape.text)


def _read_level(element: Element) -> tuple[int, Level]:
    start, restart = child_number(element, "start"), child_number(element, "lvlRestart")
    number_format = child_value(element, "numFmt") or "decimal"
    # Formats newer than the standard are wrapped in mc:AlternateContent; the usual need is "01, 02".
    if element.find(w("numFmt")) is None and element.find(f".//{w('numFmt')}") is not None:
        number_format = "decimalZero"
    level = Level(
        start=0 if start is None else start,
        number_format=number_format,
        text=child_value(element, "lvlText") or "",
        restart_after=restart,
        legal=bool(toggle(element, "isLgl")),
        style_id=child_value(element, "pStyle"),
    )
    return as_number(element.get(w("ilvl"))) or 0, level


def _override(one: _List, override: Element) -> None:
    index = as_number(override.get(w("ilvl"))) or 0
    if (element := override.find(w("lvl"))) is not None:
        one.levels[index] = _read_level(element)[1]
    if (start := override.find(w("startOverride"))) is not None:
        one.start_overrides[index] = as_number(start.get(VAL)) or 0
