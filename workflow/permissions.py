"""The table of roles: who may take which action on what, in words that can be shown to the person who is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from legaldocs.models import Document, Relation, Role, Stage, User
from workflow.models import Appraisal, Finding, Review, SelfCheck


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold besides the role; `words` is the refusal when it does not."""

    holds: Callable[[Any, User], bool]
    words: str


@dataclass(frozen=True, slots=True)
class Grant:
    """One way to be allowed: this role, and all of these conditions."""

    role: Role
    conditions: tuple[Condition, ...] = ()

    def refusal(self, row: Model, user: User) -> str:
        """ "" when the grant holds for a person of this role, else the words of the first condition that fails."""
        return next((condition.words for condition in self.conditions if not condition.holds(row, user)), "")


# --- conditions ---


def document_of(row: Any) -> Document:
    """The document that a row is about: itself, its dossier's, or the one that acts."""
    if isinstance(row, Document):
        return row
    if isinstance(row, Finding):
        return row.appraisal.document
    return row.source if isinstance(row, Relation) else row.document


def _is_own_departments(row: Any, user: User) -> bool:
    drafted_by = document_of(row).drafted_by
    if drafted_by is None or user.unit is None:
        return False
    return drafted_by.pk == user.unit_id or drafted_by.department.pk == user.unit.department.pk


def _is_assigned(row: Any, user: User) -> bool:
    procedure = row.appraisal if isinstance(row, Finding) else row
    return procedure.assigned_to_id == user.pk


def _has_not_concluded(row: Appraisal, user: User) -> bool:
    return user.pk not in (row.concluded_by_id, row.assigned_to_id)


OWN_DRAFT = Condition(
    _is_own_departments, "Dự thảo này do cơ quan khác chủ trì soạn thảo; chỉ người của cơ quan đó được làm việc này."
)
ASSIGNED = Condition(_is_assigned, "Hồ sơ này được giao cho người khác; chỉ người được giao mới được làm việc này.")
NOT_OWN_OPINION = Condition(
    _has_not_concluded, "Người thẩm định không được tự duyệt ý kiến của mình; báo cáo phải do lãnh đạo khác duyệt."
)
IS_PROMULGATED = Condition(
    lambda row, user: document_of(row).stage == Stage.PROMULGATED,
    "Vai trò của ông/bà chỉ được làm việc này với văn bản đã ban hành.",
)
IS_DRAFT = Condition(
    lambda row, user: document_of(row).is_draft,
    "Văn bản không còn là dự thảo; chỉ người kiểm tra, rà soát hoặc quản trị được đính chính thông tin.",
)

# --- the table ---

_DRAFTER = Grant(Role.DRAFTER, (OWN_DRAFT,))
_SPECIALIST = Grant(Role.SPECIALIST, (ASSIGNED,))
_REVIEWER = Grant(Role.REVIEWER)
_HEAD = Grant(Role.HEAD)
_JUDGES_OF_RELATIONS = (
    Grant(Role.DRAFTER, (OWN_DRAFT, IS_DRAFT)),
    Grant(Role.SPECIALIST),
    Grant(Role.HEAD),
    Grant(Role.REVIEWER, (IS_PROMULGATED,)),
)

TABLE: dict[tuple[type[Model], str], tuple[Grant, ...]] = {
    (Document, "request_appraisal"): (_DRAFTER,),
    (Document, "withdraw"): (_DRAFTER,),
    (Document, "promulgate"): (Grant(Role.APPROVER),),
    (Document, "open_review"): (_REVIEWER, _HEAD),
    (Document, "add_relation"): _JUDGES_OF_RELATIONS,
    (Document, "correct"): (
        Grant(Role.DRAFTER, (OWN_DRAFT, IS_DRAFT)),
        Grant(Role.REVIEWER, (IS_PROMULGATED,)),
        Grant(Role.ADMINISTRATOR, (IS_PROMULGATED,)),
    ),
    (Appraisal, "submit"): (_DRAFTER,),
    (Appraisal, "cancel"): (_DRAFTER,),
    (Appraisal, "assign"): (_HEAD,),
    (Appraisal, "give_back"): (_HEAD, _SPECIALIST),
    (Appraisal, "examine"): (_SPECIALIST,),
    (Appraisal, "decide_findings"): (_SPECIALIST,),
    (Appraisal, "assess"): (_SPECIALIST,),
    (Appraisal, "add_remark"): (_SPECIALIST,),
    (Appraisal, "withdraw_remark"): (_SPECIALIST,),
    (Appraisal, "conclude"): (_SPECIALIST,),
    (Appraisal, "reopen"): (_HEAD,),
    (Appraisal, "approve"): (Grant(Role.HEAD, (NOT_OWN_OPINION,)),),
    (Finding, "confirm"): (_SPECIALIST,),
    (Finding, "dismiss"): (_SPECIALIST,),
    (SelfCheck, "start"): (_REVIEWER,),
    (SelfCheck, "conclude"): (Grant(Role.REVIEWER, (ASSIGNED,)),),
    (Review, "start"): (_REVIEWER,),
    (Review, "conclude"): (Grant(Role.REVIEWER, (ASSIGNED,)),),
    (Relation, "confirm"): _JUDGES_OF_RELATIONS,
    (Relation, "reject"): _JUDGES_OF_RELATIONS,
}


def refusal(row: Model, action: str, user: User) -> str:
    """Why this user may not take this action on this row, in Vietnamese; "" when they may.

    Rights come from roles alone: a superuser of the admin site has no right that the table does not give.
    """
    if not user.is_active:
        return "Tài khoản đã bị khóa."
    grants = TABLE[type(row), action]
    own = [grant for grant in grants if grant.role in user.roles]
    if not own:
        roles = ", ".join(dict.fromkeys(f"“{grant.role.label}”" for grant in grants))
        return f"Việc này dành cho vai trò {roles}; tài khoản của ông/bà không có vai trò đó."
    refusals = [grant.refusal(row, user) for grant in own]
    return "" if "" in refusals else refusals[0]


def may(row: Model, action: str, user: User) -> bool:
    """Whether the table allows it; whether the state of the row does is another question."""
    return not refusal(row, action, user)
