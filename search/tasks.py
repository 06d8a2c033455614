"""The work that follows a change, done by the background worker."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from search import indexing


@task()
def drain_outbox() -> int:
    """Bring the index up to date; how many documents that were."""
    return indexing.drain().documents


def request_drain() -> None:
    """After the commit, have the outbox drained: once, however many changes ask for it before the worker comes."""
    transaction.on_commit(_enqueue_once)


def _enqueue_once() -> None:
    if not DBTaskResult.objects.ready().filter(task_path=drain_outbox.module_path).exists():
        drain_outbox.enqueue()
