"""What an instruction governs in its text: its object, and the wording that it quotes or sets down without marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from legaldocs.analysis.instructions import Instruction

_AS_FOLLOWS = re.compile(r"như sau|sau đây|sau:")
_UNQUOTED = re.compile(r"như sau ?:? ?\n")


def quoted_in(full: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> list[str]:
    """The quotations that stand in full[start:end], marks excluded."""
    first = bisect_left(spans, start, key=lambda span: span[0])
    last = bisect_right(spans, end, key=lambda span: span[1])
    return [full[a:b] for a, b in spans[first:last]]


def unquoted_in(full: str, start: int, end: int) -> str:
    """The new wording that stands without marks on the lines behind "như sau:", "" where none does.

    Catches "Khoản 1 Điều 2 được sửa đổi như sau:" and the lines under it. To be asked only where nothing is quoted.
    """
    said = _UNQUOTED.search(full, start, end)
    return full[said.end() : end].strip() if said else ""


def object_end(text: str, instruction: Instruction) -> int:
    """Where the words governed by the verb end: at "như sau" before a new line, at the end of a sentence that ends its
    line, or at the next instruction."""
    end = instruction.end
    as_follows = _AS_FOLLOWS.search(text, instruction.object_start, end)
    if as_follows and "\n" in text[as_follows.start() : end]:
        return as_follows.start()
    full_stop = text.find(".\n", instruction.object_start, end)
    return full_stop if full_stop >= 0 and ":\n" not in text[instruction.object_start : full_stop] else end
