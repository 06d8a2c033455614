"""What the tables of a draft say otherwise than the tables in force on the same things: fee lists, price frames, norms.

Wordings are compared clause by clause; annexes are compared here, row by row and column by column. A row of another figure is a
conflict like any other: it is shown with both rows, and the figures are named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from legaldocs.analysis.common_words import COMMON_WORDS
from legaldocs.analysis.differences import Difference
from legaldocs.analysis.subjects import subject_of, subject_of_draft
from legaldocs.analysis.tables import Row, RowDifference, TableComparison, compare_tables, read_rows
from legaldocs.models import Document, Provision
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind
from search import engine
from workflow.criteria.changed_tables import ALIKE_FROM, FEWEST_ROWS, SMALLEST_SHARE, alike_documents
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.meetings import judged, may_be_met
from workflow.targets import Targets, documents_on

#: Provisions asked for per table; a table shares its rows with few.
_NEIGHBOURS = 12
#: Where the titles do not tell that both are of one matter, the rows must: so many of them, such a share of the smaller
#: table, and so many different words that are not in every law.
PROVING_ROWS, PROVING_SHARE, PROVING_WORDS = 3, 0.6, 6
#: A table of which nearly all rows are the same, on both sides, is the same table.
_SAME_TABLE = 0.8
_MOST_PER_TABLE, _MOST_NAMED = 3, 10
#: Tables that one table is compared with row by row.
_MOST_COMPARED = 20
#: SQLite takes no more than a thousand conditions in one expression.
_PLACES_PER_QUERY = 300


@dataclass(frozen=True, slots=True)
class _Table:
    """A provision with the rows of its tables."""

    document: int
    path: str
    text: str
    rows: list[Row]


def tables_met(context: DraftContext, excluded: Collection[int]) -> list[FoundOverlap]:
    """The findings of the draft's tables against tables in force, best first; documents `excluded` take no part.

    Nothing is looked up for a draft without tables.
    """
    own = [
        _Table(0, p.path, p.text, rows)
        for p in context.reading.provisions
        if "|" in p.text and (rows := read_rows(p.text))
    ]
    if not own:
        return []
    documents, stored = _candidates(own, context, excluded)
    targets = Targets.load(documents, (), context.law_on, changed_in=documents)
    likely = _Likely(stored)
    found = [finding for table in own for finding in _findings_of(table, likely.to(table), targets, context)]
    return sorted(found, key=lambda finding: -finding.score)


def _candidates(
    own: Sequence[_Table], context: DraftContext, excluded: Collection[int]
) -> tuple[dict[int, Document], list[_Table]]:
    """The documents with tables near to the draft's, or of its body on its matter, and these tables; few queries."""
    near = engine.neighbours(
        [table.text for table in own], on=context.law_on, exclude_documents=frozenset(excluded), limit=_NEIGHBOURS
    )
    alike = set(alike_documents(context)) - set(excluded)
    provisions = {neighbour.provision_id: neighbour for row in near for neighbour in row if neighbour.containment}
    ids = {neighbour.document_id for neighbour in provisions.values()} | alike
    documents = {
        pk: document
        for pk, document in documents_on(context.law_on, ids).items()
        if may_be_met(document, context.on) and context.may_mean(document) and document.current_version_id
    }
    places = [Q(version__in=[documents[pk].current_version_id for pk in alike & documents.keys()])]
    for neighbour in provisions.values():
        if neighbour.document_id in documents:
            version = documents[neighbour.document_id].current_version_id
            places.append(Q(version=version) & (Q(path=neighbour.path) | Q(path__startswith=f"{neighbour.path}/")))
    return documents, _tables_at(places)


def _tables_at(places: Sequence[Q]) -> list[_Table]:
    """The tables with values at these places, in order; a query for each few hundred places."""
    found: dict[tuple[int, int], _Table] = {}
    for first in range(0, len(places), _PLACES_PER_QUERY):
        at = reduce(or_, places[first : first + _PLACES_PER_QUERY])
        rows = Provision.objects.filter(at, text__contains="|")
        for version, position, document, path, text in rows.values_list(
            "version", "position", "version__document", "path", "text"
        ):
            if (version, position) not in found and (read := read_rows(text)):
                found[version, position] = _Table(document, path, text, read)
    return [found[place] for place in sorted(found)]


class _Likely:
    """The stored tables that may be about the same things as one of the draft's: all of a few, of many those with most rows
    of the same name. A price list has hundreds of tables, and so has the one that it replaces."""

    def __init__(self, stored: Sequence[_Table]) -> None:
        self._stored = stored
        self._with_row: dict[str, list[int]] = defaultdict(list)
        for number, table in enumerate(stored):
            for subject in {row.key[1] for row in table.rows}:
                self._with_row[subject].append(number)

    def to(self, table: _Table) -> Sequence[_Table]:
        if len(self._stored) <= _MOST_COMPARED:
            return self._stored
        shared = Counter(number for row in table.rows for number in self._with_row.get(row.key[1], ()))
        return [self._stored[number] for number, _ in shared.most_common(_MOST_COMPARED)]


