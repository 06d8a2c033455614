"""What each provision of a draft meets among the provisions in force: its neighbours, compared and judged one by one."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from legaldocs.analysis.overlap import RELATED_FROM, Comparison, compare_sides, compare_unaligned
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import Unit
from legaldocs.models import Document
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import BINDING_STATUSES, EffectStatus, FindingKind, RelationKind
from legaldocs.second_core import shared_out
from search import engine
from search.query import Neighbour
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.kinship import document_weights
from workflow.same_headings import under_same_heading
from workflow.targets import Targets, called, documents_on
from workflow.told_places import told_places

#: Neighbours asked for per provision; more are found than shown, since formulas and copies of one another fall away.
_NEIGHBOURS = 20
#: A provision that has met so many others of so like a wording (0..1) is compared with no more: five are shown.
_ENOUGH, _COPY = 5, 0.8
#: What is left of a score where the target's effect is unknown, or where it was amended since.
_DOUBTFUL = 0.8
#: Two texts of so many words need this share of the shorter one in common runs of five before they are worth aligning: of
#: 7,427 pairs below it, in 14 documents of about 60 articles, not one came out above reading advice.
_LONG, _FEWEST_SHARED = 40, 0.10
#: Documents near to the whole draft that are weighed, and those that are named in any case.
_DOCUMENTS, LEADING_DOCUMENTS = 300, 10


@dataclass(frozen=True, slots=True)
class Meeting:
    """The unit at `place` of the draft met a provision: the finding it may make.

    `words` is the unit's length, `shared` about how many words both have in common; `by_place` says that an instruction of the
    draft names the place and the wording did not find it.
    """

    place: int
    unit: Unit
    words: int
    found: FoundOverlap
    document: Document
    similarity: float
    shared: int
    by_place: bool = False

    @property
    def is_firm(self) -> bool:
        """Whether it is more than reading advice."""
        return self.found.kind is not FindingKind.RELATED


class _Judged(NamedTuple):
    """What makes a meeting, without the unit and the document, which need not go from one process to another."""

    place: int
    found: FoundOverlap
    similarity: float
    shared: int

    @property
    def is_copy(self) -> bool:
        """Whether the provision that was met says nearly the same."""
        return self.found.kind is not FindingKind.RELATED and self.similarity >= _COPY


class Met(NamedTuple):
    """The meetings of a draft's units, in their order, how much each near document has to do with the whole draft, and
    the documents to be shown in any case: those that weigh most among the ones that the draft does not act on itself."""

    meetings: list[Meeting]
    weights: dict[int, float]
    leading: list[int]


def meetings(units: Sequence[tuple[Unit, Side]], context: DraftContext, excluded: Collection[int]) -> Met:
    """What the draft's units meet; documents `excluded` take no part.

    The leading documents are there in any case, with the provision that has most wording in common.
    """
    near = engine.nearby(
        [unit.plain_text for unit, _ in units],
        on=context.law_on,
        exclude_documents=frozenset(excluded),
        limit=_NEIGHBOURS,
        documents=_DOCUMENTS,
    )
    ids = {neighbour.document_id for row in near.provisions for neighbour in row}
    documents = {
        pk: document
        for pk, document in documents_on(context.law_on, ids | {d.document_id for d in near.documents}).items()
        if may_be_met(document, context.on)
    }
    weights = document_weights(near.documents, documents, context)
    unnamed = (d for d in near.documents if d.document_id in weights and not context.acts_on(documents[d.document_id]))
    leading = sorted(unnamed, key=lambda d: -weights[d.document_id])[:LEADING_DOCUMENTS]
    told = told_places([unit for unit, _ in units], weights, documents)
    headed = under_same_heading([unit for unit, _ in units], weights, documents)
    asked = [*chain(*near.provisions, *told.values(), *headed.values()), *(d.provision for d in leading)]
    targets = Targets.load(documents, asked, context.law_on)

    def judge(place: int, neighbour: Neighbour) -> _Judged | None:
        return _judge(place, *units[place], neighbour, targets, context)

    def judge_all(places: Sequence[int]) -> list[_Judged]:
        return [
            one
            for place in places
            for one in _until_enough(judge(place, near_by) for near_by in _by_promise(near.provisions[place], weights))
        ]

    def meet(place: int, neighbour: Neighbour) -> list[Meeting]:
        one = judge(place, neighbour)
        return [meeting(one)] if one else []

    def meeting(one: _Judged) -> Meeting:
        unit, side = units[one.place]
        return Meeting(
            one.place,
            unit,
            len(side.words),
            one.found,
            documents[one.found.target_document_id],
            one.similarity,
            one.shared,
        )

    longest_first = sorted(range(len(units)), key=lambda place: -len(units[place][1].words))
    met = [meeting(one) for one in sorted(shared_out(judge_all, longest_first), key=lambda one: one.place)]
    known = {(each.place, each.document.pk, each.found.target_path) for each in met}
    for place, there in told.items():
        new = (one for one in there if (place, one.document_id, one.path) not in known)
        met += [_by_place(each) for one in new for each in meet(place, one)]
    for place, there in headed.items():
        also = (one for one in there if (place, one.document_id, one.path) not in known)
        met += [each for one in also for each in meet(place, one) if each.is_firm]
    already = {each.document.pk for each in met}
    for one in leading:
        if one.document_id not in already:
            nearest = replace(one.provision, containment=max(one.provision.containment, RELATED_FROM))
            met += meet(one.place, nearest)
    return Met(met, weights, [one.document_id for one in leading])


def _by_place(meeting: Meeting) -> Meeting:
    """The meeting of a unit at the place that its instruction names; reading advice says so."""
    if meeting.is_firm:
        return replace(meeting, by_place=True)
    document, found = meeting.document, meeting.found
    reason = (
        f"Dự thảo đưa ra lời văn mới cho {path_in_words(meeting.unit.amends)}; bên cạnh là {path_in_words(found.target_path)} "
        f"của {called(document)}, văn bản gần với dự thảo."
    )
    return replace(meeting, by_place=True, found=replace(found, reason=reason))


def _by_promise(row: Sequence[Neighbour], weights: Mapping[int, float]) -> list[Neighbour]:
    """The neighbours in about the order in which `ranking` would show what is found in them."""
    most = max((weights.get(neighbour.document_id, 0.0) for neighbour in row), default=0.0) or 1.0
    return sorted(row, key=lambda n: -(1 + n.containment) * (1 + math.sqrt(weights.get(n.document_id, 0.0) / most)))


def _until_enough(judged: Iterable[_Judged | None]) -> Iterator[_Judged]:
    """What one provision meets, one neighbour after the other, until it has met enough of nearly its own wording."""
    copies = 0
    for one in filter(None, judged):
        yield one
        copies += one.is_copy
        if copies == _ENOUGH:
            return


def may_be_met(document: Document, on: date) -> bool:
    """Whether it existed on that day, and bound or may have bound."""
    status = document.effect_status()
    binds = status in BINDING_STATUSES or status is EffectStatus.UNKNOWN
    return binds and (document.issued_on is None or document.issued_on <= on)


def _judge(
    place: int, unit: Unit, side: Side, neighbour: Neighbour, targets: Targets, context: DraftContext
) -> _Judged | None:
    """What one provision has to do with one neighbour. The database is not asked: another process may do this."""
    document = targets.documents.get(neighbour.document_id)
    target = targets.sides.get(neighbour.provision_id)
    if document is None or target is None:
        return None
    status = document.effect_status()
    comparison = _compared(unit, side, target, neighbour, document, targets.called[document.pk], context)
    if comparison is None:
        return None
    found = judged(_found(unit, neighbour, document, status, comparison, context), targets, context, document)
    if found is None:
        return None
    shared = round(comparison.containment * min(len(side.words), len(target.words)))
    return _Judged(place, found, comparison.similarity, shared)


def _compared(
    unit: Unit,
    side: Side,
    target: Side,
    neighbour: Neighbour,
    document: Document,
    other: str,
    context: DraftContext,
) -> Comparison | None:
    """The two texts compared word by word, or by the index's measures where they have too few runs in common for that."""
    shorter = min(len(side.words), len(target.words))
    if shorter >= _LONG and neighbour.containment * len(side.words) < _FEWEST_SHARED * shorter:
        return compare_unaligned(side, target, neighbour.containment, neighbour.rank_score, other=other)
    return compare_sides(
        side,
        target,
        neighbour.containment,
        neighbour.rank_score,
        about=_about(unit),
        other=other,
        titles=(context.reading.header.title or "", document.title),
    )


