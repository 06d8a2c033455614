"""Does the draft point to documents that will have expired, or to provisions that they do not have?

Wrong pointers are faults of content or of drafting technique (NĐ 79/2025 Đ5, Đ7; before it NĐ 34/2016 Đ75, Đ104).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from legaldocs.models import Document
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.parsed import CitationRead
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import EffectStatus
from workflow.criteria.context import (
    CONTAINERS,
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    source_on,
)

SOURCES = (
    LegalSource("NĐ 34/2016/NĐ-CP Điều 75 (viện dẫn văn bản)", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("NĐ 79/2025/NĐ-CP Điều 5, Điều 7 (nội dung, kỹ thuật trình bày)", NEW_LAW_ON),
)


def check_references(context: DraftContext) -> Iterable[CheckResult]:
    """Citations of expired documents, and of provisions that the stored text of a document does not have."""
    source = source_on(SOURCES, context.on)
    legal_source = source.text if source else ""
    cited = _cited(context)
    known = context.known_paths((document, c.target_path) for c, document in cited if c.target_path)
    said: set[tuple[str, str, str]] = set()
    for citation, document in cited:
        result = _expired(citation, document, legal_source) or _missing(citation, document, known, legal_source)
        if result and (key := (result.code, result.path, result.message)) not in said:
            said.add(key)
            yield result


def _cited(context: DraftContext) -> list[tuple[CitationRead, Document]]:
    """Citations of other documents than those that the draft itself ends, with the document each means."""
    ended = {number.number for number in context.reading.expires} | {
        amendment.target_number for amendment in context.reading.amendments
    }
    found = []
    for citation in context.reading.citations:
        if citation.internal or citation.path == "can-cu" or citation.number in ended:
            continue
        document = context.document_numbered(citation.number)
        if document is not None:
            found.append((citation, document))
    return found


def _expired(citation: CitationRead, document: Document, legal_source: str) -> CheckResult | None:
    if document.effect_status() is not EffectStatus.EXPIRED:
        return None
    since = f" từ ngày {format_date(document.expired_on)}" if document.expired_on else ""
    message = f"Dự thảo dẫn chiếu “{citation.text}”, nhưng {document.name} đã hết hiệu lực{since}."
    return CheckResult("REFERENCE_EXPIRED", citation.path, message, document.number, legal_source)


def _missing(
    citation: CitationRead, document: Document, known: set[tuple[int, str]], legal_source: str
) -> CheckResult | None:
    if not citation.target_path or document.current_version_id is None:
        return None
    if document.effect_status() is EffectStatus.PARTLY_EXPIRED:
        return None  # a later document may have inserted it: the stored text does not show
    if any((document.pk, f"{container}{citation.target_path}") in known for container in CONTAINERS):
        return None
    message = (
        f"Dự thảo dẫn chiếu “{citation.text}”, nhưng bản văn đang lưu của {document.name} không có "
        f"{path_in_words(citation.target_path)}; cần kiểm tra lại."
    )
    return CheckResult("REFERENCE_NOT_FOUND", citation.path, message, document.number, legal_source, Severity.ADVICE)
