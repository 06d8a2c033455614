"""What has become of the provisions found: which documents replaced, repealed or changed them, in one query for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from legaldocs.models import Relation
from legaldocs.parsing.vocabulary import RelationKind

#: Acts on a whole document that a reader must know before using any part of it.
_ON_THE_WHOLE = frozenset(
    {RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.STAYS, RelationKind.SUSPENDS, RelationKind.CORRECTS}
)
#: What a note says of a relation and its source; a law that many acts have changed has hundreds.
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
    """The relations that act on one document as a whole, and those that act on its parts, by path."""

    whole: tuple[Relation, ...] = ()
    parts: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)

    def of(self, path: str) -> list[Relation]:
        """The relations that act on this place, on what it is part of, or on a part of it; the nearest first."""
        near = [other for other in self.parts if _is_within(path, other) or _is_within(other, path)]
        return [relation for other in sorted(near, key=len, reverse=True) for relation in self.parts[other]][:_MOST]


def fates(document_ids: Iterable[int]) -> dict[int, Fate]:
    """Document id -> what has become of it. Drafts act on nothing yet, and rejected readings do not count."""
    acting = Relation.objects.acting().standing().of_promulgated().filter(target__in=list(document_ids))
    whole: dict[int, list[Relation]] = {}
    parts: dict[int, dict[str, tuple[Relation, ...]]] = {}
    for relation in acting.select_related("source").only(*_READ).order_by("kind", "pk"):
        assert relation.target_id is not None  # it was asked for
        if relation.target_path:
            of_document = parts.setdefault(relation.target_id, {})
            of_document[relation.target_path] = (*of_document.get(relation.target_path, ()), relation)
        elif relation.kind in _ON_THE_WHOLE:
            whole.setdefault(relation.target_id, []).append(relation)
    return {pk: Fate(tuple(whole.get(pk, ())[:_MOST]), parts.get(pk, {})) for pk in {*whole, *parts}}


def _is_within(path: str, outer: str) -> bool:
    return path == outer or path.startswith(f"{outer}/")
