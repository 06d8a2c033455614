"""Two versions of one text laid side by side, unit by unit: what stayed, was reworded, came, went or moved.

    Điều 3 -> Điều 4, same words         MOVED (renumbered)
    khoản 2 -> khoản 2, other words      CHANGED
    khoản 2 -> khoản 2 and khoản 3       CHANGED and ADDED (a split)
    Điều 5 -> nothing like it            REMOVED, its clauses with it

A unit keeps its place while its parent is the same unit: the clauses of a renumbered article have not moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from legaldocs.analysis.alignment import Op, Segment, Words, align, mark
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind

#: From this similarity on, units of the same place are one unit, reworded.
_SAME_PLACE = 0.4
#: What another place asks for: nearly the same words, so that stock phrases do not make a move.
_OTHER_PLACE = 0.6
#: Clauses and points shorter than this ("a) Cá nhân;") stand in many articles: they move only within their own.
_TELLING_WORDS = 8
#: Words and word pairs that stand in more units than this tell none apart.
_COMMON = 20
_CANDIDATES = 5
_NEVER = 9.0
_INSIDE = (ProvisionKind.CLAUSE, ProvisionKind.POINT)
#: Numbered anew in each unit that holds them; articles and chapters are numbered through the text.
_NUMBERED_INSIDE = (ProvisionKind.SECTION, ProvisionKind.SUBSECTION, *_INSIDE)


class Change(StrEnum):
    SAME = "SAME"
    CHANGED = "CHANGED"
    ADDED = "ADDED"
    REMOVED = "REMOVED"
    MOVED = "MOVED"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Change.SAME: "Giữ nguyên",
    Change.CHANGED: "Sửa",
    Change.ADDED: "Thêm",
    Change.REMOVED: "Bỏ",
    Change.MOVED: "Chuyển",
}


@dataclass(frozen=True)
class ProvisionPair:
    """A unit as it was and as it is; one side is None where it came or went. `within` means that its parent came or went
    whole, so that the change is told there already."""

    change: Change
    old: ParsedProvision | None
    new: ParsedProvision | None
    within: bool = False

    @property
    def either(self) -> ParsedProvision:
        """The unit as it is, or as it was when it is gone."""
        unit = self.new or self.old
        assert unit is not None
        return unit

    @cached_property
    def segments(self) -> list[Segment]:
        """Both wordings aligned; empty where there is only one."""
        return align(wording(self.old), wording(self.new)) if self.old and self.new else []

    @cached_property
    def is_reworded(self) -> bool:
        """Whether words changed, whatever became of the place."""
        return any(segment.op is not Op.EQUAL for segment in self.segments)

    @property
    def old_pieces(self) -> list[tuple[str, bool]]:
        """The old wording as (piece, is it in the new one too?)."""
        return self._pieces(self.old, "draft")

    @property
    def new_pieces(self) -> list[tuple[str, bool]]:
        """The new wording as (piece, was it in the old one too?)."""
        return self._pieces(self.new, "target")

    @property
    def old_opening(self) -> str:
        return opening(self.old)

    @property
    def new_opening(self) -> str:
        return opening(self.new)

    @property
    def edits(self) -> list[tuple[str, str]]:
        """(words taken out, words put in) of each place that changed; one of the two may be empty."""
        old, new = wording(self.old), wording(self.new)
        return [
            (old[s.draft_start : s.draft_end], new[s.target_start : s.target_end])
            for s in self.segments
            if s.op is not Op.EQUAL
        ]

    def _pieces(self, unit: ParsedProvision | None, side: str) -> list[tuple[str, bool]]:
        if unit is None:
            return []
        text = wording(unit)
        if self.old is None or self.new is None:
            return [(text, False)] if text else []
        return mark(text, self.segments, side)


def wording(unit: ParsedProvision | None) -> str:
    """What is compared: the heading and the unit's own text, without its number."""
    return "\n".join(part for part in (unit.heading, unit.text) if part) if unit else ""


def opening(unit: ParsedProvision | None) -> str:
    """What stands before the wording: "Điều 5. ", "2. ", "a) "; a chapter's label takes a line of its own."""
    if unit is None or unit.kind in (ProvisionKind.PREAMBLE, ProvisionKind.ATTACHMENT):
        return ""
    if unit.kind in (ProvisionKind.ARTICLE, ProvisionKind.CLAUSE):
        return f"{unit.label.rstrip('.')}. "
    return f"{unit.label}) " if unit.kind is ProvisionKind.POINT else f"{unit.label}\n"


