"""Lay a draft beside the law in force: which provisions it meets, and what the checks have to say.

The tool names and quotes; a person judges (see `workflow.models.Finding`).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from legaldocs.analysis.effect import read_effect
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import draft_units
from legaldocs.models import Document, IssuingBody, Level, Territory
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.vocabulary import EffectStatus, FindingKind
from workflow.criteria import CHECKS
from workflow.criteria.context import CheckResult, DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.earlier_decisions import decided_on_this_draft, decision_key
from workflow.meetings import LEADING_DOCUMENTS, meetings
from workflow.models import Appraisal, Finding, FindingState
from workflow.noise import quieted
from workflow.price_meetings import prices_met
from workflow.ranking import best_of, ranked
from workflow.spoken_of import spoken_of
from workflow.superior_meetings import superior_met
from workflow.table_meetings import tables_met

#: Findings that a provision may have.
PER_PROVISION = 5


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
    begins_on: date | None = None

    def draft_status(self, on: date) -> EffectStatus:
        """Whether the draft itself would be in force on that day, by what it says of its own effect."""
        if self.begins_on is None:
            return EffectStatus.UNKNOWN
        return EffectStatus.IN_FORCE if self.begins_on <= on else EffectStatus.NOT_YET


def examine(
    reading: Reading,
    *,
    on: date,
    exclude_documents: Collection[int] = (),
    body: IssuingBody | None = None,
    limit_per_provision: int = PER_PROVISION,
    shortened_procedure: bool = False,
) -> Examination:
    """The findings and checks of a draft against the documents that bind on the day `on`.

    `exclude_documents` are the draft itself and its like; `body` is who issues it (read from its head where not given).
    The number of queries does not grow with the draft. Raises IndexUnavailable without a search index.
    """
    started = time.perf_counter()
    body = body or body_of(reading)
    reading = _beginning_counted_from(on, reading)
    itself = _itself(reading, body)
    context = DraftContext(
        reading,
        on,
        body,
        shortened_procedure=shortened_procedure,
        territories=_territories_of(body),
        is_promulgated=bool(itself),
    )
    replaced = _replaced_by(context)
    excluded = {*exclude_documents, *itself, *(document.pk for document in replaced)}
    units = [(unit, side) for unit in draft_units(reading) if (side := Side(unit.text)).may_collide]
    met = meetings(units, context, excluded)
    findings = best_of(ranked(quieted(met.meetings, context), met.weights), limit_per_provision, met.leading)
    findings = _joined(findings, superior_met(met.meetings, context, excluded))
    findings = _joined(findings, tables_met(context, excluded))
    findings = _joined(findings, prices_met(context, excluded, met.weights))
    if len(met.weights) < LEADING_DOCUMENTS:
        known = {*excluded, *met.weights, *(found.target_document_id for found in findings)}
        findings += spoken_of(context, known, LEADING_DOCUMENTS - len(met.weights))
    context = replace(
        context,
        findings=findings,
        replaced=frozenset(document.pk for document in replaced),
        provisions_checked=len(units),
        checked_paths=tuple(unit.path for unit, _ in units),
    )
    checks = tuple(result for check in CHECKS for result in check(context))
    return Examination(
        findings=tuple(_saying_what_is_undated(findings)),
        checks=checks,
        provisions_checked=len(units),
        elapsed_ms=(time.perf_counter() - started) * 1000,
        replaced_by_draft=tuple(ReplacedDocument(d.pk, d.number, d.title) for d in replaced),
        begins_on=reading.effect.begins_on,
    )


def _beginning_counted_from(on: date, reading: Reading) -> Reading:
    """The reading with "kể từ ngày ký", "sau 10 ngày kể từ ngày ký" of a draft that has no day yet counted from the day on
    which it is to be issued."""
    effect = reading.effect
    if reading.header.issued_on or effect.begins_on or not effect.begins_text:
        return reading
    return replace(reading, effect=read_effect(reading.provisions, replace(reading.header, issued_on=on)))


def _joined(findings: list[FoundOverlap], telling: list[FoundOverlap]) -> list[FoundOverlap]:
    """The findings with those that say more than wordings tell, best first; a provision that was met both ways comes once."""
    met = {(f.path, f.target_document_id, f.target_path): f for f in findings}
    for found in telling:
        key = (found.path, found.target_document_id, found.target_path)
        before = met.get(key)
        if before is not None and before.kind is FindingKind.CONFLICT:
            found = replace(before, differences=tuple(dict.fromkeys((*before.differences, *found.differences))))
        met[key] = found
    return sorted(met.values(), key=lambda f: -f.score)


def _saying_what_is_undated(findings: Sequence[FoundOverlap]) -> list[FoundOverlap]:
    """The findings; of a document whose day of issue is not known the reason says what was assumed. One query."""
    met = {found.target_document_id for found in findings}
    undated = set(Document.objects.filter(pk__in=met, issued_on=None).values_list("pk", flat=True))
    return [
        replace(found, reason=f"{found.reason} {_UNDATED}") if found.target_document_id in undated else found
        for found in findings
    ]


_UNDATED = "Kho dữ liệu chưa có ngày ban hành của văn bản này nên coi như ban hành trước dự thảo; cần kiểm tra lại."


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
    same = Document.objects.promulgated().numbered(number_key(reading.header.number))
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


# --- rows ---


@transaction.atomic
def record_findings(appraisal: Appraisal, examination: Examination) -> list[int]:
    """Write the findings as rows of the appraisal: new ones open, open ones brought up to date; of decided ones only the
    target's effect, which follows from the day. The keys of those that this comparison no longer sees come back.

    What was decided on an earlier version of the draft or in an earlier round, and reads as it did then, keeps its decision.
    None is removed: what a person has seen stays on record.
    """
    known = {(f.path, f.target_id, f.target_path): f for f in appraisal.findings.current()}
    decided = decided_on_this_draft(appraisal)
    new: list[Finding] = []
    kept: list[Finding] = []
    changed: list[Finding] = []
    seen: set[int] = set()
    for found in examination.findings:
        fields = _fields(found)
        row = known.get((found.path, found.target_document_id, found.target_path))
        if row is None:
            decision = _decision_on(found, decided)
            row = Finding(appraisal=appraisal, version=appraisal.version, **fields, **decision)
            (kept if decision else new).append(row)
            continue
        seen.add(row.pk)
        follows = fields if row.state == FindingState.OPEN else {"target_status": fields["target_status"]}
        if any(getattr(row, name) != value for name, value in follows.items()):
            for name, value in follows.items():
                setattr(row, name, value)
            changed.append(row)
    for rows, reason in ((new, _COMPARED), (kept, f"{_COMPARED}; {_DECISION_KEPT}")):
        if rows:
            bulk_create_with_history(rows, Finding, default_change_reason=reason)
    if changed:
        bulk_update_with_history(changed, Finding, _BROUGHT_UP_TO_DATE, default_change_reason=_COMPARED)
    return sorted(row.pk for row in known.values() if row.pk not in seen)


_COMPARED = "Đối chiếu dự thảo với văn bản đang có hiệu lực"
_DECISION_KEPT = "giữ quyết định trước đó vì lời văn hai bên không đổi"
_DECISION = ("state", "decision_reason", "decided_by", "decided_at")


def _decision_on(found: FoundOverlap, decided: Mapping[Any, Finding]) -> dict[str, Any]:
    """The decision, with who made it and when, that goes on from an earlier version; empty where there is none."""
    fields = _fields(found)
    key = decision_key(
        found.kind.value,
        found.target_document_id,
        found.target_path,
        (found.draft_quote, found.target_quote),
        fields["differences"],
    )
    earlier = decided.get(key)
    return {name: getattr(earlier, name) for name in _DECISION} if earlier else {}


_BROUGHT_UP_TO_DATE = ["kind", "score", "target_status", "draft_quote", "target_quote", "reason", "differences"]


def _fields(found: FoundOverlap) -> dict[str, Any]:
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
