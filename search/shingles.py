"""Which provisions share wording with a text, and which documents with a whole draft.

Runs of five syllables find copied wording: their containment is evidence (a shuffled text scores 0). Runs of two, the
rarest of a text weighted by rarity, find provisions about the same matter. A folder holds a base segment, a small delta
segment of the documents that changed since, and a state file, replaced at once, that says which of both count.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from legaldocs.second_core import shared_out
from search.postings import (
    PAIR,
    SHORTEST,
    WORDING,
    Found,
    Hashes,
    Ids,
    Numbers,
    Segment,
    SegmentBuilder,
    Unit,
    changes,
    distinct,
    ids_of,
    runs_of,
)
from search.vietnamese import syllables

#: So many of a text's pairs, the rarest, say what it is about.
RAREST_PAIRS = 40
STATE = "state.json"

Flags = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit near to a text: the share of the text's runs of five that it holds, and its rank by rare pairs (0..1 both)."""

    provision_id: int
    document_id: int
    containment: float
    rank_score: float


@dataclass(frozen=True, slots=True)
class SharedWording:
    """How much wording of a whole draft a document holds, rare wording counting more (`evidence`, without a bound).

    `place` is the text, and `unit` the document's unit, that have most of it in common.
    """

    document_id: int
    evidence: float
    place: int
    unit: Candidate


@dataclass(frozen=True, slots=True)
class Survey:
    """What the texts of a draft meet: for each its nearest units, and the documents that hold most of the draft's wording."""

    near: list[list[Candidate]]
    documents: list[SharedWording]


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
        return self.survey([text], on=on, exclude=exclude, limit=limit).near[0]

    def candidates(self, text: str, limit: int = 50) -> list[tuple[int, float]]:
        """(provision id, containment) of the units that share most wording with the text."""
        return [(c.provision_id, c.containment) for c in self.neighbours(text, on=0, limit=limit) if c.containment]

    def survey(
        self, texts: Sequence[str], *, on: int, exclude: Collection[int] = (), limit: int = 50, documents: int = 0
    ) -> Survey:
        """The nearest units of each text, as `neighbours` orders them, and the nearest `documents` of all texts together."""
        asked = _Asked.read(texts)
        segments = [segment for segment in (self.base, self.delta) if segment is not None]
        postings = [segment.wording.find(asked.hashes) for segment in segments]
        rarity = _rarity(postings, sum(map(len, segments)))
        near: list[list[_Table]] = [[] for _ in texts]
        shared: list[SharedWording] = []
        for segment, found in zip(segments, postings, strict=True):
            wording = _Wording.find(segment, asked, found, self._alive(segment, on, exclude), rarity)
            for place, table in wording.nearest(4 * limit):
                near[place].append(table)
            if documents:
                shared += wording.by_document(documents)
        shared.sort(key=lambda document: -document.evidence)
        return Survey([_best_first(tables, limit) for tables in near], shared[:documents])

    def _alive(self, segment: Segment, on: int, exclude: Collection[int]) -> Flags:
        """Which records of the segment count."""
        alive = np.asarray(segment.expired_on) > on
        gone = [*exclude, *(self._hidden.tolist() if segment is self.base else ())]
        if gone:
            alive &= ~np.isin(segment.document_ids, gone)
        return alive


#: A run that is no formula tells something in the smallest collection.
_LEAST_RARITY = 1e-3


