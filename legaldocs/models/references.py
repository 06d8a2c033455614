"""Pointers from a text to other documents: its legal bases and its citations."""

from __future__ import annotations

from django.db import models

from legaldocs.models.documents import Document, TextVersion
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS

_TYPES = [(code.value, label) for code, label in DOCUMENT_TYPE_LABELS.items()]


class LegalBasis(models.Model):
    """One legal basis (căn cứ ban hành) of a text, as read; `resolved_to` where the corpus holds that document."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="legal_bases", verbose_name="bản văn")
    position = models.PositiveIntegerField("thứ tự")
    text = models.TextField("nguyên văn")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    document_type = models.CharField("loại văn bản", max_length=20, choices=_TYPES, blank=True)
    title = models.TextField("tên gọi", blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    resolved_to = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="basis_of", verbose_name="văn bản"
    )

    class Meta:
        verbose_name = "căn cứ ban hành"
        verbose_name_plural = "căn cứ ban hành"
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """One pointer in the own text of a provision, at [start, end) of that text."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="citations", verbose_name="bản văn")
    path = models.CharField("ở", max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField("nguyên văn")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    document_type = models.CharField("loại văn bản", max_length=20, choices=_TYPES, blank=True)
    title = models.TextField("tên gọi", blank=True)
    target_path = models.CharField("điều khoản được dẫn", max_length=200, blank=True)
    internal = models.BooleanField("dẫn chiếu nội bộ", default=False)
    resolved_to = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="cited_by", verbose_name="văn bản"
    )

    class Meta:
        verbose_name = "viện dẫn"
        verbose_name_plural = "viện dẫn"
        ordering = ["version", "path", "start"]

    def __str__(self) -> str:
        return self.text
