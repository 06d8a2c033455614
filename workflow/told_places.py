"""The units that a draft words anew, at the very places that its instructions name, however little of the wording is left.

"Khoản 5 Điều 12 được sửa đổi như sau: ..." meets clause 5 of article 12 of the documents that weigh most in the draft. New
wording that has nothing in common with the old finds it by its place alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q

from legaldocs.analysis.overlap import RELATED_FROM
from legaldocs.analysis.units import Unit
from legaldocs.models import Document, Provision
from legaldocs.parsing.vocabulary import ProvisionKind
from search.query import Neighbour
from workflow.criteria.context import CONTAINERS

#: So many of the heaviest documents are looked into, those that weigh at least this share of the heaviest.
_DOCUMENTS, _LIGHTEST = 3, 0.3


def told_places(
    units: Sequence[Unit], weights: Mapping[int, float], documents: Mapping[int, Document]
) -> dict[int, list[Neighbour]]:
    """Place of a unit among `units` -> the provisions that stand where its instruction says; one query."""
    told = {place: paths for place, unit in enumerate(units) if unit.quoted and (paths := _paths(unit.amends))}
    heaviest = sorted(weights, key=lambda pk: -weights[pk])[:_DOCUMENTS]
    versions = {
        version: pk
        for pk in heaviest
        if weights[pk] >= _LIGHTEST * weights[heaviest[0]] and (version := documents[pk].current_version_id) is not None
    }
    if not told or not versions:
        return {}
    found = _provisions(versions, {path for paths in told.values() for path in paths})
    return {
        place: [there for pk in versions.values() if (there := _narrowest(paths, pk, found)) is not None]
        for place, paths in told.items()
    }


def _paths(told: str) -> list[str]:
    """The units to look for, narrowest first: "dieu-12/khoan-5/diem-a" -> dieu-12/khoan-5, dieu-12. Points are compared with
    their clauses."""
    parts = _outside(told).split("/")[:2]
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)] if parts[0].startswith("dieu-") else []


def _outside(path: str) -> str:
    """The path without the attached regulation that it may stand in: instructions seldom name it."""
    return next((path.removeprefix(one) for one in CONTAINERS if one and path.startswith(one)), path)


_Place = tuple[int, str]


def _provisions(versions: Mapping[int, int], paths: Collection[str]) -> dict[_Place, Neighbour]:
    """(document id, path) -> the provision there; the first clause for an article that says nothing beside its clauses."""
    wanted = [f"{container}{path}" for path in paths for container in CONTAINERS]
    rows = Provision.objects.filter(
        Q(path__in=wanted) | Q(parent_path__in=wanted),
        version__in=versions,
        kind__in=[ProvisionKind.ARTICLE, ProvisionKind.CLAUSE],
    ).exclude(text="")
    found: dict[_Place, Neighbour] = {}
    for pk, version, path, parent in rows.order_by("version", "position").values_list(
        "pk", "version", "path", "parent_path"
    ):
        there = Neighbour(pk, versions[version], path, RELATED_FROM, 0.0)
        found.setdefault((versions[version], _outside(path)), there)
        found.setdefault((versions[version], _outside(parent)), there)
    return found


def _narrowest(paths: Sequence[str], document_id: int, found: Mapping[_Place, Neighbour]) -> Neighbour | None:
    return next((found[document_id, path] for path in paths if (document_id, path) in found), None)
