"""What a draft says against a superior document that it cites: findings, even where both are worded quite unlike.

The document with the higher legal force is applied (Luật BHVBQPPL 2015 Đ156, 2025 Đ58), so such a provision is contrary to it,
whoever decides that in the end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from legaldocs.analysis.contradictions import CITED, NEAR, Contradiction, Demand, contradictions
from legaldocs.analysis.legal_force import Force, Standing, force_of, standing_of
from legaldocs.models import Document, Level, Provision
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import BINDING_STATUSES, FindingKind
from workflow.criteria.context import CONTAINERS, NEW_LAW_ON, OLD_LAW_UNTIL, DraftContext, LegalSource, source_on
from workflow.criteria.found import FoundOverlap
from workflow.meetings import Meeting, judged
from workflow.targets import Targets

SOURCES = (
    LegalSource("Luật BHVBQPPL 2015 Điều 156", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 58", NEW_LAW_ON),
)
#: A conflict with what the draft itself cites stands above those that only their wording tells.
_SCORE_CITED, _SCORE_NEAR = 0.95, 0.75


class _Asked(NamedTuple):
    """A provision of the draft and one of a superior document that it cites: `demand` says how alike sentences must be."""

    path: str
    text: str
    document: Document
    target_path: str
    demand: Demand


def superior_met(met: Sequence[Meeting], context: DraftContext, excluded: Collection[int]) -> list[FoundOverlap]:
    """The findings against superior documents that the draft cites; documents `excluded` take no part.

    A cited provision is laid beside the one that cites it; of a document cited as a whole, the provision that comes nearest.
    """
    superior = {
        document.pk: document
        for document in context.documents_named()
        if document.pk not in excluded and _is_above(document, context)
    }
    asked = [*_cited(superior, context), *_near(met, superior)]
    texts = _stored_texts(asked)
    targets = Targets.load(superior, (), context.law_on, changed_in=superior)
    found: dict[tuple[str, int], FoundOverlap] = {}
    for each in asked:
        text = texts.get((each.document.pk, each.target_path), {})
        against = contradictions(each.text, "\n".join(text.values()), each.demand)
        if against:
            path = next(path for path, part in text.items() if against[0].superior in part)
            finding = judged(_finding(each, path, against, context), targets, context, each.document)
            if finding is not None and finding.kind is FindingKind.CONFLICT:
                found.setdefault((each.path, each.document.pk), finding)
    return list(found.values())


def _is_above(document: Document, context: DraftContext) -> bool:
    """Whether the document binds and stands above the draft in legal force."""
    body, own_body = document.issued_by, context.body
    theirs = force_of(document.document_type, body.name if body else "", body.level if body else "")
    own_type = context.reading.header.document_type
    own = force_of(
        own_type.value if own_type else "",
        own_body.name if own_body else "",
        own_body.level if own_body else Level.PROVINCE,
    )
    higher = standing_of(theirs, own or Force.PROVINCE_COMMITTEE) is Standing.HIGHER
    return higher and document.effect_status() in BINDING_STATUSES


def _cited(superior: Mapping[int, Document], context: DraftContext) -> Iterator[_Asked]:
    """Each provision of the draft with each superior provision that it cites."""
    texts = {provision.path: provision.text for provision in context.reading.provisions}
    for citation in context.reading.citations:
        if citation.internal or not citation.target_path or citation.path == "can-cu":
            continue
        document = context.document_cited(citation)
        if document is not None and document.pk in superior:
            yield _Asked(citation.path, texts.get(citation.path, ""), document, citation.target_path, CITED)


def _near(met: Sequence[Meeting], superior: Mapping[int, Document]) -> Iterator[_Asked]:
    """Of each unit the article of each superior document in which the nearest provision stands, where no wording made a
    finding: what one of its clauses limits another one may allow."""
    nearest: dict[tuple[int, int], Meeting] = {}
    for meeting in sorted(met, key=lambda m: -m.found.score):
        if meeting.document.pk in superior:
            nearest.setdefault((meeting.place, meeting.document.pk), meeting)
    for meeting in nearest.values():
        if not meeting.is_firm and not meeting.unit.quoted:
            article = _ARTICLE.match(meeting.found.target_path)
            path = article.group() if article else meeting.found.target_path
            yield _Asked(meeting.unit.path, meeting.unit.text, meeting.document, path, NEAR)


_ARTICLE = re.compile(r"(?:kem-theo(?:-\d+)?/)?dieu-[^/]+")


def _stored_texts(asked: Sequence[_Asked]) -> dict[tuple[int, str], dict[str, str]]:
    """(document, path asked for) -> path -> text, of the provision with all that stands in it; one query."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for each in asked:
        if each.document.current_version_id:
            wanted[each.document.current_version_id].add(each.target_path)
    found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    rows = Provision.objects.filter(version__in=wanted).exclude(text="").order_by("version", "position")
    columns = ("version", "version__document_id", "path", "text")
    for version, document, path, text in rows.values_list(*columns) if wanted else ():
        for above in _with_those_above(path) & wanted[version]:
            found[document, above][path] = text
    return found


def _with_those_above(path: str) -> set[str]:
    """The path and those of the units around it, as a citation may name them: without the container they stand in."""
    parts = path.split("/")
    paths = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return paths | {one.removeprefix(container) for one in paths for container in CONTAINERS}


def _finding(asked: _Asked, target_path: str, against: Sequence[Contradiction], context: DraftContext) -> FoundOverlap:
    document, difference = asked.document, against[0].difference
    status = document.effect_status()
    source = source_on(SOURCES, context.on)
    ground = f"; văn bản có hiệu lực pháp lý cao hơn được áp dụng ({source.text})" if source else ""
    return FoundOverlap(
        path=asked.path,
        kind=FindingKind.CONFLICT,
        score=_SCORE_CITED if asked.demand is CITED else _SCORE_NEAR,
        target_document_id=document.pk,
        target_number=document.number,
        target_body=document.issued_by.name if document.issued_by else "",
        target_path=target_path,
        target_status=status,
        draft_quote="\n".join(dict.fromkeys(each.draft for each in against)),
        target_quote="\n".join(dict.fromkeys(each.superior for each in against)),
        reason=(
            f"Dự thảo quy định “{difference.draft}”, trong khi {path_in_words(target_path)} {document.name} "
            f"({status.label.lower()}) mà dự thảo dẫn chiếu quy định “{difference.target}”{ground}."
        ),
        differences=tuple(each.difference for each in against),
    )
