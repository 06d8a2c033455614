"""What people decided on findings: how often each kind was confirmed, and the decisions as a set to measure with.

A decided finding is a judged pair of provisions. The set stays in this installation; nobody's name is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from legaldocs.analysis import overlap
from legaldocs.models import Document, User
from legaldocs.parsing.vocabulary import FINDING_KIND_LABELS, FindingKind
from workflow import noise, table_meetings
from workflow.models import Finding, FindingState

KINDS = (FindingKind.CONFLICT, FindingKind.DUPLICATE, FindingKind.OVERLAP, FindingKind.RELATED)


@dataclass(frozen=True, slots=True)
class KindPrecision:
    """How the findings of one kind were decided."""

    kind: FindingKind
    confirmed: int
    dismissed: int
    waiting: int

    @property
    def label(self) -> str:
        return FINDING_KIND_LABELS[self.kind]

    @property
    def is_to_decide(self) -> bool:
        """Whether people decide on this kind at all: what is only read beside the draft waits for nobody."""
        return self.kind is not FindingKind.RELATED

    @property
    def decided(self) -> int:
        return self.confirmed + self.dismissed

    @property
    def percent(self) -> int | None:
        """The share of the decided ones that were confirmed, rounded down; None where none was decided."""
        return self.confirmed * 100 // self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number by which findings are told apart, and what it means to those who read them."""

    value: str
    meaning: str


def findings_open_to(user: User) -> QuerySet[Finding]:
    """The findings of the dossiers that this person may read."""
    return Finding.objects.filter(appraisal__document__in=Document.objects.with_dossier_open_to(user))


def recent_reasons(findings: QuerySet[Finding], most: int = 6) -> list[str]:
    """The reasons last given for these decisions, each once, the latest first; one query."""
    reasons = (
        findings.exclude(decision_reason="").order_by("-decided_at", "-pk").values_list("decision_reason", flat=True)
    )
    return list(dict.fromkeys(reasons[: 20 * most]))[:most]


def precision_by_kind(findings: QuerySet[Finding] | None = None) -> list[KindPrecision]:
    """The decisions counted kind by kind, firm kinds first; one query.

    A decision that goes on with the next version of the draft is one decision: its moment tells. What nobody decided on an
    earlier version waits no longer.
    """
    rows = (Finding.objects.all() if findings is None else findings).order_by().values_list("kind")
    counted = rows.annotate(
        confirmed=Count("decided_at", filter=Q(state=FindingState.CONFIRMED), distinct=True),
        dismissed=Count("decided_at", filter=Q(state=FindingState.DISMISSED), distinct=True),
        waiting=Count("pk", filter=Q(state=FindingState.OPEN, version=F("appraisal__version"))),
    )
    numbers = {kind: counts for kind, *counts in counted}
    return [KindPrecision(kind, *numbers.get(kind.value, (0, 0, 0))) for kind in KINDS]


def decisions() -> Iterator[dict[str, Any]]:
    """Each decided finding as a judged pair, the oldest decision first; one that went on with a later version once, as it
    stands there."""
    decided = Finding.objects.exclude(state=FindingState.OPEN).select_related(
        "appraisal__document", "target__issued_by"
    )
    told: set[tuple[Any, ...]] = set()
    for finding in decided.order_by("decided_at", "-pk").iterator(chunk_size=500):
        decision = (finding.appraisal.document_id, finding.decided_at, finding.target_id, finding.target_path)
        if finding.decided_at and decision in told:
            continue
        told.add(decision)
        yield _judged_pair(finding)


def _judged_pair(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "score": round(finding.score, 4),
        "decision": finding.state,
        "reason": finding.decision_reason,
        "decided_on": localdate(finding.decided_at) if finding.decided_at else None,
        "draft_title": finding.appraisal.document.title,
        "path": finding.path,
        "draft_quote": finding.draft_quote,
        "target_number": finding.target.number,
        "target_body": finding.target.issued_by.name if finding.target.issued_by else "",
        "target_path": finding.target_path,
        "target_quote": finding.target_quote,
        "differences": finding.differences,
        "still_found": finding.version_id == finding.appraisal.version_id and not finding.is_unseen,
    }


def thresholds() -> list[Threshold]:
    """The numbers in force, read from the code that uses them."""
    shortest, words = overlap.OVERLAPS[-1]
    return [
        Threshold(
            f"{overlap.DUPLICATE_FROM:.0%}",
            "Từ tỷ lệ từ ngữ giống nhau này, không có điểm khác về pháp lý: nêu là trùng lặp.",
        ),
        Threshold(
            f"{overlap.CONFLICT_FROM:.0%}",
            "Phần cùng quy định phải giống nhau ít nhất chừng này thì một con số, mốc thời gian, mức độ bắt buộc hoặc đối "
            "tượng khác nhau mới được nêu là dấu hiệu mâu thuẫn.",
        ),
        Threshold(
            f"{shortest:.0%}, {words} từ",
            "Phần trùng lời văn ít nhất bằng chừng này của điều khoản ngắn hơn, và dài ít nhất chừng này: nêu là chồng chéo.",
        ),
        Threshold(
            f"{overlap.FEWEST_TELLING} và {overlap.FEWEST_TELLING_IN_OVERLAP} từ",
            "Số từ riêng của nội dung (không phải từ văn bản nào cũng có) mà hai bên phải cùng dùng để coi là cùng nội dung, "
            "lần lượt cho mâu thuẫn và chồng chéo.",
        ),
        Threshold(
            f"{overlap.RELATED_FROM:.0%}",
            "Dưới mức gần nhau này thì không nêu; từ mức này chỉ gợi ý nên đọc cùng, không gọi là chồng chéo.",
        ),
        Threshold(
            f"{noise.FORMULA_IN} văn bản",
            "Lời văn gặp ở chừng này văn bản khác tên trở lên được coi là câu mẫu, chỉ gợi ý nên đọc cùng.",
        ),
        Threshold(
            f"{noise.MET_OFTEN} điều khoản",
            "Với văn bản về nội dung khác, dự thảo phải gặp nó ở ít nhất chừng này điều khoản, hoặc chép gần nguyên một điều "
            f"khoản từ {noise.SHORT} từ trở lên, thì mới được nêu; quy định cho cơ quan, đối tượng khác chỉ để đọc cùng.",
        ),
        Threshold(
            f"{table_meetings.PROVING_ROWS} dòng, {table_meetings.PROVING_SHARE:.0%}",
            "Hai bảng của hai văn bản khác tên phải có ít nhất chừng này dòng cùng nội dung, chiếm ít nhất chừng này của bảng "
            "ngắn hơn, thì con số khác nhau trong dòng mới được nêu là dấu hiệu mâu thuẫn.",
        ),
    ]
