"""In what order meetings are shown: the whole draft weighs, not one turn of phrase.

A draft that amends, replaces or doubles a document meets it again and again, in wording that few other documents have; what
is met once, in words that many documents use, is how laws are written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from legaldocs.analysis.units import Unit
from workflow.criteria.found import FoundOverlap
from workflow.meetings import Meeting

#: RELATED is reading advice: two per provision are plenty.
_RELATED_PER_PROVISION = 2
#: A page of findings for an article.
_PER_ARTICLE = 12
#: New wording of another document tells which one it is; more so where it stands in the very unit that it words anew.
_QUOTED, _SAME_ARTICLE, _SAME_UNIT = 3.0, 1.5, 3.0
#: A firm finding keeps so much weight, however little the rest of the draft has to do with its document; any other so much.
_FIRM_WEIGHT, _LEAST_WEIGHT = 0.3, 0.02
#: Weights differ by orders of magnitude; as powers they leave room for a finding's own score.
_WEIGHT_POWER = 0.7
#: What a finding gains that stands in the very unit for which the draft quotes new wording.
_PLACE_TOLD = 0.4
#: What is left of a document's weight where only the place that an instruction names speaks for the provision.
_PLACE_ALONE = 0.25
#: How much a finding's own score may add to its document's weight: enough to order one document's findings.
_OWN_SHARE = 0.2


def ranked(met: Sequence[Meeting], weights: Mapping[int, float]) -> list[Meeting]:
    """The meetings with scores that put the documents that weigh most in the whole draft first (0..1), best first."""
    most = max((weights.get(meeting.document.pk, 0.0) for meeting in met), default=0.0) or 1.0
    return sorted(
        (_weighed(meeting, (weights.get(meeting.document.pk, 0.0) / most) ** _WEIGHT_POWER) for meeting in met),
        key=lambda meeting: -meeting.found.score,
    )


def _weighed(meeting: Meeting, weight: float) -> Meeting:
    if meeting.by_place and not meeting.is_firm:
        weight *= _PLACE_ALONE
    weight = max(weight, _FIRM_WEIGHT if meeting.is_firm else _LEAST_WEIGHT)
    told = _PLACE_TOLD * (_place_told(meeting.unit, meeting.found.target_path) - 1) / (_QUOTED * _SAME_UNIT - 1)
    own = min(1.0, meeting.found.score + told)
    return replace(meeting, found=replace(meeting.found, score=weight * (1 + _OWN_SHARE * own) / (1 + _OWN_SHARE)))


def _place_told(unit: Unit, target_path: str) -> float:
    """How much more a provision weighs where new wording is quoted, and names the unit that it stands for."""
    if not unit.quoted:
        return 1.0
    path = _ATTACHED.sub("", target_path)
    told = unit.amends
    if told.startswith("dieu-"):
        if f"{path}/".startswith(f"{told}/") or f"{told}/".startswith(f"{path}/"):
            return _QUOTED * _SAME_UNIT
        return _QUOTED * (_SAME_ARTICLE if path.partition("/")[0] == told.partition("/")[0] else 1.0)
    return _QUOTED * (_SAME_ARTICLE if told and f"/{told}/" in f"/{path}/" else 1.0)


_ATTACHED = re.compile(r"^kem-theo(?:-\d+)?/")


def best_of(met: Sequence[Meeting], limit: int, leading: Collection[int]) -> list[FoundOverlap]:
    """The best findings of each unit, best first; of reading advice only a little. Each pair of provisions comes once.

    The documents `leading` are there in any case, with the provision that comes nearest.
    """
    nearest: dict[int, Meeting] = {}
    for meeting in sorted(met, key=lambda m: -m.found.score):
        nearest.setdefault(meeting.document.pk, meeting)
    kept = {_key(nearest[pk]): nearest[pk].found for pk in leading if pk in nearest}
    shown: Counter[object] = Counter()
    for meeting in sorted(met, key=lambda m: (not m.is_firm, -m.found.score)):
        if _key(meeting) not in kept and all(shown[what] < most for what, most in _bounds(meeting, limit)):
            shown.update(what for what, _ in _bounds(meeting, limit))
            kept[_key(meeting)] = meeting.found
    return sorted(kept.values(), key=lambda f: -f.score)


def _bounds(meeting: Meeting, limit: int) -> list[tuple[object, int]]:
    """What the meeting counts towards, and how many of it may be shown.

    New wording may word anew any of the documents that it is like, and an amending draft has it all in one article: there each
    quotation is bounded, otherwise each article too.
    """
    bounds: list[tuple[object, int]] = [(meeting.place, limit)]
    if not meeting.unit.quoted:
        bounds.append((meeting.unit.path.partition("/khoan-")[0], _PER_ARTICLE))
        if not meeting.is_firm:
            bounds.append(((meeting.place, "advice"), _RELATED_PER_PROVISION))
    return bounds


def _key(meeting: Meeting) -> tuple[str, int, str]:
    return meeting.found.path, meeting.found.target_document_id, meeting.found.target_path
