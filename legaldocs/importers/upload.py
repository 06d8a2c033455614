"""A file that a person sends: kept as it came, read, and only then a draft."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from legaldocs.analysis.reading import read
from legaldocs.importers.names import body_named
from legaldocs.importers.store import set_number, store_version
from legaldocs.models import Document, DocumentFile, StructureRepair, TextVersion, User, VersionAnnex
from legaldocs.parsing.dossier import JoinedText, joined
from legaldocs.parsing.ocr import FolderShelf
from legaldocs.parsing.parsed import Reading, SourceText, TrackedChanges, UnreadableDocument
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.reader import read_bytes
from legaldocs.parsing.repairs import Operation, as_data, carried_over, from_data, repaired, unplaced_warning
from legaldocs.parsing.vocabulary import DocumentType, FileRole


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """An upload as it was read: its lines and what they mean. `operations` are the repairs that it was read with: where the
    annexes begin that came as files of their own, and what was carried over from an earlier text; `lost` could not be."""

    source: SourceText
    reading: Reading
    operations: tuple[Operation, ...] = ()
    carried: tuple[Operation, ...] = ()
    lost: tuple[Operation, ...] = ()


class FileTaken(Exception):
    """The file has become a version of `document` meanwhile: the form was sent twice."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"file already belongs to document {document.pk}")
        self.document = document


def stored_path(sha256: str) -> Path:
    """Where the content with that hash is kept."""
    return Path(settings.UPLOAD_DIR) / sha256[:2] / sha256


def shelf_of(sha256: str) -> FolderShelf:
    """Where the recognised pages of the content with that hash are kept."""
    return FolderShelf(Path(settings.DATA_DIR) / "recognised" / sha256[:2] / sha256)


def stage(upload: UploadedFile, user: User) -> DocumentFile:
    """Keep the file under the hash of its content, unread and belonging to no document yet. Raises UnreadableDocument."""
    file = keep(upload, user)
    file.save()
    return file


def keep(upload: UploadedFile, user: User) -> DocumentFile:
    """The file with its content kept under its hash; its row is not saved yet.

    Raises UnreadableDocument (TOO_LARGE, EMPTY) before anything is kept.
    """
    name = Path(upload.name or "tep").name[:255]
    if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        raise UnreadableDocument(
            "TOO_LARGE",
            f"Tệp “{name}” nặng {(upload.size or 0) / 1024 / 1024:.0f} MB, quá giới hạn {limit} MB. "
            "Hãy bỏ bớt hình ảnh hoặc tách phụ lục thành tệp riêng rồi tải lại.",
        )
    if not upload.size:
        raise UnreadableDocument("EMPTY", f"Tệp “{name}” trống (0 byte). Hãy kiểm tra lại tệp rồi tải lên lần nữa.")
    sha256, size = _write(upload)
    return DocumentFile(
        sha256=sha256,
        original_name=name,
        media_type=(upload.content_type or "application/octet-stream")[:100],
        size=size,
        uploaded_by=user,
    )


def _write(upload: UploadedFile) -> tuple[str, int]:
    """Write the chunks beside their place, then move them there in one step: no half-written file is ever seen."""
    folder = Path(settings.UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".dang-tai-", delete=False) as target:
        try:
            for chunk in upload.chunks():
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        except BaseException:
            Path(target.name).unlink(missing_ok=True)
            raise
    place = stored_path(digest.hexdigest())
    place.parent.mkdir(exist_ok=True)
    Path(target.name).replace(place)
    return digest.hexdigest(), size


def drop_content(sha256: str) -> None:
    """Take the content away that was kept for a file without a row, unless another row has the same."""
    with transaction.atomic():  # under SQLite's lock for writing: nobody saves such a row in between
        if not DocumentFile.objects.filter(sha256=sha256).exists():
            stored_path(sha256).unlink(missing_ok=True)


def content_of(file: DocumentFile) -> bytes:
    """The file's bytes, checked against their hash. Raises UnreadableDocument when they are gone or were changed."""
    try:
        data = stored_path(file.sha256).read_bytes()
    except OSError:
        raise UnreadableDocument(
            "CORRUPT",
            f"Không thấy tệp “{file.original_name}” trong kho lưu trữ. Hãy báo quản trị viên kiểm tra bản sao lưu.",
        ) from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise UnreadableDocument(
            "CORRUPT",
            f"Tệp “{file.original_name}” trong kho lưu trữ đã bị thay đổi so với lúc tải lên. Hãy báo quản trị viên.",
        )
    return data


def read_staged(file: DocumentFile, tracked: TrackedChanges = TrackedChanges.ASK) -> ReadUpload:
    """The kept file, read. Raises UnreadableDocument with a message for people."""
    return read_together([file], tracked)


def read_together(
    files: Sequence[DocumentFile], tracked: TrackedChanges = TrackedChanges.ASK, earlier: TextVersion | None = None
) -> ReadUpload:
    """The files as one text: the first with the others behind it as annexes, and with the repairs of the `earlier` version as
    far as their lines are still there. Raises UnreadableDocument."""
    whole = text_of(files, tracked)
    carried, lost = _carried_over(earlier, whole.source)
    operations = (*whole.operations, *(each for each in carried if each not in whole.operations))
    source = replace(whole.source, warnings=(*whole.source.warnings, *map(unplaced_warning, lost)))
    reading = read(repaired(source, operations))
    return ReadUpload(source, reading, operations, tuple(carried), tuple(lost))


