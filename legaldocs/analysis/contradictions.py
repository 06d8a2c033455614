"""Where a text goes against another one that it cites, sentence by sentence, however unlike both are worded.

A provision that cites "khoản 2 Điều 5 Nghị định số ..." need not repeat it: comparing wordings shows nothing then. What both
say of one thing can still be laid side by side: limits on days, sums and shares, what is forbidden or left to one body, and who
is among those entitled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from legaldocs.analysis.addressees import read_addressees, same_addressee
from legaldocs.analysis.common_words import COMMON_WORDS
from legaldocs.analysis.differences import Difference
from legaldocs.analysis.extents import speaks_of_a_case
from legaldocs.analysis.limits import Limit, limits_in
from legaldocs.parsing.normalize import fold, same_tone_marks
from legaldocs.parsing.vocabulary import DifferenceType


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A difference with the two sentences that it stands in."""

    difference: Difference
    draft: str
    superior: str


@dataclass(frozen=True, slots=True)
class Demand:
    """How much two sentences must share to be about one thing: `share` of the shorter one's words, which has `words` of them,
    and so many `telling` ones, which are not in every law.

    `worded` says that a bound must be worded as one ("không quá", "tối thiểu"): "từ 81% trở lên" may only tell cases apart.
    `of_longer` is the share of the longer sentence's words that must be shared too: a long sentence has the words of many.
    """

    share: float
    words: int
    telling: int
    worded: bool = False
    of_longer: float = 0.0


#: Where the draft cites the very provision, and where it only cites the document.
CITED = Demand(0.5, 3, 0)
NEAR = Demand(0.6, 6, 2, worded=True, of_longer=0.4)

#: Sentences of the superior text that one of the draft is held against, the nearest first.
_MOST_SENTENCES = 8

_SENTENCE_END = re.compile(r"[;.\n]+(?=\s|$)|\n")
_EVERYWHERE = (
    "theo quy dinh tai khoan dieu diem nghi so cua chinh phu la thi va hoac cac nhung ke tu ngay duoc khong qua toi da"
)
_EVERYWHERE_TOO = "thieu it nhat trong thoi han thong luat nay cap tinh xa huyen tren dia ban phai chi co the"
_SAYS_NOTHING = frozenset(f"{_EVERYWHERE} {_EVERYWHERE_TOO}".split())


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a text, with what it is compared by."""

    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words without those of every rule, accents put aside."""
        return frozenset(word for word in re.findall(r"[a-z]+", fold(self.text)) if word not in _SAYS_NOTHING)

    @cached_property
    def telling(self) -> frozenset[str]:
        return frozenset(word for word in re.findall(r"[^\W\d_]{2,}", self.plain) if word not in COMMON_WORDS)

    @cached_property
    def limits(self) -> list[Limit]:
        return [limit for limit in limits_in(self.text) if limit.unit]

    @cached_property
    def addressees(self) -> list[tuple[int, int, str]]:
        return list(read_addressees(self.text))

    @cached_property
    def plain(self) -> str:
        return same_tone_marks(self.text.lower())


def contradictions(draft: str, superior: str, demand: Demand = CITED) -> list[Contradiction]:
    """What the draft says against the superior text on the same things; each sentence of the draft speaks at most once a type.

    Catches "trong thời hạn 10 ngày làm việc" against "không quá 05 ngày làm việc", "được thu phí" against "không được thu phí",
    "Ủy ban nhân dân cấp xã quyết định" against "chỉ Ủy ban nhân dân cấp tỉnh được quyết định", a group of people added to
    those named. Does not catch a limit within the superior one, nor anything said of another thing.
    """
    above = [_Sentence(text) for text in _sentences(superior)]
    found = []
    for sentence in (_Sentence(text) for text in _sentences(draft)):
        others = [other for other in above if _same_thing(sentence, other, demand)]
        others = sorted(others, key=lambda o: -len(sentence.words & o.words))[:_MOST_SENTENCES]
        said: set[DifferenceType] = set()
        for other in others:
            for difference in _against(sentence, other, others, demand):
                if difference.type not in said:
                    said.add(difference.type)
                    found.append(Contradiction(difference, sentence.text, other.text))
    return found


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _same_thing(one: _Sentence, other: _Sentence, demand: Demand) -> bool:
    fewest = min(len(one.words), len(other.words))
    shared = len(one.words & other.words)
    most = max(len(one.words), len(other.words))
    alike = fewest >= demand.words and shared >= demand.share * fewest and shared >= demand.of_longer * most
    return alike and (not demand.telling or len(one.telling & other.telling) >= demand.telling)


def _against(
    sentence: _Sentence, other: _Sentence, others: Sequence[_Sentence], demand: Demand
) -> Iterator[Difference]:
    yield from _beyond(sentence, other, others, demand)
    yield from _forbidden(sentence, other)
    yield from _reserved(sentence, other)
    yield from _added(sentence, other)


# --- limits ---


_BOUND = re.compile(
    r"(?<!\w)(?:(?:không|chưa) (?:được )?(?:vượt|quá|dưới|ít hơn|thấp hơn|cao hơn|nhiều hơn|lớn hơn|nhỏ hơn|sớm hơn|muộn hơn)"
    r"|tối đa|tối thiểu|ít nhất|nhiều nhất|cao nhất|thấp nhất|chậm nhất|muộn nhất|sớm nhất|thời (?:hạn|gian)|trong vòng)(?!\w)"
)
#: So many letters before a quantity may tell that it is a bound.
_BEFORE = 25


