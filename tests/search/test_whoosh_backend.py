from __future__ import annotations

from search.backends.whoosh_backend import WhooshBackend
from tests.search.contract import BackendContract


class TestWhoosh(BackendContract):
    backend = WhooshBackend
