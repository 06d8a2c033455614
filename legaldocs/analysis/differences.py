"""What two aligned provisions say differently in law: another number, date, modal word or addressee in the same place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from legaldocs.analysis.agents import other_agents
from legaldocs.analysis.alignment import Alignment, Op, Run, Words
from legaldocs.analysis.extents import speaks_of_a_case
from legaldocs.analysis.modality import Modality
from legaldocs.analysis.one_sided import NOT_SAID, left_out, other_junctions
from legaldocs.analysis.role_swaps import swapped_roles
from legaldocs.analysis.tables import compare_tables
from legaldocs.analysis.terms import DATE, MODALITY, NUMBER, SUBJECT, TYPES, Side, Term, comparable_terms, same_value
from legaldocs.parsing.vocabulary import DifferenceType


@dataclass(frozen=True, slots=True)
class Difference:
    """What the draft says and what the target says in the same place; `at` is the draft's word where it stands."""

    type: DifferenceType
    draft: str
    target: str
    at: int = 0


#: Words looked at on either side of a term, and the share of them that must be the same for the place to be the same.
_BEFORE, _AFTER, _SAME_PLACE = 6, 4, 0.5
#: A change longer than a term by this says something else altogether, and no word in it answers to a word of the other side.
_LONGEST_CHANGE = 14
#: So many words after a modal one say what is allowed or demanded.
_ACT = 3
#: Two names that begin so near to one another are one.
_SAME_NAME = 3
#: So many words on either side mostly decide how a term is read: its bound, its unit, the name that it is a part of.
_READ_AROUND = {NUMBER: 8, DATE: 8, MODALITY: 4, SUBJECT: 3}


def find_differences(
    alignment: Alignment, draft: Side, target: Side, first: int = 0, last: int | None = None
) -> list[Difference]:
    """The differences in law at words [first, last) of the draft, in its order, each named once.

    A difference needs a counterpart: "10 ngày" against "15 ngày" amid the same words; a sum that only one text names is none.
    """
    last = len(draft.words) if last is None else last
    near = range(max(0, first), last)
    found = [
        *_paired(alignment, draft, target, near),
        *_denied(alignment, draft, target, near),
        *_in_tables(draft, target),
        *(Difference(MODALITY, *told[1:], told.at) for told in left_out(alignment, draft, target)),
        *(Difference(MODALITY, *told[1:], told.at) for told in other_junctions(alignment)),
    ]
    found += _of_others(alignment, draft, target, near, {d.at for d in found if d.type is SUBJECT})
    unique: dict[tuple[DifferenceType, str, str], Difference] = {}
    for difference in sorted(found, key=lambda d: d.at):
        if first <= difference.at < last and not (
            _is_broken_word(difference) or _is_of_another_case(difference, alignment)
        ):
            unique.setdefault((difference.type, difference.draft.lower(), difference.target.lower()), difference)
    return list(unique.values())


def _is_broken_word(difference: Difference) -> bool:
    """Whether only a blank within a word differs, as texts read from pages have it ("Tổ c hức")."""
    if difference.type is not SUBJECT:
        return False
    draft, target = ("".join(each.casefold().split()) for each in (difference.draft, difference.target))
    return draft == target


_ENDS_A_SENTENCE = re.compile(r"[.;:](?=\s|$)|\n")


def _is_of_another_case(difference: Difference, alignment: Alignment) -> bool:
    """Whether one side speaks of a case and the other one of all: "được trả lương" against "nếu do lỗi của mình thì không được
    trả lương"."""
    if difference.type is not MODALITY or NOT_SAID in (difference.draft, difference.target):
        return False
    place = alignment.across(difference.at, difference.at + 1)[0]
    return _speaks_of_a_case(alignment.draft, difference.at) != _speaks_of_a_case(alignment.target, place)


