"""Systematization (hệ thống hóa): the lists of a five-year period, frozen as they were on its cut-off day."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from legaldocs.models import User


class SystematizationRun(models.Model):
    """One run for one period (NĐ 79/2025 Đ49-53): the four lists as they came out, kept with a digest."""

    period = models.CharField("kỳ", max_length=9)
    cutoff_on = models.DateField("thời điểm hệ thống hóa")
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập")
    lists = models.JSONField("bốn danh mục")
    digest = models.CharField(max_length=64, editable=False)
    history = HistoricalRecords(excluded_fields=["lists"])

    class Meta:
        verbose_name = "đợt hệ thống hóa"
        verbose_name_plural = "đợt hệ thống hóa"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Hệ thống hóa kỳ {self.period} ({self.made_at:%d/%m/%Y})"
