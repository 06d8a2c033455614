"""How a provision of a draft stands to a provision in force: the same, overlapping, contrary or only related, and why.

Never a verdict: a comparison names what is the same and what differs, and a person judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legaldocs.analysis.alignment import Alignment, Op, Words, align_words, could_share
from legaldocs.analysis.common_words import COMMON_WORDS
from legaldocs.analysis.differences import Difference, find_differences
from legaldocs.analysis.items import in_order_of
from legaldocs.analysis.number_words import NUMBER_WORDS
from legaldocs.analysis.one_sided import NOT_SAID
from legaldocs.analysis.terms import FEWEST_WORDS, Side
from legaldocs.analysis.whose_rule import common_matter, of_one_rule, themes_differ
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind

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
#: Fewer do where all of both texts is the same but for the place that differs.
FEWEST_TELLING_IN_ALL = 2
NEARLY_EQUAL_FROM, NEARLY_EQUAL_WORDS = 0.80, 20
#: So many words must be shared in a passage of two texts that say other things beside it: fewer are a turn of phrase in a
#: long provision ("người lao động được nghỉ ít nhất 24 giờ liên tục").
FEWEST_IN_A_PASSAGE = 18
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
    if not (draft.may_collide and target.may_collide):
        return None
    if not could_share(draft.words, target.words, max(OVERLAP_FROM, RELATED_FROM)):
        return compare_unaligned(draft, target, containment, rank, other=other)
    nearness = _nearness(containment, rank)
    alignment = align_words(draft.words, target.words)
    whole = target
    if listed := in_order_of(draft.text, target.text, alignment):
        reordered = Side(listed)
        again = align_words(draft.words, reordered.words)
        if again.shared > alignment.shared:
            alignment, target = again, reordered
    shared = alignment.stretch.shared / min(len(draft.words), len(target.words))
    close = _is_close(alignment)
    headings = (about, target.heading)
    named = common_matter(headings, titles)
    comparable = (close or _is_same_but_once(alignment, len(named))) and shared >= CONFLICT_FROM
    differences = _in_stretch(alignment, draft, target, titles, headings) if comparable else ()
    kind = FindingKind.CONFLICT if differences else _kind(alignment, shared, close, nearness)
    if kind is None:
        return None
    if kind is not FindingKind.RELATED and themes_differ(alignment, titles):
        kind, differences = FindingKind.RELATED, ()
    quotes = _quotes(alignment, differences)
    if target is not whole:
        quotes = (quotes[0], _cut(whole.words, 0, len(whole.words), 0))
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


def compare_unaligned(
    draft: Side, target: Side, containment: float, rank: float, *, other: str = ""
) -> Comparison | None:
    """What the index's measures alone say of two texts: worth reading side by side, or nothing. Far cheaper than aligning."""
    nearness = _nearness(containment, rank)
    if nearness < RELATED_FROM or not (draft.may_collide and target.may_collide):
        return None
    return Comparison(
        kind=FindingKind.RELATED,
        score=round(0.1 * min(1.0, nearness), 4),
        similarity=0.0,
        containment=containment,
        differences=(),
        draft_quote=_cut(draft.words, 0, len(draft.words), 0),
        target_quote=_cut(target.words, 0, len(target.words), 0),
        reason=reading_advice(other or _OTHER),
    )


def _nearness(containment: float, rank: float) -> float:
    """A rank of rare pairs rises fast: half of it is no more than a hint."""
    return max(containment, rank / 2)


def _in_stretch(
    alignment: Alignment, draft: Side, target: Side, titles: tuple[str, str], headings: tuple[str, str]
) -> tuple[Difference, ...]:
    """Differences where both texts run side by side; the edges count, because a changed first word is outside the stretch."""
    stretch = alignment.stretch
    first, last = stretch.draft_first - FEWEST_WORDS, stretch.draft_last + FEWEST_WORDS
    found = find_differences(alignment, draft, target, first, last)
    return of_one_rule(found, alignment, draft, target, titles, headings) if found else ()


def _is_close(alignment: Alignment) -> bool:
    """Whether both run side by side on one subject: there a difference in law means something."""
    stretch = alignment.stretch
    fewest = FEWEST_WORDS if alignment.similarity >= CONFLICT_FROM else FEWEST_IN_A_PASSAGE
    if stretch.density < CONFLICT_FROM or stretch.shared < fewest:
        return False
    return _is_nearly_equal(alignment) or _telling_words(alignment) >= FEWEST_TELLING


def _is_nearly_equal(alignment: Alignment) -> bool:
    return alignment.similarity >= NEARLY_EQUAL_FROM and alignment.stretch.shared >= NEARLY_EQUAL_WORDS


def _is_same_but_once(alignment: Alignment, named: int) -> bool:
    """Whether two short rules are the same but for one place: "Mức chuẩn trợ giúp xã hội là 500.000 đồng" and "... 650.000".

    Of a rule that says too little by itself the heading names the matter, with so many telling words.
    """
    if alignment.similarity < NEARLY_EQUAL_FROM or alignment.stretch.shared < FEWEST_WORDS:
        return False
    places = sum(run.op is not Op.EQUAL for run in alignment.runs)
    return places == 1 and _telling_words(alignment) + named >= FEWEST_TELLING_IN_ALL


def _kind(alignment: Alignment, shared: float, close: bool, nearness: float) -> FindingKind | None:
    """What two texts are to each other that do not differ in law."""
    stretch = alignment.stretch
    if close and alignment.similarity >= DUPLICATE_FROM:
        return FindingKind.DUPLICATE
    evidence = stretch.shared * (2 if stretch.density >= UNBROKEN_FROM else 1)
    enough = close and any(shared >= share and evidence >= words for share, words in OVERLAPS)
    if enough and (_is_nearly_equal(alignment) or _telling_words(alignment) >= FEWEST_TELLING_IN_OVERLAP):
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
    return word not in COMMON_WORDS and word not in NUMBER_WORDS and not word[0].isdigit() and len(word) > 1


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

_OTHER = "văn bản đang có hiệu lực"

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
    other = other or _OTHER
    subject = f" về {about}" if about else ""
    if kind is FindingKind.CONFLICT:
        said = "; ".join(_says(difference, other) for difference in differences[:2])
        more = f"; còn {len(differences) - 2} điểm khác nữa" if len(differences) > 2 else ""
        return f"Cùng quy định{subject or ' một nội dung'}: {said}{more}."
    if kind is FindingKind.DUPLICATE:
        return f"Lời văn {_how_equal(alignment.similarity)} với quy định{subject} của {other}."
    if kind is FindingKind.OVERLAP:
        return f"Cùng quy định{subject or ' một nội dung'}: {shared:.0%} lời văn trùng với {other}, phần còn lại khác."
    return reading_advice(other)


def _how_equal(similarity: float) -> str:
    """How far the words are the same: 100 % is said of nothing less than all of them."""
    if similarity >= 1:
        return "trùng khớp"
    return f"gần như trùng khớp ({min(similarity, 0.99):.0%} số từ)"


def reading_advice(other: str) -> str:
    """Why a provision is shown that is worth reading and no more."""
    return f"Nội dung gần với quy định của {other}; nên đọc cùng khi đối chiếu."


def _says(difference: Difference, other: str) -> str:
    if difference.draft == NOT_SAID:
        return f"{other} nêu “{difference.target}”, dự thảo không nêu"
    if difference.target == NOT_SAID:
        return f"dự thảo nêu “{difference.draft}”, {other} không nêu"
    verb = _SAYS[difference.type]
    return f"dự thảo {verb} “{difference.draft}”, {other} {verb} “{difference.target}”"
