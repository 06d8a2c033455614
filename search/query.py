"""What is asked of a search engine and what comes back: frozen records, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from search.vietnamese import Tokens

MAX_DAY = date.max.toordinal()
DOCUMENT_KIND = "DOCUMENT"  # the kind of the record that holds a document's number and title, path ""


class IndexUnavailable(Exception):
    """The index cannot be read just now (missing, being rebuilt, of another schema). The message is for people."""


class BadQuery(Exception):
    """A question that cannot be understood; the message says, in Vietnamese, what and where."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every hit meets. Empty means: no condition. `status` is an EffectStatus code, judged on `on`.

    A document is found when its stage is one of `stages`, or when the department `drafts_of` drafts it.
    """

    document_types: tuple[str, ...] = ()
    bodies: tuple[int, ...] = ()
    subject_areas: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    status: str = ""
    stages: tuple[str, ...] = ("PROMULGATED",)
    drafts_of: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A question: words, "phrases", -not and document numbers in `text`; conditions in `filters`; the day `on`."""

    text: str
    on: date
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    offset: int = 0
    level: str = "provision"  # "provision" | "document"


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision (or, at level "document", one document with its best provision)."""

    provision_id: int
    document_id: int
    path: str
    heading: str
    snippet: str  # HTML: the text escaped, the matched words in <mark>
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    query: Query
    total: int
    hits: tuple[Hit, ...]
    elapsed_ms: float
    suggestion: str = ""


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


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A provision near to a given text: by shared wording (`containment`, 0..1) and by syllable pairs (`rank_score`)."""

    provision_id: int
    document_id: int
    path: str
    containment: float
    rank_score: float
