"""From a number in a text to the document of the corpus that it means.

The number alone does not say which: provinces reuse each other's numbers. A central number means the central document; a
provincial number means one of the same territory as the text that it stands in, and is left open where that is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from legaldocs.models import Citation, Document, LegalBasis, Level, Relation
from legaldocs.parsing.bodies import body_of_symbol


class NumberBook:
    """Which promulgated documents bear a number; loaded for a batch of numbers in one query."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_key: dict[str, list[Document]] = defaultdict(list)
        wanted = sorted({key for key in keys if key})
        for start in range(0, len(wanted), 500):
            documents = Document.objects.promulgated().filter(number_key__in=wanted[start : start + 500])
            for document in documents.select_related("issued_by").only(
                "number_key", "symbol", "territory_id", "stage", "issued_by__level"
            ):
                self._by_key[document.number_key].append(document)

    def meant_by(self, key: str, seen_from: Document) -> Document | None:
        """The document that `key` means in a text of `seen_from`; None where there is none or more than one."""
        candidates = [document for document in self._by_key.get(key, []) if _reachable(document, seen_from)]
        return candidates[0] if len(candidates) == 1 else None


def _reachable(document: Document, seen_from: Document) -> bool:
    if document.pk == seen_from.pk:
        return False
    if _is_central(document):
        return True
    return document.territory_id is not None and document.territory_id == seen_from.territory_id


def _is_central(document: Document) -> bool:
    """Whether a central body issued it; where the body is unknown, only a symbol such as NĐ-CP says so."""
    if document.issued_by is None:
        return body_of_symbol(document.symbol) is not None
    return document.issued_by.level == Level.CENTRAL


def link_incoming(document: Document) -> list[Document]:
    """Point open references at `document`, which has just come into the corpus.

    Returns the documents that act on it, whose effect on it has now to be derived.
    """
    if not document.number_key:
        return []
    _link_references(document)
    acting = []
    for relation in Relation.objects.filter(target_number_key=document.number_key, target=None).select_related(
        "source"
    ):
        if _reachable(document, relation.source):
            relation.target = document
            relation._change_reason = f"Văn bản {document.number} đã có trong kho dữ liệu"
            relation.save(update_fields=["target"])
            acting.append(relation.source)
    return acting


def _link_references(document: Document) -> None:
    """Legal bases and citations in one statement each: thousands of texts name a law that comes in late.

    They keep no history of their own, so nothing is lost by it.
    """
    if not _is_central(document) and document.territory_id is None:
        return
    for model in (LegalBasis, Citation):
        open_ones = model.objects.filter(number_key=document.number_key, resolved_to=None)
        open_ones = open_ones.exclude(version__document=document)
        if not _is_central(document):
            open_ones = open_ones.filter(version__document__territory=document.territory_id)
        open_ones.order_by().update(resolved_to=document)


def unlink_misdirected(document: Document) -> None:
    """Open again the legal bases and citations that meant `document` by a number that it does not bear any more."""
    LegalBasis.objects.filter(resolved_to=document).exclude(number_key=document.number_key).update(resolved_to=None)
    Citation.objects.filter(resolved_to=document).exclude(number_key=document.number_key).update(resolved_to=None)
