"""The mark of a line of which a person has said what it opens: the number that it carries, else the one that is due."""

from __future__ import annotations

from legaldocs.parsing import marks
from legaldocs.parsing.marks import Mark
from legaldocs.parsing.paths import roman
from legaldocs.parsing.vocabulary import ProvisionKind

#: What a person may make of a line.
FORCIBLE = (
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.ARTICLE,
    ProvisionKind.CLAUSE,
    ProvisionKind.POINT,
    ProvisionKind.ANNEX,
    ProvisionKind.ATTACHMENT,
)


def forced_mark(kind: ProvisionKind, text: str, due: str) -> Mark:
    """The mark of that kind. "5. Mức thu" made an article is Điều 5; a line without any number gets the label `due`."""
    own = _own_mark(kind, text)
    if own is not None:
        return own
    if kind is ProvisionKind.ANNEX:
        return Mark(kind, "Phụ lục", 0, "", "phu-luc", text)
    other = marks.article_mark(text) or marks.clause_mark(text)
    if other is not None and kind in (ProvisionKind.ARTICLE, ProvisionKind.CLAUSE):
        return _made(kind, other.number, other.suffix, other.rest)
    if kind is ProvisionKind.POINT:
        return Mark(kind, due, 0, "", ")", text.lstrip("-–+•* "))
    return _made(kind, int(due), "", text)


def _own_mark(kind: ProvisionKind, text: str) -> Mark | None:
    """The mark that the line carries by itself, when it is of that kind."""
    if kind is ProvisionKind.ARTICLE:
        return marks.article_mark(text)
    if kind is ProvisionKind.CLAUSE:
        return marks.clause_mark(text)
    if kind is ProvisionKind.POINT:
        return marks.point_mark(text)
    if kind is ProvisionKind.ANNEX:
        return marks.annex_mark(text)
    mark = marks.container_mark(text)
    return mark if mark is not None and mark.kind is kind else None


def _made(kind: ProvisionKind, number: int, suffix: str, rest: str) -> Mark:
    label = {
        ProvisionKind.ARTICLE: f"Điều {number}{suffix}",
        ProvisionKind.CHAPTER: f"Chương {roman(number)}",
        ProvisionKind.SECTION: f"Mục {number}",
    }.get(kind, f"{number}{suffix}")
    return Mark(kind, label, number, suffix, ".", rest)
