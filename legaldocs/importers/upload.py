"""A file that a person sends: kept as it came, read, and only then a draft."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from legaldocs.analysis.reading import read
from legaldocs.importers.names import body_named
from legaldocs.importers.store import set_number, store_version
from legaldocs.models import Document, DocumentFile, TextVersion, User
from legaldocs.parsing.ocr import FolderShelf
from legaldocs.parsing.parsed import Reading, SourceText, TrackedChanges, UnreadableDocument
from legaldocs.parsing.reader import read_bytes
from legaldocs.parsing.vocabulary import DocumentType


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """An upload as it was read: its lines and what they mean."""

    source: SourceText
    reading: Reading


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
    """Keep the file under the hash of its content, unread and belonging to no document yet.

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
    sha256, size = _keep(upload)
    return DocumentFile.objects.create(
        sha256=sha256,
        original_name=name,
        media_type=(upload.content_type or "application/octet-stream")[:100],
        size=size,
        uploaded_by=user,
    )


def _keep(upload: UploadedFile) -> tuple[str, int]:
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


def discard(file: DocumentFile) -> None:
    """Forget a staged file that turned out unreadable; its content goes too, unless another row has the same."""
    file.delete()
    if not DocumentFile.objects.filter(sha256=file.sha256).exists():
        stored_path(file.sha256).unlink(missing_ok=True)


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
    source = source_of_file(file, tracked)
    return ReadUpload(source, read(source))


def source_of_file(file: DocumentFile, tracked: TrackedChanges = TrackedChanges.ASK) -> SourceText:
    """The lines of one kept file, its letters read as people have said. Raises UnreadableDocument."""
    shelf = shelf_of(file.sha256)
    return read_bytes(content_of(file), file.original_name, tracked, file.letters_chosen, shelf)


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
    **fields: Any,
) -> Document:
    """A new draft with its first version. `fields` are further fields of Document (drafted_by, subject_area, ...)."""
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
    add_version(draft, file, upload, user, tracked=tracked)
    return draft


@transaction.atomic
def add_version(
    document: Document, file: DocumentFile, upload: ReadUpload, user: User, *, tracked: str = ""
) -> TextVersion:
    """A further version of the draft; the earlier ones stay. Raises FileTaken when the file is a version already."""
    held = DocumentFile.objects.select_for_update().get(pk=file.pk)
    if held.document is not None:
        raise FileTaken(held.document)
    file.document = document
    file.save(update_fields=["document"])
    # What the draft says of its own effect is only offered when it is promulgated; the signed text decides.
    document.effective_on = upload.reading.effect.begins_on
    document._history_user = user  # type: ignore[attr-defined]
    document._change_reason = f"Tải lên tệp “{file.original_name}”"  # type: ignore[attr-defined]
    document.save(update_fields=["effective_on"])
    return store_version(document, upload.reading, upload.source, file=file, user=user, tracked=tracked)
