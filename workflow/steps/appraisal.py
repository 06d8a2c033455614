"""Appraisal: asked for, handed out, judged, concluded, approved (Luật BHVBQPPL 2015 Đ121, Đ130; NĐ 34/2016 Đ49-52)."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone

from legaldocs.importers.rereading import newest_repair
from legaldocs.models import Document, Role, Stage, TextVersion, User
from legaldocs.parsing.vocabulary import FindingKind
from workflow.deadline_rules import rule_for
from workflow.deadlines import due
from workflow.examination import Examination, record_findings
from workflow.models import (
    Appraisal,
    AppraisalState,
    Conclusion,
    CriterionAssessment,
    FindingState,
    Regime,
    Remark,
    Verdict,
)
from workflow.statutory_criteria import StatutoryCriterion, criteria_of
from workflow.steps.evidence import freeze, freeze_examination, keeping
from workflow.steps.examination import VersionExamination, examine_version
from workflow.steps.step import Action, NotPossible, Step, checked, not_in_future, required

#: Kinds of finding that a person has to decide before concluding; RELATED is only reading advice.
MUST_BE_DECIDED = (FindingKind.DUPLICATE.value, FindingKind.OVERLAP.value, FindingKind.CONFLICT.value)
OPEN_STATES = (AppraisalState.PREPARED, AppraisalState.RETURNED, AppraisalState.SUBMITTED, AppraisalState.ASSIGNED)


# --- the dossier comes in ---


def request_appraisal(
    document: Document,
    step: Step,
    *,
    request_number: str = "",
    requested_on: date | None = None,
    legal_ground: str = "",
) -> Appraisal:
    """The new round of appraisal of this draft, submitted at once."""
    last = document.appraisals.order_by("-round").first()
    _refuse_unready_draft(document, last)
    appraisal = Appraisal(
        document=document,
        round=(document.appraisals.aggregate(last=Max("round"))["last"] or 0) + 1,
        regime=Regime.on(step.on),
        opened_by=step.user,
        opened_on=step.on,
        legal_ground=required(
            legal_ground, "legal_ground", "Hãy chọn điểm, khoản làm căn cứ ban hành: luật buộc dự thảo phải nêu."
        ),
    )
    _take_request(appraisal, step, request_number, requested_on)
    _submit(appraisal, step)
    return appraisal


def submit(
    appraisal: Appraisal, step: Step, *, request_number: str = "", requested_on: date | None = None
) -> Appraisal:
    """The dossier that was given back, sent again with the newest version of the draft; the clock starts anew."""
    _take_request(appraisal, step, request_number or appraisal.request_number, requested_on or appraisal.requested_on)
    _submit(appraisal, step)
    return appraisal


def _refuse_unready_draft(document: Document, last: Appraisal | None) -> None:
    if document.current_version is None:
        raise NotPossible("Dự thảo chưa có bản văn; hãy tải tệp dự thảo lên trước khi gửi thẩm định.")
    if document.drafted_by is None:
        raise NotPossible("Dự thảo chưa ghi cơ quan chủ trì soạn thảo; hãy bổ sung trước khi gửi thẩm định.")
    if last is None:
        return
    if last.state in OPEN_STATES:
        raise NotPossible(
            f"Thẩm định lần {last.round} chưa kết thúc ({last.get_state_display().lower()}); hãy gửi lại hồ sơ của lần đó."
        )
    if last.state == AppraisalState.APPROVED and last.version_id == document.current_version_id:
        raise NotPossible(
            f"Dự thảo chưa được chỉnh lý kể từ thẩm định lần {last.round} (chưa đủ điều kiện trình); "
            "hãy tải bản đã chỉnh lý lên rồi gửi lại."
        )


def _take_request(appraisal: Appraisal, step: Step, number: str, on: date | None) -> None:
    appraisal.request_number = required(number, "request_number", "Hãy ghi số văn bản đề nghị thẩm định.")
    appraisal.requested_on = required(on, "requested_on", "Hãy ghi ngày của văn bản đề nghị thẩm định.")
    checked(appraisal, "request_number", "requested_on", "legal_ground")
    not_in_future(appraisal.requested_on, step.on, "requested_on", "Ngày văn bản đề nghị")


def _submit(appraisal: Appraisal, step: Step) -> None:
    document = appraisal.document
    version = document.current_version
    assert version is not None
    if appraisal.version_id != version.pk:
        appraisal.examined_at = None
    rule = rule_for("APPRAISAL", step.on, document.shortened_procedure)
    appraisal.submit(
        on=step.on,
        version=version,
        due_on=due(rule, step.on) if rule else None,
        due_source=rule.words if rule else "",
    )
    if appraisal.examined_at is None:  # what was compared stays said of a version that comes back as it was
        appraisal.evidence = keeping(appraisal.evidence, freeze(version, step.on))
    document.start_appraisal()
    step.save(document, appraisal)


def give_back(appraisal: Appraisal, step: Step) -> Appraisal:
    appraisal.give_back()
    appraisal.document.return_to_drafting()
    step.save(appraisal.document, appraisal)
    return appraisal


def cancel(appraisal: Appraisal, step: Step) -> Appraisal:
    appraisal.cancel(on=step.on)
    if appraisal.document.stage == Stage.UNDER_APPRAISAL:
        appraisal.document.return_to_drafting()
        step.save(appraisal.document)
    step.save(appraisal)
    return appraisal


def assign(appraisal: Appraisal, step: Step, *, specialist: User | None = None) -> Appraisal:
    """The dossier in the hands of `specialist`, who may have had no part in the drafting."""
    specialist = required(specialist, "specialist", "Hãy chọn chuyên viên được giao thẩm định.")
    if not specialist.is_active or not specialist.has_role(Role.SPECIALIST):
        raise NotPossible(f"{specialist.full_name} không có vai trò “{Role.SPECIALIST.label}”.", "specialist")
    document = appraisal.document
    if specialist.pk == document.created_by_id or (specialist.unit_id and specialist.unit_id == document.drafted_by_id):
        raise NotPossible(
            f"{specialist.full_name} thuộc đơn vị soạn thảo dự thảo này nên không được giao thẩm định; hãy chọn người khác.",
            "specialist",
        )
    if appraisal.assigned_to_id == specialist.pk and appraisal.state == AppraisalState.ASSIGNED:
        raise NotPossible(f"Hồ sơ đã được giao cho {specialist.full_name}.", "specialist")
    appraisal.assign(specialist=specialist)
    step.save(appraisal)
    return appraisal


# --- the judgement ---


def examine(appraisal: Appraisal, step: Step, *, prepared: VersionExamination) -> Appraisal:
    """The appraisal with findings against the documents in force on the expected day of issue; what was compared is frozen
    as evidence."""
    assert appraisal.version is not None
    version = newest_repair(appraisal.version)
    if prepared.version_id != version.pk:
        raise NotPossible("Bản dự thảo vừa được thay bằng bản mới; hãy đối chiếu lại.")
    if appraisal.version != version:
        _take_mended(appraisal, version, step, prepared.examination)
    unseen = record_findings(appraisal, prepared.examination)
    appraisal.examined_at = timezone.now()
    found = freeze_examination(version, prepared.on, prepared.examination) | {"unseen": unseen}
    appraisal.evidence = keeping(appraisal.evidence, found)
    step.save(appraisal)
    return appraisal


def _take_mended(appraisal: Appraisal, version: TextVersion, step: Step, found: Examination) -> None:
    """The dossier goes on with the same words in their mended structure; what is found again keeps its decision."""
    still_there = {(each.path, each.target_document_id, each.target_path, each.draft_quote) for each in found.findings}
    decided = appraisal.findings.filter(version=appraisal.version).exclude(state=FindingState.OPEN)
    appraisal.version = version
    kept = [f for f in decided if (f.path, f.target_id, f.target_path, f.draft_quote) in still_there]
    for finding in kept:
        finding.version = version
    step.save(appraisal, *kept)


def assess(appraisal: Appraisal, step: Step, *, criterion: str = "", verdict: str = "", note: str = "") -> Appraisal:
    """The view on one statutory criterion, replacing an earlier one."""
    if criterion not in {each.code for each in criteria_of(appraisal)}:
        raise NotPossible(
            "Nội dung thẩm định này không áp dụng cho loại dự thảo và chế độ pháp lý của hồ sơ.", "criterion"
        )
    if verdict not in Verdict.values:
        raise NotPossible("Hãy chọn đánh giá: phù hợp, chưa phù hợp hoặc không áp dụng.", "verdict")
    note = note.strip()
    if verdict == Verdict.DOES_NOT_MEET and not note:
        raise NotPossible("Đánh giá “chưa phù hợp” phải kèm ý kiến nói rõ điểm chưa phù hợp.", "note")
    assessment = CriterionAssessment.objects.filter(appraisal=appraisal, criterion=criterion).first()
    assessment = assessment or CriterionAssessment(appraisal=appraisal, criterion=criterion)
    assessment.verdict, assessment.note = verdict, note
    step.save(assessment)
    return appraisal


def add_remark(appraisal: Appraisal, step: Step, *, path: str = "", text: str = "", proposal: str = "") -> Appraisal:
    text = required(text, "text", "Hãy ghi nội dung ý kiến.")
    provisions = appraisal.version.provisions if appraisal.version else None
    if path and (provisions is None or not provisions.filter(path=path).exists()):
        raise NotPossible("Bản dự thảo đang thẩm định không có điều khoản này.", "path")
    step.save(Remark(appraisal=appraisal, path=path, text=text, proposal=proposal.strip(), made_by=step.user))
    return appraisal


def withdraw_remark(appraisal: Appraisal, step: Step, *, remark_id: int | None = None) -> Appraisal:
    remark = appraisal.remarks.filter(pk=remark_id or 0, is_withdrawn=False).first()
    if remark is None:
        raise NotPossible("Không có ý kiến này hoặc ý kiến đã được rút.", "remark_id")
    remark.is_withdrawn = True
    step.save(remark)
    return appraisal


# --- the end ---


def conclude(appraisal: Appraisal, step: Step, *, conclusion: str = "", needs_corrections: bool = False) -> Appraisal:
    """The opinion, once every criterion has a view and every finding a decision (Đ121 k4, Đ130 k4)."""
    if conclusion not in Conclusion.values:
        raise NotPossible("Hãy chọn kết luận: đủ điều kiện hoặc chưa đủ điều kiện trình.", "conclusion")
    verdicts = dict(appraisal.assessments.values_list("criterion", "verdict"))
    _refuse_unassessed([each for each in criteria_of(appraisal) if not each.optional and each.code not in verdicts])
    _refuse_undecided(appraisal)
    if conclusion == Conclusion.NOT_ELIGIBLE and not step.reason:
        raise NotPossible("Kết luận “chưa đủ điều kiện trình” phải nêu rõ lý do.", "reason")
    if conclusion == Conclusion.ELIGIBLE and Verdict.DOES_NOT_MEET in verdicts.values() and not step.reason:
        raise NotPossible(
            "Có nội dung được đánh giá “chưa phù hợp”; nếu vẫn kết luận đủ điều kiện trình thì phải nêu lý do.",
            "reason",
        )
    appraisal.conclude(user=step.user, conclusion=conclusion, reason=step.reason, needs_corrections=needs_corrections)
    step.save(appraisal)
    return appraisal


def _refuse_unassessed(missing: list[StatutoryCriterion]) -> None:
    if missing:
        names = "; ".join(f"“{each.text}”" for each in missing)
        raise NotPossible(f"Còn {len(missing)} nội dung thẩm định chưa có ý kiến: {names}.")


def _refuse_undecided(appraisal: Appraisal) -> None:
    if appraisal.examined_at is None:
        raise NotPossible(
            "Bản dự thảo này chưa được đối chiếu với văn bản đang có hiệu lực; hãy đối chiếu rồi mới kết luận."
        )
    count = appraisal.findings.current().filter(state=FindingState.OPEN, kind__in=MUST_BE_DECIDED).count()
    if count:
        raise NotPossible(f"Còn {count} phát hiện chờ xem xét; hãy xác nhận hoặc bỏ qua từng phát hiện, kèm lý do.")


def reopen(appraisal: Appraisal, step: Step) -> Appraisal:
    appraisal.reopen()
    step.save(appraisal)
    return appraisal


def approve(appraisal: Appraisal, step: Step, *, report_number: str = "", on: date | None = None) -> Appraisal:
    """The report; an eligible draft is appraised, another one goes back to drafting for a further round."""
    number = required(report_number, "report_number", "Hãy ghi số báo cáo thẩm định.")
    day = on or step.on
    not_in_future(day, step.on, "on", "Ngày báo cáo")
    if appraisal.submitted_on and day < appraisal.submitted_on:
        raise NotPossible("Ngày báo cáo không thể trước ngày nhận đủ hồ sơ.", "on")
    appraisal.approve(user=step.user, report_number=number, on=day)
    checked(appraisal, "report_number")
    if appraisal.conclusion == Conclusion.ELIGIBLE:
        appraisal.document.finish_appraisal()
    else:
        appraisal.document.return_to_drafting()
    step.save(appraisal.document, appraisal)
    return appraisal


_ASSIGNED = frozenset({AppraisalState.ASSIGNED.value})
ACTIONS = (
    Action(
        Document,
        "request_appraisal",
        "Gửi thẩm định",
        request_appraisal,
        transition="start_appraisal",
        style="primary",
    ),
    Action(Appraisal, "submit", "Gửi lại hồ sơ", submit, transition="submit", style="primary"),
    Action(Appraisal, "assign", "Phân công chuyên viên", assign, transition="assign", style="primary"),
    Action(
        Appraisal,
        "examine",
        "Đối chiếu với văn bản đang có hiệu lực",
        examine,
        states=_ASSIGNED,
        prepare=examine_version,
    ),
    Action(Appraisal, "assess", "Ghi ý kiến theo nội dung thẩm định", assess, states=_ASSIGNED),
    Action(Appraisal, "add_remark", "Nêu ý kiến", add_remark, states=_ASSIGNED),
    Action(Appraisal, "withdraw_remark", "Rút ý kiến", withdraw_remark, states=_ASSIGNED, needs_reason=True),
    Action(Appraisal, "conclude", "Kết luận thẩm định", conclude, transition="conclude", style="primary"),
    Action(Appraisal, "approve", "Duyệt báo cáo", approve, transition="approve", style="primary"),
    Action(Appraisal, "reopen", "Trả lại chuyên viên", reopen, transition="reopen", needs_reason=True),
    Action(
        Appraisal,
        "give_back",
        "Trả lại cơ quan soạn thảo",
        give_back,
        transition="give_back",
        needs_reason=True,
        style="danger",
    ),
    Action(
        Appraisal, "cancel", "Hủy đề nghị thẩm định", cancel, transition="cancel", needs_reason=True, style="danger"
    ),
)
