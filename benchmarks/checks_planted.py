"""Real provincial drafts with faults planted in bases, references, definitions, effect and closing clauses."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from legaldocs.analysis.definitions import read_definitions
from legaldocs.analysis.reading import read
from legaldocs.models import Document, Level, Provision, Relation
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import BINDING_STATUSES, DOCUMENT_TYPE_LABELS, DocumentType, RelationKind
from workflow.examination import Examination, examine


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and what has to be said of it: one of `codes` about the document `number` ("" for the draft itself)."""

    kind: str
    codes: tuple[str, ...]
    number: str
    said: str

    def is_named(self, found: Examination) -> bool:
        if "CONFLICT" in self.codes:
            return any(f.kind == "CONFLICT" and f.target_number == self.number for f in found.findings)
        if "REPLACED" in self.codes:
            return any(d.number == self.number for d in found.replaced_by_draft)
        return any(c.code in self.codes and (not self.number or c.number == self.number) for c in found.checks)


@dataclass(frozen=True, slots=True)
class Planted:
    """A draft examined with the faults and with the same sentences put right."""

    name: str
    faults: tuple[Fault, ...]
    faulty: Examination
    sound: Examination


@dataclass(frozen=True, slots=True)
class Sentence:
    """One planted sentence, faulty and right. `place` says where it goes: a basis, a clause, or the day of effect."""

    place: str
    fault: Fault
    wrong: str
    right: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    document: Document
    text: str
    on: date


def planted_drafts(chance: random.Random, drafts: int) -> Iterator[Planted]:
    """So many drafts, half of them under the law of 2015 where there are so many, with all faults that could be planted."""
    for draft in _drafts(chance, drafts):
        sentences = [s for plant in PLANTERS if (s := plant(draft, chance)) is not None]
        bases = [("basis", s.basis) for s in sentences if s.basis]
        faulty = examined(draft, with_sentences(draft.text, bases + [(s.place, s.wrong) for s in sentences]))
        sound = examined(draft, with_sentences(draft.text, bases + [(s.place, s.right) for s in sentences]))
        yield Planted(draft.document.name, tuple(s.fault for s in sentences), faulty, sound)


def examined(draft: Draft, text: str) -> Examination:
    """The text examined as a draft without number and day, to be issued on the day on which its document was."""
    reading = read(source_from_text(text))
    reading = replace(reading, header=replace(reading.header, number=None, issued_on=None))
    return examine(reading, on=draft.on, exclude_documents=[draft.document.pk], body=draft.document.issued_by)


