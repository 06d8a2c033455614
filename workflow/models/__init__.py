"""What people do with documents: procedures, and what they find and decide on the way."""

from workflow.models.appraisal import Appraisal, AppraisalState, Conclusion, CriterionAssessment, Remark, Verdict
from workflow.models.finding import Finding, FindingState
from workflow.models.procedure import Procedure, Regime
from workflow.models.review import Review, ReviewOutcome, ReviewState
from workflow.models.self_check import SelfCheck, SelfCheckState
from workflow.models.systematization import SystematizationRun

__all__ = [
    "Appraisal",
    "AppraisalState",
    "Conclusion",
    "CriterionAssessment",
    "Finding",
    "FindingState",
    "Procedure",
    "Regime",
    "Remark",
    "Review",
    "ReviewOutcome",
    "ReviewState",
    "SelfCheck",
    "SelfCheckState",
    "SystematizationRun",
    "Verdict",
]
