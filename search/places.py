"""The provisions that a question cites: "khoản 2 điều 7 luật xây dựng" is one clause of each law of that name that the reader
may see, of the one in force on the day first, then of the newest.

What is cited is looked up in the database, within the reader's reach, and an engine is only told which of its records hold
it. A place that a document does not have is pointed out; so is a law of another year than the one named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import F, Q

from legaldocs.analysis.anchors import ATTACHMENT
from legaldocs.analysis.laws import known_laws
from legaldocs.models import Document, Provision
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import DocumentType, EffectStatus
from search.abbreviations import spelled_out
from search.access import readable
from search.places_asked import Cited
from search.query import Field, Filters, Place, Problem
from search.question import Question

#: Documents in which a place is looked up: laws of one name, decisions of several provinces with one number.
_MOST_DOCUMENTS = 8
_MOST_OF_SERIES = 100
_LAWS = (DocumentType.LAW, DocumentType.ORDINANCE)
_READ = (
    "number",
    "number_key",
    "title",
    "document_type",
    "stage",
    "year",
    "issued_on",
    "current_version",
    "effective_on",
    "expired_on",
    "partly_expired_on",
    "suspended_on",
    "suspended_until",
    "partly_suspended_on",
    "partly_suspended_until",
)


class _Found(NamedTuple):
    """A place in a document: the path found, which is the `whole` path asked for or the first units of it."""

    document: Document
    path: str
    place: Place
    whole: bool


_IN_FORCE = frozenset({EffectStatus.IN_FORCE, EffectStatus.PARTLY_EXPIRED, EffectStatus.PARTLY_SUSPENDED})


def with_places(question: Question, filters: Filters, on: date) -> Question:
    """The question with the provisions that it cites and the numbers of its series; itself where it has neither."""
    if question.series:
        question = replace(question, numbers=(*question.numbers, *_numbers_of(question.series, filters)))
    if not question.cited:
        return question
    places: list[Place] = []
    problems: list[Problem] = []
    for cited in question.cited:
        documents = _documents(cited, question, filters, on)
        found = list(_places(cited, documents))
        places += [each.place for each in found]
        problems += _missing(cited, documents, found)
    return replace(question, places=tuple(dict.fromkeys(places)), problems=(*question.problems, *problems))


# --- which documents ---


def _numbers_of(series: Iterable[tuple[str, int]], filters: Filters) -> list[str]:
    """The numbers of the series' documents, the latest first, as far as anybody reads on."""
    of_series = Q(pk__in=[])
    for symbol, year in series:
        of_series |= Q(year=year, number_key__endswith=f"/{symbol}")
    found = readable(filters).filter(of_series).order_by(F("issued_on").desc(nulls_last=True), "-pk")
    return list(found.values_list("number_key", flat=True)[:_MOST_OF_SERIES])


def _documents(cited: Cited, question: Question, filters: Filters, on: date) -> list[Document]:
    """The documents meant, the one in force on the day and the newest first."""
    within = readable(filters).only(*_READ)
    if cited.numbers:
        found = list(within.filter(_numbered(cited.numbers))[:_MOST_DOCUMENTS])
    elif cited.law:
        found = list(within.filter(pk__in=_laws_named(cited.law, filters)))
        found = [law for law in found if law.year == cited.year] or found
    else:
        found = list(within.filter(_only_one(question, filters))[:_MOST_DOCUMENTS])
    found.sort(key=lambda document: (document.effect_status(on) in _IN_FORCE, _age(document)), reverse=True)
    return found[:_MOST_DOCUMENTS]


def _age(document: Document) -> tuple[date, int]:
    return document.effective_on or document.issued_on or date.min, document.year or 0


def _numbered(keys: Iterable[str]) -> Q:
    """The documents with one of these numbers; a key may lack the year ("34//nd-cp") or the end of the symbol."""
    found = Q(pk__in=[])
    for key in keys:
        head, _, rest = key.partition("/")
        if rest.startswith("/"):
            found |= Q(sequence=head, number_key__endswith=rest)
        elif rest:
            found |= Q(number_key=key) | Q(number_key__gte=f"{key}-", number_key__lt=f"{key}0")  # "/" follows "-"
    return found


def _only_one(question: Question, filters: Filters) -> Q:
    """The one document that the question is narrowed to beside its words; none if it is not."""
    conditions = [*filters.required, *question.conditions]
    single = [each for each in conditions if len(each.values) == 1]
    for condition in single:
        if condition.field is Field.DOCUMENT:
            return Q(pk=condition.values[0])
        if condition.field is Field.NUMBER:
            return _numbered([str(condition.values[0])])
    return Q(pk__in=[])