def _speaks_of_a_case(words: Words, place: int) -> bool:
    """Whether the sentence around a word names a case."""
    if place >= len(words):
        return False
    start, end = 0, len(words.text)
    for match in _ENDS_A_SENTENCE.finditer(words.text):
        if match.start() >= words.ends[place]:
            end = match.start()
            break
        start = match.end()
    return speaks_of_a_case(words.text[start:end])


def _paired(alignment: Alignment, draft: Side, target: Side, near: range) -> Iterator[Difference]:
    """Terms of one type that stand in the same place and say different things."""
    for kind in TYPES:
        asked = [
            (term, place)
            for term in draft.terms_of(kind)
            if term.first in near
            and not _unchanged(alignment, term)
            and (place := alignment.across(term.first, term.last))[1] - place[0]
            <= _LONGEST_CHANGE + term.last - term.first
        ]
        theirs = target.terms_near(kind, [place for _, place in asked]) if asked else ()
        for term, place in asked:
            other = _opposite(term, *place, theirs)
            if other is None or (kind is SUBJECT and _is_only_listed(term, other, draft, target)):
                continue
            if kind is MODALITY and not _same_act(alignment, term.last, other.last):
                continue
            if _same_place(alignment, term.first, term.last, other.first, other.last):
                yield Difference(kind, term.text, other.text, term.first)


def _opposite(term: Term, first: int, last: int, theirs: Sequence[Term]) -> Term | None:
    """What the other text says at words [first, last), where the term stands; None where it says the same, or nothing."""
    comparable = [other for other in theirs if comparable_terms(term, other)]
    there = [other for other in comparable if other.first < last and first < other.last]
    if not there and term.type is MODALITY:
        # "phải có" against "có thể có" shares a "có" of another place, so modal words may also stand side by side.
        there = [other for other in comparable if other.first <= last and first <= other.last]
    if not there or any(same_value(term, other) for other in there):
        return None
    return min(there, key=lambda other: _distance(term, other, first))


def _same_act(alignment: Alignment, last: int, t_last: int) -> bool:
    """Whether what is allowed or demanded is the same: of "có thể áp dụng" and "phải lập" nothing is."""
    acts = alignment.counterpart[last : last + _ACT]
    return not acts or any(t_last <= partner < t_last + 2 * _ACT for partner in acts)


def _unchanged(alignment: Alignment, term: Term) -> bool:
    """Whether the other text says the same words here, and around: then it has the same term in this place."""
    around = _READ_AROUND[term.type]
    return alignment.is_same(term.first - around, term.last + around)


def _of_others(
    alignment: Alignment, draft: Side, target: Side, near: range, told: Collection[int]
) -> Iterator[Difference]:
    """Bodies that changed places, and names that no list holds where no other name is told already."""
    for at, said, theirs in swapped_roles(alignment, draft, target, near):
        yield Difference(SUBJECT, said, theirs, at.first)
    for place, said, theirs in other_agents(alignment, near):
        if not any(abs(place - one) <= _SAME_NAME for one in told):
            yield Difference(SUBJECT, said, theirs, place)


def _in_tables(draft: Side, target: Side) -> Iterator[Difference]:
    """What the rows of both tables on the same things say differently."""
    if draft.rows and target.rows:
        for difference in compare_tables(draft.rows, target.rows).differences:
            first, _ = draft.words.between(difference.start, difference.end)
            yield Difference(NUMBER, difference.draft, difference.target, first)


def _distance(term: Term, other: Term, first: int) -> tuple[bool, int]:
    """Terms in the same unit first, then the nearest."""
    units = [getattr(t.value, "unit", "") for t in (term, other)]
    return units[0] != units[1], abs(other.first - first)


def _is_only_listed(term: Term, other: Term, draft: Side, target: Side) -> bool:
    """Whether the names are those of a list in another order, or one of them means everybody."""
    if _means_everybody(term, draft.words) != _means_everybody(other, target.words):
        return True
    return _named_elsewhere(term, other, draft, target)


_EVERYBODY = frozenset(["tổ chức", "cá nhân"])
_IN_SUCH_A_LIST = frozenset(["cơ quan", "đơn vị", "tổ chức", "cá nhân"])


