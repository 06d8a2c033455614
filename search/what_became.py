"""What has become of the provisions found: which documents replaced, repealed or changed them, in two queries for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from legaldocs.models import Relation, Stage
from legaldocs.parsing.vocabulary import RelationKind

#: Acts on a whole document that a reader must know before using any part of it.
_ON_THE_WHOLE = frozenset(
    {RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.STAYS, RelationKind.SUSPENDS, RelationKind.CORRECTS}
)
#: What a note says of a relation and its source.
_READ = (
    "kind",
    "target",
    "target_path",
    "effective_on",
    "until",
    "state",
    "source__number",
    "source__title",
    "source__document_type",
    "source__stage",
    "source__effective_on",
)
#: Notes shown at one place; the page of the document has them all.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Fate:
    """The relations that act on one document as a whole, and those that act on places in it, by path."""

    whole: tuple[Relation, ...] = ()
    places: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)

    def of(self, path: str) -> tuple[Relation, ...]:
        """The relations that act on this place, on what it is part of, or on a part of it; the nearest first."""
        return self.places.get(path, ())


def fates(places: Iterable[tuple[int, str]]) -> dict[int, Fate]:
    """Document id -> what has become of it and of these places, (document id, path) each. Two queries: many acts have
    changed the great laws, and only what is shown is read. Drafts act on nothing yet, and rejected readings do not count."""
    paths: dict[int, set[str]] = {}
    for pk, path in places:
        paths.setdefault(pk, set()).add(path)
    acting = _acting(paths)
    found = {pk: (_on_the_whole(rows), {path: _near(path, rows) for path in paths[pk]}) for pk, rows in acting.items()}
    shown = {row for whole, parts in found.values() for row in chain(whole, *parts.values())}
    read = Relation.objects.select_related("source").only(*_READ).in_bulk(shown)

    def relations(rows: Iterable[int]) -> tuple[Relation, ...]:
        return tuple(read[row] for row in rows if row in read)

    return {
        pk: Fate(relations(whole), {path: relations(rows) for path, rows in parts.items()})
        for pk, (whole, parts) in found.items()
    }


class _Row(NamedTuple):
    relation: int
    path: str
    kind: str


def _acting(document_ids: Iterable[int]) -> dict[int, list[_Row]]:
    # The stage is judged here: as a condition, it makes SQLite go through all documents of that stage.
    relations = Relation.objects.acting().standing().filter(target__in=list(document_ids))
    read = relations.order_by("kind", "pk").values_list("target", "source__stage", "pk", "target_path", "kind")
    rows: dict[int, list[_Row]] = {}
    for target, stage, *row in read:
        if stage == Stage.PROMULGATED:
            rows.setdefault(target, []).append(_Row(*row))
    return rows


def _on_the_whole(rows: Iterable[_Row]) -> list[int]:
    return [row.relation for row in rows if not row.path and row.kind in _ON_THE_WHOLE][:_MOST]


def _near(path: str, rows: Iterable[_Row]) -> list[int]:
    near = [row for row in rows if row.path and (_is_within(path, row.path) or _is_within(row.path, path))]
    return [row.relation for row in sorted(near, key=lambda row: len(row.path), reverse=True)][:_MOST]


def _is_within(path: str, outer: str) -> bool:
    return path == outer or path.startswith(f"{outer}/")
