"""The provisions in force that a draft is laid beside: their documents, their texts and what has become of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db.models import Q

from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import units_of
from legaldocs.models import Document, Provision, Relation
from legaldocs.parsing.vocabulary import EffectStatus
from search.query import Neighbour

#: SQLite takes no more than a thousand conditions in one expression.
_VERSIONS_PER_QUERY = 100
#: What a finding says of a document, and what its effect follows from.
_COLUMNS = (
    "document_type",
    "number",
    "number_key",
    "title",
    "stage",
    "issued_on",
    "territory",
    "current_version",
    "issued_by__name",
    "issued_by__level",
)


class Change(NamedTuple):
    """What a later document did to one unit: `kind` is a RelationKind code."""

    kind: str
    path: str
    by_number: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The neighbours' documents and texts, loaded at once."""

    documents: dict[int, Document]
    sides: dict[int, Side]
    changed: dict[int, list[Change]]
    called: dict[int, str]

    @classmethod
    def load(
        cls, documents: Mapping[int, Document], near: Iterable[Neighbour], on: date, *, changed_in: Collection[int] = ()
    ) -> Targets:
        """The texts of these neighbours, among these documents; what changed in their documents, and in those named."""
        neighbours = list(near)
        ids = {*changed_in, *(neighbour.document_id for neighbour in neighbours)}
        found = {pk: document for pk, document in documents.items() if pk in ids}
        names = {pk: called(document) for pk, document in found.items()}
        return cls(found, _sides(neighbours, found.values()), _changes(found.values(), on), names)


def called(document: Document) -> str:
    """How a reason calls a document: "Quyết định số ... (còn hiệu lực)"."""
    return f"{document.name} ({document.effect_status().label.lower()})"


def documents_on(on: date, ids: Collection[int]) -> dict[int, Document]:
    """Document id -> the promulgated document with its effect on that day; one query."""
    documents = (
        Document.objects.promulgated().with_effect(on).filter(pk__in=ids).select_related("issued_by").only(*_COLUMNS)
    )
    return {document.pk: document for document in documents}


class _Row(NamedTuple):
    """A stored provision, as much of it as a comparison needs."""

    pk: int
    version: int
    path: str
    kind: str
    label: str
    heading: str
    text: str


def _sides(neighbours: Sequence[Neighbour], documents: Iterable[Document]) -> dict[int, Side]:
    """Provision id -> its text with its points, labelled as in the draft; a query for each hundred documents."""
    versions = {document.pk: document.current_version_id for document in documents if document.current_version_id}
    paths: dict[int, set[str]] = defaultdict(set)
    for neighbour in neighbours:
        if neighbour.document_id in versions:
            paths[versions[neighbour.document_id]].add(neighbour.path)
    sides: dict[int, Side] = {}
    for rows in _rows_by_version(paths).values():
        units = {unit.path: unit for unit in units_of(rows)}
        sides |= {row.pk: Side(units[row.path].text, units[row.path].heading) for row in rows if row.path in units}
    return sides


def _rows_by_version(paths: dict[int, set[str]]) -> dict[int, list[_Row]]:
    """For each version the provisions at these paths with their children and the articles they stand in, in order."""
    found: dict[int, list[_Row]] = defaultdict(list)
    versions = iter(paths.items())
    while batch := list(islice(versions, _VERSIONS_PER_QUERY)):
        wanted = Q(pk__in=[])
        for version, of_version in batch:
            own = of_version | {path.partition("/khoan-")[0] for path in of_version}
            wanted |= Q(version=version) & (Q(path__in=own) | Q(parent_path__in=of_version))
        rows = Provision.objects.filter(wanted).order_by("version", "position")
        for row in rows.values_list("pk", "version", "path", "kind", "label", "heading", "text"):
            found[row[1]].append(_Row(*row))
    return found


def _changes(documents: Iterable[Document], on: date) -> dict[int, list[Change]]:
    """For each partly expired document what had ended or amended units of it by that day; one query."""
    partly = [document.pk for document in documents if document.effect_status() is EffectStatus.PARTLY_EXPIRED]
    found: dict[int, list[Change]] = defaultdict(list)
    if not partly:
        return found
    relations = Relation.objects.standing().acting().filter(target__in=partly).exclude(target_path="")
    columns = ("target", "kind", "target_path", "effective_on", "source__effective_on", "source__number")
    for target, kind, path, effective_on, source_effective_on, number in relations.values_list(*columns):
        begins = effective_on or source_effective_on
        if begins is not None and begins <= on:
            found[target].append(Change(kind, path, number))
    return found
