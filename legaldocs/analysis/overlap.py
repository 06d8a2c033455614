"""How a provision of a draft stands to a provision in force: the same, overlapping, contrary or only related, and why.

Never a verdict: a comparison names what is the same and what differs, and a person judges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legaldocs.analysis.alignment import Alignment, Words, align_words
from legaldocs.analysis.common_words import COMMON_WORDS
from legaldocs.analysis.differences import Difference, find_differences
from legaldocs.analysis.terms import Side
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind

#: Fewer words than this say too little to collide with anything.
FEWEST_WORDS = 8
#: From this similarity on two texts without a difference in law are the same text.
DUPLICATE_FROM = 0.90
#: Share of the smaller text that stands in the other in stretches of three words and more: libraries.md, section 4.
OVERLAP_FROM = 0.25
#: A difference in law means something only where the rest says the same.
CONFLICT_FROM = 0.60
RELATED_FROM = 0.10
#: (share of the shorter text, words): the less of it is shared, the longer the shared stretch must be, for a turn of
#: phrase ("trong thời hạn ... kể từ ngày nhận đủ hồ sơ") is no rule.
OVERLAPS = ((0.60, 25), (0.40, 30), (OVERLAP_FROM, 45))
#: From this density on a stretch is copied rather than worded alike, and counts double.
UNBROKEN_FROM = 0.9
#: So many words that are not in every law must be shared, and such a share of them, for the subject to be the same.
#: Texts of some length that are nearly equal need no such proof.
FEWEST_TELLING, FEWEST_TELLING_IN_OVERLAP, SAME_SUBJECT_FROM = 3, 7, 0.5
NEARLY_EQUAL_FROM, NEARLY_EQUAL_WORDS = 0.80, 20
LONGEST_QUOTE = 1_200


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two provisions have to do with each other. `score` is in 0..1, higher for what should be read first."""

    kind: FindingKind
    score: float
    similarity: float
    containment: float
    differences: tuple[Difference, ...]
    draft_quote: str
    target_quote: str
    reason: str


def compare(
    draft: str, target: str, containment: float = 0.0, rank: float = 0.0, *, about: str = "", other: str = ""
) -> Comparison | None:
    """How the two stand to each other, or None where they have nothing to do with each other or are formulas.

    `containment` and `rank` are the index's measures of nearness (0..1); `about` names the common subject in the reason and
    `other` the target ("Quyết định số ... đang có hiệu lực").
    """
    return compare_sides(Side(draft), Side(target), containment, rank, about=about, other=other)


def compare_sides(
    draft: Side,
    target: Side,
    containment: float = 0.0,
    rank: float = 0.0,
    *,
    about: str = "",
    other: str = "",
    titles: tuple[str, str] = ("", ""),
) -> Comparison | None:
    """`compare` for texts that are compared more than once: each is read once. `titles` are those of both documents."""
    if not (may_collide(draft) and may_collide(target)):
        return None
    alignment = align_words(draft.words, target.words)
    shared = alignment.stretch.shared / min(len(draft.words), len(target.words))
    differences = tuple(_in_stretch(alignment, draft, target, titles)) if shared >= OVERLAP_FROM else ()
    kind = _kind(alignment, shared, differences, max(containment, rank))
    if kind is None:
        return None
    if kind is not FindingKind.CONFLICT:
        differences = ()
    quotes = _quotes(alignment, differences)
    return Comparison(
        kind=kind,
        score=_score(kind, alignment, shared, rank),
        similarity=alignment.similarity,
        containment=max(shared, containment),
        differences=differences,
        draft_quote=quotes[0],
        target_quote=quotes[1],
        reason=_reason(kind, alignment, shared, differences, about, other),
    )


def _in_stretch(alignment: Alignment, draft: Side, target: Side, titles: tuple[str, str]) -> list[Difference]:
    """Differences where both texts run side by side; the edges count, because a changed first word is outside the stretch."""
    stretch = alignment.stretch
    first, last = stretch.draft_first - FEWEST_WORDS, stretch.draft_last + FEWEST_WORDS
    found = find_differences(alignment, draft, target)
    return [d for d in found if first <= d.at < last and not _is_the_theme(d, titles)]


_OFFICE = re.compile(r"^(?:bộ trưởng bộ|giám đốc sở|bộ|sở) (?P<field>.+)$")


def _is_the_theme(difference: Difference, titles: tuple[str, str]) -> bool:
    """Whether the two documents are each about another office: "Sở Y tế" against "Sở Du lịch" in their own statutes."""
    if difference.type is not DifferenceType.SUBJECT:
        return False
    for name, title in ((difference.draft, titles[0]), (difference.target, titles[1])):
        office = _OFFICE.match(same_tone_marks(name.lower()))
        if office and office["field"] in same_tone_marks(title.lower()):
            return True
    return False


