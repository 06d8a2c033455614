"""The contract of a search engine: what every backend does, so that one suite of tests can hold each to it.

An engine lives in a folder of its own. Records go in through a `Writer`, which commits all or nothing; questions are asked
of a `Backend`, which sees the last commit. All of them index the tokens of `search.vietnamese` and nothing else.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from legaldocs.parsing.vocabulary import EffectStatus
from search.definitions import asked_terms, defined_terms, term_of
from search.facets import Columns, Tally, counted
from search.query import DOCUMENT_KIND, Condition, Facets, Field, Filters, IndexRecord, Word
from search.question import Alternative, Question
from search.vietnamese import number_tokens, tokens

#: A long question is not expected to be met word by word.
MOST_REQUIRED = 10
#: Two or three words say enough wherever they stand: "mức phí" is answered by "mức thu phí".
FEWEST_BESIDE = 4
#: Syllables, pairs, and what is found in heading and title. Chosen on one half of 728 real questions, confirmed on the
#: other one: `python -m benchmarks.retrieval`.
WORD_WEIGHT, PAIR_WEIGHT, SUBJECT_WEIGHT = 1.0, 1.0, 0.6
#: How many of the best hits of a tier are put in the order of their effect.
WINDOW = 200
#: What remains of the score of a hit that has expired, and of one that has not begun or whose dates are unknown: a text
#: never stands above its nearly equal successor, and still above one that says something else.
EXPIRED_SHARE, UNSURE_SHARE = 0.6, 0.9

NUMERIC_FIELDS = (
    "provision_id",
    "document_id",
    "body_id",
    "subject_area_id",
    "year",
    "drafted_by",
    "span",
    "effective_on",
    "expired_on",
    "partly_expired_on",
    "suspended_on",
    "suspended_until",
    "partly_suspended_on",
    "partly_suspended_until",
)
KEYWORD_FIELDS = ("document_type", "stage", "kind", "extent")
#: What a record must be for all its words to stand together, and so above records that have only some.
_AT_HAND = Condition(Field.EXTENT, ("SHORT",))
_ARTICLE = re.compile(r"(?:^|/)dieu-([^/]+)")


_STEP = 1_000.0


class Demand(IntEnum):
    """The tiers of the ranking: what a hit must meet to stand above all hits of the tiers below."""

    PLACE = 5  # the very provision that the question cites
    OWN_NUMBER = 4  # the record of a document that was asked for by number
    NUMBER = 3  # any part of such a document
    ALL_EXACT = 2  # all words at hand (`beside`) as they were accented, in heading and text, and that no very long one
    ALL_WORDS = 1  # all words at hand, or other wordings of them, in heading, text and title; no very long text
    ANY = 0
    COMPLETE = -1  # no tier: what has all the words, however long, or the number, or is the place

    @property
    def bonus(self) -> float:
        """Added to the score, so that scores fall from hit to hit: far above any sum of BM25 scores."""
        return _STEP * self


def demands(question: Question, *, complete_only: bool = False) -> Iterator[Demand]:
    """The tiers that make sense for the question, best first. ANY comes last; with `complete_only`, in its place, what has
    all the words and stands in no tier above."""
    if question.places:
        yield Demand.PLACE
    if question.numbers:
        yield from (Demand.OWN_NUMBER, Demand.NUMBER)
    if wants_all(question):
        if question.accented:
            yield Demand.ALL_EXACT
        yield Demand.ALL_WORDS
    yield Demand.COMPLETE if complete_only and wants_all(question) else Demand.ANY


def wants_all(question: Question) -> bool:
    """Whether to have all the words is more than to have any of them, and not too much to ask."""
    one_word = len(question.words) == 1 and len(question.units[0]) == 1
    return bool(question.words) and not is_long(question) and not one_word


def is_long(question: Question) -> bool:
    """Whether there are too many words to expect one record to have them all."""
    return len(question.words) > MOST_REQUIRED


def conditions_of(question: Question, filters: Filters) -> tuple[list[Condition], list[Condition]]:
    """(what every hit meets, what none may meet) beside words; a listing is of documents unless it asks for an article."""
    required = [*filters.required, *question.conditions]
    fields = {condition.field for condition in required}
    if question.is_listing and not fields & {Field.ARTICLE, Field.KIND}:
        required.append(Condition(Field.KIND, (DOCUMENT_KIND,)))
    return required, [*filters.refused, *question.refused]


def groups_of(question: Question) -> tuple[list[tuple[Alternative, ...]], list[tuple[Alternative, ...]]]:
    """The groups of `any_of`: those with words, which are met as phrases are (other words then only rank), and the others,
    which are plain conditions."""
    worded = [group for group in question.any_of if not all(isinstance(side, Condition) for side in group)]
    return worded, [group for group in question.any_of if group not in worded]


def beside(question: Question) -> list[list[str]]:
    """For each word the pairs that it makes with the words typed before and after it. A record has all the words at hand in
    which each stands beside one of these: scattered through a text they say nothing of the question. What may be said in
    other words, and what stands beside it, may stand anywhere.
    """
    if len(question.words) < FEWEST_BESIDE:
        return []
    said_otherwise = {word.folded for unit in question.units if len(unit) > 1 for word in unit[0]}
    words = {word.folded for word in question.words}
    pairs = {pair: set(pair.split("_")) for pair in question.pairs if words.issuperset(pair.split("_"))}
    found: list[list[str]] = []
    for word in question.words:
        own = [pair for pair, both in pairs.items() if word.folded in both]
        if own and own not in found and not any(pairs[pair] & said_otherwise for pair in own):
            found.append(own)
    return found


def subject_tokens(question: Question) -> Sequence[str]:
    """What is looked for in headings, titles and definitions: pairs, which say what a text is about, or words where there
    are none; and terms that may be defined, a phrase among them."""
    words = [word.folded for word in question.words]
    phrases = (term_of([word.folded for word in phrase]) for phrase in question.phrases)
    return [*(question.pairs or words), *asked_terms(words), *phrases]


def pairs_of_other_words(question: Question) -> Iterator[str]:
    """Those of other wordings: a pair of words that are asked for finds nothing that these do not find."""
    words = {word.folded for word in (*question.words, *question.optional_words)}
    return (pair for pair in question.pairs if not words.issuperset(pair.split("_")))


class Match(NamedTuple):
    """A record found; `span` says how many provisions after `provision_id` belong to it."""

    provision_id: int
    document_id: int
    span: int
    effective_on: int
    expired_on: int
    score: float

    def share(self, day: int) -> float:
        """The share of its score that its effect on that day leaves it."""
        if self.expired_on <= day:
            return EXPIRED_SHARE
        return 1.0 if 0 < self.effective_on <= day else UNSURE_SHARE

    def raised(self, bonus: float) -> Match:
        """The match in the tier of that bonus."""
        one, document, span, begins, ends, score = self
        return Match(one, document, span, begins, ends, score + bonus) if bonus else self

    def judged(self, day: int) -> Match:
        """The match with that share of its score."""
        share = self.share(day)
        return self if share == 1.0 else self._replace(score=self.score * share)


class Page(NamedTuple):
    """The matches of a page, how many match in all, and how many of those have all the words (0 for a long question)."""

    total: int
    matches: list[Match]
    complete: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest value, both inclusive, that a numeric field may have; None: no bound."""

    field: str
    low: int | None = None
    high: int | None = None


