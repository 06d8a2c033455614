"""Which documents and units an instruction's words name: the heads of a list, not what their titles go on to mention."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from legaldocs.analysis.anchors import ATTACHMENT, Anchor, ShortForm, anchor_after
from legaldocs.analysis.mentions import ATTACHED_WORDS, Mention, find_mentions
from legaldocs.analysis.pointers import Pointer, PointerChain, find_pointers
from legaldocs.parsing.normalize import same_tone_marks

_BRACKETS = re.compile(r"\([^()]{0,600}\)")
_HARD_BREAK = re.compile(r"[;\n]")
_LAST_JOIN = re.compile(r",|(?<!\w)và(?!\w)")
_SOFT_BREAK = re.compile(
    r"(?:,|(?<!\w)và|(?<!\w)hoặc|(?<!\w)cùng)\s{0,2}(?:các )?(?:[-+•]\s)?"
    r"(?:(?:Phụ lục|Mẫu|Biểu|Bảng|Danh mục)(?: [^\s,;]+){0,4} (?:tại|của|(?:ban hành )?kèm theo) )?$"
)
_BEFORE_FIRST = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính|hướng dẫn|chi tiết|thi hành|thực hiện)"
    r"(?: (?:thi hành|thực hiện|một số|các|điều|khoản|nội dung|và))* ?(?:của |theo |bởi |tại )?(?:các )?$",
    re.IGNORECASE,
)
_ATTACHED_TO = re.compile(rf"(?:{ATTACHED_WORDS})[^;\n]{{0,300}}kèm(?: theo)?\s$", re.IGNORECASE)

# "Phụ lục IV về Danh mục ... ban hành kèm theo Luật A": an annex of the law, not of a text issued with it.
_OF_AN_ANNEX = re.compile(rf"Phụ lục(?![^;\n]*(?:của|trong|thuộc|tại) (?:{ATTACHED_WORDS}))[^;\n]*$")

# "Điều 3 Nghị định A đã được sửa đổi, bổ sung tại khoản 1 Điều 1 Nghị định B": what was done before, B is no object.
_DONE_BEFORE = re.compile(
    r"được (?:sửa đổi|bổ sung|thay thế|đính chính)[^;\n.:]{0,80}?\s(?:b[ởớờ]i|tại|theo|bằng)\s"
    r"(?:[^;\n](?!(?:sửa đổi|bổ sung|bãi bỏ|thay thế|bằng cụm|như sau|hết hiệu lực)(?!\w)"
    r"|(?:Bộ luật|Luật|Pháp lệnh) (?!số|sửa đổi)[^\d;\n]{3,120} số \d))*",
    re.IGNORECASE,
)
_ACTS_ON = re.compile(r"(?:sửa đổi|bổ sung|bãi bỏ|thay thế)[^;]{0,80}\s(?:của |các |tại )*$", re.IGNORECASE)
_BARE_END = re.compile(r"\s{0,2}(?:[;.,\n]|và |$)")

_PARTLY = re.compile(
    r"(?<!\w)(?:tại|trong|thuộc)\s|(?:điều|khoản|điểm|nội dung|quy định|phần|cụm từ|từ|mẫu|phụ lục|biểu)"
    r"(?: \w+){0,6} của (?:các )?$|một phần\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A document that is acted on; `pointers` are its units named, none where the whole document is meant."""

    mention: Mention
    pointers: tuple[Pointer, ...] = ()
    attached: bool = False
    partly: bool = False  # some content of it is meant that no pointer names: "các quy định tại Thông tư số ..."

    @property
    def prefix(self) -> str:
        return f"{ATTACHMENT}/" if self.attached else ""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self.prefix + pointer.path for pointer in self.pointers)


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text read once: its documents, its pointer chains and the document that each chain belongs to."""

    text: str
    mentions: tuple[Mention, ...]
    chains: tuple[tuple[PointerChain, Anchor | None], ...]

    @classmethod
    def of(cls, text: str, short_forms: Mapping[str, ShortForm]) -> Words:
        plain = _BRACKETS.sub(lambda match: "\x00" * len(match.group()), text)
        mentions = tuple(find_mentions(plain))
        chains = tuple((chain, anchor_after(plain, chain.end, mentions, short_forms)) for chain in find_pointers(plain))
        before = [match.span() for match in _DONE_BEFORE.finditer(plain)] if "được" in plain else []
        if before:
            mentions = tuple(mention for mention in mentions if not _within(before, mention.start))
            chains = tuple((chain, anchor) for chain, anchor in chains if not _within(before, chain.start))
        return cls(plain, mentions, chains)

    def chains_in(self, start: int, end: int) -> list[tuple[PointerChain, Anchor | None]]:
        first = bisect_left(self.chains, start, key=lambda item: item[0].start)
        last = bisect_right(self.chains, end, key=lambda item: item[0].end)
        return list(self.chains[first:last])

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_right(self.mentions, end, key=lambda mention: mention.end)
        return list(self.mentions[first:last])


def _within(spans: Sequence[tuple[int, int]], place: int) -> bool:
    nearest = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return nearest >= 0 and place < spans[nearest][1]


def targets_in(words: Words, start: int, end: int, by_name: bool = False) -> list[Target]:
    """The documents that words[start:end] name as objects, in order.

    Catches each item of "Quyết định số A ngày ... của ... về việc ...; Quyết định số B ..." and of "Quyết định số A và Quyết
    định số B". Does not catch what an item's title mentions ("Quyết định số A sửa đổi Quyết định số B" gives A alone), what
    changed it before ("Luật A đã được sửa đổi, bổ sung theo Luật số B" gives A alone), nor anything in brackets. Laws
    without a number count only with `by_name`. "Các quy định về ... tại Nghị định số A và Nghị định số B" means a part of both.
    """
    found: list[Target] = []
    is_head, previous = True, start
    listing = False  # whether the title of the last object goes on to list the documents that it amends
    for mention in words.mentions_in(start, end):
        if not (mention.number or by_name):
            continue
        between = words.text[previous : mention.start]
        chain = next((c for c, a in words.chains_in(previous, mention.start) if a and a.mention is mention), None)
        lead = words.text[previous : chain.start] if chain else between
        if not found:
            is_head = is_head and _BEFORE_FIRST.search(lead) is None
        elif _HARD_BREAK.search(between):
            listing = listing and _BARE_END.match(words.text, mention.end) is not None
            is_head = not listing and _is_light(_HARD_BREAK.split(between)[-1], chain is not None)
        elif mention.number:
            is_head = is_head and _SOFT_BREAK.search(lead) is not None
        else:
            continue
        if is_head:
            target = _target(words, mention, previous, is_first=not found)
            # "bãi bỏ các quy định về ... tại Nghị định A và Nghị định B": of B, too, only what is named goes.
            partly = target.partly or (bool(found) and found[-1].partly and not (found[-1].pointers or target.pointers))
            found.append(replace(target, partly=partly))
        elif _ACTS_ON.search(between) and _BARE_END.match(words.text, mention.end):
            listing = True
        if mention.number or is_head:
            previous = mention.end
    return found


def _is_light(lead: str, has_pointer: bool) -> bool:
    """Whether little stands between a break and a document, so that the document opens the item."""
    return has_pointer or len(lead.split()) <= 4 or _ATTACHED_TO.search(lead) is not None


def _target(words: Words, mention: Mention, start: int, is_first: bool) -> Target:
    pointers: list[Pointer] = []
    before = words.text[start : mention.start]
    attached = _ATTACHED_TO.search(before) is not None and _OF_AN_ANNEX.search(before) is None
    for chain, anchor in words.chains_in(start, mention.start):
        if anchor is not None and anchor.mention is mention:
            pointers += chain.pointers
            attached = anchor.attached
    lead = _HARD_BREAK.split(words.text[start : mention.start])[-1]
    if not is_first:  # what stands before the last comma is the title of the object before
        lead = _LAST_JOIN.split(lead)[-1]
    return Target(mention, tuple(pointers), attached, _PARTLY.search(lead) is not None)


def in_a_title(words: Words, item: tuple[PointerChain, Anchor | None], targets: Sequence[Target]) -> bool:
    """Whether a pointer belongs to the title of an object: "bãi bỏ Thông tư A sửa đổi khoản 2 Điều 9 Thông tư B"."""
    chain, anchor = item
    if anchor is None or anchor.mention is None or any(target.mention is anchor.mention for target in targets):
        return False
    before = [target for target in targets if target.mention.end <= chain.start]
    return bool(before) and _HARD_BREAK.search(words.text, before[-1].mention.end, chain.start) is None


def owner_after(words: Words, chain: PointerChain, targets: Sequence[Target]) -> Mention | None:
    """The document that a unit belongs to although its title stands between: "Phụ lục số 01 về Danh mục phí của Luật A"."""
    for target in targets:
        start = target.mention.start
        if target.mention.number and start > chain.end:
            between = words.text[chain.end : start]
            return target.mention if between.endswith(" của ") and not _HARD_BREAK.search(between) else None
    return None


def with_the_next_anchor(
    chains: Sequence[tuple[PointerChain, Anchor | None]],
) -> Iterator[tuple[PointerChain, Anchor | None]]:
    """Each chain with its document, or that of the chain after it: "Điều 1; khoản 2 Điều 3 Nghị định số ..."."""
    anchors: list[Anchor | None] = []
    following: Anchor | None = None
    for _, anchor in reversed(chains):
        following = anchor or following
        anchors.append(following)
    yield from zip((chain for chain, _ in chains), reversed(anchors), strict=True)


def named_later(words: Words, end: int) -> Pointer | None:
    """The article that the same line names after `end`: "khoản 1 và bổ sung khoản 1a vào sau khoản 1 Điều 2", "điểm a và
    cụm từ “...” tại điểm b khoản 3 Điều 359"."""
    line_end = words.text.find("\n", end)
    following = words.chains_in(end, line_end if line_end >= 0 else len(words.text))
    return next((p for chain, _ in following for p in chain.pointers if not p.is_relative), None)


