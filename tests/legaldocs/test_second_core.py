"""Half of the work done by a forked process: the same results, and no harm where that process fails."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

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
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


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
