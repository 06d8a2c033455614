"""What every procedure has: a document, a regime, a clock, a person in charge."""

from __future__ import annotations

from datetime import date

from django.db import models
from django_fsm import ConcurrentTransitionMixin

from legaldocs.models import Document, User


class Regime(models.TextChoices):
    """Which law a procedure runs under; chosen by date, kept explicitly, editable with a reason (domain.md 0)."""

    L2015 = "L2015", "Luật BHVBQPPL 2015 (01/7/2016 - 31/12/2020)"
    L2020 = "L2020", "Luật BHVBQPPL 2015, sửa đổi 2020 (01/01/2021 - 31/3/2025)"
    L2025 = "L2025", "Luật BHVBQPPL 2025 (01/4/2025 - 30/6/2025)"
    L2025_L87 = "L2025_L87", "Luật BHVBQPPL 2025, sửa đổi bởi Luật 87/2025 (từ 01/7/2025)"

    @classmethod
    def on(cls, day: date) -> Regime:
        """The regime of a procedure that begins on that day."""
        if day >= date(2025, 7, 1):
            return cls.L2025_L87
        if day >= date(2025, 4, 1):
            return cls.L2025
        return cls.L2020 if day >= date(2021, 1, 1) else cls.L2015


class Procedure(ConcurrentTransitionMixin, models.Model):
    """A procedure on one document. Several may run on one document, one after another or side by side."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="%(class)ss", verbose_name="văn bản")
    regime = models.CharField("chế độ pháp lý", max_length=10, choices=Regime.choices)
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="người được giao"
    )
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người mở"
    )
    opened_on = models.DateField("ngày bắt đầu")
    due_on = models.DateField("hạn", null=True, blank=True, db_index=True)
    due_source = models.CharField("căn cứ của hạn", max_length=300, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)

    class Meta:
        abstract = True

    def is_overdue(self, on: date) -> bool:
        """Whether it is still open after its last day."""
        return self.due_on is not None and (self.closed_on or on) > self.due_on