def _rarity(postings: Sequence[Found], records: int) -> Weights:
    """The weight of each run of five asked for: how few of all records hold it. 0 for a formula."""
    counts = np.sum([counts for _, _, counts in postings], axis=0)
    formula = np.any([known & (counts == 0) for known, _, counts in postings], axis=0)
    weights = np.log(max(records, 2) / np.maximum(counts, 1))
    return np.where(formula | (counts == 0), 0.0, np.maximum(weights, _LEAST_RARITY))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The distinct runs of some texts, text by text: those of text i are `hashes[starts[i]:starts[i + 1]]`, and its pairs
    `pairs[pair_starts[i]:pair_starts[i + 1]]`."""

    hashes: Hashes
    starts: Ids
    pairs: Hashes
    pair_starts: Ids

    @classmethod
    def read(cls, texts: Sequence[str]) -> _Asked:
        runs, pairs = [], []
        for words in map(syllables, texts):
            ids = ids_of(words if len(words) >= SHORTEST else ())
            whole = np.zeros(len(ids), np.int32)
            runs.append(distinct(runs_of(ids, whole, WORDING)[0]))
            pairs.append(distinct(runs_of(ids, whole, PAIR)[0]))
        return cls(*_one_after_another(runs), *_one_after_another(pairs))


def _one_after_another(parts: Sequence[Hashes]) -> tuple[Hashes, Ids]:
    """(all of them, where each begins, and where the last ends)"""
    whole = np.concatenate(parts) if parts else np.empty(0, np.uint64)
    return whole, np.cumsum([0, *map(len, parts)])


@dataclass(frozen=True, slots=True)
class _Meetings:
    """The records that share runs of five with one text: how many, and how much these weigh."""

    records: Ids
    counts: Ids
    weights: Weights


#: Units of a segment near to one text: provision ids, document ids, containments, ranks.
_Table = tuple[Ids, Ids, Weights, Weights]


@dataclass(frozen=True, slots=True)
class _Wording:
    """The runs of five that the texts share with the records of a segment."""

    segment: Segment
    asked: _Asked
    alive: Flags
    rarity: Weights
    sources: Ids  # of each run found: which run was asked for,
    records: Numbers  # and the record that holds it
    meetings: list[_Meetings]  # of each text

    @classmethod
    def find(cls, segment: Segment, asked: _Asked, found: Found, alive: Flags, rarity: Weights) -> _Wording:
        _, first, counts = found
        records, sources = segment.wording.gather(first, np.where(rarity > 0, counts, 0))
        kept = alive[records]
        records, sources = records[kept], sources[kept]
        ends = np.searchsorted(sources, asked.starts)
        meetings = [_meetings(records[start:end], sources[start:end], rarity) for start, end in pairwise(ends.tolist())]
        return cls(segment, asked, alive, rarity, sources, records, meetings)

    def nearest(self, limit: int) -> list[tuple[int, _Table]]:
        """For each text the units that share most wording with it, or most rare pairs."""
        segment = self.segment
        _, first, counts = segment.pairs.find(self.asked.pairs)
        lengths = np.diff(self.asked.starts)
        stretches = list(pairwise(self.asked.pair_starts.tolist()))

        def nearest_to(place: int) -> tuple[int, _Table]:
            start, end = stretches[place]
            met = self.meetings[place]
            alike = met.records[np.argsort(-met.counts, kind="stable")[:limit]]
            ranked, ranks = _ranks(segment, first[start:end], counts[start:end], self.alive)
            records = np.union1d(alike, ranked[_highest(ranks, limit)])
            shared = _looked_up(records, met.records, met.counts) / max(1, int(lengths[place]))
            rank = _looked_up(records, ranked, ranks)
            return place, (segment.provision_ids[records], segment.document_ids[records], shared, rank)

        asked = [place for place, (start, end) in enumerate(stretches) if start < end]
        return shared_out(lambda places: list(map(nearest_to, places)), asked)

    def by_document(self, limit: int) -> list[SharedWording]:
        """The documents with most of the wording. A run of a text counts once, in however many records it stands."""
        if not len(self.records):
            return []
        document_ids, of_record = self.segment.documents
        documents = of_record[self.records]
        once = changes(documents) | changes(self.sources)  # the records of a document stand side by side
        weights = np.bincount(documents[once], self.rarity[self.sources[once]], len(document_ids))
        best = np.argsort(-weights, kind="stable")[:limit]
        best = best[weights[best] > 0]
        places, met = self._all_meetings()
        theirs = np.isin(of_record, best)[met.records].nonzero()[0]
        theirs = theirs[np.argsort(met.weights[theirs], kind="stable")]  # the heaviest comes last, and stays
        heaviest = dict(zip(of_record[met.records[theirs]].tolist(), theirs.tolist(), strict=True))
        return [
            SharedWording(
                int(document_ids[document]),
                float(weights[document]),
                int(places[heaviest[document]]),
                self._unit(int(places[heaviest[document]]), met, heaviest[document]),
            )
            for document in best.tolist()
        ]

    def _all_meetings(self) -> tuple[Ids, _Meetings]:
        """(the text of each meeting, the meetings of all texts)"""
        columns = zip(*((met.records, met.counts, met.weights) for met in self.meetings), strict=True)
        places = np.repeat(np.arange(len(self.meetings)), [len(met.records) for met in self.meetings])
        return places, _Meetings(*map(np.concatenate, columns))

    def _unit(self, place: int, met: _Meetings, meeting: int) -> Candidate:
        record = met.records[meeting]
        runs = int(np.diff(self.asked.starts[place : place + 2])[0])
        return Candidate(
            int(self.segment.provision_ids[record]),
            int(self.segment.document_ids[record]),
            int(met.counts[meeting]) / max(1, runs),
            0.0,
        )


#: A record and the place of a run in one number, to be sorted together.
_RUN_BITS = 40


def _meetings(records: Numbers, sources: Ids, rarity: Weights) -> _Meetings:
    """The records, in order, with what each shares: from one row for each run that a record shares."""
    rows = np.sort(records.astype(np.int64) << _RUN_BITS | sources)
    of_row = rows >> _RUN_BITS
    first = np.flatnonzero(changes(of_row))
    weights = rarity[rows & (1 << _RUN_BITS) - 1]
    sums = np.add.reduceat(weights, first) if len(first) else np.empty(0)
    return _Meetings(of_row[first], np.diff(first, append=len(rows)), sums)


def _looked_up(records: Ids, known: Ids, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The value of each record, 0 for those that are not among the known ones, which come in order."""
    if not len(known):
        return np.zeros(len(records), values.dtype)
    places = np.minimum(np.searchsorted(known, records), len(known) - 1)
    return np.where(known[places] == records, values[places], 0)


