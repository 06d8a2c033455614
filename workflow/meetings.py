"""What each provision of a draft meets among the provisions in force: its neighbours, compared and judged one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from legaldocs.analysis.overlap import RELATED_FROM, Comparison, compare_sides, compare_unaligned
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import Unit
from legaldocs.models import Document
from legaldocs.parsing.vocabulary import BINDING_STATUSES, EffectStatus, FindingKind, RelationKind
from search import engine
from search.query import Neighbour
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.kinship import document_weights
from workflow.targets import Targets, documents_on

#: Neighbours asked for per provision; more are found than shown, since formulas and copies of one another fall away.
_NEIGHBOURS = 20
#: A provision that has met so many firmly is compared with no more: five are shown. Of 8,152 provisions in 150 real documents
#: 21 meet more.
_ENOUGH = 8
#: What is left of a score where the target's effect is unknown, or where it was amended since.
_DOUBTFUL = 0.8
#: Two texts of so many words need this share of the shorter one in common runs of five before they are worth aligning: of
#: 7,427 pairs below it, in 14 documents of about 60 articles, not one came out above reading advice.
_LONG, _FEWEST_SHARED = 40, 0.10
#: Documents near to the whole draft that are weighed, and those that are named in any case.
_DOCUMENTS, LEADING_DOCUMENTS = 100, 10


@dataclass(frozen=True, slots=True)
class Meeting:
    """The unit at `place` of the draft met a provision: the finding it may make.

    `words` is the unit's length, `shared` about how many words both have in common.
    """

    place: int
    unit: Unit
    words: int
    found: FoundOverlap
    document: Document
    similarity: float
    shared: int

    @property
    def is_firm(self) -> bool:
        """Whether it is more than reading advice."""
        return self.found.kind is not FindingKind.RELATED


class Met(NamedTuple):
    """The meetings of a draft's units, in their order, and how much each near document has to do with the whole draft."""

    meetings: list[Meeting]
    weights: dict[int, float]


def meetings(units: Sequence[tuple[Unit, Side]], context: DraftContext, excluded: Collection[int]) -> Met:
    """What the draft's units meet; documents `excluded` take no part.

    The documents that weigh most are there in any case, with the provision that has most wording in common.
    """
    near = engine.nearby(
        [unit.plain_text for unit, _ in units],
        on=context.on,
        exclude_documents=frozenset(excluded),
        limit=_NEIGHBOURS,
        documents=_DOCUMENTS,
    )
    ids = {neighbour.document_id for row in near.provisions for neighbour in row}
    documents = {
        pk: document
        for pk, document in documents_on(context.on, ids | {d.document_id for d in near.documents}).items()
        if may_be_met(document, context.on)
    }
    weights = document_weights(near.documents, documents, context)
    leading = sorted((d for d in near.documents if d.document_id in weights), key=lambda d: -weights[d.document_id])
    leading = leading[:LEADING_DOCUMENTS]
    asked = [*(neighbour for row in near.provisions for neighbour in row), *(d.provision for d in leading)]
    targets = Targets.load(documents, asked, context.on)
    met = [
        meeting
        for place, row in enumerate(near.provisions)
        for meeting in _met_by(place, *units[place], _by_weight(row, weights), targets, context)
    ]
    already = {meeting.document.pk for meeting in met}
    for one in leading:
        if one.document_id not in already:
            nearest = replace(one.provision, containment=max(one.provision.containment, RELATED_FROM))
            unit, side = units[one.place]
            meeting = _meet(one.place, unit, side, nearest, targets, context)
            met += [meeting] if meeting is not None else []
    return Met(met, weights)


def _by_weight(row: Sequence[Neighbour], weights: Mapping[int, float]) -> list[Neighbour]:
    """The neighbours, those first whose documents weigh most in the whole draft: they are shown first, too."""
    return sorted(row, key=lambda neighbour: -weights.get(neighbour.document_id, 0.0))


def _met_by(
    place: int, unit: Unit, side: Side, row: Iterable[Neighbour], targets: Targets, context: DraftContext
) -> Iterator[Meeting]:
    """What one provision meets, until it has met enough firmly."""
    firm = 0
    for neighbour in row:
        meeting = _meet(place, unit, side, neighbour, targets, context)
        if meeting is not None:
            yield meeting
            firm += meeting.is_firm
        if firm == _ENOUGH:
            return


def may_be_met(document: Document, on: date) -> bool:
    """Whether it existed on that day, and bound or may have bound."""
    status = document.effect_status()
    binds = status in BINDING_STATUSES or status is EffectStatus.UNKNOWN
    return binds and (document.issued_on is None or document.issued_on <= on)


def _meet(
    place: int, unit: Unit, side: Side, neighbour: Neighbour, targets: Targets, context: DraftContext
) -> Meeting | None:
    """What one provision has to do with one neighbour, or None."""
    document = targets.documents.get(neighbour.document_id)
    target = targets.sides.get(neighbour.provision_id)
    if document is None or target is None:
        return None
    status = document.effect_status()
    comparison = _compared(unit, side, target, neighbour, document, context)
    if comparison is None:
        return None
    found = judged(_found(unit, neighbour, document, status, comparison, context), targets, context, document)
    if found is None:
        return None
    shared = round(comparison.containment * min(len(side.words), len(target.words)))
    return Meeting(place, unit, len(side.words), found, document, comparison.similarity, shared)


def _compared(
    unit: Unit, side: Side, target: Side, neighbour: Neighbour, document: Document, context: DraftContext
) -> Comparison | None:
    """The two texts compared word by word, or by the index's measures where they have too few runs in common for that."""
    other = _called(document, document.effect_status())
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


def _called(document: Document, status: EffectStatus) -> str:
    """How a reason calls the target: "Quyết định số ... (còn hiệu lực)"."""
    return f"{document.name} ({status.label.lower()})"


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
