"""Findings: the assigned specialist takes each into the opinion or sets it aside, always with a reason."""

from __future__ import annotations

from collections.abc import Collection

from workflow.models import Appraisal, AppraisalState, Finding, FindingState
from workflow.steps.step import Action, NotPossible, Step


def confirm(finding: Finding, step: Step) -> Finding:
    finding.confirm(user=step.user, reason=step.reason)
    step.save(finding)
    return finding


def dismiss(finding: Finding, step: Step) -> Finding:
    finding.dismiss(user=step.user, reason=step.reason)
    step.save(finding)
    return finding


def decide_findings(
    appraisal: Appraisal, step: Step, *, findings: Collection[int] = (), decision: str = ""
) -> Appraisal:
    """Those of the findings that still wait, decided one by one with the same reason; what was decided meanwhile stays."""
    if decision not in (FindingState.CONFIRMED, FindingState.DISMISSED):
        raise NotPossible("Hãy chọn xác nhận hoặc bỏ qua.", "decision")
    waiting = list(appraisal.findings.current().filter(pk__in=findings, state=FindingState.OPEN))
    if not waiting:
        raise NotPossible("Trong số đã chọn không còn phát hiện nào chờ xem xét; hãy tải lại trang.")
    for finding in waiting:
        take = finding.confirm if decision == FindingState.CONFIRMED else finding.dismiss
        take(user=step.user, reason=step.reason)
    step.save(*waiting)
    return appraisal


def _is_under_appraisal(finding: Finding) -> bool:
    return finding.appraisal.state == AppraisalState.ASSIGNED


ACTIONS = (
    Action(
        Finding,
        "confirm",
        "Xác nhận phát hiện",
        confirm,
        transition="confirm",
        guard=_is_under_appraisal,
        needs_reason=True,
        style="primary",
    ),
    Action(
        Finding,
        "dismiss",
        "Bỏ qua phát hiện",
        dismiss,
        transition="dismiss",
        guard=_is_under_appraisal,
        needs_reason=True,
    ),
    Action(
        Appraisal,
        "decide_findings",
        "Quyết định nhiều phát hiện cùng lúc",
        decide_findings,
        states=frozenset({AppraisalState.ASSIGNED.value}),
        needs_reason=True,
    ),
)
