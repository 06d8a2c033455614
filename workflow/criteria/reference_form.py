"""Do the name, number and date of each document that the draft names agree with one another?

No corpus is needed for that: a decree's number ends in "NĐ-CP", and the year in a number is that of the date (Luật BHVBQPPL
2015 Đ10; NĐ 34/2016 Đ58). An error in it is put right by correction (NĐ 79/2025 Đ7 khoản 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from legaldocs.parsing.numbers import format_date, split_number
from legaldocs.parsing.parsed import CitationRead, LegalBasisRead
from legaldocs.parsing.vocabulary import DocumentType
from workflow.criteria.context import (
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    source_on,
)
from workflow.criteria.legal_basis_known import PATH

SOURCES = (
    LegalSource("NĐ 34/2016/NĐ-CP Điều 58, Điều 75 (số, ký hiệu; viện dẫn)", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("NĐ 79/2025/NĐ-CP Điều 7 khoản 2 (đính chính số, tên, ngày)", NEW_LAW_ON),
)
_NAMED = re.compile(
    r"(?<!\w)(?P<name>Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Chỉ thị|Nghị quyết)\s+số:?\s*$", re.IGNORECASE
)
_TYPES = {
    "nghị định": DocumentType.DECREE,
    "quyết định": DocumentType.DECISION,
    "thông tư liên tịch": DocumentType.JOINT_CIRCULAR,
    "thông tư": DocumentType.CIRCULAR,
    "chỉ thị": DocumentType.DIRECTIVE,
    "nghị quyết": DocumentType.RESOLUTION,
}
#: The first letters of a symbol that tell the form beyond doubt; those of the National Assembly are used for several.
_SYMBOLS = (
    ("NĐ-", DocumentType.DECREE),
    ("QĐ-", DocumentType.DECISION),
    ("TTLT", DocumentType.JOINT_CIRCULAR),
    ("TT-", DocumentType.CIRCULAR),
    ("CT-", DocumentType.DIRECTIVE),
    ("NQ-", DocumentType.RESOLUTION),
)


def check_reference_form(context: DraftContext) -> Iterable[CheckResult]:
    """Each document that is named against its own number, or with a date of another year, once."""
    source = source_on(SOURCES, context.on)
    legal_source = source.text if source else ""
    said: set[tuple[str, str]] = set()
    named: list[tuple[str, LegalBasisRead | CitationRead]] = [(PATH, b) for b in context.reading.legal_bases]
    named += [(citation.path, citation) for citation in context.reading.citations if not citation.internal]
    for path, reference in named:
        for code, message in _faults(reference):
            if code == "REFERENCE_YEAR_DIFFERS" and _has_known_date(reference, context):
                continue  # the checks of bases and of references say which day is the right one
            if reference.number and (code, reference.number) not in said:
                said.add((code, reference.number))
                yield CheckResult(code, path, message, reference.number, legal_source, Severity.ADVICE)


def _has_known_date(reference: LegalBasisRead | CitationRead, context: DraftContext) -> bool:
    """Whether the corpus knows the document with the day of its issue."""
    document = context.document_cited(reference)
    return document is not None and document.issued_on is not None


def _faults(reference: LegalBasisRead | CitationRead) -> Iterator[tuple[str, str]]:
    parts = split_number(reference.number) if reference.number else None
    if parts is None or not reference.number:
        return
    at = reference.text.find(reference.number)
    name = _NAMED.search(reference.text, 0, at) if at > 0 else None
    told = next((kind for letters, kind in _SYMBOLS if parts.symbol.upper().startswith(letters)), None)
    if name is not None and told is not None and _TYPES[" ".join(name["name"].lower().split())] is not told:
        message = (
            f"Dự thảo ghi “{name['name']} số {reference.number}”, nhưng ký hiệu này là của {told.label.lower()}; cần kiểm tra "
            "lại tên loại hoặc số, ký hiệu."
        )
        yield "REFERENCE_TYPE_DIFFERS", message
    if parts.year and reference.issued_on and parts.year != reference.issued_on.year:
        message = (
            f"Dự thảo ghi văn bản số {reference.number} ngày {format_date(reference.issued_on)}: năm trong số là {parts.year}, "
            f"năm ban hành là {reference.issued_on.year}; cần kiểm tra lại số hoặc ngày."
        )
        yield "REFERENCE_YEAR_DIFFERS", message
