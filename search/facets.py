"""Facets: how many matches there are of each type, body, year, subject area, status and kind.

All but the kind are properties of documents. So an engine says how many records of each document match (`Tally`), and the
columns of all documents, read once after each commit, turn that into counts: exact, for provisions and for documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from legaldocs.parsing.vocabulary import EffectStatus
from search.query import Facets, Field

Numbers = np.ndarray


class Tally(NamedTuple):
    """How many records match: document id -> of it, kind -> of that kind."""

    documents: Mapping[int, int]
    kinds: Mapping[str, int]


class DocumentRow(NamedTuple):
    """What facets know of a document; days as in an `IndexRecord`."""

    document_id: int
    document_type: str
    body_id: int
    subject_area_id: int
    year: int
    effective_on: int
    expired_on: int
    partly_expired_on: int
    suspended_on: int
    suspended_until: int
    partly_suspended_on: int
    partly_suspended_until: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The documents of an index by ascending id, a column for each property; types by their place in `types`."""

    types: tuple[str, ...]
    columns: Mapping[str, Numbers]

    @classmethod
    def of(cls, rows: Iterable[DocumentRow]) -> Columns:
        ordered = sorted(rows)
        types = tuple(sorted({row.document_type for row in ordered}))
        place = {name: number for number, name in enumerate(types)}
        table = np.array([row._replace(document_type=place[row.document_type]) for row in ordered], dtype=np.int64)  # type: ignore[arg-type]
        table = table.reshape(-1, len(DocumentRow._fields))
        return cls(types, {name: table[:, number].copy() for number, name in enumerate(DocumentRow._fields)})

    def places(self, document_ids: Numbers) -> tuple[Numbers, Numbers]:
        """(place of each document that is known, whether each is)"""
        known = self.columns["document_id"]
        places = np.searchsorted(known, document_ids)
        places[places == len(known)] = 0
        return places, known[places] == document_ids if len(known) else np.zeros(len(document_ids), dtype=bool)


def counted(tally: Tally, documents: Columns, on: date, *, by_document: bool) -> Facets:
    """The counts of each field, the most frequent first; values that are unknown (0) are left out."""
    ids = np.fromiter(tally.documents.keys(), dtype=np.int64, count=len(tally.documents))
    weights = np.fromiter(tally.documents.values(), dtype=np.int64, count=len(tally.documents))
    if by_document:
        weights = np.ones_like(weights)
    of_each = dict(zip(ids.tolist(), weights.tolist(), strict=True))
    places, known = documents.places(ids)
    places, weights = places[known], weights[known]
    taken = {name: column[places] for name, column in documents.columns.items()}
    found: dict[Field, Mapping[str | int, int]] = {
        field: _counts(taken[field.value], weights) for field in (Field.BODY, Field.AREA, Field.YEAR)
    }
    types = _counts(taken["document_type"] + 1, weights)
    found[Field.TYPE] = {documents.types[int(place) - 1]: count for place, count in types.items()}
    codes = _counts(_statuses(taken, on.toordinal()) + 1, weights)
    found[Field.STATUS] = {_STATUSES[int(code) - 1].value: count for code, count in codes.items()}
    found[Field.DOCUMENT] = of_each
    if not by_document:
        found[Field.KIND] = dict(sorted(tally.kinds.items(), key=lambda pair: -pair[1]))
    return found


def _counts(values: Numbers, weights: Numbers) -> dict[str | int, int]:
    each, place = np.unique(values, return_inverse=True)
    sums = np.bincount(place, weights=weights, minlength=len(each)).astype(np.int64)
    pairs = sorted(zip(each.tolist(), sums.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return {value: count for value, count in pairs if value}


_STATUSES = (
    EffectStatus.EXPIRED,
    EffectStatus.UNKNOWN,
    EffectStatus.NOT_YET,
    EffectStatus.SUSPENDED,
    EffectStatus.PARTLY_EXPIRED,
    EffectStatus.PARTLY_SUSPENDED,
    EffectStatus.IN_FORCE,
)


def _statuses(taken: Mapping[str, Numbers], day: int) -> Numbers:
    """The status of each as a place in `_STATUSES`: the same order of questions as `Document.effect_status`."""
    asked = [
        taken["expired_on"] <= day,
        taken["effective_on"] == 0,
        taken["effective_on"] > day,
        (taken["suspended_on"] <= day) & (taken["suspended_until"] > day),
        taken["partly_expired_on"] <= day,
        (taken["partly_suspended_on"] <= day) & (taken["partly_suspended_until"] > day),
    ]
    return np.select(asked, range(len(asked)), default=len(asked)).astype(np.int64)