def count_changes(pairs: Iterable[ProvisionPair]) -> dict[Change, int]:
    """How many units of each change; an article that came or went whole counts once."""
    found = Counter(pair.change for pair in pairs if not pair.within)
    return {change: found[change] for change in Change}


def folded(pairs: Iterable[ProvisionPair]) -> list[list[ProvisionPair]]:
    """The pairs, a unit that came or went whole together with those inside it: one row of a comparison table each."""
    rows: list[list[ProvisionPair]] = []
    holders: dict[tuple[Change, str], list[ProvisionPair]] = {}
    for pair in pairs:
        row = holders.get((pair.change, pair.either.parent)) if pair.within else None
        if row is None:
            row = []
            rows.append(row)
        row.append(pair)
        holders[pair.change, pair.either.path] = row
    return rows


def align_versions(old: Sequence[ParsedProvision], new: Sequence[ParsedProvision]) -> list[ProvisionPair]:
    """The pairs in the order of the new text, each unit that is gone behind the one that it followed.

    Time grows about with the number of units: only units that share telling words are compared.
    """
    return _Matcher(old, new).pairs()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit with what it is matched by: its heading and all its words, those of its children included."""

    source: ParsedProvision
    parent: int  # index of the unit it stands in, -1 at the top
    heading: tuple[str, ...]
    words: tuple[str, ...]


def _units(provisions: Sequence[ParsedProvision]) -> list[_Unit]:
    place = {provision.path: index for index, provision in enumerate(provisions)}
    parents = [place.get(provision.parent, -1) for provision in provisions]
    headings = [Words.of(provision.heading).keys for provision in provisions]
    whole = [list(Words.of(provision.text).keys) for provision in provisions]
    own = [tuple(words) for words in whole]
    for index in range(len(provisions)):
        holder = index
        while provisions[holder].kind in _INSIDE and parents[holder] >= 0:
            holder = parents[holder]
            whole[holder] += [*headings[index], *own[index]]
    return [_Unit(*each) for each in zip(provisions, parents, headings, map(tuple, whole), strict=True)]


class _Matcher:
    """Finds for each unit its partner; larger units first, so that smaller ones know what "the same place" is."""

    def __init__(self, old: Sequence[ParsedProvision], new: Sequence[ParsedProvision]) -> None:
        self.old, self.new = _units(old), _units(new)
        self.by_old: dict[int, int] = {}
        self.by_new: dict[int, int] = {}
        for kind in sorted(ProvisionKind, key=lambda each: each in _INSIDE):
            self._match_kind(kind)

    def _match_kind(self, kind: ProvisionKind) -> None:
        olds = [index for index, unit in enumerate(self.old) if unit.source.kind is kind]
        news = [index for index, unit in enumerate(self.new) if unit.source.kind is kind]
        places = {self._new_place(j): j for j in news}
        for i in olds:  # what has kept its place and its words needs no search
            j = places.get(self._old_place(i))
            if j is not None and self.old[i].heading == self.new[j].heading and self.old[i].words == self.new[j].words:
                self._pair(i, j)
        rest = [i for i in olds if i not in self.by_old]
        scored = [
            (score, -abs(i - j), i, j)
            for i, j in self._candidates(rest, [j for j in news if j not in self.by_new], places)
            if (score := self._score(i, j)) >= self._needed(i, j)
        ]
        for _, _, i, j in sorted(scored, reverse=True):
            self._pair(i, j)

    def _pair(self, i: int, j: int) -> None:
        if i not in self.by_old and j not in self.by_new:
            self.by_old[i], self.by_new[j] = j, i

    def _old_place(self, i: int) -> tuple[object, str]:
        """Where the unit would stand in the new text: its parent there (or the text that it is numbered in) and its label."""
        unit = self.old[i]
        if unit.source.kind not in _NUMBERED_INSIDE:
            return _scope(unit.source), unit.source.label
        return (self.by_old.get(unit.parent, "gone") if unit.parent >= 0 else -1), unit.source.label

    def _new_place(self, j: int) -> tuple[object, str]:
        unit = self.new[j]
        return unit.parent if unit.source.kind in _NUMBERED_INSIDE else _scope(unit.source), unit.source.label

    def _same_parent(self, i: int, j: int) -> bool:
        return self._old_place(i)[0] == self._new_place(j)[0]

    def _candidates(
        self, olds: Sequence[int], news: Sequence[int], places: Mapping[tuple[object, str], int]
    ) -> Iterator[tuple[int, int]]:
        """Pairs worth a closer look: those in the same place, and the few that share the most telling words."""
        holders: dict[object, list[int]] = defaultdict(list)
        for j in news:
            for feature in _features(self.new[j]):
                holders[feature].append(j)
        for i in olds:
            shared = Counter(
                j
                for feature in _features(self.old[i])
                if len(held := holders.get(feature, ())) <= _COMMON
                for j in held
            )
            chosen = {j for j, _ in shared.most_common(_CANDIDATES)}
            chosen |= {j for j in (places.get(self._old_place(i)),) if j is not None}
            yield from ((i, j) for j in sorted(chosen))

    def _score(self, i: int, j: int) -> float:
        """0..1, more for the very same words and for the same place. A heading that stays carries a rewritten text."""
        old, new = self.old[i], self.new[j]
        score = Indel.normalized_similarity(old.words, new.words)
        if old.heading and new.heading:
            heading = Indel.normalized_similarity(old.heading, new.heading)
            if not old.words and not new.words:
                score = heading
            elif heading > 0.8:
                score = max(score, (score + heading) / 2)
            else:
                score = 0.8 * score + 0.2 * heading
        score += 0.1 * (score == 1.0)
        if self._same_parent(i, j):
            score += 0.05 + 0.1 * (old.source.label == new.source.label)
        return score

    def _needed(self, i: int, j: int) -> float:
        old, new = self.old[i], self.new[j]
        if self._same_parent(i, j):
            return _SAME_PLACE if old.source.label == new.source.label else _OTHER_PLACE
        if old.source.kind in _INSIDE and min(len(old.words), len(new.words)) < _TELLING_WORDS:
            return _NEVER
        return _OTHER_PLACE

    # --- the result ---

    def pairs(self) -> list[ProvisionPair]:
        removed_behind: dict[int, list[int]] = defaultdict(list)
        last = -1
        for i in range(len(self.old)):
            j = self.by_old.get(i)
            if j is None:
                removed_behind[last].append(i)
            else:
                last = j
        rows = [self._removed(i) for i in removed_behind[-1]]
        for j in range(len(self.new)):
            rows.append(self._standing(j))
            rows.extend(self._removed(i) for i in removed_behind[j])
        return rows

    def _removed(self, i: int) -> ProvisionPair:
        unit = self.old[i]
        within = unit.source.kind in _INSIDE and unit.parent >= 0 and unit.parent not in self.by_old
        return ProvisionPair(Change.REMOVED, unit.source, None, within)

    def _standing(self, j: int) -> ProvisionPair:
        unit = self.new[j]
        i = self.by_new.get(j)
        if i is None:
            within = unit.source.kind in _INSIDE and unit.parent >= 0 and unit.parent not in self.by_new
            return ProvisionPair(Change.ADDED, None, unit.source, within)
        old = self.old[i]
        if old.source.label != unit.source.label or not self._same_parent(i, j):
            return ProvisionPair(Change.MOVED, old.source, unit.source)
        same = wording(old.source) == wording(unit.source)
        pair = ProvisionPair(Change.SAME if same else Change.CHANGED, old.source, unit.source)
        # Spaces, tone-mark places and the like differ without a change of words.
        return pair if same or pair.is_reworded else ProvisionPair(Change.SAME, old.source, unit.source)


def _scope(unit: ParsedProvision) -> str:
    """The text that a unit belongs to: the document itself (""), or one that comes with it."""
    first = unit.path.partition("/")[0]
    return first if first.startswith(("kem-theo", "phu-luc", "mau")) and "/" in unit.path else ""


def _features(unit: _Unit) -> set[object]:
    """The words of a unit and their pairs."""
    words = (*unit.heading, *unit.words)
    return {*words, *pairwise(words)}