def status_ranges(status: str, on: date) -> tuple[list[Range], list[list[Range]]]:
    """(conditions that all hold, groups of conditions of which none may hold as a whole) for a status on a day.

    The same order of questions as `Document.effect_status`: expired, unknown, not yet, suspended, partly.
    """
    day = on.toordinal()
    expired = Range("expired_on", high=day)
    living = Range("expired_on", low=day + 1)
    binding = [living, Range("effective_on", low=1, high=day)]
    suspended = [Range("suspended_on", high=day), Range("suspended_until", low=day + 1)]
    partly_expired = [Range("partly_expired_on", high=day)]
    partly_suspended = [Range("partly_suspended_on", high=day), Range("partly_suspended_until", low=day + 1)]
    return {
        EffectStatus.EXPIRED: ([expired], []),
        EffectStatus.UNKNOWN: ([living, Range("effective_on", high=0)], []),
        EffectStatus.NOT_YET: ([living, Range("effective_on", low=day + 1)], []),
        EffectStatus.SUSPENDED: ([*binding, *suspended], []),
        EffectStatus.PARTLY_EXPIRED: ([*binding, *partly_expired], [suspended]),
        EffectStatus.PARTLY_SUSPENDED: ([*binding, *partly_suspended], [suspended, partly_expired]),
        EffectStatus.IN_FORCE: (binding, [suspended, partly_expired, partly_suspended]),
    }[EffectStatus(status)]


