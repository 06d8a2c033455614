"""What the index does when the corpus says that something changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver

from legaldocs.models import Document, Unit
from legaldocs.signals import documents_imported, text_changed
from search import indexing
from search.faults import IndexNotWritten
from search.models import OutboxEntry
from search.query import IndexUnavailable
from search.reader import trouble
from search.saved_tasks import request_check
from search.tasks import request_drain

logger = logging.getLogger(__name__)


@receiver(text_changed)
def remember_for_the_index(document_ids: Iterable[int], **kwargs: Any) -> None:
    """Leave an outbox row for each document, in the transaction of the change itself; the worker acts on it afterwards."""
    OutboxEntry.objects.bulk_create([OutboxEntry(document_id=pk) for pk in document_ids])
    request_drain()


@receiver(trouble)
def have_it_looked_after(**kwargs: Any) -> None:
    """The worker tries the index, and makes it anew where it is damaged."""
    request_drain()


@receiver(documents_imported)
def catch_up(**kwargs: Any) -> None:
    """Index what an import brought, at once: who imports from the command line searches next.

    The documents are stored whatever becomes of the index: a fault is told, and left to the worker.
    """
    try:
        drained = indexing.drain()
    except (IndexNotWritten, IndexUnavailable) as fault:
        logger.error("Đã lưu các văn bản nhưng chưa lập được chỉ mục. %s", fault)
    except Exception:
        logger.exception("Đã lưu các văn bản nhưng chưa lập được chỉ mục.")
    else:
        if not drained.busy:
            request_check()
            return
    request_drain()


@receiver(post_save, sender=Unit)
def follow_the_departments(instance: Unit, created: bool, **kwargs: Any) -> None:
    """The index knows the department of each draft: a division that moves takes its drafts along."""
    if not created:
        below = Q(drafted_by=instance) | Q(drafted_by__parent=instance)
        text_changed.send(sender=Unit, document_ids=list(Document.objects.filter(below).values_list("pk", flat=True)))
