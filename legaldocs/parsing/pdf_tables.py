"""Tables that are drawn with lines on a page: which cell a piece of text stands in, and the cells as rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from legaldocs.parsing.normalize import clean
from legaldocs.parsing.pdf_layout import Fragment, Row, rows_of_page
from legaldocs.parsing.wrapping import join

#: In points: how thick a drawn line may be, how short, and how far apart two may lie and still be one.
THICKEST_LINE, _SHORT, _SAME = 3.0, 6.0, 2.5
_MAX_LINES, _MAX_FRAGMENTS = 3_000, 10_000
#: Rows without any text leave a gap in a table, at most this many points.
_EMPTY_ROW = 40.0


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn rectangle or line by its extent, counted down from the top of the page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """A straight border: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _SAME <= place <= self.end + _SAME


class Grid:
    """The borders drawn on a page."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        across: list[_Edge] = []
        down: list[_Edge] = []
        for box in boxes:
            wide, high = box.right - box.left, box.bottom - box.top
            if high <= THICKEST_LINE < _SHORT < wide:
                across.append(_Edge((box.top + box.bottom) / 2, box.left, box.right))
            elif wide <= THICKEST_LINE < _SHORT < high:
                down.append(_Edge((box.left + box.right) / 2, box.top, box.bottom))
            elif wide > _SHORT and high > _SHORT:
                across += [_Edge(box.top, box.left, box.right), _Edge(box.bottom, box.left, box.right)]
                down += [_Edge(box.left, box.top, box.bottom), _Edge(box.right, box.top, box.bottom)]
        if len(across) + len(down) > _MAX_LINES or len(across) < 2 or len(down) < 3:
            across, down = [], []  # a drawing, or no table of two columns
        self._across = sorted(across, key=lambda edge: edge.at)
        self._down = sorted(down, key=lambda edge: edge.at)
        self._down_at = [edge.at for edge in self._down]

    def separates(self, left: float, right: float, height: float) -> bool:
        """Does a border run down between two letters of one line?"""
        if not self._down_at or right <= left:
            return False
        for edge in self._down[bisect_left(self._down_at, left) :]:
            if edge.at > right:
                return False
            if edge.covers(height):
                return True
        return False

    def cell_of(self, fragment: Fragment) -> Box | None:
        """The cell around a piece of text: the nearest borders on all four sides; None when there is no cell.

        Where a page break cuts a row, its upper or lower border is missing: then the cell ends where its sides end.
        """
        middle_x, middle_y = (fragment.left + fragment.right) / 2, (fragment.top + fragment.bottom) / 2
        left, right = _nearest(self._down, middle_x, middle_y)
        if left is None or right is None:
            return None
        top, bottom = _nearest(self._across, middle_y, middle_x)
        return Box(
            left.at,
            max(left.start, right.start) if top is None else top.at,
            right.at,
            min(left.end, right.end) if bottom is None else bottom.at,
        )

    def borders(self, left: float, right: float, height: float) -> int:
        """How many borders run down at this height from `left` up to, not including, `right`."""
        places = [edge.at for edge in self._down if left - _SAME <= edge.at < right - _SAME and edge.covers(height)]
        return sum(1 for place, after in pairwise([*places, float("inf")]) if after - place > _SAME)

    def leftmost(self, height: float) -> float | None:
        """Where the first border at this height stands."""
        return next((edge.at for edge in self._down if edge.covers(height)), None)


def _nearest(edges: Sequence[_Edge], place: float, along: float) -> tuple[_Edge | None, _Edge | None]:
    before = after = None
    for edge in edges:
        if not edge.covers(along):
            continue
        if edge.at <= place:
            before = edge
        else:
            after = edge
            break
    return before, after


def rows_with_tables(fragments: Iterable[Fragment], grid: Grid) -> list[Row]:
    """The page's lines from top to bottom, each row of a drawn table as one of them."""
    cells: dict[Box, list[Fragment]] = {}
    outside: list[Fragment] = []
    edges = _Snapper()
    for place, fragment in enumerate(fragments):
        cell = grid.cell_of(fragment) if place < _MAX_FRAGMENTS else None
        if cell is None:
            outside.append(fragment)
        else:
            snapped = Box(edges.x(cell.left), edges.y(cell.top), edges.x(cell.right), edges.y(cell.bottom))
            cells.setdefault(snapped, []).append(fragment)
    rows: list[Row] = []
    for table in _following(cells):
        if len({cell.left for cell in table}) > 1:
            rows += _table_rows({cell: cells[cell] for cell in table}, grid)
        else:
            outside += [fragment for cell in table for fragment in cells[cell]]  # a frame around ordinary text
    return sorted([*rows_of_page(outside), *rows], key=lambda row: row.top)


def _following(cells: Iterable[Box]) -> list[list[Box]]:
    """The cells in groups that follow each other down the page: each group is a table."""
    groups: list[list[Box]] = []
    reached = 0.0
    for cell in sorted(cells, key=lambda one: one.top):
        if groups and cell.top <= reached + _EMPTY_ROW:
            groups[-1].append(cell)
            reached = max(reached, cell.bottom)
        else:
            groups.append([cell])
            reached = cell.bottom
    return groups


class _Snapper:
    """Gives borders that are drawn twice, side by side, one place."""

    def __init__(self) -> None:
        self._xs: list[float] = []
        self._ys: list[float] = []

    def x(self, place: float) -> float:
        return _snap(self._xs, place)

    def y(self, place: float) -> float:
        return _snap(self._ys, place)


def _snap(known: list[float], place: float) -> float:
    for other in known:
        if abs(other - place) <= _SAME:
            return other
    known.append(place)
    return place


def _table_rows(cells: dict[Box, list[Fragment]], grid: Grid) -> list[Row]:
    """One row for each upper border; a cell that spans several rows stands in its first, empty cells are kept."""
    by_top: dict[float, list[Box]] = {}
    for cell in cells:
        by_top.setdefault(cell.top, []).append(cell)
    rows = []
    for top, in_row in sorted(by_top.items()):
        columns: list[Fragment] = []
        in_row.sort(key=lambda one: one.left)
        height = (top + min(cell.bottom for cell in in_row)) / 2
        reached = grid.leftmost(height)
        for cell in in_row:
            skipped = 0 if reached is None else grid.borders(reached, cell.left, height)
            columns += [Fragment("", cell.left, cell.left, top, cell.bottom)] * skipped
            columns.append(_cell_text(cell, cells[cell]))
            reached = cell.right
        rows.append(Row(tuple(columns), ruled=True))
    return rows


def _cell_text(cell: Box, inside: list[Fragment]) -> Fragment:
    text = join([" ".join(column.text for column in row.columns) for row in rows_of_page(inside)])
    marks = max(inside, key=lambda fragment: len(fragment.text))
    return Fragment(clean(text), cell.left, cell.right, cell.top, cell.bottom, marks.bold, marks.italic)