def text_fields(record: IndexRecord) -> dict[str, str]:
    """The record's text fields as tokens between blanks; cited numbers come last, so that phrases stay whole."""
    heading, text = tokens(record.heading), record.tokens or tokens(record.text)
    title, subject, number = _document_fields(record.number, record.title)
    folded = f"{heading.folded} {text.folded} {heading.cited} {text.cited}"
    own_subject = "" if record.heading == record.title else f"{heading.folded} {heading.pairs}"
    return {
        "folded": folded,
        "anywhere": f"{folded} {title}",
        "pairs": f"{heading.pairs} {text.pairs}",
        "exact": f"{heading.exact} {text.exact}",
        "subject": f"{own_subject} {subject} {defined_terms(record.text)}",
        "number": number,
        "article": " ".join(_ARTICLE.findall(record.path)[-1:]),
    }


@lru_cache(maxsize=64)
def _document_fields(number: str, title: str) -> tuple[str, str, str]:
    """The tokens of title and number, which all records of a document share; the records come together."""
    found = tokens(title)
    return found.folded, f"{found.folded} {found.pairs}", " ".join(number_tokens(number))


def within(demand: Demand, filters: Filters) -> Filters:
    """The conditions under which a record stands in this tier."""
    if demand not in {Demand.ALL_EXACT, Demand.ALL_WORDS}:
        return filters
    return replace(filters, conditions=(*filters.conditions, _AT_HAND))


def cited_records(question: Question) -> Condition:
    """What the record of a cited place meets."""
    return Condition(Field.PROVISION, tuple(pk for place in question.places for pk in place.provisions))


def _as_cited(matches: Sequence[Match], question: Question) -> list[Match]:
    """The record of each place, in the order in which the places come; each in a tier of its own."""
    known = {match.provision_id: match for match in matches}
    found = [[known[pk] for pk in place.provisions if pk in known][:1] for place in question.places]
    first = list(dict.fromkeys(match for matches in found for match in matches))
    return [
        match._replace(score=match.score + _STEP * above)
        for above, match in zip(reversed(range(len(first))), first, strict=True)
    ]


def _in_force_first(matches: list[Match], on: date) -> list[Match]:
    """The matches, the first of them in the order of relevance and effect. The window never moves: nor do pages."""
    day = on.toordinal()
    judged = sorted((match.judged(day) for match in matches[:WINDOW]), key=lambda match: -match.score)
    return judged + matches[WINDOW:]


