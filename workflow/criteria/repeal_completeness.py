"""Does the draft end what it makes superfluous, and leave nothing hanging?

A new document must put right the issuer's own contrary provisions at the same time or list them (Luật BHVBQPPL 2015 Đ12, 2025
Đ8).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from legaldocs.analysis.subjects import pairs_in, subject_of, words_in
from legaldocs.models import Document, Relation
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import ParsedProvision, Reading
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import FindingKind, ProvisionKind, RelationKind
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
#: So much (0..1) of what another title says beyond the draft's own must be spoken of.
SPOKEN_FROM = 0.3
#: What every document says for itself and what therefore tells nothing of its matter.
_OF_EVERY_TEXT = re.compile(
    r"pham vi (?:dieu chinh|ap dung)|^pham vi\W*$|doi tuong (?:ap dung|dieu chinh)|giai thich|hieu luc|to chuc thuc hien|"
    r"thi hanh(?! an\b)|chuyen tiep|quy dinh chung"
)
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
    """The body's own documents that much of the draft, or of one of its chapters, meets and that it does not end; one query.

    A consolidated text is none: what it consolidates is ended.
    """
    touched, groups = _touched(context), _groups(context)
    general = _general_paths(context.reading)
    met: dict[int, set[str]] = defaultdict(set)
    for found in context.findings:
        if found.same_body and found.kind is not FindingKind.RELATED and found.path not in general:
            met[found.target_document_id].add(found.path)
    often = {pk: paths for pk, paths in met.items() if len(paths) >= FEWEST_PROVISIONS}
    for document in Document.objects.filter(pk__in=often).order_by("pk") if often else ():
        if (
            number_key(document.number) in touched
            or "VBHN" in document.number
            or _is_of_the_same_days(document, context)
        ):
            continue
        place = _regulated(document, often[document.pk], context, groups)
        if place is None:
            continue
        count, path = place
        message = (
            f"{count} điều khoản của {_said(path, context.reading)} cùng quy định nội dung với văn bản số {document.number} do "
            "chính cơ quan này ban hành, nhưng phần bãi bỏ, thay thế của dự thảo không nêu văn bản đó."
        )
        yield CheckResult("REPEAL_MISSING", path, message, document.number, legal_source)


def _regulated(
    document: Document, met: Collection[str], context: DraftContext, groups: dict[str, list[str]]
) -> tuple[int, str] | None:
    """How many provisions of the draft ("") or of which part of it settle the document's matter anew; None where none do."""
    whole = [provision.path for provision in context.reading.provisions]
    if len(met) >= SMALLEST_SHARE * context.provisions_checked and _is_same_matter(document, len(met), context):
        return (len(met), "") if _speaks_of(document, whole, context.reading) else None
    shares = {
        group: count / len(members)
        for group, members in groups.items()
        if (count := len(set(members) & set(met))) >= FEWEST_PROVISIONS
    }
    best = max(shares, key=lambda group: shares[group], default=None)
    if best is None or shares[best] < MOST_OF_IT or not _speaks_of(document, groups[best], context.reading):
        return None
    return len(set(groups[best]) & set(met)), best


def _speaks_of(document: Document, paths: Collection[str], reading: Reading) -> bool:
    """Whether these provisions use most of the telling pairs of the document's title that the draft's own has not: decrees on
    fines, or on prices of one service and another, are worded alike and differ in a few words of their titles."""
    own = subject_of(reading.header.title or "").pairs
    telling = subject_of(document.title).pairs - own if own else frozenset()
    texts = (
        f"{p.heading}\n{p.text}"
        for p in reading.provisions
        if f"{p.path}/".startswith(tuple(f"{path}/" for path in paths))
    )
    spoken = {pair for text in texts for pair in pairs_in(words_in(text))}
    return len(telling & spoken) >= SPOKEN_FROM * len(telling)


def _is_of_the_same_days(document: Document, context: DraftContext) -> bool:
    """Whether both come from one session: resolutions of the same days share wording and stand side by side."""
    return document.issued_on is not None and abs((context.issued_on - document.issued_on).days) <= _SAME_SESSION


def _is_same_matter(document: Document, met: int, context: DraftContext) -> bool:
    """Whether both are about one matter: by their titles, and where one has none by most of the draft.

    Decisions on two departments share most of their wording.
    """
    own, other = subject_of(context.reading.header.title or ""), subject_of(document.title)
    if not own.pairs or not other.pairs:
        return met >= MOST_OF_IT * context.provisions_checked
    return own.likeness(other) >= ALIKE_FROM


# --- drafts on several subjects ---


def _groups(context: DraftContext) -> dict[str, list[str]]:
    """Path of each chapter -> the provisions compared in it, general ones left out.

    Articles alone are none: how money is spent or who appraises is worded alike in documents on different matters.
    """
    units = {provision.path: provision for provision in context.reading.provisions}
    general = _general_paths(context.reading)
    found: dict[str, list[str]] = defaultdict(list)
    for path in context.checked_paths:
        if path in units and path not in general:
            outermost = _outermost(units[path], units)
            if outermost.kind is ProvisionKind.CHAPTER:
                found[outermost.path].append(path)
    return found


def _outermost(provision: ParsedProvision, units: dict[str, ParsedProvision]) -> ParsedProvision:
    """The chapter that a provision stands in, or else its article."""
    while provision.parent in units and units[provision.parent].kind in _GROUPING:
        provision = units[provision.parent]
    return provision


_GROUPING = {
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
    ProvisionKind.ARTICLE,
    ProvisionKind.CLAUSE,
}


def _general_paths(reading: Reading) -> set[str]:
    """The provisions of articles that every document has: its scope, its words, its effect."""
    general = [
        f"{p.path}/"
        for p in reading.provisions
        if p.kind is ProvisionKind.ARTICLE and _OF_EVERY_TEXT.search(fold(p.heading))
    ]
    return {p.path for p in reading.provisions if f"{p.path}/".startswith(tuple(general))} if general else set()


def _said(where: str, reading: Reading) -> str:
    """How a part of the draft is called: "Chương II (Nuôi ong) của dự thảo", and the whole of it."""
    unit = next((p for p in reading.provisions if p.path == where), None)
    if unit is None:
        return "dự thảo"
    heading = f" ({unit.heading.strip(' .:;')})" if unit.heading else ""
    return f"{path_in_words(where)}{heading} của dự thảo"


# --- amenders ---


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
    settled = touched | _named_where_it_ends(context.reading) | {context.own_key}
    for amender, target in pairs.values():
        if number_key(amender.number) in settled:
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
        before, _, what = amender.title.lower().partition("sửa đổi")
        if "bãi bỏ" in before or not context.may_mean(amender):
            continue
        yield from ((amender, target) for target in targets if target.number.lower() in what)


def _named_where_it_ends(reading: Reading) -> set[str]:
    """The keys of what the draft names where it ends another: "Quyết định A đã được sửa đổi, bổ sung bởi Quyết định B"."""
    where = {expiry.path for expiry in reading.expires}
    return {number_key(c.number) for c in reading.citations if c.number and c.path in where}


def _touched(context: DraftContext) -> set[str]:
    """The keys of the numbers that the draft ends or amends."""
    reading = context.reading
    return {number_key(expiry.number) for expiry in reading.expires} | {
        number_key(amendment.target_number) for amendment in reading.amendments if amendment.target_number
    }
