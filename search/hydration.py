"""From record numbers to what people read, in a constant number of queries for a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape
from itertools import takewhile
from typing import Any

from legaldocs.models import Document, Provision
from legaldocs.parsing.vocabulary import ProvisionKind
from search.access import readable
from search.backends.base import Match
from search.passages import Text
from search.query import Filters, Hit
from search.question import Question
from search.records import Group, Row
from search.snippets import places_of, snippet
from search.vietnamese import nfc, words_of

#: Matches read at once: SQLite takes no question of more than a thousand parts.
_BATCH = 200


class Texts:
    """What the index's records stand for, as the database has it now: read once each, in a constant number of queries.

    What has been deleted, replaced by another version or put out of the reader's reach since it was indexed is not there.
    """

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._read: set[tuple[int, int]] = set()
        self._documents: dict[int, Document] = {}
        self._groups: dict[int, Group] = {}

    def to_look_at(self, matches: Sequence[Match]) -> list[Text | None]:
        """For each match what `second_look` reads; None where nothing is there."""
        self._load(matches)
        return [self._text(match) if self._is_there(match) else None for match in matches]

    def hits(self, matches: Sequence[Match], question: Question) -> tuple[Hit, ...]:
        """The matches as hits, in the same order, without those that are not there."""
        self._load(matches)
        return tuple(self._hit(match, question) for match in matches if self._is_there(match))

    def _load(self, matches: Sequence[Match]) -> None:
        missing = [match for match in matches if match[:2] not in self._read]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            documents = (
                readable(self._filters)
                .only("number", "title", "document_type", "stage", "current_version")
                .in_bulk({match.document_id for match in batch})
            )
            versions = {document.current_version_id for document in documents.values() if document.current_version_id}
            self._documents |= documents
            self._groups |= _groups([match for match in batch if match.provision_id], versions)
        self._read.update(match[:2] for match in missing)

    def _is_there(self, match: Match) -> bool:
        return match.document_id in self._documents and (not match.provision_id or match.provision_id in self._groups)

    def _text(self, match: Match) -> Text:
        document = self._documents[match.document_id]
        title = f"{document.get_document_type_display()} {document.title}"
        if not match.provision_id:
            return Text(title, "")
        group = self._groups[match.provision_id]
        return Text(title, f"{group.head.label} {group.head.heading}\n{group.text}")

    def _hit(self, match: Match, question: Question) -> Hit:
        if match.provision_id:
            group = self._groups[match.provision_id]
            return _cited_hit(match, group, question) or _hit(match, group, question)
        document = self._documents[match.document_id]
        shown = _snippet(f"{document.name}. {document.title}" if document.number else document.name, question)
        return Hit(0, match.document_id, "", document.title, shown, match.score)


def _groups(matches: Sequence[Match], versions: Collection[int]) -> dict[int, Group]:
    """Provision id -> the provision, in one of these versions, with those that its record covers: two queries."""
    spans = {match.provision_id: match.span for match in matches}
    heads = Provision.objects.filter(pk__in=spans, version__in=versions).values_list("pk", "version", "position")
    stretches = {pk: (version, position, position + spans[pk]) for pk, version, position in heads}
    if not stretches:
        return {}
    rows = {(version, position): Row(*values) for version, position, *values in _covered(stretches.values())}
    return {
        pk: Group([rows[version, place] for place in range(first, last + 1) if (version, place) in rows])
        for pk, (version, first, last) in stretches.items()
    }


def _covered(stretches: Collection[tuple[int, int, int]]) -> Iterable[tuple[Any, ...]]:
    """(version, position, columns of a Row) of all provisions in these stretches of a version. Django takes longer to put the
    conditions together than a database to answer."""
    one = "(version_id = %s AND position BETWEEN %s AND %s)"
    provisions = Provision.objects.order_by().extra(
        where=[" OR ".join([one] * len(stretches))], params=[bound for stretch in stretches for bound in stretch]
    )
    return provisions.values_list("version", "position", *Row._fields)


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


def _cited_hit(match: Match, group: Group, question: Question) -> Hit | None:
    """A hit on the very provision that is cited, with its first words; None where this record holds none."""
    cited = {place.provisions[0] for place in question.places if match.provision_id in place.provisions}
    place = next((number for number, row in enumerate(group.rows) if row.pk in cited), None)
    if place is None:
        return None
    head, inside = group.rows[place], f"{group.rows[place].path}/"
    rows = [head, *takewhile(lambda row: row.path.startswith(inside), group.rows[place + 1 :])]
    shown = snippet(Group(rows).text or head.heading, ())
    heading = group.head.heading
    return Hit(head.pk, match.document_id, head.path, heading, shown, match.score, marked_heading=escape(heading))


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
    """Provision id -> its path; only for what stands in the present text of a promulgated document.

    Two plain queries: joined into one, thousands of provisions take ten times as long.
    """
    rows = list(Provision.objects.filter(pk__in=provision_ids).order_by().values_list("pk", "path", "version"))
    versions = {version for _, _, version in rows}
    present = Document.objects.promulgated().filter(current_version__in=versions).order_by()
    current = set(present.values_list("current_version", flat=True))
    return {pk: path for pk, path, version in rows if version in current}


def names_of(document_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(id, "Quyết định số 15/2021/QĐ-UBND: title") of each promulgated document, in the order given."""
    documents = Document.objects.promulgated().only("number", "title", "document_type", "stage").in_bulk(document_ids)
    found = (documents[pk] for pk in document_ids if pk in documents)
    return [(each.pk, f"{each.name}: {each.title}" if each.number else each.title) for each in found]
