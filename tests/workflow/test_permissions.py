"""Every role against every action: who may at all, and who may only when it is theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django_fsm import FSMField

from legaldocs.models import Document, Relation, Role, Stage, User
from tests.cast import Cast, make_cast
from tests.factories import (
    make_appraisal,
    make_document,
    make_draft,
    make_finding,
    make_relation,
    make_review,
    make_self_check,
    make_user,
)
from workflow import actions, permissions
from workflow.models import Appraisal, AppraisalState, Finding, Review, SelfCheck

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "drafter",
    "stranger",
    "specialist",
    "colleague",
    "head",
    "approver",
    "reviewer",
    "administrator",
    "reader",
}


def _draft(cast: Cast) -> Document:
    return make_draft(cast.department)


def _promulgated(cast: Cast) -> Document:
    return make_document(drafted_by=cast.department)


def _appraisal(cast: Cast) -> Appraisal:
    return make_appraisal(_draft(cast), AppraisalState.ASSIGNED, assigned_to=cast.specialist)


def _concluded(cast: Cast) -> Appraisal:
    return make_appraisal(
        _draft(cast), AppraisalState.CONCLUDED, assigned_to=cast.specialist, concluded_by=cast.specialist
    )


def _finding(cast: Cast) -> Finding:
    return make_finding(_appraisal(cast))


def _self_check(cast: Cast) -> SelfCheck:
    return make_self_check(_promulgated(cast), assigned_to=cast.reviewer)


def _review(cast: Cast) -> Review:
    return make_review(_promulgated(cast), assigned_to=cast.reviewer)


def _relation(cast: Cast) -> Relation:
    return make_relation(_promulgated(cast), make_document())


def _draft_relation(cast: Cast) -> Relation:
    return make_relation(_draft(cast), make_document())


#: What is done to which row, and all of those who may: everybody else of the cast is refused.
TABLE: list[tuple[str, Callable[[Cast], Any], set[str]]] = [
    ("request_appraisal", _draft, {"drafter"}),
    ("withdraw", _draft, {"drafter"}),
    ("promulgate", _draft, {"approver"}),
    ("open_review", _promulgated, {"reviewer", "head"}),
    ("add_relation", _promulgated, {"reviewer", "head", "specialist", "colleague"}),
    ("add_relation", _draft, {"drafter", "head", "specialist", "colleague"}),
    ("correct", _promulgated, {"reviewer", "administrator"}),
    ("correct", _draft, {"drafter"}),
    ("submit", _appraisal, {"drafter"}),
    ("cancel", _appraisal, {"drafter"}),
    ("assign", _appraisal, {"head"}),
    ("give_back", _appraisal, {"head", "specialist"}),
    ("examine", _appraisal, {"specialist"}),
    ("decide_findings", _appraisal, {"specialist"}),
    ("assess", _appraisal, {"specialist"}),
    ("add_remark", _appraisal, {"specialist"}),
    ("withdraw_remark", _appraisal, {"specialist"}),
    ("conclude", _appraisal, {"specialist"}),
    ("reopen", _concluded, {"head"}),
    ("approve", _concluded, {"head"}),
    ("confirm", _finding, {"specialist"}),
    ("dismiss", _finding, {"specialist"}),
    ("start", _self_check, {"reviewer"}),
    ("conclude", _self_check, {"reviewer"}),
    ("start", _review, {"reviewer"}),
    ("conclude", _review, {"reviewer"}),
    ("confirm", _relation, {"reviewer", "head", "specialist", "colleague"}),
    ("reject", _relation, {"reviewer", "head", "specialist", "colleague"}),
    ("confirm", _draft_relation, {"drafter", "head", "specialist", "colleague"}),
    ("reject", _draft_relation, {"drafter", "head", "specialist", "colleague"}),
]


@pytest.mark.parametrize(("action", "make", "allowed"), TABLE, ids=[f"{m.__name__}-{a}" for a, m, _ in TABLE])
def test_each_of_the_cast_may_or_may_not(action: str, make: Callable[[Cast], Any], allowed: set[str]) -> None:
    cast = make_cast()
    row = make(cast)
    may = {name for name, user in cast.everybody().items() if permissions.may(row, action, user)}
    assert may == allowed
    assert set(cast.everybody()) == EVERYBODY


def test_the_table_covers_every_action_and_every_action_stands_in_the_permissions() -> None:
    cast = make_cast()
    tried = {(type(make(cast)), action) for action, make, _ in TABLE}
    assert tried == {(action.model, action.code) for action in actions.ACTIONS} == set(permissions.TABLE)


def test_every_transition_of_every_state_machine_has_its_action() -> None:
    covered = {(action.model, action.transition) for action in actions.ACTIONS if action.transition}
    #: Transitions of the document that come with one of its appraisal.
    follow = {(Document, "return_to_drafting"), (Document, "finish_appraisal")}
    machines = {action.model for action in actions.ACTIONS}
    every = {
        (model, transition.name)
        for model in machines
        for field in model._meta.fields
        if isinstance(field, FSMField)
        for transition in field.get_all_transitions(model)
    }
    assert every == covered | follow


def test_a_refusal_says_which_role_it_takes() -> None:
    cast = make_cast()
    words = permissions.refusal(_draft(cast), "promulgate", cast.reader)
    assert "“Người trình ký, ban hành”" in words


def test_a_refusal_names_the_condition_to_a_person_who_has_the_role() -> None:
    cast = make_cast()
    assert "cơ quan khác" in permissions.refusal(_draft(cast), "withdraw", cast.stranger)
    assert "giao cho người khác" in permissions.refusal(_appraisal(cast), "conclude", cast.colleague)


def test_it_refuses_a_head_who_concluded_the_opinion_themselves() -> None:
    cast = make_cast()
    both = make_user("kiem_nhiem", Role.HEAD, Role.SPECIALIST, unit=cast.head.unit)
    own = make_appraisal(_draft(cast), AppraisalState.CONCLUDED, assigned_to=both, concluded_by=both)
    assert "không được tự duyệt" in permissions.refusal(own, "approve", both)
    assert permissions.may(own, "approve", cast.head)
    assert permissions.may(_concluded(cast), "approve", both)


def test_a_locked_account_may_do_nothing() -> None:
    cast = make_cast()
    cast.drafter.is_active = False
    assert permissions.refusal(_draft(cast), "withdraw", cast.drafter) == "Tài khoản đã bị khóa."


def test_a_superuser_without_a_role_may_do_nothing() -> None:
    cast = make_cast()
    chief = make_user("goc", unit=cast.head.unit, is_superuser=True)
    rows = [(make(cast), action) for action, make, _ in TABLE]
    assert not [action for row, action in rows if permissions.may(row, action, chief)]


def sees(user: User, document: Document) -> bool:
    return Document.objects.visible_to(user).filter(pk=document.pk).exists()


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.UNDER_APPRAISAL, Stage.APPRAISED, Stage.WITHDRAWN])
def test_a_draft_is_seen_by_its_department_and_its_judges_only(stage: Stage) -> None:
    cast = make_cast()
    draft = make_draft(cast.department, stage=stage)
    make_document()
    seeing = {name for name, user in cast.everybody().items() if sees(user, draft)}
    assert seeing == {"drafter", "specialist", "colleague", "head", "approver", "administrator"}
    assert draft not in Document.objects.visible_to(cast.reader)


def test_everybody_sees_what_has_been_promulgated() -> None:
    cast = make_cast()
    document = _promulgated(cast)
    assert all(sees(user, document) for user in cast.everybody().values())


def test_nobody_may_act_on_a_draft_that_they_may_not_see() -> None:
    cast = make_cast()
    for action, make, allowed in TABLE:
        row = make(cast)
        for name in allowed:
            assert sees(cast.everybody()[name], permissions.document_of(row)), (action, name)
