"""Clocks, memory and the lines that a measurement prints."""

from __future__ import annotations

import multiprocessing
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds on the wall and of the processor (all threads), and the highest memory in MB."""

    wall: float
    processor: float
    memory: float


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"Máy: {os.cpu_count()} lõi, {memory:.0f} GB, {platform.platform()}, Python {platform.python_version()}; "
        f"tải lúc đo: {load}"
    )


def apart(work: Callable[..., object], *given: object) -> Cost:
    """What the work costs in a process of its own, so that its memory is its own as well. Raises when it fails."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_watched, args=(theirs, work, given))
    process.start()
    theirs.close()
    try:
        cost: Cost = ours.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} failed") from None
    finally:
        process.join()
    return cost


def _watched(pipe: Connection, work: Callable[..., object], given: Sequence[object]) -> None:
    started, used = time.perf_counter(), time.process_time()
    work(*given)
    wall, processor = time.perf_counter() - started, time.process_time() - used
    pipe.send(Cost(wall, processor, memory_mb("VmHWM")))


def memory_mb(name: str) -> float:
    """A figure of this process's memory as Linux keeps it: VmHWM the highest, RssAnon its own, RssFile mapped files.

    Not `getrusage`, whose maximum begins with that of the process that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(f"{name}:"))


def percentiles(answer: Callable[[str], object], texts: Sequence[str], turns: int = 3) -> tuple[float, float]:
    """(median, 95th percentile) in ms over the questions, each at its best of `turns`: others share the machine."""
    times = []
    for text in texts:
        best = float("inf")
        for _ in range(turns):
            started = time.perf_counter()
            answer(text)
            best = min(best, time.perf_counter() - started)
        times.append(best * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def against(what: str, ours: float, rival: str, theirs: float, unit: str, goal: str = "") -> None:
    """One line: our number, the rival's and their ratio."""
    ratio = f"nhanh hơn {theirs / ours:.1f} lần" if theirs >= ours else f"bằng {ours / theirs:.2f} lần"
    print(f"{what}: {ours:.2f} {unit}; {rival}: {theirs:.2f} {unit}; {ratio}{f' (mục tiêu: {goal})' if goal else ''}")
