"""What every check is given and what it gives back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

from django.db.models import Q

from legaldocs.models import Document, IssuingBody, Level, Provision
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import CitationRead, LegalBasisRead, Reading
from legaldocs.parsing.vocabulary import DocumentType, FindingKind, ProvisionKind
from workflow.criteria.found import FoundOverlap


class Severity(StrEnum):
    """How much a result asks for: an answer before the draft goes on, a second look, or nothing but to know."""

    WARNING = "WARNING"
    ADVICE = "ADVICE"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that a check has to say. `path` is the draft's provision ("" for the whole), `number` the other document."""

    code: str
    path: str
    message: str
    number: str | None = None
    legal_source: str = ""
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class LegalSource:
    """The article that a check rests on, from when to when it is the law, and whether it was read in its own text."""

    text: str
    begins_on: date = date.min
    ends_on: date = date.max
    verified: bool = True


def source_on(sources: Sequence[LegalSource], on: date) -> LegalSource | None:
    """The source that is the law on that day."""
    return next((source for source in sources if source.begins_on <= on <= source.ends_on), None)


def advised(message: str, source: LegalSource) -> str:
    """The message, said as advice where the source was not read in its own text."""
    return message if source.verified else f"Khuyến nghị: {message}"


#: A decision that issues a regulation is often cited as if the regulation's articles were its own.
CONTAINERS = ("", "kem-theo/")
#: The law on legal documents of 2025 (64/2025/QH15) and its decrees replaced those of 2015 on this day.
NEW_LAW_ON = date(2025, 4, 1)
OLD_LAW_UNTIL = date(2025, 3, 31)


