"""Appraisal (thẩm định): the Department of Justice's opinion on a draft, before it is submitted."""

from __future__ import annotations

from datetime import date

from django.db import models
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from legaldocs.models import TextVersion, User
from workflow.models.procedure import Procedure


class AppraisalState(models.TextChoices):
    PREPARED = "PREPARED", "Đang lập hồ sơ"
    SUBMITTED = "SUBMITTED", "Chờ phân công"
    RETURNED = "RETURNED", "Trả lại cơ quan soạn thảo"
    ASSIGNED = "ASSIGNED", "Đang thẩm định"
    CONCLUDED = "CONCLUDED", "Chờ duyệt báo cáo"
    APPROVED = "APPROVED", "Đã duyệt báo cáo"
    CANCELLED = "CANCELLED", "Đã hủy"


class Conclusion(models.TextChoices):
    """The two statutory conclusions (Luật BHVBQPPL 2015 Đ121 k4, Đ130 k4); corrections are a flag of practice."""

    ELIGIBLE = "ELIGIBLE", "Đủ điều kiện trình"
    NOT_ELIGIBLE = "NOT_ELIGIBLE", "Chưa đủ điều kiện trình"


class Appraisal(Procedure):
    """One round of appraisal of one version of a draft. A second round is a new record on the same draft."""

    round = models.PositiveIntegerField("lần thẩm định", default=1)
    version = models.ForeignKey(
        TextVersion, models.PROTECT, null=True, blank=True, related_name="appraisals", verbose_name="bản dự thảo"
    )
    state = FSMField(
        "trạng thái", choices=AppraisalState.choices, default=AppraisalState.PREPARED, protected=True, db_index=True
    )
    request_number = models.CharField("số văn bản đề nghị thẩm định", max_length=60, blank=True)
    requested_on = models.DateField("ngày văn bản đề nghị", null=True, blank=True)
    legal_ground = models.CharField("điểm, khoản làm căn cứ ban hành", max_length=100, blank=True)
    submitted_on = models.DateField("ngày nhận đủ hồ sơ", null=True, blank=True)
    conclusion = models.CharField("kết luận", max_length=15, choices=Conclusion.choices, blank=True)
    needs_corrections = models.BooleanField("cần chỉnh lý, hoàn thiện trước khi trình", default=False)
    conclusion_reason = models.TextField("lý do, ý kiến kết luận", blank=True)
    concluded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người kết luận"
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )
    report_number = models.CharField("số báo cáo", max_length=60, blank=True)
    reported_on = models.DateField("ngày báo cáo", null=True, blank=True)
    examined_at = models.DateTimeField("đối chiếu lúc", null=True, blank=True, editable=False)
    evidence = models.JSONField("căn cứ đối chiếu đã lưu", default=dict, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["evidence"])

    class Meta:
        verbose_name = "thẩm định"
        verbose_name_plural = "thẩm định"
        ordering = ["due_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["document", "round"], name="appraisal_round_once")]

    def __str__(self) -> str:
        return f"Thẩm định lần {self.round}: {self.document.title}"

    @transition(field=state, source=[AppraisalState.PREPARED, AppraisalState.RETURNED], target=AppraisalState.SUBMITTED)
    def submit(self, *, on: date, version: TextVersion, due_on: date | None, due_source: str) -> None:
        """The drafting department sends the dossier; the clock starts (Đ121 k4, Đ130 k4)."""
        self.submitted_on = on
        self.version = version
        self.due_on = due_on
        self.due_source = due_source

    @transition(field=state, source=[AppraisalState.SUBMITTED, AppraisalState.ASSIGNED], target=AppraisalState.RETURNED)
    def give_back(self) -> None:
        """The dossier goes back to the drafting department, with a reason."""

    @transition(field=state, source=[AppraisalState.SUBMITTED, AppraisalState.ASSIGNED], target=AppraisalState.ASSIGNED)
    def assign(self, *, specialist: User) -> None:
        """A specialist is put in charge, or another one takes over."""
        self.assigned_to = specialist

    @transition(field=state, source=AppraisalState.ASSIGNED, target=AppraisalState.CONCLUDED)
    def conclude(self, *, user: User, conclusion: str, reason: str, needs_corrections: bool = False) -> None:
        """The specialist concludes; the opinion waits for approval."""
        self.conclusion = conclusion
        self.conclusion_reason = reason
        self.needs_corrections = needs_corrections
        self.concluded_by = user

    @transition(field=state, source=AppraisalState.CONCLUDED, target=AppraisalState.ASSIGNED)
    def reopen(self) -> None:
        """The head of office gives the opinion back to the specialist, with a reason."""

    @transition(field=state, source=AppraisalState.CONCLUDED, target=AppraisalState.APPROVED)
    def approve(self, *, user: User, report_number: str, on: date) -> None:
        """The head of office approves the opinion and it becomes the report."""
        self.approved_by = user
        self.report_number = report_number
        self.reported_on = on
        self.closed_on = on

    @transition(
        field=state,
        source=[AppraisalState.PREPARED, AppraisalState.RETURNED, AppraisalState.SUBMITTED],
        target=AppraisalState.CANCELLED,
    )
    def cancel(self, *, on: date) -> None:
        """The drafting department withdraws the request."""
        self.closed_on = on


class Verdict(models.TextChoices):
    """What the specialist finds on one statutory criterion."""

    MEETS = "MEETS", "Phù hợp"
    DOES_NOT_MEET = "DOES_NOT_MEET", "Chưa phù hợp"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Không áp dụng"


class CriterionAssessment(models.Model):
    """The view on one statutory criterion; `criterion` is a code of `workflow.statutory_criteria`."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="assessments", verbose_name="thẩm định")
    criterion = models.CharField("nội dung thẩm định", max_length=40)
    verdict = models.CharField("đánh giá", max_length=15, choices=Verdict.choices)
    note = models.TextField("ý kiến", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ý kiến theo nội dung thẩm định"
        verbose_name_plural = "ý kiến theo nội dung thẩm định"
        constraints = [models.UniqueConstraint(fields=["appraisal", "criterion"], name="criterion_once_per_appraisal")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_verdict_display()}"


class Remark(models.Model):
    """A specialist's own remark on a provision of the draft (or on the whole, `path` ""). Withdrawn, never deleted."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="remarks", verbose_name="thẩm định")
    path = models.CharField("điều khoản", max_length=200, blank=True)
    text = models.TextField("ý kiến")
    proposal = models.TextField("đề nghị", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nêu")
    made_at = models.DateTimeField("nêu lúc", auto_now_add=True)
    is_withdrawn = models.BooleanField("đã rút", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:80]