def _means_everybody(term: Term, words: Words) -> bool:
    """Whether a name stands for everybody: one of "cơ quan, tổ chức, cá nhân"."""
    if term.value not in _EVERYBODY:
        return False
    before, after = words.keys[max(0, term.first - 3) : term.first], words.keys[term.last : term.last + 3]
    beside = (before[-2:], before[-3:-1], after[:2], after[1:3])
    return any(" ".join(pair) in _IN_SUCH_A_LIST for pair in beside)


def _named_elsewhere(term: Term, other: Term, draft: Side, target: Side) -> bool:
    """Whether a list is only in another order ("tổ chức, cá nhân", "cá nhân, tổ chức"): neither name is more than before."""
    in_draft, in_target = (
        Counter(t.value for t in side.terms_of(SUBJECT) if abs(t.first - at.first) <= _LONGEST_CHANGE)
        for side, at in ((draft, term), (target, other))
    )
    return in_draft[term.value] <= in_target[term.value] or in_target[other.value] <= in_draft[other.value]


def _same_place(alignment: Alignment, first: int, last: int, t_first: int, t_last: int) -> bool:
    """Whether the words around both terms are the same, one before and one after where there are any."""
    partners = alignment.counterpart
    before = [partners[i] for i in range(max(0, first - _BEFORE), first)]
    after = [partners[i] for i in range(last, min(len(partners), last + _AFTER))]
    same_before = sum(t_first - 2 * _BEFORE <= p < t_first for p in before)
    same_after = sum(t_last <= p < t_last + 2 * _AFTER for p in after)
    around = len(before) + len(after)
    return around > 0 and (same_before + same_after) / around >= _SAME_PLACE and (same_before > 1 or first < 2)


def _denied(alignment: Alignment, draft: Side, target: Side, near: range) -> Iterator[Difference]:
    """A permission against its denial where only one side has a modal word: "được" or nothing against "không được"."""
    yield from _one_sided(alignment, draft, target)
    if any(not _unchanged(alignment.swapped, term) for term in target.terms_of(MODALITY)):
        swapped = alignment.swapped
        for difference in _one_sided(swapped, target, draft):
            at = swapped.across(difference.at, difference.at + 1)[0]
            yield Difference(MODALITY, difference.target, difference.draft, at)
    runs = alignment.runs
    if len(runs) > 1 and _is_bare_no_at_the_start(alignment, *runs[:2]):
        yield _bare_no(alignment, runs[0])
    for place in range(1, len(runs) - 1):
        before, run, after = runs[place - 1 : place + 2]
        if run.op is Op.EQUAL or run.draft_first not in near:
            continue
        if _is_bare_no(alignment, before, run, after):
            yield _bare_no(alignment, run)
        elif _is_other_verb_denied(alignment, before, run, after):
            yield Difference(MODALITY, *_both_cuts(alignment, run), run.draft_first)
        elif _is_one_of(alignment, run):
            yield _one_of(alignment, run)


def _one_sided(alignment: Alignment, side: Side, other_side: Side) -> Iterator[Difference]:
    for term in side.terms_of(MODALITY):
        if _unchanged(alignment, term):
            continue
        first, last = alignment.across(term.first, term.last)
        if any(other.first < last and first < other.last for other in other_side.terms_of(MODALITY)):
            continue
        opposite = alignment.target.keys[first:last]
        said = alignment.draft.keys[term.first : term.last]
        denies = said[0] == "không" and opposite == said[1:]
        turns = opposite in (("được",), ("nên",)) and term.value in (Modality.MUST, Modality.MUST_NOT)
        if (
            (denies or turns)
            and _same_act(alignment, term.last, last)
            and _same_place(alignment, term.first, term.last, first, last)
        ):
            yield Difference(MODALITY, term.text, alignment.target.cut(first, last), term.first)