def _beyond(sentence: _Sentence, other: _Sentence, others: Sequence[_Sentence], demand: Demand) -> Iterator[Difference]:
    """A quantity outside the bounds that the other sentence sets, unless one of the `others` allows it."""
    bounds = [limit for limit in other.limits if limit.low != limit.high]
    if demand.worded:
        bounds = [limit for limit in bounds if _BOUND.search(other.plain[max(0, limit.start - _BEFORE) : limit.end])]
    for mine in sentence.limits:
        alike = [theirs for theirs in bounds if _comparable(mine, theirs)]
        answers = [theirs for each in others for theirs in each.limits if _comparable(mine, theirs)]
        if alike and all(_goes_beyond(mine, theirs) for theirs in answers):
            yield Difference(DifferenceType.NUMBER, mine.text, alike[0].text)


def _comparable(mine: Limit, theirs: Limit) -> bool:
    """Whether both count in one unit, of one base; what only one side says of the base is no difference."""
    return (
        mine.unit == theirs.unit
        and (mine.of == theirs.of or not (mine.of and theirs.of))
        and (mine.per == theirs.per or not (mine.per and theirs.per))
    )


def _goes_beyond(mine: Limit, theirs: Limit) -> bool:
    over = theirs.high < mine.high and mine.high != float("inf")
    under = mine.low < theirs.low and mine.low != float("-inf")
    return over or under


# --- what is forbidden ---

_FORBIDS = re.compile(r"(?<!\w)(?:không được phép|không được|nghiêm cấm|bị cấm|cấm|không có quyền) (?:việc )?")
_DENIES = re.compile(r"(?<!\w)(?:không phải|không bắt buộc|không yêu cầu|được miễn) ")
_ALLOWS = r"(?:được phép|được quyền|có quyền|có thể|được|phải|có trách nhiệm)"
_MUST = r"(?:phải|có trách nhiệm|bắt buộc|có nghĩa vụ)"
#: So many words after the modal one name the act.
_ACT = 2


def _forbidden(sentence: _Sentence, other: _Sentence) -> Iterator[Difference]:
    """What the other sentence forbids, allowed or demanded here; and what it frees from, demanded here. What it forbids in some
    case says nothing of all other cases."""
    if speaks_of_a_case(other.text) and not speaks_of_a_case(sentence.text):
        return
    for pattern, turns in ((_FORBIDS, _ALLOWS), (_DENIES, _MUST)):
        for match in pattern.finditer(other.plain):
            act = " ".join(re.findall(r"\w+", other.plain[match.end() :])[:_ACT])
            allows = re.compile(rf"(?<!\w)(?<!không )(?<!không có ){turns} {re.escape(act)}(?!\w)")
            allowed = allows.search(sentence.plain)
            if act.count(" ") + 1 == _ACT and allowed and not allows.search(other.plain):
                end = match.end() + len(act)
                yield Difference(
                    DifferenceType.MODALITY,
                    sentence.text[allowed.start() : allowed.end()],
                    other.text[match.start() : end],
                )


# --- whom it is left to, and who is entitled ---

_RESERVES = re.compile(r"(?<!\w)(?:chỉ|chỉ có|duy nhất) $")
_DOES = re.compile(r" (?:(?:mới|chỉ|được|có quyền|có thẩm quyền|có trách nhiệm|phải|sẽ) )*")


def _reserved(sentence: _Sentence, other: _Sentence) -> Iterator[Difference]:
    """An act that the other sentence leaves to one body alone, done by another one here."""
    for start, end, name in other.addressees:
        if not _RESERVES.search(other.plain, max(0, start - 12), start):
            continue
        act = _act_after(other.plain, end)
        for own_start, own_end, own in sentence.addressees:
            if act and act == _act_after(sentence.plain, own_end) and not same_addressee(own, name):
                yield Difference(DifferenceType.SUBJECT, sentence.text[own_start:own_end], other.text[start:end])


def _act_after(plain: str, end: int) -> str:
    """The first words of what somebody does who is named up to `end`, without the modal words."""
    link = _DOES.match(plain, end)
    return " ".join(re.findall(r"\w+", plain[link.end() : link.end() + 60])[:_ACT]) if link else ""


_ENTITLES = re.compile(
    r"(?<!\w)(?:đối tượng|người|hộ) (?:được|áp dụng|thụ hưởng|hỗ trợ|hưởng)|(?<!\w)áp dụng (?:đối với|cho)"
)
_FEWEST_IN_LIST = 2


def _added(sentence: _Sentence, other: _Sentence) -> Iterator[Difference]:
    """Groups named here among those entitled, where the other sentence names the same list without them."""
    if not (_ENTITLES.search(sentence.plain) and _ENTITLES.search(other.plain)):
        return
    named = [name for _, _, name in other.addressees]
    mine = [(start, end, name) for start, end, name in sentence.addressees]
    shared = {name for _, _, name in mine if name in named}
    more = [(start, end) for start, end, name in mine if not any(same_addressee(name, each) for each in named)]
    if len(shared) >= _FEWEST_IN_LIST and more:
        theirs = ", ".join(dict.fromkeys(other.text[start:end] for start, end, _ in other.addressees))
        yield Difference(DifferenceType.SUBJECT, sentence.text[more[0][0] : more[0][1]], theirs)
