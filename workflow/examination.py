"""Lay a draft beside the law in force: which provisions it meets, and what the checks have to say.

The tool names and quotes; a person judges (see `workflow.models.Finding`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from legaldocs.analysis.overlap import Comparison, compare_sides, may_collide
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import Unit, units_of
from legaldocs.models import Document, IssuingBody, Level, Provision, Relation, Territory
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.vocabulary import BINDING_STATUSES, EffectStatus, FindingKind, RelationKind
from search import engine
from search.query import Neighbour
from workflow.criteria import CHECKS
from workflow.criteria.context import CheckResult, DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.models import Appraisal, Finding, FindingState

#: Neighbours asked for per provision; more are found than shown, since formulas and copies of one another fall away.
_NEIGHBOURS = 12
#: RELATED is reading advice: two per provision are plenty.
_RELATED_PER_PROVISION = 2
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
    units = [unit for unit in units_of(reading.provisions) if may_collide(Side(unit.text))]
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


@dataclass(frozen=True, slots=True)
class _Targets:
    """The neighbours' documents and texts, loaded at once."""

    documents: dict[int, Document]
    sides: dict[int, Side]
    changed: dict[int, list[Relation]]

    @classmethod
    def load(cls, near: Iterable[Neighbour], on: date) -> _Targets:
        neighbours = list(near)
        ids = {neighbour.document_id for neighbour in neighbours}
        documents = Document.objects.promulgated().with_effect(on).filter(pk__in=ids).select_related("issued_by")
        by_id = {document.pk: document for document in documents}
        return cls(by_id, _sides(neighbours, by_id.values()), _changes(by_id.values(), on))


def _sides(neighbours: Sequence[Neighbour], documents: Iterable[Document]) -> dict[int, Side]:
    """Provision id -> its text with its points, labelled as in the draft; one query."""
    versions = {document.current_version_id for document in documents if document.current_version_id}
    rows = Provision.objects.filter(
        Q(pk__in={n.provision_id for n in neighbours})
        | Q(version__in=versions, parent_path__in={n.path for n in neighbours})
    ).order_by("version", "position")
    by_version: dict[int, list[Provision]] = defaultdict(list)
    for row in rows:
        by_version[row.version_id].append(row)
    wanted = {n.provision_id for n in neighbours}
    sides: dict[int, Side] = {}
    for provisions in by_version.values():
        texts = {unit.path: unit.text for unit in units_of(provisions)}
        sides |= {row.pk: Side(texts[row.path]) for row in provisions if row.pk in wanted and row.path in texts}
    return sides


def _changes(documents: Iterable[Document], on: date) -> dict[int, list[Relation]]:
    """For each partly expired document the relations that ended or amended units of it by that day; one query."""
    partly = [document.pk for document in documents if document.effect_status() is EffectStatus.PARTLY_EXPIRED]
    found: dict[int, list[Relation]] = defaultdict(list)
    relations = Relation.objects.standing().acting().filter(target__in=partly).exclude(target_path="")
    for relation in relations.select_related("source") if partly else ():
        begins = relation.takes_effect_on
        if relation.target_id is not None and begins is not None and begins <= on:
            found[relation.target_id].append(relation)
    return found


def _findings(
    units: Sequence[Unit], context: DraftContext, excluded: Collection[int], limit: int
) -> list[FoundOverlap]:
    near = engine.neighbours(
        [unit.plain_text for unit in units], on=context.on, exclude_documents=frozenset(excluded), limit=_NEIGHBOURS
    )
    targets = _Targets.load((neighbour for row in near for neighbour in row), context.on)
    findings: list[FoundOverlap] = []
    for unit, row in zip(units, near, strict=True):
        side = Side(unit.text)
        met = [found for neighbour in row if (found := _meet(unit, side, neighbour, targets, context))]
        findings += _best(met, limit)
    return sorted(findings, key=lambda found: -found.score)


def _best(met: Sequence[FoundOverlap], limit: int) -> list[FoundOverlap]:
    """The best findings of one provision, reading advice last and only a little of it."""
    ordered = sorted(met, key=lambda found: -found.score)
    firm = [found for found in ordered if found.kind is not FindingKind.RELATED][:limit]
    related = [found for found in ordered if found.kind is FindingKind.RELATED]
    return firm + related[: min(_RELATED_PER_PROVISION, limit - len(firm))]


def _meet(
    unit: Unit, side: Side, neighbour: Neighbour, targets: _Targets, context: DraftContext
) -> FoundOverlap | None:
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


def _judged(found: FoundOverlap, targets: _Targets, context: DraftContext, document: Document) -> FoundOverlap | None:
    """The finding in the light of where the target applies and what has become of it since."""
    if not context.may_mean(document):
        reason = f"{found.reason} Văn bản này áp dụng ở địa bàn khác, chỉ để tham khảo."
        return replace(found, kind=FindingKind.RELATED, score=min(found.score, 0.2), reason=reason, differences=())
    for relation in targets.changed.get(document.pk, ()):
        if not f"{found.target_path}/".startswith(f"{relation.target_path}/"):
            continue
        if relation.kind != RelationKind.AMENDS:
            return None  # that provision has been repealed or replaced
        reason = f"{found.reason} Điều khoản này đã được {relation.source.name} sửa đổi, bổ sung."
        return replace(found, score=found.score * _DOUBTFUL, reason=reason)
    return found


# --- rows ---


@transaction.atomic
def record_findings(appraisal: Appraisal, examination: Examination) -> None:
    """Write the findings as rows of the appraisal: new ones open, open ones brought up to date, decided ones untouched.

    None is removed: what a person has seen stays on record.
    """
    known = {(f.path, f.target_id, f.target_path): f for f in appraisal.findings.all()}
    new: list[Finding] = []
    changed: list[Finding] = []
    for found in examination.findings:
        row = known.get((found.path, found.target_document_id, found.target_path))
        if row is None:
            new.append(Finding(appraisal=appraisal, **_fields(found)))
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
