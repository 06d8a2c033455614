"""Pointers to units of a text: "điểm a, b khoản 2 và khoản 3 Điều 5", resolved to one path for each unit named.

References go from small to large (NĐ 34/2016 Đ75): a unit belongs to the next larger one that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from legaldocs.parsing.marks import POINT_LETTERS, roman
from legaldocs.parsing.vocabulary import ProvisionKind

#: A label that stands for the unit in which the words stand: "Điều này", "khoản này".
THIS = "này"

SLUGS = {
    ProvisionKind.ANNEX: "phu-luc",
    ProvisionKind.PART: "phan",
    ProvisionKind.CHAPTER: "chuong",
    ProvisionKind.SECTION: "muc",
    ProvisionKind.SUBSECTION: "tieu-muc",
    ProvisionKind.ARTICLE: "dieu",
    ProvisionKind.CLAUSE: "khoan",
    ProvisionKind.POINT: "diem",
}
#: From large to small: a unit can only stand in one of a lower level.
_LEVEL = {kind: level for level, kind in enumerate(SLUGS)}
_CONTAINERS = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION, ProvisionKind.SUBSECTION)

_ROMAN = r"(?:[IVXLC]{1,7}|\d{1,3})[a-z]?"
_WORDS: dict[ProvisionKind, tuple[str, str]] = {
    ProvisionKind.ANNEX: ("[Pp]hụ lục|PHỤ LỤC", rf"(?:số )?(?:{_ROMAN}|[A-Z])"),
    ProvisionKind.PART: ("[Pp]hần", _ROMAN),
    ProvisionKind.CHAPTER: ("[Cc]hương", _ROMAN),
    ProvisionKind.SECTION: ("[Mm]ục", _ROMAN),
    ProvisionKind.SUBSECTION: ("[Tt]iểu mục", r"\d{1,3}"),
    ProvisionKind.ARTICLE: ("[Đđ]iều|ĐIỀU", r"\d{1,4}[a-zđ]?\d?"),
    ProvisionKind.CLAUSE: ("[Kk]ho[ảá]n", r"\d{1,3}[a-zđ]?\d?"),
    ProvisionKind.POINT: ("[Đđ]iểm|[Tt]iết", r"[a-zđ]\d{0,2}|\d{1,2}(?:\.\d{1,2})?"),
}
_LIST_JOIN = r"(?:, ?(?:và )?|; ?| và | hoặc | đến | - ?|-|–)"
_NOT_A_COUNT = r"(?! (?:ngày|tháng|năm|đồng|người|giờ|tuổi|lần|triệu|tỷ|trường hợp)\b)"


def _labels(kind: ProvisionKind) -> str:
    one = rf"(?:{_WORDS[kind][1]})(?![\w%/]|[.,]\d)"
    return rf"{one}(?:{_LIST_JOIN}{one}{_NOT_A_COUNT}){{0,60}}|này(?!\w)"


_GROUP = re.compile(
    r"(?<!\w)(?<!quan )(?<!thời )(?<![Dd]anh )(?:[Cc]ác )?(?:"
    + "|".join(rf"(?:{_WORDS[kind][0]})\s{{1,2}}(?P<{kind.value}>{_labels(kind)})" for kind in reversed(SLUGS))
    + r"|(?P<BARE_ANNEX>[Pp]hụ lục(?= (?:ban hành )?kèm theo)))"
)
_ITEM = re.compile(rf"(?P<join>{_LIST_JOIN})?(?P<label>(?:số )?[^\s,;–-]+)")
#: What may stand between two groups of one pointer: "khoản 2 của Điều 5", "khoản 3 và khoản 4", "từ Điều 5 đến Điều 8".
#: "điểm b, mục 2.2, khoản 2": numbers that a text gives to parts of its clauses are no level of their own.
_BETWEEN = re.compile(
    r"(?:[ \n]?,? ?(?:tiểu )?mục \d{1,2}(?:\.\d{1,2}){1,3}(?=[ ,]))?"
    r"[ \n]?(?:,[ \n]?|; ?)?(?:(?:và|hoặc|của|tại|thuộc|đến|cùng|và/hoặc|quy định tại)\s)?(?:từ )?"
)
_JOIN_AT_END = re.compile(r"(?:(?<=[\s,;])(?:và|hoặc|đến|các|từ)|[\s,;–-]){1,4}$")
_THROUGH = re.compile(r"[ \n]?đến\s")
_LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Pointer:
    """One unit pointed to: `units` from the largest named down, as (kind, label); [start, end) are its own words."""

    start: int
    end: int
    units: tuple[tuple[ProvisionKind, str], ...]

    @property
    def path(self) -> str:
        return "/".join(f"{SLUGS[kind]}-{label}" if label else SLUGS[kind] for kind, label in self.units)

    @property
    def is_within_this(self) -> bool:
        """Whether it starts from the unit where it stands: "khoản 1 Điều này"."""
        return self.units[0][1] == THIS

    @property
    def is_relative(self) -> bool:
        """Whether it names neither an article nor an annex nor a container: "khoản 2" alone."""
        return _LEVEL[self.units[0][0]] > _LEVEL[ProvisionKind.ARTICLE]


@dataclass(frozen=True, slots=True)
class PointerChain:
    """Units named in one breath, at [start, end): a document named right after belongs to all of them."""

    start: int
    end: int
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    kind: ProvisionKind
    items: tuple[tuple[int, int, str], ...]  # start, end, label


def find_pointers(text: str) -> list[PointerChain]:
    """Every chain of pointers in the text, in order.

    Catches: "điểm a khoản 2 Điều 5" · "điểm a, b khoản 2 và khoản 3 Điều 5" (three units) · "Điều 5 đến Điều 8" (four) ·
    "từ khoản 1 đến khoản 3 Điều 9" · "khoản 1 Điều này" · "Phụ lục I" · "Mục 2 Chương II". Does not catch: "điều kiện",
    "điều 5 triệu", "quan điểm a", "khoản tiền".
    """
    chains: list[PointerChain] = []
    run: list[_Group] = []
    for group in _groups(text):
        if run and not _joined(text, run[-1], group):
            chains.append(_chain(text, run))
            run = []
        run.append(group)
    if run:
        chains.append(_chain(text, run))
    return chains


def _groups(text: str) -> Iterator[_Group]:
    for match in _GROUP.finditer(text):
        if match["BARE_ANNEX"]:
            yield _Group(match.start(), match.end(), ProvisionKind.ANNEX, ((match.start(), match.end(), ""),))
            continue
        kind = ProvisionKind(match.lastgroup or "")
        items = tuple(_items(match[kind.value], match.start(kind.value), kind))
        first = (match.start(), *items[0][1:])
        yield _Group(match.start(), match.end(), kind, (first, *items[1:]))


def _items(labels: str, offset: int, kind: ProvisionKind) -> Iterator[tuple[int, int, str]]:
    """The labels of a list, ranges filled: "1, 3 đến 5" gives 1, 3, 4, 5."""
    previous = ""
    for item in _ITEM.finditer(labels):
        label = _plain_label(item["label"], kind)
        span = (offset + item.start("label"), offset + item.end())
        if (item["join"] or "").strip() in ("đến", "-", "–"):
            for between in labels_between(previous, label):
                yield (*span, between)
        yield (*span, label)
        previous = label


def _plain_label(label: str, kind: ProvisionKind) -> str:
    label = label.removeprefix("số ")
    if label == THIS or _LEVEL[kind] > _LEVEL[ProvisionKind.SUBSECTION]:
        return label.lower().lstrip("0") or "0"
    digits = re.match(r"[IVXLC]+|\d+", label)
    return f"{roman(digits.group())}{label[digits.end() :]}" if digits else label.lower()


def labels_between(first: str, last: str) -> list[str]:
    """The labels strictly between two: "3".."6" gives 4, 5; "a".."d" gives b, c; nothing for what is no range."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last))]
    if len(first) == len(last) == 1 and first in POINT_LETTERS and last in POINT_LETTERS:
        return list(POINT_LETTERS[POINT_LETTERS.index(first) + 1 : POINT_LETTERS.index(last)])
    return []