def _kind(
    alignment: Alignment, shared: float, differences: Sequence[Difference], nearness: float
) -> FindingKind | None:
    stretch = alignment.stretch
    telling = _telling_words(alignment)
    long_and_equal = alignment.similarity >= NEARLY_EQUAL_FROM and stretch.shared >= NEARLY_EQUAL_WORDS
    close = stretch.density >= CONFLICT_FROM and stretch.shared >= FEWEST_WORDS
    close = close and (long_and_equal or telling >= FEWEST_TELLING)
    if differences and close and shared >= CONFLICT_FROM:
        return FindingKind.CONFLICT
    if alignment.similarity >= DUPLICATE_FROM and close:
        return FindingKind.DUPLICATE
    evidence = stretch.shared * (2 if stretch.density >= UNBROKEN_FROM else 1)
    enough = any(shared >= share and evidence >= words for share, words in OVERLAPS)
    if close and enough and (long_and_equal or telling >= FEWEST_TELLING_IN_OVERLAP):
        return FindingKind.OVERLAP
    return FindingKind.RELATED if max(shared, nearness) >= RELATED_FROM else None


def _telling_words(alignment: Alignment) -> int:
    """How many of the words that tell subjects apart both share; 0 where most of them differ.

    "Chính phủ thống nhất quản lý nhà nước về hoạt động ngân hàng" and "... về hoạt động trồng trọt" share all but the subject.
    """
    stretch = alignment.stretch
    first, last = max(0, stretch.draft_first - _CONTEXT), min(len(alignment.draft), stretch.draft_last + _CONTEXT)
    telling = [index for index in range(first, last) if _tells(alignment.draft.keys[index])]
    same = sum(alignment.counterpart[index] >= 0 for index in telling)
    there = sum(_tells(key) for key in alignment.target.keys[stretch.target_first : stretch.target_last])
    return same if same >= SAME_SUBJECT_FROM * max(len(telling), there) else 0


def _tells(word: str) -> bool:
    return word not in COMMON_WORDS and not word[0].isdigit() and len(word) > 1


_FLOORS = {
    FindingKind.CONFLICT: 0.5,
    FindingKind.DUPLICATE: 0.5,
    FindingKind.OVERLAP: 0.25,
    FindingKind.RELATED: 0.0,
}


def _score(kind: FindingKind, alignment: Alignment, shared: float, rank: float) -> float:
    """Where in its kind's range a finding stands: conflicts and copies above overlaps above related reading."""
    nearness = max(alignment.similarity, 0.8 * shared)
    if kind is FindingKind.RELATED:
        return round(0.15 * nearness + 0.1 * min(1.0, rank), 4)
    return round(min(1.0, _FLOORS[kind] + 0.5 * nearness), 4)


# --- formulas ---

_FORMULAS = re.compile(
    r"(?:^|\n)\W*(?:"
    r"(?:quyết định|nghị quyết|quy định|quy chế|thông tư|nghị định|luật|văn bản|chỉ thị)(?: này| số [^\n]{1,60}?)?"
    r" (?:có hiệu lực|hết hiệu lực|thay thế|bãi bỏ|quy định (?:về|chi tiết|việc|một số)|áp dụng (?:đối với|cho)|gồm có|gồm \d+)"
    r"|(?:trong )?(?:quyết định|nghị quyết|quy định|quy chế|thông tư|nghị định|luật) này,? (?:các |những |một số )?"
    r"(?:từ ngữ|thuật ngữ)"
    r"|(?:các |những )(?:từ ngữ|thuật ngữ) (?:dưới đây|sau đây)"
    r"|phạm vi điều chỉnh\b[^\n]{0,12}$|đối tượng áp dụng\b[^\n]{0,12}$"
    r"|(?:thay thế|bổ sung|bỏ) (?:các )?(?:cụm từ|từ|phụ lục|mẫu)"
    r"|(?:nay )?công bố kèm theo"
    r"|(?:bãi bỏ|thay thế)(?: toàn bộ)? (?:các )?(?:quyết định|nghị quyết|chỉ thị|thông tư|nghị định)"
    r"|trong quá trình (?:triển khai |tổ chức )*(?:thực hiện|thi hành)[^\n]{0,80}(?:khó khăn|vướng mắc|phát sinh)"
    r"|(?:trường hợp|khi) (?:các )?văn bản[^\n]{0,60}(?:dẫn chiếu|viện dẫn|trích dẫn)"
    r"|căn cứ |nơi nhận|theo đề nghị của|ban hành kèm theo (?:quyết định|nghị quyết|thông tư) này"
    r")"
)
_IN_A_FORMULA = re.compile(
    r"chịu trách nhiệm (?:thi hành|tổ chức thực hiện|thực hiện|triển khai|hướng dẫn|đôn đốc)[^\n]{0,80}"
    r"(?:quyết định|nghị quyết|quy định|thông tư|nghị định|chỉ thị|luật|quy chế)(?: này)?"
    r"|có hiệu lực(?: thi hành)?(?:,? kể)? từ ngày|hết hiệu lực(?: thi hành)? kể từ ngày"
    r"|giám sát (?:việc |quá trình )?(?:tổ chức |triển khai |,)*(?:thực hiện|thi hành) nghị quyết"
)
_PRINCIPLES = re.compile(
    r"tùy theo tính chất|giải quyết khiếu nại,? tố cáo|điều ước quốc tế mà|thống nhất quản lý nhà nước"
    r"|quy định chi tiết (?:điều|khoản|điểm)|(?:nhiệm vụ|quyền|trách nhiệm|nghĩa vụ)(?:, quyền hạn)? khác theo"
)
_LONGEST_FORMULA, _LONGEST_PRINCIPLE = 130, 60


