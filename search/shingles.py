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
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.postings import (
    PAIR,
    SHORTEST,
    WORDING,
    Hashes,
    Ids,
    Numbers,
    Segment,
    SegmentBuilder,
    Unit,
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
        near: list[list[Candidate]] = [[] for _ in texts]
        shared: list[SharedWording] = []
        rarity = self._rarity(asked)
        for segment in filter(None, (self.base, self.delta)):
            alive = self._alive(segment, on, exclude)
            wording = _Wording.find(segment, asked, alive, rarity)
            for place in asked.places:
                near[place] += _near(segment, place, asked, wording, alive, 4 * limit)
            if documents:
                shared += wording.by_document(segment, asked, documents)
        shared.sort(key=lambda document: -document.evidence)
        return Survey([_best_first(found, limit) for found in near], shared[:documents])

    def _rarity(self, asked: _Asked) -> Weights:
        """The weight of each run of five asked for: how few of all records hold it. 0 for a formula."""
        counts = np.zeros(len(asked.hashes), np.int64)
        formula = np.zeros(len(asked.hashes), bool)
        for segment in filter(None, (self.base, self.delta)):
            known, _, found = segment.wording.find(asked.hashes)
            counts += found
            formula |= known & (found == 0)
        total = len(self.base) + (len(self.delta) if self.delta else 0)
        weights = np.log(max(total, 2) / np.maximum(counts, 1))
        return np.where(formula | (counts == 0), 0.0, np.maximum(weights, _LEAST_RARITY))

    def _alive(self, segment: Segment, on: int, exclude: Collection[int]) -> Flags:
        """Which records of the segment count."""
        alive = np.asarray(segment.expired_on) > on
        gone = [*exclude, *(self._hidden.tolist() if segment is self.base else ())]
        if gone:
            alive &= ~np.isin(segment.document_ids, gone)
        return alive


#: A run that is no formula tells something in the smallest collection.
_LEAST_RARITY = 1e-3


@dataclass(frozen=True, slots=True)
class _Asked:
    """The runs of some texts: `hashes` and `owners` (the text's place) of the distinct runs of five of each, and its pairs."""

    places: list[int]
    hashes: Hashes
    owners: Ids
    lengths: Ids  # distinct runs of five of each text
    pairs: dict[int, Hashes]

    @classmethod
    def read(cls, texts: Sequence[str]) -> _Asked:
        words = [syllables(text) for text in texts]
        places = [place for place, of_text in enumerate(words) if len(of_text) >= SHORTEST]
        runs, owners, pairs = [], [], {}
        for place in places:
            ids = ids_of(words[place])
            whole = np.zeros(len(ids), np.int32)
            runs.append(distinct(runs_of(ids, whole, WORDING)[0]))
            owners.append(np.full(len(runs[-1]), place))
            pairs[place] = distinct(runs_of(ids, whole, PAIR)[0])
        of_place = np.concatenate(owners) if owners else np.empty(0, np.int64)
        hashes = np.concatenate(runs) if runs else np.empty(0, np.uint64)
        return cls(places, hashes, of_place, np.bincount(of_place, minlength=len(texts)), pairs)


@dataclass(frozen=True, slots=True)
class _Wording:
    """The runs of five that texts and records share, by text and record: how many, and how much they weigh."""

    owners: Ids
    records: Ids
    counts: Ids
    weights: Weights
    shared: tuple[Ids, Numbers]  # of each run found: which run was asked for, and the record that holds it
    rarity: Weights

    @classmethod
    def find(cls, segment: Segment, asked: _Asked, alive: Flags, rarity: Weights) -> _Wording:
        _, first, counts = segment.wording.find(asked.hashes)
        records, sources = segment.wording.gather(first, np.where(rarity > 0, counts, 0))
        kept = alive[records]
        records, sources = records[kept], sources[kept]
        meetings, places = np.unique(asked.owners[sources] * len(segment) + records, return_inverse=True)
        return cls(
            owners=meetings // max(1, len(segment)),
            records=meetings % max(1, len(segment)),
            counts=np.bincount(places, minlength=len(meetings)),
            weights=np.bincount(places, weights=rarity[sources], minlength=len(meetings)).astype(np.float64),
            shared=(sources, records),
            rarity=rarity,
        )

    def of_text(self, place: int) -> dict[int, int]:
        """Record -> runs that it shares with the text at that place."""
        first, end = np.searchsorted(self.owners, (place, place + 1))
        return dict(zip(self.records[first:end].tolist(), self.counts[first:end].tolist(), strict=True))

    def by_document(self, segment: Segment, asked: _Asked, limit: int) -> list[SharedWording]:
        """The documents with most of the wording. A run of a text counts once, in however many records it stands."""
        sources, records = self.shared
        if not len(records):
            return []
        document_ids, of_record = segment.documents
        pairs = distinct(sources * len(document_ids) + of_record[records])
        weights = np.bincount(pairs % len(document_ids), self.rarity[pairs // len(document_ids)], len(document_ids))
        best = np.argsort(-weights, kind="stable")[:limit]
        best = best[weights[best] > 0]
        of_meeting = of_record[self.records]
        theirs = np.flatnonzero(np.isin(of_meeting, best))
        theirs = theirs[np.argsort(self.weights[theirs], kind="stable")]  # the heaviest comes last, and stays
        meeting = dict(zip(of_meeting[theirs].tolist(), theirs.tolist(), strict=True))
        return [
            SharedWording(
                int(document_ids[document]),
                float(weights[document]),
                int(self.owners[meeting[document]]),
                self._unit(segment, meeting[document], asked),
            )
            for document in best.tolist()
        ]

    def _unit(self, segment: Segment, meeting: int, asked: _Asked) -> Candidate:
        record = self.records[meeting]
        runs = int(asked.lengths[self.owners[meeting]])
        return Candidate(
            int(segment.provision_ids[record]),
            int(segment.document_ids[record]),
            int(self.counts[meeting]) / max(1, runs),
            0.0,
        )


def _near(segment: Segment, place: int, asked: _Asked, wording: _Wording, alive: Flags, limit: int) -> list[Candidate]:
    """The units of a segment that share most wording, or most rare pairs, with the text at that place."""
    shared = wording.of_text(place)
    alike = sorted(shared, key=shared.__getitem__, reverse=True)[:limit]
    ranks = _ranks(segment, asked.pairs[place]) * alive
    records = np.union1d(np.array(alike, np.int64), _highest(ranks, limit))
    runs = max(1, int(asked.lengths[place]))
    columns = (segment.provision_ids[records], segment.document_ids[records], ranks[records])
    return [
        Candidate(provision_id, document_id, shared.get(record, 0) / runs, rank)
        for record, provision_id, document_id, rank in zip(
            records.tolist(), *(column.tolist() for column in columns), strict=True
        )
    ]


def _ranks(segment: Segment, pairs: Hashes) -> Weights:
    """For each record BM25 (k1 1.2, b 0.75) over the rarest pairs of the text, as a share of what those pairs can give."""
    _, first, counts = segment.pairs.find(pairs)
    rarest = np.argsort(np.where(counts > 0, counts, np.iinfo(np.int64).max), kind="stable")[:RAREST_PAIRS]
    rarest = rarest[counts[rarest] > 0]
    if not len(rarest):
        return np.zeros(len(segment))
    weights = np.log1p(len(segment) / counts[rarest])
    records, sources = segment.pairs.gather(first[rarest], counts[rarest])
    sums = np.bincount(records, weights[sources], len(segment))
    return np.minimum(1.0, sums * segment.saturation / (2.2 * weights.sum()))


def _highest(values: Weights, limit: int) -> Ids:
    """The places of the highest values above 0, at most `limit`."""
    there = np.flatnonzero(values)
    if len(there) > limit:
        there = there[np.argpartition(-values[there], limit)[:limit]]
    return there


def _best_first(found: list[Candidate], limit: int) -> list[Candidate]:
    by_wording = sorted(found, key=lambda c: (-c.containment, -c.rank_score))[:limit]
    by_pairs = sorted(found, key=lambda c: -c.rank_score)[:limit]
    first = [c for c in by_wording if c.containment > 0]
    return list(dict.fromkeys([*first, *by_pairs]))[:limit]


def _write_state(folder: Path, state: dict[str, object]) -> None:
    fresh = folder / f"{STATE}.new"
    fresh.write_text(json.dumps(state), encoding="ascii")
    fresh.replace(folder / STATE)
