"""How much a document of the corpus has to do with a whole draft: shared wording, shared subject, and who issues what.

A draft that amends, replaces or doubles a document shares its wording again and again, in runs that few other documents have;
most drafts act on documents of their own body and type. An article headed with the very subject of the draft ("Điều 62.
Thanh tra ..." beside a law on inspection) is what such a draft settles anew, and a document of whose title the draft uses
every telling word is one that it speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from legaldocs.analysis.subjects import Pair, Subject, pairs_in, subject_of, subject_of_draft, words_in
from legaldocs.models import Document, Provision
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.vocabulary import ProvisionKind
from search.query import NearDocument
from workflow.criteria.context import DraftContext

#: Chosen on the pairs of `benchmarks/overlap.py`; nearly the same places come from 2 to 6.
_SAME_BODY, _SAME_TYPE = 4.0, 3.0
#: What an article headed with the whole subject adds to its document's weight, as a share of it.
_HEADED = 1.5
#: What a document weighs beside the one with most wording (1): in any case, and for a title that the draft speaks of wholly.
_LEAST, _SPOKEN_OF = 0.01, 0.03
#: So many of the heaviest documents have their headings read.
_HEADINGS_OF = 100


def document_weights(
    near: Iterable[NearDocument], documents: Mapping[int, Document], context: DraftContext
) -> dict[int, float]:
    """Document id -> its weight (no bound), for those of the near documents that are among `documents`; one query."""
    evidence = {one.document_id: one.evidence for one in near if one.document_id in documents}
    most = max(evidence.values(), default=0.0) or 1.0
    spoken = pairs_spoken(context.reading)
    weights = {
        pk: (held / most + _LEAST + _SPOKEN_OF * share_spoken(documents[pk].title, spoken))
        * _kinship(documents[pk], context)
        for pk, held in evidence.items()
    }
    heaviest = sorted(weights, key=lambda pk: -weights[pk])[:_HEADINGS_OF]
    headed = _headed([documents[pk] for pk in heaviest], subject_of_draft(context.reading))
    return {pk: weight * (1 + _HEADED * headed.get(pk, 0.0) ** 2) for pk, weight in weights.items()}


def _kinship(document: Document, context: DraftContext) -> float:
    """How much more a document weighs of the same body or of the same type."""
    weight = 1.0
    if context.body is not None and document.issued_by_id == context.body.pk:
        weight *= _SAME_BODY
    if context.reading.header.document_type == document.document_type:
        weight *= _SAME_TYPE
    return weight


def _headed(documents: Collection[Document], subject: Subject) -> dict[int, float]:
    """Document id -> the share of the subject's pairs (0..1) that stand in one heading of its articles; one query."""
    wanted = [" ".join(("", *pair)) for pair in subject.pairs]
    if not wanted or not documents:
        return {}
    by_version = {document.current_version_id: document.pk for document in documents}
    headings = Provision.objects.filter(version__in=by_version, kind=ProvisionKind.ARTICLE).exclude(heading="")
    found: dict[int, float] = defaultdict(float)
    shares: dict[str, float] = {}  # many laws have articles of one heading
    for version, heading in headings.order_by().values_list("version", "heading"):
        if heading not in shares:
            words = " ".join(("", *words_in(heading)))
            shares[heading] = sum(pair in words for pair in wanted) / len(wanted)
        pk = by_version[version]
        found[pk] = max(found[pk], shares[heading])
    return found


# --- what a draft speaks of ---


def pairs_spoken(reading: Reading) -> frozenset[Pair]:
    """The pairs of neighbouring words of all that a draft says."""
    said = [reading.header.title or "", *(f"{one.heading}\n{one.text}" for one in reading.provisions)]
    return frozenset(pair for text in said for pair in pairs_in(words_in(text)))


def share_spoken(title: str, spoken: frozenset[Pair]) -> float:
    """The share of a title's telling pairs that a draft speaks of (0..1); 0 for a title that tells nothing."""
    telling = subject_of(title).pairs
    return len(telling & spoken) / len(telling) if telling else 0.0
