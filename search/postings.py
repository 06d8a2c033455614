"""Runs of syllables and the records that hold them: hashed, sorted, in memory-mapped numpy arrays.

A segment is one build: what it knows of each record (a clause with its points, or an article without clauses), and for the
runs of five and of two syllables the records in which they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from search.vietnamese import syllables

WORDING, PAIR = 5, 2
SHORTEST = 8  # syllables: anything shorter is a label, not a rule
FORMULA = 500  # a run of five found in more records is a formula ("có hiệu lực thi hành kể từ ngày") and no evidence
COMMON_PAIR = 5_000
_PART_BITS, _RECORD_BITS = 3, 24
_LOW_BITS = np.uint64(_RECORD_BITS - _PART_BITS)  # of a hash, given up so that hash and record sort as one number

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int64]
#: Of each hash looked for: is it known?, its first posting, the number of its postings.
Found = tuple[npt.NDArray[np.bool_], Ids, Ids]


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause with its points, or an article without clauses: what a draft is compared with."""

    provision_id: int
    document_id: int
    expired_on: int
    text: str
    folded: str = ""  # the syllables of `text` between blanks, where they have been worked out already


class _SyllableIds(dict[str, int]):
    """Syllable -> 64 bits that are the same on every machine and in every process."""

    def __missing__(self, syllable: str) -> int:
        self[syllable] = value = int.from_bytes(blake2b(syllable.encode(), digest_size=8).digest(), "little")
        return value


_IDS = _SyllableIds()
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64
)  # odd, so that no bit of a syllable is lost


def ids_of(words: Sequence[str]) -> Hashes:
    return np.fromiter(map(_IDS.__getitem__, words), dtype=np.uint64, count=len(words))


def runs_of(ids: Hashes, owners: Numbers, size: int) -> tuple[Hashes, Numbers]:
    """The hash of each run of `size` syllables within one owner, and that owner."""
    count = len(ids) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    hashes = np.zeros(count, np.uint64)
    for place in range(size):
        hashes += ids[place : place + count] * _FACTORS[place]
    hashes ^= hashes >> np.uint64(29)
    hashes = hashes >> _LOW_BITS << _LOW_BITS
    whole = owners[:count] == owners[size - 1 :]
    return hashes[whole], owners[:count][whole]


@dataclass(frozen=True, slots=True)
class Postings:
    """Sorted distinct hashes; the records of hash i are records[starts[i]:starts[i + 1]], none for too common ones."""

    hashes: Hashes
    starts: npt.NDArray[np.uint32]
    records: Numbers
    COLUMNS: ClassVar = {"hashes": np.uint64, "starts": np.uint32, "records": np.int32}

    def find(self, hashes: Hashes) -> Found:
        if not len(self.hashes):
            nothing = np.zeros(len(hashes), np.int64)
            return np.zeros(len(hashes), bool), nothing, nothing
        order = np.argsort(hashes)  # neighbours are looked up near one another
        places = np.empty(len(hashes), np.int64)
        places[order] = np.searchsorted(self.hashes, hashes[order])
        places = np.minimum(places, len(self.hashes) - 1)
        known = np.asarray(self.hashes[places] == hashes)
        first, end = (self.starts[at].astype(np.int64) for at in (places, places + 1))
        return known, first, np.where(known, end - first, 0)

    def gather(self, first: Ids, counts: Ids) -> tuple[Numbers, Ids]:
        """The records of several postings, and for each of them which posting it came from."""
        if len(counts) and (counts.min() < 0 or (first + counts).max() > len(self.records)):
            raise ValueError("postings beyond the end of their file")
        sources = np.repeat(np.arange(len(counts)), counts)
        places = np.arange(len(sources)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        return np.asarray(self.records)[places], sources

    def pairs(self) -> tuple[Hashes, Numbers]:
        """Back to (hash, record) pairs, in the order of the hashes."""
        return np.repeat(self.hashes, np.diff(self.starts)), np.asarray(self.records)

    @classmethod
    def load(cls, folder: Path, name: str) -> Postings:
        found = cls(*(_mapped(folder / f"{name}-{column}", kind) for column, kind in cls.COLUMNS.items()))
        if len(found.starts) != len(found.hashes) + 1 or found.starts[-1] != len(found.records):
            raise ValueError(f"half a file of {name} in {folder}")
        return found


def _mapped(path: Path, kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """The numbers in the file, read from disk only where they are looked at."""
    return np.memmap(path, kind, mode="r") if path.stat().st_size else np.empty(0, kind)


class _Runs:
    """Runs of one size on disk, in files by the first bits of their hash: each is sorted alone, and memory stays small.

    A run is one number: the hash without its first bits, then the record.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._files = [(folder / f"{name}-part-{part}").open("wb") for part in range(2**_PART_BITS)]

    def add(self, hashes: Hashes, records: Numbers | Ids) -> None:
        parts = hashes >> np.uint64(64 - _PART_BITS)
        runs = hashes << np.uint64(_PART_BITS) | records.astype(np.uint64)
        for part, file in enumerate(self._files):
            runs[parts == part].tofile(file)

    def sort(self, most: int) -> None:
        """Write the postings. A hash found in more than `most` records keeps none."""
        with ExitStack() as stack:
            opened = (stack.enter_context((self.folder / f"{self.name}-{c}").open("wb")) for c in Postings.COLUMNS)
            hashes, starts, records = opened
            np.zeros(1, np.uint32).tofile(starts)
            end = 0
            for part, file in enumerate(self._files):
                file.close()
                distinct, counts, kept = _sorted(np.fromfile(file.name, np.uint64), most)
                ends = end + np.cumsum(counts)
                end += int(counts.sum())
                (distinct | np.uint64(part << 64 - _PART_BITS)).tofile(hashes)
                ends.astype(np.uint32).tofile(starts)
                kept.tofile(records)
                Path(file.name).unlink()


def _sorted(runs: Hashes, most: int) -> tuple[Hashes, Ids, Numbers]:
    """(distinct hashes without their first bits, how many records each keeps, those records)"""
    runs.sort()
    runs = runs[changes(runs)]
    hashes = runs >> np.uint64(_RECORD_BITS)
    first = np.flatnonzero(changes(hashes))
    counts = np.diff(first, append=len(hashes))
    kept = (runs & np.uint64(2**_RECORD_BITS - 1)).astype(np.int32)[np.repeat(counts <= most, counts)]
    return hashes[first] << _LOW_BITS, np.where(counts > most, 0, counts), kept


def distinct(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The numbers in order, each once: sorting them beats numpy's own way, which keeps a table of all."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def changes(numbers: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether each number differs from the one before it."""
    changes = np.ones(len(numbers), bool)
    changes[1:] = numbers[1:] != numbers[:-1]
    return changes


class Segment:
    """Records of one build: who they are, and the postings of their runs."""

    _COLUMNS = ("provision_ids", "document_ids", "expired_on", "lengths")

    def __init__(self, columns: dict[str, Ids], wording: Postings, pairs: Postings) -> None:
        self.provision_ids, self.document_ids = columns["provision_ids"], columns["document_ids"]
        self.expired_on, self.lengths = columns["expired_on"], columns["lengths"]
        self.wording, self.pairs = wording, pairs

    def __len__(self) -> int:
        return len(self.provision_ids)

    @cached_property
    def saturation(self) -> npt.NDArray[np.float64]:
        """BM25's share of each record for its length (k1 1.2, b 0.75)."""
        mean = float(np.mean(self.lengths)) if len(self) else 1.0
        lengths = np.asarray(self.lengths, np.float64)
        return np.asarray(2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths / mean)), np.float64)

    @cached_property
    def documents(self) -> tuple[Ids, Numbers]:
        """(the documents' ids, for each record which of them it belongs to)."""
        document_ids, of_record = np.unique(self.document_ids, return_inverse=True)
        return document_ids, of_record.astype(np.int32)

    @classmethod
    def load(cls, folder: Path) -> Segment:
        columns = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in cls._COLUMNS}
        return cls(columns, Postings.load(folder, "wording"), Postings.load(folder, "pairs"))


