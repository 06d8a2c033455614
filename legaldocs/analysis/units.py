"""The units of a text that are compared with one another: clauses with their points, and articles without clauses.

Of an amending text the new wording that it quotes is compared, not the instruction around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from legaldocs.analysis.pointers import find_pointers
from legaldocs.analysis.quotes import MASK, mask_quotes, quoted_spans
from legaldocs.parsing.parsed import ParsedProvision, Reading
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
    """A clause or an article with all that stands in it. `heading` is that of its article.

    `quoted` says that it is new wording for another document; `amends` is the unit there that it words anew, as far as
    the instruction and the wording itself tell ("khoan-3" where no article is named, "" where nothing is).
    """

    path: str
    heading: str
    text: str
    plain_text: str  # without the labels of points, as indexes hold it
    quoted: bool = False
    amends: str = ""


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


#: A quotation of so many words is wording of law; a shorter one is a term or a phrase.
_FEWEST_QUOTED = 12
#: An instruction is short: what is left of a provision beside its quotations is compared only when it says more.
_FEWEST_BESIDE = 25
_CLAUSE = re.compile(r"\s*(\d{1,3}[a-zđ]?\d?)\.\s")
_NEXT_CLAUSE = re.compile(r"\n(?=[ \t]*\d{1,3}[a-zđ]?\d?\.\s)")
_TOLD_OF_IT = re.compile(r"\s(?:đã )?được (?:sửa đổi|bổ sung|thay thế)")
#: Characters before a quotation in which its instruction is looked for.
_INSTRUCTION = 300


def draft_units(reading: Reading) -> list[Unit]:
    """The units of a draft: its own, and those of the new wording that it gives to other documents.

    Units of quoted wording carry the path of the provision that quotes them, so that several may share one path. Wording is
    looked for in the preamble too: an amending text whose article has lost its head leaves it there.
    """
    named = {(a.path, a.new_text.strip()): a.target_path for a in reading.amendments if a.new_text.strip()}
    kept: list[Provision] = []
    quoted: list[Unit] = []
    for provision in reading.provisions:
        spans = [span for span in quoted_spans(provision.text) if _is_wording(provision.text[slice(*span)])]
        for start, end in spans:
            wording = provision.text[start:end].strip()
            amends = named.get((provision.path, wording)) or _unit_named(
                provision.text[max(0, start - _INSTRUCTION) : start]
            )
            quoted += _quoted_units(provision.path, wording, amends)
        kept.append(_without(provision, spans) if spans else provision)
    return units_of(kept) + quoted


def _is_wording(quotation: str) -> bool:
    return len(quotation.split()) >= _FEWEST_QUOTED


def _without(provision: ParsedProvision, spans: Sequence[tuple[int, int]]) -> ParsedProvision:
    """The provision without its quotations; without any text where only their introduction would be left."""
    beside = mask_quotes(provision.text, list(spans)).replace(MASK, "")
    return replace(provision, text=beside if len(beside.split()) >= _FEWEST_BESIDE else "")


def _unit_named(instruction: str) -> str:
    """The unit that the line before a quotation names: "Sửa đổi khoản 2 Điều 5 như sau:" -> dieu-5/khoan-2.

    What the line goes on to tell of that unit ("được sửa đổi, bổ sung tại khoản 1 Điều 1 Nghị định số ...") is not meant.
    """
    line = instruction.rstrip('“" \n').rpartition("\n")[2]
    pointers = [pointer for chain in find_pointers(_TOLD_OF_IT.split(line)[0]) for pointer in chain.pointers]
    return pointers[-1].path if pointers and not pointers[-1].is_within_this else ""


def _quoted_units(path: str, wording: str, amends: str) -> list[Unit]:
    """The clauses of the quoted wording, or all of it where it has none."""
    if _CLAUSE.match(wording):
        article = next((part for part in amends.split("/") if part.startswith("dieu-")), "")
        return [_quoted_clause(path, clause, article) for clause in _NEXT_CLAUSE.split(wording)]
    provisions, _ = read_structure(source_from_text(wording).lines)
    units = [replace(unit, path=path, quoted=True, amends=unit.path) for unit in units_of(provisions)]
    return units or [Unit(path, "", wording, wording, quoted=True, amends=amends)]


def _quoted_clause(path: str, clause: str, article: str) -> Unit:
    """A clause quoted without its article: "3. ..." as new wording of clause 3 of the article that the instruction names."""
    label = _CLAUSE.match(clause)
    place = f"khoan-{label[1]}" if label else ""
    text = clause[label.end() :].strip() if label else clause.strip()
    return Unit(path, "", text, text, quoted=True, amends="/".join(filter(None, [article, place])))


def _says_something(group: Sequence[Provision]) -> bool:
    return any(provision.text.strip() for provision in group)


def _unit(group: Sequence[Provision], heading: str) -> Unit:
    head, *points = group
    labelled = [head.text, *(f"{_with_bracket(point.label)} {point.text}" for point in points)]
    plain = [head.text, *(point.text for point in points)]
    return Unit(head.path, heading, "\n".join(filter(None, labelled)), "\n".join(filter(None, plain)))


def _with_bracket(label: str) -> str:
    return label if label.endswith((")", ".")) else f"{label})"
