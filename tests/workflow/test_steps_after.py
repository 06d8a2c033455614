"""Life after promulgation: relations, corrections, self-checks, reviews; and drafts that are given up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from legaldocs.models import Document, RelationOrigin, RelationState, Stage, Territory
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import EffectStatus, RelationKind
from tests.cast import Cast, make_cast
from tests.factories import (
    make_appraisal,
    make_body,
    make_document,
    make_draft,
    make_relation,
    make_review,
    make_self_check,
)
from workflow.actions import NotPossible, perform
from workflow.models import AppraisalState, ReviewOutcome, ReviewState, SelfCheckState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def refused(field: str, *args: Any, **data: Any) -> str:
    with pytest.raises(NotPossible) as caught:
        perform(*args, **data)
    assert caught.value.field == field
    return caught.value.message


# --- relations ---


def test_a_relation_that_a_person_adds_is_confirmed_and_acts_at_once(cast: Cast) -> None:
    acting, target = make_document(), make_document()
    relation = perform(
        acting,
        "add_relation",
        cast.reviewer,
        kind=RelationKind.REPEALS,
        target=target,
        effective_on=date(2025, 5, 1),
        evidence="Bãi bỏ toàn bộ Quyết định này",
    )
    assert (relation.state, relation.origin, relation.decided_by) == (
        RelationState.CONFIRMED,
        RelationOrigin.PERSON,
        cast.reviewer,
    )
    target.refresh_from_db()
    assert target.expired_on == date(2025, 5, 1)
    assert target.history.latest().history_user == cast.reviewer


def test_a_relation_to_a_document_that_the_corpus_lacks_keeps_its_number(cast: Cast) -> None:
    relation = perform(
        make_document(),
        "add_relation",
        cast.reviewer,
        kind="REPEALS",
        target_number="7/2011/QĐ-UBND",
        evidence="Điều 3",
    )
    assert (relation.target, relation.target_number, relation.target_number_key) == (
        None,
        "07/2011/QĐ-UBND",
        "7/2011/qd-ubnd",
    )


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("kind", {"kind": "LIKES"}),
        ("target", {"target": None}),
        ("evidence", {"evidence": " "}),
        ("until", {"effective_on": date(2025, 5, 2), "until": date(2025, 5, 1)}),
    ],
)
def test_it_refuses_a_relation(field: str, change: dict[str, Any], cast: Cast) -> None:
    data = {"kind": RelationKind.SUSPENDS, "target": make_document(), "evidence": "Điều 1", **change}
    refused(field, make_document(), "add_relation", cast.reviewer, **data)


def test_it_refuses_a_document_that_acts_on_itself_and_a_second_equal_relation(cast: Cast) -> None:
    acting, target = make_document(), make_document()
    data = {"kind": RelationKind.REPEALS, "evidence": "Điều 1"}
    refused("target", acting, "add_relation", cast.reviewer, target=acting, **data)
    make_relation(acting, target)
    assert "chưa xác nhận" in refused("", acting, "add_relation", cast.reviewer, target=target, **data)


def test_a_rejected_relation_no_longer_counts_and_may_be_confirmed_again(cast: Cast) -> None:
    target = make_document()
    relation = make_relation(make_document(), target)
    confirmed = perform(relation, "confirm", cast.reviewer)
    target.refresh_from_db()
    assert target.effect_status() == EffectStatus.EXPIRED
    refused("reason", confirmed, "reject", cast.reviewer)
    rejected = perform(confirmed, "reject", cast.reviewer, reason="Chỉ bãi bỏ Điều 3")
    target.refresh_from_db()
    assert (rejected.state, target.effect_status()) == (RelationState.REJECTED, EffectStatus.IN_FORCE)
    perform(rejected, "confirm", cast.reviewer)
    target.refresh_from_db()
    assert target.effect_status() == EffectStatus.EXPIRED


# --- corrections ---


def test_a_correction_of_the_day_of_effect_reaches_what_the_document_acts_on(cast: Cast) -> None:
    acting, target = make_document(), make_document()
    perform(make_relation(acting, target), "confirm", cast.reviewer)
    corrected = perform(
        acting, "correct", cast.reviewer, reason="Ghi nhầm ngày", effective_on=date(2024, 2, 1), title="Tên đúng"
    )
    target.refresh_from_db()
    assert (corrected.effective_on, corrected.title, target.expired_on) == (
        date(2024, 2, 1),
        "Tên đúng",
        date(2024, 2, 1),
    )


def test_a_stated_end_is_an_end(cast: Cast) -> None:
    document = perform(
        make_document(), "correct", cast.administrator, reason="Bổ sung", stated_end_on=date(2025, 12, 31)
    )
    assert document.expired_on == date(2025, 12, 31)


@pytest.mark.parametrize("name", ["stage", "expired_on", "current_version", "id"])
def test_what_is_derived_or_moves_by_rules_is_not_corrected_by_hand(name: str, cast: Cast) -> None:
    refused(name, make_document(), "correct", cast.reviewer, reason="Thử", **{name: None})


def test_it_refuses_corrections_that_break_the_record(cast: Cast) -> None:
    document = make_document("01/2024/QĐ-UBND")
    make_document("02/2024/QĐ-UBND")
    refused("", document, "correct", cast.reviewer, reason="Thử", title=document.title)
    refused("title", document, "correct", cast.reviewer, reason="Thử", title="")
    refused("document_type", document, "correct", cast.reviewer, reason="Thử", document_type="SONG")
    refused("number", document, "correct", cast.reviewer, reason="Thử", number="2/2024/QĐ-UBND")
    document.refresh_from_db()
    assert document.number == "01/2024/QĐ-UBND"


def test_a_corrected_number_brings_its_parts(cast: Cast) -> None:
    document = perform(make_document(), "correct", cast.reviewer, reason="Ghi nhầm", number="77/2024/QĐ-UBND")
    assert (document.number_key, document.sequence) == ("77/2024/qd-ubnd", "77")


# --- self-check ---


def test_a_self_check_is_taken_and_concluded(cast: Cast) -> None:
    started = perform(make_self_check(make_document()), "start", cast.reviewer)
    assert (started.state, started.assigned_to) == (SelfCheckState.STARTED, cast.reviewer)
    refused("", started, "start", cast.reviewer)
    done = perform(started, "conclude", cast.reviewer, is_lawful=True)
    assert (done.state, done.is_lawful, done.closed_on) == (SelfCheckState.CONCLUDED, True, today())


def test_an_unlawful_document_needs_grounds_of_the_decree_and_a_proposal(cast: Cast) -> None:
    check = make_self_check(make_document(), state=SelfCheckState.STARTED, assigned_to=cast.reviewer)
    refused("is_lawful", check, "conclude", cast.reviewer)
    refused("grounds", check, "conclude", cast.reviewer, is_lawful=False, result="Bãi bỏ Điều 3")
    refused("grounds", check, "conclude", cast.reviewer, is_lawful=False, grounds=["D7_K2"], result="Đính chính")
    refused("grounds", check, "conclude", cast.reviewer, is_lawful=False, grounds=["D99"], result="Bãi bỏ")
    refused("grounds", check, "conclude", cast.reviewer, is_lawful=True, grounds=["D7_K1A"], result="Bãi bỏ")
    refused("result", check, "conclude", cast.reviewer, is_lawful=False, grounds=["D7_K1B"])
    done = perform(check, "conclude", cast.reviewer, is_lawful=False, grounds=["D7_K1B"], result="Bãi bỏ Điều 3")
    assert (done.grounds, done.result) == (["D7_K1B"], "Bãi bỏ Điều 3")


def test_an_error_of_presentation_is_corrected_and_does_not_make_it_unlawful(cast: Cast) -> None:
    check = make_self_check(make_document(), state=SelfCheckState.STARTED, assigned_to=cast.reviewer)
    done = perform(check, "conclude", cast.reviewer, is_lawful=True, grounds=["D7_K2"], result="Đính chính căn cứ")
    assert done.is_lawful


# --- review ---


def test_a_review_is_opened_taken_and_concluded(cast: Cast) -> None:
    document, trigger = make_document(), make_document()
    review = perform(document, "open_review", cast.reviewer, trigger=trigger, due_on=today())
    assert (review.state, review.trigger, review.due_on) == (ReviewState.OPEN, trigger, today())
    assert "Đang có" in refused("trigger", document, "open_review", cast.reviewer, trigger=trigger)
    started = perform(review, "start", cast.reviewer)
    done = perform(
        started, "conclude", cast.reviewer, outcome=ReviewOutcome.AMEND, reason="Điều 3 đã lạc hậu", handle_by=today()
    )
    assert (done.outcome, done.outcome_reason, done.closed_on) == ("AMEND", "Điều 3 đã lạc hậu", today())
    assert perform(document, "open_review", cast.reviewer, trigger=trigger)


def test_it_refuses_a_review_without_a_ground_or_with_an_impossible_one(cast: Cast) -> None:
    document = make_document()
    refused("trigger_note", document, "open_review", cast.reviewer)
    refused("trigger", document, "open_review", cast.reviewer, trigger=document)


def test_every_form_of_handling_needs_its_reason_and_keeping_needs_none(cast: Cast) -> None:
    review = make_review(make_document(), state=ReviewState.STARTED, assigned_to=cast.reviewer)
    refused("outcome", review, "conclude", cast.reviewer, outcome="EXTEND", reason="Kéo dài")
    for outcome in ReviewOutcome.values:
        if outcome != ReviewOutcome.KEEP:
            refused("reason", review, "conclude", cast.reviewer, outcome=outcome)
    refused("handle_by", review, "conclude", cast.reviewer, outcome="KEEP", handle_by=today())
    assert perform(review, "conclude", cast.reviewer, outcome="KEEP").state == ReviewState.CONCLUDED


# --- giving up ---


def test_a_draft_given_up_takes_its_waiting_appraisal_with_it(cast: Cast) -> None:
    draft = make_draft(cast.department)
    appraisal = make_appraisal(draft, AppraisalState.RETURNED)
    withdrawn = perform(draft, "withdraw", cast.drafter, reason="Không còn cần thiết")
    appraisal.refresh_from_db()
    assert (withdrawn.stage, appraisal.state, appraisal.closed_on) == (
        Stage.WITHDRAWN,
        AppraisalState.CANCELLED,
        today(),
    )
    assert appraisal.history.latest().history_change_reason == "Rút dự thảo: Không còn cần thiết"


def test_a_draft_under_appraisal_is_not_given_up(cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL)
    refused("", draft, "withdraw", cast.drafter, reason="Thôi")
    assert Document.objects.get(pk=draft.pk).stage == Stage.UNDER_APPRAISAL


def test_a_corrected_body_brings_its_territory(cast: Cast) -> None:
    other = make_body("Ủy ban nhân dân tỉnh Khác")
    other.territory = Territory.objects.create(name="tỉnh Khác")
    other.save()
    document = perform(make_document(), "correct", cast.reviewer, reason="Nhầm tỉnh", issued_by=other)
    assert document.territory == other.territory
