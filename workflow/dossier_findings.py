"""The findings of a dossier: all of them without quotes, to sort and to count, and those that are shown with all they need.

A dossier may have thousands of findings of which a page shows thirty; making all of them costs more than the page may take.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from legaldocs.models import Document, User
from legaldocs.parsing.vocabulary import FindingKind
from workflow.models import Appraisal, Finding


class Listed(NamedTuple):
    """A finding without its quotes."""

    pk: int
    path: str
    kind: str
    state: str
    score: float
    target_id: int
    target_path: str
    is_unseen: bool

    @property
    def is_reading_advice(self) -> bool:
        return self.kind == FindingKind.RELATED.value


def listed_findings(appraisal: Appraisal) -> list[Listed]:
    """The findings on the version under appraisal, best first; one query."""
    unseen = frozenset(appraisal.evidence.get("unseen", ()))
    rows = appraisal.findings.current().order_by("-score", "pk")
    columns = rows.values_list("pk", "path", "kind", "state", "score", "target_id", "target_path")
    return [Listed(*row, is_unseen=row[0] in unseen) for row in columns]


def documents_met(findings: Iterable[Listed | Finding]) -> dict[int, Document]:
    """Key -> document that these findings meet, with its body; one query, since hundreds of findings meet a few dozen."""
    return Document.objects.select_related("issued_by").in_bulk({each.target_id for each in findings})


def current_findings(appraisal: Appraisal, keys: Collection[int] | None = None) -> list[Finding]:
    """The findings on the version under appraisal, or those of these keys, with what their cards need; three queries."""
    rows = appraisal.findings.current().order_by("-score", "pk")
    found = list(rows if keys is None else rows.filter(pk__in=keys))
    targets = documents_met(found)
    people = User.objects.in_bulk({each.decided_by_id for each in found if each.decided_by_id})
    for finding in found:
        finding.appraisal, finding.version = appraisal, appraisal.version
        finding.target = targets[finding.target_id]
        finding.decided_by = people[finding.decided_by_id] if finding.decided_by_id else None
    return found
