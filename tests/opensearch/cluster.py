"""A development cluster: three real OpenSearch nodes on this machine, a process each, so that one can be killed.

    python -m tests.opensearch.cluster [--nodes 3] [--port 9200]

The jars come from Maven Central the first time; data and logs lie under DATA_DIR/opensearch. Without security and on
127.0.0.1 only: it is for development and tests, an operator's cluster is set up by the operator.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).resolve().parent
HOST = "127.0.0.1"
#: Java 17 is what OpenSearch 2.x asks for; the compiler is there to run Node.java from its source.
OLDEST_JAVA = 17
#: Seconds that nodes get to start and to find each other: a machine that does much else beside takes its time.
_STARTING = 300
_NEEDED = (
    "Cần JDK {java} trở lên (java, javac) và Maven (mvn) để chạy cụm OpenSearch thử nghiệm; đang thiếu: {missing}.\n"
    "Trên Debian: apt-get install openjdk-17-jdk-headless maven. Phần mềm không cần cụm này: mặc định dùng tantivy."
)


class CannotStart(Exception):
    """The cluster cannot be started here; the message, in Vietnamese, says why."""


class Cluster:
    """Nodes on this machine: started together, killed and started again one by one."""

    def __init__(self, folder: Path, nodes: int = 3, port: int = 9200, heap: str = "512m") -> None:
        self.folder, self.nodes, self.port, self.heap = folder, nodes, port, heap
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        """What OPENSEARCH_URL is set to."""
        return ",".join(f"http://{HOST}:{self.port + place}" for place in range(self.nodes))

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._refuse_ports_in_use()
        try:
            for place in range(self.nodes):
                self.start_node(place)
            self.wait_for(self.nodes)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start_node(self, place: int) -> None:
        command = [
            "java",
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            "-cp",
            class_path(self.folder),
            str(HERE / "Node.java"),
        ]
        command += [str(self.folder), str(place), str(self.nodes), str(self.port), str(self.port + 100)]
        with self._log(place).open("wb") as log:
            self._processes[place] = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def kill_node(self, place: int) -> None:
        """End a node as a power cut does."""
        process = self._processes.pop(place)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
        self._processes.clear()

    def wait_for(self, nodes: int, status: str = "") -> None:
        """Wait until so many nodes have found each other, and until the indexes are in that state or a better one: "yellow",
        every shard answers; "green", each has its copies as well."""
        end = time.monotonic() + _STARTING
        while not self._is(nodes, status):
            for place, process in self._processes.items():
                if process.poll() is not None:
                    raise CannotStart(f"Nút {place} đã dừng; nguyên nhân ở {self._log(place)}.")
            if time.monotonic() > end:
                raise CannotStart(f"Cụm chưa sẵn sàng sau {_STARTING} giây; xem các tệp .log trong {self.folder}.")
            time.sleep(0.5)

    def memory_mb(self) -> list[float]:
        """What each node holds of the machine's memory."""
        lines = (Path(f"/proc/{process.pid}/status").read_text().splitlines() for process in self._processes.values())
        return [int(line.split()[1]) / 1024 for status in lines for line in status if line.startswith("VmRSS")]

    def processor_seconds(self) -> float:
        """What the nodes have used of the processors since they began."""
        stats = (
            Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2] for process in self._processes.values()
        )
        used = sum(int(part) for stat in stats for part in stat.split()[11:13])  # in user mode and in the kernel
        return used / os.sysconf("SC_CLK_TCK")

    def _is(self, nodes: int, status: str) -> bool:
        health = next(filter(None, (self._health(place) for place in self._processes)), None)
        good_enough = {"": ("red", "yellow", "green"), "yellow": ("yellow", "green"), "green": ("green",)}[status]
        return bool(health and health["number_of_nodes"] == nodes and health["status"] in good_enough)

    def _health(self, place: int) -> dict[str, Any] | None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port + place}/_cluster/health", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (OSError, urllib.error.URLError):
            return None

    def _log(self, place: int) -> Path:
        return self.folder / f"node-{place}.log"

    def _refuse_ports_in_use(self) -> None:
        for port in range(self.port, self.port + self.nodes):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    raise CannotStart(f"Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác bằng --port.")


def class_path(folder: Path) -> str:
    """Where the jars of a node lie, as Maven said when it fetched them; asked anew when pom.xml has changed."""
    kept, pom = folder / "classpath.txt", HERE / "pom.xml"
    if not kept.exists() or kept.stat().st_mtime < pom.stat().st_mtime:
        fetched = subprocess.run(
            ["mvn", "-q", "-B", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={kept}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if fetched.returncode:
            kept.unlink(missing_ok=True)
            raise CannotStart(f"Maven không tải được OpenSearch:\n{fetched.stdout[-2000:]}")
        kept.touch()
    return kept.read_text(encoding="utf-8").strip()


def missing_tools() -> str:
    """A sentence about what is not installed here; empty when all is there."""
    missing = [tool for tool in ("java", "javac", "mvn") if not shutil.which(tool)]
    if not missing and (version := _java_version()) < OLDEST_JAVA:
        missing = [f"java mới hơn (đang có {version})"]
    return _NEEDED.format(java=OLDEST_JAVA, missing=", ".join(missing)) if missing else ""


def _java_version() -> int:
    answer = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)
    number = answer.stdout.removeprefix("javac ").partition(".")[0].strip()
    return int(number) if number.isdigit() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=3, help="số nút, mỗi nút một tiến trình (mặc định 3)")
    parser.add_argument("--port", type=int, default=9200, help="cổng của nút đầu tiên (mặc định 9200)")
    options = parser.parse_args()
    if lacking := missing_tools():
        sys.exit(lacking)
    from legaldocs.settings import DATA_DIR

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("Đang khởi động cụm OpenSearch; lần đầu phải tải khoảng 60 MB qua Maven …", file=sys.stderr)
    try:
        with Cluster(DATA_DIR / "opensearch", options.nodes, options.port) as cluster:
            print(f"export SEARCH_BACKEND=opensearch OPENSEARCH_URL={cluster.url}", flush=True)
            print("Cụm đang chạy; nhấn Ctrl+C để dừng. Dữ liệu nằm trong", cluster.folder, file=sys.stderr)
            signal.pause()
    except CannotStart as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("Đã dừng cụm.", file=sys.stderr)


if __name__ == "__main__":
    main()
