"""Which meetings a person need not judge: wordings that stand in many documents, and single turns of phrase."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from legaldocs.analysis.overlap import reading_advice
from legaldocs.analysis.subjects import subject_of
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import FindingKind
from workflow.criteria.context import DraftContext
from workflow.meetings import Meeting

#: A wording met in so many documents of different titles is a formula, unless nearly all of a long provision is the same.
_FORMULA_IN = 4
#: From this similarity on, or with so many shared words that are nearly all of one side, one meeting proves itself.
_NEAR_COPY, _COPIED_WORDS, _COPIED_SHARE = 0.70, 40, 0.80
#: A document met firmly by so many provisions is the same matter, whatever its title.
_MET_OFTEN = 3
_ALIKE_FROM = 0.3
#: The highest score of reading advice before the documents are weighed.
_ADVICE = 0.2


def quieted(met: Sequence[Meeting], context: DraftContext) -> list[Meeting]:
    """The meetings, those that a person need not judge turned into reading advice.

    These are wordings that stand in many documents, and single turns of phrase of a document on another matter that the
    draft does not even name.
    """
    titles: dict[int, set[str]] = defaultdict(set)
    often: Counter[int] = Counter()
    for meeting in met:
        if meeting.is_firm:
            titles[meeting.place].add(fold(meeting.document.title))
    for document_id, _ in {(m.document.pk, m.place) for m in met if m.is_firm}:
        often[document_id] += 1
    own = subject_of(context.reading.header.title or "")
    kept = []
    for meeting in met:
        formula = len(titles[meeting.place]) >= _FORMULA_IN and not (
            _is_copy(meeting) and meeting.words >= _COPIED_WORDS
        )
        scattered = (
            not _is_copy(meeting)
            and often[meeting.document.pk] < _MET_OFTEN
            and not meeting.unit.quoted
            and own.likeness(subject_of(meeting.document.title)) < _ALIKE_FROM
        )
        kept.append(_as_advice(meeting) if meeting.is_firm and (formula or scattered) else meeting)
    return kept


def _is_copy(meeting: Meeting) -> bool:
    """Whether nearly all of a provision is the same, or a long part that is nearly all of one of both."""
    shorter = meeting.shared / max(1, round(_COPIED_SHARE * meeting.words))
    return meeting.similarity >= _NEAR_COPY or (meeting.shared >= _COPIED_WORDS and shorter >= 1)


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