class Writer(ABC):
    """Changes to an engine. Leaving the block commits; leaving it by an error leaves the last commit as it was."""

    @abstractmethod
    def add(self, record: IndexRecord) -> None: ...

    @abstractmethod
    def remove(self, document_ids: Collection[int]) -> None:
        """Take out what stood in the index of these documents before this block; what is added in it stays."""

    @abstractmethod
    def commit(self) -> None: ...

    @abstractmethod
    def abandon(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.abandon()


class Backend(ABC):
    """A reader of one folder. Safe to share between threads."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    @abstractmethod
    def write(cls, folder: Path) -> Writer:
        """A writer of the folder's engine, made when there is none."""

    @classmethod  # noqa: B027  # most engines have nothing to do
    def publish(cls, folder: Path) -> None:
        """Have this folder's index answer from now on: for engines whose readers do not find it by the folder itself."""

    def search(
        self,
        question: Question,
        filters: Filters,
        on: date,
        limit: int,
        offset: int,
        *,
        complete_only: bool = False,
        best_only: bool = False,
    ) -> Page:
        """The records that match, best first: tier by tier until the page is full, and how many match in all. With
        `complete_only`, those that have all the words, where that is more than to match. With `best_only`, an engine may
        leave out those that come after another one of their document: fewer come back, from as many looked at.

        Each tier is a question of its own, ranked by BM25: engines answer several plain questions sooner than one that
        holds them all, and most pages are full after the first. A listing comes newest first.
        """
        wanted = offset + limit
        found: dict[tuple[int, int], Match] = {}
        total = looked = 0
        tiers = list(demands(question, complete_only=complete_only))
        find = self._find_best if best_only else self._find
        for demand in tiers:
            if max(len(found), looked) < wanted:
                page = find(demand, question, within(demand, filters), on, max(wanted, WINDOW))
                looked += page.total if best_only else 0
                total = max(total, page.total)  # a title may hold all the words and the text none
                for match in self._ordered(demand, page.matches, question, filters, on):
                    if len(found) == wanted:
                        break
                    if (place := match[:2]) not in found:
                        found[place] = match.raised(demand.bonus)
            elif demand is tiers[-1]:
                total = max(total, self._total(demand, question, filters, on))
        complete = self._complete(question, filters, on) if wants_all(question) else 0 if is_long(question) else total
        return Page(max(total, complete), list(found.values())[offset:wanted], complete)

    def _ordered(
        self, demand: Demand, matches: list[Match], question: Question, filters: Filters, on: date
    ) -> list[Match]:
        if demand is Demand.PLACE:
            return _as_cited(matches, question)
        return matches if filters.status else _in_force_first(matches, on)

    def facets(
        self, question: Question, filters: Filters, on: date, *, by_document: bool = False, complete: bool = True
    ) -> Facets:
        """For each field and value how many of the matches have it, exactly: of those with all the words, or of all.

        `by_document` counts the documents that have a match. Status is judged `on`.
        """
        demand = Demand.COMPLETE if complete and wants_all(question) else Demand.ANY
        tally = self.tally(demand, question, filters, on)
        return counted(tally, self.documents(), on, by_document=by_document)

    def _complete(self, question: Question, filters: Filters, on: date) -> int:
        """How many records have all the words; what `facets` will ask next may be worked out for it already."""
        return self.count(question, filters, on)

    def count(self, question: Question, filters: Filters, on: date, demand: Demand = Demand.COMPLETE) -> int:
        """How many records meet the demand; where to have all the words is nothing more, how many match."""
        if demand is Demand.COMPLETE and not wants_all(question):
            demand = Demand.ANY
        return self._total(demand, question, filters, on)

    def count_documents(self, question: Question, filters: Filters, on: date, *, complete: bool = False) -> int:
        """How many documents have a record that matches, or one that has all the words."""
        demand = Demand.COMPLETE if complete and wants_all(question) else Demand.ANY
        return len(self.tally(demand, question, filters, on).documents)

    @abstractmethod
    def _find(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        """The records that match and meet the demand, best first; the newest first when the question is a listing."""

    def _find_best(self, demand: Demand, question: Question, filters: Filters, on: date, limit: int) -> Page:
        """What `_find` finds; beyond the first WINDOW, only the best of each document is needed."""
        return self._find(demand, question, filters, on, limit)

    def _total(self, demand: Demand, question: Question, filters: Filters, on: date) -> int:
        """How many records `_find` has to choose from; for engines that count sooner than they rank to say."""
        return self._find(demand, question, filters, on, 1).total

    @abstractmethod
    def tally(self, demand: Demand, question: Question, filters: Filters, on: date) -> Tally:
        """How many records match and meet the demand, exactly: of each document and of each kind."""

    @abstractmethod
    def documents(self) -> Columns:
        """What facets need to know of each document in the index. Engines keep it until the next commit."""

    @abstractmethod
    def similar_words(self, word: Word, limit: int) -> list[str]:
        """Words of the index (exact forms) that differ from this one by a letter or two, or by accents only; the nearest
        first, then the most frequent. Some may stand in records only that a reader may not see: who shows one, checks."""

    @abstractmethod
    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        """Ids of the promulgated documents whose title holds the folded words and one that starts with `prefix`."""

    @abstractmethod
    def complete_number(self, prefix: str, limit: int) -> list[int]:
        """Ids of the promulgated documents whose number starts with `prefix`, as `number_tokens` writes it."""

    @abstractmethod
    def counts(self) -> tuple[int, int]:
        """(documents, records without those of number and title)."""