def _about(unit: Unit) -> str:
    """The common subject as people name it: the heading of the article, in small letters at the front."""
    heading = unit.heading.strip(" .:;")
    if not heading or len(heading) > 120:
        return ""
    return heading if heading[:2].isupper() else heading[0].lower() + heading[1:]


def _found(
    unit: Unit,
    neighbour: Neighbour,
    document: Document,
    status: EffectStatus,
    comparison: Comparison,
    context: DraftContext,
) -> FoundOverlap:
    return FoundOverlap(
        path=unit.path,
        kind=comparison.kind,
        score=comparison.score * (_DOUBTFUL if status is EffectStatus.UNKNOWN else 1),
        target_document_id=document.pk,
        target_number=document.number,
        target_body=document.issued_by.name if document.issued_by else "",
        target_path=neighbour.path,
        target_status=status,
        draft_quote=comparison.draft_quote,
        target_quote=comparison.target_quote,
        reason=comparison.reason,
        differences=comparison.differences,
        same_body=context.body is not None and document.issued_by_id == context.body.pk,
    )


def judged(found: FoundOverlap, targets: Targets, context: DraftContext, document: Document) -> FoundOverlap | None:
    """The finding in the light of where the target applies and what has become of it since."""
    if not context.may_mean(document):
        reason = f"{found.reason} Văn bản này áp dụng ở địa bàn khác, chỉ để tham khảo."
        return replace(found, kind=FindingKind.RELATED, score=min(found.score, 0.2), reason=reason, differences=())
    if context.amends(document, found.target_path):
        reason = f"{found.reason} Dự thảo sửa đổi, bổ sung chính điều khoản này."
        return replace(found, kind=FindingKind.RELATED, score=min(found.score, 0.2), reason=reason)
    for change in targets.changed.get(document.pk, ()):
        if not f"{found.target_path}/".startswith(f"{change.path}/"):
            continue
        if change.kind != RelationKind.AMENDS:
            return None  # that provision has been repealed or replaced
        reason = f"{found.reason} Điều khoản này đã được văn bản số {change.by_number} sửa đổi, bổ sung."
        return replace(found, score=found.score * _DOUBTFUL, reason=reason)
    return found
