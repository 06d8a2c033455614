"""Put slow work behind the commit that asked for it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tasks.base import Task


def enqueue_after_commit(task: Task, *args: Any, **kwargs: Any) -> None:
    """Enqueue `task` once the running transaction has committed; a rolled back one leaves no task behind."""
    transaction.on_commit(lambda: task.enqueue(*args, **kwargs))
