"""Parsed text to rows, in one transaction: all of a document or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from legaldocs import effects
from legaldocs.importers.names import body_named, department_named, is_named
from legaldocs.importers.references import NumberBook, link_incoming
from legaldocs.importers.rereading import keep_repairs, reading_with_repairs
from legaldocs.importers.rows import READER_VERSION, BadRow, ImportRow, RowRelation
from legaldocs.models import (
    Citation,
    Document,
    DocumentFile,
    LegalBasis,
    Level,
    Provision,
    Relation,
    RelationOrigin,
    RelationState,
    Stage,
    SubjectArea,
    TextVersion,
    User,
)
from legaldocs.parsing.numbers import normalize_number, number_key, split_number
from legaldocs.parsing.parsed import CitationRead, LegalBasisRead, Reading, SourceText
from legaldocs.parsing.vocabulary import AmendmentAction, DocumentType, RelationKind
from legaldocs.signals import text_changed


def store_version(
    document: Document,
    reading: Reading,
    source: SourceText,
    *,
    file: DocumentFile | None = None,
    user: User | None = None,
    tracked: str = "",
    extra_relations: Iterable[RowRelation] = (),
) -> TextVersion:
    """A new version of the document's text, which becomes the current one, with all that was read from it."""
    last = document.versions.order_by("-ordinal").first()
    version = TextVersion.objects.create(
        document=document,
        ordinal=(last.ordinal if last else 0) + 1,
        file=file,
        text=source.text,
        tracked_changes=tracked,
        warnings=[asdict(warning) for warning in reading.warnings],
        reader_version=READER_VERSION,
        created_by=user,
    )
    Provision.objects.bulk_create(
        Provision(
            version=version,
            position=position,
            path=provision.path,
            parent_path=provision.parent,
            kind=provision.kind.value,
            label=provision.label[:100],
            heading=provision.heading,
            text=provision.text,
        )
        for position, provision in enumerate(reading.provisions)
    )
    _store_references(version, document, reading, list(extra_relations))
    document.current_version = version
    document.stated_end_on = _stated_end(document, reading.effect.ends_on)
    # Who and why, for the history; a caller that has more to say has said it on the document already.
    document._history_user = getattr(document, "_history_user", None) or user  # type: ignore[attr-defined]
    document._change_reason = getattr(document, "_change_reason", None) or f"Bản văn {version.ordinal}"  # type: ignore[attr-defined]
    document.save(update_fields=["current_version", "stated_end_on"])
    text_changed.send(sender=Document, document_ids=[document.pk])
    return version


def _stated_end(document: Document, last_day: date | None) -> date | None:
    """The first day without effect by the text's own words: "đến hết ngày 31/12/2026" still holds on that day.

    A draft is what its newest text says. Of a promulgated document a person may know an end that we cannot read.
    """
    if last_day is None:
        return document.stated_end_on if document.stage == Stage.PROMULGATED else None
    return last_day + timedelta(days=1) if last_day < date.max else last_day


def _store_references(
    version: TextVersion, document: Document, reading: Reading, extra_relations: list[RowRelation]
) -> None:
    relations = [*_relations_read(reading), *extra_relations]
    keys = {_key(basis) for basis in reading.legal_bases} | {_key(citation) for citation in reading.citations}
    book = NumberBook(keys | {number_key(relation.number) for relation in relations})
    LegalBasis.objects.bulk_create(
        LegalBasis(
            version=version,
            position=position,
            text=basis.text,
            number=(basis.number or "")[:60],
            number_key=(key := _key(basis)),
            document_type=basis.document_type or "",
            title=basis.title or "",
            issued_on=basis.issued_on,
            resolved_to=book.meant_by(key, document),
        )
        for position, basis in enumerate(reading.legal_bases)
    )
    Citation.objects.bulk_create(
        Citation(
            version=version,
            path=citation.path,
            start=citation.start,
            end=citation.end,
            text=citation.text,
            number=(citation.number or "")[:60],
            number_key=(key := _key(citation)),
            document_type=citation.document_type or "",
            title=citation.title or "",
            target_path=citation.target_path[:200],
            internal=citation.internal,
            resolved_to=book.meant_by(key, document),
        )
        for citation in reading.citations
    )
    _store_relations(document, relations, book)


def _key(named: LegalBasisRead | CitationRead) -> str:
    """The key of the number that the text means: "Luật Đất đai năm 2024" is kept without a number and found by that law's."""
    number = named.number or named.resolved_number
    return number_key(number)[:60] if number else ""


