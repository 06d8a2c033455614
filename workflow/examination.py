"""Lay a draft beside the law in force: which provisions it meets, and what the checks have to say.

The tool names and quotes; a person judges (see `workflow.models.Finding`).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from legaldocs.analysis.overlap import Comparison, compare_sides
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import Unit, draft_units
from legaldocs.models import Document, IssuingBody, Level, Territory
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.vocabulary import BINDING_STATUSES, EffectStatus, FindingKind, RelationKind
from search import engine
from search.query import Neighbour
from workflow.criteria import CHECKS
from workflow.criteria.context import CheckResult, DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.models import Appraisal, Finding, FindingState
from workflow.targets import Targets

#: Neighbours asked for per provision; more are found than shown, since formulas and copies of one another fall away.
_NEIGHBOURS = 15
#: RELATED is reading advice: two per provision are plenty.
_RELATED_PER_PROVISION = 2
#: The part of a score that comes from how much of the draft meets the same document.
_OF_THE_DOCUMENT = 0.3
#: What is left of a score where the target's effect is unknown, or where it was amended since.
_DOUBTFUL = 0.8


@dataclass(frozen=True, slots=True)
class ReplacedDocument:
    """A document that the draft itself replaces or repeals wholly: listed, and no ground for findings."""

    document_id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What laying a draft beside the law has shown. Findings come best first."""

    findings: tuple[FoundOverlap, ...]
    checks: tuple[CheckResult, ...]
    provisions_checked: int
    elapsed_ms: float
    replaced_by_draft: tuple[ReplacedDocument, ...] = ()


def examine(
    reading: Reading,
    *,
    on: date,
    exclude_documents: Collection[int] = (),
    body: IssuingBody | None = None,
    limit_per_provision: int = 5,
    shortened_procedure: bool = False,
) -> Examination:
    """The findings and checks of a draft against the documents that bind on the day `on`.

    `exclude_documents` are the draft itself and its like; `body` is who issues it (read from its head where not given).
    The number of queries does not grow with the draft. Raises IndexUnavailable without a search index.
    """
    started = time.perf_counter()
    body = body or body_of(reading)
    context = DraftContext(
        reading, on, body, shortened_procedure=shortened_procedure, territories=_territories_of(body)
    )
    replaced = _replaced_by(context)
    excluded = {*exclude_documents, *_itself(reading, body), *(document.pk for document in replaced)}
    units = [(unit, side) for unit in draft_units(reading) if (side := Side(unit.text)).may_collide]
    findings = _findings(units, context, excluded, limit_per_provision)
    context = replace(
        context,
        findings=findings,
        replaced=frozenset(document.pk for document in replaced),
        provisions_checked=len(units),
    )
    checks = tuple(result for check in CHECKS for result in check(context))
    return Examination(
        findings=tuple(findings),
        checks=checks,
        provisions_checked=len(units),
        elapsed_ms=(time.perf_counter() - started) * 1000,
        replaced_by_draft=tuple(ReplacedDocument(d.pk, d.number, d.title) for d in replaced),
    )


def body_of(reading: Reading) -> IssuingBody | None:
    """The issuing body that the draft's head names, if the corpus knows it."""
    name = reading.header.issuing_body
    return IssuingBody.objects.filter(name__iexact=name).select_related("territory").first() if name else None


def _territories_of(body: IssuingBody | None) -> frozenset[int]:
    """The territory of a local body, with those merged into it: their documents live on in it (L2025 Đ54 k2)."""
    if body is None or body.level == Level.CENTRAL or body.territory_id is None:
        return frozenset()
    merged = Territory.objects.filter(successor=body.territory_id).values_list("pk", flat=True)
    return frozenset({body.territory_id, *merged})


def _itself(reading: Reading, body: IssuingBody | None) -> list[int]:
    """The draft's own document where it is in the corpus already: a document never collides with itself."""
    if not reading.header.number:
        return []
    same = Document.objects.numbered(number_key(reading.header.number))
    if body is not None:
        same = same.filter(Q(issued_by=body) | Q(issued_by=None))
    return list(same.values_list("pk", flat=True))


def _replaced_by(context: DraftContext) -> list[Document]:
    """The documents that the draft replaces or repeals as a whole."""
    found = {
        document.pk: document
        for expiry in context.reading.expires
        if not expiry.target_path
        for document in context.documents_numbered(expiry.number)
    }
    return list(found.values())


