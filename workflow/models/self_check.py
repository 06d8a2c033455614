"""Self-check (tự kiểm tra): the issuer's own check right after promulgation (NĐ 79/2025 Đ11-13)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from legaldocs.models import User
from workflow.models.procedure import Procedure


class SelfCheckState(models.TextChoices):
    OPEN = "OPEN", "Chờ tự kiểm tra"
    STARTED = "STARTED", "Đang tự kiểm tra"
    CONCLUDED = "CONCLUDED", "Đã kết luận"


class SelfCheck(Procedure):
    """Opened by itself when a document is promulgated, due in 10 days, 05 working days under the shortened procedure."""

    state = FSMField("trạng thái", choices=SelfCheckState.choices, default=SelfCheckState.OPEN, protected=True)
    is_lawful = models.BooleanField("không phát hiện nội dung trái pháp luật", null=True)
    grounds = models.JSONField("căn cứ trái pháp luật (NĐ 79/2025 Đ7)", default=list, blank=True)
    result = models.TextField("kết quả, đề xuất hướng xử lý", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "tự kiểm tra"
        verbose_name_plural = "tự kiểm tra"
        ordering = ["due_on", "-pk"]

    def __str__(self) -> str:
        return f"Tự kiểm tra {self.document}"

    @transition(field=state, source=[SelfCheckState.OPEN, SelfCheckState.STARTED], target=SelfCheckState.STARTED)
    def start(self, *, reviewer: User) -> None:
        """A reviewer takes it in hand."""
        self.assigned_to = reviewer

    @transition(field=state, source=SelfCheckState.STARTED, target=SelfCheckState.CONCLUDED)
    def conclude(self, *, is_lawful: bool, grounds: list[str], result: str, on: date) -> None:
        """The reviewer records the result; an unlawful document needs grounds and a proposal (Đ12 k3, Đ17 k2)."""
        self.is_lawful = is_lawful
        self.grounds = grounds
        self.result = result
        self.closed_on = on