class SegmentBuilder:
    """Takes units one by one; `build()` sorts their runs into a segment in the folder."""

    BATCH = 200_000  # syllables hashed at a time

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._columns: dict[str, list[int]] = {name: [] for name in Segment._COLUMNS}
        self._words: list[str] = []
        self._word_counts: list[int] = []
        self._done = 0
        self._runs = {WORDING: _Runs(folder, "wording"), PAIR: _Runs(folder, "pairs")}

    def keep(self, old: Segment, without: Collection[int]) -> None:
        """Take over the records of an earlier segment, except those of the documents `without`. Comes before any `add`."""
        kept = ~np.isin(old.document_ids, list(without))
        renumbered = np.cumsum(kept) - 1
        for name, values in self._columns.items():
            values += getattr(old, name)[kept].tolist()
        for size, postings in ((WORDING, old.wording), (PAIR, old.pairs)):
            hashes, records = postings.pairs()
            chosen = kept[records]
            self._runs[size].add(hashes[chosen], renumbered[records[chosen]])
        self._done = int(np.count_nonzero(kept))

    def add(self, unit: Unit) -> None:
        words = unit.folded.split() if unit.folded else syllables(unit.text)
        if len(words) < SHORTEST:
            return
        row = (unit.provision_id, unit.document_id, unit.expired_on, len(words))
        for name, value in zip(Segment._COLUMNS, row, strict=True):
            self._columns[name].append(value)
        self._words += words
        self._word_counts.append(len(words))
        if len(self._words) >= self.BATCH:
            self._hash()

    def _hash(self) -> None:
        ids = ids_of(self._words)
        end = self._done + len(self._word_counts)
        if end > 2**_RECORD_BITS:
            raise OverflowError(f"more than {2**_RECORD_BITS} clauses")
        owners = np.repeat(np.arange(self._done, end, dtype=np.int32), self._word_counts)
        for size, runs in self._runs.items():
            runs.add(*runs_of(ids, owners, size))
        self._done = end
        self._words, self._word_counts = [], []

    def build(self) -> None:
        self._hash()
        for name, values in self._columns.items():
            np.save(self.folder / f"{name}.npy", np.array(values, np.int64))
        self._runs[WORDING].sort(FORMULA)
        self._runs[PAIR].sort(COMMON_PAIR)
