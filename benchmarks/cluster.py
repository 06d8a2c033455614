"""When does a cluster pay? The same records and questions on tantivy and on OpenSearch of one node and of three.

    python -m benchmarks.cluster [--provisions 5000 20000 100000] [--nodes 1 3] [--corpus ../shared/corpus]

The nodes are real ones, started here and ended afterwards (a JDK and Maven: see `make opensearch`), so that they share this
machine's processors with the questions and with each other: three nodes here show what agreement costs, and nothing of what
three machines gain. Times of a question are at their best of three turns; the build is in a process of its own. Processor
seconds, of ours and of the nodes together, are disturbed less by other work on the machine.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from benchmarks import site
from benchmarks.articles import CORPUS, altered_articles, keep, kept, questions
from benchmarks.measure import apart, machine, memory_mb, percentiles, size_mb
from search.backends import opensearch_cluster
from search.backends.base import Backend
from search.backends.opensearch_backend import OpenSearchBackend
from search.backends.tantivy_backend import TantivyBackend
from search.query import Filters
from search.question import read_question
from tests.opensearch.cluster import Cluster, missing_tools

TODAY = date(2026, 1, 1)
PAGE = 20
PORT = 19600
TURNS = 3


def main() -> None:
    options = read_options()
    if not (options.corpus / "documents.jsonl.gz").exists():
        sys.exit(f"Không có kho văn bản mẫu ở {options.corpus}; dùng --corpus.")
    if lacking := missing_tools():
        sys.exit(lacking)
    print(machine(), flush=True)
    folder = Path(tempfile.mkdtemp(dir=site.FOLDER))
    try:
        for provisions in options.provisions:
            records = folder / f"records-{provisions}"
            keep(altered_articles(options.corpus, provisions), records)
            measure(TantivyBackend, "tantivy", folder / f"tantivy-{provisions}", records)
        for nodes in options.nodes:
            measure_cluster(nodes, options.provisions, folder)
    finally:
        shutil.rmtree(folder)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, nargs="+", default=[5_000, 20_000, 100_000])
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    return parser.parse_args()


def measure_cluster(nodes: int, sizes: list[int], folder: Path) -> None:
    with Cluster(folder / f"nodes-{nodes}", nodes, PORT) as cluster:
        settings.OPENSEARCH_URL = cluster.url.split(",")
        for provisions in sizes:
            settings.OPENSEARCH_INDEX = f"benchmark-{provisions}"
            records = folder / f"records-{provisions}"
            used = cluster.processor_seconds
            measure(OpenSearchBackend, f"OpenSearch {nodes} nút", folder / f"{nodes}-{provisions}", records, used)
            held = opensearch_cluster.client().indices.stats(index=settings.OPENSEARCH_INDEX, metric="store")
            disk = held["_all"]["total"]["store"]["size_in_bytes"] / 1e6
            memory = ", ".join(f"{node:.0f}" for node in cluster.memory_mb())
            print(f"  {disk:.0f} MB trên đĩa của các nút; bộ nhớ mỗi nút: {memory} MB", flush=True)
            opensearch_cluster.remove(list(opensearch_cluster._ours()))


def measure(
    backend: type[Backend], name: str, folder: Path, records: Path, used: Callable[[], float] = lambda: 0.0
) -> None:
    """Build the index, then ask each kind of question; one line for each. `used`: processor seconds of the nodes."""
    count, before = sum(1 for _ in kept(records)), used()
    cost = apart(build, backend, folder, records, list(settings.OPENSEARCH_URL), settings.OPENSEARCH_INDEX)
    print(
        f"\n{name}, {count:,} bản ghi: lập {cost.wall:.1f} s (bộ xử lý {cost.processor:.1f} s của phần mềm, "
        f"{used() - before:.1f} s của các nút), bộ nhớ phần mềm cao nhất {cost.memory:.0f} MB, "
        f"{size_mb(folder):.0f} MB trong thư mục chỉ mục",
        flush=True,
    )
    engine = backend(folder)
    asked = questions(records)
    for kind, texts in asked.items():
        show(kind, texts, lambda text: engine.search(read_question(text), Filters(), TODAY, PAGE, 0), used)
    spoken = asked["5 từ"]
    show("đếm theo bộ lọc", spoken, lambda text: engine.facets(read_question(text), Filters(), TODAY), used)
    print(f"  bộ nhớ của phần mềm khi hỏi: {memory_mb('VmRSS'):.0f} MB", flush=True)


def show(kind: str, texts: Sequence[str], answer: Callable[[str], object], used: Callable[[], float]) -> None:
    for text in texts:  # a machine of Java is quick when it has seen enough
        answer(text)
    before = time.process_time() + used()
    p50, p95 = percentiles(answer, texts, TURNS)
    spent = (time.process_time() + used() - before) / (TURNS * len(texts)) * 1000
    print(f"  {kind}: p50 {p50:.1f} ms, p95 {p95:.1f} ms; bộ xử lý {spent:.1f} ms một câu", flush=True)


def build(backend: type[Backend], folder: Path, records: Path, nodes: list[str], index: str) -> None:
    settings.OPENSEARCH_URL, settings.OPENSEARCH_INDEX = nodes, index
    with backend.write(folder) as writer:
        for record in kept(records):
            writer.add(record)
    backend.publish(folder)


if __name__ == "__main__":
    main()