def is_formula(text: str) -> bool:
    """Whether a provision only says what every document says: its effect, who carries it out, what its words mean.

    Catches "Quyết định này có hiệu lực từ ngày ...", "Chánh Văn phòng ... chịu trách nhiệm thi hành Quyết định này", "Trong Quy
    định này, các từ ngữ dưới đây được hiểu như sau", "Căn cứ ...", "Bãi bỏ Quyết định số ...". Does not catch a long
    provision that has such a sentence among others.
    """
    plain = same_tone_marks(text.lower())
    length = len(plain.split())
    return (
        _FORMULAS.match(plain) is not None
        or (length <= _LONGEST_FORMULA and _IN_A_FORMULA.search(plain) is not None)
        or (length <= _LONGEST_PRINCIPLE and _PRINCIPLES.search(plain) is not None)
    )


def may_collide(side: Side) -> bool:
    """Whether a text says enough, and is no formula."""
    return len(side.words) >= FEWEST_WORDS and not is_formula(side.text)


# --- quotes ---

_CONTEXT = 10


def _quotes(alignment: Alignment, differences: Sequence[Difference]) -> tuple[str, str]:
    """The stretch of both texts that is aligned, with a little around it; around the first difference if that is too long."""
    stretch = alignment.stretch
    if not stretch.shared:
        return _cut(alignment.draft, 0, len(alignment.draft), 0), _cut(alignment.target, 0, len(alignment.target), 0)
    focus = differences[0].at if differences else stretch.draft_first
    focus_target = alignment.across(focus, focus + 1)[0]
    return (
        _cut(alignment.draft, stretch.draft_first, stretch.draft_last, focus),
        _cut(alignment.target, stretch.target_first, stretch.target_last, focus_target),
    )


def _cut(words: Words, first: int, last: int, focus: int) -> str:
    """Words [first, last) and some context, at most LONGEST_QUOTE characters that hold word `focus`."""
    first, last = max(0, first - _CONTEXT), min(len(words), last + _CONTEXT)
    if first >= last:
        return ""
    focus = min(max(focus, first), last - 1)
    while words.ends[last - 1] - words.starts[first] > LONGEST_QUOTE:
        if focus - first > last - 1 - focus:
            first += 1
        else:
            last -= 1
    start = 0 if first == 0 else words.starts[first]
    end = len(words.text) if last == len(words) else words.ends[last - 1]
    quote = words.text[start:end].strip()
    return ("… " if first else "") + quote + (" …" if last < len(words) else "")


# --- reasons ---

_SAYS = {
    DifferenceType.NUMBER: "ghi",
    DifferenceType.DATE: "ghi",
    DifferenceType.MODALITY: "dùng từ",
    DifferenceType.SUBJECT: "nêu chủ thể",
}


def _reason(
    kind: FindingKind,
    alignment: Alignment,
    shared: float,
    differences: Sequence[Difference],
    about: str,
    other: str,
) -> str:
    """One plain sentence that says why this is shown, without a verdict."""
    other = other or "văn bản đang có hiệu lực"
    subject = f" về {about}" if about else ""
    if kind is FindingKind.CONFLICT:
        said = "; ".join(_says(difference, other) for difference in differences[:2])
        more = f"; còn {len(differences) - 2} điểm khác nữa" if len(differences) > 2 else ""
        return f"Cùng quy định{subject or ' một nội dung'}: {said}{more}."
    if kind is FindingKind.DUPLICATE:
        return f"Lời văn gần như trùng khớp ({alignment.similarity:.0%} số từ) với quy định{subject} của {other}."
    if kind is FindingKind.OVERLAP:
        return f"Cùng quy định{subject or ' một nội dung'}: {shared:.0%} lời văn trùng với {other}, phần còn lại khác."
    return f"Nội dung gần với quy định{subject} của {other}; nên đọc cùng khi đối chiếu."


def _says(difference: Difference, other: str) -> str:
    verb = _SAYS[difference.type]
    return f"dự thảo {verb} “{difference.draft}”, {other} {verb} “{difference.target}”"