def _drafts(chance: random.Random, count: int) -> list[Draft]:
    local = (
        Document.objects.promulgated()
        .filter(issued_by__level=Level.PROVINCE, document_type__in=["DECISION", "RESOLUTION"], number__contains="/20")
        .filter(issued_on__gte=date(2016, 7, 1))
    )
    found: dict[bool, list[Draft]] = {True: [], False: []}
    for document in local.select_related("issued_by__territory", "current_version").order_by("pk"):
        text = document.current_version.text if document.current_version else ""
        if (
            document.issued_on
            and _FIRST_BASIS.search(text)
            and SECOND_ARTICLE.search(text)
            and _DAY_OF_EFFECT.search(text)
        ):
            found[document.issued_on < date(2025, 4, 1)].append(Draft(document, text, document.issued_on))
    old = chance.sample(found[True], min(count // 2, len(found[True])))
    return old + chance.sample(found[False], min(count - len(old), len(found[False])))


# --- where sentences go ---

_FIRST_BASIS = re.compile(r"^\s*Căn cứ ", re.MULTILINE)
SECOND_ARTICLE = re.compile(r"^\s*Điều 2\.", re.MULTILINE)
_DAY_OF_EFFECT = re.compile(
    r"(?P<head>(?:Quyết định|Nghị quyết) này có hiệu lực[^.;\n]{0,40}?)(?:kể )?từ ngày[^.;\n]{0,60}?(?=,| và |[.;\n]|$)",
    re.IGNORECASE | re.MULTILINE,
)


def with_sentences(text: str, sentences: Iterable[tuple[str, str]]) -> str:
    """The text with each sentence at its place: bases first, clauses in an article of their own, and the day of effect."""
    bases, clauses, words = (list[str](), list[str](), list[str]())
    for place, sentence in sentences:
        {"basis": bases, "clause": clauses, "word": words}.get(place, []).append(sentence)
        if place == "day":
            text = _DAY_OF_EFFECT.sub(rf"\g<head>kể từ ngày {sentence}", text, count=1)
    text = _FIRST_BASIS.sub(
        lambda match: "".join(f"\n{one}" for one in bases) + "\n" + match[0].lstrip(), text, count=1
    )
    added = "\nĐiều 1a. Nội dung khác\n" + "\n".join(f"{n}. {one}" for n, one in enumerate(clauses, 1))
    if words:
        added += "\nĐiều 1b. Giải thích từ ngữ\n" + "\n".join(f"{n}. {one}" for n, one in enumerate(words, 1))
    return SECOND_ARTICLE.sub(lambda match: f"{added}\n{match[0].lstrip()}", text, count=1)


# --- documents to speak of ---


def named(document: Document, *, on: date | None = None, number: str = "", title: str = "") -> str:
    """ "Nghị định số 15/2021/NĐ-CP ngày 03 tháng 3 năm 2021 của Chính phủ quy định về ..."."""
    kind = DOCUMENT_TYPE_LABELS[DocumentType(document.document_type)]
    day = on or document.issued_on
    dated = f" ngày {day:%d} tháng {day.month} năm {day.year}" if day else ""
    said = (title or document.title).strip()
    said = said.lower() if said.isupper() else f"{said[:1].lower()}{said[1:]}"
    by = f" của {document.issued_by.name}" if document.issued_by else ""
    return f"{kind} số {number or document.number}{dated}{by} {said}"


def _central(on: date) -> list[Document]:
    types = ["DECREE", "CIRCULAR"]
    found = (
        Document.objects.promulgated().with_effect(on).filter(document_type__in=types, issued_by__level=Level.CENTRAL)
    )
    found = (
        found.exclude(title="")
        .exclude(title__icontains="sửa đổi")
        .exclude(issued_on=None)
        .select_related("issued_by")
        .order_by("pk")
    )
    return [d for d in found if len(d.title) < 200 and d.number.count("/") == 2]


def in_force(draft: Draft, chance: random.Random) -> Document | None:
    """A central document in force on the day that the draft does not name."""
    numbers = [d for d in _central(draft.on) if d.effect_status() in BINDING_STATUSES and d.number not in draft.text]
    return chance.choice(numbers) if numbers else None


# --- the faults ---


def expired_basis(draft: Draft, chance: random.Random) -> Sentence | None:
    expired = (
        Document.objects.promulgated().filter(expired_on__lte=draft.on).exclude(number="").select_related("issued_by")
    )
    old, new = list(expired.filter(issued_by__level=Level.CENTRAL)), in_force(draft, chance)
    if not old or new is None:
        return None
    chosen = chance.choice(old)
    fault = Fault("basis expired", ("BASIS_EXPIRED",), chosen.number, named(chosen))
    return Sentence("basis", fault, f"Căn cứ {named(chosen)};", f"Căn cứ {named(new)};")


def expired_reference(draft: Draft, chance: random.Random) -> Sentence | None:
    sentence = expired_basis(draft, chance)
    if sentence is None:
        return None
    fault = replace(sentence.fault, kind="reference to an expired document", codes=("REFERENCE_EXPIRED",))
    wrong, right = (
        f"Hồ sơ thực hiện theo {s.removeprefix('Căn cứ ').rstrip(';')}." for s in (sentence.wrong, sentence.right)
    )
    return Sentence("clause", fault, wrong, right)


def basis_to_expire(draft: Draft, chance: random.Random) -> Sentence | None:
    """Not yet in force when the draft begins to apply; the right one is in force."""
    later = [d for d in _central(draft.on) if d.effective_on and d.effective_on > draft.on + timedelta(days=40)]
    later = [d for d in later if d.issued_on and d.issued_on <= draft.on and d.number not in draft.text]
    new = in_force(draft, chance)
    if not later or new is None:
        return None
    chosen = chance.choice(later)
    fault = Fault("basis not yet in force", ("BASIS_NOT_YET_EFFECTIVE",), chosen.number, named(chosen))
    return Sentence("basis", fault, f"Căn cứ {named(chosen)};", f"Căn cứ {named(new)};")


def _basis(
    kind: str, code: str, say: Callable[[Document, Document], str]
) -> Callable[[Draft, random.Random], Sentence | None]:
    """A planter of a basis that is said wrongly; the second document lends what is wrong."""

    def plant(draft: Draft, chance: random.Random) -> Sentence | None:
        document, other = in_force(draft, chance), in_force(draft, chance)
        if document is None or other is None or other.pk == document.pk:
            return None
        wrong = say(document, other)
        return Sentence(
            "basis", Fault(kind, (code,), document.number, wrong), f"Căn cứ {wrong};", f"Căn cứ {named(document)};"
        )

    return plant


def _another_day(document: Document, other: Document) -> str:
    assert document.issued_on is not None
    return named(document, on=document.issued_on + timedelta(days=9 if document.issued_on.day < 15 else -9))


def _another_number(document: Document, other: Document) -> str:
    head, _, tail = document.number.partition("/")
    return named(document, number=f"{head}9/{tail}")


def _another_kind(document: Document, other: Document) -> str:
    said = named(document)
    kind = DOCUMENT_TYPE_LABELS[DocumentType(document.document_type)]
    return said.replace(kind, "Quyết định", 1)


def missing_unit(kind: str, level: str) -> Callable[[Draft, random.Random], Sentence | None]:
    """A planter of a reference to an article, or to a clause, that its document does not have."""

    def plant(draft: Draft, chance: random.Random) -> Sentence | None:
        document = in_force(draft, chance)
        if document is None or document.current_version is None:
            return None
        paths = list(document.current_version.provisions.filter(kind=level).values_list("path", flat=True))
        paths = [p for p in paths if re.fullmatch(r"dieu-\d+(?:/khoan-\d+)?", p)]
        if level == "CLAUSE":
            article = chance.choice(paths).partition("/")[0] if paths else ""
            paths = [p for p in paths if p.startswith(f"{article}/")]
        if len(paths) < 2:
            return None
        last = max(int(p.rpartition("-")[2]) for p in paths)
        wrong = path_in_words(re.sub(r"\d+$", str(last + 3), paths[-1]))
        right = path_in_words(paths[-1])
        said = f"Thẩm quyền giải quyết thực hiện theo {{}} {named(document)}."
        fault = Fault(kind, ("REFERENCE_NOT_FOUND",), document.number, said.format(wrong))
        return Sentence("clause", fault, said.format(wrong), said.format(right))

    return plant


def changed_unit(kind: str, code: str, how: Sequence[str]) -> Callable[[Draft, random.Random], Sentence | None]:
    """A planter of a reference to a provision that was worded anew or repealed by that day."""

    def plant(draft: Draft, chance: random.Random) -> Sentence | None:
        relations = (
            Relation.objects.standing().of_promulgated().filter(kind__in=how, target__issued_by__level=Level.CENTRAL)
        )
        relations = relations.exclude(target_path="").select_related(
            "source", "target__issued_by", "target__current_version"
        )
        candidates = [
            r
            for r in relations.order_by("pk")
            if r.target
            and r.takes_effect_on
            and r.takes_effect_on <= draft.on
            and r.target.current_version_id
            and re.fullmatch(r"dieu-\d+(?:/khoan-\d+)?", r.target_path)
            and r.target.number not in draft.text
            and r.target.effect_status(draft.on) in BINDING_STATUSES
        ]
        if not candidates:
            return None
        chosen = chance.choice(candidates)
        assert chosen.target is not None
        changed = set(Relation.objects.filter(target=chosen.target).values_list("target_path", flat=True))
        version = chosen.target.current_version
        assert version is not None
        own = version.provisions.filter(kind="ARTICLE").values_list("path", flat=True)
        untouched = [p for p in own if re.fullmatch(r"dieu-\d+", p) and not any(c.startswith(p) for c in changed if c)]
        if not untouched:
            return None
        said = f"Trình tự thực hiện theo {{}} {chosen.target.name}."
        wrong = said.format(path_in_words(chosen.target_path))
        fault = Fault(kind, (code,), chosen.target.number, wrong)
        return Sentence("clause", fault, wrong, said.format(path_in_words(chance.choice(untouched))))

    return plant


def defined_otherwise(draft: Draft, chance: random.Random) -> Sentence | None:
    """A word of a document that the draft points to, with the meaning of another word of it."""
    for document in chance.sample(_central(draft.on), 60):
        if (
            document.effect_status() not in BINDING_STATUSES
            or document.current_version is None
            or document.number in draft.text
        ):
            continue
        rows = list(
            Provision.objects.filter(version=document.current_version, path__startswith="dieu-").order_by("position")[
                :80
            ]
        )
        meanings = [d for d in read_definitions(rows) if 40 < len(d.meaning) < 400]
        if len(meanings) >= 2:
            mine, other = chance.sample(meanings, 2)
            said = f"{mine.term} là {{}}."
            fault = Fault(
                "term defined otherwise", ("TERM_DEFINED_OTHERWISE",), document.number, said.format(other.meaning)
            )
            basis = f"Căn cứ {named(document)};"
            return Sentence("word", fault, said.format(other.meaning), said.format(mine.meaning), basis)
    return None


def too_early(draft: Draft, chance: random.Random) -> Sentence:
    """One day less than the ten that every provincial document needs, under either law."""
    regime = "2015" if draft.on < date(2025, 4, 1) else "2025"
    wrong, right = draft.on + timedelta(days=9), draft.on + timedelta(days=10)
    fault = Fault(f"effect a day too early (law of {regime})", ("EFFECTIVE_TOO_EARLY",), "", f"{wrong:%d/%m/%Y}")
    return Sentence("day", fault, _in_words(wrong), _in_words(right))


def _in_words(day: date) -> str:
    return f"{day:%d} tháng {day:%m} năm {day.year}"


PLANTERS: tuple[Callable[[Draft, random.Random], Sentence | None], ...] = (
    expired_basis,
    basis_to_expire,
    _basis("basis under another day", "BASIS_DATE_DIFFERS", _another_day),
    _basis("basis under another name", "BASIS_TITLE_DIFFERS", lambda one, other: named(one, title=other.title)),
    _basis("basis under another number", "BASIS_NUMBER_DIFFERS", _another_number),
    _basis("kind and number disagree", "REFERENCE_TYPE_DIFFERS", _another_kind),
    expired_reference,
    missing_unit("article that is not there", "ARTICLE"),
    missing_unit("clause that is not there", "CLAUSE"),
    changed_unit("provision worded anew", "REFERENCE_AMENDED", [RelationKind.AMENDS]),
    changed_unit("provision repealed", "REFERENCE_REPEALED", [RelationKind.REPEALS]),
    defined_otherwise,
    too_early,
)
