"""The work that follows a change, done by the background worker."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from search import indexing
from search.saved_tasks import request_check

#: After a failure, a full disk perhaps, the rows wait so long for the next attempt; after finding another writer, so long.
_AFTER_FAILURE, _WHILE_BUSY = timedelta(minutes=1), timedelta(seconds=5)


@task()
def drain_outbox() -> int:
    """Bring the index up to date, or make it anew where it cannot be trusted; how many documents that were."""
    try:
        drained = indexing.drain()
    except Exception:
        _enqueue_once(after=_AFTER_FAILURE)
        raise
    if drained.busy:  # a rebuild may have looked for rows just before ours came
        _enqueue_once(after=_WHILE_BUSY)
    if drained.documents:
        request_check()
    return drained.documents


def request_drain() -> None:
    """After the commit, have the outbox drained: once, however many changes ask for it before the worker comes.

    It also mends: an index that is missing or cannot be read is made anew.
    """
    transaction.on_commit(_enqueue_once)


def _enqueue_once(after: timedelta | None = None) -> None:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=drain_outbox.module_path)
    if not waiting.exists():
        drain_outbox.using(run_after=timezone.now() + after if after else None).enqueue()
