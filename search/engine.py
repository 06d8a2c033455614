"""The facade: search, the neighbours of a text, completions. Everything else of the app asks here."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from search import generations
from search.backends import backend_class
from search.backends.base import Backend, Match
from search.hydration import hits_of, names_of, paths_of
from search.query import IndexUnavailable, Neighbour, Query, Results
from search.question import Question, read_question
from search.records import SCHEMA_VERSION
from search.shingles import STATE, ShingleIndex
from search.vietnamese import syllables

_OTHER_KIND = "Chỉ mục tìm kiếm thuộc phiên bản khác. Người quản trị hãy chạy: python manage.py rebuild_index"
#: Matches looked at to make one page of documents; those beyond belong to documents that are far down.
_DEEP = 2_000


@dataclass(slots=True)
class _Open:
    """A generation opened for reading; the shingles are opened anew when their state file has been replaced."""

    generation: generations.Generation
    backend: Backend
    shingles: ShingleIndex
    shingles_of: int


_lock = threading.Lock()
_open: _Open | None = None


def search(query: Query) -> Results:
    """The page of hits asked for. Raises BadQuery for what cannot be understood, IndexUnavailable without an index."""
    started = time.perf_counter()
    question = read_question(query.text)
    backend = _reader().backend
    if query.level == "document":
        total, matches = _by_document(backend, question, query)
    else:
        total, matches = backend.search(question, query.filters, query.on, query.limit, query.offset)
    hits = hits_of(matches, question, query.filters)
    return Results(query, total, hits, (time.perf_counter() - started) * 1000)


def _by_document(backend: Backend, question: Question, query: Query) -> tuple[int, list[Match]]:
    page = backend.search(question, query.filters, query.on, max(_DEEP, query.offset + query.limit), 0)
    best: dict[int, Match] = {}
    for match in page.matches:
        best.setdefault(match.document_id, match)
    total = len(best)
    if page.total > len(page.matches):
        total = max(total, backend.count_documents(question, query.filters, query.on))
    return total, list(best.values())[query.offset : query.offset + query.limit]


def neighbours(
    texts: Sequence[str], *, on: date, exclude_documents: Collection[int] = frozenset(), limit: int = 10
) -> list[list[Neighbour]]:
    """For each text the nearest provisions of promulgated documents that had not expired on that day.

    Clauses with their points, or articles without clauses; those with shared wording first, then those about the same
    matter. Raises IndexUnavailable without an index.
    """
    index = _reader().shingles
    day = on.toordinal()
    found = [index.neighbours(text, on=day, exclude=exclude_documents, limit=limit) for text in texts]
    paths = paths_of({candidate.provision_id for near in found for candidate in near})
    return [
        [
            Neighbour(c.provision_id, c.document_id, paths[c.provision_id], c.containment, c.rank_score)
            for c in near
            if c.provision_id in paths
        ]
        for near in found
    ]


def suggest(text: str, limit: int = 8) -> list[str]:
    """Numbers and titles of promulgated documents that begin as the text does; nothing for less than two letters."""
    typed = text.strip()
    words = syllables(typed)
    if len(typed) < 2 or not words:
        return []
    backend = _reader().backend
    found = backend.complete_number(words[-1], limit) if words[-1][0].isdigit() else []
    found += backend.complete(words[:-1], words[-1], limit)
    return names_of(list(dict.fromkeys(found))[:limit])


def _reader() -> _Open:
    """The current generation, opened once per process and opened anew after a rebuild or a change."""
    global _open
    generation = generations.current()
    state = (generation.shingles / STATE).stat().st_mtime_ns
    reader = _open
    if reader is None or reader.generation != generation:
        with _lock:
            reader = _opened(generation, state)
            _open = reader
    elif reader.shingles_of != state:
        with _lock:
            reader.shingles = ShingleIndex.open(generation.shingles)
            reader.shingles_of = state
    return reader


def _opened(generation: generations.Generation, state: int) -> _Open:
    stamp = generation.stamp
    backend = backend_class()
    if (stamp.engine, stamp.schema_version) != (backend.name, SCHEMA_VERSION):
        raise IndexUnavailable(_OTHER_KIND)
    return _Open(generation, backend(generation.engine), ShingleIndex.open(generation.shingles), state)
