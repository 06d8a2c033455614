"""The engines. Each library is imported in its own module only, and only when the settings name it."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from search.backends.base import Backend

_BACKENDS = {
    "tantivy": "search.backends.tantivy_backend.TantivyBackend",
    "whoosh": "search.backends.whoosh_backend.WhooshBackend",
    "opensearch": "search.backends.opensearch_backend.OpenSearchBackend",
}


def backend_class() -> type[Backend]:
    """The engine that SEARCH_BACKEND names."""
    module, _, name = _BACKENDS[settings.SEARCH_BACKEND].rpartition(".")
    found: type[Backend] = getattr(import_module(module), name)
    return found
