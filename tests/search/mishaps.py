"""What the tests of faults have in common: the small corpus asked and counted, work in a process that dies, a worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from legaldocs.models import Document, Provision
from search import engine, generations
from search.models import OutboxEntry
from search.query import Query

#: Seconds after which what another process does counts as never done; a busy machine gets all of them.
LONGEST = 300
ON = date(2024, 6, 1)
CLAUSE = "Người lớn nộp 40.000 đồng cho mỗi lượt, vào mọi ngày trong tuần"


def total() -> int:
    return engine.search(Query("tham quan", ON)).total


def neighbours() -> int:
    return len(engine.neighbours([CLAUSE], on=ON)[0])


def changed(*documents: Document) -> None:
    OutboxEntry.objects.bulk_create(OutboxEntry(document_id=document.pk) for document in documents)


def everything_stored() -> list[tuple[object, ...]]:
    return [*Document.objects.order_by("pk").values_list(), *Provision.objects.order_by("pk").values_list()]


def work_off() -> None:
    """Do as the background worker does with every task that is due."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    for task in DBTaskResult.objects.ready():
        task.claim("test")
        worker.run_task(task)


def index_files() -> list[Path]:
    folder = generations.current().folder
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def in_a_child(work: Callable[[], None], *, kill_after: float | None = None) -> int | None:
    """Run `work` in a process of its own, killed with SIGKILL after so many seconds; its exit code."""
    connection.close()  # a connection has one owner: each process opens its own
    process = multiprocessing.get_context("fork").Process(target=_connected, args=(work,))
    process.start()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(process.pid or 0, signal.SIGKILL)
    process.join(LONGEST)
    return process.exitcode


def _connected(work: Callable[[], None]) -> None:
    connection.ensure_connection()  # before the disk refuses: SQLite opens files of its own
    work()
