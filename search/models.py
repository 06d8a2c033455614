"""The outbox: which documents the index has yet to hear of."""

from __future__ import annotations

from django.db import models


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
