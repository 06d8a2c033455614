"""From record numbers to what people read, in a constant number of queries for a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_

from django.db.models import F, Q

from legaldocs.models import Document, Provision, Stage
from legaldocs.parsing.vocabulary import ProvisionKind
from search.access import readable
from search.backends.base import Match
from search.query import Filters, Hit
from search.question import Question
from search.records import Group, Row
from search.snippets import places_of, snippet
from search.vietnamese import nfc, words_of

#: Matches read at once: SQLite takes no question of more than a thousand parts.
_BATCH = 200


def hits_of(matches: Sequence[Match], question: Question, filters: Filters) -> tuple[Hit, ...]:
    """The matches as hits, in the same order.

    What has been deleted, replaced by another version or put out of the reader's reach since it was indexed is left out.
    """
    batches = (matches[start : start + _BATCH] for start in range(0, len(matches), _BATCH))
    return tuple(hit for batch in batches for hit in _batch_of_hits(batch, question, filters))


def _batch_of_hits(matches: Sequence[Match], question: Question, filters: Filters) -> list[Hit]:
    documents = (
        readable(filters)
        .only("number", "title", "document_type", "stage", "current_version")
        .in_bulk({match.document_id for match in matches})
    )
    versions = {document.current_version_id for document in documents.values() if document.current_version_id}
    groups = _groups([match for match in matches if match.provision_id], versions)
    hits = []
    for match in matches:
        group = groups.get(match.provision_id)
        if match.document_id not in documents or (match.provision_id and group is None):
            continue
        if group is None:
            document = documents[match.document_id]
            shown = _snippet(f"{document.name}. {document.title}" if document.number else document.name, question)
            hits.append(Hit(0, match.document_id, "", document.title, shown, match.score))
        else:
            hits.append(_hit(match, group, question))
    return hits


def _groups(matches: Sequence[Match], versions: Collection[int]) -> dict[int, Group]:
    """Provision id -> the provision, in one of these versions, with those that its record covers: two queries."""
    spans = {match.provision_id: match.span for match in matches}
    heads = Provision.objects.filter(pk__in=spans, version__in=versions).values_list("pk", "version", "position")
    stretches = {pk: (version, position, position + spans[pk]) for pk, version, position in heads}
    if not stretches:
        return {}
    covered = reduce(or_, (Q(version=v, position__range=(first, last)) for v, first, last in stretches.values()))
    rows = {
        (version, position): Row(*values)
        for version, position, *values in Provision.objects.filter(covered).values_list(
            "version", "position", *Row._fields
        )
    }
    return {
        pk: Group([rows[version, place] for place in range(first, last + 1) if (version, place) in rows])
        for pk, (version, first, last) in stretches.items()
    }


def _hit(match: Match, group: Group, question: Question) -> Hit:
    """A hit on the clause that holds everything asked for which the whole article holds, else on the article."""
    head = group.head
    place = _clause_with_all(group, question) or group
    # What stands whole in the heading need not be looked for word by word below it.
    below = [phrase for phrase in question.marked_phrases if not places_of(nfc(head.heading), phrase)]
    return Hit(
        place.head.pk,
        match.document_id,
        place.head.path,
        head.heading,
        snippet(place.text or head.heading, question.marked_words, below),
        match.score,
        marked_heading=_snippet(head.heading, question),
    )


def _snippet(text: str, question: Question) -> str:
    phrases = [phrase for phrase in question.marked_phrases if places_of(nfc(text), phrase)]
    return snippet(text, question.marked_words, phrases)


def _clause_with_all(group: Group, question: Question) -> Group | None:
    clauses: list[list[Row]] = []
    for row in group.rows[1:]:
        if row.kind == ProvisionKind.CLAUSE or not clauses:
            clauses.append([])
        clauses[-1].append(row)
    if not clauses or clauses[0][0].kind != ProvisionKind.CLAUSE:
        return None
    own, *each = (_held(part.text, question) for part in map(Group, [group.rows[:1], *clauses]))
    whole = own.union(*each)
    if own == whole:
        return None
    return next((Group(clause) for clause, held in zip(clauses, each, strict=True) if held == whole), None)


def _held(text: str, question: Question) -> set[object]:
    """What the text holds of the words and phrases asked for."""
    phrases = {phrase for phrase in question.marked_phrases if places_of(nfc(text), phrase)}
    return phrases | words_of(text, {word.folded for word in question.marked_words})


def paths_of(provision_ids: Collection[int]) -> dict[int, str]:
    """Provision id -> its path; only for what stands in the present text of a promulgated document."""
    in_text = Q(version=F("version__document__current_version"), version__document__stage=Stage.PROMULGATED)
    return dict(Provision.objects.filter(in_text, pk__in=provision_ids).values_list("pk", "path"))


def names_of(document_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(id, "Quyết định số 15/2021/QĐ-UBND: title") of each promulgated document, in the order given."""
    documents = Document.objects.promulgated().only("number", "title", "document_type", "stage").in_bulk(document_ids)
    found = (documents[pk] for pk in document_ids if pk in documents)
    return [(each.pk, f"{each.name}: {each.title}" if each.number else each.title) for each in found]
