"""What each provision of a draft meets among the provisions in force: its neighbours, compared and judged one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from legaldocs.analysis.overlap import Comparison, compare_sides
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import Unit
from legaldocs.models import Document
from legaldocs.parsing.vocabulary import BINDING_STATUSES, EffectStatus, FindingKind, RelationKind
from search import engine
from search.query import Neighbour
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.targets import Targets

#: Neighbours asked for per provision; more are found than shown, since formulas and copies of one another fall away.
_NEIGHBOURS = 20
#: What is left of a score where the target's effect is unknown, or where it was amended since.
_DOUBTFUL = 0.8
#: How near two provisions are: by their whole wording, else by a shared part of it, else by their rare pairs of syllables.
_OF_CONTAINMENT, _OF_RANK = 0.8, 0.15


@dataclass(frozen=True, slots=True)
class Meeting:
    """The unit at `place` of the draft met a provision: the finding it may make, and how near both are (0..1).

    `words` is the unit's length, `shared` about how many words both have in common.
    """

    place: int
    unit: Unit
    words: int
    found: FoundOverlap
    document: Document
    similarity: float
    shared: int
    nearness: float

    @property
    def is_firm(self) -> bool:
        """Whether it is more than reading advice."""
        return self.found.kind is not FindingKind.RELATED


def meetings(units: Sequence[tuple[Unit, Side]], context: DraftContext, excluded: Collection[int]) -> list[Meeting]:
    """Every meeting of the draft's units, in their order; documents `excluded` take no part."""
    near = engine.neighbours(
        [unit.plain_text for unit, _ in units],
        on=context.on,
        exclude_documents=frozenset(excluded),
        limit=_NEIGHBOURS,
    )
    targets = Targets.load((neighbour for row in near for neighbour in row), context.on)
    return [
        met
        for place, ((unit, side), row) in enumerate(zip(units, near, strict=True))
        for neighbour in row
        if (met := _meet(place, unit, side, neighbour, targets, context)) is not None
    ]


def _meet(
    place: int, unit: Unit, side: Side, neighbour: Neighbour, targets: Targets, context: DraftContext
) -> Meeting | None:
    """What one provision has to do with one neighbour, or None."""
    document = targets.documents.get(neighbour.document_id)
    target = targets.sides.get(neighbour.provision_id)
    if document is None or target is None:
        return None
    status = document.effect_status()
    if status not in BINDING_STATUSES and status is not EffectStatus.UNKNOWN:
        return None
    if document.issued_on is not None and document.issued_on > context.on:
        return None  # it did not exist on that day
    comparison = compare_sides(
        side,
        target,
        neighbour.containment,
        neighbour.rank_score,
        about=_about(unit),
        other=_called(document, status),
        titles=(context.reading.header.title or "", document.title),
    )
    if comparison is None:
        return None
    found = _judged(_found(unit, neighbour, document, status, comparison, context), targets, context, document)
    if found is None:
        return None
    shared = round(comparison.containment * min(len(side.words), len(target.words)))
    nearness = max(comparison.similarity, _OF_CONTAINMENT * comparison.containment, _OF_RANK * neighbour.rank_score)
    return Meeting(place, unit, len(side.words), found, document, comparison.similarity, shared, nearness)


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


def _judged(found: FoundOverlap, targets: Targets, context: DraftContext, document: Document) -> FoundOverlap | None:
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
