"""Who issues documents, for which territory, and in which subject areas."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords


class Level(models.TextChoices):
    """The level of an issuing body; its order is the order of legal force (Luật BHVBQPPL 2025 Đ4, Đ58)."""

    CENTRAL = "CENTRAL", "Trung ương"
    PROVINCE = "PROVINCE", "Cấp tỉnh"
    DISTRICT = "DISTRICT", "Cấp huyện (đến 30/6/2025)"
    COMMUNE = "COMMUNE", "Cấp xã"


class Territory(models.Model):
    """A territory in which documents are in force; a merged one points to its successor (Luật 87/2025 Đ54 k2)."""

    name = models.CharField("tên", max_length=200, unique=True)
    level = models.CharField("cấp", max_length=10, choices=Level.choices, default=Level.PROVINCE)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="nay thuộc"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "địa bàn"
        verbose_name_plural = "địa bàn"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class IssuingBody(models.Model):
    """A body that issues legal documents; a body that was merged or dissolved points to its successor."""

    name = models.CharField("tên", max_length=200, unique=True)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name="địa bàn"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="cơ quan kế thừa"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SubjectArea(models.Model):
    """A field of state management (lĩnh vực), by which lists are grouped (NĐ 79/2025 Đ51)."""

    name = models.CharField("tên", max_length=200, unique=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
