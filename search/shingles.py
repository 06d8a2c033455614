"""Which provisions share wording with a text: an inverted index of hashed syllable runs, in memory-mapped numpy arrays.

Runs of five syllables find copied wording: their containment is evidence (a shuffled text scores 0). Runs of two, the
rarest of a text weighted by rarity, find provisions about the same matter. A folder holds a base segment, a small delta
segment of the documents that changed since, and a state file, replaced at once, that says which of both count.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Sequence
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
RAREST_PAIRS = 40
_PART_BITS, _RECORD_BITS = 3, 24
_LOW_BITS = np.uint64(_RECORD_BITS - _PART_BITS)  # of a hash, given up so that hash and record sort as one number
STATE = "state.json"

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause with its points, or an article without clauses: what a draft is compared with."""

    provision_id: int
    document_id: int
    expired_on: int
    text: str
    folded: str = ""  # the syllables of `text` between blanks, where they have been worked out already


@dataclass(frozen=True, slots=True)
class Candidate:
    provision_id: int
    document_id: int
    containment: float
    rank_score: float


class _SyllableIds(dict[str, int]):
    """Syllable -> 64 bits that are the same on every machine and in every process."""

    def __missing__(self, syllable: str) -> int:
        self[syllable] = value = int.from_bytes(blake2b(syllable.encode(), digest_size=8).digest(), "little")
        return value


_IDS = _SyllableIds()
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64
)  # odd, so that no bit of a syllable is lost


def _ids(words: Sequence[str]) -> Hashes:
    return np.fromiter(map(_IDS.__getitem__, words), dtype=np.uint64, count=len(words))


def _runs(ids: Hashes, owners: Numbers, size: int) -> tuple[Hashes, Numbers]:
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

    def find(self, hashes: Hashes) -> tuple[npt.NDArray[np.bool_], Ids, Ids]:
        """(is it known?, first posting, number of postings) of each hash."""
        if not len(self.hashes):
            nothing = np.zeros(len(hashes), np.int64)
            return np.zeros(len(hashes), bool), nothing, nothing
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        known = np.asarray(self.hashes[places] == hashes)
        first, end = (self.starts[at].astype(np.int64) for at in (places, places + 1))
        return known, first, np.where(known, end - first, 0)

    def gather(self, first: Ids, counts: Ids) -> tuple[Numbers, Ids]:
        """The records of several postings, and for each of them which posting it came from."""
        if len(counts) and (counts.min() < 0 or (first + counts).max() > len(self.records)):
            raise ValueError("postings beyond the end of their file")
        sources = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(sources)) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.asarray(self.records[first[sources] + within]), sources

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
    runs = runs[_changes(runs)]
    hashes = runs >> np.uint64(_RECORD_BITS)
    first = np.flatnonzero(_changes(hashes))
    counts = np.diff(first, append=len(hashes))
    kept = (runs & np.uint64(2**_RECORD_BITS - 1)).astype(np.int32)[np.repeat(counts <= most, counts)]
    return hashes[first] << _LOW_BITS, np.where(counts > most, 0, counts), kept


def _changes(numbers: Hashes) -> npt.NDArray[np.bool_]:
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
    def mean_length(self) -> float:
        return float(np.mean(self.lengths)) if len(self) else 1.0

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
        ids = _ids(self._words)
        end = self._done + len(self._word_counts)
        if end > 2**_RECORD_BITS:
            raise OverflowError(f"more than {2**_RECORD_BITS} clauses")
        owners = np.repeat(np.arange(self._done, end, dtype=np.int32), self._word_counts)
        for size, runs in self._runs.items():
            runs.add(*_runs(ids, owners, size))
        self._done = end
        self._words, self._word_counts = [], []

    def build(self) -> None:
        self._hash()
        for name, values in self._columns.items():
            np.save(self.folder / f"{name}.npy", np.array(values, np.int64))
        self._runs[WORDING].sort(FORMULA)
        self._runs[PAIR].sort(COMMON_PAIR)


