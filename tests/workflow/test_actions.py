"""The door itself: it locks, asks, refuses with words, saves with who and why, and tells the index."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from legaldocs.models import Document, Stage
from legaldocs.signals import text_changed
from search.models import OutboxEntry
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding
from workflow.actions import ACTIONS, NotAllowed, NotPossible, available_actions, perform
from workflow.models import Appraisal, AppraisalState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def ask_for_appraisal(draft: Document, cast: Cast) -> Appraisal:
    return perform(
        draft,
        "request_appraisal",
        cast.drafter,
        request_number="12/TTr-SXD",
        requested_on=date(2026, 3, 2),
        legal_ground="điểm a khoản 2 Điều 21 Luật số 64/2025/QH15",
    )


def test_it_refuses_a_stranger_and_changes_nothing(cast: Cast) -> None:
    draft = make_draft(cast.department)
    with pytest.raises(NotAllowed, match="cơ quan khác"):
        perform(draft, "withdraw", cast.stranger, reason="Không làm nữa")
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT
    assert draft.history.count() == 2  # made, and given its text


def test_it_refuses_what_the_state_does_not_allow_and_names_the_state(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Đã ban hành"):
        perform(make_document(drafted_by=cast.department), "withdraw", cast.drafter, reason="Không làm nữa")


def test_the_right_is_asked_before_the_state(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        perform(make_document(), "withdraw", cast.reader, reason="x")


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_refuses_an_action_without_its_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(NotPossible) as refused:
        perform(make_draft(cast.department), "withdraw", cast.drafter, reason=reason)
    assert refused.value.field == "reason"


def test_it_refuses_an_action_that_this_kind_of_row_does_not_have(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Không có việc này"):
        perform(make_draft(cast.department), "approve", cast.head)


def test_it_keeps_who_and_why_in_the_history(cast: Cast) -> None:
    draft = perform(make_draft(cast.department), "withdraw", cast.drafter, reason="Đã có văn bản của trung ương")
    record = draft.history.latest()
    assert record.history_user == cast.drafter
    assert record.history_change_reason == "Rút dự thảo: Đã có văn bản của trung ương"
    assert record.stage == Stage.WITHDRAWN


def test_it_acts_on_the_row_as_it_is_now_not_as_the_caller_saw_it(cast: Cast) -> None:
    draft = make_draft(cast.department)
    stale = Document.objects.get(pk=draft.pk)
    ask_for_appraisal(draft, cast)
    with pytest.raises(NotPossible, match="Đang thẩm định"):
        ask_for_appraisal(stale, cast)
    assert draft.appraisals.count() == 1


def test_it_returns_the_row_fresh(cast: Cast) -> None:
    draft = make_draft(cast.department)
    draft.title = "Tên chưa lưu"
    withdrawn = perform(draft, "withdraw", cast.drafter, reason="Thôi")
    assert withdrawn.stage == Stage.WITHDRAWN
    assert withdrawn.title != "Tên chưa lưu"


def test_a_row_that_is_gone_is_said_so(cast: Cast) -> None:
    draft = make_draft(cast.department, text=None)
    gone = Document.objects.get(pk=draft.pk)
    draft.delete()
    with pytest.raises(NotPossible, match="không còn"):
        perform(gone, "withdraw", cast.drafter, reason="Thôi")


def test_a_failure_in_the_middle_leaves_nothing_behind(cast: Cast) -> None:
    draft = make_draft(cast.department)

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("chỉ mục hỏng")

    text_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            ask_for_appraisal(draft, cast)
    finally:
        text_changed.disconnect(fail)
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT
    assert not draft.appraisals.exists()


def test_it_tells_the_index_which_documents_changed(cast: Cast) -> None:
    draft = make_draft(cast.department)
    OutboxEntry.objects.all().delete()
    perform(draft, "withdraw", cast.drafter, reason="Thôi")
    assert list(OutboxEntry.objects.values_list("document_id", flat=True)) == [draft.pk]


def test_pages_are_offered_exactly_what_the_door_lets_through(cast: Cast) -> None:
    appraisal = make_appraisal(
        make_draft(cast.department, stage=Stage.UNDER_APPRAISAL), AppraisalState.ASSIGNED, assigned_to=cast.specialist
    )
    offered = {
        name: {action.code for action in available_actions(appraisal, user)} for name, user in cast.everybody().items()
    }
    desk = {"examine", "decide_findings", "assess", "add_remark", "withdraw_remark"}
    assert offered["specialist"] == desk | {"conclude", "give_back"}
    assert offered["head"] == {"assign", "give_back"}
    assert not any(offered[name] for name in ("drafter", "colleague", "reviewer", "approver", "reader", "stranger"))


def test_offering_asks_the_database_nothing_once_the_person_is_known(cast: Cast, django_assert_num_queries) -> None:
    appraisal = Appraisal.objects.select_related("document__drafted_by").get(
        pk=make_appraisal(make_draft(cast.department)).pk
    )
    available_actions(appraisal, cast.drafter)
    with django_assert_num_queries(0):
        assert [action.code for action in available_actions(appraisal, cast.drafter)] == ["cancel"]


def test_findings_are_offered_for_decision_only_under_appraisal(cast: Cast) -> None:
    appraisal = make_appraisal(make_draft(cast.department), AppraisalState.CONCLUDED, assigned_to=cast.specialist)
    finding = make_finding(appraisal)
    assert available_actions(finding, cast.specialist) == []
    with pytest.raises(NotPossible, match="Chờ duyệt báo cáo"):
        perform(finding, "dismiss", cast.specialist, reason="Không trùng")


def test_labels_and_styles_are_ready_for_buttons() -> None:
    assert all(action.label and action.style in {"primary", "secondary", "danger"} for action in ACTIONS)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_the_second_is_told() -> None:
    """Two threads, each with its own connection, both holding the appraisal as it was before either acted."""
    cast = make_cast()
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL)
    appraisal = make_appraisal(
        draft,
        AppraisalState.CONCLUDED,
        assigned_to=cast.specialist,
        concluded_by=cast.specialist,
        conclusion="ELIGIBLE",
    )
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def act(action: str, data: dict[str, Any]) -> None:
        seen = Appraisal.objects.get(pk=appraisal.pk)
        gate.wait(timeout=120)
        try:
            perform(seen, action, cast.head, **data)
            outcomes.append("done")
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=("approve", {"report_number": "05/BC-STP"})),
        threading.Thread(target=act, args=("reopen", {"reason": "Cần xem lại"})),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes) == ["done", "refused"]
    assert appraisal.history.count() == 2