def _joined(text: str, left: _Group, right: _Group) -> bool:
    between = _BETWEEN.fullmatch(text, left.end, right.start)
    if between is None:
        return False
    # "Điều 5, khoản 2": once the larger unit has been named, a smaller one begins a new pointer that needs its own.
    return left.items[-1][2] != THIS or _LEVEL[right.kind] < _LEVEL[left.kind] or bool(between.group().strip())


def _is_beside(text: str, left: _Group, right: _Group) -> bool:
    """Whether a larger unit stands beside the one before it, not around it: "Điều 46 và Phụ lục VIII", "khoản 2 và Điều 5"."""
    joined = text[left.end : right.start].strip(" ,;\n")
    if joined in ("và", "hoặc", "cùng", "và/hoặc"):
        return True
    return right.kind is ProvisionKind.ANNEX and left.kind is ProvisionKind.ARTICLE


def _chain(text: str, groups: Sequence[_Group]) -> PointerChain:
    pending: list[Pointer] = []
    for place, group in enumerate(groups):
        level = _LEVEL[group.kind]
        own = [Pointer(start, end, ((group.kind, label),)) for start, end, label in group.items]
        before = groups[place - 1] if place else None
        if before and before.kind is group.kind and _THROUGH.fullmatch(text, before.end, group.start):
            filling = labels_between(before.items[-1][2], group.items[0][2])
            pending += [Pointer(group.start, group.start, ((group.kind, label),)) for label in filling]
        attached = False
        for index in range(len(pending) - 1, -1, -1):
            if before is not None and _is_beside(text, before, group):
                break
            if _LEVEL[pending[index].units[0][0]] <= level or pending[index].units[0][1] == THIS:
                break
            pending[index] = replace(pending[index], units=(own[0].units[0], *pending[index].units))
            attached = True
        pending += own[1:] if attached else own
    end = groups[-1].end
    return PointerChain(groups[0].start, end, tuple(_placed(text, [_without_container(p) for p in pending], end)))


def _without_container(pointer: Pointer) -> Pointer:
    """Articles are numbered through the document: the chapter they stand in is not part of their path."""
    kinds = [kind for kind, _ in pointer.units]
    if ProvisionKind.ARTICLE not in kinds:
        return pointer
    kept = tuple(unit for unit in pointer.units if unit[0] not in _CONTAINERS)
    return replace(pointer, units=kept)


def _placed(text: str, pointers: Sequence[Pointer], end: int) -> list[Pointer]:
    """Each pointer reaching to the next one's words, so that together they cover the chain without overlap."""
    placed: list[Pointer] = []
    reach = end
    for pointer in reversed(pointers):
        if placed and pointer.start < placed[-1].start:
            reach = placed[-1].start
        words = _JOIN_AT_END.sub("", text[pointer.start : reach])
        placed.append(replace(pointer, end=pointer.start + len(words)))
    return placed[::-1]
