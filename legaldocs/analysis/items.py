"""Lists whose items stand in another order: each item is compared with its like, not with the one of the same letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from legaldocs.analysis.alignment import Alignment, Words
from legaldocs.analysis.definitions import defined_term
from legaldocs.parsing.normalize import fold

#: Fewer lines than this are no list; more are compared as they stand.
_FEWEST, _MOST = 3, 120
#: Items so alike (0..100) are one item.
_LIKE_FROM = 70
#: An alignment that leaves fewer words of either text over has nothing to gain; one that shares so little, nothing to order.
_FEWEST_LEFT, _LEAST_SHARED = 6, 0.3
_LABEL = re.compile(r"^\s*(?:[a-zđ]{1,2}\)|\d{1,2}[.)]|[-+*•])\s*", re.IGNORECASE)
#: So much of the shorter of two items must stand in the other one for a word of the one to answer to a word of the other.
_ONE_ITEM_FROM = 0.5


def in_order_of(draft: str, target: str, alignment: Alignment) -> str:
    """The target's text with its items in the order of the draft's, "" where they are in that order, or are no lists.

    Items without a like stay where they are.
    """
    left = (len(alignment.draft) - alignment.shared, len(alignment.target) - alignment.shared)
    shorter = min(len(alignment.draft), len(alignment.target))
    if min(left) < _FEWEST_LEFT or alignment.shared < _LEAST_SHARED * shorter:
        return ""
    own, other = draft.split("\n"), target.split("\n")
    if not (_FEWEST <= len(own) <= _MOST and _FEWEST <= len(other) <= _MOST):
        return ""
    partner = _partners(own, other)
    placed = sorted(partner)  # lines of the target that have a like, where they stand
    ordered = sorted(placed, key=lambda line: partner[line])
    if placed == ordered:
        return ""
    lines = list(other)
    for place, line in zip(placed, ordered, strict=True):
        lines[place] = other[line]
    return "\n".join(lines)


def _partners(own: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Line of the target -> the line of the draft that is most like it, each once; a term goes with the same term."""
    keys, others = ([_key(line) for line in lines] for lines in (own, other))
    alike = process.cdist(others, keys, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE_FROM)
    pairs = [(-float(alike[t, d]), abs(t - d), t, d) for t, d in zip(*alike.nonzero(), strict=True)]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, t, d in sorted(pairs):
        if t not in found and d not in taken and _may_be_one(own[d], other[t]):
            found[int(t)] = int(d)
            taken.add(d)
    return found


def _key(line: str) -> str:
    return fold(_LABEL.sub("", line))


def _may_be_one(one: str, other: str) -> bool:
    terms = [defined_term(_LABEL.sub("", line)) for line in (one, other)]
    return not all(terms) or terms[0] == terms[1]


def is_of_one_item(alignment: Alignment, at: int) -> bool:
    """Whether the word `at` of the draft and what stands in its place belong to items that are one, where both have several."""
    place = alignment.across(at, at + 1)[0]
    own, other = _item_at(alignment.draft, at), _item_at(alignment.target, place)
    if own is None or other is None:
        return True
    shared = sum(other[0] <= partner < other[1] for partner in alignment.counterpart[own[0] : own[1]])
    if shared < _ONE_ITEM_FROM * min(own[1] - own[0], other[1] - other[0]):
        return False
    return _may_be_one(alignment.draft.cut(*own), alignment.target.cut(*other))


def _item_at(words: Words, place: int) -> tuple[int, int] | None:
    """The words of the line around a word; None for a text of few lines, and for a line that stands over the items."""
    breaks = [-1, *(match.start() for match in re.finditer("\n", words.text)), len(words.text)]
    if len(breaks) <= _FEWEST or place >= len(words):
        return None
    at = words.starts[place]
    start, end = next((start, end) for start, end in pairwise(breaks) if start < at <= end)
    if not _LABEL.match(words.text[start + 1 : end]) and _LABEL.match(words.text[end + 1 :]):
        return None
    return words.between(start + 1, end)
