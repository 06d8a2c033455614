"""What the index does when the corpus says that something changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from legaldocs.signals import documents_imported, text_changed
from search import indexing
from search.models import OutboxEntry
from search.tasks import request_drain


@receiver(text_changed)
def remember_for_the_index(document_ids: Iterable[int], **kwargs: Any) -> None:
    """Leave an outbox row for each document, in the transaction of the change itself; the worker acts on it afterwards."""
    OutboxEntry.objects.bulk_create([OutboxEntry(document_id=pk) for pk in document_ids])
    request_drain()


@receiver(documents_imported)
def catch_up(**kwargs: Any) -> None:
    """Index what an import brought, at once: who imports from the command line searches next."""
    indexing.drain()
