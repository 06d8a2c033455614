"""The documents that a draft speaks of without wording of theirs: a draft that only repeals has none to compare."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from legaldocs.analysis.subjects import subject_of
from legaldocs.models import Document, Provision
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import BINDING_STATUSES, FindingKind, ProvisionKind
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.kinship import pairs_spoken, share_spoken

#: From this share of its telling words on a title is spoken of.
_MOST_OF_A_TITLE = 0.6
#: The score of a document of whose title every telling word is spoken.
_HIGHEST = 0.2
_QUOTED = 300


class _Named(NamedTuple):
    """A title as far as the draft speaks of it: the share of its telling pairs, how many it has, whose it is."""

    share: float
    pairs: int
    document_id: int


def spoken_of(context: DraftContext, excluded: Collection[int], most: int) -> list[FoundOverlap]:
    """Reading advice on at most `most` binding documents of the draft's own body and type whose titles it speaks of.

    Best first, scored by the share of the title; three queries. Nothing for a draft without a known body or an article.
    """
    place = next((p for p in context.reading.provisions if p.kind == ProvisionKind.ARTICLE), None)
    if context.body is None or place is None:
        return []
    own = Document.objects.promulgated().issued_by(context.body).exclude(pk__in=excluded).with_effect(context.law_on)
    own = own.filter(document_type=context.reading.header.document_type or "")
    chosen = sorted(_named(own, context), reverse=True)[:most]
    documents = own.select_related("issued_by").in_bulk([named.document_id for named in chosen])
    first = _first_articles(documents.values())
    return [
        _advice(place, documents[named.document_id], first[named.document_id], named.share, context)
        for named in chosen
        if named.document_id in first
    ]


def _named(own: QuerySet[Document], context: DraftContext) -> Iterator[_Named]:
    """The documents of which the draft speaks, those that bind and were there before it."""
    spoken = pairs_spoken(context.reading)
    # Each row asks for its stage when it is made: without it here that would be a query a row.
    for document in own.only("title", "issued_on", "stage"):
        share = share_spoken(document.title, spoken)
        there = document.issued_on is None or document.issued_on <= context.on
        if share >= _MOST_OF_A_TITLE and there and document.effect_status() in BINDING_STATUSES:
            yield _Named(share, len(subject_of(document.title).pairs), document.pk)


def _first_articles(documents: Collection[Document]) -> dict[int, Provision]:
    """Document id -> the first article of its text."""
    versions = [document.current_version_id for document in documents]
    articles = Provision.objects.articles().filter(version__in=versions).select_related("version")
    found: dict[int, Provision] = {}
    for article in articles.order_by("version", "position").defer("version__text"):
        found.setdefault(article.version.document_id, article)
    return found


def _advice(
    place: ParsedProvision, document: Document, article: Provision, share: float, context: DraftContext
) -> FoundOverlap:
    status = document.effect_status()
    return FoundOverlap(
        path=place.path,
        kind=FindingKind.RELATED,
        score=round(_HIGHEST * share, 4),
        target_document_id=document.pk,
        target_number=document.number,
        target_body=document.issued_by.name if document.issued_by else "",
        target_path=article.path,
        target_status=status,
        draft_quote=" ".join(f"{place.heading} {place.text}".split())[:_QUOTED],
        target_quote=document.title[:_QUOTED],
        reason=f"Dự thảo nhắc tới vấn đề nêu trong tên của {document.name} ({status.label.lower()}), cùng cơ quan ban hành; "
        "nên đọc cùng khi rà soát văn bản cần sửa đổi, thay thế hoặc bãi bỏ.",
        same_body=True,
    )
