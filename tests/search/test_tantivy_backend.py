from __future__ import annotations

from search.backends.tantivy_backend import TantivyBackend
from tests.search.contract import BackendContract


class TestTantivy(BackendContract):
    backend = TantivyBackend
