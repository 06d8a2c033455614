"""Facets as people see them: names and counts, and what is asked beside when one keeps to a value or leaves it out.

Each value is a button of one form that holds the question: as addresses, fifty values would repeat a long question a hundred
times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from legaldocs.models import IssuingBody, Level, SubjectArea
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS, EFFECT_STATUS_LABELS
from search.forms import KIND_CHOICES
from search.query import Facets, Field

#: Values shown at once; the others open on demand, and beyond the last nobody reads.
SHOWN, MOST = 5, 30


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of the condition `name`; to leave it out is the condition "not_" + `name`."""

    label: str
    count: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of a facet; the first `shown` are seen, the others open on demand."""

    title: str
    values: list[FacetValue]
    shown: int = SHOWN

    @property
    def folded(self) -> int:
        return max(0, len(self.values) - self.shown)


def facet_groups(facets: Facets, asked: QueryDict) -> list[FacetGroup]:
    """A group for each facet that tells anything apart, in the order in which lawyers narrow: two queries for the names."""
    groups = [
        FacetGroup(
            title, [FacetValue(label, count, name, value) for value, label, count in _named(counts, labels)[:MOST]]
        )
        for name, title, counts, labels in listed(facets)
        if len(counts) > 1 and not asked.get(name)
    ]
    return [group for group in groups if group.values]


def listed(facets: Facets) -> Iterator[tuple[str, str, Mapping[str | int, int], Mapping[str | int, str]]]:
    """(name of the condition, title, counts, labels)"""
    bodies = facets.get(Field.BODY, {})
    known = (
        {pk: (name, level) for pk, name, level in IssuingBody.objects.values_list("pk", "name", "level")}
        if bodies
        else {}
    )
    areas = facets.get(Field.AREA, {})
    yield "status", "Hiệu lực", facets.get(Field.STATUS, {}), _texts(EFFECT_STATUS_LABELS.items())
    yield "type", "Loại văn bản", facets.get(Field.TYPE, {}), _texts(DOCUMENT_TYPE_LABELS.items())
    yield (
        "level",
        "Cấp ban hành",
        _by_level(bodies, {pk: level for pk, (_, level) in known.items()}),
        _texts(Level.choices),
    )
    yield "body", "Cơ quan ban hành", bodies, {pk: name for pk, (name, _) in known.items()}
    yield "area", "Lĩnh vực", areas, dict(SubjectArea.objects.values_list("pk", "name")) if areas else {}
    yield "year", "Năm ban hành", facets.get(Field.YEAR, {}), {year: str(year) for year in facets.get(Field.YEAR, {})}
    yield "kind", "Phần của văn bản", facets.get(Field.KIND, {}), _texts(KIND_CHOICES)


def _texts(pairs: object) -> Mapping[str | int, str]:
    return {str(code): str(label) for code, label in pairs}  # type: ignore[attr-defined]


def _by_level(bodies: Mapping[str | int, int], levels: Mapping[int, str]) -> Mapping[str | int, int]:
    counts: dict[str | int, int] = {}
    for body, count in bodies.items():
        if level := levels.get(int(body)):
            counts[level] = counts.get(level, 0) + count
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def _named(counts: Mapping[str | int, int], labels: Mapping[str | int, str]) -> list[tuple[str, str, int]]:
    return [(str(value), labels[value], count) for value, count in counts.items() if value in labels]