def _relations_read(reading: Reading) -> list[RowRelation]:
    """What the text itself says that it does to other documents, once for each document and part."""
    found: dict[tuple[RelationKind, str, str], RowRelation] = {}
    for expiry in reading.expires:
        kind = RelationKind(expiry.relation)
        row = RowRelation(kind, expiry.number, expiry.target_path, expiry.evidence, from_text=True)
        found.setdefault((kind, number_key(expiry.number), expiry.target_path), row)
    for amendment in reading.amendments:
        if not amendment.target_number:
            continue
        kind = {
            AmendmentAction.REPEAL: RelationKind.REPEALS,
            AmendmentAction.CORRECT: RelationKind.CORRECTS,
        }.get(amendment.action, RelationKind.AMENDS)
        if kind == RelationKind.REPEALS and not amendment.target_path:
            continue  # a whole document: `expires` says so already
        row = RowRelation(kind, amendment.target_number, amendment.target_path, amendment.path, from_text=True)
        found.setdefault((kind, number_key(amendment.target_number), amendment.target_path), row)
    return list(found.values())


def _store_relations(document: Document, rows: list[RowRelation], book: NumberBook) -> None:
    """Replace what a machine had read before; what a person has confirmed or rejected stays as it is."""
    old = {
        (relation.kind, relation.target_number_key, relation.target_path): relation
        for relation in document.acts_on.select_related("target")
    }
    done: set[tuple[str, str, str]] = set()
    fresh: list[Relation] = []
    touched: list[Document] = []
    for row in rows:
        key = number_key(row.number)[:60]
        other = book.meant_by(key, document)
        if row.passive:
            if other is not None:
                _store_passive(other, document, row)
                touched.append(document)
            continue
        identity = (row.kind.value, key, row.target_path[:200])
        if identity in done:  # the text and the source's own data often state the same
            continue
        done.add(identity)
        known = old.pop(identity, None)
        if known is not None:
            touched.extend([known.target] if known.target else [])  # the acting day may be another one now
            continue
        fresh.append(
            Relation(
                source=document,
                kind=row.kind.value,
                target=other,
                target_number=normalize_number(row.number)[:60],
                target_number_key=key,
                target_path=row.target_path[:200],
                evidence=row.evidence,
                origin=RelationOrigin.TEXT if row.from_text else RelationOrigin.METADATA,
            )
        )
        if other is not None:
            touched.append(other)
    for relation in old.values():
        if relation.state == RelationState.READ and relation.origin != RelationOrigin.PERSON:
            touched.extend([relation.target] if relation.target else [])
            relation._change_reason = "Bản văn mới không còn nội dung này"  # type: ignore[attr-defined]
            relation.delete()
    bulk_create_with_history(fresh, Relation, default_change_reason="Đọc từ bản văn")
    if document.stage == Stage.PROMULGATED:
        _refresh_targets(touched, document)


def _store_passive(acting: Document, document: Document, row: RowRelation) -> None:
    Relation.objects.get_or_create(
        source=acting,
        kind=row.kind.value,
        target_number_key=document.number_key,
        target_path=row.target_path[:200],
        defaults={
            "target": document,
            "target_number": document.number,
            "evidence": row.evidence,
            "origin": RelationOrigin.METADATA,
        },
    )


def _refresh_targets(documents: Iterable[Document], acting: Document) -> None:
    fresh = Document.objects.filter(pk__in={document.pk for document in documents})
    changed = effects.refresh(fresh, f"Tác động của {acting.name}")
    if changed:
        text_changed.send(sender=Document, document_ids=[document.pk for document in changed])


def set_number(document: Document, number: str) -> None:
    """Give the document its number and the parts that follow from it (not saved)."""
    document.number = normalize_number(number) if number else ""
    document.number_key = number_key(document.number) if number else ""
    parts = split_number(document.number) if number else None
    document.sequence = parts.sequence[:20] if parts else ""
    document.symbol = parts.symbol[:40] if parts else ""
    year = parts.year if parts else None
    document.year = year or (document.issued_on.year if document.issued_on else None)


