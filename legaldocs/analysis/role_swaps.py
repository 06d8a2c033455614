"""Where two bodies have changed places: "Sở trình Ủy ban nhân dân" against "Ủy ban nhân dân trình Sở"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from legaldocs.analysis.addressees import same_addressee
from legaldocs.analysis.alignment import Alignment
from legaldocs.analysis.terms import SUBJECT, Side, Term

#: What links two names of a list, in whatever order they stand.
_LISTS = frozenset(["và", "hoặc", "hay", "với", "cùng"])
_LONGEST_ACT = 4


def swapped_roles(alignment: Alignment, draft: Side, target: Side, near: range) -> Iterator[tuple[Term, str, str]]:
    """(the first body, the draft's words, the target's words) of each act with its two bodies the other way round."""
    changed = [
        (first, act, second)
        for first, act, second in _acts(draft, draft.terms_of(SUBJECT))
        if first.first in near and not alignment.is_same(first.first, second.last)
    ]
    if not changed:
        return
    places = [alignment.across(first.first, second.last) for first, _, second in changed]
    theirs = list(_acts(target, target.terms_near(SUBJECT, places)))
    for first, act, second in changed:
        same_act = [(a, b) for a, words, b in theirs if words == act]
        if any(_same(a, first) and _same(b, second) for a, b in same_act):
            continue
        for a, b in same_act:
            if _same(a, second) and _same(b, first):
                yield first, draft.words.cut(first.first, second.last), target.words.cut(a.first, b.last)
                break


def _acts(side: Side, names: Sequence[Term]) -> Iterator[tuple[Term, tuple[str, ...], Term]]:
    """Two bodies with the words between them, where these say what the one does to the other."""
    for first, second in pairwise(name for name in names if isinstance(name.value, str)):
        act = side.words.keys[first.last : second.first]
        if 0 < len(act) <= _LONGEST_ACT and not _LISTS & set(act):
            yield first, act, second


def _same(one: Term, other: Term) -> bool:
    return same_addressee(str(one.value), str(other.value))
