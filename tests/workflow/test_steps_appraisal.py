"""An appraisal from the request to the report, with every way in which it can be refused on the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from legaldocs.models import Document, Role, Stage
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import FindingKind
from search import indexing
from search.query import IndexUnavailable
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding, make_unit, make_user, make_version
from workflow.actions import NotPossible, perform
from workflow.deadlines import VIETNAM
from workflow.examination import Examination
from workflow.models import Appraisal, AppraisalState, Conclusion, FindingState, Verdict
from workflow.statutory_criteria import criteria_of
from workflow.steps import appraisal as appraisal_steps
from workflow.steps import examination as examination_step

pytestmark = pytest.mark.django_db
REQUEST = {
    "request_number": "12/TTr-SXD",
    "requested_on": date(2026, 3, 2),
    "legal_ground": "điểm a khoản 2 Điều 21 Luật số 64/2025/QH15",
}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Document:
    return make_draft(cast.department)


@pytest.fixture
def assigned(cast: Cast, draft: Document) -> Appraisal:
    appraisal = perform(draft, "request_appraisal", cast.drafter, **REQUEST)
    return perform(appraisal, "assign", cast.head, specialist=cast.specialist)


def judge_everything(appraisal: Appraisal, cast: Cast, verdict: str = Verdict.MEETS) -> None:
    """Every criterion judged, on a draft that has been compared."""
    Appraisal.objects.filter(pk=appraisal.pk).update(examined_at=timezone.now())
    for criterion in criteria_of(appraisal):
        if not criterion.optional:
            perform(appraisal, "assess", cast.specialist, criterion=criterion.code, verdict=verdict, note="Đã xem")


def refused(field: str, *args: object, **data: object) -> str:
    """The message with which the door refuses, which has to be about `field`."""
    with pytest.raises(NotPossible) as caught:
        perform(*args, **data)  # type: ignore[arg-type]
    assert caught.value.field == field
    return caught.value.message


def test_it_refuses_to_conclude_on_a_draft_that_was_never_compared(cast: Cast, assigned: Appraisal) -> None:
    judge_everything(assigned, cast)
    Appraisal.objects.filter(pk=assigned.pk).update(examined_at=None)
    assert "chưa được đối chiếu" in refused("", assigned, "conclude", cast.specialist, conclusion=Conclusion.ELIGIBLE)


def test_findings_on_an_earlier_version_stay_on_record_and_out_of_the_opinion(cast: Cast, assigned: Appraisal) -> None:
    old = make_finding(assigned)
    perform(old, "confirm", cast.specialist, reason="Khác mức thu")
    returned = perform(assigned, "give_back", cast.head, reason="Chỉnh lý")
    version = make_version(returned.document, "Điều 1. Quy định khác.")
    again = perform(returned, "submit", cast.drafter)
    assert again.version == version
    assert list(again.findings.all()) == [old]
    assert not again.findings.current().exists()


def test_the_whole_way_to_an_eligible_draft(cast: Cast, draft: Document, assigned: Appraisal) -> None:
    assert assigned.document.stage == Stage.UNDER_APPRAISAL
    judge_everything(assigned, cast)
    concluded = perform(
        assigned,
        "conclude",
        cast.specialist,
        conclusion=Conclusion.ELIGIBLE,
        needs_corrections=True,
        reason="Sửa Điều 1",
    )
    assert (concluded.state, concluded.concluded_by) == (AppraisalState.CONCLUDED, cast.specialist)
    assert concluded.conclusion_reason == "Sửa Điều 1"
    approved = perform(concluded, "approve", cast.head, report_number="05/BC-STP")
    assert (approved.state, approved.approved_by, approved.reported_on) == (
        AppraisalState.APPROVED,
        cast.head,
        today(),
    )
    draft.refresh_from_db()
    assert draft.stage == Stage.APPRAISED


def test_a_request_starts_the_clock_and_freezes_the_evidence(cast: Cast, draft: Document) -> None:
    make_document()
    appraisal = perform(draft, "request_appraisal", cast.drafter, **REQUEST)
    assert (appraisal.round, appraisal.state, appraisal.submitted_on) == (1, AppraisalState.SUBMITTED, today())
    assert appraisal.due_on == VIETNAM.next_working_day(today() + timedelta(days=15))
    assert "chưa kiểm chứng" in appraisal.due_source
    assert appraisal.evidence["version_id"] == draft.current_version_id
    assert appraisal.evidence["documents_in_force"] == 1


def test_the_shortened_procedure_leaves_seven_days(cast: Cast) -> None:
    draft = make_draft(cast.department, shortened_procedure=True)
    appraisal = perform(draft, "request_appraisal", cast.drafter, **REQUEST)
    assert appraisal.due_on == VIETNAM.next_working_day(today() + timedelta(days=7))
    assert "Đ51 k5" in appraisal.due_source


@pytest.mark.parametrize("missing", sorted(REQUEST))
def test_it_refuses_a_request_without(missing: str, cast: Cast, draft: Document) -> None:
    data = {name: value for name, value in REQUEST.items() if name != missing}
    refused(missing, draft, "request_appraisal", cast.drafter, **data)
    assert not Appraisal.objects.exists()


def test_it_refuses_a_request_from_the_future(cast: Cast, draft: Document) -> None:
    late = {**REQUEST, "requested_on": today() + timedelta(days=1)}
    assert "sau ngày hôm nay" in refused("requested_on", draft, "request_appraisal", cast.drafter, **late)


def test_it_refuses_a_draft_without_a_text(cast: Cast) -> None:
    empty = make_draft(cast.department, text=None)
    assert "chưa có bản văn" in refused("", empty, "request_appraisal", cast.drafter, **REQUEST)


def test_it_refuses_an_appraiser_from_the_drafting_unit(cast: Cast) -> None:
    own = make_draft(cast.specialist.unit)
    appraisal = make_appraisal(own)
    assert "đơn vị soạn thảo" in refused("specialist", appraisal, "assign", cast.head, specialist=cast.specialist)
    other = make_user("khac", Role.SPECIALIST, unit=make_unit("Phòng Pháp chế", parent=cast.head.unit))
    assert perform(appraisal, "assign", cast.head, specialist=other).assigned_to == other


@pytest.mark.parametrize("name", ["head", "reader", "drafter"])
def test_it_assigns_only_specialists(name: str, cast: Cast, draft: Document) -> None:
    appraisal = make_appraisal(draft)
    refused("specialist", appraisal, "assign", cast.head, specialist=cast.everybody()[name])


def test_another_specialist_takes_over(cast: Cast, assigned: Appraisal) -> None:
    moved = perform(assigned, "assign", cast.head, specialist=cast.colleague)
    assert moved.assigned_to == cast.colleague
    refused("specialist", moved, "assign", cast.head, specialist=cast.colleague)


def test_a_dossier_given_back_comes_again_with_the_newest_version(cast: Cast, assigned: Appraisal) -> None:
    returned = perform(assigned, "give_back", cast.specialist, reason="Thiếu bản tổng hợp ý kiến")
    assert (returned.state, returned.document.stage) == (AppraisalState.RETURNED, Stage.DRAFT)
    assert "Thẩm định lần 1" in refused("", returned.document, "request_appraisal", cast.drafter, **REQUEST)
    newest = make_version(returned.document, "Điều 1. Đã sửa.")
    again = perform(returned, "submit", cast.drafter)
    assert (again.round, again.version, again.evidence["version_id"]) == (1, newest, newest.pk)
    assert (again.request_number, again.document.stage) == ("12/TTr-SXD", Stage.UNDER_APPRAISAL)


def test_it_refuses_to_conclude_before_every_criterion_has_a_view(cast: Cast, assigned: Appraisal) -> None:
    message = refused("", assigned, "conclude", cast.specialist, conclusion=Conclusion.ELIGIBLE)
    assert "Nguồn lực" in message
    assert "nếu có" not in message


@pytest.mark.parametrize("kind", [FindingKind.DUPLICATE, FindingKind.OVERLAP, FindingKind.CONFLICT])
def test_it_refuses_to_conclude_over_an_undecided_finding(kind: str, cast: Cast, assigned: Appraisal) -> None:
    judge_everything(assigned, cast)
    finding = make_finding(assigned, kind=kind)
    data = {"conclusion": Conclusion.ELIGIBLE}
    assert "1 phát hiện" in refused("", assigned, "conclude", cast.specialist, **data)
    perform(finding, "dismiss", cast.specialist, reason="Khác đối tượng áp dụng")
    assert perform(assigned, "conclude", cast.specialist, **data).state == AppraisalState.CONCLUDED


def test_reading_advice_does_not_hold_up_the_conclusion(cast: Cast, assigned: Appraisal) -> None:
    judge_everything(assigned, cast)
    make_finding(assigned, kind=FindingKind.RELATED)
    assert perform(assigned, "conclude", cast.specialist, conclusion=Conclusion.ELIGIBLE)


def test_a_negative_conclusion_needs_its_reason(cast: Cast, assigned: Appraisal) -> None:
    judge_everything(assigned, cast)
    refused("reason", assigned, "conclude", cast.specialist, conclusion=Conclusion.NOT_ELIGIBLE)


def test_an_eligible_draft_with_a_failed_criterion_needs_a_reason(cast: Cast, assigned: Appraisal) -> None:
    judge_everything(assigned, cast, Verdict.DOES_NOT_MEET)
    refused("reason", assigned, "conclude", cast.specialist, conclusion=Conclusion.ELIGIBLE)


def test_it_refuses_a_conclusion_that_the_law_does_not_know(cast: Cast, assigned: Appraisal) -> None:
    refused("conclusion", assigned, "conclude", cast.specialist, conclusion="MAYBE")


def test_a_draft_that_is_not_eligible_goes_back_and_needs_a_new_text(cast: Cast, assigned: Appraisal) -> None:
    judge_everything(assigned, cast)
    data = {"conclusion": Conclusion.NOT_ELIGIBLE, "reason": "Trái thẩm quyền"}
    approved = perform(
        perform(assigned, "conclude", cast.specialist, **data), "approve", cast.head, report_number="06/BC-STP"
    )
    draft = approved.document
    assert draft.stage == Stage.DRAFT
    assert "chưa được chỉnh lý" in refused("", draft, "request_appraisal", cast.drafter, **REQUEST)
    make_version(draft, "Điều 1. Đã chỉnh lý.")
    assert perform(draft, "request_appraisal", cast.drafter, **REQUEST).round == 2


def test_the_head_gives_the_opinion_back_with_a_reason(cast: Cast, draft: Document) -> None:
    appraisal = make_appraisal(draft, AppraisalState.CONCLUDED, assigned_to=cast.specialist)
    refused("reason", appraisal, "reopen", cast.head)
    assert perform(appraisal, "reopen", cast.head, reason="Làm rõ Điều 1").state == AppraisalState.ASSIGNED


def test_a_report_needs_a_number_and_a_possible_day(cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL)
    appraisal = make_appraisal(draft, AppraisalState.CONCLUDED, concluded_by=cast.specialist)
    refused("report_number", appraisal, "approve", cast.head)
    for day in (today() + timedelta(days=1), date(2026, 3, 1)):
        refused("on", appraisal, "approve", cast.head, report_number="1/BC-STP", on=day)


def test_the_drafting_department_cancels_its_request(cast: Cast, draft: Document) -> None:
    appraisal = perform(draft, "request_appraisal", cast.drafter, **REQUEST)
    cancelled = perform(appraisal, "cancel", cast.drafter, reason="Chờ luật mới")
    assert (cancelled.state, cancelled.document.stage) == (AppraisalState.CANCELLED, Stage.DRAFT)
    assert perform(draft, "request_appraisal", cast.drafter, **REQUEST).round == 2


def test_a_view_replaces_the_earlier_one_and_both_stay_on_record(cast: Cast, assigned: Appraisal) -> None:
    perform(assigned, "assess", cast.specialist, criterion="SCOPE", verdict=Verdict.MEETS)
    perform(assigned, "assess", cast.specialist, criterion="SCOPE", verdict=Verdict.DOES_NOT_MEET, note="Quá rộng")
    view = assigned.assessments.get()
    assert (view.verdict, view.note, view.history.count()) == (Verdict.DOES_NOT_MEET, "Quá rộng", 2)


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("criterion", {"criterion": "WEATHER", "verdict": Verdict.MEETS}),
        ("verdict", {"criterion": "SCOPE", "verdict": "GOOD"}),
        ("note", {"criterion": "SCOPE", "verdict": Verdict.DOES_NOT_MEET}),
    ],
)
def test_it_refuses_a_view(field: str, data: dict[str, str], cast: Cast, assigned: Appraisal) -> None:
    refused(field, assigned, "assess", cast.specialist, **data)


def test_remarks_are_withdrawn_never_deleted(cast: Cast, assigned: Appraisal) -> None:
    perform(assigned, "add_remark", cast.specialist, path="dieu-1", text="Chưa rõ", proposal="Ghi rõ")
    remark = assigned.remarks.get()
    perform(assigned, "withdraw_remark", cast.specialist, remark_id=remark.pk, reason="Nêu nhầm")
    remark.refresh_from_db()
    assert (remark.is_withdrawn, remark.made_by) == (True, cast.specialist)
    refused("remark_id", assigned, "withdraw_remark", cast.specialist, remark_id=remark.pk, reason="Lại rút")


def test_a_remark_stands_on_a_provision_of_the_draft(cast: Cast, assigned: Appraisal) -> None:
    refused("path", assigned, "add_remark", cast.specialist, path="dieu-99", text="Chưa rõ")
    refused("text", assigned, "add_remark", cast.specialist, path="dieu-1", text="  ")


def test_a_decision_on_a_finding_names_the_person_and_the_reason(cast: Cast, assigned: Appraisal) -> None:
    finding = make_finding(assigned)
    refused("reason", finding, "confirm", cast.specialist)
    decided = perform(finding, "confirm", cast.specialist, reason="Mức thu khác nhau")
    assert (decided.state, decided.decided_by, decided.decision_reason) == (
        FindingState.CONFIRMED,
        cast.specialist,
        "Mức thu khác nhau",
    )
    assert perform(decided, "dismiss", cast.specialist, reason="Đã thống nhất").state == FindingState.DISMISSED


def test_an_examination_is_recorded_for_the_version_that_was_compared(
    cast: Cast, assigned: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[Examination] = []
    monkeypatch.setattr(appraisal_steps, "record_findings", lambda appraisal, found: recorded.append(found))
    empty = Examination(findings=(), checks=(), provisions_checked=7, elapsed_ms=1.0)
    monkeypatch.setattr(examination_step, "reading_of", lambda version: version)
    monkeypatch.setattr(examination_step, "examine", lambda reading, **data: empty)
    examined = perform(assigned, "examine", cast.specialist)
    assert recorded == [empty]
    assert examined.examined_at is not None
    assert (examined.evidence["provisions_checked"], examined.evidence["version_id"]) == (7, assigned.version_id)


def test_an_examination_of_an_older_version_is_refused(
    cast: Cast, assigned: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def examine(reading: object, **data: object) -> Examination:
        """Meanwhile the drafting department has sent a newer text."""
        Appraisal.objects.filter(pk=assigned.pk).update(version=make_version(assigned.document, "Điều 1. Mới."))
        return Examination(findings=(), checks=(), provisions_checked=0, elapsed_ms=1.0)

    monkeypatch.setattr(examination_step, "reading_of", lambda version: version)
    monkeypatch.setattr(examination_step, "examine", examine)
    assert "bản mới" in refused("", assigned, "examine", cast.specialist)


def test_without_an_index_the_specialist_is_told(
    cast: Cast, assigned: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def examine(reading: object, **data: object) -> Examination:
        raise IndexUnavailable("Chưa có chỉ mục tìm kiếm.")

    monkeypatch.setattr(examination_step, "reading_of", lambda version: version)
    monkeypatch.setattr(examination_step, "examine", examine)
    assert "Chưa có chỉ mục" in refused("", assigned, "examine", cast.specialist)


def test_a_draft_meets_the_provision_in_force_that_it_contradicts(cast: Cast) -> None:
    """The whole way with the real reader and the real index: nothing is replaced."""
    rule = (
        "Điều 1. Mức thu phí thẩm định thiết kế\n"
        "Mức thu phí thẩm định thiết kế công trình xây dựng trên địa bàn tỉnh do Sở Xây dựng thực hiện là {} đồng "
        "một hồ sơ, nộp tại bộ phận tiếp nhận hồ sơ trong thời hạn {} ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ."
    )
    in_force = make_document("12/2024/QĐ-UBND", text=rule.format("500.000", "05"))
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL, text=rule.format("700.000", "03"))
    appraisal = make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    indexing.rebuild()
    examined = perform(appraisal, "examine", cast.specialist)
    finding = examined.findings.get()
    assert (finding.target, finding.path, finding.kind) == (in_force, "dieu-1", FindingKind.CONFLICT)
    assert "500.000" in finding.target_quote and "700.000" in finding.draft_quote
    assert examined.evidence["index_generation"]
    assert examined.evidence["provisions_checked"] == 1
    perform(finding, "confirm", cast.specialist, reason="Hai mức thu khác nhau")
    again = perform(examined, "examine", cast.specialist).findings.get()
    assert (again.pk, again.state) == (finding.pk, FindingState.CONFIRMED)