def _laws_named(words: str, filters: Filters) -> list[int]:
    """The laws whose name these folded words are or begin with: those of the longest such name."""
    best: dict[int, list[int]] = {}
    laws = readable(filters).filter(document_type__in=_LAWS).order_by()
    for pk, key, title in laws.values_list("pk", "number_key", "title"):
        name = _known_names().get(key) or _name_of(title)
        if name and f"{words} ".startswith(f"{name} "):
            best.setdefault(len(name), []).append(pk)
    return best[max(best)] if best else []


@cache
def _known_names() -> Mapping[str, str]:
    """Number -> folded name, of the laws that the table knows: titles in a corpus are often cut, or say more."""
    return {number_key(law.number): _name_of(law.title) for law in known_laws()}


@lru_cache(maxsize=5_000)
def _name_of(title: str) -> str:
    """The folded words of a law's name, without its kind and number."""
    return _NUMBER.sub("", _KIND.sub("", spelled_out(title), count=1)).strip()


_KIND = re.compile(r"^(?:bo luat|luat|phap lenh) ")
_NUMBER = re.compile(r" so [0-9]+/.*")


# --- which provisions ---


def _places(cited: Cited, documents: Sequence[Document]) -> Iterator[_Found]:
    """The place in each document, as far as it is there: "khoản 9 Điều 7" of an article without one is the article."""
    versions = {document.current_version_id: document for document in documents if document.current_version_id}
    paths = _paths(cited)
    wanted = {part for path in paths for part in _from_large_to_small(path)}
    held: dict[int, dict[str, int]] = {pk: {} for pk in versions}
    for pk, version, path in Provision.objects.filter(version__in=versions, path__in=wanted).values_list(
        "pk", "version", "path"
    ):
        held[version][path] = pk
    for version, document in versions.items():
        in_text = held[version]
        best = max(paths, key=lambda path: sum(part in in_text for part in _from_large_to_small(path)))
        chain = [in_text[part] for part in _from_large_to_small(best) if part in in_text]
        if chain:
            shown = [part for part in _from_large_to_small(best) if part in in_text][-1]
            yield _Found(document, shown, Place(tuple(reversed(chain))), whole=shown == best)


def _paths(cited: Cited) -> list[str]:
    """Where the place may stand: in the document, or in the text that it issues, which people cite by the document's number;
    an only annex has no number."""
    alone = re.sub("^phu-luc-1(?=/|$)", "phu-luc", cited.path)
    paths = list(dict.fromkeys([cited.path, f"{ATTACHMENT}/{cited.path}", alone, f"{ATTACHMENT}/{alone}"]))
    return sorted(paths, key=lambda path: path.startswith(ATTACHMENT) is not cited.attached)


def _from_large_to_small(path: str) -> list[str]:
    """The units that a path goes through; the attached text as a whole is none."""
    parts = path.split("/")
    found = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return [part for part in found if part != ATTACHMENT]


# --- what is not there ---


def _missing(cited: Cited, documents: Sequence[Document], found: Sequence[_Found]) -> Iterator[Problem]:
    """What was cited and is not there: the law, or its year, or the place in the first of the documents."""
    if not documents:
        if law := _known_title(cited.law):
            said = f"Kho không có {law}; dưới đây chỉ là những chỗ nhắc đến hoặc có các từ này."
            yield Problem(law, said, is_understood=True)
        return
    first, words = documents[0], path_in_words(cited.path)
    nearest = next((each for each in found if each.document == first), None)
    if cited.law and cited.year and first.year != cited.year:
        said = f"Kho không có luật tên như vậy năm {cited.year}; đang hiện {first.name}."
        yield Problem(f"năm {cited.year}", said, is_understood=True)
    if nearest and not nearest.whole:
        shown = path_in_words(nearest.path)
        said = f"{first.name} trong kho không có {words}; đang hiện {shown}."
        yield Problem(cited.words, said, is_understood=True)
    elif nearest is None and first.current_version_id:
        yield Problem(cited.words, f"{first.name} trong kho không có {words}.", is_understood=True)


def _known_title(words: str) -> str:
    """The known law whose name these words are or begin with, the longest; "" for none."""
    begun = [law.title for law in known_laws() if f"{words} ".startswith(f"{_name_of(law.title)} ")] if words else []
    return max(begun, key=len, default="")
