"""Half of the work done by a forked process: the same results, and no harm where that process fails."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from legaldocs import second_core
from legaldocs.models import Document
from legaldocs.second_core import FEWEST_ITEMS, may_fork, shared_out

ITEMS = list(range(4 * FEWEST_ITEMS))


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("máy này không có fork")
    monkeypatch.setattr(second_core, "may_fork", lambda: True)


def doers(numbers: Sequence[int]) -> list[tuple[int, int]]:
    return [(number, os.getpid()) for number in numbers]


def test_each_item_is_done_once_half_of_them_elsewhere(two_cores):
    done = shared_out(doers, ITEMS)
    assert sorted(number for number, _ in done) == ITEMS
    here = [number for number, process in done if process == os.getpid()]
    assert len(here) == len(ITEMS) // 2


def test_few_items_are_done_here(two_cores):
    assert {process for _, process in shared_out(doers, ITEMS[: FEWEST_ITEMS - 1])} == {os.getpid()}


@pytest.mark.parametrize("death", ["exit", "error", "unpicklable"])
def test_what_the_second_process_leaves_undone_is_done_here(two_cores, death):
    parent = os.getpid()

    def work(numbers: Sequence[int]) -> list[object]:
        if os.getpid() != parent:
            if death == "exit":
                os._exit(9)
            if death == "error":
                raise ValueError("only there")
            return [lambda: None]
        return list(numbers)

    assert sorted(shared_out(work, ITEMS)) == ITEMS


def test_an_error_here_is_raised_and_the_second_process_ends(two_cores):
    parent = os.getpid()

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() == parent:
            raise ValueError("here")
        return list(numbers) * 100_000  # more than a pipe holds: nobody will read it

    with pytest.raises(ValueError, match="here"):
        shared_out(work, ITEMS)
    assert not multiprocessing.active_children()


@pytest.fixture
def deaf_to_signals() -> Iterator[None]:
    """As in the background worker, whose process ends its task before it heeds a signal."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    yield
    signal.signal(signal.SIGTERM, before)


def test_the_second_process_is_not_waited_for_after_an_error_here(two_cores, deaf_to_signals, tmp_path):
    parent, mark = os.getpid(), tmp_path / "done"

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() == parent:
            raise ValueError("here")
        time.sleep(20)
        mark.touch()
        return list(numbers)

    with pytest.raises(ValueError, match="here"):
        shared_out(work, ITEMS)
    assert not mark.exists()


def test_a_second_process_that_is_stuck_is_given_up(two_cores, deaf_to_signals, monkeypatch):
    monkeypatch.setattr(second_core, "LEAST_PATIENCE", 0.1)
    parent = os.getpid()

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != parent:
            time.sleep(20)
            return [-1]
        return list(numbers)

    assert sorted(shared_out(work, ITEMS)) == ITEMS
    assert not multiprocessing.active_children()


def test_all_is_done_here_where_no_process_can_be_started(two_cores, monkeypatch):
    def no_memory() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_memory)
    assert sorted(shared_out(doers, ITEMS)) == [(number, os.getpid()) for number in ITEMS]


@pytest.mark.django_db
def test_the_parents_database_connection_is_not_used_there(two_cores):
    parent, asked = os.getpid(), []

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != parent:
            asked.append(Document.objects.count())
        return list(numbers)

    assert sorted(shared_out(work, ITEMS)) == ITEMS  # refused there, and so done here
    assert Document.objects.count() == 0


def test_a_process_with_other_threads_is_not_forked():
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    assert not may_fork()
    wait.set()
    thread.join()
