"""A disk that is really full, and one that really cannot be written: small file systems of our own, where we may mount them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from search import engine, generations, indexing
from search.faults import IndexNotWritten
from search.models import OutboxEntry
from search.query import IndexUnavailable, Query
from tests.search.corpus import fee_resolution, index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ON = date(2024, 6, 1)


@pytest.fixture(autouse=True, params=["tantivy", "whoosh"])
def engine_name(settings, request) -> str:
    settings.SEARCH_BACKEND = request.param
    return str(request.param)


@pytest.fixture
def small_disk(settings, tmp_path: Path) -> Iterator[Path]:
    """Four megabytes for the index."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("không được phép gắn hệ thống tệp (cần quyền root)")
    settings.INDEX_DIR = folder / "index"
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def total() -> int:
    return engine.search(Query("tham quan", ON)).total


def fill(disk: Path, *, leave: int) -> Path:
    """A file that leaves so many bytes of the disk."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - leave))
    return ballast


@pytest.mark.parametrize("room", [0, 8_192, 32_768])
def test_on_a_full_disk_the_old_index_answers_and_what_waits_is_done_once_there_is_room(
    small_disk: Path, room: int
) -> None:
    document = fee_resolution()
    index_everything()
    before = generations.current()
    ballast = fill(small_disk, leave=room)
    OutboxEntry.objects.create(document_id=document.pk)
    for work in (indexing.rebuild, indexing.drain):
        with pytest.raises(IndexNotWritten, match="Hết chỗ"):
            work(progress=False) if work is indexing.rebuild else work()
        assert generations.signed() == [before]
        assert total() == 3
        assert indexing.pending() == 1
    ballast.unlink()
    indexing.drain()
    assert (total(), indexing.pending()) == (3, 0)


def test_without_room_for_a_first_index_nothing_is_left_behind(small_disk: Path) -> None:
    fee_resolution()
    ballast = fill(small_disk, leave=16_384)
    with pytest.raises(IndexNotWritten, match="Hết chỗ"):
        indexing.rebuild(progress=False)
    assert shutil.disk_usage(small_disk).free == 16_384
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        total()
    ballast.unlink()
    indexing.drain()
    assert total() == 3


def test_on_a_disk_gone_read_only_the_open_index_answers_on_and_the_fault_is_named(small_disk: Path) -> None:
    document = fee_resolution()
    index_everything()
    assert total() == 3
    OutboxEntry.objects.create(document_id=document.pk)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    try:
        assert total() == 3
        with pytest.raises(IndexNotWritten, match="chỉ cho đọc"):
            indexing.drain()
        assert indexing.pending() == 1
    finally:
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    indexing.drain()
    assert (total(), indexing.pending()) == (3, 0)