def path_in_target(pointer: Pointer, base: str, neighbour: Pointer | None) -> str:
    """The full path of a unit: a clause named without its article stands in the neighbour's, or in the unit at hand."""
    if not pointer.is_relative:
        return pointer.path
    if neighbour is not None:
        kept = []
        for kind, label in neighbour.units:
            if kind is pointer.units[0][0]:
                break
            kept.append((kind, label))
        if kept:
            own = replace(pointer, units=(*kept, *pointer.units))
            return own.path if not own.is_relative else _under(base, own)
    return _under(base, pointer)


def _under(base: str, pointer: Pointer) -> str:
    """The pointer's path inside the unit at hand, leaving out of the base what the pointer names itself."""
    slug = pointer.path.split("-")[0]
    kept = []
    for unit in base.split("/"):
        if unit.startswith(f"{slug}-"):
            break
        kept.append(unit)
    return "/".join([*filter(None, kept), pointer.path])


def common_unit(paths: Sequence[str]) -> str:
    """The deepest unit that all paths stand in, "" for none: of "dieu-5/khoan-1" and "dieu-5/khoan-3" it is "dieu-5"."""
    common: list[str] = []
    for units in zip(*(path.split("/") for path in paths), strict=False):
        if len(set(units)) > 1:
            break
        common.append(units[0])
    return "/".join(common)


