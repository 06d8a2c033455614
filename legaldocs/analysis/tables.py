"""Price, fee and coefficient tables: rows by what they are about, values by their column, compared row by row.

A row is a line of cells between " | ", as readers write it. What numbers the rows ("STT") says nothing and is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from legaldocs.analysis.limits import Likeness, Limit, likeness, limits_in
from legaldocs.parsing.normalize import fold


@dataclass(frozen=True, slots=True)
class Value:
    """A cell that says how much: its column's name, its wording with the unit, and what that comes to. `limit` is None for
    words ("Miễn thu")."""

    column: str
    said: str
    limit: Limit | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that sets values. `section` is the heading row above it, `counted` its "Đơn vị tính"."""

    subject: str
    section: str
    counted: str
    values: tuple[Value, ...]
    start: int

    @property
    def key(self) -> tuple[str, str]:
        return _key(self.section), _key(self.subject)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """What a row says in the draft and in the target: "Phí thẩm định hồ sơ: 700.000 đồng" and "...: 500.000 đồng".

    [start, end) is the cell in the draft's text, `line` and `target_line` are where the rows begin in both."""

    draft: str
    target: str
    start: int
    end: int
    line: int = 0
    target_line: int = 0


@dataclass(frozen=True, slots=True)
class TableComparison:
    """How many rows both tables have, which say something else, and which stand in one of them only."""

    matched: int
    differences: tuple[RowDifference, ...]
    only_draft: tuple[str, ...]
    only_target: tuple[str, ...]


_NUMBERING = re.compile(r"(?:\(?\d{1,3}(?:\.\d{1,3}){0,4}\)?\.?|[IVXLC]{1,6}\.?|[a-zđ]\)?|[-+*•])?", re.IGNORECASE)
_NUMBERING_HEADS = frozenset({"stt", "tt", "so tt", "so thu tu", "so"})
_COUNTED_HEADS = ("don vi tinh", "dvt", "don vi")
_COLUMN_NUMBERS = re.compile(r"\(?\d{1,2}\)?(?:\s?[=+*x].*)?")
_PLAIN_NUMBER = re.compile(r"\d[\d., \u00a0]*")
_FREE = re.compile(r"(?:miễn|không)(?: (?:thu|phí|lệ phí|tính))*", re.IGNORECASE)
_UNIT_OF_HEAD = re.compile(
    r"(?<!\w)(?P<unit>(?:(?:nghìn|ngàn|triệu|tỷ|1\.000|1000) )?đồng(?:\s?/[^\s)]{1,20})?|%)(?!\w)", re.IGNORECASE
)
_FACTOR_SPELT = re.compile(r"^(?:1\.000|1000) ")
#: Two rows are one whose subjects are so alike (0..100) and that no other row claims.
_SAME_SUBJECT = 90
#: Pairs of rows without a counterpart that are tried; beyond, two tables have little to do with each other.
_MOST_GUESSES = 40_000


def read_rows(text: str) -> list[Row]:
    """The rows with values of all tables in a text, in order."""
    rows: list[Row] = []
    block: list[tuple[int, list[tuple[int, str]]]] = []
    caption = position = 0
    for line in text.split("\n"):
        if "|" in line:
            block.append((position, _cells(line, position)))
        elif block:
            rows += _rows_of(block, text[caption : block[0][0]])
            block, caption = [], position
        elif position - caption > 400:
            caption = position
        position += len(line) + 1
    return rows + (_rows_of(block, text[caption : block[0][0]]) if block else [])


def compare_tables(draft: Sequence[Row], target: Sequence[Row]) -> TableComparison:
    """What the rows on the same things say differently."""
    pairs = _matched(draft, target)
    matched = {id(row) for pair in pairs for row in pair}
    differences = [difference for one, other in pairs for difference in _differences(one, other)]
    return TableComparison(
        len(pairs),
        tuple(differences),
        tuple(row.subject for row in draft if id(row) not in matched),
        tuple(row.subject for row in target if id(row) not in matched),
    )


# --- reading ---


def _cells(line: str, position: int) -> list[tuple[int, str]]:
    """The cells of a line with where each begins in the text."""
    cells = []
    start = 1 if line.startswith("|") else 0
    for cell in line[start:].split("|"):
        inner = cell.strip()
        cells.append((position + start + (cell.index(inner) if inner else 0), inner))
        start += len(cell) + 1
    return cells


def _rows_of(block: Sequence[tuple[int, list[tuple[int, str]]]], caption: str) -> list[Row]:
    """The rows of one table: its head first, then headings of sections and rows with values."""
    found: list[Row] = []
    head: list[str] = []
    section = ""
    default_unit = _unit_in(caption[-300:]) if "đơn vị" in caption[-300:].lower() else ""
    for start, cells in block:
        texts = [text for _, text in cells]
        if all(_COLUMN_NUMBERS.fullmatch(text) for text in texts if text) and len(texts) > 2 and not found:
            continue
        row = _row(start, cells, head, section, default_unit)
        if row is not None:
            found.append(row)
        elif not found and len([text for text in texts if text]) > 1 and not _is_numbered(texts):
            head = _joined_heads(head, texts)
        else:
            section = " ".join(text for text in texts if not _NUMBERING.fullmatch(text))
    return found


