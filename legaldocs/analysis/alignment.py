"""Two wordings laid side by side, word by word: what is the same, what was put in, taken out or changed, and where.

Words are compared in small letters with tone marks in one place (hoà = hòa) and numbers without padding or separators
(05 = 5, 1.000.000 = 1000000); accents count, because in law they tell words apart ("thu", "thư", "thứ").
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from legaldocs.parsing.normalize import same_tone_marks

#: Words of one text that take part in an alignment. It needs a bit per pair of words: beyond this the tail is left alone.
MOST_WORDS = 8_000

_WORD = re.compile(r"\d{1,5}[a-zđ]?/\d{4}/[^\W\d_][\w.&/-]*\w|\d+(?:[.,]\d+)*|\w+|%|[≤≥<>]", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)")


class Op(StrEnum):
    EQUAL = "equal"
    REPLACE = "replace"
    INSERT = "insert"  # stands in the target only
    DELETE = "delete"  # stands in the draft only


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the alignment: characters [draft_start, draft_end) of the one text, [target_start, target_end) of the
    other. An empty side stands where the words would be."""

    op: Op
    draft_start: int
    draft_end: int
    target_start: int
    target_end: int


@dataclass(frozen=True)
class Words:
    """A text cut into words: what each is compared by, and where it stands."""

    text: str
    keys: tuple[str, ...]
    starts: list[int] = field(compare=False, repr=False)
    ends: list[int] = field(compare=False, repr=False)

    @classmethod
    def of(cls, text: str) -> Words:
        plain = _plain(text)
        found = _WORD.findall(plain)[:MOST_WORDS]
        starts, ends = [], []
        end = 0
        for word in found:  # between two words stands nothing that a word may begin with
            start = plain.find(word, end)
            end = start + len(word)
            starts.append(start)
            ends.append(end)
        return cls(text, tuple([word if word[0] > "9" else _key(word) for word in found]), starts, ends)

    def __len__(self) -> int:
        return len(self.keys)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The words [first, last) that touch characters [start, end)."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def cut(self, first: int, last: int) -> str:
        """The text of words [first, last)."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


class Run(NamedTuple):
    """A stretch of the alignment in words: [draft_first, draft_last) against [target_first, target_last)."""

    op: Op
    draft_first: int
    draft_last: int
    target_first: int
    target_last: int

    @property
    def size(self) -> int:
        return max(self.draft_last - self.draft_first, self.target_last - self.target_first)


class Stretch(NamedTuple):
    """Words [draft_first, draft_last) against [target_first, target_last), `shared` of them the same."""

    draft_first: int
    draft_last: int
    target_first: int
    target_last: int
    shared: int

    @property
    def density(self) -> float:
        """The share of its words that both have (0..1)."""
        longest = max(self.draft_last - self.draft_first, self.target_last - self.target_first)
        return self.shared / longest if longest else 0.0


@dataclass(frozen=True)
class Alignment:
    """Two texts laid side by side."""

    draft: Words
    target: Words
    runs: tuple[Run, ...]

    @cached_property
    def shared(self) -> int:
        """How many words both have in the same order, stray single words left out."""
        return sum(run.size for run in self.runs if run.op is Op.EQUAL)

    @property
    def containment(self) -> float:
        """The share of the draft's words that the target holds in the same order (0..1)."""
        return self.shared / len(self.draft) if len(self.draft) else 0.0

    @property
    def similarity(self) -> float:
        """Twice the shared words over all words (0..1): 1 for equal texts."""
        total = len(self.draft) + len(self.target)
        return 2 * self.shared / total if total else 0.0

    @cached_property
    def counterpart(self) -> tuple[int, ...]:
        """For each word of the draft the word of the target that equals it, or -1."""
        found = [-1] * len(self.draft)
        for run in self.runs:
            if run.op is Op.EQUAL:
                found[run.draft_first : run.draft_last] = range(run.target_first, run.target_last)
        return tuple(found)

    @cached_property
    def swapped(self) -> Alignment:
        """The same alignment seen from the target."""
        swapped_op = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}
        runs = (
            Run(swapped_op.get(r.op, r.op), r.target_first, r.target_last, r.draft_first, r.draft_last)
            for r in self.runs
        )
        return Alignment(self.target, self.draft, tuple(runs))

    @cached_property
    def stretch(self) -> Stretch:
        """The stretch where both texts run side by side most closely: each shared word counts one, each differing word
        takes half away, and the stretch with the highest count wins. A few words here and there make none."""
        best = Stretch(0, 0, 0, 0, 0)
        best_count = count = 0.0
        opened: Run | None = None
        shared = 0
        for run in self.runs:
            if run.op is not Op.EQUAL:
                count -= run.size / 2
                if count <= 0:
                    count, shared, opened = 0.0, 0, None
                continue
            opened = opened or run
            shared += run.size
            count += run.size if run.size > 1 else 0
            if count > best_count:
                best_count = count
                best = Stretch(opened.draft_first, run.draft_last, opened.target_first, run.target_last, shared)
        return best

    def is_same(self, first: int, last: int) -> bool:
        """Whether words [first, last) of the draft stand in one piece in the target; beyond an end, that both end there."""
        place = bisect_right(self._draft_ends, max(0, first))
        if place == len(self.runs):
            return False
        run = self.runs[place]
        return (
            run.op is Op.EQUAL
            and (run.draft_first <= first or run.draft_first == run.target_first == 0)
            and (last <= run.draft_last or (run.draft_last == len(self.draft) and run.target_last == len(self.target)))
        )

    @cached_property
    def _draft_ends(self) -> list[int]:
        return [run.draft_last for run in self.runs]

    def across(self, first: int, last: int) -> tuple[int, int]:
        """The words of the target that stand where words [first, last) of the draft stand."""
        low, high = len(self.target), 0
        for run in self.runs[bisect_right(self._draft_ends, first) :]:
            if run.draft_first >= last:
                break
            if run.op is Op.EQUAL:
                shift = run.target_first - run.draft_first
                low = min(low, max(first, run.draft_first) + shift)
                high = max(high, min(last, run.draft_last) + shift)
            else:
                low, high = min(low, run.target_first), max(high, run.target_last)
        return (low, high) if low <= high else (0, 0)

    def segments(self) -> list[Segment]:
        """The stretches in characters, in order."""
        return [
            Segment(
                run.op,
                *_characters(self.draft, run.draft_first, run.draft_last),
                *_characters(self.target, run.target_first, run.target_last),
            )
            for run in self.runs
        ]


