"""Work on a second core: a forked process does every other item, and what it found comes back.

A draft of sixty articles takes thousands of comparisons of two texts, which share nothing but what they read. A fork sees
all that its parent has loaded, so nothing has to be sent there.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from django.db import connections

logger = logging.getLogger(__name__)

#: Fewer items are done before a second process has begun.
FEWEST_ITEMS = 16
#: A second process that takes so many seconds longer, and so many times as long, is stuck.
LEAST_PATIENCE, _PATIENCE = 60.0, 5

Item = TypeVar("Item")
Result = TypeVar("Result")


def shared_out(work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]) -> list[Result]:
    """What `work` finds in the items, half of them done by a second process where that is safe and worth it.

    `work` must not use the database, and finds the same in an item whatever the others are. Results come in no order; they
    must be picklable. Where the second process fails, its half is done here.
    """
    if len(items) < FEWEST_ITEMS or not may_fork():
        return work(items)
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    second = context.Process(target=_send, args=(sending, receiving, work, items[1::2]), daemon=True)
    with receiving:
        try:
            with sending:
                second.start()
        except OSError:
            logger.warning("no second process can be started; all is done here")
            return work(items)
        try:
            started = time.monotonic()
            ours = work(items[::2])
            theirs = _received(receiving, LEAST_PATIENCE + _PATIENCE * (time.monotonic() - started))
        finally:  # it has sent all by now, or nobody listens: a signal that it may heed as its parent does is not enough
            second.kill()
            second.join()
    return ours + (work(items[1::2]) if theirs is None else theirs)


def may_fork() -> bool:
    """Whether there is a second core, and no other thread whose locks a fork would keep for ever."""
    return (
        hasattr(os, "sched_getaffinity")
        and len(os.sched_getaffinity(0)) > 1
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )


def _send(
    sending: Connection, receiving: Connection, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]
) -> None:
    receiving.close()  # else nobody would tell this process that its parent listens no more
    gc.disable()  # a collection would copy the parent's pages, and this process ends soon
    for connection in connections.all(initialized_only=True):
        connection.execute_wrappers.append(_refused)  # it is the parent's: two processes on it would garble both
    sending.send(work(items))


def _refused(*_: object) -> None:
    raise RuntimeError("work on the second core must not use the database")


def _received(receiving: Connection, patience: float) -> list[Any] | None:
    """What the second process has sent; None where it ended without a word, or said none in so many seconds."""
    try:
        if not receiving.poll(patience):
            logger.warning("the second process does not answer; its work is done here")
            return None
        found: list[Any] = receiving.recv()
    except (EOFError, OSError):
        logger.warning("the second process has ended without a result; its work is done here")
        return None
    return found
