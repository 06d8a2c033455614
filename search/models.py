"""The outbox, which tells what the index has yet to hear of; and the questions that people keep to ask again."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from legaldocs.models import Unit, User


class OutboxEntry(models.Model):
    """A document whose index records are stale. Written in the transaction that changed it, removed once indexed."""

    document_id = models.BigIntegerField(db_index=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "việc chờ lập chỉ mục"
        verbose_name_plural = "việc chờ lập chỉ mục"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"văn bản {self.document_id}"


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def kept(self) -> Self:
        return self.filter(archived_at=None)

    def readable_by(self, user: User) -> Self:
        """Searches of this person's own, and those that others share with the unit in which the person works now."""
        allowed = Q(owner=user)
        if user.unit is not None:
            allowed |= Q(archived_at=None, shared_with__in=[user.unit.pk, user.unit.department.pk])
        return self.filter(allowed)


class SavedSearch(models.Model):
    """A search that somebody keeps under a name. It holds the question only: whoever opens it finds what they may see."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_searches", verbose_name="người lưu")
    name = models.CharField("tên", max_length=120)
    conditions = models.TextField("điều kiện, như ở địa chỉ trang tìm kiếm")
    summary = models.TextField("điều kiện bằng lời")
    shared_with = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị cùng xem"
    )
    created_at = models.DateTimeField("lưu lúc", auto_now_add=True)
    archived_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    history = HistoricalRecords()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "tìm kiếm đã lưu"
        verbose_name_plural = "tìm kiếm đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(archived_at=None), name="saved_search_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SearchFollower(models.Model):
    """What one person has seen of a saved search and what has entered it since, by the numbers of the documents.

    Worked out anew after each change of the index, so it keeps no history; rights are asked again whenever it is shown.
    """

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="followers", verbose_name="tìm kiếm đã lưu")
    person = models.ForeignKey(User, models.CASCADE, related_name="followed_searches", verbose_name="người theo dõi")
    wants_news = models.BooleanField("báo khi có văn bản mới", default=True)
    seen = models.JSONField("văn bản đã thấy", null=True)  # null: not compared yet
    fresh = models.JSONField("văn bản mới", default=list)
    looked_at = models.DateTimeField("xem lần cuối", auto_now_add=True)
    checked_at = models.DateTimeField("so lần cuối", null=True)

    class Meta:
        verbose_name = "người theo dõi tìm kiếm"
        verbose_name_plural = "người theo dõi tìm kiếm"
        ordering = ["search", "pk"]
        constraints = [models.UniqueConstraint(fields=["search", "person"], name="follows_a_search_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.search}"
