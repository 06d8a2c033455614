"""Which cause is named when the index cannot be read: a fault of the machine, a damaged index, or one question alone."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from contextlib import suppress

import pytest

from search import generations, indexing
from search.backends import backend_class
from search.faults import IndexNotWritten
from search.query import EngineDown, IndexUnavailable
from search.state import index_state
from tests.search.corpus import fee_resolution, index_everything
from tests.search.mishaps import in_a_child, neighbours, total, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["tantivy", "whoosh"])
def engine_name(settings, request) -> str:
    settings.SEARCH_BACKEND = request.param
    return str(request.param)


def _fail_with(error: BaseException) -> Callable[..., object]:
    def fail(*args: object, **kwargs: object) -> object:
        raise error

    return fail


CAUSES = [
    (OSError(24, "Too many open files"), "quá nhiều tệp", EngineDown),
    (
        ValueError('IoError { io_error: Os { code: 24, kind: Uncategorized, message: "" } }'),
        "quá nhiều tệp",
        EngineDown,
    ),
    (MemoryError(), "hết bộ nhớ", EngineDown),
    (ValueError("failed to map: Cannot allocate memory (os error 12)"), "hết bộ nhớ", EngineDown),
    (OSError(28, "No space left on device"), "Hết chỗ", EngineDown),
    (PermissionError(13, "Permission denied"), "thiếu quyền", IndexUnavailable),
    (OSError(5, "Input/output error"), "kiểm tra ổ đĩa", IndexUnavailable),
]


@pytest.mark.parametrize(("error", "words", "kind"), CAUSES)
def test_a_fault_of_the_machine_is_not_called_a_damaged_index(
    monkeypatch, error: Exception, words: str, kind: type[Exception]
) -> None:
    fee_resolution()
    index_everything()
    before = generations.current()
    assert total() == 3
    with monkeypatch.context() as failing:
        failing.setattr(backend_class(), "_find", _fail_with(error))
        failing.setattr(backend_class(), "counts", _fail_with(error))
        with pytest.raises(kind, match=words) as told:
            total()
        assert "hỏng" not in str(told.value)
        assert "nguyên vẹn" in str(told.value)
        if kind is EngineDown:  # it passes, and is no reason to make the index anew
            with pytest.raises(EngineDown, match=words):
                indexing.drain()
    indexing.drain()
    assert generations.current() == before
    assert total() == 3


def test_one_question_that_the_engine_cannot_answer_is_no_damaged_index(monkeypatch) -> None:
    fee_resolution()
    index_everything()
    before = generations.current()
    with monkeypatch.context() as failing:
        failing.setattr(backend_class(), "_find", _fail_with(ValueError("too many clauses")))
        failing.setattr(backend_class(), "counts", lambda self: (1, 2))
        with pytest.raises(IndexUnavailable, match="Chưa trả lời được câu hỏi này"):
            total()
    assert generations.current().is_doubted
    indexing.drain()
    assert not generations.current().is_doubted
    assert (generations.current(), total()) == (before, 3)


def test_bits_that_turned_over_are_found_once_a_question_has_failed(monkeypatch) -> None:
    fee_resolution()
    index_everything()
    before = generations.current()
    file = max((before.folder / "shingles").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    indexing.drain()
    assert generations.current() == before, "nobody has met it yet"
    with monkeypatch.context() as failing:
        failing.setattr(backend_class(), "_find", _fail_with(ValueError("what is this?")))
        with pytest.raises(IndexUnavailable):
            total()
    indexing.drain()
    assert generations.current() != before
    assert (total(), neighbours()) == (3, 1)


def _ask_with_no_file_left() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (80, 4096))
    with suppress(OSError):
        while True:
            os.dup(0)
    try:
        total()
    except EngineDown as down:
        os._exit(10 if "quá nhiều tệp" in str(down) else 11)
    os._exit(12)


@pytest.mark.django_db(transaction=True)
def test_a_process_without_a_file_left_says_so_and_harms_nothing() -> None:
    fee_resolution()
    index_everything()
    before = generations.signed()
    assert in_a_child(_ask_with_no_file_left) == 10
    assert generations.signed() == before
    assert total() == 3


def test_what_cannot_be_read_just_now_is_not_removed_as_unfinished(monkeypatch) -> None:
    fee_resolution()
    index_everything()
    before = generations.current()
    with monkeypatch.context() as failing:
        failing.setattr(generations.Generation, "stamp", property(_fail_with(OSError(5, "Input/output error"))))
        with pytest.raises(IndexUnavailable, match="kiểm tra ổ đĩa"):
            total()
        with pytest.raises(IndexNotWritten, match="báo lỗi"):
            indexing.rebuild(progress=False)
    assert generations.signed() == [before]
    assert (total(), neighbours()) == (3, 1)


def test_while_an_earlier_generation_answers_the_state_says_so_and_the_worker_is_called(
    settings, django_capture_on_commit_callbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fee_resolution()
    index_everything()
    index_everything()
    for path in generations.current().engine.iterdir():
        path.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert total() == 3
    assert "trả lời bằng chỉ mục trước" in index_state().problem
    work_off()
    assert (index_state().problem, total()) == ("", 3)
