"""Which meetings a person need not judge: wordings of every law, single turns of phrase, rules for somebody else.

They stay as reading advice: nothing that was met is hidden.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from legaldocs.analysis.overlap import reading_advice
from legaldocs.analysis.subjects import Subject, subject_of, subject_of_draft
from legaldocs.analysis.whose_rule import is_filing
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import FindingKind
from workflow.criteria.context import DraftContext
from workflow.criteria.legal_basis_known import PATH
from workflow.meetings import Meeting

#: A wording met in so many documents of different titles is a formula, unless nearly all of a long provision is the same.
FORMULA_IN = 4
#: From this similarity on, or with so many shared words that are nearly all of one side, one meeting proves itself.
_NEAR_COPY, _COPIED_WORDS, _COPIED_SHARE = 0.70, 40, 0.80
#: A document of which so many provisions are met firmly, by as many of the draft, is the same matter, whatever its title.
MET_OFTEN = 3
#: A meeting so much less like than the likest one of either provision pairs the wrong two of clauses that are all alike.
_WORSE = 0.1
#: So does one that differs in more than so many times as many words, slips of the pen not counted.
_FAR_WORSE, _SLIPS = 2, 0.015
_ALIKE_FROM = 0.3
#: Of a document on another matter fewer words than these say what many a law says ("Đủ sức khỏe để hoàn thành nhiệm vụ").
SHORT = 20
#: So little of both provisions, and so few words, are a phrase in common ("cấm xuất khẩu, tạm ngừng nhập khẩu").
_PHRASE_SHARE, _PHRASE_WORDS = 0.35, 40
#: What every document settles for itself, however alike it is worded: how it begins to apply, and how dossiers are handed in.
_HOUSEKEEPING = re.compile(
    r"chuyen tiep|dieu khoan thi hanh|to chuc thuc hien|hieu luc|trach nhiem (?:thi hanh|thuc hien)|xu ly vi pham"
    r"|(?:nop|gui|tiep nhan|lap|hinh thuc|cach thuc)(?:,? [a-z]+){0,3} ho so|tra ket qua"
)
#: The highest score of reading advice before the documents are weighed.
_ADVICE = 0.2


def quieted(met: Sequence[Meeting], context: DraftContext) -> list[Meeting]:
    """The meetings, those that a person need not judge turned into reading advice.

    These are wordings that stand in many documents; single turns of phrase, short sentences and closing articles of a document
    on another matter; rules for another office or other people; and what one provision meets beside the nearest provision of
    a document.
    """
    firm = [meeting for meeting in met if meeting.is_firm]
    survey = _Survey.of(met, context)
    quiet = {id(meeting) for meeting in firm if survey.is_noise(meeting)}
    return [_as_advice(meeting) if id(meeting) in quiet else meeting for meeting in met]


@dataclass(frozen=True, slots=True)
class _Survey:
    """What all meetings of a draft say of a firm one: `titles` met by each place, `places` that meet each document, `met` in
    each document, the nearest meeting of each place and document, and the greatest likeness of each place in each document
    and of each provision met: of all their meetings, and of those where both say the same (`agreeing`)."""

    own: Subject
    titles: Mapping[int, set[str]]
    places: Mapping[int, set[int]]
    met: Mapping[int, set[str]]
    nearest: Mapping[tuple[int, int], Meeting]
    likest: Mapping[tuple[int, int | str], float]
    agreeing: Mapping[tuple[int, int | str], float]

    @classmethod
    def of(cls, met: Sequence[Meeting], context: DraftContext) -> _Survey:
        titles: dict[int, set[str]] = defaultdict(set)
        places: dict[int, set[int]] = defaultdict(set)
        paths: dict[int, set[str]] = defaultdict(set)
        likest: dict[tuple[int, int | str], float] = defaultdict(float)
        agreeing: dict[tuple[int, int | str], float] = defaultdict(float)
        nearest: dict[tuple[int, int], Meeting] = {}
        for meeting in met:  # a provision that the draft amends is no finding, and yet the likest one
            for side in (meeting.place, meeting.found.target_path):
                likest[meeting.document.pk, side] = max(likest[meeting.document.pk, side], meeting.similarity)
                if meeting.is_firm and not meeting.found.differences:
                    agreeing[meeting.document.pk, side] = max(agreeing[meeting.document.pk, side], meeting.similarity)
        for meeting in sorted((m for m in met if m.is_firm), key=lambda m: -m.found.score):
            titles[meeting.place].add(fold(meeting.document.title))
            places[meeting.document.pk].add(meeting.place)
            paths[meeting.document.pk].add(meeting.found.target_path)
            nearest.setdefault((meeting.place, meeting.document.pk), meeting)
        return cls(subject_of_draft(context.reading), titles, places, paths, nearest, likest, agreeing)

    def is_noise(self, meeting: Meeting) -> bool:
        if meeting.unit.path == PATH and not meeting.unit.amends:
            return True  # a preamble quotes titles of programmes; it words nothing anew but where it names a unit
        is_formula = len(self.titles[meeting.place]) >= FORMULA_IN and not _is_long_copy(meeting)
        is_nearest = self.nearest[meeting.place, meeting.document.pk] is meeting
        if is_formula or self._has_a_better_pair(meeting) or not (is_nearest or meeting.similarity >= _NEAR_COPY):
            return True
        return not meeting.unit.quoted and self._is_of_another_matter(meeting)

    def _has_a_better_pair(self, meeting: Meeting) -> bool:
        """Whether either provision is far more like another one on the other side, or both say the same as others that are
        more like them: "đối tượng chịu thuế" and "đối tượng không chịu thuế", each with a clause of its own in both texts."""
        sides = (meeting.place, meeting.found.target_path)
        if meeting.found.differences and all(
            self.agreeing[meeting.document.pk, side] > meeting.similarity for side in sides
        ):
            return True
        best = max(self.likest[meeting.document.pk, side] for side in sides)
        unlike = 1 - meeting.similarity
        return best - meeting.similarity >= _WORSE or unlike > _FAR_WORSE * (1 - best) + _SLIPS

    def _is_of_another_matter(self, meeting: Meeting) -> bool:
        """Whether the document speaks of something else, and this one meeting does not prove the contrary."""
        other = subject_of(meeting.document.title)
        if self.own.office and other.office:
            return self.own.is_for_others(other)
        if self.own.likeness(other) >= _ALIKE_FROM:
            return False
        is_phrase = meeting.similarity < _PHRASE_SHARE and meeting.shared < _PHRASE_WORDS
        often = min(len(self.places[meeting.document.pk]), len(self.met[meeting.document.pk]))
        proved = often >= MET_OFTEN or (_is_copy(meeting) and meeting.words >= SHORT)
        closes = _HOUSEKEEPING.search(fold(meeting.unit.heading)) is not None or _is_of_filing_alone(meeting)
        return self.own.is_for_others(other) or is_phrase or closes or not proved


def _is_of_filing_alone(meeting: Meeting) -> bool:
    """Whether it says how some dossier is received, which each procedure settles for itself; a sum of money is more."""
    sums = any("đồng" in each.draft for each in meeting.found.differences)
    return not sums and is_filing(meeting.found.target_quote)


def _is_copy(meeting: Meeting) -> bool:
    """Whether nearly all of a provision is the same, or a long part that is nearly all of one of both."""
    shorter = meeting.shared / max(1, round(_COPIED_SHARE * meeting.words))
    return meeting.similarity >= _NEAR_COPY or (meeting.shared >= _COPIED_WORDS and shorter >= 1)


def _is_long_copy(meeting: Meeting) -> bool:
    return _is_copy(meeting) and meeting.words >= _COPIED_WORDS


def _as_advice(meeting: Meeting) -> Meeting:
    found = meeting.found
    advice = replace(
        found,
        kind=FindingKind.RELATED,
        score=min(found.score, _ADVICE),
        reason=reading_advice(f"văn bản số {found.target_number}" if found.target_number else meeting.document.title),
        differences=(),
    )
    return replace(meeting, found=advice)