# --- findings ---


def _findings(
    units: Sequence[tuple[Unit, Side]], context: DraftContext, excluded: Collection[int], limit: int
) -> list[FoundOverlap]:
    near = engine.neighbours(
        [unit.plain_text for unit, _ in units],
        on=context.on,
        exclude_documents=frozenset(excluded),
        limit=_NEIGHBOURS,
    )
    targets = Targets.load((neighbour for row in near for neighbour in row), context.on)
    met: dict[tuple[str, int, str], FoundOverlap] = {}
    for (unit, side), row in zip(units, near, strict=True):
        for neighbour in row:
            found = _meet(unit, side, neighbour, targets, context)
            key = (unit.path, neighbour.document_id, neighbour.path)
            if found is not None and (key not in met or met[key].score < found.score):
                met[key] = found
    return _best(_weighed(list(met.values())), limit)


def _weighed(met: Sequence[FoundOverlap]) -> list[FoundOverlap]:
    """The findings with part of their score taken from how much of the draft meets the same document.

    A document that many provisions meet is the same matter; one that a single turn of phrase meets comes after it.
    """
    mass: Counter[int] = Counter()
    for found in met:
        mass[found.target_document_id] += found.score  # type: ignore[assignment]
    most = max(mass.values(), default=0) or 1
    kept = 1 - _OF_THE_DOCUMENT
    return [replace(f, score=f.score * (kept + _OF_THE_DOCUMENT * mass[f.target_document_id] / most)) for f in met]


def _best(met: Sequence[FoundOverlap], limit: int) -> list[FoundOverlap]:
    """The best findings of each provision, best first; of reading advice only a little."""
    firm: Counter[str] = Counter()
    advice: Counter[str] = Counter()
    kept = []
    for found in sorted(met, key=lambda f: (f.kind is FindingKind.RELATED, -f.score)):
        related = found.kind is FindingKind.RELATED
        if firm[found.path] + advice[found.path] >= limit or (related and advice[found.path] >= _RELATED_PER_PROVISION):
            continue
        (advice if related else firm)[found.path] += 1
        kept.append(found)
    return sorted(kept, key=lambda f: -f.score)


def _meet(unit: Unit, side: Side, neighbour: Neighbour, targets: Targets, context: DraftContext) -> FoundOverlap | None:
    """The finding of one provision against one neighbour, or None."""
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
    return _judged(_found(unit, neighbour, document, status, comparison, context), targets, context, document)


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


# --- rows ---


@transaction.atomic
def record_findings(appraisal: Appraisal, examination: Examination) -> None:
    """Write the findings as rows of the appraisal: new ones open, open ones brought up to date, decided ones untouched.

    None is removed: what a person has seen stays on record.
    """
    known = {(f.path, f.target_id, f.target_path): f for f in appraisal.findings.current()}
    new: list[Finding] = []
    changed: list[Finding] = []
    for found in examination.findings:
        row = known.get((found.path, found.target_document_id, found.target_path))
        if row is None:
            new.append(Finding(appraisal=appraisal, version=appraisal.version, **_fields(found)))
        elif row.state == FindingState.OPEN and any(getattr(row, k) != v for k, v in _fields(found).items()):
            for name, value in _fields(found).items():
                setattr(row, name, value)
            changed.append(row)
    reason = "Đối chiếu dự thảo với văn bản đang có hiệu lực"
    if new:
        bulk_create_with_history(new, Finding, default_change_reason=reason)
    if changed:
        bulk_update_with_history(changed, Finding, _BROUGHT_UP_TO_DATE, default_change_reason=reason)


_BROUGHT_UP_TO_DATE = ["kind", "score", "target_status", "draft_quote", "target_quote", "reason", "differences"]


def _fields(found: FoundOverlap) -> dict[str, object]:
    return {
        "path": found.path,
        "kind": found.kind.value,
        "score": found.score,
        "target_id": found.target_document_id,
        "target_path": found.target_path,
        "target_status": found.target_status.value,
        "draft_quote": found.draft_quote,
        "target_quote": found.target_quote,
        "reason": found.reason,
        "differences": [{k: v for k, v in asdict(d).items() if k != "at"} for d in found.differences],
    }
