"""Does the draft end what it makes superfluous, and leave nothing hanging?

A new document must put right the issuer's own contrary provisions at the same time or list them (Luật BHVBQPPL 2015 Đ12, 2025
Đ8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from legaldocs.models import Relation
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
from workflow.criteria.found import FoundOverlap

SOURCES = (
    LegalSource("Luật BHVBQPPL 2015 Điều 12", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 8", NEW_LAW_ON),
)
#: So many provisions of the draft, and so large a share of it, meeting one document make it the same matter.
FEWEST_PROVISIONS, SMALLEST_SHARE = 3, 0.2


def check_repeals(context: DraftContext) -> Iterable[CheckResult]:
    """Documents on the same matter that the draft does not end, and amenders of what it ends that would be orphaned."""
    source = source_on(SOURCES, context.on)
    legal_source = source.text if source else ""
    yield from _not_ended(context, legal_source)
    yield from _orphaned(context, legal_source)


def _not_ended(context: DraftContext, legal_source: str) -> Iterator[CheckResult]:
    reading = context.reading
    touched = {number_key(expiry.number) for expiry in reading.expires} | {
        number_key(amendment.target_number) for amendment in reading.amendments if amendment.target_number
    }
    met: dict[int, list[FoundOverlap]] = defaultdict(list)
    for found in context.findings:
        if found.same_body and found.kind is not FindingKind.RELATED:
            met[found.target_document_id].append(found)
    for several in met.values():
        paths = {found.path for found in several}
        number = several[0].target_number
        enough = max(FEWEST_PROVISIONS, SMALLEST_SHARE * context.provisions_checked)
        if len(paths) >= enough and number_key(number) not in touched:
            message = (
                f"{len(paths)} điều khoản của dự thảo cùng quy định nội dung với văn bản số {number} do chính cơ quan này "
                "ban hành, nhưng phần bãi bỏ, thay thế của dự thảo không nêu văn bản đó."
            )
            yield CheckResult("REPEAL_MISSING", "", message, number, legal_source)


def _orphaned(context: DraftContext, legal_source: str) -> Iterator[CheckResult]:
    """Documents whose only work is to amend what the draft repeals; one query."""
    if not context.replaced:
        return
    relations = (
        Relation.objects.standing()
        .filter(kind=RelationKind.AMENDS, target__in=context.replaced)
        .exclude(source__in=context.replaced)
        .exclude(source__expired_on__lte=context.on)
        .select_related("source", "target")
    )
    said: set[tuple[int, int | None]] = set()
    for relation in relations:
        pair = (relation.source_id, relation.target_id)
        if pair in said or relation.target is None:
            continue
        said.add(pair)
        message = (
            f"{relation.source.name} sửa đổi, bổ sung {relation.target.name} mà dự thảo bãi bỏ hoặc thay thế, nhưng "
            "dự thảo không nêu xử lý văn bản sửa đổi này."
        )
        yield CheckResult("AMENDER_ORPHANED", "", message, relation.source.number, legal_source, Severity.ADVICE)
