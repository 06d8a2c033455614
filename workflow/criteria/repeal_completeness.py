"""Does the draft end what it makes superfluous, and leave nothing hanging?

A new document must put right the issuer's own contrary provisions at the same time or list them (Luật BHVBQPPL 2015 Đ12, 2025
Đ8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from legaldocs.analysis.subjects import subject_of
from legaldocs.models import Document, Relation
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.vocabulary import FindingKind, RelationKind
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
    LegalSource("Luật BHVBQPPL 2015 Điều 12", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 8", NEW_LAW_ON),
)
#: So many provisions of the draft, and so large a share of it, meeting one document make it the same matter.
FEWEST_PROVISIONS, SMALLEST_SHARE = 3, 0.2
#: So like must the titles be (0..1); where there are none, so large a part of the draft must meet the document.
ALIKE_FROM, MOST_OF_IT = 0.4, 0.5
#: Days within which documents come from one session of the council or one round of drafting.
_SAME_SESSION = 15


def check_repeals(context: DraftContext) -> Iterable[CheckResult]:
    """Documents on the same matter that the draft does not end, and amenders of what it ends that would be orphaned."""
    source = source_on(SOURCES, context.on)
    legal_source = source.text if source else ""
    if not context.is_normative:
        return
    yield from _not_ended(context, legal_source)
    yield from _orphaned(context, legal_source)


def _not_ended(context: DraftContext, legal_source: str) -> Iterator[CheckResult]:
    """The body's own documents that much of the draft meets and that it does not end; one query."""
    touched = _touched(context)
    met: dict[int, set[str]] = defaultdict(set)
    for found in context.findings:
        if found.same_body and found.kind is not FindingKind.RELATED:
            met[found.target_document_id].add(found.path)
    enough = max(FEWEST_PROVISIONS, SMALLEST_SHARE * context.provisions_checked)
    often = {pk: paths for pk, paths in met.items() if len(paths) >= enough}
    for document in Document.objects.filter(pk__in=often).order_by("pk") if often else ():
        if number_key(document.number) in touched or not _is_same_matter(document, len(often[document.pk]), context):
            continue
        message = (
            f"{len(often[document.pk])} điều khoản của dự thảo cùng quy định nội dung với văn bản số {document.number} do "
            "chính cơ quan này ban hành, nhưng phần bãi bỏ, thay thế của dự thảo không nêu văn bản đó."
        )
        yield CheckResult("REPEAL_MISSING", "", message, document.number, legal_source)


def _is_same_matter(document: Document, met: int, context: DraftContext) -> bool:
    """Whether both are about one matter: by their titles, and where one has none by most of the draft.

    Decisions on two departments share most of their wording, and so do resolutions of one session: those of the same days
    stand side by side.
    """
    if document.issued_on and abs((context.issued_on - document.issued_on).days) <= _SAME_SESSION:
        return False
    own, other = subject_of(context.reading.header.title or ""), subject_of(document.title)
    if not own.pairs or not other.pairs:
        return met >= MOST_OF_IT * context.provisions_checked
    return own.likeness(other) >= ALIKE_FROM


def _orphaned(context: DraftContext, legal_source: str) -> Iterator[CheckResult]:
    """Documents that amend what the draft repeals, by their relations or by their titles alone; three queries."""
    if not context.replaced:
        return
    touched = _touched(context)
    relations = (
        Relation.objects.standing()
        .of_promulgated()
        .filter(kind=RelationKind.AMENDS, target__in=context.replaced)
        .exclude(source__in=context.replaced)
        .exclude(source__expired_on__lte=context.on)
        .select_related("source", "target")
    )
    pairs = {(r.source_id, r.target_id): (r.source, r.target) for r in relations if r.target is not None}
    for amender, target in _amending_by_title(context):
        pairs.setdefault((amender.pk, target.pk), (amender, target))
    for amender, target in pairs.values():
        if number_key(amender.number) in touched:
            continue
        message = (
            f"{amender.name} sửa đổi, bổ sung {target.name} mà dự thảo bãi bỏ hoặc thay thế, nhưng "
            "dự thảo không nêu xử lý văn bản sửa đổi này."
        )
        yield CheckResult("AMENDER_ORPHANED", "", message, amender.number, legal_source, Severity.ADVICE)


def _amending_by_title(context: DraftContext) -> Iterator[tuple[Document, Document]]:
    """Documents whose title amends one of those replaced; a text that is not there to be read has a title all the same."""
    targets = list(Document.objects.filter(pk__in=context.replaced).exclude(number=""))
    named = reduce(or_, (Q(title__contains=target.number) for target in targets), Q(pk__in=[]))
    amenders = Document.objects.promulgated().filter(named).exclude(pk__in=context.replaced)
    for amender in amenders.exclude(expired_on__lte=context.on) if targets else ():
        if "sửa đổi" not in amender.title.lower() or not context.may_mean(amender):
            continue
        yield from ((amender, target) for target in targets if target.number in amender.title)


def _touched(context: DraftContext) -> set[str]:
    """The keys of the numbers that the draft ends or amends."""
    reading = context.reading
    return {number_key(expiry.number) for expiry in reading.expires} | {
        number_key(amendment.target_number) for amendment in reading.amendments if amendment.target_number
    }
