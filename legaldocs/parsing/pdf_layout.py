"""From pieces of text on pages to paragraphs: rows, columns, running heads and wrapped lines, for PDF layers and OCR alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from legaldocs.parsing.normalize import clean
from legaldocs.parsing.parsed import Line, LineOrigin
from legaldocs.parsing.tables import SEPARATOR, is_rule
from legaldocs.parsing.wrapping import ends_sentence, join, starts_unit, without_specks

_PAGE_NUMBER = re.compile(r"(?:trang)?[-–—\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BLANK_BEFORE = re.compile(r"(?:ngày|tháng|năm|số:?|/)$", re.IGNORECASE)
_BLANK_AFTER = re.compile(r"(?:tháng|năm|/|\d{4}\b)", re.IGNORECASE)
#: In heights of a line: a wider gap separates columns, a smaller one words; a deeper drop separates paragraphs.
_COLUMN_GAP, _WORD_GAP, _PARAGRAPH_DROP = 1.8, 0.12, 1.45
_INDENT = 0.6
#: How much of the width a line must fill to be continued by a row that plainly goes on with its sentence.
_MID_SENTENCE = 0.6
_RUNNING_HEAD_PAGES = 3
_EDGE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text on one line; coordinates in points, `top` and `bottom` counted down from the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool = False
    italic: bool = False

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A physical line: its columns from left to right. More than one column, or drawn borders, make it a table row."""

    columns: tuple[Fragment, ...]
    ruled: bool = False

    @property
    def text(self) -> str:
        return SEPARATOR.join(column.text for column in self.columns).strip()

    @property
    def is_table(self) -> bool:
        return self.ruled or len(self.columns) > 1

    @property
    def left(self) -> float:
        return self.columns[0].left

    @property
    def right(self) -> float:
        return self.columns[-1].right

    @property
    def top(self) -> float:
        return min(column.top for column in self.columns)

    @property
    def bottom(self) -> float:
        return max(column.bottom for column in self.columns)

    @property
    def height(self) -> float:
        return self.columns[0].height if len(self.columns) == 1 else median(column.height for column in self.columns)


