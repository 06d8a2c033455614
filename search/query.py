"""What is asked of a search engine and what comes back: frozen records, the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from search.vietnamese import Tokens

MAX_DAY = date.max.toordinal()
DOCUMENT_KIND = "DOCUMENT"  # the kind of the record that holds a document's number and title, path ""


class IndexUnavailable(Exception):
    """The index cannot be read just now (missing, being rebuilt, of another schema). The message is for people."""


class EngineDown(IndexUnavailable):
    """The engine runs elsewhere and does not answer: its index may be whole, and is not made anew for that."""


class BadQuery(Exception):
    """A question that cannot be understood; the message says, in Vietnamese, what and where."""


class Word(NamedTuple):
    folded: str
    exact: str


Phrase = tuple[Word, ...]


class SideBySide(tuple[Word, ...]):
    """Words that say something only together, in this order: "hai mươi nghìn đồng"."""

    __slots__ = ()


class Field(StrEnum):
    """What a condition may be about: fields of the index, and the effect status, which is judged on a day."""

    TYPE = "document_type"
    BODY = "body_id"
    AREA = "subject_area_id"
    YEAR = "year"
    KIND = "kind"
    NUMBER = "number"  # as `vietnamese.number_tokens` writes it
    ARTICLE = "article"  # the article's own number: "5", "5a"
    STATUS = "status"
    DOCUMENT = "document_id"
    EXTENT = "extent"
    PROVISION = "provision_id"


class Place(NamedTuple):
    """A provision that a question cites: the provision itself, and those that it is part of, the smallest first. An index
    holds one of them as a record, an article as a rule."""

    provisions: tuple[int, ...]


class Order(StrEnum):
    """In which order hits come."""

    RELEVANCE = ""
    NEWEST = "newest"
    OLDEST = "oldest"


class Condition(NamedTuple):
    """A record meets it when its field has one of the values; with no values, none does."""

    field: Field
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every hit meets. Empty means: no condition. `status` is an EffectStatus code, judged on `on`.

    A document is found when its stage is one of `stages`, or when the department `drafts_of` drafts it: that is all the
    reader may see. Beside the plain conditions, each of `conditions` holds and none of `refused`.
    """

    document_types: tuple[str, ...] = ()
    bodies: tuple[int, ...] = ()
    subject_areas: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    status: str = ""
    stages: tuple[str, ...] = ("PROMULGATED",)
    drafts_of: int = 0
    conditions: tuple[Condition, ...] = ()
    refused: tuple[Condition, ...] = ()

    @property
    def required(self) -> tuple[Condition, ...]:
        """All that must hold, in one form."""
        plain = (
            Condition(Field.TYPE, self.document_types),
            Condition(Field.BODY, self.bodies),
            Condition(Field.AREA, self.subject_areas),
            Condition(Field.YEAR, self.years),
            Condition(Field.STATUS, (self.status,) if self.status else ()),
        )
        return (*filter(lambda condition: condition.values, plain), *self.conditions)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked of a document beside that the reader may see it."""
        return bool(self.required or self.refused)

    @property
    def reach(self) -> Self:
        """What the reader may see at all, and no condition beside; documents left out by name stay left out."""
        hidden = tuple(condition for condition in self.refused if condition.field is Field.DOCUMENT)
        return replace(type(self)(), stages=self.stages, drafts_of=self.drafts_of, refused=hidden)


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the language of `search.question`; conditions in `filters`; the day `on`, unless the text names one.

    With `complete_only`, hits that have only some of the words are left out, and not counted; so they are in an
    `order` by the day of issue, which a question of too many words, or one that nothing meets wholly, does not take.
    """

    text: str
    on: date
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    offset: int = 0
    level: str = "provision"  # "provision" | "document"
    complete_only: bool = False
    order: Order = Order.RELEVANCE


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision (or, at level "document", one document with its best provision)."""

    provision_id: int
    document_id: int
    path: str
    heading: str
    snippet: str  # HTML: the text escaped, the matched words in <mark>
    score: float
    marked_heading: str = ""  # HTML of the heading, the same way


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the question that could not be understood: where, why, and valid values that are near.

    `corrected` has, for each of `nearest`, the whole question with that value in place of what was typed. A part that
    `is_understood` is pointed out all the same: what was typed says something else than what was searched.
    """

    at: str
    message: str
    nearest: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    is_understood: bool = False


class Part(NamedTuple):
    """A field of the question as it was understood, and the question without it.

    Parts with the same `group` are sides of one OR, of which either will do; 0 stands alone. A side may be words: then it
    has no label.
    """

    label: str
    value: str
    without: str
    group: int = 0


#: Field -> value -> how many provisions (or documents) of the answer have it.
Facets = Mapping[Field, Mapping[str | int, int]]


@dataclass(frozen=True, slots=True)
class Results:
    """`query` is the one that was answered: on the day that the text names, if it names one.

    `complete` counts the hits that have all the words, `total` also those that have only some; both count documents when
    these are asked for. A question of too many words (`is_long`) has no complete hits. `facets` count the complete ones, or
    all when none is. `words` are what a reader would look for in the text of a hit, phrases of several words in quotes.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    elapsed_ms: float
    suggestion: str = ""
    complete: int = 0
    facets: Facets = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    parts: tuple[Part, ...] = ()
    words: tuple[str, ...] = ()
    is_long: bool = False


#: A record of more words holds almost any few words somewhere, by chance and far apart.
MOST_WORDS_AT_HAND = 400


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """One provision as any index stores it. Dates are ordinals (`date.toordinal`), 0 = unknown, MAX_DAY = never."""

    provision_id: int
    document_id: int
    path: str
    kind: str
    number: str
    document_type: str
    body_id: int
    subject_area_id: int
    year: int
    stage: str
    title: str
    heading: str
    text: str
    effective_on: int
    expired_on: int
    partly_expired_on: int
    suspended_on: int
    suspended_until: int
    partly_suspended_on: int = MAX_DAY
    partly_suspended_until: int = MAX_DAY
    drafted_by: int = 0  # the department that drafts it; 0 = unknown
    span: int = 0  # how many provisions after this one, in reading order, are part of the record
    tokens: Tokens | None = None  # of `text`, where they have been worked out already

    @property
    def extent(self) -> str:
        """ "SHORT" or "LONG"."""
        return "LONG" if self.text.count(" ") > MOST_WORDS_AT_HAND else "SHORT"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A provision near to a given text: by shared wording (`containment`, 0..1) and by syllable pairs (`rank_score`)."""

    provision_id: int
    document_id: int
    path: str
    containment: float
    rank_score: float


@dataclass(frozen=True, slots=True)
class NearDocument:
    """A document that shares wording with a whole draft: the more, and the rarer, the higher its `evidence` (no bound).

    `place` is the text, and `provision` the document's provision, that have most of it in common.
    """

    document_id: int
    evidence: float
    place: int
    provision: Neighbour


@dataclass(frozen=True, slots=True)
class Nearby:
    """What the texts of a draft come near to: provisions for each text, documents for all texts together, nearest first."""

    provisions: list[list[Neighbour]]
    documents: list[NearDocument]
