"""One document as a source gives it, before anything is stored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.parsed import SourceText
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS, DocumentType, RelationKind

#: Raised when reading improves, so that an import reads again what it read before.
READER_VERSION = 2

_TYPES = {fold(label): code for code, label in DOCUMENT_TYPE_LABELS.items()} | {"bo luat": DocumentType.LAW}


class BadRow(Exception):
    """A row that cannot be imported; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class RowRelation:
    """A relation that the source states as data, or (`from_text`) that its text was read to state. `passive` means that
    the named document acts on this one."""

    kind: RelationKind
    number: str
    target_path: str = ""
    evidence: str = ""
    passive: bool = False
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A document to import, with where it came from. Empty string or None: the source does not say."""

    source: str
    line: int
    source_id: str
    number: str
    title: str
    text: SourceText | None
    document_type: DocumentType | None = None
    issuer: str = ""
    level: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    status: str = ""
    subject_area: str = ""
    proposer: str = ""
    relations: tuple[RowRelation, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    source: str
    line: int
    number: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did; its fields are those of the command's JSON."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)


def document_type_of(name: str) -> DocumentType | None:
    """The type that a Vietnamese name stands for; OTHER for a name that is no legal document, None for no name."""
    if not name.strip():
        return None
    return _TYPES.get(fold(name).strip(), DocumentType.OTHER)


def date_of(value: Any, what: str) -> date | None:
    """An ISO date, or None where the source leaves it empty. A wrong one is a BadRow."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadRow(f"{what} “{value}” không phải là ngày dạng NĂM-THÁNG-NGÀY.") from None


def digest_of(record: Any) -> str:
    """A fingerprint of a row and of the version of our reader: the same means that nothing has to be done."""
    canonical = json.dumps([READER_VERSION, record], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
