"""The index opened for reading, once per process, and what is said when it cannot be read.

Whatever trips an engine, a file cut off or bits turned over, comes out as IndexUnavailable with a message for people that
says which of three it is: a fault of the machine (`faults`), a damaged index, or a single question that the engine could not
answer. The trace goes to the log, and `trouble` is sent, so that the worker looks after it. Where the newest generation
cannot be opened, an earlier one answers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.dispatch import Signal

from search import generations
from search.backends import backend_class
from search.backends.base import Backend
from search.faults import cause_of, not_readable
from search.query import BadQuery, EngineDown, IndexUnavailable
from search.records import SCHEMA_VERSION
from search.shingles import STATE, ShingleIndex

logger = logging.getLogger(__name__)

_OTHER_KIND = "Chỉ mục tìm kiếm thuộc phiên bản khác. Người quản trị hãy chạy: python manage.py rebuild_index"
_DAMAGED = (
    "Chỉ mục tìm kiếm bị hỏng hoặc không đọc được; văn bản trong cơ sở dữ liệu vẫn nguyên vẹn. "
    "Người quản trị hãy chạy: python manage.py rebuild_index"
)
_UNANSWERED = (
    "Chưa trả lời được câu hỏi này, dù chỉ mục tìm kiếm vẫn mở được; văn bản trong cơ sở dữ liệu vẫn nguyên vẹn. "
    "Hãy thử bớt từ hoặc điều kiện. Nếu câu khác cũng vậy, người quản trị hãy chạy: python manage.py index_state --check"
)
#: A change may replace files while they are being opened: then they are opened once more.
_ATTEMPTS = 2
_ANYTHING = "các cơ quan có liên quan phối hợp thực hiện theo quy định của pháp luật"


#: Sent when the index that counts could not be read, or a question not be answered.
trouble = Signal()


@dataclass(frozen=True, slots=True)
class Reader:
    """What answers: an engine and the shingles beside it, both of the generation `answering`. `counting` is the generation
    that counted when they were opened, `state` when its shingles had changed last."""

    counting: generations.Generation
    state: int
    answering: generations.Generation
    backend: Backend
    shingles: ShingleIndex

    @property
    def is_behind(self) -> bool:
        """Whether an earlier generation answers in place of the one that counts."""
        return self.answering != self.counting


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
        backend, shingles = _open_parts(generation)
        backend.counts()
        shingles.neighbours(_ANYTHING, on=0)
    except (EngineDown, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the engine in Rust is no Exception
        cause = cause_of(error)
        if cause and cause.passes:
            raise not_readable(cause) from error
        return False
    return True


def _state_of(generation: generations.Generation) -> int:
    """When its shingles changed last, 0 when that cannot be told."""
    try:
        return (generation.shingles / STATE).stat().st_mtime_ns
    except OSError:
        return 0


def _opened_best(counting: generations.Generation) -> tuple[generations.Generation, Backend, ShingleIndex]:
    """The generation that counts or, where it cannot be opened, an earlier one of the same kind."""
    refusal: IndexUnavailable | None = None
    for generation in [*[counting] * _ATTEMPTS, *generations.signed()[1:]]:
        try:
            return generation, *_opened(generation)
        except EngineDown:  # once the cause is over, the one that counts answers again
            raise
        except IndexUnavailable as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def _opened(generation: generations.Generation) -> tuple[Backend, ShingleIndex]:
    """Raises IndexUnavailable when the generation is of another kind or cannot be opened."""
    with _said_in_words(generation):
        engine, shingles = _open_parts(generation)
    return cast(Backend, _Careful(engine, generation)), cast(ShingleIndex, _Careful(shingles, generation))


def _open_parts(generation: generations.Generation) -> tuple[Backend, ShingleIndex]:
    backend, stamp = backend_class(), generation.stamp
    if (stamp.engine, stamp.schema_version) != (backend.name, SCHEMA_VERSION):
        raise IndexUnavailable(_OTHER_KIND)
    return backend(generation.engine), ShingleIndex.open(generation.shingles)


class _Careful:
    """Stands for an engine: the same methods, whose failures come out as IndexUnavailable."""

    def __init__(self, engine: object, generation: generations.Generation) -> None:
        self._engine, self._generation = engine, generation

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        return _careful(found, self._generation) if callable(found) else found


def _careful(method: Callable[..., Any], generation: generations.Generation) -> Callable[..., Any]:
    @wraps(method)
    def ask(*args: Any, **kwargs: Any) -> Any:
        with _said_in_words(generation):
            return method(*args, **kwargs)

    return ask


@contextmanager
def _said_in_words(generation: generations.Generation) -> Iterator[None]:
    global _open
    try:
        yield
    except (BadQuery, KeyboardInterrupt, SystemExit):
        raise
    except IndexUnavailable:
        trouble.send(sender=Reader)
        raise
    except BaseException as error:  # a panic of the engine in Rust is no Exception
        _open = None
        explained = _explained(error, generation)
        trouble.send(sender=Reader)
        raise explained from error


def _explained(error: BaseException, generation: generations.Generation) -> IndexUnavailable:
    """What people are told of this failure."""
    cause = cause_of(error)
    if cause:
        logger.error("the search index cannot be read: %s", error)
        return not_readable(cause)
    logger.exception("the search index cannot be read")
    generation.doubt()
    try:
        whole = is_readable(generation) and not generation.is_cut
    except EngineDown as down:
        return down
    return IndexUnavailable(_UNANSWERED if whole else _DAMAGED)
