"""What can befall an index: it says so, answers from what it has, mends itself, and never touches the database."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import shutil
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

from legaldocs.models import Document, Role
from legaldocs.signals import documents_imported
from search import generations, indexing, reader
from search.backends import backend_class
from search.faults import IndexNotWritten
from search.models import OutboxEntry
from search.query import IndexUnavailable
from search.state import index_state
from search.tasks import drain_outbox, request_drain
from tests.factories import make_user
from tests.search.corpus import fee_resolution, give_text, index_everything, put
from tests.search.mishaps import (
    LONGEST,
    changed,
    everything_stored,
    in_a_child,
    index_files,
    neighbours,
    total,
    work_off,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["tantivy", "whoosh"])
def engine_name(settings, request) -> str:
    settings.SEARCH_BACKEND = request.param
    return str(request.param)


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


# --- lost and damaged ---


def test_a_lost_folder_is_said_and_made_anew() -> None:
    fee_resolution()
    index_everything()
    assert total() == 3
    shutil.rmtree(django_settings.INDEX_DIR)
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        total()
    indexing.drain()
    assert (total(), neighbours()) == (3, 1)


@pytest.mark.parametrize("pointer", [None, b"", b"\xff\xfe\x00", b"../../../etc", b"tantivy-4-999", b"khong-co"])
def test_without_its_pointer_the_newest_whole_generation_answers(pointer: bytes | None) -> None:
    fee_resolution()
    index_everything()
    generations.new("tantivy", 1)  # of a rebuild that was killed: not signed, never read
    path = Path(django_settings.INDEX_DIR) / generations.POINTER
    path.unlink() if pointer is None else path.write_bytes(pointer)
    assert total() == 3


def damage(path: Path, chance: random.Random) -> None:
    """Cut the file off at some place, or turn some of its bits over."""
    content = bytearray(path.read_bytes())
    if chance.random() < 0.5:
        content = content[: chance.randrange(len(content))]
    else:
        for _ in range(3):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_never_break_a_page_and_one_command_mends_them(seed: int, client: Client) -> None:
    fee_resolution()
    index_everything()
    stored, chance = everything_stored(), random.Random(seed)
    for path in chance.sample(index_files(), 3):
        damage(path, chance)
    client.force_login(make_user("docgia", Role.READER))
    for address in ("/tim-kiem/?q=tham+quan", "/tim-kiem/?q=%22tham+quan%22", "/tim-kiem/goi-y/?q=15"):
        assert client.get(address).status_code == 200
    try:
        neighbours()
    except IndexUnavailable as refusal:
        assert "rebuild_index" in str(refusal)
    call_command("rebuild_index", "--if-needed", "--json")
    assert (total(), neighbours()) == (3, 1)
    assert index_state(check_files=True).problem == ""
    assert everything_stored() == stored


def test_every_single_file_cut_in_half_is_noticed_by_the_check(capsys) -> None:
    fee_resolution()
    index_everything()
    for path in index_files():
        if path.parent == generations.current().folder:
            continue  # stamp, seal and mark of the generation have tests of their own
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert not reader.is_readable(generations.current()) or generations.current().damaged(), path.name
        path.write_bytes(whole)
    assert reader.is_readable(generations.current())


@pytest.mark.parametrize("name", [generations.STAMP, generations.SEAL, generations.MARK])
@pytest.mark.parametrize("content", [None, b"", b"\xff{", b"[1]", b'{"engine": "x"}'])
def test_a_damaged_note_of_a_generation_is_no_disaster(name: str, content: bytes | None) -> None:
    document = fee_resolution()
    index_everything()
    path = generations.current().folder / name
    path.unlink() if content is None else path.write_bytes(content)
    changed(document)
    indexing.drain()
    assert (total(), neighbours()) == (3, 1)
    assert indexing.pending() == 0


def test_while_the_newest_cannot_be_opened_the_one_before_answers() -> None:
    fee_resolution()
    index_everything()
    index_everything()
    for path in generations.current().engine.iterdir():
        path.unlink()
    assert (total(), neighbours()) == (3, 1)


def test_the_page_of_a_damaged_index_says_who_mends_it_and_has_it_mended(
    client: Client, settings, django_capture_on_commit_callbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fee_resolution()
    index_everything()
    shutil.rmtree(generations.current().engine)
    client.force_login(make_user("docgia", Role.READER))
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get("/tim-kiem/", {"q": "tham quan"}).content.decode()
    assert "Người quản trị hãy chạy: python manage.py rebuild_index" in page
    assert 'href="/van-ban/?q=tham%20quan"' in page
    assert "15/2021/NQ-HĐND" in client.get("/van-ban/?q=tham%20quan").content.decode()
    assert DBTaskResult.objects.count() == 1
    work_off()
    assert total() == 3


# --- of another kind ---


@pytest.mark.parametrize("other", [-1, +1])
def test_an_index_of_an_older_or_newer_schema_is_refused_and_made_anew(other: int) -> None:
    fee_resolution()
    index_everything()
    path = generations.current().folder / generations.STAMP
    stamp = json.loads(path.read_text())
    path.write_text(json.dumps({**stamp, "schema_version": stamp["schema_version"] + other}))
    with pytest.raises(IndexUnavailable, match="phiên bản khác"):
        total()
    indexing.drain()
    assert total() == 3


def test_an_index_of_another_engine_is_refused_and_made_anew(settings, engine_name: str) -> None:
    fee_resolution()
    index_everything()
    settings.SEARCH_BACKEND = "whoosh" if engine_name == "tantivy" else "tantivy"
    with pytest.raises(IndexUnavailable, match="phiên bản khác"):
        total()
    indexing.drain()
    assert total() == 3


# --- a database restored from its backup ---


def test_an_index_ahead_of_a_restored_database_is_noticed_and_made_anew() -> None:
    fee_resolution()
    index_everything()
    later = put("9/2024/NQ-HĐND", "Lần sau", {"dieu-1": ("", "tham quan lần sau")})
    changed(later)
    indexing.drain()
    assert total() == 4
    Document.objects.filter(pk=later.pk).update(current_version=None)
    Document.objects.filter(pk=later.pk).delete()
    Document.history.filter(id=later.pk).delete()  # as if none of it had ever been
    assert "khôi phục" in index_state().problem
    assert indexing.rebuild_if_needed(progress=False).fresh
    assert total() == 3
    assert index_state().problem == ""


def test_a_restored_database_that_has_caught_up_is_known_by_its_outbox() -> None:
    document = fee_resolution()
    index_everything()
    changed(document)
    indexing.drain()
    generation = generations.current()
    generation.keep_mark({**generation.mark, "entry": 1_000_000})
    changed(document)
    assert not indexing.is_ahead(generation), "rows that come to light a little late are no sign"
    OutboxEntry.objects.update(written_at=timezone.now() + timedelta(hours=1))
    assert indexing.is_ahead(generation)
    indexing.drain()
    assert generations.current() != generation
    assert total() == 3


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
