"""What a document looks like in any index: records for search, one per article, and units for overlap, one per clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import NamedTuple

from legaldocs.models import Document, Provision, Stage, Unit
from legaldocs.parsing.vocabulary import ProvisionKind
from search import postings
from search.query import DOCUMENT_KIND, MAX_DAY, IndexRecord
from search.vietnamese import Tokens, joined, tokens

#: Raised whenever records or tokens change: an index of another version is rebuilt.
SCHEMA_VERSION = 8
LONGEST = 4_000 * 6  # characters of about 4,000 syllables; a longer article is found by its clauses
_BATCH = 200
_HEADS = {ProvisionKind.ARTICLE, ProvisionKind.PREAMBLE, ProvisionKind.ATTACHMENT, ProvisionKind.ANNEX}
_CONTAINERS = {ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION, ProvisionKind.SUBSECTION}


class Row(NamedTuple):
    """A provision as read from the database, in document order."""

    pk: int
    path: str
    kind: str
    label: str
    heading: str
    text: str

    @property
    def lines(self) -> str:
        """Its text with its heading above."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


class Group(NamedTuple):
    """A provision with those after it that are part of it."""

    rows: Sequence[Row]

    @property
    def head(self) -> Row:
        return self.rows[0]

    @property
    def text(self) -> str:
        """The text of all, the head's own label and heading left out."""
        return "\n".join(filter(None, [self.head.text, *(row.lines for row in self.rows[1:])]))


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """All that the indexes hold of one document; nothing when it has no text or is gone."""

    document_id: int
    records: tuple[IndexRecord, ...] = ()
    units: tuple[postings.Unit, ...] = ()


def read_documents(document_ids: Iterable[int] | None = None) -> Iterator[IndexedDocument]:
    """The documents with these ids, or all of them, as the indexes hold them, read in batches of constant queries."""
    ids = iter(Document.objects.order_by("pk").values_list("pk", flat=True) if document_ids is None else document_ids)
    departments = _departments()
    while batch := list(islice(ids, _BATCH)):
        documents = Document.objects.filter(pk__in=batch).order_by("pk")
        rows = _rows_by_version(document.current_version_id for document in documents)
        for document in documents:
            department = departments.get(document.drafted_by_id or 0, 0)
            yield indexed(document, rows.get(document.current_version_id or 0, ()), department)


def _rows_by_version(version_ids: Iterable[int | None]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    provisions = Provision.objects.filter(version__in=[pk for pk in version_ids if pk]).order_by("version", "position")
    for version, pk, path, kind, label, heading, text in provisions.values_list("version", *Row._fields):
        found.setdefault(version, []).append(Row(pk, path, kind, label, heading, text))
    return found


def _departments() -> dict[int, int]:
    """Unit -> the department that it is or belongs to, as `DocumentQuerySet.visible_to` understands it."""
    return {unit: parent or unit for unit, parent in Unit.objects.values_list("pk", "parent")}


def indexed(document: Document, rows: Sequence[Row], department: int = 0) -> IndexedDocument:
    """The records and units of one document."""
    base = IndexRecord(
        provision_id=0,
        document_id=document.pk,
        path="",
        kind=DOCUMENT_KIND,
        number=document.number,
        document_type=document.document_type,
        body_id=document.issued_by_id or 0,
        subject_area_id=document.subject_area_id or 0,
        year=document.year or 0,
        stage=document.stage,
        title=document.title,
        heading=document.title,
        text=document.name,
        effective_on=_day(document.effective_on, 0),
        expired_on=_day(document.expired_on),
        partly_expired_on=_day(document.partly_expired_on),
        suspended_on=_day(document.suspended_on),
        suspended_until=_day(document.suspended_until),
        partly_suspended_on=_day(document.partly_suspended_on),
        partly_suspended_until=_day(document.partly_suspended_until),
        drafted_by=department,
    )
    memory = _TokensOfRows()
    records = [base, *(_record(base, group, memory) for whole in groups(rows) for group in _split(whole))]
    units: tuple[postings.Unit, ...] = ()
    if document.stage == Stage.PROMULGATED:
        units = tuple(
            postings.Unit(group.head.pk, document.pk, base.expired_on, group.text, memory.of(group).folded)
            for group in clauses(rows)
        )
    return IndexedDocument(document.pk, tuple(records), units)


class _TokensOfRows(dict[str, Tokens]):
    """Lines of a provision -> their tokens: records and units are made of the same ones, and each is read once."""

    def __missing__(self, lines: str) -> Tokens:
        self[lines] = found = tokens(lines)
        return found

    def of(self, group: Group) -> Tokens:
        return joined([self[group.head.text], *(self[row.lines] for row in group.rows[1:])])


def _record(base: IndexRecord, group: Group, memory: _TokensOfRows) -> IndexRecord:
    head = group.head
    heading = " ".join(filter(None, [head.label, head.heading]))
    return replace(
        base,
        provision_id=head.pk,
        path=head.path,
        kind=head.kind,
        heading=heading,
        text=group.text,
        span=len(group.rows) - 1,
        tokens=memory.of(group),
    )


def groups(rows: Sequence[Row]) -> Iterator[Group]:
    """Each article, preamble, annex or attachment with what stands in it. Chapters and the like hold no rule themselves."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place].kind in _HEADS or rows[place].kind in _CONTAINERS:
            part = rows[start:place]
            if part and part[0].kind in _CONTAINERS:
                part = part[1:] if not part[0].text else part
            if part:
                yield Group(part)
            start = place


def clauses(rows: Sequence[Row]) -> Iterator[Group]:
    """Each clause with its points, and what an article says outside its clauses."""
    for group in groups(rows):
        yield from _by_clause(group)


def _split(group: Group) -> Iterator[Group]:
    """The group itself, or its clauses when it is too long for one hit to be of use."""
    if len(group.rows) > 1 and sum(len(row.text) for row in group.rows) > LONGEST:
        yield from _by_clause(group)
    else:
        yield group


def _by_clause(group: Group) -> Iterator[Group]:
    start = 0
    for place in range(1, len(group.rows) + 1):
        if place == len(group.rows) or group.rows[place].kind == ProvisionKind.CLAUSE:
            yield Group(group.rows[start:place])
            start = place


def _day(value: date | None, unknown: int = MAX_DAY) -> int:
    return value.toordinal() if value else unknown
