"""What the papers of one office share: its letterhead, how it names documents, who signs."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from docx.document import Document as WordDocument

from legaldocs.exports import word
from legaldocs.models import Document, User
from legaldocs.parsing.numbers import format_date

JUSTICE = "Sở Tư pháp"


#: Room for a name that is not known.
BLANK = "…………"


def province_of(document: Document | None) -> str:
    """The province that a paper about this document comes from: the office's own, else the document's."""
    if settings.OFFICE_PROVINCE:
        return str(settings.OFFICE_PROVINCE)
    territory = document.territory.name if document and document.territory else ""
    return territory.removeprefix("tỉnh ").removeprefix("thành phố ") or BLANK


def office_letterhead(
    paper: WordDocument,
    document: Document,
    *,
    number: str,
    on: date | None,
    issuer: str = JUSTICE,
    mark: str = "",
) -> None:
    """The head of a paper about `document`, of a department of the province's People's Committee."""
    province = province_of(document)
    word.letterhead(
        paper, superior=f"UBND tỉnh {province}", issuer=issuer, number=number, place=province, on=on, mark=mark
    )


def report_number(number: str, symbol: str) -> str:
    """ "Số: 05/BC-STP"; room for the clerk's number while there is none."""
    if not number:
        return f"Số:         /{symbol}"
    return f"Số: {number}" if "/" in number else f"Số: {number}/{symbol}"


def signer_of(user: User | None) -> tuple[str, str, str]:
    """(capacity, title, name) of who signs for the department: a deputy signs in the director's place (KT.)."""
    if user is None:
        return "", "Giám đốc", ""
    if user.title.casefold().startswith("phó"):
        return "KT. Giám đốc", "Phó Giám đốc", user.full_name
    return "", "Giám đốc", user.full_name


def draft_name(document: Document) -> str:
    """ "dự thảo Quyết định quy định mức thu ...": the type is not said twice where the title begins with it."""
    title = document.title.strip()
    if title.casefold().startswith(document.type_label.casefold()):
        title = title[len(document.type_label) :].strip()
    return f"dự thảo {document.type_label} {lower_first(title)}".strip()


def full_name(document: Document) -> str:
    """ "Quyết định số 15/2021/QĐ-UBND ngày 01/02/2021 của Ủy ban nhân dân tỉnh ...", as far as it is known."""
    day = f" ngày {format_date(document.issued_on)}" if document.issued_on else ""
    body = f" của {document.issued_by.name}" if document.issued_by else ""
    return f"{document.name}{day}{body}"


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is all capitals ("UBND")."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
