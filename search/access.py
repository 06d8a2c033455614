"""What a reader may see by the database's own word: the index may be behind, and what it says of rights never counts alone."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from legaldocs.models import Document
from search.models import OutboxEntry
from search.query import Filters


def readable(filters: Filters) -> QuerySet[Document]:
    """The documents within reach of these filters: of one of the stages, or drafted by that department (`visible_to`)."""
    reach = Q(stage__in=filters.stages) if filters.stages else Q()
    if filters.stages and filters.drafts_of:
        reach |= Q(drafted_by=filters.drafts_of) | Q(drafted_by__parent=filters.drafts_of)
    return Document.objects.filter(reach)


def out_of_reach(filters: Filters) -> tuple[int, ...]:
    """The documents that changed since they were indexed and are not, or no longer, within reach.

    The index may still hold them as they were; left out of a question, they leave no trace in its counts either.
    """
    changed = OutboxEntry.objects.order_by()
    if not changed.exists():  # as a rule
        return ()
    hidden = changed.exclude(document_id__in=readable(filters).values("pk"))
    return tuple(hidden.values_list("document_id", flat=True).distinct())
