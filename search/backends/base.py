"""The contract of a search engine: what every backend does, so that one suite of tests can hold each to it.

An engine lives in a folder of its own. Records go in through a `Writer`, which commits all or nothing; questions are asked
of a `Backend`, which sees the last commit. All of them index the tokens of `search.vietnamese` and nothing else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from legaldocs.parsing.vocabulary import EffectStatus
from search.query import Filters, IndexRecord
from search.question import Question
from search.vietnamese import number_tokens, tokens

#: The tiers of the ranking, far above any sum of BM25 scores: the document asked for by number, the hits with all words,
#: and among these the hits with all words as they were accented.
OWN_NUMBER, NUMBER, ALL_WORDS, ALL_EXACT = 4_000.0, 1_000.0, 500.0, 200.0
#: A hit in force stands above an equal one that has expired.
IN_FORCE = 6.0
#: A long question is not expected to be met word by word.
MOST_REQUIRED = 10
#: The body holds the heading as well, so that its own weight comes on top. Chosen on 728 questions over 2,249 law articles.
FOLDED_WEIGHT, EXACT_WEIGHT, HEADING_WEIGHT, TITLE_WEIGHT = 1.0, 0.5, 0.4, 0.4

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
KEYWORD_FIELDS = ("document_type", "stage", "kind")


class Match(NamedTuple):
    """A record found; `span` says how many provisions after `provision_id` belong to it."""

    provision_id: int
    document_id: int
    span: int
    score: float


class Page(NamedTuple):
    total: int
    matches: list[Match]


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


def binding_ranges(on: date) -> list[Range]:
    """The conditions of a document that has begun and not ended: what ranks above the expired."""
    day = on.toordinal()
    return [Range("expired_on", low=day + 1), Range("effective_on", low=1, high=day)]


def text_fields(record: IndexRecord) -> dict[str, str]:
    """The record's text fields as tokens between blanks. Syllables come before pairs, so that phrases stay whole."""
    heading, text = tokens(record.heading), tokens(record.text)
    return {
        "folded": f"{heading.folded} {text.folded} {heading.pairs} {text.pairs}",
        "exact": f"{heading.exact} {text.exact}",
        "heading": f"{heading.folded} {heading.pairs}",
        **_document_fields(record.number, record.title),
    }


@lru_cache(maxsize=64)
def _document_fields(number: str, title: str) -> dict[str, str]:
    """The fields that all records of a document share; the records come together."""
    found = tokens(title)
    return {"title": f"{found.folded} {found.pairs}", "number": " ".join(number_tokens(number))}


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

    @abstractmethod
    def search(self, question: Question, filters: Filters, on: date, limit: int, offset: int) -> Page:
        """The records that match, best first."""

    @abstractmethod
    def count_documents(self, question: Question, filters: Filters, on: date) -> int:
        """How many documents have a record that matches; large counts may be off by a percent."""

    @abstractmethod
    def complete(self, words: list[str], prefix: str, limit: int) -> list[int]:
        """Ids of the promulgated documents whose title holds the folded words and one that starts with `prefix`."""

    @abstractmethod
    def complete_number(self, prefix: str, limit: int) -> list[int]:
        """Ids of the promulgated documents whose number starts with `prefix`, as `number_tokens` writes it."""

    @abstractmethod
    def counts(self) -> tuple[int, int]:
        """(documents, records without those of number and title)."""
