"""Where the index lies: one folder a generation, a pointer to the one that counts, a lock for the one that writes.

A rebuild fills a new folder and then replaces the pointer at once, so that a reader sees the old generation or the new one
and never half of either; a process that is killed leaves a folder that nothing points to.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from search.query import IndexUnavailable

POINTER, LOCK, STAMP = "CURRENT", "lock", "stamp.json"
_MISSING = "Chưa có chỉ mục tìm kiếm. Người quản trị hãy chạy: python manage.py rebuild_index"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a generation was built as."""

    engine: str
    schema_version: int
    documents: int
    provisions: int


@dataclass(frozen=True, slots=True)
class Generation:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def engine(self) -> Path:
        return self.folder / "engine"

    @property
    def shingles(self) -> Path:
        return self.folder / "shingles"

    @property
    def stamp(self) -> Stamp:
        return Stamp(**json.loads((self.folder / STAMP).read_text(encoding="ascii")))

    def make_current(self, stamp: Stamp) -> None:
        """Sign this generation and point to it; every question from now on is answered by it."""
        (self.folder / STAMP).write_text(json.dumps(asdict(stamp)), encoding="ascii")
        fresh = _root() / f"{POINTER}.new"
        fresh.write_text(self.name, encoding="ascii")
        fresh.replace(_root() / POINTER)


def _root() -> Path:
    return Path(settings.INDEX_DIR)


def current() -> Generation:
    """The generation that counts. Raises IndexUnavailable when there is none yet."""
    try:
        name = (_root() / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise IndexUnavailable(_MISSING) from None
    generation = Generation(_root() / name)
    if not (generation.folder / STAMP).exists():
        raise IndexUnavailable(_MISSING)
    return generation


def new(engine: str, schema_version: int) -> Generation:
    """An empty generation with the next number."""
    numbers = [int(folder.name.rpartition("-")[2]) for folder in _folders()]
    folder = _root() / f"{engine}-{schema_version}-{max(numbers, default=0) + 1}"
    folder.mkdir(parents=True)
    return Generation(folder)


def remove_others() -> None:
    """Remove what nothing points to: earlier generations, and what a killed rebuild left. Call it under the lock."""
    try:
        kept = current().folder
    except IndexUnavailable:
        kept = None
    for folder in _folders():
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def _folders() -> list[Path]:
    return [path for path in _root().glob("*-*-*") if path.is_dir() and path.name.rpartition("-")[2].isdigit()]


@contextmanager
def writing(*, wait: bool = False) -> Iterator[bool]:
    """Whether this process may write the index now: one at a time on this machine; the lock dies with its process."""
    _root().mkdir(parents=True, exist_ok=True)
    with (_root() / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
