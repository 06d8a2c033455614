"""OpenSearch for the tests: the cluster that OPENSEARCH_URL names, else a stand-in for it in memory, else a skip."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from search.backends import opensearch_cluster

URL = os.environ.get("OPENSEARCH_URL", "")


@pytest.fixture(scope="session")
def opensearch_url() -> Iterator[str]:
    if URL:
        yield URL
        return
    osmem = pytest.importorskip(
        "osmem_server", reason="không có OPENSEARCH_URL và chưa cài osmem-server: bỏ qua kiểm thử OpenSearch"
    )
    with osmem.OsmemServer.start(startup_timeout=120) as server:
        yield server.url


@pytest.fixture
def opensearch(settings: Any, opensearch_url: str) -> Iterator[None]:
    """Settings of an installation that has the cluster for itself: its index has a name of its own, and goes in the end."""
    settings.SEARCH_BACKEND = "opensearch"
    settings.OPENSEARCH_URL = opensearch_url.split(",")
    settings.OPENSEARCH_TIMEOUT = 60  # the stand-in shares its machine with everything that is tested
    settings.OPENSEARCH_SHARDS = 3  # what holds across shards holds in one
    settings.OPENSEARCH_INDEX = f"test-{uuid.uuid4().hex}"
    name, client = settings.OPENSEARCH_INDEX, opensearch_cluster.client()
    yield
    if left := list(client.indices.get_alias(index=f"{name}-*")):
        client.indices.delete(index=",".join(left), request_timeout=60)