@dataclass(frozen=True)
class DraftContext:
    """A draft, the day on which it is to be issued, by whom, and what the corpus knows of the documents it names."""

    reading: Reading
    on: date
    body: IssuingBody | None = None
    findings: Sequence[FoundOverlap] = ()
    replaced: frozenset[int] = frozenset()
    provisions_checked: int = 0
    checked_paths: tuple[str, ...] = ()
    shortened_procedure: bool = False
    territories: frozenset[int] = field(default_factory=frozenset)
    is_promulgated: bool = False

    @property
    def issued_on(self) -> date:
        """The day from which its dates are counted: its own, else the expected one."""
        return self.reading.header.issued_on or self.on

    @property
    def law_on(self) -> date:
        """The day whose law the draft is laid beside. For one that is promulgated already, and has ended what it ends, it is
        the day before."""
        return self.on - timedelta(days=1) if self.is_promulgated else self.on

    @property
    def is_normative(self) -> bool:
        """Whether it may be a normative document: an administrative decision has no year between number and symbol
        ("1582/QĐ-UBND"), and the rules on form, effect and competence are not for it (NĐ 34/2016 Đ57, NĐ 30/2020)."""
        number = self.reading.header.number
        return not number or _YEAR_IN_NUMBER.search(number) is not None

    @property
    def level(self) -> str:
        """The level of its issuing body; a provincial one where nothing says otherwise, since this tool is theirs."""
        return self.body.level if self.body else Level.PROVINCE

    @cached_property
    def _by_key(self) -> dict[str, list[Document]]:
        """The promulgated documents that the draft names, with their effect on the day; one query."""
        reading = self.reading
        named = [
            *(basis.number or basis.resolved_number for basis in reading.legal_bases),
            *(citation.number or citation.resolved_number for citation in reading.citations),
            *(expiry.number for expiry in reading.expires),
            *(amendment.target_number for amendment in reading.amendments),
        ]
        keys = {number_key(number) for number in named if number}
        found: dict[str, list[Document]] = defaultdict(list)
        documents = Document.objects.promulgated().filter(number_key__in=keys).with_effect(self.on)
        for document in documents.select_related("issued_by") if keys else ():
            found[document.number_key].append(document)
        return found

    @cached_property
    def _laws_by_title(self) -> dict[str, list[Document]]:
        """Laws and ordinances by their folded titles, for bases that name a law and no number; two queries, of which the first
        takes titles only: there are a thousand laws."""
        types = [DocumentType.LAW.value, DocumentType.ORDINANCE.value]
        titles = {_bare_title(basis.title) for basis in self.reading.legal_bases if basis.title and not basis.number}
        found: dict[str, list[Document]] = defaultdict(list)
        if titles:
            laws = Document.objects.promulgated().filter(document_type__in=types)
            named = [pk for pk, title in laws.values_list("pk", "title") if _bare_title(title) in titles]
            for law in laws.filter(pk__in=named).with_effect(self.on):
                found[_bare_title(law.title)].append(law)
        return found

    def documents_numbered(self, number: str | None) -> list[Document]:
        """The documents with this number that may be meant: central ones, and those of the draft's own territory."""
        candidates = self._by_key.get(number_key(number), []) if number else []
        return [document for document in candidates if self.may_mean(document)]

    def may_mean(self, document: Document) -> bool:
        """Whether the draft can speak of this document: other provinces use the same numbers for theirs."""
        return (
            document.issued_by is None
            or document.issued_by.level == Level.CENTRAL
            or not self.territories
            or document.territory_id is None
            or document.territory_id in self.territories
        )

    def document_numbered(self, number: str | None) -> Document | None:
        """The one document that this number means, or None where there is none or more than one."""
        found = self.documents_numbered(number)
        return found[0] if len(found) == 1 else None

    def document_cited(self, named: LegalBasisRead | CitationRead) -> Document | None:
        """The document that is named by its number, or, a law, by its name with a day or year."""
        document = self.document_numbered(named.number or named.resolved_number)
        return document if document is not None and (named.number or self._was_there(document)) else None

    def _was_there(self, document: Document) -> bool:
        """Whether it was issued before the draft: a name alone never means a later document of that name."""
        return document.issued_on is None or document.issued_on <= self.issued_on

    @cached_property
    def own_key(self) -> str:
        """The key of the draft's own number, "" where it has none yet."""
        return number_key(self.reading.header.number or "")

    @cached_property
    def _amended(self) -> set[tuple[str, str]]:
        return {(number_key(a.target_number), a.target_path) for a in self.reading.amendments if a.target_number}

    def acts_on(self, document: Document) -> bool:
        """Whether the draft names this document as one that it amends, replaces or repeals, as a whole or in part."""
        return document.number_key in self._acted_on and self.may_mean(document)

    @cached_property
    def _acted_on(self) -> set[str]:
        reading = self.reading
        named = (*(a.target_number for a in reading.amendments), *(e.number for e in reading.expires))
        return {number_key(number) for number in named if number}

    def amends(self, document: Document, path: str) -> bool:
        """Whether the draft gives this very provision, the unit around it or a part of it another wording."""
        if not self.may_mean(document):
            return False
        paths = {target for key, target in self._amended if key == document.number_key and target}
        return any(f"{path}/".startswith(f"{one}/") or f"{one}/".startswith(f"{path}/") for one in paths)

    def documents_named(self) -> list[Document]:
        """The documents that the draft rests on or points to, each once."""
        named = [self.document_of_basis(basis) for basis in self.reading.legal_bases]
        named += [self.document_cited(citation) for citation in self.reading.citations]
        return list({document.pk: document for document in named if document is not None}.values())

    def documents_at_hand(self) -> list[Document]:
        """The documents that the draft rests on, points to or meets firmly, without those that it ends; one query for the
        last."""
        found = {document.pk: document for document in self.documents_named()}
        met = {f.target_document_id for f in self.findings if f.kind is not FindingKind.RELATED} - found.keys()
        if met:
            found |= {
                d.pk: d
                for d in Document.objects.filter(pk__in=met).select_related("issued_by").with_effect(self.on)
                if self.may_mean(d)
            }
        return [document for pk, document in found.items() if pk not in self.replaced]

    def document_of_basis(self, basis: LegalBasisRead) -> Document | None:
        """The document that a legal basis names, by number or by the name and date of a law."""
        document = self.document_cited(basis)
        if document is not None or basis.number:
            return document
        laws = [law for law in self._laws_by_title.get(_bare_title(basis.title or ""), []) if self._was_there(law)]
        if basis.resolved_number:  # one that bears another number is an earlier or a later law of the same name
            laws = [law for law in laws if not law.number]
        if basis.issued_on:
            laws = [law for law in laws if law.issued_on == basis.issued_on]
        return laws[0] if len(laws) == 1 else None

    def outlines(self, wanted: Iterable[tuple[Document, str]]) -> dict[int, set[str]]:
        """Document id -> the paths of its articles and of what stands in the units asked for; one query."""
        pairs = [(document, path) for document, path in wanted if document.current_version_id]
        if not pairs:
            return {}
        parents = {f"{container}{parent}" for _, path in pairs for parent in _above(path) for container in CONTAINERS}
        rows = Provision.objects.filter(
            Q(version__in={document.current_version_id for document, _ in pairs}),
            Q(kind=ProvisionKind.ARTICLE) | Q(parent_path__in=parents),
        ).values_list("version__document_id", "path")
        found: dict[int, set[str]] = defaultdict(set)
        for document_id, path in rows:
            found[document_id].add(path)
        return found


_YEAR_IN_NUMBER = re.compile(r"/\s*(?:19|20)\d\d\s*/")


def _above(path: str) -> list[str]:
    """The units around a unit: dieu-5/khoan-2/diem-a -> dieu-5, dieu-5/khoan-2."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


@lru_cache(maxsize=4_000)
def _bare_title(title: str) -> str:
    """A law's name without its type and year: "Luật Đất đai năm 2024" and "ĐẤT ĐAI" are the same."""
    words = fold(title).replace("luat ", "", 1).replace("phap lenh ", "", 1)
    head, found, year = words.rpartition(" nam ")
    return " ".join((head if found and year.strip().isdigit() else words).split())