def _is_numbered(texts: Sequence[str]) -> bool:
    return bool(texts[0]) and _NUMBERING.fullmatch(texts[0]) is not None


def _joined_heads(head: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Two rows of heads as one, where both have as many cells; else the lower one."""
    if len(head) != len(texts):
        return list(texts)
    return [" ".join(filter(None, pair)) for pair in zip(head, texts, strict=True)]


def _row(start: int, cells: Sequence[tuple[int, str]], head: Sequence[str], section: str, unit: str) -> Row | None:
    """A row with its values, or None for a head or the heading of a section."""
    heads = list(head) if len(head) == len(cells) else [""] * len(cells)
    words: list[str] = []
    values: list[Value] = []
    counted = ""
    for place, ((at, text), name) in enumerate(zip(cells, heads, strict=True)):
        plain = fold(name).strip(" .:")
        if not text or plain in _NUMBERING_HEADS or (place == 0 and not name and _NUMBERING.fullmatch(text)):
            continue
        if any(plain.startswith(each) for each in _COUNTED_HEADS) and not _PLAIN_NUMBER.fullmatch(text):
            counted = text
        elif words and (value := _value(at, text, name, unit)) is not None:
            values.append(value)
        else:
            words.append(text)
    return Row(" ".join(words), section, counted, tuple(values), start) if words and values else None


def _value(at: int, text: str, column: str, default_unit: str) -> Value | None:
    """The value that a cell sets, or None for words."""
    if _FREE.fullmatch(text):
        return Value(column, text, None, at, at + len(text))
    unit = _unit_in(column) or default_unit
    said = f"{text} {unit}".strip() if _PLAIN_NUMBER.fullmatch(text) else text
    limits = limits_in(said)
    if len(limits) != 1 or len(limits[0].text) < 0.6 * len(said):
        return None
    return Value(column, said, limits[0], at, at + len(text))


def _unit_in(words: str) -> str:
    """The unit that the head of a column or a table names: "Mức thu (đồng)", "Đơn vị tính: 1.000 đồng"."""
    found = _UNIT_OF_HEAD.search(words)
    return _FACTOR_SPELT.sub("nghìn ", found["unit"].lower()) if found else ""


@lru_cache(maxsize=20_000)
def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", fold(words)))


# --- comparing ---


def _matched(draft: Sequence[Row], target: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The rows on the same things: the same subject under the same heading, the same subject, then nearly the same."""
    left, right = dict(enumerate(draft)), dict(enumerate(target))
    pairs: list[tuple[Row, Row]] = []
    for depth in (0, 1):
        by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, row in right.items():
            by_key[row.key[depth:]].append(place)
        for place, row in list(left.items()):
            same = by_key[row.key[depth:]]
            if same:
                pairs.append((left.pop(place), right.pop(same.pop(0))))
    if len(left) * len(right) <= _MOST_GUESSES:
        for place, row in list(left.items()):
            alike = [(fuzz.ratio(row.key[1], other.key[1]), -number) for number, other in right.items()]
            likeness_of, number = max(alike, default=(0.0, 0))
            if likeness_of >= _SAME_SUBJECT:
                pairs.append((left.pop(place), right.pop(-number)))
    return sorted(pairs, key=lambda pair: pair[0].start)


def _differences(one: Row, other: Row) -> Iterator[RowDifference]:
    """What two rows on one thing say differently: the thing's own measure, what is counted, and the values."""

    def difference(draft: str, target: str, start: int, end: int) -> RowDifference:
        return RowDifference(draft, target, start, end, one.start, other.start)

    first = one.values[0]
    measures = [limits_in(row.subject) for row in (one, other)]
    if len(measures[0]) == len(measures[1]) and any(
        likeness(a, b) is not Likeness.SAME for a, b in zip(*measures, strict=True)
    ):
        yield difference(one.subject, other.subject, one.start, first.end)
        return
    if one.counted and other.counted and _key(one.counted) != _key(other.counted):
        said = f"{one.subject}: {first.said}/{one.counted}"
        yield difference(said, f"{other.subject}: {other.values[0].said}/{other.counted}", first.start, first.end)
        return
    several = len(one.values) > 1
    for value, opposite in _in_same_column(one.values, other.values):
        if not _same_value(value, opposite):
            column = f", {value.column}" if several and value.column else ""
            said = f"{one.subject}{column}: {value.said}"
            yield difference(said, f"{other.subject}{column}: {opposite.said}", value.start, value.end)


def _in_same_column(one: Sequence[Value], other: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    """Values under heads of one name; by their order where the heads tell nothing and there are as many."""
    by_name = {_key(value.column): value for value in other}
    if len(by_name) == len(other) and any(_key(value.column) in by_name and value.column for value in one):
        yield from ((value, by_name[_key(value.column)]) for value in one if _key(value.column) in by_name)
    elif len(one) == len(other):
        yield from zip(one, other, strict=True)


def _same_value(one: Value, other: Value) -> bool:
    if one.limit is None or other.limit is None:
        return one.limit is other.limit
    return likeness(one.limit, other.limit) is Likeness.SAME
