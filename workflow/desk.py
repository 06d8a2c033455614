"""The appraisal desk: the draft on one side and, for each article, what it meets on the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from legaldocs.analysis.alignment import align, mark
from legaldocs.models import Provision
from legaldocs.parsing.vocabulary import FINDING_KIND_LABELS, FindingKind, ProvisionKind
from workflow.models import Appraisal, Finding, FindingState

_ORDER = {FindingKind.CONFLICT: 0, FindingKind.DUPLICATE: 1, FindingKind.OVERLAP: 2, FindingKind.RELATED: 3}


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as it is shown: both quotes in pieces (piece, is it the same on the other side?)."""

    finding: Finding
    draft: list[tuple[str, bool]]
    target: list[tuple[str, bool]]


@dataclass(slots=True)
class ArticleRow:
    """One article of the draft with its clauses and points, and what was found for it."""

    provision: Provision
    units: list[Provision] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    related: list[Card] = field(default_factory=list)


def article_rows(appraisal: Appraisal, *, only_open: bool = False) -> list[ArticleRow]:
    """The draft in order, an article a row (chapters and the preamble are rows of their own), in two queries."""
    if appraisal.version is None:
        return []
    rows: list[ArticleRow] = []
    by_path: dict[str, ArticleRow] = {}
    for provision in appraisal.version.provisions.all():
        holder = by_path.get(provision.parent_path) if provision.kind in _INSIDE else None
        if holder is None:
            holder = ArticleRow(provision)
            rows.append(holder)
        else:
            holder.units.append(provision)
        by_path[provision.path] = holder
    findings = appraisal.findings.current().select_related("target__issued_by", "decided_by", "appraisal")
    if only_open:
        findings = findings.filter(state=FindingState.OPEN)
    for finding in sorted(findings, key=lambda each: (_ORDER[FindingKind(each.kind)], -each.score)):
        row = by_path.get(finding.path)
        if row is not None:
            (row.related if finding.kind == FindingKind.RELATED else row.cards).append(card(finding))
    return [row for row in rows if row.cards] if only_open else rows


_INSIDE = {ProvisionKind.CLAUSE.value, ProvisionKind.POINT.value}


def card(finding: Finding) -> Card:
    segments = align(finding.draft_quote, finding.target_quote)
    return Card(finding, mark(finding.draft_quote, segments, "draft"), mark(finding.target_quote, segments, "target"))


def counts(appraisal: Appraisal) -> dict[str, Any]:
    """`kinds`: how many findings there are of each kind; `waiting`: how many have to be decided before concluding."""
    by_kind: dict[str, dict[str, int]] = defaultdict(lambda: {"all": 0, "open": 0})
    for kind, state, number in (
        appraisal.findings.current().values_list("kind", "state").annotate(Count("pk")).order_by()
    ):
        by_kind[kind]["all"] += number
        by_kind[kind]["open"] += number if state == FindingState.OPEN else 0
    kinds: list[dict[str, Any]] = [
        {"code": code.value, "label": FINDING_KIND_LABELS[code], **by_kind[code.value]}
        for code in sorted(FindingKind, key=lambda code: _ORDER[code])
        if by_kind[code.value]["all"]
    ]
    waiting = sum(numbers["open"] for kind, numbers in by_kind.items() if kind != FindingKind.RELATED)
    return {"kinds": kinds, "waiting": waiting}


def checks_kept(appraisal: Appraisal) -> list[dict[str, Any]]:
    """What the automatic checks said when the draft was last examined, as it was kept with the evidence."""
    return list(appraisal.evidence.get("checks", []))
