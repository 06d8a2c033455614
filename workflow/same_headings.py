"""Short rules of a draft and the rules under the same heading in the documents nearest to the draft.

"Thời hạn giải quyết là 05 ngày làm việc." has no run of words of its own: what it is about stands in the heading above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q

from legaldocs.analysis.overlap import RELATED_FROM
from legaldocs.analysis.units import Unit
from legaldocs.models import Document, Provision
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import ProvisionKind
from search.query import Neighbour

#: So many of the heaviest documents are looked into, and so many provisions under one heading of each.
_DOCUMENTS, _MOST = 5, 6
#: A longer provision is found by its own words.
_SHORT = 25


def under_same_heading(
    units: Sequence[Unit], weights: Mapping[int, float], documents: Mapping[int, Document]
) -> dict[int, list[Neighbour]]:
    """Place of a short unit among `units` -> the provisions under its heading in the heaviest documents; two queries."""
    short = {
        place: heading
        for place, unit in enumerate(units)
        if not unit.quoted and len(unit.text.split()) <= _SHORT and (heading := _key(unit.heading))
    }
    heaviest = sorted(weights, key=lambda pk: -weights[pk])[:_DOCUMENTS]
    versions = {version: pk for pk in heaviest if (version := documents[pk].current_version_id) is not None}
    if not short or not versions:
        return {}
    found = _provisions(versions, set(short.values()))
    return {place: found[heading] for place, heading in short.items() if heading in found}


def _provisions(versions: Mapping[int, int], headings: set[str]) -> dict[str, list[Neighbour]]:
    """Heading -> the articles under it and their clauses, as many of each document as are looked at."""
    articles = Provision.objects.filter(version__in=versions, kind=ProvisionKind.ARTICLE).exclude(heading="")
    named = {
        (version, path): key
        for version, path, heading in articles.values_list("version", "path", "heading")
        if (key := _key(heading)) in headings
    }
    if not named:
        return {}
    paths = {path for _, path in named}
    kinds = [ProvisionKind.ARTICLE, ProvisionKind.CLAUSE]
    rows = Provision.objects.filter(Q(path__in=paths) | Q(parent_path__in=paths), version__in=versions, kind__in=kinds)
    by_place: dict[tuple[int, str], list[Neighbour]] = defaultdict(list)
    for pk, version, path, parent in (
        rows.exclude(text="").order_by("version", "position").values_list("pk", "version", "path", "parent_path")
    ):
        place = next((each for each in ((version, path), (version, parent)) if each in named), None)
        if place is not None and len(by_place[place]) < _MOST:
            by_place[place].append(Neighbour(pk, versions[version], path, RELATED_FROM, 0.0))
    found: dict[str, list[Neighbour]] = defaultdict(list)
    for place, there in by_place.items():
        found[named[place]] += there
    return found


def _key(heading: str) -> str:
    return " ".join(fold(heading).strip(" .:;").split())
