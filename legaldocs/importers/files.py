"""A document file as a source of one document: what it says of itself is all that is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

from legaldocs.importers.rows import READER_VERSION, ImportRow, RejectedRow
from legaldocs.parsing.header import read_header
from legaldocs.parsing.parsed import SourceText, TrackedChanges, UnreadableDocument
from legaldocs.parsing.reader import read_file

DOCUMENT_SUFFIXES = {".docx", ".doc", ".pdf", ".html", ".htm", ".txt"}


def read_document_file(path: Path, tracked: TrackedChanges = TrackedChanges.ASK) -> ImportRow | RejectedRow:
    """The file as one row; rejected where it cannot be read, bears no number, or leaves tracked changes undecided."""
    try:
        source = read_file(path, tracked)
    except UnreadableDocument as error:
        return RejectedRow(path.name, 1, "", error.message)
    if source.tracked_changes and tracked == TrackedChanges.ASK:
        return RejectedRow(
            path.name,
            1,
            "",
            f"tệp còn {len(source.tracked_changes)} sửa đổi có theo dõi (Track Changes) chưa quyết định; "
            "hãy chọn --tracked accepted (nhận các sửa đổi) hoặc --tracked original (bỏ các sửa đổi).",
        )
    header = read_header(source.lines)
    if not header.number:
        return RejectedRow(
            path.name, 1, "", "không đọc được số, ký hiệu; văn bản chưa có số thì gửi ở trang “Dự thảo mới”."
        )
    return ImportRow(
        source=path.name,
        line=1,
        source_id="",
        number=header.number,
        title=header.title or "",
        text=source,
        document_type=header.document_type,
        issuer=header.issuing_body or "",
        issued_on=header.issued_on,
        digest=_digest(path, source),
    )


def _digest(path: Path, source: SourceText) -> str:
    digest = hashlib.sha256(path.read_bytes())
    digest.update(f"{READER_VERSION} {len(source.tracked_changes)}".encode())
    return digest.hexdigest()
