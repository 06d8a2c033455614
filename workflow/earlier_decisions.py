"""What people decided before on the same two wordings: on an earlier version of the draft, or in another dossier.

A decision goes on with the draft as long as the wording of both sides, the kind and the differences stay as they were: nobody
is asked the same thing twice. What was decided in another dossier is only told, and put last where it was set aside: there a
person decides anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from legaldocs.parsing.normalize import same_tone_marks
from workflow.dossier_findings import Listed
from workflow.models import Appraisal, Finding, FindingState

#: Decisions of other dossiers that are looked through for one page.
_MOST_DECISIONS = 3_000

Wordings = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """How often the same two wordings were decided on in other dossiers, and the last reason for setting them aside."""

    confirmed: int
    dismissed: int
    reason: str

    @property
    def is_quiet(self) -> bool:
        """Whether everybody who decided on these wordings has set them aside."""
        return self.dismissed > 0 and self.confirmed == 0


def wordings(draft_quote: str, target_quote: str) -> Wordings:
    """Both wordings as they are compared: blanks, capitals and the place of tone marks do not count."""
    return _plain(draft_quote), _plain(target_quote)


def _plain(text: str) -> str:
    return " ".join(same_tone_marks(text.casefold()).split())


def decided_on_this_draft(appraisal: Appraisal) -> dict[Any, Finding]:
    """`decision_key` -> the last decision on an earlier version of the same draft, or in an earlier round; one query."""
    earlier = Finding.objects.filter(appraisal__document=appraisal.document_id).exclude(state=FindingState.OPEN)
    rows = earlier.exclude(appraisal=appraisal, version=appraisal.version_id).order_by("decided_at", "pk")
    return {
        decision_key(
            row.kind, row.target_id, row.target_path, (row.draft_quote, row.target_quote), row.differences
        ): row
        for row in rows
    }


def decision_key(
    kind: str, target_id: int, target_path: str, quotes: tuple[str, str], differences: Iterable[dict[str, Any]]
) -> Any:
    """What must be the same for a decision to go on; where the draft's provision stands does not matter."""
    said = tuple((each["draft"], each["target"]) for each in differences)
    return kind, target_id, target_path, wordings(*quotes), said


def judged_elsewhere(
    findings: Collection[Finding | Listed], among: QuerySet[Finding], appraisal: Appraisal
) -> dict[int, Judged]:
    """Key of a finding -> what was decided on the same wordings in other dossiers; two queries.

    `among` are the findings that the reader may see: counts and reasons of closed dossiers stay there. Only the decisions on
    the very provisions that the findings meet are read, found by their document, and of these the latest.
    """
    decided = _decided_elsewhere(findings, among, appraisal)
    keys = [each.pk for each in findings if (each.target_id, each.target_path) in decided]
    quotes = Finding.objects.filter(pk__in=keys).values_list(
        "pk", "target_id", "target_path", "draft_quote", "target_quote"
    )
    found: dict[int, Judged] = {}
    for pk, target, path, draft, other in quotes if keys else ():
        if same := decided[target, path].get(wordings(draft, other)):
            found[pk] = _judged(list(same.values()))
    return found


#: (document, provision) -> both wordings -> (dossier, moment) -> the decision and its reason.
_Decided = dict[tuple[int, str], dict[Wordings, dict[Any, tuple[str, str]]]]


def _decided_elsewhere(
    findings: Collection[Finding | Listed], among: QuerySet[Finding], appraisal: Appraisal
) -> _Decided:
    """The decisions of other dossiers on the provisions that these findings meet, the oldest first; one query."""
    decided: _Decided = defaultdict(lambda: defaultdict(dict))
    targets, paths = {each.target_id for each in findings}, {each.target_path for each in findings}
    rows = among.filter(target__in=targets, target_path__in=paths).exclude(state=FindingState.OPEN)
    rows = rows.exclude(appraisal__document=appraisal.document_id).order_by("-decided_at", "-pk")
    fields = ("target_id", "target_path", "draft_quote", "target_quote", "appraisal__document", "decided_at", "state")
    latest = list(rows.values_list(*fields, "decision_reason")[:_MOST_DECISIONS]) if findings else []
    for target, path, draft, other, document, moment, state, reason in reversed(latest):
        # a decision that went on with the next version of a draft is one decision
        decided[target, path][wordings(draft, other)][document, moment] = state, reason
    return decided


def _judged(decisions: list[tuple[str, str]]) -> Judged:
    dismissed = [reason for state, reason in decisions if state == FindingState.DISMISSED]
    return Judged(len(decisions) - len(dismissed), len(dismissed), dismissed[-1] if dismissed else "")
