"""What people have mended in the reading of a text."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from legaldocs.models.accounts import User
from legaldocs.models.documents import TextVersion


class StructureRepair(models.Model):
    """The repairs that a version was read with, as `parsing.repairs` keeps them: all of them, earlier ones included.

    Saving repairs makes a new version of the same words; `mended` is the one that people saw when they made them. It is null
    where the repairs came with the file: carried over from an earlier text, or because several files make up the text.
    """

    version = models.OneToOneField(TextVersion, models.CASCADE, related_name="repair", verbose_name="bản văn")
    mended = models.ForeignKey(
        TextVersion, models.CASCADE, null=True, blank=True, related_name="mended_as", verbose_name="sửa từ bản"
    )
    operations = models.JSONField("các chỉnh sửa")
    reason = models.TextField("lý do")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người sửa")
    made_at = models.DateTimeField("sửa lúc", auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "chỉnh sửa cấu trúc"
        verbose_name_plural = "chỉnh sửa cấu trúc"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.version}: {len(self.operations)} chỉnh sửa"
