"""The units of a text that are compared with one another: clauses with their points, and articles without clauses.

Of an amending text the new wording that it quotes is compared, not the instruction around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from legaldocs.parsing.parsed import AmendmentRead, Reading
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import read_structure
from legaldocs.parsing.vocabulary import ProvisionKind


class Provision(Protocol):
    """A unit of a text, parsed or stored."""

    @property
    def path(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause or an article with all that stands in it. `heading` is that of its article."""

    path: str
    heading: str
    text: str
    plain_text: str  # without the labels of points, as indexes hold it


def units_of(provisions: Iterable[Provision]) -> list[Unit]:
    """The units in document order. Preamble, annexes and the heads of attachments are not compared."""
    groups: list[list[Provision]] = []
    heading = ""
    headings: list[str] = []
    for provision in provisions:
        kind = provision.kind
        if kind == ProvisionKind.ARTICLE:
            heading = provision.heading
        if kind in (ProvisionKind.ARTICLE, ProvisionKind.CLAUSE):
            groups.append([provision])
            headings.append(heading)
        elif kind == ProvisionKind.POINT and groups and provision.path.startswith(f"{groups[-1][0].path}/"):
            groups[-1].append(provision)
    return [_unit(group, heading) for group, heading in zip(groups, headings, strict=True) if _says_something(group)]


def draft_units(reading: Reading) -> list[Unit]:
    """The units of a draft: its own, and those of the new wording that it gives to other documents.

    Units of quoted wording carry the path of the instruction that quotes them, so that several may share one path.
    """
    quoting = [amendment for amendment in reading.amendments if amendment.new_text.strip()]
    own = [unit for unit in units_of(reading.provisions) if not any(_within(a.path, unit.path) for a in quoting)]
    return own + [unit for amendment in quoting for unit in _quoted_units(amendment)]


def _within(path: str, container: str) -> bool:
    return f"{path}/".startswith(f"{container}/")


def _quoted_units(amendment: AmendmentRead) -> list[Unit]:
    """The clauses of the quoted wording, or all of it where it has none."""
    provisions, _ = read_structure(source_from_text(amendment.new_text).lines)
    found = units_of(provisions)
    units = [Unit(amendment.path, unit.heading, unit.text, unit.plain_text) for unit in found]
    return units or [Unit(amendment.path, "", amendment.new_text, amendment.new_text)]


def _says_something(group: Sequence[Provision]) -> bool:
    return any(provision.text.strip() for provision in group)


def _unit(group: Sequence[Provision], heading: str) -> Unit:
    head, *points = group
    labelled = [head.text, *(f"{_with_bracket(point.label)} {point.text}" for point in points)]
    plain = [head.text, *(point.text for point in points)]
    return Unit(head.path, heading, "\n".join(filter(None, labelled)), "\n".join(filter(None, plain)))


def _with_bracket(label: str) -> str:
    return label if label.endswith((")", ".")) else f"{label})"
