"""Which lines of a text stand inside quoted new wording, so that a quoted article is not taken for one of the text's own.

Real texts mix curly and straight marks and forget closing ones, so marks are counted whatever their shape: a line with an
odd number of them opens or closes a passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from legaldocs.parsing.marks import QUOTES

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
