"""What can befall an index: it says so, answers from what it has, mends itself, and never touches the database."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from legaldocs.models import Document
from legaldocs.signals import documents_imported
from search import generations, indexing
from search.backends import backend_class
from search.faults import IndexNotWritten
from search.models import OutboxEntry
from search.state import index_state
from search.tasks import drain_outbox, request_drain
from tests.factories import make_user
from tests.search.corpus import fee_resolution, give_text, index_everything, put
from tests.search.mishaps import LONGEST, changed, everything_stored, in_a_child, neighbours, total, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine_name")]


# --- killed ---


def _write_for_ever() -> None:
    while True:
        changed(*Document.objects.all())
        indexing.drain()
        indexing.rebuild(progress=False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_the_index_answers_as_before_and_is_mended_by_the_next_drain() -> None:
    fee_resolution()
    for number in range(1, 8):
        put(f"{number}/2020/NQ-HĐND", "Về chợ", {f"dieu-{n}": ("", f"phí chợ số {n} " * 60) for n in range(1, 9)})
    index_everything()
    stored, chance = everything_stored(), random.Random(20)
    for _ in range(6):
        assert in_a_child(_write_for_ever, kill_after=chance.uniform(0.02, 0.7)) == -signal.SIGKILL
        assert (total(), neighbours()) == (3, 1)
        indexing.drain()
        assert indexing.pending() == 0
        assert (total(), neighbours()) == (3, 1)
        assert backend_class()(generations.current().engine).counts()[0] == 8
        assert len(list(Path(django_settings.INDEX_DIR).glob("*-*-*"))) == 1
    assert everything_stored() == stored


# --- two at once ---


def _drain_until_nothing_waits() -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        indexing.drain()
        if not indexing.pending():
            return
        time.sleep(0.02)
    os._exit(3)


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_leave_every_document_once() -> None:
    documents = [put(f"{n}/2020/NQ-HĐND", "Về phí", {"dieu-1": ("", "phí tham quan")}) for n in range(1, 21)]
    index_everything()
    changed(*documents)
    connection.close()
    processes = [multiprocessing.get_context("fork").Process(target=_drain_until_nothing_waits) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(2 * LONGEST)
    assert [process.exitcode for process in processes] == [0, 0]
    assert total() == 20
    assert index_state(check_files=True).problem == ""


# --- the disk refuses ---


def _no_file_larger(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def _rebuild_without_room() -> None:
    _no_file_larger(2_000)
    try:
        indexing.rebuild(progress=False)
    except IndexNotWritten as fault:
        os._exit(10 if "Hết chỗ" in str(fault) else 11)


def _drain_without_room() -> None:
    _no_file_larger(2_000)
    try:
        indexing.drain()
    except IndexNotWritten as fault:
        os._exit(10 if "Hết chỗ" in str(fault) else 11)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("work", [_rebuild_without_room, _drain_without_room])
def test_a_disk_without_room_is_named_and_the_old_index_answers_on(work: Callable[[], None]) -> None:
    document = fee_resolution()
    put("1/2020/NQ-HĐND", "Về chợ", {f"dieu-{n}": ("", f"từ{n} chữ{n} phí chợ số {n}") for n in range(1, 200)})
    index_everything()
    before = generations.current()
    changed(document)
    assert in_a_child(work) == 10
    assert generations.current() == before
    assert (total(), neighbours()) == (3, 1)
    assert indexing.pending() == 1
    indexing.drain()
    assert indexing.pending() == 0
    assert (total(), neighbours()) == (3, 1)
    assert len(list(Path(django_settings.INDEX_DIR).glob("*-*-*"))) == 1


def test_a_folder_that_cannot_be_written_is_named(monkeypatch) -> None:
    changed(fee_resolution())
    index_everything()

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(IndexNotWritten, match="chỉ cho đọc"):
        indexing.rebuild(progress=False)
    assert total() == 3


def test_an_import_is_kept_when_the_index_cannot_be_written(monkeypatch, caplog) -> None:
    def refuse() -> None:
        raise IndexNotWritten("Hết chỗ trên ổ đĩa")

    monkeypatch.setattr(indexing, "drain", refuse)
    documents_imported.send(sender=None)
    assert "Hết chỗ trên ổ đĩa" in caplog.text


def test_the_command_says_what_the_matter_is(monkeypatch, capsys) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    fee_resolution()
    monkeypatch.setattr(generations, "new", refuse)
    with pytest.raises(SystemExit) as stop:
        call_command("rebuild_index", "--json")
    assert stop.value.code == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "INDEX_NOT_WRITTEN"
    assert "giải phóng chỗ" in error["message"]


def test_an_error_that_is_no_fault_of_the_disk_stays_what_it_is(monkeypatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    changed(fee_resolution())
    monkeypatch.setattr(indexing, "_drain_or_rebuild", fail)
    with pytest.raises(OperationalError):
        indexing.drain()


# --- retried and told ---


def test_a_failed_attempt_is_told_and_tried_again(settings, monkeypatch, django_capture_on_commit_callbacks) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    index_everything()
    changed(fee_resolution())

    def refuse(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(indexing, "_replace", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            request_drain()
        work_off()
    state = index_state()
    assert state.waiting == 1
    assert "Hết chỗ" in state.last_failure
    [again] = DBTaskResult.objects.filter(status="READY")
    assert timedelta(0) < again.run_after - timezone.now() <= timedelta(minutes=1)
    DBTaskResult.objects.filter(pk=again.pk).update(run_after=timezone.now())
    work_off()
    assert (index_state().waiting, index_state().last_failure) == (0, "")
    assert total() == 3


def test_rows_that_wait_too_long_are_a_sign_that_no_worker_runs() -> None:
    changed(fee_resolution())
    index_everything()
    changed(Document.objects.get())
    assert index_state().problem == ""
    OutboxEntry.objects.update(written_at=timezone.now() - timedelta(minutes=5))
    assert "run_worker" in index_state().problem


def test_the_state_can_be_asked_from_the_command_line(capsys) -> None:
    changed(fee_resolution())
    index_everything()
    call_command("index_state", "--check", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["provisions"], told["waiting"], told["problem"]) == (1, 2, 0, "")
    call_command("index_state")
    assert "Không có vấn đề gì." in capsys.readouterr().out


def test_the_administrator_sees_how_the_index_stands(client: Client) -> None:
    changed(fee_resolution())
    client.force_login(make_user("quan_tri", is_superuser=True, is_staff=True))
    page = client.get("/quan-tri/search/outboxentry/").content.decode()
    assert "1 văn bản chờ lập chỉ mục" in page
    assert "Chưa có chỉ mục tìm kiếm" in page


def test_a_new_text_is_found_when_a_worker_that_was_killed_starts_again(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    document = fee_resolution()
    index_everything()
    give_text(document, {"dieu-1": ("", "tham quan đê điều")})
    changed(document)  # its task died with the worker
    drain_outbox.enqueue()
    work_off()
    assert indexing.pending() == 0
