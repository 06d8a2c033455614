"""The document that a command's NUMBER means."""

from __future__ import annotations

from datetime import date

from django.core.management.base import CommandParser

from legaldocs.management.json_command import BadCall
from legaldocs.models import Document
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import number_key


def add_document_arguments(parser: CommandParser) -> None:
    """NUMBER, --body and --on: which document, and as of which day."""
    parser.add_argument("number", metavar="NUMBER", help="Số, ký hiệu, ví dụ 15/2021/QĐ-UBND.")
    parser.add_argument("--body", default="", help="Tên cơ quan ban hành, khi nhiều cơ quan dùng cùng số.")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="Ngày (YYYY-MM-DD); mặc định hôm nay.")


def document_named(number: str, body: str = "") -> Document:
    """The promulgated document with this number; `body` is any part of the issuing body's name.

    Raises BadCall: NO_SUCH_DOCUMENT, or AMBIGUOUS_NUMBER with the candidates, since provinces reuse each other's numbers.
    """
    found = list(Document.objects.promulgated().numbered(number_key(number)).select_related("issued_by"))
    if body:
        found = [document for document in found if document.issued_by and fold(body) in fold(document.issued_by.name)]
        # The committee's full name is part of its chair's: a name given in full means that body alone.
        exact = [document for document in found if document.issued_by and fold(body) == fold(document.issued_by.name)]
        found = exact or found
    if not found:
        of_body = f" của “{body}”" if body else ""
        raise BadCall("NO_SUCH_DOCUMENT", f"Kho dữ liệu không có văn bản số {number}{of_body}.")
    if len(found) > 1:
        bodies = [document.issued_by.name if document.issued_by else "chưa rõ cơ quan ban hành" for document in found]
        raise BadCall(
            "AMBIGUOUS_NUMBER",
            f"Số {number} được nhiều cơ quan dùng; hãy thêm --body với tên cơ quan ban hành.",
            candidates=bodies,
        )
    return found[0]
