"""Successors that forget what they succeed: a real provincial decision, reworded, as a draft of a year later."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import F

from benchmarks.checks_planted import SECOND_ARTICLE, Draft, Fault, Planted, examined, with_sentences
from benchmarks.rewordings import reworded_otherwise
from legaldocs.analysis.reading import read
from legaldocs.models import Document, Level, Relation
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import RelationKind
from workflow.examination import Examination, examine

#: Days after which the successor is to be issued.
_LATER = timedelta(days=400)
_HEAD = "{}\n\n{}\n{}\n\nCăn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;\n"
_CLOSING = "Điều 900. Hiệu lực thi hành\n1. {} này có hiệu lực thi hành kể từ ngày ký.\n"
_ARTICLE = re.compile(r"^Điều \d+", re.MULTILINE)
#: A decision that only issues a regulation cannot be made a chapter of another one.
_ISSUES_ANOTHER = re.compile(r"kèm theo (?:Quyết định|Nghị quyết) này", re.IGNORECASE)
_CLOSES = re.compile(r"hiệu lực|thi hành|tổ chức thực hiện", re.IGNORECASE)


def successors(chance: random.Random, drafts: int) -> Iterator[Planted]:
    """Drafts that settle one matter anew, and drafts of two chapters that settle two, with and without saying what they end."""
    old = _settled(chance)
    for place in range(min(drafts, len(old))):
        yield _planted([old[place]], "repeal clause forgets the predecessor", chance)
    pairs = [
        (one, other) for one in old for other in old if one.issued_by_id == other.issued_by_id and one.pk < other.pk
    ]
    for pair in chance.sample(pairs, min(drafts // 2, len(pairs))):
        yield _planted(list(pair), "the same, draft of two subjects", chance)


def endings(chance: random.Random, drafts: int) -> Iterator[Planted]:
    """Central documents that end one of their body which another has amended; put right, the amender is ended with it."""
    relations = Relation.objects.standing().of_promulgated().filter(kind=RelationKind.AMENDS, source__expired_on=None)
    relations = relations.filter(source__issued_by=F("target__issued_by"), target__expired_on=None).exclude(
        target__number=""
    )
    amenders: dict[Document, set[str]] = {}
    for relation in relations.select_related("source", "target__issued_by").order_by("pk"):
        if relation.target is not None and relation.source.number:
            amenders.setdefault(relation.target, set()).add(relation.source.number)
    for target in chance.sample(sorted(amenders, key=lambda d: d.pk), min(drafts, len(amenders))):
        later = Document.objects.promulgated().filter(issued_by=target.issued_by, document_type=target.document_type)
        later = (
            later.filter(issued_on__gte=date(2025, 7, 1))
            .exclude(title__icontains="sửa đổi")
            .select_related("issued_by", "current_version")
            .order_by("pk")
        )
        texts = [
            d
            for d in later
            if d.current_version and d.number != target.number and SECOND_ARTICLE.search(d.current_version.text)
        ]
        if texts:
            yield _ending(chance.choice(texts), target, sorted(amenders[target]))


def _ending(document: Document, target: Document, amenders: list[str]) -> Planted:
    assert document.current_version is not None and document.issued_on is not None
    text = document.current_version.text
    wrong = with_sentences(text, [("clause", f"Bãi bỏ {target.name}.")])
    numbers = [target.number, *amenders]
    right = with_sentences(text, [("clause", f"Bãi bỏ {target.type_label} số {number}.") for number in numbers])
    draft = Draft(document, wrong, document.issued_on)
    kind = "amender of what is ended left over"
    faults = tuple(
        Fault(kind, ("AMENDER_ORPHANED",), number, target.name) for number in amenders if number != document.number
    )
    return Planted(document.name, faults, examined(draft, wrong), examined(draft, right))


def _settled(chance: random.Random) -> list[Document]:
    """Provincial decisions in force with a handful of articles."""
    local = Document.objects.promulgated().filter(
        issued_by__level=Level.PROVINCE, number__contains="/20", expired_on=None
    )
    found = local.exclude(title="").exclude(title__istartswith="bãi bỏ").exclude(title__icontains="sửa đổi")
    found = found.exclude(effective_on=None).select_related("issued_by__territory", "current_version").order_by("pk")
    enough = [d for d in found if 4 <= len(_articles(d)) <= 40 and not _ISSUES_ANOTHER.search("\n".join(_articles(d)))]
    return chance.sample(enough, len(enough))


def _articles(document: Document) -> list[str]:
    """The texts of its own articles, those that close it left out."""
    text = document.current_version.text if document.current_version else ""
    starts = [match.start() for match in _ARTICLE.finditer(text)]
    parts = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]
    return [part for part in parts if not _CLOSES.search(part.partition("\n")[0])]


def _planted(old: list[Document], kind: str, chance: random.Random) -> Planted:
    body = "".join(
        f"Chương {'I' * number}\nQUY ĐỊNH PHẦN {number}\n{_renumbered(document, number, chance)}\n"
        for number, document in enumerate(old, 1)
    )
    title = old[0].title if len(old) == 1 else "Quy định một số nội dung thuộc thẩm quyền của địa phương"
    names = ", ".join(document.name for document in old)
    kind_said, body_said = old[0].type_label, old[0].issued_by.name if old[0].issued_by else ""
    wrong = _HEAD.format(body_said.upper(), kind_said.upper(), title) + body + _CLOSING.format(kind_said)
    right = f"{wrong}2. {kind_said} này thay thế {names}.\n"
    faults = [Fault(kind, ("REPEAL_MISSING",), document.number, document.title) for document in old]
    return Planted(names, tuple(faults), _examined(old, wrong), _examined(old, right))


def _renumbered(document: Document, chapter: int, chance: random.Random) -> str:
    articles = (reworded_otherwise(text, chance) for text in _articles(document))
    return "\n".join(_ARTICLE.sub(f"Điều {chapter * 100 + n}", text, count=1) for n, text in enumerate(articles))


def _examined(old: list[Document], text: str) -> Examination:
    on = max(d.issued_on for d in old if d.issued_on) + _LATER
    draft = Draft(old[0], text, on)
    reading = read(source_from_text(draft.text))
    reading = replace(reading, header=replace(reading.header, number=None, issued_on=None))
    return examine(reading, on=on, body=old[0].issued_by)
