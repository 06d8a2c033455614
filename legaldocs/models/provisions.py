"""The units of a text: the unit of search, of overlap and of evidence."""

from __future__ import annotations

from typing import Self

from django.db import models

from legaldocs.models.documents import TextVersion
from legaldocs.parsing.vocabulary import PROVISION_KIND_LABELS, ProvisionKind


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def current(self) -> Self:
        """Provisions of the current version of their document."""
        return self.filter(version__document__current_version=models.F("version"))

    def articles(self) -> Self:
        return self.filter(kind=ProvisionKind.ARTICLE)


class Provision(models.Model):
    """One unit of one version of a text. Written once with its version and never changed: a new text is a new version."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="provisions", verbose_name="bản văn")
    position = models.PositiveIntegerField("thứ tự")
    path = models.CharField("đường dẫn", max_length=200)
    parent_path = models.CharField(max_length=200, blank=True)
    kind = models.CharField(
        "loại", max_length=12, choices=[(code.value, label) for code, label in PROVISION_KIND_LABELS.items()]
    )
    label = models.CharField("nhãn", max_length=100)
    heading = models.TextField("tiêu đề", blank=True)
    text = models.TextField("nội dung", blank=True)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = "điều khoản"
        verbose_name_plural = "điều khoản"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="provision_path_once")]
        indexes = [models.Index(fields=["version", "position"], name="provision_in_order")]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()

    @property
    def depth(self) -> int:
        """0 for articles and larger units, 1 for clauses, 2 for points: how far to indent."""
        return {ProvisionKind.CLAUSE: 1, ProvisionKind.POINT: 2}.get(ProvisionKind(self.kind), 0)
