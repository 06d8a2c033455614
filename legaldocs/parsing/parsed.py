"""What reading a legal text yields: plain, frozen records shared by readers, parsers, analysis and importers.

Two stages. A reader (`word`, `pdf`, `web`, `plain`) turns a file into a `SourceText`: lines in reading order. Parsing and
analysis turn a `SourceText` into a `Reading`: head, tree of provisions and what they mean. Nothing here knows of a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from legaldocs.parsing.vocabulary import AmendmentAction, DocumentType, ProvisionKind


class UnreadableDocument(Exception):
    """A file that cannot be read at all. Carries what people need: what is wrong and how to mend it.

    `code` is stable English for scripts (EMPTY, ENCRYPTED, CORRUPT, MISLABELLED, TOO_LARGE, ZIP_BOMB, UNSUPPORTED, NO_TEXT,
    CONVERTER_MISSING, CONVERTER_FAILED); the message is Vietnamese and says what, where and how to mend it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something the reader could not place or is not sure of. `path` names the provision, or "" for the whole text;
    `confidence` (0..1) says how sure the reader is of what it did, where it can tell."""

    code: str
    message: str
    path: str = ""
    confidence: float | None = None


class LineOrigin(StrEnum):
    BODY = "BODY"
    TABLE = "TABLE"
    TEXT_BOX = "TEXT_BOX"
    HEADER = "HEADER"
    FOOTNOTE = "FOOTNOTE"


#: What `Forced.kind` says of a line that opens no unit, whatever it looks like.
PLAIN = "PLAIN"


@dataclass(frozen=True, slots=True)
class Forced:
    """What a person has said of a line, against its looks: the kind of unit that it opens (a ProvisionKind's code, PLAIN,
    or "" where nothing was said of that), and the heading of that unit (None: as read)."""

    kind: str = ""
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as its reader saw it, NFC, automatic number included at the front of `text`.

    A table row is one line of origin TABLE, its cells joined with " | ". `table` numbers the table (0 = outside tables).
    """

    text: str
    origin: LineOrigin = LineOrigin.BODY
    table: int = 0
    bold: bool = False
    centered: bool = False
    italic: bool = False
    forced: Forced | None = None


class TrackedChanges(StrEnum):
    """Which view of a text with tracked changes is wanted; ASK means: say that there are some."""

    ASK = "ask"
    ACCEPTED = "accepted"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """An insertion or deletion that the file's author has left undecided."""

    kind: str  # "insert" | "delete" | "move"
    text: str
    author: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class LegacyPassage:
    """A passage in letters of an old encoding: as it stands in the file and in Unicode. `encoding` is a code of
    `vocabulary.Letters`, `font` the font that the file names, `confidence` (0..1) how many of its words come out as
    Vietnamese syllables."""

    before: str
    after: str
    encoding: str
    font: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's text in reading order. `lines` is the accepted view, `original_lines` the view without the tracked
    changes (the same tuple when there are none)."""

    lines: tuple[Line, ...]
    original_lines: tuple[Line, ...] = ()
    tracked_changes: tuple[TrackedChange, ...] = ()
    comments: tuple[str, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    media_type: str = "text/plain"
    ocr_confidence: float | None = None
    legacy: tuple[LegacyPassage, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Header:
    """The head and the foot of a document: who issued what, when, signed by whom. None where the text does not say."""

    number: str | None = None
    document_type: DocumentType | None = None
    issuing_body: str | None = None
    place: str | None = None
    issued_on: date | None = None
    title: str | None = None
    signer: str | None = None
    signer_capacity: str | None = None
    recipients: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class ParsedProvision:
    """One unit of the tree in document order. `text` is the unit's own text, without its children's; `heading` is the
    title of an article or chapter; `label` is what stands in the text ("Điều 5", "3a", "đ"). `parent` is the path of the
    unit it stands in, chapters included ("" at the top)."""

    path: str
    kind: ProvisionKind
    label: str
    heading: str
    text: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The shape of a text: its head and its tree."""

    header: Header
    provisions: tuple[ParsedProvision, ...]
    warnings: tuple[Warning_, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalBasisRead:
    """A document named as a basis. `number` is what the text says; `resolved_number` is the same, or for a law named by its
    name and day or year the number that the table of laws gives it."""

    text: str
    number: str | None = None
    document_type: DocumentType | None = None
    title: str | None = None
    issued_on: date | None = None
    resolved_number: str | None = None


@dataclass(frozen=True, slots=True)
class CitationRead:
    """A pointer in the own text of provision `path`, at [start, end) of that text. `number` is None for a law cited by
    name; `target_path` is "" when the whole document is meant. An internal pointer has number None and internal True.
    `resolved_number`: as in LegalBasisRead."""

    path: str
    text: str
    start: int
    end: int
    number: str | None = None
    document_type: DocumentType | None = None
    title: str | None = None
    issued_on: date | None = None
    target_path: str = ""
    internal: bool = False
    resolved_number: str | None = None


@dataclass(frozen=True, slots=True)
class AmendmentRead:
    """An instruction of provision `path` that changes `target_path` of the document `target_number`. `target_title` is
    what a law is called that the text names without its number."""

    action: AmendmentAction
    target_number: str | None
    target_path: str
    path: str
    new_text: str = ""
    old_text: str = ""
    target_title: str = ""


@dataclass(frozen=True, slots=True)
class ExpiryRead:
    """A document (or, with `target_path`, a part of one) that this one replaces or repeals, and in which words."""

    number: str
    target_path: str = ""
    relation: str = "REPEALS"  # REPEALS | REPLACES
    issued_on: date | None = None
    path: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class EffectRead:
    """What the text says of its own effect. `begins_on` is resolved where the text allows ("sau 10 ngày kể từ ngày ký").
    `ends_on` is the last day of effect; a document's `expired_on` is the day after, the first one without effect."""

    begins_on: date | None = None
    ends_on: date | None = None
    begins_text: str = ""
    exceptions: tuple[tuple[str, date], ...] = ()  # (provision path, its own date)


@dataclass(frozen=True, slots=True)
class QuantityRead:
    """A quantity in the own text of `path`. `value` is normalised to `unit`: VND, %, day, working_day, month, year, m2, ha,
    km, m, person, age, ... `comparator` is one of = <= < >= > (a range gives two quantities). `per` is what the quantity
    is counted by ("người/tháng" of "500.000 đồng/người/tháng"), `of` what it is a multiple of ("lương cơ sở" of "1,5 lần mức
    lương cơ sở"), "" where it stands for itself."""

    path: str
    text: str
    value: float
    unit: str
    comparator: str = "="
    subject: str = ""
    start: int = 0
    end: int = 0
    per: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one text."""

    header: Header
    provisions: tuple[ParsedProvision, ...]
    legal_bases: tuple[LegalBasisRead, ...] = ()
    citations: tuple[CitationRead, ...] = ()
    amendments: tuple[AmendmentRead, ...] = ()
    expires: tuple[ExpiryRead, ...] = ()
    effect: EffectRead = field(default_factory=EffectRead)
    quantities: tuple[QuantityRead, ...] = ()
    warnings: tuple[Warning_, ...] = ()
