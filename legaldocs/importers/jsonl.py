"""JSON lines, plain or gzipped: one document a line, in the keys that docs/import.md lists."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from legaldocs.importers.rows import BadRow, ImportRow, RejectedRow, RowRelation, date_of, digest_of, document_type_of
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import RelationKind

#: Relation words of a source -> (our kind, the named document acts on this one, only a part is meant).
_RELATIONS: dict[str, tuple[RelationKind, bool, bool]] = {
    "amends": (RelationKind.AMENDS, False, False),
    "amended_by": (RelationKind.AMENDS, True, False),
    "replaces": (RelationKind.REPLACES, False, False),
    "replaced_by": (RelationKind.REPLACES, True, False),
    "repeals": (RelationKind.REPEALS, False, False),
    "repealed_by": (RelationKind.REPEALS, True, False),
    "replaces_or_repeals": (RelationKind.REPLACES, False, False),
    "replaced_or_repealed_by": (RelationKind.REPLACES, True, False),
    "repeals_part": (RelationKind.REPEALS, False, True),
    "partly_repealed_by": (RelationKind.REPEALS, True, True),
    "ends_validity_of": (RelationKind.REPEALS, False, False),
    "guides": (RelationKind.DETAILS, False, False),
    "guided_by": (RelationKind.DETAILS, True, False),
    "implements": (RelationKind.DETAILS, False, False),
    "consolidates": (RelationKind.CONSOLIDATES, False, False),
}
#: Sources of relations that are another program's reading of the very text that we read ourselves.
_READ_FROM_TEXT = {"text", "title"}
#: The path of a part that the source does not name more closely.
UNSPECIFIED_PART = "mot-phan"


def read_jsonl(path: Path) -> Iterator[ImportRow | RejectedRow]:
    """Each line as a row, or as a rejection that says why; blank lines are no rows."""
    line_number = 0
    try:
        for line_number, raw in enumerate(_lines(path), start=1):
            if not raw.strip():
                continue
            number = ""
            try:
                record = _record(raw)
                number = str(record.get("number") or "")
                yield _row(record, path.name, line_number)
            except BadRow as error:
                yield RejectedRow(path.name, line_number, number, str(error))
    except (OSError, EOFError, zlib.error) as error:  # what gzip says of an archive that is none, or is cut off
        reason = f"tệp hỏng hoặc không đọc được từ sau dòng này ({type(error).__name__}); các dòng sau chưa được nhập."
        yield RejectedRow(path.name, line_number, "", reason)


def _lines(path: Path) -> Iterator[bytes]:
    with _open(path) as lines:
        yield from lines


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else path.open("rb")


def _record(raw: bytes) -> dict[str, Any]:
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadRow("dòng không phải là chữ UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadRow(f"dòng không phải là JSON hợp lệ: {error}") from None
    if not isinstance(record, dict):
        raise BadRow("dòng phải là một đối tượng JSON { … }.")
    return record


def _row(record: dict[str, Any], source: str, line: int) -> ImportRow:
    for key in ("id", "number", "doc_type", "level", "issuer", "title", "status", "field", "proposer", "text"):
        if not isinstance(record.get(key), str | None):
            raise BadRow(f"khóa “{key}” phải là chuỗi chữ.")
        if "\x00" in (record.get(key) or ""):
            raise BadRow(f"khóa “{key}” chứa ký tự NUL, không lưu được.")
    if not (record.get("id") or record.get("number")):
        raise BadRow("thiếu cả “id” lẫn “number”: không có gì để nhận ra văn bản ở lần nhập sau.")
    if not (record.get("text") or "").strip():
        raise BadRow("không có toàn văn (khóa “text” trống).")
    relations = record.get("relations") or []
    if not isinstance(relations, list):
        raise BadRow("khóa “relations” phải là một danh sách.")
    return ImportRow(
        source=source,
        line=line,
        source_id=record.get("id") or "",
        number=record.get("number") or "",
        title=record.get("title") or "",
        text=source_from_text(record["text"]),
        document_type=document_type_of(record.get("doc_type") or ""),
        issuer=record.get("issuer") or "",
        level=record.get("level") or "",
        issued_on=date_of(record.get("issued_on"), "ngày ban hành"),
        effective_on=date_of(record.get("effective_on"), "ngày có hiệu lực"),
        status=record.get("status") or "",
        subject_area=record.get("field") or "",
        proposer=record.get("proposer") or "",
        relations=tuple(row for item in relations if (row := _relation(item))),
        digest=digest_of(record),
    )


def _relation(item: Any) -> RowRelation | None:
    if not isinstance(item, dict) or item.get("source") in _READ_FROM_TEXT or not item.get("target_number"):
        return None
    known = _RELATIONS.get(str(item.get("type")))
    if known is None:  # legal bases and citations are read from the text itself
        return None
    kind, passive, partly = known
    article = str(item.get("target_article") or "").removeprefix("Điều").strip().lower()
    path = f"dieu-{article}" if article.rstrip("abcdđefgh").isdigit() else ""
    return RowRelation(
        kind=kind,
        number=str(item["target_number"]),
        target_path=path or (UNSPECIFIED_PART if partly else ""),
        evidence=str(item.get("evidence") or ""),
        passive=passive,
    )
