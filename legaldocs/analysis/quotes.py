"""Where a text quotes: new wording in an amending document is quoted, and what is quoted does not act."""

from __future__ import annotations

import re

_MARK = re.compile('[“”„"]')
_CLOSING_PLACE = re.compile(r"[\s.;,:)\]/]|$")
#: Stands for a quoted character in a masked text: no letter, no space, and never in a cleaned text itself.
MASK = "\x00"


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """The [start, end) of what stands between outermost quotation marks, the marks excluded, in order.

    Curly marks nest (“Thay cụm từ “A” bằng “B””); straight ones open and close in turn, and close what a curly one has
    opened where no curly one will. A quotation that is never closed runs to the end: real texts lose the closing mark at
    the foot of a long new article.
    """
    spans: list[tuple[int, int]] = []
    opened, depth, straight = 0, 0, False
    marks = list(_MARK.finditer(text))
    for place, mark in enumerate(marks):
        if depth == 0:
            if mark.group() != "”":
                opened, depth, straight = mark.end(), 1, mark.group() == '"'
            continue
        step = _step(text, marks, place, depth, straight)
        depth += step
        if depth == 0:
            spans.append((opened, mark.start()))
    if depth:
        spans.append((opened, len(text)))
    return spans


def _step(text: str, marks: list[re.Match[str]], place: int, depth: int, straight: bool) -> int:
    """How a mark inside a quotation changes the depth: -1 closes, 1 opens, 0 means neither."""
    sign = marks[place].group()
    if straight:
        return -depth if sign == '"' else 0
    if sign == "”":
        return -1
    at_word_end = _CLOSING_PLACE.match(text, marks[place].end()) and not text[marks[place].start() - 1].isspace()
    if sign == '"':
        following = marks[place + 1].group() if place + 1 < len(marks) else "“"
        return -depth if at_word_end and depth == 1 and following == "“" else 0
    return -1 if at_word_end else 1  # “từ này“: an opening mark typed where a closing one belongs


def mask_quotes(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with every quoted character replaced by MASK: offsets stay, quoted words are gone."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], MASK * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])
