"""Comparing saved searches with the index: after it has changed, and once a day, since days alone change what is in force."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from search import saved_searches

#: When the first check of a day is made, by the clock of Vietnam.
_DAILY = time(0, 10)


@task()
def check_saved_searches() -> int:
    """Compare all saved searches, and ask for the next day's check; how many have something new for somebody."""
    _enqueue_once(tomorrow())
    return sum(1 for checked in saved_searches.check() if checked.new)


def request_check() -> None:
    """After the commit, have the saved searches compared: once, however many changes ask for it before the worker comes."""
    transaction.on_commit(_enqueue_once)


def tomorrow() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), _DAILY))


def _enqueue_once(at: datetime | None = None) -> None:
    """Enqueue the check for that moment, or for now, unless one waits for it already."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=check_saved_searches.module_path, run_after__lte=at or timezone.now()
    )
    if at is None:
        waiting = waiting | DBTaskResult.objects.ready().filter(task_path=check_saved_searches.module_path)
    if not waiting.exists():
        check_saved_searches.using(run_after=at).enqueue()
