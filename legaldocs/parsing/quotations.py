"""Which lines of a text stand inside quoted new wording, so that a quoted article is not taken for one of the text's own.

Real texts mix curly and straight marks and forget closing ones, so marks are counted whatever their shape: a line with an
odd number of them opens or closes a passage. Older texts set new wording down without any marks: there the unit that the
instruction names opens it, and the next instruction ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from legaldocs.parsing import marks
from legaldocs.parsing.marks import QUOTES, Mark
from legaldocs.parsing.normalize import fold

_MARK = re.compile(f"[{QUOTES}]")
_CLOSES = re.compile(rf"[{QUOTES}][\s.;,:/)\]]{{0,8}}$")
_OPENS_MIDWAY = re.compile(rf":\s?[{QUOTES}][^{QUOTES}]*$")
_UNIT_START = re.compile(
    r"(?:[đd]i[ềeêể]u|chương|mục|tiểu mục|phần|phụ lục|mẫu) ?[\divxlt]|\d{1,3}[a-zđ]?\d?[.)/]|[a-zđ]\d{0,2}[.)]|[-–+] ",
    re.IGNORECASE,
)


class Quoted(IntEnum):
    """OUT of any quotation; INSIDE one; UNSURE where an opened one is never closed."""

    OUT = 0
    INSIDE = 1
    UNSURE = 2


def quoted_lines(lines: Sequence[str]) -> list[Quoted]:
    """For each line, whether it stands in a quotation; the line that opens one midway counts as OUT."""
    state = [Quoted.OUT] * len(lines)
    counts = [len(_MARK.findall(line)) for line in lines]
    index = 0
    while index < len(lines):
        at_start = _opens_at_start(lines, index)
        if not at_start and not _opens_midway(lines[index], counts[index]):
            index += 1
            continue
        if at_start:
            state[index] = Quoted.INSIDE
        if counts[index] % 2 == 0:
            index += 1
            continue
        close = _closing_line(lines, counts, index)
        if close is not None:
            state[index + 1 : close + 1] = [Quoted.INSIDE] * (close - index)
            index = close + 1
        else:
            end = _next_opening(lines, counts, index)
            if at_start:
                state[index + 1 : end] = [Quoted.UNSURE] * (end - index - 1)
            index = max(end, index + 1)
    _mark_unquoted(lines, state)
    return state


def _opens_at_start(lines: Sequence[str], index: int) -> bool:
    line = lines[index].lstrip()
    if not line or line[0] not in QUOTES:
        return False
    rest = line.lstrip(QUOTES + " ")
    if _UNIT_START.match(rest):
        return True
    before = next((lines[i].rstrip() for i in range(index - 1, max(-1, index - 4), -1) if lines[i].strip()), "")
    return before.endswith(":")


def _opens_midway(line: str, count: int) -> bool:
    return count % 2 == 1 and _OPENS_MIDWAY.search(line[-4000:]) is not None


def _closing_line(lines: Sequence[str], counts: Sequence[int], opening: int) -> int | None:
    for index in range(opening + 1, len(lines)):
        if counts[index] % 2 == 0:
            if counts[index] and _opens_at_start(lines, index) and _is_whole(lines[index]):
                return None
            continue
        if _CLOSES.search(lines[index]):
            return index
        if _opens_at_start(lines, index) or _opens_midway(lines[index], counts[index]):
            return None
    return None


def _is_whole(line: str) -> bool:
    """Whether one line holds a whole quotation of its own: “1. ...”."""
    return _CLOSES.search(line) is not None


def _next_opening(lines: Sequence[str], counts: Sequence[int], opening: int) -> int:
    for index in range(opening + 1, len(lines)):
        if counts[index] and (_opens_at_start(lines, index) or _opens_midway(lines[index], counts[index])):
            return index
    return len(lines)


# --- new wording without marks ---

_INSTRUCTS = re.compile(r"(?:sua doi|bo sung|thay the|thay)(?!\w).{0,400}?nhu sau ?:?$")
_PASSIVE = re.compile(r"(?:duoc|nay) (?:sua doi|bo sung|thay the|bai bo)(?!\w)")
_NAMED = re.compile(
    r"(?<!\w)(?:dieu (?P<article>\d{1,3}[a-z]?)|khoan (?P<clause>\d{1,3}[a-z]?)|diem (?P<point>[a-z]))(?!\w)"
)
_REACH = 400  # lines of new wording looked through for its end


def _mark_unquoted(lines: Sequence[str], state: list[Quoted]) -> None:
    """Marks the wording that stands without quotation marks under "Sửa đổi khoản 3 Điều 4 như sau:" as INSIDE.

    Only where the next line opens the very unit that the instruction names and the end is sure: the next instruction, the
    next article of the text itself, or its foot.
    """
    article = 0
    for index, line in enumerate(lines[:-1]):
        if state[index] is not Quoted.OUT:
            continue
        own = marks.article_mark(line) if line[:1] in "ĐđDd" else None
        article = own.number if own is not None and own.separator else article
        if not line.endswith((":", "sau")) or not _opens_named_unit(line, lines[index + 1]):
            continue
        end = _end_of_wording(lines, index, _mark_of(line), article)
        if end:
            state[index + 1 : end] = [Quoted.INSIDE] * (end - index - 1)


def _opens_named_unit(line: str, following: str) -> bool:
    said = _INSTRUCTS.search(fold(line[-600:]))
    named = _NAMED.search(said.string) if said else None
    mark = _mark_of(following)
    if named is None or mark is None or marks.acts(mark.rest):
        return False
    kind = (named.lastgroup or "").upper()
    label = f"{mark.number or ''}{mark.suffix}" if kind != "POINT" else mark.label
    return mark.kind.value == kind and fold(label) == named[named.lastgroup or 0]


def _mark_of(line: str) -> Mark | None:
    text = line.strip()
    if text[:1] in QUOTES:
        return None
    article = marks.article_mark(text)
    if article is not None:
        return article if article.separator else None
    return marks.clause_mark(text) or marks.point_mark(text)


def _end_of_wording(lines: Sequence[str], index: int, own: Mark | None, article: int) -> int:
    """The index of the line behind the new wording that opens under lines[index]; 0 where no end is sure."""
    for at in range(index + 2, min(index + _REACH, len(lines))):
        text = lines[at]
        if marks.opens_foot(text):
            return at
        mark = _mark_of(text)
        if mark is None:
            continue
        if mark.kind.value == "ARTICLE":
            if mark.number == article + 1:
                return at
        elif _instructs(mark) and (own is None or own.kind is not mark.kind or _comes_after(own, mark)):
            return at
    return 0


def _instructs(mark: Mark) -> bool:
    return marks.acts(mark.rest) or _PASSIVE.search(fold(mark.rest[:200])) is not None


def _comes_after(own: Mark, mark: Mark) -> bool:
    if mark.kind.value == "POINT":
        return marks.follows(own.label, mark.label)
    return mark.number in (own.number, own.number + 1)