def _is_bare_no(alignment: Alignment, before: Run, run: Run, after: Run) -> bool:
    """Whether one side puts "không" before a verb that both have ("áp dụng", "không áp dụng")."""
    said_before = alignment.draft.keys[before.draft_last - 1]
    return before.size > 1 and said_before not in ("hoặc", "hay", "có") and _is_only_no(alignment, run, after)


def _is_bare_no_at_the_start(alignment: Alignment, run: Run, after: Run) -> bool:
    """The same where both begin with the verb ("Miễn phí ...", "Không miễn phí ...")."""
    return run.draft_first == run.target_first == 0 and _is_only_no(alignment, run, after)


def _is_only_no(alignment: Alignment, run: Run, after: Run) -> bool:
    only = _only_on_one_side(alignment, run)
    said_after = alignment.draft.keys[after.draft_first : after.draft_first + 1]
    # "không được", "không phải" are modal words, paired above
    return only == ("không",) and after.size > 1 and said_after not in (("được",), ("phải",), ("có",))


def _only_on_one_side(alignment: Alignment, run: Run) -> tuple[str, ...]:
    """The words that one side adds there; none where both say something."""
    return {
        Op.INSERT: alignment.target.keys[run.target_first : run.target_last],
        Op.DELETE: alignment.draft.keys[run.draft_first : run.draft_last],
    }.get(run.op, ())


_LONGEST_VERB = 4
#: After "không" these make a bound, a modal wording or a word of its own: compared elsewhere, or denying nothing.
_BOUND_WORDS = "quá vượt dưới ít thấp lớn cao nhiều nhỏ kém hơn muộn sớm chậm kể bao gồm những chỉ gian khí"
_OTHER_WORDS = "phải được có thể cần bắt đúng đủ thuộc hợp còn đạt trái nằm"
_NO_DENIAL = frozenset(f"{_BOUND_WORDS} {_OTHER_WORDS}".split())


def _is_other_verb_denied(alignment: Alignment, before: Run, run: Run, after: Run) -> bool:
    """Whether one side denies what the other side says in another word ("không tiến hành", "thực hiện")."""
    if run.op is not Op.REPLACE or run.size > _LONGEST_VERB or min(before.size, after.size) < 2:
        return False
    draft = alignment.draft.keys[run.draft_first : run.draft_last]
    target = alignment.target.keys[run.target_first : run.target_last]
    denied = [keys for keys in (draft, target) if "không" in keys or "chưa" in keys]
    if len(denied) != 1 or denied[0][0] != "không" or len(denied[0]) < 2:
        return False
    return denied[0][1] not in _NO_DENIAL and alignment.draft.keys[before.draft_last - 1] not in ("hoặc", "hay", "có")


def _is_one_of(alignment: Alignment, run: Run) -> bool:
    """Whether one side asks for one of what the other side asks for whole ("một trong các điều kiện", "các điều kiện")."""
    said_after = alignment.draft.keys[run.draft_last : run.draft_last + 1]
    return _only_on_one_side(alignment, run) == ("một", "trong") and said_after in (("các",), ("những",))


def _one_of(alignment: Alignment, run: Run) -> Difference:
    """Both wordings with the two words that follow: "một trong các điều" against "các điều"."""
    draft = alignment.draft.cut(run.draft_first, min(len(alignment.draft), run.draft_last + 3))
    target = alignment.target.cut(run.target_first, min(len(alignment.target), run.target_last + 3))
    return Difference(MODALITY, draft, target, run.draft_first)


def _both_cuts(alignment: Alignment, run: Run) -> tuple[str, str]:
    return (
        alignment.draft.cut(run.draft_first, run.draft_last),
        alignment.target.cut(run.target_first, run.target_last),
    )


def _bare_no(alignment: Alignment, run: Run) -> Difference:
    draft = alignment.draft.cut(run.draft_first, run.draft_last + 2)
    target = alignment.target.cut(run.target_first, run.target_last + 2)
    return Difference(MODALITY, draft, target, run.draft_first)


__all__ = ["DATE", "MODALITY", "NUMBER", "SUBJECT", "Difference", "find_differences"]
