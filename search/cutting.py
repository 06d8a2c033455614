"""A question as typed, cut into its pieces in their order: runs of ordinary text, phrases, fields, OR, what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeGuard

from search.abbreviations import phrase_of
from search.fields import NOTHING_KNOWN, Catalogue, FieldValue, read_field
from search.query import Condition, Part, Phrase, Problem
from search.vietnamese import all_spans, nfc

_QUOTES = str.maketrans("“”„«»", '"""""')
_NAMES = r"số|so|điều|dieu|lĩnh\s+vực|linh\s+vuc|cơ\s+quan|co\s+quan|loại|loai|năm|nam|hiệu\s+lực|hieu\s+luc|ngày|ngay|cấp|cap"
_PIECE = re.compile(
    rf"""(?P<minus>(?<![^\s(])-)?(?:"(?P<phrase>[^"]*)"
        |(?<![^\s(-])(?P<field>{_NAMES}):(?:"(?P<quoted>[^"]*)"|(?P<bare>(?=[^\s)]))))
    |(?<![^\s(])-(?=[^\W\d_]|\d{{1,5}}[^\W\d_]?/(?:19|20)\d\d/)(?P<excluded>[^\s)]+)
    |(?<!\S)(?P<or>OR|HOẶC|HOAC)(?!\S)
    |(?P<bracket>[()])""",
    re.VERBOSE | re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?<![^\s(-])(?P<field>lĩnh\s+vực|linh\s+vuc|cơ\s+quan|co\s+quan|loại|loai|hiệu\s+lực|hieu\s+luc):\s+",
    re.IGNORECASE,
)
_NO_DAY_HERE = "Ngày xét hiệu lực không loại trừ được và không đứng cạnh OR."
#: Stands before the name of a condition that leaves out.
_MINUS = "Trừ"
_ONE_DAY = "Chỉ xét hiệu lực được vào một ngày; ngày ghi trước được dùng."


class Run(NamedTuple):
    """Ordinary text between two other pieces."""

    text: str


class Or(NamedTuple):
    at: str


Item = Run | Phrase | Condition | Or


class Placed(NamedTuple):
    """An item with the stretch of the text that it stands for."""

    item: Item
    start: int
    end: int


class Reading:
    """The pieces of a text in their order, and what was found on the way."""

    def __init__(self, text: str, catalogue: Catalogue) -> None:
        self.text, self.catalogue = text, catalogue
        self.items: list[Placed] = []
        self.excluded: list[Phrase] = []
        self.refused: list[Condition] = []
        self.problems: list[Problem] = []
        self.parts: dict[int, Part] = {}  # by where each begins
        self.on: date | None = None

    def read(self) -> None:
        place = 0
        pieces = [piece for piece in _PIECE.finditer(self.text) if not piece["or"] or piece["or"].isupper()]
        for number, piece in enumerate(pieces):
            if piece.start() < place:  # inside a value already read
                continue
            self._run(place, piece.start())
            after = pieces[number + 1].start() if number + 1 < len(pieces) else len(self.text)
            place = self._piece(piece, after)
        self._run(place, len(self.text))
        self._hint_at_spaced_fields()

    def _run(self, start: int, end: int) -> None:
        if self.text[start:end].strip():
            self.items.append(Placed(Run(self.text[start:end]), start, end))

    def _piece(self, piece: re.Match[str], after: int) -> int:
        """Read one piece; where the next begins."""
        if piece["or"]:
            self.items.append(Placed(Or(piece[0]), *piece.span()))
        elif piece["excluded"]:
            self._left_out(piece)
        elif piece["phrase"] is not None:
            self._phrase(piece)
        elif piece["field"]:
            return self._field(piece, after)
        return piece.end()

    def _phrase(self, piece: re.Match[str]) -> None:
        phrase = phrase_of(piece["phrase"])
        if piece["minus"]:
            self._excluded(piece["phrase"])
        elif phrase:
            self.items.append(Placed(phrase, *piece.span()))

    def _left_out(self, piece: re.Match[str]) -> None:
        """What stands right behind a minus: a document by its whole number, or a word."""
        found = read_field("số", piece["excluded"], self.catalogue, quoted=True)
        if found.condition is None:
            self._excluded(piece["excluded"])
        else:
            self.refused.append(found.condition)
            self._remember(found, piece.start(), piece.end(), excluded=True)

    def _excluded(self, text: str) -> None:
        if phrase := phrase_of(text):
            self.excluded.append(phrase)

    def _field(self, piece: re.Match[str], after: int) -> int:
        quoted = piece["quoted"]
        value = self.text[piece.end() : after] if quoted is None else quoted
        found = read_field(piece["field"], value, self.catalogue, quoted=quoted is not None)
        end = piece.end() if quoted is not None else piece.end() + found.length
        self._take(found, piece, end)
        return end

    def _take(self, found: FieldValue, piece: re.Match[str], end: int) -> None:
        typed = self.text[piece.start() : end]
        excluded, beside_or = bool(piece["minus"]), self._or_around(piece.start(), end)
        if found.day:
            message = _NO_DAY_HERE if excluded or beside_or else _ONE_DAY if self.on else ""
            if message:
                self.problems.append(Problem(typed, message))
                return
            self.on = found.day
        elif found.condition is None:
            self._mistaken(found, piece, end)
            return
        elif excluded:
            self.refused.append(found.condition)
        else:
            self.items.append(Placed(found.condition, piece.start(), end))
        if found.message:
            self.problems.append(Problem(typed, found.message, is_understood=True))
        self._remember(found, piece.start(), end, excluded=excluded)

    def _remember(self, found: FieldValue, start: int, end: int, *, excluded: bool) -> None:
        """Keep what the page shows of a condition, and the question without it."""
        label = f"{_MINUS} {found.label[0].lower()}{found.label[1:]}" if excluded else found.label
        self.parts[start] = Part(label, found.shown, self.without(start, end))

    def _mistaken(self, found: FieldValue, piece: re.Match[str], end: int) -> None:
        """Point out a value that is none. Where it is like no value, its words are asked for, or left out, as words."""
        typed = self.text[piece.start() : end]
        corrected = tuple(
            self.with_in_place(f'{typed.partition(":")[0]}:"{name}"', piece.start(), end) for name in found.nearest
        )
        self.problems.append(Problem(typed, found.message, found.nearest, corrected))
        value = piece["quoted"] or self.text[piece.end() : end]
        if found.is_text and piece["minus"]:
            self._excluded(value)
        elif found.is_text and value.strip():
            self.items.append(Placed(Run(value), piece.start(), end))

    def _or_around(self, start: int, end: int) -> bool:
        before, after = self.text[:start].split(), self.text[end:].split()
        return bool({*before[-1:], *after[:1]} & {"OR", "HOẶC", "HOAC"})

    def with_in_place(self, value: str, start: int, end: int) -> str:
        return " ".join(f"{self.text[:start]}{value}{self.text[end:]}".split())

    def without(self, start: int, end: int) -> str:
        """The question without this stretch."""
        return _tidy(self.with_in_place("", start, end))

    def _hint_at_spaced_fields(self) -> None:
        """A blank behind the colon makes ordinary text of it; who meant a field is told so."""
        for match in _SPACED.finditer(self.text):
            found = read_field(match["field"], self.text[match.end() :], self.catalogue, quoted=False)
            if found.condition:
                end = match.end() + found.length
                typed, name = self.text[match.start() : end], match["field"].lower()
                value = f'{name}:"{self.text[match.end() : end].strip()}"'
                message = (
                    f"“{typed}” được tìm như chữ thường. Muốn lọc theo {name}, viết liền sau dấu hai chấm: {value}."
                )
                corrected = self.with_in_place(value, match.start(), end)
                self.problems.append(Problem(typed, message, (value,), (corrected,)))