def align(draft: str, target: str) -> list[Segment]:
    """The segments of two texts laid side by side, in order and without gaps in words."""
    return align_words(Words.of(draft), Words.of(target)).segments()


def containment(draft: str, target: str) -> float:
    """The share of the draft's words that the target holds in the same order (0..1)."""
    return align_words(Words.of(draft), Words.of(target)).containment


def similarity(draft: str, target: str) -> float:
    """Twice the shared words over all words (0..1)."""
    return align_words(Words.of(draft), Words.of(target)).similarity


def could_share(draft: Words, target: Words, share: float) -> bool:
    """Whether so large a share of the shorter text's words can stand in the other in order: a cheap test before aligning."""
    shorter = min(len(draft), len(target))
    needed = math.ceil(share * shorter)
    return shorter > 0 and LCSseq.similarity(draft.keys, target.keys, score_cutoff=needed) >= needed


def align_words(draft: Words, target: Words) -> Alignment:
    """Both texts laid side by side along their longest common sequence of words.

    Chance matches are taken back: "của" alone between two long changes is no shared wording.
    """
    blocks = LCSseq.opcodes(draft.keys, target.keys).as_matching_blocks()[:-1]
    ends = [(0, 0), *((block.a + block.size, block.b + block.size) for block in blocks)]
    starts = [*((block.a, block.b) for block in blocks), (len(draft), len(target))]
    changes = [max(start[0] - end[0], start[1] - end[1]) for start, end in zip(starts, ends, strict=True)]
    runs: list[Run] = []
    at = (0, 0)
    for place, (first, last) in enumerate(zip(starts, ends[1:], strict=False)):
        before, after = changes[place], changes[place + 1]
        if min(before or after, after or before) > 2 * (last[0] - first[0]):
            continue
        if first != at:
            runs.append(_change(at, first))
        runs.append(Run(Op.EQUAL, first[0], last[0], first[1], last[1]))
        at = last
    if at != starts[-1]:
        runs.append(_change(at, starts[-1]))
    return Alignment(draft, target, tuple(runs))


def _change(first: tuple[int, int], last: tuple[int, int]) -> Run:
    """The run between two places, each a word of the draft and one of the target."""
    if first[0] == last[0]:
        op = Op.INSERT
    else:
        op = Op.DELETE if first[1] == last[1] else Op.REPLACE
    return Run(op, first[0], last[0], first[1], last[1])


def mark(text: str, segments: Sequence[Segment], side: str) -> list[tuple[str, bool]]:
    """The text in pieces (piece, is it the same on the other side?); `side` is "draft" or "target".

    Joined together the pieces are the text; spaces and punctuation between segments count as the same.
    """
    pieces: list[tuple[str, bool]] = []
    position = 0
    for segment in segments:
        start, end = (
            (segment.draft_start, segment.draft_end) if side == "draft" else (segment.target_start, segment.target_end)
        )
        _add_piece(pieces, text[position:start], same=True)
        _add_piece(pieces, text[start:end], same=segment.op is Op.EQUAL)
        position = max(position, end)
    _add_piece(pieces, text[position:], same=True)
    return pieces


def _add_piece(pieces: list[tuple[str, bool]], piece: str, *, same: bool) -> None:
    if not piece:
        return
    if pieces and pieces[-1][1] == same:
        pieces[-1] = (pieces[-1][0] + piece, same)
    else:
        pieces.append((piece, same))


def _plain(text: str) -> str:
    """The text as its words are compared, of the same length: a letter that grows in small letters keeps its case."""
    small = text.lower()
    return same_tone_marks(small if len(small) == len(text) else text)


def _key(word: str) -> str:
    if not word[0].isdigit():
        return word
    if _THOUSANDS.match(word):
        word = word.replace(".", "")
    return word.lstrip("0") or "0"


def _characters(words: Words, first: int, last: int) -> tuple[int, int]:
    if first < last:
        return words.starts[first], words.ends[last - 1]
    at = words.starts[first] if first < len(words) else len(words.text)
    return at, at
