"""How a text cites a provision for the first time: the place, then kind, number, day, body and name of the document."""

from __future__ import annotations

from functools import cache

from legaldocs.analysis.laws import known_laws
from legaldocs.models import Document
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import DocumentType
from legaldocs.templatetags.legaldocs import lowfirst


def citation_of(document: Document, path: str = "") -> str:
    """The words to put into a draft (NĐ 34/2016 Đ75): "khoản 2 Điều 5 Nghị định số 34/2016/NĐ-CP ngày … của Chính phủ …".

    A law is cited by its name; the day and the body are left out where the corpus does not know them. The issuing body must
    be loaded. Meant as a help: what was typed in capitals throughout stays so.
    """
    place = f"{path_in_words(path)} " if path else ""
    law = _name_of_law(document)
    if law:
        return f"{place}{law} số {document.number}"
    day = document.issued_on
    parts = [document.name if document.number else document.type_label]
    parts += [f"ngày {day.day:02} tháng {_month(day.month)} năm {day.year}"] if day else []
    parts += [f"của {document.issued_by}"] if document.issued_by else []
    return f"{place}{' '.join([*parts, lowfirst(' '.join(document.title.split()))])}".strip()


def _month(month: int) -> str:
    """Days below 10 and the months 1 and 2 take a zero before them (NĐ 30/2020 PL I)."""
    return f"{month:02}" if month < 3 else str(month)


def _name_of_law(document: Document) -> str:
    """ "Luật Đất đai" where the table of laws knows the number; "" for everything else."""
    if document.document_type not in {DocumentType.LAW, DocumentType.ORDINANCE}:
        return ""
    return _names_of_laws().get(number_key(document.number), "")


@cache
def _names_of_laws() -> dict[str, str]:
    return {number_key(law.number): law.title for law in known_laws()}
