"""How much a document of the corpus has to do with a whole draft: shared wording, and who issues what.

A draft that amends, replaces or doubles a document shares its wording again and again, in runs that few other documents have;
and most drafts act on documents of their own body and type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from legaldocs.models import Document
from search.query import NearDocument
from workflow.criteria.context import DraftContext

#: Chosen on the pairs of `benchmarks/overlap.py`; nearly the same places come from 2 to 6.
_SAME_BODY, _SAME_TYPE = 4.0, 3.0


def document_weights(
    near: Iterable[NearDocument], documents: Mapping[int, Document], context: DraftContext
) -> dict[int, float]:
    """Document id -> its weight (no bound), for those of the near documents that are among `documents`."""
    return {
        one.document_id: one.evidence * _kinship(documents[one.document_id], context)
        for one in near
        if one.document_id in documents
    }


def _kinship(document: Document, context: DraftContext) -> float:
    """How much more a document weighs of the same body or of the same type."""
    weight = 1.0
    if context.body is not None and document.issued_by_id == context.body.pk:
        weight *= _SAME_BODY
    if context.reading.header.document_type == document.document_type:
        weight *= _SAME_TYPE
    return weight
