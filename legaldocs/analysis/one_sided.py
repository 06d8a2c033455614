"""What one of two provisions that are nearly the same says and the other one leaves out: an exception, a point of a list; and
whether two conditions are asked for together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from legaldocs.analysis.alignment import Alignment, Words
from legaldocs.analysis.extents import Bound
from legaldocs.analysis.terms import MODALITY, Side

#: What stands for the wording of the side that says nothing.
NOT_SAID = "(không nêu)"
#: Only in texts as like as this does it tell anything that words are missing.
_ALIKE_FROM = 0.75
_FEWEST_WORDS, _MOST_WORDS = 3, 30
#: So many words that the other side says in that place are chance.
_CHANCE = 2
_ENDS = re.compile(r"[;.\n)]|,(?! )|, (?!(?:khoản|điểm|điều) )", re.IGNORECASE)


class Told(NamedTuple):
    """What both sides say at word `at` of the draft."""

    at: int
    draft: str
    target: str


def left_out(alignment: Alignment, draft: Side, target: Side) -> Iterator[Told]:
    """The exceptions and points of lists that only one side has, in texts that are nearly the same.

    Catches ", trừ trường hợp bất khả kháng" more or less, and a point c) that the other list does not hold. Does not catch what
    stands elsewhere in the other text, nor lists with as many points.
    """
    if alignment.similarity < _ALIKE_FROM:
        return
    for at, words in (*_exceptions(alignment, draft, target), *_points(alignment)):
        yield Told(at, words, NOT_SAID)
    swapped = alignment.swapped
    for at, words in (*_exceptions(swapped, target, draft), *_points(swapped)):
        yield Told(swapped.across(at, at + 1)[0], NOT_SAID, words)


def _exceptions(alignment: Alignment, side: Side, other: Side) -> Iterator[tuple[int, str]]:
    """(the first word, the wording) of each exception or inclusion that only this side makes."""
    mine, theirs = ([t for t in each.terms_of(MODALITY) if isinstance(t.value, Bound)] for each in (side, other))
    if len(mine) <= len(theirs):
        return
    words = alignment.draft
    for term in mine:
        end = _ENDS.search(words.text, words.ends[term.last - 1])
        last = words.between(words.starts[term.first], end.start() if end else len(words.text))[1]
        shared = sum(alignment.counterpart[at] >= 0 for at in range(term.first, last))
        there = alignment.across(term.first, last)
        says_else = there[1] - there[0] - shared
        if last - term.first >= _FEWEST_WORDS and 2 * shared <= last - term.first and says_else <= _CHANCE + shared:
            yield term.first, _short(words, term.first, last)


_POINT = re.compile(r"(?:^|\n)[ \t]*[a-zđ]{1,2}\)[ \t]", re.IGNORECASE)
_FEWEST_POINTS, _MOST_MISSING = 3, 2
#: A point of which no more than this share stands on the other side is not there; one with that share is.
_MISSING, _THERE = 0.35, 0.6


def _points(alignment: Alignment) -> Iterator[tuple[int, str]]:
    """(the first word, the wording) of each point that only this side's list has."""
    points, others = _points_of(alignment.draft), _points_of(alignment.target)
    if not _FEWEST_POINTS <= len(others) < len(points):
        return
    shares = [sum(alignment.counterpart[at] >= 0 for at in range(*point)) / (point[1] - point[0]) for point in points]
    missing = [point for point, share in zip(points, shares, strict=True) if share <= _MISSING]
    if len(missing) <= _MOST_MISSING and sum(share >= _THERE for share in shares) >= len(points) - len(missing):
        yield from ((first, _short(alignment.draft, first, last)) for first, last in missing)


def _points_of(words: Words) -> list[tuple[int, int]]:
    """The words [first, last) of each point of a list, its label included."""
    starts = [match.start() for match in _POINT.finditer(words.text)]
    ends = [*starts[1:], len(words.text)][: len(starts)]
    found = [words.between(start, end) for start, end in zip(starts, ends, strict=True)]
    return [(first, last) for first, last in found if last - first > _FEWEST_WORDS]


def _short(words: Words, first: int, last: int) -> str:
    said = " ".join(words.cut(first, min(last, first + _MOST_WORDS)).split())
    return said if last <= first + _MOST_WORDS else f"{said} …"


_ASKS = frozenset(["có", "không", "được", "phải", "đã", "thuộc", "đủ", "bị", "chưa", "đang", "đáp", "bảo", "đảm"])
_BESIDE = 3


def other_junctions(alignment: Alignment) -> Iterator[Told]:
    """Where one side asks for both of two conditions and the other side for one of them: "và" against "hoặc".

    Only before a condition or at the end of a point: "tổ chức và cá nhân" means whom "tổ chức hoặc cá nhân" means.
    """
    draft, target = alignment.draft, alignment.target
    for place in range(1, len(alignment.runs) - 1):
        before, run, after = alignment.runs[place - 1 : place + 2]
        said = {draft.keys[run.draft_first : run.draft_last], target.keys[run.target_first : run.target_last]}
        if said != {("và",), ("hoặc",)} or before.size < _BESIDE or after.size < _BESIDE:
            continue
        ends_a_point = "\n" in draft.text[draft.ends[run.draft_first] : draft.starts[run.draft_last]]
        if ends_a_point or draft.keys[run.draft_last] in _ASKS:
            yield Told(
                run.draft_first,
                _inline(draft.cut(run.draft_first - _BESIDE, run.draft_last + _BESIDE)),
                _inline(target.cut(run.target_first - _BESIDE, run.target_last + _BESIDE)),
            )


def _inline(words: str) -> str:
    return " ".join(words.split())
