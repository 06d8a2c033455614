"""The index opened for reading, once per process, and what is said when it cannot be read.

Whatever trips an engine, a file cut off or bits turned over, comes out as IndexUnavailable with a message for people; the
trace goes to the log. Where the newest generation cannot be opened, an earlier one answers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from search import generations
from search.backends import backend_class
from search.backends.base import Backend
from search.query import BadQuery, EngineDown, IndexUnavailable
from search.records import SCHEMA_VERSION
from search.shingles import STATE, ShingleIndex

logger = logging.getLogger(__name__)

_OTHER_KIND = "Chỉ mục tìm kiếm thuộc phiên bản khác. Người quản trị hãy chạy: python manage.py rebuild_index"
_DAMAGED = (
    "Chỉ mục tìm kiếm bị hỏng hoặc không đọc được; văn bản trong cơ sở dữ liệu vẫn nguyên vẹn. "
    "Người quản trị hãy chạy: python manage.py rebuild_index"
)
#: A change may replace files while they are being opened: then they are opened once more.
_ATTEMPTS = 2
_ANYTHING = "các cơ quan có liên quan phối hợp thực hiện theo quy định của pháp luật"


@dataclass(frozen=True, slots=True)
class Reader:
    """What answers: an engine and the shingles beside it. `counting` is the generation that counted when they were opened,
    `state` when its shingles had changed last."""

    counting: generations.Generation
    state: int
    backend: Backend
    shingles: ShingleIndex


_lock = threading.Lock()
_open: Reader | None = None


def reader() -> Reader:
    """The current generation, opened once per process and opened anew after a rebuild or a change.

    Raises IndexUnavailable, saying what is the matter and who can mend it.
    """
    global _open
    counting = generations.current()
    state = _state_of(counting)
    present = _open
    if present is None or (present.counting, present.state) != (counting, state):
        with _lock:
            _open = present = Reader(counting, state, *_opened_best(counting))
    return present


def is_readable(generation: generations.Generation) -> bool:
    """Whether this generation is of our kind, opens, and answers a simple question. Raises EngineDown when nobody can tell."""
    try:
        backend, shingles = _opened(generation)
        backend.counts()
        shingles.neighbours(_ANYTHING, on=0)
    except EngineDown:
        raise
    except IndexUnavailable:
        return False
    return True


def _state_of(generation: generations.Generation) -> int:
    """When its shingles changed last, 0 when that cannot be told."""
    try:
        return (generation.shingles / STATE).stat().st_mtime_ns
    except OSError:
        return 0


def _opened_best(counting: generations.Generation) -> tuple[Backend, ShingleIndex]:
    """The generation that counts or, where it cannot be opened, an earlier one of the same kind."""
    refusal: IndexUnavailable | None = None
    for generation in [*[counting] * _ATTEMPTS, *generations.signed()[1:]]:
        try:
            return _opened(generation)
        except IndexUnavailable as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def _opened(generation: generations.Generation) -> tuple[Backend, ShingleIndex]:
    """Raises IndexUnavailable when the generation is of another kind or cannot be opened."""
    backend = backend_class()
    with _said_in_words():
        stamp = generation.stamp
        if (stamp.engine, stamp.schema_version) != (backend.name, SCHEMA_VERSION):
            raise IndexUnavailable(_OTHER_KIND)
        engine, shingles = backend(generation.engine), ShingleIndex.open(generation.shingles)
    return cast(Backend, _Careful(engine)), cast(ShingleIndex, _Careful(shingles))


class _Careful:
    """Stands for an engine: the same methods, whose failures come out as IndexUnavailable."""

    def __init__(self, engine: object) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        return _careful(found) if callable(found) else found


def _careful(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def ask(*args: Any, **kwargs: Any) -> Any:
        with _said_in_words():
            return method(*args, **kwargs)

    return ask


@contextmanager
def _said_in_words() -> Iterator[None]:
    global _open
    try:
        yield
    except (IndexUnavailable, BadQuery, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the engine in Rust is no Exception
        _open = None
        logger.exception("the search index cannot be read")
        raise IndexUnavailable(_DAMAGED) from error
