"""The checks that every draft is laid against: one file each, run in this order. Never a verdict, each with its article."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflow.criteria.changed_tables import check_tables
from workflow.criteria.competence_signs import check_competence_signs
from workflow.criteria.context import CheckResult, DraftContext
from workflow.criteria.definitions import check_definitions
from workflow.criteria.effective_date import check_effective_date
from workflow.criteria.expired_reference import check_references
from workflow.criteria.legal_basis_known import check_legal_bases
from workflow.criteria.presentation import check_presentation
from workflow.criteria.reference_form import check_reference_form
from workflow.criteria.repeal_completeness import check_repeals

Check = Callable[[DraftContext], Iterable[CheckResult]]

CHECKS: tuple[Check, ...] = (
    check_legal_bases,
    check_references,
    check_reference_form,
    check_definitions,
    check_tables,
    check_effective_date,
    check_competence_signs,
    check_repeals,
    check_presentation,
)

__all__ = ["CHECKS", "Check", "CheckResult", "DraftContext"]