class ShingleIndex:
    """The two segments of a folder and what hides in the base one; opened anew when the state file changes."""

    def __init__(self, folder: Path, state: dict[str, object], base: Segment, delta: Segment | None) -> None:
        self.folder, self.base, self.delta = folder, base, delta
        self._state = state
        self._hidden = np.array(state["hidden"], np.int64)

    @classmethod
    def open(cls, folder: Path) -> ShingleIndex:
        state = json.loads((folder / STATE).read_text(encoding="ascii"))
        delta = Segment.load(folder / state["delta"]) if state["delta"] else None
        return cls(folder, state, Segment.load(folder / "base"), delta)

    @classmethod
    def create(cls, folder: Path, units: Iterable[Unit]) -> None:
        """Write a new folder with these units as its base."""
        builder = cls.base_builder(folder)
        for unit in units:
            builder.add(unit)
        cls.finish(builder)

    @staticmethod
    def base_builder(folder: Path) -> SegmentBuilder:
        """What a new folder's base is built with; call `finish` with it in the end."""
        return SegmentBuilder(folder / "base")

    @staticmethod
    def finish(builder: SegmentBuilder) -> None:
        builder.build()
        _write_state(builder.folder.parent, {"delta": "", "hidden": []})

    def replace(self, document_ids: Collection[int], units: Iterable[Unit]) -> None:
        """Put these units in place of all that the documents had. The old state counts until the new one is whole."""
        last = int(str(self._state["delta"]).rpartition("-")[2] or 0)
        name = f"delta-{last + 1}"
        shutil.rmtree(self.folder / name, ignore_errors=True)  # of a run that was killed before it took effect
        builder = SegmentBuilder(self.folder / name)
        if self.delta:
            builder.keep(self.delta, without=document_ids)
        for unit in units:
            builder.add(unit)
        builder.build()
        hidden = sorted({*self._hidden.tolist(), *document_ids})
        _write_state(self.folder, {"delta": name, "hidden": hidden})
        if self._state["delta"]:
            shutil.rmtree(self.folder / str(self._state["delta"]), ignore_errors=True)

    def neighbours(self, text: str, *, on: int, exclude: Collection[int] = (), limit: int = 50) -> list[Candidate]:
        """The nearest units in force on or after the day `on`: first by containment, then by rare pairs."""
        words = syllables(text)
        if len(words) < SHORTEST:
            return []
        found: list[Candidate] = []
        for segment in filter(None, (self.base, self.delta)):
            found += self._in_segment(segment, words, on, exclude, limit)
        by_wording = sorted(found, key=lambda c: (-c.containment, -c.rank_score))[:limit]
        by_pairs = sorted(found, key=lambda c: -c.rank_score)[:limit]
        wording_first = [c for c in by_wording if c.containment > 0]
        return (wording_first + [c for c in by_pairs if c not in wording_first])[:limit]

    def candidates(self, text: str, limit: int = 50) -> list[tuple[int, float]]:
        """(provision id, containment) of the units that share most wording with the text."""
        return [(c.provision_id, c.containment) for c in self.neighbours(text, on=0, limit=limit) if c.containment]

    def _in_segment(
        self, segment: Segment, words: list[str], on: int, exclude: Collection[int], limit: int
    ) -> list[Candidate]:
        ids = _ids(words)
        owner = np.zeros(len(ids), np.int32)
        wording = np.unique(_runs(ids, owner, WORDING)[0])
        shared = self._shared(segment, wording)
        ranked = _ranked(segment, np.unique(_runs(ids, owner, PAIR)[0]))
        records = np.union1d(_best(shared, 4 * limit), _best(ranked, 4 * limit)).astype(np.int64)
        records = records[self._alive(segment, records, on, exclude)]
        return [
            Candidate(
                int(segment.provision_ids[record]),
                int(segment.document_ids[record]),
                shared.get(record, 0.0) / len(wording),
                ranked.get(record, 0.0),
            )
            for record in records.tolist()
        ]

    def _shared(self, segment: Segment, wording: Hashes) -> dict[int, float]:
        _, first, counts = segment.wording.find(wording)
        if segment is self.delta:  # what is a formula in the corpus is one here as well
            in_base, _, base_counts = self.base.wording.find(wording)
            counts = np.where(in_base & (base_counts == 0), 0, counts)
        records, _ = segment.wording.gather(first, counts)
        return dict(zip(*(part.tolist() for part in np.unique(records, return_counts=True)), strict=True))

    def _alive(self, segment: Segment, records: Ids, on: int, exclude: Collection[int]) -> npt.NDArray[np.bool_]:
        documents = segment.document_ids[records]
        alive = segment.expired_on[records] > on
        if exclude:
            alive &= ~np.isin(documents, list(exclude))
        if segment is self.base and len(self._hidden):
            alive &= ~np.isin(documents, self._hidden)
        return alive


def _ranked(segment: Segment, pairs: Hashes) -> dict[int, float]:
    """Record -> BM25 (k1 1.2, b 0.75) over the rarest pairs of the text, as a share of what those pairs can give."""
    _, first, counts = segment.pairs.find(pairs)
    rarest = np.argsort(np.where(counts > 0, counts, np.iinfo(np.int64).max), kind="stable")[:RAREST_PAIRS]
    rarest = rarest[counts[rarest] > 0]
    if not len(rarest):
        return {}
    weights = np.log1p(len(segment) / counts[rarest])
    records, sources = segment.pairs.gather(first[rarest], counts[rarest])
    near, places = np.unique(records, return_inverse=True)
    sums = np.bincount(places, weights=weights[sources])
    saturation = 2.2 / (1 + 1.2 * (0.25 + 0.75 * segment.lengths[near] / segment.mean_length))
    scores = np.minimum(1.0, sums * saturation / (2.2 * weights.sum()))
    return dict(zip(near.tolist(), scores.tolist(), strict=True))


def _best(scores: dict[int, float], limit: int) -> list[int]:
    return sorted(scores, key=scores.__getitem__, reverse=True)[:limit]


def _write_state(folder: Path, state: dict[str, object]) -> None:
    fresh = folder / f"{STATE}.new"
    fresh.write_text(json.dumps(state), encoding="ascii")
    fresh.replace(folder / STATE)