def text_of(files: Sequence[DocumentFile], tracked: TrackedChanges = TrackedChanges.ASK) -> JoinedText:
    """The lines of a text that came in these files. Raises UnreadableDocument, naming the file where there are several."""
    sources = [(file.original_name, _named(file, tracked, len(files) > 1)) for file in files]
    return joined(sources[0][1], sources[1:])


def _named(file: DocumentFile, tracked: TrackedChanges, is_one_of_many: bool) -> SourceText:
    try:
        return source_of_file(file, tracked)
    except UnreadableDocument as error:
        if not is_one_of_many:
            raise
        raise UnreadableDocument(error.code, f"Tệp “{file.original_name}”: {error.message}") from error


def _carried_over(earlier: TextVersion | None, source: SourceText) -> tuple[list[Operation], list[Operation]]:
    repair = StructureRepair.objects.filter(version=earlier).first() if earlier else None
    if repair is None or earlier is None:
        return [], []
    try:
        before = source_of(earlier)
    except UnreadableDocument:  # the old file is gone: its stored words are all that is left to compare with
        before = source_from_text(earlier.text)
    return carried_over(from_data(repair.operations), before.lines, source.lines)


#: A scan takes many seconds to read and a repair is many small steps: the files at hand are read once. Few are kept, since
#: each may have 50 MB.
_read_once = lru_cache(maxsize=2)(read_bytes)


def source_of(version: TextVersion) -> SourceText:
    """The version's lines as its files give them; from the stored text where it came without a file.

    Raises UnreadableDocument when a file is gone or was changed.
    """
    if version.file is None:
        return source_from_text(version.text)
    tracked = TrackedChanges(version.tracked_changes or TrackedChanges.ASK)
    return text_of([version.file, *annexes_of(version)], tracked).source


def annexes_of(version: TextVersion) -> list[DocumentFile]:
    """The further files that the version was read from, in order."""
    rows = version.annex_rows.select_related("file").order_by("position")
    return [row.file for row in rows]


def keep_annexes(version: TextVersion, annexes: Sequence[DocumentFile]) -> None:
    """Note down from which further files the version was read."""
    VersionAnnex.objects.bulk_create(
        VersionAnnex(version=version, file=file, position=position) for position, file in enumerate(annexes)
    )


def source_of_file(file: DocumentFile, tracked: TrackedChanges = TrackedChanges.ASK) -> SourceText:
    """The lines of one kept file, its letters read as people have said. Raises UnreadableDocument."""
    shelf = shelf_of(file.sha256)
    return _read_once(content_of(file), file.original_name, tracked, file.letters_chosen, shelf)


@transaction.atomic
def create_draft(
    file: DocumentFile,
    upload: ReadUpload,
    user: User,
    *,
    title: str,
    document_type: str,
    issuing_body: str = "",
    expected_on: date | None = None,
    tracked: str = "",
    others: Sequence[DocumentFile] = (),
    **fields: Any,
) -> Document:
    """A new draft with its first version. `fields` are further fields of Document (drafted_by, subject_area, ...), `others`
    the files that came with the draft: its annexes and the papers of its dossier."""
    body = body_named(issuing_body or upload.reading.header.issuing_body or "")
    draft = Document(
        document_type=document_type or DocumentType.OTHER,
        title=title,
        issued_by=body,
        territory=body.territory if body else None,
        expected_on=expected_on,
        place=(upload.reading.header.place or "")[:100],
        source="upload",
        created_by=user,
        **fields,
    )
    set_number(draft, "")
    draft._history_user = user
    draft._change_reason = f"Tải lên dự thảo “{file.original_name}”"
    draft.save()
    add_version(draft, file, upload, user, tracked=tracked, others=others)
    return draft


@transaction.atomic
def add_version(
    document: Document,
    file: DocumentFile,
    upload: ReadUpload,
    user: User,
    *,
    tracked: str = "",
    others: Sequence[DocumentFile] = (),
) -> TextVersion:
    """A further version of the draft; the earlier ones stay. Raises FileTaken when a file belongs to a document already."""
    attach(document, [file, *others])
    # What the draft says of its own effect is only offered when it is promulgated; the signed text decides.
    document.effective_on = upload.reading.effect.begins_on
    document._history_user = user  # type: ignore[attr-defined]
    document._change_reason = f"Tải lên tệp “{file.original_name}”"  # type: ignore[attr-defined]
    document.save(update_fields=["effective_on"])
    version = store_version(document, upload.reading, upload.source, file=file, user=user, tracked=tracked)
    keep_annexes(version, [other for other in others if other.role == FileRole.ANNEX])
    if upload.operations:
        StructureRepair.objects.create(
            version=version, operations=as_data(upload.operations), reason=_why_repaired(upload), made_by=user
        )
    return version


def _why_repaired(upload: ReadUpload) -> str:
    reasons = ["Ghép các tệp phụ lục vào dự thảo"] if len(upload.operations) > len(upload.carried) else []
    reasons += ["Áp dụng lại chỉnh sửa của bản trước"] if upload.carried else []
    return "; ".join(reasons)


@transaction.atomic
def attach(document: Document, files: Sequence[DocumentFile]) -> None:
    """The files belong to the document from now on: all of them or none. Raises FileTaken when one belongs to one already."""
    held = DocumentFile.objects.select_for_update(of=("self",)).filter(pk__in=[file.pk for file in files])
    taken = next((each for each in held.select_related("document") if each.document is not None), None)
    if taken is not None and taken.document is not None:
        raise FileTaken(taken.document)
    for file in files:
        file.document = document
        file.save(update_fields=["document"])
