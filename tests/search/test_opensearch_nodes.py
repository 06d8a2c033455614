"""A drill on three real nodes: one is killed while readers ask, and while records are written.

Starting the nodes takes half a minute: it runs when OPENSEARCH_DRILL=1, with a JDK and Maven; `-s` shows what was observed.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from search.backends import opensearch_cluster
from search.backends.opensearch_backend import OpenSearchBackend
from search.query import Filters, IndexRecord, IndexUnavailable
from search.question import read_question
from tests.opensearch.cluster import Cluster, missing_tools
from tests.search.contract import record

pytestmark = pytest.mark.skipif(
    not os.environ.get("OPENSEARCH_DRILL"), reason="diễn tập trên cụm OpenSearch thật: đặt OPENSEARCH_DRILL=1 để chạy"
)
PORT = 19400
RECORDS = 3_000
TODAY = date(2024, 6, 1)
QUESTION = read_question("mức thu phí tham quan")


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Cluster]:
    if lacking := missing_tools():
        pytest.skip(lacking)
    with Cluster(tmp_path_factory.getbasetemp() / "nodes", port=PORT) as cluster:
        settings.OPENSEARCH_URL = cluster.url.split(",")
        settings.OPENSEARCH_INDEX = "drill"
        settings.OPENSEARCH_SHARDS = 3
        yield cluster


def records(first: int = 1, count: int = RECORDS) -> Iterator[IndexRecord]:
    return (
        record(pk, f"mức thu phí tham quan số {pk} " + "nơi này nơi kia " * 20) for pk in range(first, first + count)
    )


def write(folder: Path, first: int = 1, count: int = RECORDS) -> None:
    with OpenSearchBackend.write(folder) as writer:
        for one in records(first, count):
            writer.add(one)


def total(folder: Path) -> int:
    return OpenSearchBackend(folder).search(QUESTION, Filters(), TODAY, 20, 0).total


def answered_again(folder: Path) -> int:
    """What is found once the cluster answers; until then each question is told in words."""
    for _ in range(60):
        try:
            return total(folder)
        except IndexUnavailable:
            time.sleep(1)
    return total(folder)


class Readers:
    """Threads that go on asking; what each answer took, and what failed."""

    def __init__(self, folder: Path) -> None:
        self._backend = OpenSearchBackend(folder)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(2)]
        self.times: list[float] = []
        self.totals: set[int] = set()
        self.failures: list[IndexUnavailable] = []

    def _ask(self) -> None:
        while not self._over.is_set():
            started = time.perf_counter()
            try:
                self.totals.add(self._backend.search(QUESTION, Filters(), TODAY, 20, 0).total)
            except IndexUnavailable as error:
                self.failures.append(error)
            self.times.append(time.perf_counter() - started)

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def __str__(self) -> str:
        times = sorted(self.times)
        return (
            f"{len(times)} câu hỏi, {len(self.failures)} không được trả lời, "
            f"p50 {times[len(times) // 2] * 1000:.0f} ms, lâu nhất {times[-1]:.1f} s"
        )


def kill_after(batches: int, monkeypatch: pytest.MonkeyPatch, cluster: Cluster, place: int) -> None:
    """Kill the node while the batch after so many is under way."""
    send, left = opensearch_cluster.send, iter(range(batches, -1, -1))

    def counted(name: str, operations: list[dict[str, Any]]) -> None:
        if next(left, -1) == 0:
            threading.Timer(0.05, cluster.kill_node, [place]).start()
        send(name, operations)

    monkeypatch.setattr(opensearch_cluster, "send", counted)


def test_a_node_is_killed_while_readers_ask_and_while_records_are_written(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "engine"
    write(folder)
    OpenSearchBackend.publish(folder)
    cluster.wait_for(3, "green")
    assert total(folder) == RECORDS

    with Readers(folder) as readers:
        time.sleep(3)
        cluster.kill_node(0)
        time.sleep(10)
    print(f"\nMột nút bị ngắt khi đang tìm: {readers}")
    assert readers.totals == {RECORDS}
    assert not readers.failures

    cluster.start_node(0)
    cluster.wait_for(3, "green")
    rebuilt = tmp_path / "rebuilt"
    kill_after(2, monkeypatch, cluster, 1)
    with Readers(folder) as readers:
        started = time.perf_counter()
        write(rebuilt, count=2 * RECORDS)
        took = time.perf_counter() - started
    print(f"Một nút bị ngắt khi đang lập lại {2 * RECORDS} bản ghi: xong sau {took:.1f} s; {readers}")
    assert (readers.totals, readers.failures) == ({RECORDS}, [])
    OpenSearchBackend.publish(rebuilt)
    assert total(rebuilt) == 2 * RECORDS

    cluster.start_node(1)
    cluster.wait_for(3, "green")
    kill_after(2, monkeypatch, cluster, 2)
    with Readers(rebuilt) as readers:
        started = time.perf_counter()
        write(rebuilt, first=2 * RECORDS + 1)
        took = time.perf_counter() - started
    print(f"Một nút bị ngắt khi đang thêm {RECORDS} bản ghi: xong sau {took:.1f} s; {readers}")
    assert total(rebuilt) == 3 * RECORDS
    assert min(readers.totals) == 2 * RECORDS  # nothing that was there is missed; what is new comes shard by shard
    assert not readers.failures


def test_two_of_three_nodes_are_lost_and_come_back(cluster: Cluster, tmp_path: Path) -> None:
    folder = tmp_path / "engine"
    write(folder, count=600)
    OpenSearchBackend.publish(folder)
    cluster.wait_for(3, "green")
    cluster.kill_node(0)
    cluster.kill_node(1)
    started = time.perf_counter()
    with pytest.raises(IndexUnavailable, match="không trả lời"):
        while time.perf_counter() - started < 60:
            total(folder)
    print(f"\nMất hai trong ba nút: báo lỗi sau {time.perf_counter() - started:.1f} s")
    with pytest.raises(IndexUnavailable, match="không trả lời"):
        write(folder, first=601, count=1)
    print(f"Ghi: báo lỗi sau {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    cluster.start_node(0)
    cluster.start_node(1)
    cluster.wait_for(3, "yellow")
    assert answered_again(folder) == 600  # not every node knows at once what the manager knows
    print(f"Hai nút trở lại: tìm được sau {time.perf_counter() - started:.1f} s")
    write(folder, first=601, count=1)
    assert total(folder) == 601
    # The copies of shards wait for a change of the cluster where its manager changed while they were being given a node.
    opensearch_cluster.client().cluster.reroute(request_timeout=60)
    cluster.wait_for(3, "green")
    print(f"Đủ các bản sao sau {time.perf_counter() - started:.1f} s")
    assert total(folder) == 601
