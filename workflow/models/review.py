"""Review (rà soát): whether a document in force still fits the law and life (NĐ 79/2025 Đ33-48)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from legaldocs.models import Document, User
from workflow.models.procedure import Procedure


class ReviewState(models.TextChoices):
    OPEN = "OPEN", "Chờ rà soát"
    STARTED = "STARTED", "Đang rà soát"
    CONCLUDED = "CONCLUDED", "Đã rà soát"


class ReviewOutcome(models.TextChoices):
    """The closed list of forms of handling (NĐ 79/2025 Đ38), and "keep", which is no form but a result."""

    KEEP = "KEEP", "Không kiến nghị xử lý"
    REPEAL = "REPEAL", "Bãi bỏ toàn bộ"
    REPEAL_PART = "REPEAL_PART", "Bãi bỏ một phần"
    REPLACE = "REPLACE", "Thay thế"
    AMEND = "AMEND", "Sửa đổi, bổ sung"
    ISSUE_NEW = "ISSUE_NEW", "Ban hành văn bản mới"
    SUSPEND = "SUSPEND", "Tạm ngưng hiệu lực"
    ANNOUNCE_EXPIRED = "ANNOUNCE_EXPIRED", "Công bố văn bản quy định chi tiết hết hiệu lực"


class Review(Procedure):
    """One review of one document, with what set it off (căn cứ rà soát, Đ37) and its outcome."""

    state = FSMField("trạng thái", choices=ReviewState.choices, default=ReviewState.OPEN, protected=True, db_index=True)
    trigger = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="văn bản là căn cứ rà soát"
    )
    trigger_note = models.TextField("căn cứ rà soát", blank=True)
    outcome = models.CharField("kết quả", max_length=20, choices=ReviewOutcome.choices, blank=True, db_index=True)
    outcome_reason = models.TextField("nội dung, lý do kiến nghị", blank=True)
    handle_by = models.DateField("thời hạn phải xử lý", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "rà soát"
        verbose_name_plural = "rà soát"
        ordering = ["due_on", "-pk"]

    def __str__(self) -> str:
        return f"Rà soát {self.document}"

    @transition(field=state, source=[ReviewState.OPEN, ReviewState.STARTED], target=ReviewState.STARTED)
    def start(self, *, reviewer: User) -> None:
        """A reviewer takes it in hand."""
        self.assigned_to = reviewer

    @transition(field=state, source=ReviewState.STARTED, target=ReviewState.CONCLUDED)
    def conclude(self, *, outcome: str, reason: str, on: date, handle_by: date | None = None) -> None:
        """The reviewer records one outcome of the closed list, with the reason."""
        self.outcome = outcome
        self.outcome_reason = reason
        self.handle_by = handle_by
        self.closed_on = on
