"""The background worker: what waits in the queue, and first of all what an earlier worker left when it was killed."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands import db_worker

from search.tasks import request_drain


class Command(db_worker.Command):
    help = "Chạy các việc nền; khi khởi động thì lập nốt chỉ mục còn dở."

    def handle(self, **options: Any) -> None:
        request_drain()
        super().handle(**options)
