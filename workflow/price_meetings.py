"""What a draft's tables and sentences say that things cost or take, against the sentences and tables in force.

Tables meet tables in `table_meetings`, sentences meet sentences in `meetings`; here a row meets a sentence, a sentence a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from legaldocs.analysis.differences import Difference
from legaldocs.analysis.spelled_rows import Form, Price, PriceDifference, other_prices, prices_in, prices_of_rows
from legaldocs.analysis.subjects import subject_of, subject_of_draft
from legaldocs.analysis.tables import read_rows
from legaldocs.models import Document, Provision
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind
from workflow.criteria.changed_tables import ALIKE_FROM, alike_documents
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.meetings import judged, may_be_met
from workflow.targets import Targets, documents_on

#: Documents on the matter of the draft that are looked into, those that weigh most first.
_DOCUMENTS = 12
#: Nothing names a price without one of these.
_AMOUNT = Q(text__contains="đồng") | Q(text__contains="%") | Q(text__contains=" ngày") | Q(text__contains="|")
_MOST_NAMED = 10
_SCORE = 0.7


@dataclass(frozen=True, slots=True)
class _Place:
    """A provision with what it says that things cost; `document` is 0 for the draft."""

    document: int
    path: str
    text: str
    prices: list[Price]


def prices_met(context: DraftContext, excluded: Collection[int], weights: Mapping[int, float]) -> list[FoundOverlap]:
    """The findings of one thing at another price, a finding for each two provisions; documents `excluded` take no part.

    Only documents whose titles speak of the draft's matter are looked into; nothing is, for a draft that names no price.
    """
    own = _places(0, ((p.path, p.text) for p in context.reading.provisions))
    if not own:
        return []
    documents = _documents(context, excluded, weights)
    stored = _stored(documents)
    if not stored:
        return []
    targets = Targets.load(documents, (), context.law_on, changed_in=documents)
    return [found for mine in own for theirs in stored for found in _findings(mine, theirs, targets, context)]


def _places(document: int, provisions: Iterable[tuple[str, str]]) -> list[_Place]:
    """The provisions with prices, in order; the points of a list are read with the sentence that they stand under."""
    texts = dict(provisions)
    found = []
    for path, text in texts.items():
        lead = texts.get(path.rpartition("/")[0], "")
        prices = [*prices_of_rows(read_rows(text))] if "|" in text else prices_in(text, lead)
        if prices:
            found.append(_Place(document, path, text, prices))
    return found


def _documents(context: DraftContext, excluded: Collection[int], weights: Mapping[int, float]) -> dict[int, Document]:
    """The documents in force on the draft's matter, as their titles tell."""
    own = subject_of_draft(context.reading)
    near = [*alike_documents(context), *sorted(weights, key=lambda pk: -weights[pk])]
    ids = [pk for pk in dict.fromkeys(near) if pk not in excluded]
    found = documents_on(context.law_on, ids) if own.pairs and ids else {}
    alike = [
        pk
        for pk in ids
        if (document := found.get(pk)) is not None
        and document.current_version_id
        and may_be_met(document, context.on)
        and context.may_mean(document)
        and own.likeness(subject_of(document.title)) >= ALIKE_FROM
    ]
    return {pk: found[pk] for pk in alike[:_DOCUMENTS]}


def _stored(documents: Mapping[int, Document]) -> list[_Place]:
    """What these documents say that things cost; one query."""
    versions = {document.current_version_id: pk for pk, document in documents.items()}
    texts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Provision.objects.filter(_AMOUNT, version__in=versions).order_by("version", "position")
    for version, path, text in rows.values_list("version", "path", "text"):
        texts[versions[version]].append((path, text))
    return [place for pk, provisions in texts.items() for place in _places(pk, provisions)]


def _findings(mine: _Place, theirs: _Place, targets: Targets, context: DraftContext) -> Iterator[FoundOverlap]:
    differences = other_prices(mine.prices, theirs.prices)
    document = targets.documents[theirs.document]
    if not differences or context.amends(document, theirs.path):
        return
    named = differences[:_MOST_NAMED]
    found = FoundOverlap(
        path=mine.path,
        kind=FindingKind.CONFLICT,
        score=_SCORE,
        target_document_id=document.pk,
        target_number=document.number,
        target_body=document.issued_by.name if document.issued_by else "",
        target_path=theirs.path,
        target_status=document.effect_status(),
        draft_quote="\n".join(_line(mine.text, difference.draft) for difference in named),
        target_quote="\n".join(_line(theirs.text, difference.target) for difference in named),
        reason=_reason(differences, document, theirs),
        differences=tuple(Difference(DifferenceType.NUMBER, *difference.wordings) for difference in named),
        same_body=context.body is not None and document.issued_by_id == context.body.pk,
    )
    shown = judged(found, targets, context, document)
    if shown is not None:
        yield shown


def _line(text: str, price: Price) -> str:
    """The line that says it: the row of a table, the sentence with what stands on its line."""
    start = text.rfind("\n", 0, price.start) + 1
    end = text.find("\n", price.start)
    return text[start : end if end >= 0 else None].strip(" |")


_FORMS = {Form.TABLE: "Bảng", Form.SENTENCE: "Câu chữ", Form.JOINED: "Bảng"}


def _reason(differences: list[PriceDifference], document: Document, theirs: _Place) -> str:
    """One plain sentence that says what is named where, at which price."""
    first = differences[0]
    place = f"{path_in_words(theirs.path)} {document.name} ({document.effect_status().label.lower()})"
    rest = f"; còn {len(differences) - 1} nội dung khác nữa" if len(differences) > 1 else ""
    return (
        f"{_FORMS[first.draft.form]} của dự thảo và {_FORMS[first.target.form].lower()} tại {place} cùng quy định về "
        f"“{first.draft.thing}”: dự thảo ghi “{first.draft.said}”, văn bản ấy ghi “{first.target.said}”{rest}."
    )