_LEFT_ALONE = re.compile(
    r"(?:^|(?<=\())\s*(?:OR|HOẶC|HOAC)(?=\s)|(?<=\s)(?:OR|HOẶC|HOAC)\s*(?=$|\)|OR\s|HOẶC\s|HOAC\s)|\(\s*\)"
)


def _tidy(text: str) -> str:
    """The text of a question without an OR that has lost a side, and without empty brackets."""
    before = ""
    while before != text:
        before, text = text, " ".join(_LEFT_ALONE.sub(" ", text).split()).replace("( ", "(").replace(" )", ")")
    return text


def cut(text: str, catalogue: Catalogue) -> Reading:
    """The text cut into its pieces."""
    reading = Reading(nfc(text).translate(_QUOTES), catalogue)
    reading.read()
    return reading


class Piece(NamedTuple):
    """A part of a question that could be left out: what to do, the question without it, and how many words it takes."""

    label: str
    without: str
    size: int = 1


def pieces_of(text: str, catalogue: Catalogue = NOTHING_KNOWN) -> tuple[Piece, ...]:
    """Fields, phrases (left out, or taken as words) and words, each word alone and with the next one."""
    reading = cut(text, catalogue)
    found = [
        Piece(f"{'Thôi' if part.label.startswith(_MINUS) else 'Bỏ'} {part.label.lower()}: {part.value}", part.without)
        for part in reading.parts.values()
        if part.label
    ]
    for item, start, end in reading.items:
        if isinstance(item, Run):
            found += _words_left_out(reading, start, end)
        elif is_phrase(item):
            phrase = as_typed(item)
            found += [
                Piece(f"Bỏ ngoặc kép ở “{phrase}”", reading.with_in_place(phrase, start, end)),
                Piece(f"Bỏ cụm “{phrase}”", reading.without(start, end)),
            ]
    return tuple(found)


def _words_left_out(reading: Reading, start: int, end: int) -> Iterator[Piece]:
    words = [(start + span.start, start + span.end) for span in all_spans(reading.text[start:end])]
    for size in (1, 2):
        for place in range(len(words) - size + 1):
            first, last = words[place][0], words[place + size - 1][1]
            yield Piece(f"Bỏ “{reading.text[first:last]}”", reading.without(first, last), size)


def is_phrase(item: Item) -> TypeGuard[Phrase]:
    return not isinstance(item, (Run, Or, Condition))


def as_typed(phrase: Phrase) -> str:
    return " ".join(word.exact for word in phrase)