def rows_of_page(fragments: Iterable[Fragment]) -> list[Row]:
    """The page's lines from top to bottom, whatever order the file holds them in."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: ((f.top + f.bottom) / 2, f.left)):
        # Only the last few rows can be level with this fragment, as they come in order of their middles.
        best = next((row for row in reversed(rows[-3:]) if _level(row[0], fragment)), None)
        if best is None:
            rows.append([fragment])
        else:
            best.append(fragment)
    return [row for row in (Row(_columns(sorted(row, key=lambda f: f.left))) for row in rows) if row.text]


def without_scan_specks(row: Row) -> Row:
    """The row of a recognised page without specks before its number."""
    first = row.columns[0]
    return replace(row, columns=(replace(first, text=without_specks(first.text)), *row.columns[1:]))


def _level(first: Fragment, other: Fragment) -> bool:
    overlap = min(first.bottom, other.bottom) - max(first.top, other.top)
    return overlap > 0.5 * min(first.height, other.height)


def _columns(pieces: list[Fragment]) -> tuple[Fragment, ...]:
    columns: list[Fragment] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if columns and not _is_column_gap(columns[-1], piece):
            columns[-1] = _joined(columns[-1], piece)
        else:
            columns.append(replace(piece, text=clean(piece.text)))
    return tuple(column for column in columns if column.text and not is_rule(column.text))


def _is_column_gap(left: Fragment, right: Fragment) -> bool:
    if right.left - left.right < _COLUMN_GAP * max(left.height, right.height):
        return False
    # Blanks left for a stamp or a pen ("ngày    tháng    năm 2025") are gaps within one line.
    return not (_BLANK_BEFORE.search(left.text.rstrip()) and _BLANK_AFTER.match(right.text.lstrip()))


def _joined(left: Fragment, right: Fragment) -> Fragment:
    apart = right.left - left.right > _WORD_GAP * left.height or right.text[:1] == " " or left.text[-1:] == " "
    longer = left if len(left.text) >= len(right.text) else right
    return replace(
        left,
        text=clean(f"{left.text}{' ' if apart else ''}{right.text}"),
        right=max(left.right, right.right),
        top=min(left.top, right.top),
        bottom=max(left.bottom, right.bottom),
        bold=longer.bold,
        italic=longer.italic,
    )


def without_running_heads(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The pages without page numbers and without what stands at the head or foot of most of them."""
    edges = Counter(key for page in pages for key in {_edge_key(row) for row in _edge_rows(page)})
    repeated = {key for key, count in edges.items() if count >= max(_RUNNING_HEAD_PAGES, len(pages) // 2)}
    result = []
    for page in pages:
        edge = {id(row) for row in _edge_rows(page)}
        result.append([
            row for row in page
            if id(row) not in edge or not (_PAGE_NUMBER.fullmatch(row.text) or _edge_key(row) in repeated)
        ])  # fmt: skip
    return result


def _edge_rows(page: Sequence[Row]) -> list[Row]:
    """The rows where a running head may stand; articles and rows of tables may look alike but are none."""
    return [row for row in (*page[:_EDGE_ROWS], *page[-_EDGE_ROWS:]) if not (row.ruled or starts_unit(row.text))]


def _edge_key(row: Row) -> tuple[str, int]:
    return _DIGITS.sub("#", row.text), round(row.top / row.height)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The text block that a document's full lines fill, and how it marks a new paragraph."""

    left: float
    right: float
    drop: float
    indents: bool

    def is_centered(self, row: Row) -> bool:
        before, after = row.left - self.left, self.right - row.right
        return before > 2 * row.height and abs(before - after) < 0.25 * (before + after) + 4

    def is_indented(self, row: Row) -> bool:
        return row.left - self.left > _INDENT * row.height


def paragraphs(pages: Sequence[Sequence[Row]]) -> list[Line]:
    """The document's paragraphs in order; rows of several columns are lines of origin TABLE."""
    frames = [_frame(page) for page in pages]
    whole = _frame([row for page in pages for row in page])
    lines: list[Line] = []
    table = 0
    open_rows: list[Row] = []
    frame = whole
    for page, own in zip(pages, frames, strict=True):
        after = own if len(page) >= 10 and own.right - own.left > 0.8 * (whole.right - whole.left) else whole
        for index, row in enumerate(page):
            if open_rows and _goes_on(open_rows[-1], row, after, same_page=index > 0):
                open_rows.append(row)
                continue
            lines += _line(open_rows, frame, table)
            table += 1 if row.is_table and not (open_rows and open_rows[-1].is_table) else 0
            open_rows, frame = [row], after
    return [*lines, *_line(open_rows, frame, table)]


def _line(rows: Sequence[Row], frame: _Frame, table: int) -> list[Line]:
    """The rows of one paragraph as a line; bold or italic only if all of them are."""
    text = join([row.text for row in rows])
    if not text:
        return []
    is_table = rows[0].is_table
    return [
        Line(
            text,
            LineOrigin.TABLE if is_table else LineOrigin.BODY,
            table if is_table else 0,
            bold=all(column.bold for row in rows for column in row.columns),
            italic=all(column.italic for row in rows for column in row.columns),
            centered=not is_table and frame.is_centered(rows[0]),
        )
    ]


def _frame(rows: Sequence[Row]) -> _Frame:
    single = [row for row in rows if not row.is_table]
    if not single:
        return _Frame(0, 0, 0, False)
    lefts, rights = sorted(row.left for row in single), sorted(row.right for row in single)
    left, right = lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]
    drops = [below.top - above.top for above, below in pairwise(rows) if below.top > above.top]
    height = median(row.height for row in single)
    full = [row for row in single if right - row.right < 2 * height]
    indented = sum(1 for row in full if 0.6 * height < row.left - left < 6 * height)
    return _Frame(left, right, median(drops) if drops else height, indented >= 0.04 * len(single) and indented > 0)


def _goes_on(above: Row, row: Row, frame: _Frame, same_page: bool) -> bool:
    """Is this row the rest of the paragraph that the row above began?"""
    if above.is_table or row.is_table or frame.is_centered(row) or frame.is_centered(above):
        return False
    mid_sentence = row.text[:1].islower() and not starts_unit(row.text) and not ends_sentence(above.text)
    if mid_sentence and above.right - frame.left > _MID_SENTENCE * (frame.right - frame.left):
        return True
    first_word = len(row.text.split(" ", 1)[0]) * (row.right - row.left) / max(len(row.text), 1)
    if above.right + first_word < frame.right - 0.8 * row.height:
        return False
    if same_page and row.top - above.top > _PARAGRAPH_DROP * max(frame.drop, row.height):
        return False
    if frame.is_indented(row):
        level = abs(row.left - above.left) < 0.3 * row.height
        return level and not starts_unit(row.text) and (row.text[:1].islower() or not ends_sentence(above.text))
    if frame.indents:
        return not (starts_unit(row.text) and ends_sentence(above.text))
    return not starts_unit(row.text) and not ends_sentence(above.text)
