"""Is each legal basis in force on the day of issue, and is it the document that its number, date and name say?

Căn cứ ban hành is one of the five things that every examination looks at (NĐ 79/2025 Đ5; before it NĐ 34/2016 Đ104); an error
in it is put right by correction (NĐ 79/2025 Đ7 khoản 2). A document that has been passed and takes effect before or with the
draft is as good as one in force (NĐ 79/2025 Đ6).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rapidfuzz import fuzz

from legaldocs.analysis.subjects import subject_of
from legaldocs.models import Document
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import format_date
from legaldocs.parsing.parsed import LegalBasisRead
from legaldocs.parsing.vocabulary import EffectStatus
from workflow.criteria.context import (
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    source_on,
)

SOURCES = (
    LegalSource("NĐ 34/2016/NĐ-CP Điều 104 (căn cứ ban hành)", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("NĐ 79/2025/NĐ-CP Điều 5, Điều 6, Điều 7 khoản 2 (căn cứ ban hành)", NEW_LAW_ON),
)
PATH = "can-cu"
#: Two names of one document share at least this much (0..100) once case and accents are put aside.
_SAME_TITLE = 60
#: From here on no slip of a letter (as scanned texts have them) makes two names of one.
_SURELY_SAME = 80


def check_legal_bases(context: DraftContext) -> Iterable[CheckResult]:
    """What is amiss with the bases: expired, not yet in force, unlike the document of that number, or not in the corpus."""
    source = source_on(SOURCES, context.on)
    legal_source = source.text if source else ""
    unknown: list[LegalBasisRead] = []
    for basis in context.reading.legal_bases:
        if basis.number and len(context.documents_numbered(basis.number)) > 1:
            continue  # several bodies use the number: nothing can be said of one of them
        document = context.document_of_basis(basis)
        if document is None or _bears_the_same_number(basis, document):
            unknown.append(basis)
        else:
            yield from _of_effect(document, context, legal_source)
            yield from _of_identity(basis, document, legal_source)
    issued = _issued_on({basis.issued_on for basis in unknown if basis.number and basis.issued_on}, context)
    for basis in unknown:
        yield _under_another_number(basis, issued, legal_source) or _unknown(basis, legal_source)


def _name(basis: LegalBasisRead) -> str:
    return basis.number or basis.title or basis.text[:80]


def _unknown(basis: LegalBasisRead, legal_source: str) -> CheckResult:
    message = (
        f"Căn cứ “{_name(basis)}” chưa có trong kho dữ liệu nên chưa đối chiếu được hiệu lực; "
        "cần tra cứu ở nguồn chính thức."
    )
    return CheckResult("BASIS_NOT_IN_CORPUS", PATH, message, basis.number, legal_source, Severity.NOTE)


def _bears_the_same_number(basis: LegalBasisRead, document: Document) -> bool:
    """Whether the document only happens to have the number: the National Assembly counts its laws and its resolutions apart,
    and 55/2010/QH12 is one of each."""
    is_dated_alike = basis.issued_on is not None and basis.issued_on == document.issued_on
    if is_dated_alike or not _OF_ASSEMBLY.search(basis.number or ""):
        return False
    said = _topic(basis)
    return bool(said and document.title) and not _same_title(said, document.title)


_OF_ASSEMBLY = re.compile(r"/(?:UBTV)?QH\d*$", re.IGNORECASE)


def _issued_on(days: set[date], context: DraftContext) -> dict[date, list[Document]]:
    """The documents of these days that the draft may mean; one query."""
    found: dict[date, list[Document]] = defaultdict(list)
    documents = Document.objects.promulgated().filter(issued_on__in=days).exclude(number="").exclude(title="")
    for document in documents.select_related("issued_by") if days else ():
        if document.issued_on and document.number_key != context.own_key and context.may_mean(document):
            found[document.issued_on].append(document)
    return found


def _under_another_number(
    basis: LegalBasisRead, issued: Mapping[date, Sequence[Document]], legal_source: str
) -> CheckResult | None:
    """The number is not known, but one document of that kind, day and name is, under another number."""
    said = _topic(basis)
    if not basis.issued_on or not said or not basis.number:
        return None
    alike = [
        document
        for document in issued.get(basis.issued_on, ())
        if document.document_type == basis.document_type and _is_named(said, document.title)
    ]
    if len(alike) != 1:
        return None
    document = alike[0]
    message = (
        f"Dự thảo ghi căn cứ số {basis.number} ngày {format_date(basis.issued_on)} (“{said[:120]}”); kho dữ liệu không có số "
        f"này mà có {document.name} cùng ngày, cùng tên; cần kiểm tra lại số."
    )
    return CheckResult("BASIS_NUMBER_DIFFERS", PATH, message, document.number, legal_source)


def _of_effect(document: Document, context: DraftContext, legal_source: str) -> Iterator[CheckResult]:
    status, day = document.effect_status(), format_date(context.on)
    if status is EffectStatus.EXPIRED:
        since = f" từ ngày {format_date(document.expired_on)}" if document.expired_on else ""
        message = f"Căn cứ {document.name} đã hết hiệu lực{since}, trước ngày dự kiến ban hành ({day})."
        yield CheckResult("BASIS_EXPIRED", PATH, message, document.number, legal_source)
    elif status is EffectStatus.NOT_YET:
        message, severity = _not_yet(document, context)
        yield CheckResult("BASIS_NOT_YET_EFFECTIVE", PATH, message, document.number, legal_source, severity)
    elif status is EffectStatus.SUSPENDED:
        message = f"Căn cứ {document.name} đang tạm ngưng hiệu lực vào ngày dự kiến ban hành ({day})."
        yield CheckResult("BASIS_SUSPENDED", PATH, message, document.number, legal_source)


def _not_yet(document: Document, context: DraftContext) -> tuple[str, Severity]:
    """What to say of a basis that takes effect after the day of issue: it may, but no later than the draft itself."""
    begins, its_day = context.reading.effect.begins_on, document.effective_on
    said = (
        f"Căn cứ {document.name} đến ngày {format_date(its_day)} mới có hiệu lực, sau ngày dự kiến ban hành "
        f"({format_date(context.on)})"
    )
    if begins is None or its_day is None:
        return f"{said}; chỉ phù hợp nếu có hiệu lực trước hoặc cùng lúc với dự thảo.", Severity.ADVICE
    if its_day <= begins:
        return f"{said}, nhưng không muộn hơn ngày dự thảo có hiệu lực ({format_date(begins)}).", Severity.NOTE
    return f"{said} và sau ngày dự thảo có hiệu lực ({format_date(begins)}).", Severity.WARNING


def _of_identity(basis: LegalBasisRead, document: Document, legal_source: str) -> Iterator[CheckResult]:
    if basis.issued_on and document.issued_on and basis.issued_on != document.issued_on:
        message = (
            f"Dự thảo ghi căn cứ {document.name} ngày {format_date(basis.issued_on)}, kho dữ liệu ghi văn bản này ban hành "
            f"ngày {format_date(document.issued_on)}; cần kiểm tra lại số hoặc ngày."
        )
        yield CheckResult("BASIS_DATE_DIFFERS", PATH, message, document.number, legal_source)
    said = _topic(basis)
    if basis.number and said and document.title and not _same_title(said, document.title):
        message = (
            f"Tên gọi của căn cứ số {document.number} trong dự thảo (“{said[:120]}”) khác tên trong kho dữ liệu "
            f"(“{document.title[:120]}”); cần kiểm tra lại số và tên."
        )
        yield CheckResult("BASIS_TITLE_DIFFERS", PATH, message, document.number, legal_source, Severity.ADVICE)


_TOPIC = re.compile(
    r"(?<!\w)(?:quy định|về|hướng dẫn|sửa đổi|ban hành|phê duyệt|chi tiết|bãi bỏ|công bố|phân cấp|tổ chức|xử lý|thực hiện"
    r"|tháo gỡ|kéo dài|thí điểm)\s.{10,}",
    re.DOTALL | re.IGNORECASE,
)


def _topic(basis: LegalBasisRead) -> str:
    """What the basis says its document is about, "" where it gives the number alone."""
    if basis.title:
        return basis.title
    found = _TOPIC.search(basis.text, basis.text.find(basis.number) + 1 if basis.number else 0)
    return found.group().rstrip(" ;.,") if found else ""


#: To go by a name alone, so much (0..100) of it must be the same: decrees of one day differ in the name of a ministry.
_ONE_NAME = 97


def _is_named(said: str, title: str) -> bool:
    return fuzz.token_sort_ratio(fold(said), fold(title)) >= _ONE_NAME


def _same_title(one: str, other: str) -> bool:
    """Whether two names may be one: alike in their words, and where not very much so, with a telling pair in common."""
    alike = fuzz.token_set_ratio(fold(one), fold(other))
    subjects = subject_of(one), subject_of(other)
    tells = all(subject.pairs for subject in subjects)
    return alike >= _SURELY_SAME or (alike >= _SAME_TITLE and not (tells and not subjects[0].likeness(subjects[1])))
