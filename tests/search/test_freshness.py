"""That a document is found with the real worker beside and nothing else; and a rebuild read by a second process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from legaldocs.models import Document
from legaldocs.signals import text_changed
from search import engine, feed, generations, indexing
from search.query import Query
from search.records import read_documents
from tests.factories import make_body
from tests.search.corpus import fee_resolution, index_everything, put
from tests.search.mishaps import LONGEST

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PROJECT = Path(__file__).resolve().parents[2]
ON = date(2024, 6, 1)


@pytest.fixture
def shared_database(settings, monkeypatch, own_data_folder: Path) -> None:
    """Processes that we start see the database and the folders of this test."""
    if connection.vendor != "sqlite":
        pytest.skip("chỉ chạy với SQLite: tiến trình con mở tệp cơ sở dữ liệu của phép thử")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")
    monkeypatch.setenv("DATA_DIR", str(own_data_folder))
    monkeypatch.setenv("SEARCH_BACKEND", settings.SEARCH_BACKEND)


@contextmanager
def worker(stop: signal.Signals = signal.SIGTERM) -> Iterator[subprocess.Popen[bytes]]:
    """The worker that `make run` starts, as a process of its own."""
    command = [sys.executable, "manage.py", "run_worker", "--queue-name", "*", "--interval", "1", "--no-startup-delay"]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(stop)
        process.wait(LONGEST)


def wait_until(found: Callable[[], bool]) -> None:
    """Returns when it is found; how soon depends on the machine, so that the end means only that it never is."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if found():
            return
        time.sleep(0.05)
    raise AssertionError("never found")


def bring(number: str, word: str) -> None:
    """What a page does when it stores a text: everything in one transaction, and not a byte of the index."""
    with transaction.atomic():
        document = put(number, f"Về {word}", {"dieu-1": ("", f"Quy định về {word} trên địa bàn tỉnh.")})
        text_changed.send(sender=Document, document_ids=[document.pk])


def found(word: str) -> bool:
    return engine.search(Query(word, ON)).total > 0


def test_each_document_stored_by_a_page_is_found_while_the_worker_runs(shared_database: None) -> None:
    index_everything()
    with worker():
        for number, word in enumerate(("hoahồng", "thượcdược", "cẩmtú"), start=1):
            bring(f"{number}/2024/QĐ-UBND", word)
            wait_until(lambda word=word: found(word))  # type: ignore[misc]


def test_what_a_killed_worker_left_is_indexed_when_it_starts_again(shared_database: None) -> None:
    index_everything()
    bring("1/2024/QĐ-UBND", "hoahồng")
    with generations.writing(), worker(signal.SIGKILL):
        time.sleep(3)  # it finds the lock taken, or has not come so far: whatever it did, it is killed
    assert not found("hoahồng")
    with worker():
        wait_until(lambda: found("hoahồng"))


def test_an_import_by_command_is_found_when_it_ends_worker_or_not(shared_database: None, tmp_path: Path) -> None:
    index_everything()
    make_body()
    source = tmp_path / "12-2024.txt"
    source.write_text(
        "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nSố: 12/2024/QĐ-UBND\nThử Nghiệm, ngày 05 tháng 3 năm 2024\n"
        "QUYẾT ĐỊNH\nBan hành Quy định về hoahồng\nĐiều 1. Phạm vi\nQuy định về hoahồng.\n"
        "Điều 2. Hiệu lực\nQuyết định này có hiệu lực kể từ ngày 15 tháng 3 năm 2024.\n",
        encoding="utf-8",
    )
    call_command("import_documents", str(source), "--json")
    assert found("hoahồng")
    assert indexing.pending() == 0


def test_a_second_process_reads_the_same_documents(shared_database: None) -> None:
    fee_resolution()
    put("1/2020/NQ-HĐND", "Về chợ", {f"dieu-{n}": ("", f"phí chợ số {n}") for n in range(1, 9)})
    assert list(feed._read_apart()) == list(read_documents())


def test_a_rebuild_whose_reader_dies_leaves_the_old_index(shared_database: None, monkeypatch) -> None:
    fee_resolution()
    index_everything()
    before = generations.current()
    monkeypatch.setattr(feed, "WORTHWHILE", 0)
    monkeypatch.setattr(feed, "send_all", os._exit)
    with pytest.raises(feed.ReadingFailed):
        indexing.rebuild(progress=False)
    assert generations.signed() == [before]
    assert found("tham quan")