def _findings_of(
    table: _Table, stored: Sequence[_Table], targets: Targets, context: DraftContext
) -> Iterator[FoundOverlap]:
    """The findings of one table: of each document the table that comes nearest, the best few in all."""
    nearest: dict[int, tuple[TableComparison, _Table]] = {}
    for other in stored:
        comparison = compare_tables(table.rows, other.rows)
        best = nearest.get(other.document)
        if comparison.matched and (best is None or comparison.matched > best[0].matched):
            nearest[other.document] = (comparison, other)
    found = [
        finding
        for comparison, other in nearest.values()
        if (finding := _finding(table, other, comparison, targets, context)) is not None
    ]
    yield from sorted(found, key=lambda finding: -finding.score)[:_MOST_PER_TABLE]


def _finding(
    table: _Table, other: _Table, comparison: TableComparison, targets: Targets, context: DraftContext
) -> FoundOverlap | None:
    document = targets.documents[other.document]
    share = comparison.matched / min(len(table.rows), len(other.rows))
    if not _is_one_matter(table, comparison, share, document, context) or context.amends(document, other.path):
        return None
    is_same = comparison.matched >= _SAME_TABLE * max(len(table.rows), len(other.rows))
    if not comparison.differences and not (is_same and comparison.matched >= PROVING_ROWS):
        return None
    kind = FindingKind.CONFLICT if comparison.differences else FindingKind.DUPLICATE
    named = comparison.differences[:_MOST_NAMED]
    found = FoundOverlap(
        path=table.path,
        kind=kind,
        score=round(0.5 + 0.4 * share, 4),
        target_document_id=document.pk,
        target_number=document.number,
        target_body=document.issued_by.name if document.issued_by else "",
        target_path=other.path,
        target_status=document.effect_status(),
        draft_quote=_quote(table, [d.line for d in named]),
        target_quote=_quote(other, [d.target_line for d in named]),
        reason=_reason(comparison, document, other),
        differences=tuple(_difference(d) for d in named),
        same_body=context.body is not None and document.issued_by_id == context.body.pk,
    )
    return judged(found, targets, context, document)


def _is_one_matter(
    table: _Table, comparison: TableComparison, share: float, document: Document, context: DraftContext
) -> bool:
    """Whether both tables are about the same things: by the titles and some rows, or by many telling rows."""
    own, other = subject_of_draft(context.reading), subject_of(document.title)
    if own.is_for_others(other):
        return False
    fewest = min(FEWEST_ROWS, len(table.rows))
    if own.likeness(other) >= ALIKE_FROM and comparison.matched >= fewest and share >= SMALLEST_SHARE:
        return True
    only = Counter(comparison.only_draft)
    matched = [row.subject for row in table.rows if not only[row.subject]]
    telling = {word for subject in matched for word in same_tone_marks(subject.lower()).split() if _tells(word)}
    return comparison.matched >= PROVING_ROWS and share >= PROVING_SHARE and len(telling) >= PROVING_WORDS


def _tells(word: str) -> bool:
    return word.isalpha() and len(word) > 1 and word not in COMMON_WORDS


def _difference(found: RowDifference) -> Difference:
    return Difference(DifferenceType.NUMBER, found.draft, found.target)


def _quote(table: _Table, starts: Sequence[int]) -> str:
    """The rows that begin there, each once, in the order of the table; all of them where none is named."""
    lines = []
    for start in sorted(set(starts)) or [row.start for row in table.rows[:_MOST_NAMED]]:
        end = table.text.find("\n", start)
        lines.append(table.text[start : end if end >= 0 else None].strip(" |"))
    return "\n".join(lines)


def _reason(comparison: TableComparison, document: Document, other: _Table) -> str:
    """One plain sentence that says which rows differ, and how."""
    place = f"{path_in_words(other.path)} {document.name} ({document.effect_status().label.lower()})"
    if not comparison.differences:
        return f"Bảng có {comparison.matched} dòng giống hệt bảng tại {place}."
    first = comparison.differences[0]
    more = len(comparison.differences) - 1
    rest = f"; còn {more} chỗ khác nữa" if more else ""
    return (
        f"Bảng có {comparison.matched} dòng cùng nội dung với bảng tại {place}: dự thảo ghi “{first.draft}”, văn bản ấy ghi "
        f"“{first.target}”{rest}."
    )
