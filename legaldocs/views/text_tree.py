"""The text of a document as its page shows it: units in order, pointers as links, and what has become of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from legaldocs.models import Citation, Provision, Relation, RelationState, Stage, TextVersion
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind, RelationKind

_GROUPS = {
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
    ProvisionKind.ATTACHMENT,
    ProvisionKind.ANNEX,
}
#: The label of these stands in the running text ("1. …", "a) …"); that of the larger units on a line of its own.
_INLINE = {ProvisionKind.CLAUSE: "{}. ", ProvisionKind.POINT: "{}) "}
#: What readers put between the cells of a table's row (`parsed.Line`).
CELL = " | "
_ENDS = {RelationKind.REPEALS.value, RelationKind.REPLACES.value}


@dataclass(frozen=True, slots=True)
class TextUnit:
    """One provision, ready to be shown. `html` is escaped; `notes` are the relations that act on just this unit."""

    path: str
    kind: str
    head: str
    html: SafeString
    notes: tuple[Relation, ...]
    has_ended: bool

    @property
    def is_group(self) -> bool:
        return ProvisionKind(self.kind) in _GROUPS

    @property
    def in_contents(self) -> bool:
        """Whether the table of contents names it."""
        return self.is_group or self.kind == ProvisionKind.ARTICLE


def text_units(version: TextVersion | None, acting: Iterable[Relation], on: date) -> list[TextUnit]:
    """All units of the version in two queries; `acting` are the relations that act on the document, sources loaded."""
    if version is None:
        return []
    citations: dict[str, list[Citation]] = defaultdict(list)
    for citation in version.citations.exclude(resolved_to=None).order_by("start"):
        citations[citation.path].append(citation)
    notes: dict[str, list[Relation]] = defaultdict(list)
    for relation in acting:
        # A draft that would repeal an article has not done so; the list of relations names it, the text does not.
        has_acted = relation.source.stage == Stage.PROMULGATED and relation.state != RelationState.REJECTED
        if relation.target_path and has_acted:
            notes[relation.target_path].append(relation)
    return [_unit(p, citations[p.path], notes.get(p.path, []), on) for p in version.provisions.order_by("position")]


def preview_units(provisions: Iterable[ParsedProvision]) -> list[TextUnit]:
    """The units of a text that was read and not stored yet."""
    rows = (
        Provision(path=p.path, kind=p.kind.value, label=p.label, heading=p.heading, text=p.text) for p in provisions
    )
    return [_unit(row, [], [], date.max) for row in rows]


def _unit(provision: Provision, citations: Sequence[Citation], notes: Sequence[Relation], on: date) -> TextUnit:
    kind = ProvisionKind(provision.kind)
    inline = _INLINE.get(kind)
    label = inline.format(provision.label) if inline and provision.label else ""
    return TextUnit(
        path=provision.path,
        kind=provision.kind,
        head=provision.heading if inline else _head(provision),
        html=paragraphs(label, linked(provision.text, citations)),
        notes=tuple(notes),
        has_ended=any(n.kind in _ENDS and n.takes_effect_on and n.takes_effect_on <= on for n in notes),
    )


def _head(provision: Provision) -> str:
    """ "Điều 5. Mức hỗ trợ"; "Chương II" over its title; nothing for a preamble, which speaks for itself."""
    if provision.kind == ProvisionKind.PREAMBLE:
        return ""
    if provision.kind == ProvisionKind.ATTACHMENT:
        return provision.heading or provision.label
    joint = ". " if provision.kind == ProvisionKind.ARTICLE else "\n"
    return joint.join(part for part in (provision.label.rstrip("."), provision.heading) if part)


def linked(text: str, citations: Sequence[Citation]) -> SafeString:
    """The text, escaped, with a link where a pointer leads to a document of the corpus. Overlapping ones are left out."""
    pieces, done = [], 0
    for citation in citations:
        if citation.start < done or citation.end > len(text):
            continue
        anchor = f"#{citation.target_path}" if citation.target_path else ""
        url = reverse("document-detail", args=[citation.resolved_to_id]) + anchor
        pieces += [
            escape(text[done : citation.start]),
            format_html('<a href="{}">{}</a>', url, text[citation.start : citation.end]),
        ]
        done = citation.end
    return mark_safe("".join([*pieces, escape(text[done:])]))


def paragraphs(label: str, html: SafeString) -> SafeString:
    """One <p> a line, the label at the front of the first; neighbouring lines of cells as a table."""
    lines = [line for line in (escape(label) + html).split("\n") if line.strip()]
    pieces = []
    for is_table, rows in groupby(lines, lambda line: CELL in line):
        lines_of_kind = list(rows)
        pieces += [_table(lines_of_kind)] if is_table else [f"<p>{line}</p>" for line in lines_of_kind]
    return mark_safe("".join(pieces))


def _table(rows: Iterable[str]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split(CELL)) for row in rows)
    return f'<div class="law-table"><table>{"".join(f"<tr>{row}</tr>" for row in cells)}</table></div>'
