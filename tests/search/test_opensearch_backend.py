from __future__ import annotations

from collections.abc import Sequence

import pytest

from search.backends.opensearch_backend import OpenSearchBackend
from search.query import IndexRecord
from tests.opensearch.fixtures import opensearch, opensearch_url  # noqa: F401
from tests.search.contract import BackendContract


@pytest.mark.usefixtures("opensearch")
class TestOpenSearch(BackendContract):
    backend = OpenSearchBackend

    def put(self, *records: IndexRecord, without: Sequence[int] = ()) -> None:
        super().put(*records, without=without)
        self.backend.publish(self.folder)