#: The lowest rank that makes laws and ordinances: Ủy ban Thường vụ Quốc hội.
ASSEMBLY = 2
# Who stands above whom: a document never acts on one of a higher issuer (Luật BHVBQPPL 2025 Đ8 khoản 1).
_RANKS = (
    (re.compile(r"^(?:KH|CTr|TB|BC|CĐ|HD)(?![^\W_])"), 8),  # plans and notices are no QPPL documents
    (re.compile(r"UBTVQH"), 2),
    (re.compile(r"QH\d|/QH|HĐNN|CTN"), 1),
    (re.compile(r"-CP$|/CP$|HĐBT"), 3),
    (re.compile(r"TTg$", re.IGNORECASE), 4),
    (re.compile(r"HĐND"), 6),
    (re.compile(r"UB"), 7),
    (re.compile(r"^(?:TT|TTLT|TTLB)\b"), 5),
)


def rank_of(number: str | None) -> int | None:
    """The place of a document's issuer from Quốc hội (1) down to plans and notices (8); None where the number cannot tell."""
    if not number:
        return None
    symbol = number.rpartition("/")[2] if "/" in number else number
    return next((rank for pattern, rank in _RANKS if pattern.search(symbol) or pattern.search(number)), None)


_LOCAL_BODIES = (
    ("Hội đồng nhân dân", 6),
    ("Ủy ban nhân dân", 7),
    ("Chủ tịch Ủy ban nhân dân", 7),
)


def rank_of_body(body: str | None) -> int | None:
    """The place of a local issuing body, for a text without a number; None for any other body."""
    said = same_tone_marks(body or "").casefold()
    return next((rank for name, rank in _LOCAL_BODIES if said.startswith(name.casefold())), None)


def may_act_on(own_rank: int | None, target: str | None) -> bool:
    """Whether a document of that rank can change or end the other; True where either rank is unknown."""
    target_rank = rank_of(target)
    return own_rank is None or target_rank is None or own_rank <= target_rank