def _ranks(segment: Segment, first: Ids, counts: Ids, alive: Flags) -> tuple[Ids, Weights]:
    """(the records that hold any of a text's rarest pairs, BM25 (k1 1.2, b 0.75) over these as a share of what they can give)

    `first` and `counts` are the postings of the text's pairs.
    """
    rarest = np.argsort(np.where(counts > 0, counts, np.iinfo(np.int64).max), kind="stable")[:RAREST_PAIRS]
    rarest = rarest[counts[rarest] > 0]
    weights = np.log1p(len(segment) / counts[rarest])
    records, sources = segment.pairs.gather(first[rarest], counts[rarest])
    kept = alive[records]
    met = _meetings(records[kept], sources[kept], weights)
    most = max(2.2 * float(weights.sum()), np.finfo(float).tiny)
    return met.records, np.minimum(1.0, met.weights * segment.saturation[met.records] / most)


def _highest(values: Weights, limit: int) -> Ids:
    """The places of the highest values, at most `limit`."""
    if len(values) <= limit:
        return np.arange(len(values))
    return np.argpartition(-values, limit)[:limit]


def _best_first(tables: Sequence[_Table], limit: int) -> list[Candidate]:
    """First by containment, then by rare pairs."""
    if not tables:
        return []
    provision_ids, document_ids, shared, ranks = map(np.concatenate, zip(*tables, strict=True))
    by_wording = np.lexsort((-ranks, -shared))[:limit]
    by_pairs = np.argsort(-ranks, kind="stable")[:limit]
    first = by_wording[shared[by_wording] > 0]
    chosen = list(dict.fromkeys([*first.tolist(), *by_pairs.tolist()]))[:limit]
    columns = (column[chosen].tolist() for column in (provision_ids, document_ids, shared, ranks))
    return [Candidate(*row) for row in zip(*columns, strict=True)]


def _write_state(folder: Path, state: dict[str, object]) -> None:
    fresh = folder / f"{STATE}.new"
    fresh.write_text(json.dumps(state), encoding="ascii")
    fresh.replace(folder / STATE)
