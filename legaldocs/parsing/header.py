from __future__ import annotations

from collections.abc import Sequence

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.parsed import Header, Line


def read_header(lines: Sequence[Line]) -> Header:
    return Header()


def preamble_start(texts: Sequence[str]) -> int:
    for i, t in enumerate(texts[:400]):
        f = fold(t[:30])
        if f.startswith(("can cu", "xet ", "theo ", "thuc hien")):
            return i
    return 0
