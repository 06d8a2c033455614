"""Findings: the assigned specialist takes each into the opinion or sets it aside, always with a reason."""

from __future__ import annotations

from workflow.models import AppraisalState, Finding
from workflow.steps.step import Action, Step


def confirm(finding: Finding, step: Step) -> Finding:
    finding.confirm(user=step.user, reason=step.reason)
    step.save(finding)
    return finding


def dismiss(finding: Finding, step: Step) -> Finding:
    finding.dismiss(user=step.user, reason=step.reason)
    step.save(finding)
    return finding


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
)