@transaction.atomic
def import_row(row: ImportRow, reading: Reading, user: User | None = None) -> str:
    """ "created" or "updated": the row and its text stored whole.

    Raises BadRow when another document already has this identity, or when there is nothing to call it by.
    """
    document = existing(row) or Document(
        stage=Stage.PROMULGATED, source=row.source, source_id=row.source_id, created_by=user
    )
    is_new = document.pk is None
    kept = {} if is_new else _put_right_by_people(document)
    _fill(document, row, reading)
    for name, value in kept.items():
        setattr(document, name, value)
    set_number(document, document.number)
    if not (document.title or document.number):
        raise BadRow("không có số, ký hiệu lẫn trích yếu: không có gì để gọi tên văn bản.")
    _refuse_a_second_one(document)
    document._change_reason = f"{_IMPORTED} {row.source}, dòng {row.line}"  # type: ignore[union-attr]
    document.save()
    assert row.text is not None
    before = document.current_version
    reading = reading_with_repairs(before, row.text, reading)
    version = store_version(document, reading, row.text, user=user, extra_relations=row.relations)
    keep_repairs(before, version)
    link_incoming(document)
    _refresh_targets([document], document)
    return "created" if is_new else "updated"


def _fill(document: Document, row: ImportRow, reading: Reading) -> None:
    """Give the document what the row says, and what its text says where the row is silent (not saved)."""
    header = reading.header
    document.document_type = row.document_type or header.document_type or DocumentType.OTHER
    document.issued_by = body_named(row.issuer or header.issuing_body or "", row.level)
    document.territory = document.issued_by.territory if document.issued_by else None
    document.issued_on = row.issued_on or (header.issued_on if header.confidence >= 0.5 else None)
    document.number = row.number
    document.title = row.title or header.title or ""
    document.effective_on = row.effective_on or reading.effect.begins_on
    document.signer = (header.signer or "")[:100]
    document.place = (header.place or "")[:100]
    document.source_status = row.status[:100]
    document.source_digest = row.digest
    if row.subject_area:
        document.subject_area, _ = SubjectArea.objects.get_or_create(name=row.subject_area[:200])
    if row.proposer and document.issued_by and document.issued_by.level == Level.PROVINCE:
        document.drafted_by = department_named(row.proposer) or document.drafted_by


_IMPORTED = "Nhập từ"
_HEAD_FIELDS = [
    *("document_type", "issued_by", "territory", "number", "title", "subject_area", "drafted_by"),
    *("place", "signer", "issued_on", "effective_on", "stated_end_on"),
]


def _put_right_by_people(document: Document) -> dict[str, Any]:
    """Field -> value for what a person has put right since it was first imported: an import never takes that back."""
    attributes = {name: document._meta.get_field(name).attname for name in _HEAD_FIELDS}  # type: ignore[union-attr]
    kept: dict[str, Any] = {}
    for before, after in pairwise(document.history.order_by("history_date", "history_id")):
        if after.history_user_id is None or (after.history_change_reason or "").startswith(_IMPORTED):
            continue
        changed = (name for name, key in attributes.items() if getattr(before, key) != getattr(after, key))
        kept |= {name: getattr(document, name) for name in changed}
    return kept


def existing(row: ImportRow) -> Document | None:
    """The document that an earlier import of this row made.

    An id is one only within its source: two catalogues may both count from 1. Under another file name it still means the
    same document when that has the row's number and body (or, without a number, its title).
    """
    if not row.source_id:
        same = Document.objects.filter(source=row.source, number_key=number_key(row.number), title=row.title)
        return same.first()
    named_so = Document.objects.filter(source_id=row.source_id).select_related("issued_by")
    same_source = named_so.filter(source=row.source).first()
    return same_source or next((document for document in named_so if _is_of(document, row)), None)


def _is_of(document: Document, row: ImportRow) -> bool:
    if document.number_key != number_key(row.number):
        return False
    if not document.number_key:
        return document.title == row.title
    return not (row.issuer and document.issued_by) or is_named(document.issued_by, row.issuer)


def _refuse_a_second_one(document: Document) -> None:
    if not (document.number_key and document.issued_by and document.year):
        return
    twin = (
        Document.objects.promulgated()
        .filter(
            issued_by=document.issued_by,
            document_type=document.document_type,
            number_key=document.number_key,
            year=document.year,
        )
        .exclude(pk=document.pk)
        .first()
    )
    if twin:
        raise BadRow(
            f"đã có {twin.name} của {document.issued_by} (mã ở nguồn: {twin.source_id or 'không có'}); "
            "hai văn bản không thể trùng cơ quan, loại, số và năm."
        )
