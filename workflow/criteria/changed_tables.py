"""What do the draft's price and fee tables say otherwise than those of the documents that it replaces, or stands beside?

Rows that stand against a table in force are findings (`workflow.table_meetings`). Here the changes against a document that the
draft ends or amends are told as news, and what is no finding yet, as something to settle: of two documents
of one body the later is applied, and the body must put its own contrary provisions right at the same time (Luật BHVBQPPL
2015 Đ12, Đ156; 2025 Đ8, Đ58).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from legaldocs.analysis.subjects import subject_of
from legaldocs.analysis.tables import Row, TableComparison, compare_tables, read_rows
from legaldocs.models import Document, Provision
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.vocabulary import BINDING_STATUSES, FindingKind
from workflow.criteria.context import (
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    source_on,
)

SOURCES = (
    LegalSource("Luật BHVBQPPL 2015 Điều 12, Điều 156", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 8, Điều 58", NEW_LAW_ON),
)
#: So many rows on the same things, and such a share of the smaller table, make two tables one matter.
FEWEST_ROWS, SMALLEST_SHARE = 2, 0.4
#: Titles so alike (0..1) are of one matter, even where no provision of the bodies meets.
ALIKE_FROM = 0.6
#: Differences spelt out in one message; the others are counted.
_MOST_NAMED = 5


def check_tables(context: DraftContext) -> Iterable[CheckResult]:
    """One result for each of the draft's provisions with tables and each document whose tables say otherwise."""
    source = source_on(SOURCES, context.on)
    own = {p.path: rows for p in context.reading.provisions if "|" in p.text and (rows := read_rows(p.text))}
    if source is None or not own:
        return
    documents = _documents(context)
    shown = {(f.path, f.target_document_id) for f in context.findings if f.kind is FindingKind.CONFLICT}
    ended = context.replaced | {d.pk for d in documents.values() if _is_amended(context, d)}
    for document_id, tables in _tables_of(documents).items():
        document = documents[document_id]
        for path, rows in own.items():
            found = _nearest(rows, tables)
            if found is not None and found.differences and (path, document_id) not in shown:
                yield _result(path, document, found, document_id in ended, source)


def _documents(context: DraftContext) -> dict[int, Document]:
    """The documents that the draft ends or amends, meets firmly, or that its body has issued on the same matter."""
    met = {f.target_document_id for f in context.findings if f.kind is not FindingKind.RELATED}
    amended = [context.document_numbered(a.target_number) for a in context.reading.amendments if a.target_number]
    wanted = met | context.replaced | {d.pk for d in amended if d is not None} | set(alike_documents(context))
    found = Document.objects.filter(pk__in=wanted).select_related("issued_by").with_effect(context.law_on)
    return {
        d.pk: d
        for d in found
        if context.may_mean(d) and (d.effect_status() in BINDING_STATUSES or d.pk in context.replaced)
    }


def alike_documents(context: DraftContext) -> Iterator[int]:
    """The body's other documents with a title on the same matter; one query for all titles."""
    own = subject_of(context.reading.header.title or "")
    if context.body is None or not own.pairs:
        return
    number = context.reading.header.number
    key = number_key(number) if number else ""
    titles = Document.objects.promulgated().in_force(on=context.law_on).filter(issued_by=context.body)
    for pk, other_key, title in titles.values_list("pk", "number_key", "title"):
        if other_key != key and own.likeness(subject_of(title)) >= ALIKE_FROM:
            yield pk


def _is_amended(context: DraftContext, document: Document) -> bool:
    keys = {number_key(a.target_number) for a in context.reading.amendments if a.target_number}
    return document.number_key in keys and context.may_mean(document)


def _tables_of(documents: Mapping[int, Document]) -> dict[int, list[list[Row]]]:
    """Document id -> the rows of each of its provisions with tables; one query."""
    versions = {d.current_version_id: pk for pk, d in documents.items() if d.current_version_id}
    found: dict[int, list[list[Row]]] = defaultdict(list)
    if not versions:
        return found
    provisions = Provision.objects.filter(version__in=versions, text__contains="|").order_by("version", "position")
    for version, text in provisions.values_list("version", "text"):
        if rows := read_rows(text):
            found[versions[version]].append(rows)
    return found


def _nearest(rows: list[Row], tables: list[list[Row]]) -> TableComparison | None:
    """The comparison with the table that shares most rows, or None where none is on the same matter."""
    best: TableComparison | None = None
    for other in tables:
        found = compare_tables(rows, other)
        enough = max(FEWEST_ROWS, SMALLEST_SHARE * min(len(rows), len(other)))
        if found.matched >= enough and (best is None or found.matched > best.matched):
            best = found
    return best


def _result(path: str, document: Document, found: TableComparison, ended: bool, source: LegalSource) -> CheckResult:
    named = [f"{d.target} ↔ {d.draft.removeprefix(_common_head(d.draft, d.target))}" for d in found.differences]
    more = len(named) - _MOST_NAMED
    parts = "; ".join(named[:_MOST_NAMED]) + (f"; còn {more} dòng khác nữa" if more > 0 else "")
    beside = f"{len(found.only_draft)} dòng mới, {len(found.only_target)} dòng không còn"
    stands = (
        "mà dự thảo thay thế, bãi bỏ hoặc sửa đổi" if ended else "đang có hiệu lực mà dự thảo không bãi bỏ, thay thế"
    )
    message = (
        f"Bảng của dự thảo có {len(found.differences)} trong {found.matched} dòng khác với bảng của {document.name} "
        f"({stands}); hiện hành ↔ dự thảo: {parts} ({beside})."
    )
    code = "TABLE_CHANGED" if ended else "TABLE_DIFFERS"
    severity = Severity.NOTE if ended else Severity.WARNING
    return CheckResult(code, path, message, document.number, source.text, severity)


def _common_head(one: str, other: str) -> str:
    """What a row is about, with its colon, where both sides name it alike: said once."""
    head, colon, _ = one.rpartition(": ")
    return head + colon if colon and other.startswith(head + colon) else ""
