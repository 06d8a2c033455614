from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.opensearch.cluster import CannotStart, Cluster, missing_tools


def test_without_java_and_maven_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "đang thiếu: java, javac, mvn" in missing_tools()
    assert "apt-get install" in missing_tools()


def test_a_port_in_use_is_named_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=str(port)), Cluster(tmp_path, 1, port):
            pass
    assert not list(tmp_path.glob("*.log"))
