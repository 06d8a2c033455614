"""Where two bodies have changed places: "Sở trình Ủy ban nhân dân" against "Ủy ban nhân dân trình Sở"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from legaldocs.analysis.addressees import same_addressee
from legaldocs.analysis.terms import SUBJECT, Side, Term

#: What links two names of a list, in whatever order they stand.
_LISTS = frozenset(["và", "hoặc", "hay", "với", "cùng"])
_LONGEST_ACT = 4


def swapped_roles(draft: Side, target: Side, near: range) -> Iterator[tuple[Term, str, str]]:
    """(the first body, the draft's words, the target's words) of each act with its two bodies the other way round."""
    acts = list(_acts(draft))
    if not any(first.first in near for first, _, _ in acts):
        return
    theirs = list(_acts(target))
    for first, act, second in acts:
        same_act = [(a, b) for a, words, b in theirs if words == act]
        if first.first not in near or any(_same(a, first) and _same(b, second) for a, b in same_act):
            continue
        for a, b in same_act:
            if _same(a, second) and _same(b, first):
                yield first, draft.words.cut(first.first, second.last), target.words.cut(a.first, b.last)
                break


def _acts(side: Side) -> Iterator[tuple[Term, tuple[str, ...], Term]]:
    """Two bodies with the words between them, where these say what the one does to the other."""
    for first, second in pairwise(side.terms_of(SUBJECT)):
        act = side.words.keys[first.last : second.first]
        if 0 < len(act) <= _LONGEST_ACT and not _LISTS & set(act):
            yield first, act, second


def _same(one: Term, other: Term) -> bool:
    return same_addressee(str(one.value), str(other.value))
