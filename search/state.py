"""How the index stands: what answers, what waits, what went wrong last; for the administrator, in figures and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from search import generations, indexing
from search.models import OutboxEntry
from search.query import IndexUnavailable
from search.reader import reader
from search.records import SCHEMA_VERSION
from search.tasks import drain_outbox

#: The worker looks every second and a change is indexed in less than one: what waits longer waits for somebody.
SLOW = timedelta(seconds=30)
_NO_WORKER = (
    "Có văn bản chờ lập chỉ mục quá lâu. Hãy xem tiến trình nền (python manage.py run_worker) có đang chạy không."
)
_AHEAD = (
    "Cơ sở dữ liệu cũ hơn chỉ mục, có lẽ vừa được khôi phục từ bản sao lưu. "
    "Người quản trị hãy chạy: python manage.py rebuild_index"
)
_BEHIND = (
    "Không mở được chỉ mục mới nhất, đang trả lời bằng chỉ mục trước; tiến trình nền sẽ tự lập lại. "
    "Nếu không thấy, người quản trị hãy chạy: python manage.py rebuild_index"
)
_FILES = "Tệp của chỉ mục bị hỏng: {}. Người quản trị hãy chạy: python manage.py rebuild_index"


@dataclass(frozen=True, slots=True)
class IndexState:
    """`problem` is "" while all is well; `waiting` counts documents; `last_failure` stands until a later attempt succeeds."""

    engine: str
    schema_version: int
    generation: str
    documents: int
    provisions: int
    waiting: int
    waiting_since: datetime | None
    is_being_written: bool
    last_failure: str
    last_failure_at: datetime | None
    problem: str


def index_state(*, check_files: bool = False) -> IndexState:
    """The state of now; with `check_files` every file is read and compared with its checksum."""
    waiting = OutboxEntry.objects.aggregate(count=Count("document_id", distinct=True), since=Min("written_at"))
    failure = _last_failure()
    name, documents, provisions, problem = _what_answers(check_files)
    if not problem and waiting["since"] and timezone.now() - waiting["since"] > SLOW:
        problem = _NO_WORKER
    return IndexState(
        settings.SEARCH_BACKEND,
        SCHEMA_VERSION,
        name,
        documents,
        provisions,
        waiting["count"],
        waiting["since"],
        _is_being_written(),
        failure.traceback.strip().rpartition("\n")[2] if failure else "",
        failure.finished_at if failure else None,
        problem,
    )


def _what_answers(check_files: bool) -> tuple[str, int, int, str]:
    """(generation, documents, provisions, what is the matter with them)"""
    try:
        generation = generations.current()
        answering = reader()
        documents, provisions = answering.backend.counts()
    except IndexUnavailable as refusal:
        return "", 0, 0, str(refusal)
    problem = _BEHIND if answering.is_behind else _AHEAD if indexing.is_ahead(generation) else ""
    if check_files and (damaged := generation.damaged()):
        problem = _FILES.format(", ".join(damaged))
    return answering.answering.name, documents, provisions, problem


def _is_being_written() -> bool:
    try:
        with generations.writing() as free:
            return not free
    except OSError:
        return False


def _last_failure() -> DBTaskResult | None:
    """The last attempt of the worker, if it failed."""
    ended = DBTaskResult.objects.filter(task_path=drain_outbox.module_path, finished_at__isnull=False)
    last = ended.order_by("-finished_at").first()
    return last if last is not None and last.status == TaskResultStatus.FAILED else None
