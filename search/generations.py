"""Where the index lies: one folder a generation, a pointer to the one that counts, a lock for the one that writes.

A rebuild fills a new folder, signs it, and then replaces the pointer at once, so that a reader sees the old generation or
the new one and never half of either; a process that is killed leaves a folder that is not signed. The newest signed one
answers where the pointer is lost.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from search.faults import cause_of, not_readable
from search.query import IndexUnavailable

POINTER, LOCK, STAMP, SEAL, MARK = "CURRENT", "lock", "stamp.json", "seal.json", "mark.json"
#: Left by a reader that met what nothing explains: the next writer compares the files with their checksums.
DOUBT = "doubt.json"
_MISSING = "Chưa có chỉ mục tìm kiếm. Người quản trị hãy chạy: python manage.py rebuild_index"
_NO_ACCESS = "Không đọc được thư mục chỉ mục {}. Người quản trị hãy xem lại quyền đọc thư mục và ổ đĩa."
_NAME = re.compile(r"[a-z]+-\d+-\d+")
_REPLACED = {".json", ".new", ".lock"}
_CHUNK = 1 << 20


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
    def number(self) -> int:
        return int(self.name.rpartition("-")[2])

    @property
    def engine(self) -> Path:
        return self.folder / "engine"

    @property
    def shingles(self) -> Path:
        return self.folder / "shingles"

    @property
    def stamp(self) -> Stamp:
        """Raises OSError, ValueError or TypeError when the generation was never signed, or its stamp is damaged."""
        return Stamp(**json.loads((self.folder / STAMP).read_text(encoding="ascii")))

    @property
    def is_signed(self) -> bool:
        """Raises OSError when the machine does not let us tell: what cannot be read just now is no unfinished rebuild."""
        try:
            return bool(self.stamp)
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
            return False

    def make_current(self, stamp: Stamp) -> None:
        """Sign this generation and point to it; every question from now on is answered by it."""
        self.seal()
        _replace(self.folder / STAMP, json.dumps(asdict(stamp)))
        _replace(_root() / POINTER, self.name)

    def seal(self) -> None:
        """Have every file that is written once on the disk itself, and keep its checksum; those known are not read again."""
        known = self._read(SEAL)
        found = {name: known.get(name) or _settled(self.folder / name) for name in self._written_once()}
        _replace(self.folder / SEAL, json.dumps(found))
        (self.folder / DOUBT).unlink(missing_ok=True)

    def damaged(self) -> list[str]:
        """The files that are no longer as they were written. Reads all of them; call it under the lock."""
        known = self._read(SEAL)
        return [name for name in self._written_once() if name in known and _is_other(self.folder / name, known[name])]

    @property
    def is_cut(self) -> bool:
        """Whether a file is shorter or longer than it was written: told without reading any."""
        known = self._read(SEAL)
        try:
            sizes = {name: (self.folder / name).stat().st_size for name in self._written_once() if name in known}
        except OSError:
            return False
        return any(known[name][0] != size for name, size in sizes.items())

    def doubt(self) -> None:
        """Have the next writer compare the files with their checksums: once, until the index changes."""
        with suppress(OSError), (self.folder / DOUBT).open("x", encoding="ascii") as note:
            json.dump({"settled": False}, note)

    @property
    def is_doubted(self) -> bool:
        return self._read(DOUBT).get("settled") is False

    def trust(self) -> None:
        """Every file is as it was written."""
        _replace(self.folder / DOUBT, json.dumps({"settled": True}))

    @property
    def mark(self) -> dict[str, Any]:
        """How far the database had come when this generation was last brought up to date; empty when nobody knows."""
        return self._read(MARK)

    def keep_mark(self, mark: dict[str, Any]) -> None:
        _replace(self.folder / MARK, json.dumps(mark))

    def _read(self, name: str) -> dict[str, Any]:
        try:
            return dict(json.loads((self.folder / name).read_text(encoding="ascii")))
        except (OSError, ValueError, TypeError):
            return {}

    def _written_once(self) -> list[str]:
        """Engines and shingles give each file of data a name of its own; what they replace in place is JSON, or empty."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path.suffix not in _REPLACED)
        return sorted(path.relative_to(self.folder).as_posix() for path in files)


def _root() -> Path:
    return Path(settings.INDEX_DIR)


def _replace(path: Path, text: str) -> None:
    """Write the file so that it holds the old text or the new one, whatever happens meanwhile, a power cut included."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _settled(path: Path) -> list[int]:
    """The checksum of a file that a power cut takes away no more."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return _sum(path)


def _sum(path: Path) -> list[int]:
    """Size and CRC-32 of the file."""
    size = checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size, checksum = size + len(chunk), zlib.crc32(chunk, checksum)
    return [size, checksum]


def _is_other(path: Path, known: list[int]) -> bool:
    """Whether the file holds something else by now; one that a writer has removed meanwhile does not."""
    try:
        return _sum(path) != known
    except FileNotFoundError:
        return False


def current() -> Generation:
    """The generation that counts. Raises IndexUnavailable when there is none yet."""
    try:
        pointed = _pointed()
        if pointed is not None and pointed.is_signed:
            return pointed
    except OSError as error:
        raise _out_of_reach(error) from error
    return signed()[0]


def signed() -> list[Generation]:
    """The generations that were built to their end, the one that counts first, then the newest.

    Raises IndexUnavailable when there is none.
    """
    try:
        found = [one for one in _folders() if one.is_signed]
        pointed = _pointed()
    except OSError as error:
        raise _out_of_reach(error) from error
    if not found:
        raise IndexUnavailable(_MISSING)
    return sorted(found, key=lambda one: one != pointed)


def _pointed() -> Generation | None:
    """The generation that the pointer names, None where the pointer is missing or makes no sense."""
    try:
        name = (_root() / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    return Generation(_root() / name) if _NAME.fullmatch(name) else None


def _out_of_reach(error: OSError) -> IndexUnavailable:
    cause = cause_of(error)
    return not_readable(cause) if cause else IndexUnavailable(_NO_ACCESS.format(_root()))


def new(engine: str, schema_version: int) -> Generation:
    """An empty generation with the next number."""
    folder = _root() / f"{engine}-{schema_version}-{max((one.number for one in _folders()), default=0) + 1}"
    folder.mkdir(parents=True)
    return Generation(folder)


def remove_others(kept: Generation) -> None:
    """Remove earlier generations, and what a killed rebuild left. Call it under the lock."""
    for other in _folders():
        if other != kept:
            remove(other)


def remove_unfinished() -> None:
    """Remove what killed rebuilds left; earlier generations stay, to answer until a new one is whole. Raises OSError."""
    for one in _folders():
        if not one.is_signed:
            remove(one)


def remove(generation: Generation) -> None:
    """Remove a generation that nobody is to read any more; what cannot be removed stays, and does no harm."""
    shutil.rmtree(generation.folder, ignore_errors=True)


def _folders() -> list[Generation]:
    """Every generation, finished or not, the newest first."""
    if not _root().is_dir():
        return []
    found = [Generation(path) for path in _root().iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    return sorted(found, key=lambda one: one.number, reverse=True)


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
