"""Does the draft point to documents that will have expired, or to provisions that are not there or have been changed?

Wrong pointers are faults of content or of drafting technique (NĐ 79/2025 Đ5, Đ7; before it NĐ 34/2016 Đ75, Đ104).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from legaldocs.models import Document, Relation
from legaldocs.parsing.numbers import format_date, number_key
from legaldocs.parsing.parsed import CitationRead
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import EffectStatus, RelationKind
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
    """Citations of expired documents, of provisions that a document does not have or that have been repealed or amended,
    and of documents under another date than theirs. Each is said once."""
    source = source_on(SOURCES, context.on)
    legal_source = source.text if source else ""
    cited = _cited(context)
    with_path = [(document, citation.target_path) for citation, document in cited if citation.target_path]
    outlines, changes = context.outlines(with_path), _changes(context, with_path)
    texts = {provision.path: provision.text for provision in context.reading.provisions}
    amended = {document.pk for citation, document in cited if _is_said_as_amended(citation, texts)}
    ended = _ended(context)
    said: set[tuple[str, str, str]] = set()
    for citation, document in cited:
        result = None
        if document.number_key not in ended:
            result = (
                _expired(citation, document, legal_source)
                or _changed(citation, document, changes, texts, legal_source)
                or _missing(citation, document, outlines, amended, legal_source)
            )
        result = result or _other_date(citation, document, legal_source)
        if result and (key := (result.code, result.path, result.message)) not in said:
            said.add(key)
            yield result


def _cited(context: DraftContext) -> list[tuple[CitationRead, Document]]:
    """Citations of other documents, with the document each means."""
    found = []
    for citation in context.reading.citations:
        if citation.internal or citation.path == "can-cu":
            continue
        document = context.document_cited(citation)
        if document is not None and document.number_key != context.own_key:
            found.append((citation, document))
    return found


def _ended(context: DraftContext) -> set[str]:
    """The keys of the documents that the draft itself ends or amends: of these only the day is looked at."""
    return {number_key(number.number) for number in context.reading.expires} | {
        number_key(amendment.target_number) for amendment in context.reading.amendments if amendment.target_number
    }


def _expired(citation: CitationRead, document: Document, legal_source: str) -> CheckResult | None:
    if document.effect_status() is not EffectStatus.EXPIRED:
        return None
    since = f" từ ngày {format_date(document.expired_on)}" if document.expired_on else ""
    message = f"Dự thảo dẫn chiếu “{citation.text}”, nhưng {document.name} đã hết hiệu lực{since}."
    return CheckResult("REFERENCE_EXPIRED", citation.path, message, document.number, legal_source)


# --- provisions that later documents have changed ---

Changes = dict[int, list[Relation]]
_SAID_AS_AMENDED = re.compile(r"(?:được|đã) (?:sửa đổi|bổ sung|thay thế)|sửa đổi, bổ sung", re.IGNORECASE)
#: Characters around a citation in which "được sửa đổi, bổ sung" is said of it.
_AROUND = 200


def _is_said_as_amended(citation: CitationRead, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.path, "")
    return _SAID_AS_AMENDED.search(text[max(0, citation.start - 60) : citation.end + _AROUND]) is not None


def _changes(context: DraftContext, wanted: Iterable[tuple[Document, str]]) -> Changes:
    """For each cited document what had changed units of it by that day; one query."""
    documents = {document.pk for document, _ in wanted}
    found: Changes = defaultdict(list)
    if not documents:
        return found
    kinds = [RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.REPLACES]
    relations = Relation.objects.standing().of_promulgated().filter(target__in=documents, kind__in=kinds)
    for relation in relations.exclude(target_path="").select_related("source"):
        begins = relation.takes_effect_on
        if begins is not None and begins <= context.on:
            found[relation.target_id or 0].append(relation)
    return found


def _changed(
    citation: CitationRead, document: Document, changes: Changes, texts: Mapping[str, str], legal_source: str
) -> CheckResult | None:
    """The cited unit, or the one around it, was repealed or worded anew, and the citation does not say so."""
    if not citation.target_path or _is_said_as_amended(citation, texts):
        return None
    for relation in changes.get(document.pk, ()):
        if not any(f"{c}{citation.target_path}/".startswith(f"{relation.target_path}/") for c in CONTAINERS):
            continue
        amended = relation.kind == RelationKind.AMENDS
        unit = path_in_words(relation.target_path)
        what = "được sửa đổi, bổ sung" if amended else "bị bãi bỏ hoặc thay thế"
        message = (
            f"Dự thảo dẫn chiếu “{citation.text}”; {unit} của {document.name} đã {what} bởi {relation.source.name}; cần dẫn "
            "chiếu quy định đang áp dụng."
        )
        code = "REFERENCE_AMENDED" if amended else "REFERENCE_REPEALED"
        severity = Severity.NOTE if amended else Severity.WARNING
        return CheckResult(code, citation.path, message, document.number, legal_source, severity)
    return None


# --- provisions that are not there ---


def _missing(
    citation: CitationRead,
    document: Document,
    outlines: Mapping[int, set[str]],
    amended: Collection[int],
    legal_source: str,
) -> CheckResult | None:
    is_amended = document.effect_status() is EffectStatus.PARTLY_EXPIRED or document.pk in amended
    if not citation.target_path or (is_amended and not _ARTICLE.fullmatch(citation.target_path)):
        return None  # a later document may have added it at the end of its article: the stored text does not show
    if not surely_lacks(outlines.get(document.pk, set()), citation.target_path):
        return None
    message = (
        f"Dự thảo dẫn chiếu “{citation.text}”, nhưng bản văn đang lưu của {document.name} không có "
        f"{path_in_words(citation.target_path)}; cần kiểm tra lại."
    )
    return CheckResult("REFERENCE_NOT_FOUND", citation.path, message, document.number, legal_source, Severity.ADVICE)


#: What is inserted between articles bears a letter, and hardly any document adds a whole article at its end.
_ARTICLE = re.compile(r"dieu-\d+")
#: A letter behind a number, or a number behind a letter, is how a later document numbers what it inserts (NĐ 34/2016 Đ79).
_INSERTED = re.compile(r"(?:dieu|khoan)-\d+[a-zđ]|diem-[a-zđ]\d")


def surely_lacks(paths: set[str], path: str) -> bool:
    """Whether a text with these units has none at this path: its neighbours are all there, numbered without a gap.

    Where no neighbours were read (a flattened table, a text cut short) nothing is sure, nor of what was inserted later.
    """
    if _INSERTED.search(path) or any(f"{container}{path}" in paths for container in CONTAINERS):
        return False
    verdicts = [_lacks(paths, f"{container}{path}") for container in CONTAINERS]
    return True in verdicts and False not in verdicts


def _lacks(paths: set[str], path: str) -> bool | None:
    """Whether the unit is surely not there; None where the text has nothing like it in that container."""
    parent, _, own = path.rpartition("/")
    if parent and parent != "kem-theo" and parent not in paths:
        return _lacks(paths, parent)
    kind = own.partition("-")[0]
    beside = [p.rpartition("/")[2] for p in paths if p.rpartition("/")[0] == parent]
    labels = [name.partition("-")[2] for name in beside if name.startswith(f"{kind}-")]
    if len(labels) < _FEWEST_NEIGHBOURS:
        return None if kind == "dieu" else False
    return _is_unbroken(labels)


_FEWEST_NEIGHBOURS = 2
_POINTS = "abcdđeghiklmnopqrstuvxy"


def _is_unbroken(labels: Iterable[str]) -> bool:
    """Whether the labels run from the first on without a gap: 1 2 3, or a b c d đ."""
    numbers = {int(match[0]) for label in labels if (match := re.match(r"\d+", label))}
    letters = {label[0] for label in labels if label and label[0] in _POINTS}
    if letters and not numbers:
        return letters == set(_POINTS[: len(letters)])
    return numbers == set(range(1, len(numbers) + 1))


# --- documents under another date ---


def _other_date(citation: CitationRead, document: Document, legal_source: str) -> CheckResult | None:
    if not citation.issued_on or not document.issued_on or citation.issued_on == document.issued_on:
        return None
    message = (
        f"Dự thảo dẫn chiếu {document.name} ngày {format_date(citation.issued_on)}, kho dữ liệu ghi văn bản này ban hành ngày "
        f"{format_date(document.issued_on)}; cần kiểm tra lại số hoặc ngày."
    )
    return CheckResult("REFERENCE_DATE_DIFFERS", citation.path, message, document.number, legal_source, Severity.ADVICE)
