"""Which meetings are worth a person's time, and in what order: the whole draft weighs, not one turn of phrase.

A draft that amends, replaces or doubles a document meets it again and again, in wording that few other documents have; what
is met once, in words that many documents use, is how laws are written.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from legaldocs.analysis.overlap import reading_advice
from legaldocs.analysis.subjects import subject_of
from legaldocs.analysis.units import Unit
from legaldocs.models import Document
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import FindingKind
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
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
#: RELATED is reading advice: two per provision are plenty.
_RELATED_PER_PROVISION = 2
#: So many documents are named even where each provision has nearer ones.
_LEADING_DOCUMENTS = 10


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


# --- order ---

#: New wording of another document tells which one it is; more so where it stands in the very unit that it words anew.
_QUOTED, _SAME_ARTICLE, _SAME_UNIT = 3.0, 1.5, 3.0
#: A document's further provisions that meet a unit count by this part of the best one.
_FURTHER, _MOST_FURTHER = 0.3, 3
_NEARNESS_POWER, _RARITY_POWER, _FULL_LENGTH = 1.5, 0.5, 40
_SAME_BODY, _SAME_TYPE, _LIKE_TITLE = 2.5, 2.0, 2.0
#: A firm finding keeps so much weight, however little the rest of the draft has to do with its document.
_FIRM_WEIGHT = 0.5
#: What a finding gains that stands in the very unit for which the draft quotes new wording.
_PLACE_TOLD = 0.4


def ranked(met: Sequence[Meeting], context: DraftContext) -> list[Meeting]:
    """The meetings with scores that put the documents that most of the draft meets first (0..1), best first."""
    weights = _document_weights(met, context)
    most = max(weights.values(), default=0.0) or 1.0
    return sorted(
        (_weighed(meeting, math.sqrt(weights[meeting.document.pk] / most)) for meeting in met),
        key=lambda meeting: -meeting.found.score,
    )


def _weighed(meeting: Meeting, weight: float) -> Meeting:
    weight = max(weight, _FIRM_WEIGHT) if meeting.is_firm else weight
    told = _PLACE_TOLD * (_place_told(meeting.unit, meeting.found.target_path) - 1) / (_QUOTED * _SAME_UNIT - 1)
    own = min(1.0, meeting.found.score + told)
    return replace(meeting, found=replace(meeting.found, score=weight * (1 + own) / 2))


def _document_weights(met: Sequence[Meeting], context: DraftContext) -> dict[int, float]:
    """Document id -> evidence over the whole draft: how near each unit comes to it, and to how few others as near."""
    near: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    words: dict[int, int] = {}
    documents: dict[int, Document] = {}
    for meeting in met:
        near[meeting.place][meeting.document.pk].append(
            meeting.nearness * _place_told(meeting.unit, meeting.found.target_path)
        )
        words[meeting.place] = meeting.words
        documents[meeting.document.pk] = meeting.document
    weights: Counter[int] = Counter()
    for place, by_document in near.items():
        for document_id, evidence in _shares(by_document).items():
            weights[document_id] += math.sqrt(min(1.0, words[place] / _FULL_LENGTH)) * evidence  # type: ignore[assignment]
    return {pk: weight * _kinship(documents[pk], context) for pk, weight in weights.items()}


def _shares(by_document: Mapping[int, list[float]]) -> dict[int, float]:
    """What one unit adds to each document's evidence; less, the more documents come as near as the nearest."""
    sums = {}
    for document_id, values in by_document.items():
        best, *further = sorted(values, reverse=True)
        sums[document_id] = best + _FURTHER * sum(further[:_MOST_FURTHER])
    nearest = max(sums.values()) or 1.0
    as_near = {document_id: (value / nearest) ** 2 for document_id, value in sums.items()}
    rarity = sum(as_near.values()) ** -_RARITY_POWER
    return {pk: value**_NEARNESS_POWER * as_near[pk] * rarity for pk, value in sums.items()}


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


def _kinship(document: Document, context: DraftContext) -> float:
    """How much more a document weighs of the same body, of the same type, or with a title about the same."""
    weight = 1.0
    if context.body is not None and document.issued_by_id == context.body.pk:
        weight *= _SAME_BODY
    if context.reading.header.document_type == document.document_type:
        weight *= _SAME_TYPE
    likeness = subject_of(context.reading.header.title or "").likeness(subject_of(document.title))
    return weight * (1 + _LIKE_TITLE * likeness)


def best_of(met: Sequence[Meeting], limit: int) -> list[FoundOverlap]:
    """The best findings of each unit, best first; of reading advice only a little. Each pair of provisions comes once.

    The documents that weigh most are there in any case, with the provision that comes nearest.
    """
    leading: dict[int, Meeting] = {}
    for meeting in sorted(met, key=lambda m: -m.found.score):
        leading.setdefault(meeting.document.pk, meeting)
    firm: Counter[int] = Counter()
    advice: Counter[int] = Counter()
    kept = {_key(meeting): meeting.found for meeting in list(leading.values())[:_LEADING_DOCUMENTS]}
    for meeting in sorted(met, key=lambda m: (not m.is_firm, -m.found.score)):
        full = firm[meeting.place] + advice[meeting.place] >= limit
        if full or (not meeting.is_firm and advice[meeting.place] >= _RELATED_PER_PROVISION):
            continue
        (firm if meeting.is_firm else advice)[meeting.place] += 1
        kept.setdefault(_key(meeting), meeting.found)
    return sorted(kept.values(), key=lambda f: -f.score)


def _key(meeting: Meeting) -> tuple[str, int, str]:
    return meeting.found.path, meeting.found.target_document_id, meeting.found.target_path
