"""Quantities as the intervals that a rule allows: "từ 5 đến dưới 10 triệu đồng" is one, and so is "không quá 10 ngày"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from legaldocs.analysis.measures import WHOLE, alternatives, in_base
from legaldocs.analysis.number_words import NUMBER_WORDS, number_in_words
from legaldocs.analysis.quantities import RANGE_MIDDLE, comparator_at, end_of_wording, read_quantities
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.parsed import ParsedProvision, QuantityRead
from legaldocs.parsing.vocabulary import ProvisionKind

Span = tuple[int, int]


class Likeness(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True)
class Limit:
    """The interval of a quantity at [start, end), in a unit that others of its kind are converted to.

    `open` says which ends are not in it: "<" the upper one, ">" the lower one. `text` is the wording.
    """

    low: float
    high: float
    unit: str = ""
    open: frozenset[str] = frozenset()
    per: str = ""
    of: str = ""
    text: str = ""
    start: int = 0
    end: int = 0


def limits_in(text: str, taken: Sequence[Span] = ()) -> list[Limit]:
    """The limits that a text sets, in order; what touches a span of `taken` (dates, labels of articles) is none."""
    plain = same_tone_marks(text)
    measured = read_quantities(ParsedProvision("", ProvisionKind.CLAUSE, "", "", text), subjects=False)
    measured = [q for q in measured if not _touches(q.start, q.end, taken)]
    covered = [*taken, *((q.start, q.end) for q in measured)]
    bare = [q for q in _bare_numbers(text, plain) if not _touches(q.start, q.end, covered)]
    found = [*_as_limits(measured, text, plain), *_as_limits(bare, text, plain), *_endless(plain)]
    return sorted(found, key=lambda limit: limit.start)


def likeness(one: Limit, other: Limit) -> Likeness:
    """Whether two limits allow the same. 12 tháng = 01 năm, 48 giờ = 02 ngày; working days have no like, nor months in days.

    Where only one side says what is counted ("người", "đồng/m2"), the numbers alone are compared.
    """
    if one.unit and other.unit and one.unit != other.unit:
        return Likeness.INCOMPARABLE
    if one.per and other.per and sorted(one.per.split("/")) != sorted(other.per.split("/")):
        return Likeness.INCOMPARABLE
    if one.of and other.of and one.of != other.of:
        return Likeness.INCOMPARABLE
    same_ends = _same(one.low, other.low) and _same(one.high, other.high) and one.open == other.open
    same = same_ends or _same_deadline(one, other) or _same_deadline(other, one)
    return Likeness.SAME if same else Likeness.DIFFERENT


_DEADLINE = re.compile(r"(?:trong|chậm|muộn)(?!\w)", re.IGNORECASE)
_SHORT_TIMES = frozenset({"working_day", "minute", "working_hour"})


def _same_deadline(exact: Limit, bound: Limit) -> bool:
    """Whether "10 ngày" stands against "không quá 10 ngày": a deadline is a bound in either wording."""
    if exact.low != exact.high or bound.low != -math.inf or bound.open or not _same(exact.high, bound.high):
        return False
    return bound.unit in _SHORT_TIMES or _DEADLINE.match(bound.text) is not None


def _same(one: float, other: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=1e-9)


def _as_limits(quantities: Iterable[QuantityRead], text: str, plain: str) -> Iterator[Limit]:
    """The quantities as limits, both ends of a range joined. `plain` is the text with its tone marks in one place."""
    opened: QuantityRead | None = None
    for quantity in quantities:
        if opened is not None:
            closes = quantity.comparator in ("<", "<=") and RANGE_MIDDLE.fullmatch(plain, opened.end, quantity.start)
            if closes:
                yield _range(opened, quantity, text)
                opened = None
                continue
            yield _single(opened)
        opened = quantity if quantity.comparator in (">", ">=") else None
        if opened is None:
            yield _single(quantity)
    if opened is not None:
        yield _single(opened)


def _single(quantity: QuantityRead) -> Limit:
    value, unit = in_base(quantity.value, quantity.unit)
    comparator = quantity.comparator
    if unit in WHOLE and comparator in (">", "<"):
        value, comparator = (value + 1, ">=") if comparator == ">" else (value - 1, "<=")
    return Limit(
        low=-math.inf if comparator in ("<", "<=") else value,
        high=math.inf if comparator in (">", ">=") else value,
        unit=unit,
        open=frozenset({comparator} & {"<", ">"}),
        per=quantity.per,
        of=quantity.of,
        text=quantity.text,
        start=quantity.start,
        end=quantity.end,
    )


def _range(low: QuantityRead, high: QuantityRead, text: str) -> Limit:
    lower, upper = _single(low), _single(high)
    begins = text.rfind(low.text, 0, low.end) if low.text else low.start
    return replace(
        lower,
        high=upper.high,
        open=lower.open | upper.open,
        per=upper.per or lower.per,
        text=" ".join(text[max(0, begins) : high.end].split()),
        end=high.end,
    )


# --- numbers without a known unit ---

_WORDS = alternatives(NUMBER_WORDS - {"rưỡi", "phẩy"})
_BARE_NUMBER = re.compile(
    r"(?<![\w/.,°º’′-])(?:\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\w/°º’′])"
    rf"|(?<!\w)(?:{_WORDS})(?: (?:{_WORDS}))*(?= [^\W\d])",
    re.IGNORECASE,
)
#: A table whose cells run on in one line: which figure belongs to what, nobody can tell.
_NUMBERS_IN_A_LINE = re.compile(r"(?<![\d.,])(?!\d{1,3}(?:[ ]\d{3})+(?!\d))\d[\d.,]*(?:[ \t]+\d[\d.,]*){3,}(?!\w)")
_ITEM_LABEL = re.compile(r"(?:^|\n)[ \t]*(?:\d+\.)*$")
_SENTENCE = re.compile(r"\.? [A-ZĐÀ-Ỹ]")
_NEXT_WORD = re.compile(r"[ \u00a0]?(?P<word>[^\W\d_]+)")
#: Words that go on with the sentence: they say nothing of what is counted.
_JOINING = (
    "đối cho của và hoặc theo tại trong từ đến với là được thì khi sau trước các những do để bằng trên dưới này như"
)
_GOES_ON = frozenset(_JOINING.split())
_THOUSANDS = re.compile(r"(?<=\d)[. ](?=\d{3}(?!\d))")
#: Words of numbers that are mostly something else when they stand alone, without a bound before them.
_NO_NUMBER_ALONE = frozenset({"một", "năm", "tư"})


def _bare_numbers(text: str, plain: str) -> Iterator[QuantityRead]:
    """Numbers without a known unit ("hệ số 1,5", "02 phòng", "hai phòng"): they count too, though nothing says in what."""
    previous: QuantityRead | None = None
    lines_of_numbers = [match.span() for match in _NUMBERS_IN_A_LINE.finditer(plain)]
    for match in _BARE_NUMBER.finditer(plain):
        start, end = match.span()
        if _is_label(text, start, end) or _touches(start, end, lines_of_numbers):
            continue
        value = _bare_value(match.group())
        if value is None:
            continue
        follows = _NEXT_WORD.match(text, end)
        counted = follows.end() if follows and follows["word"].lower() not in _GOES_ON else end
        said_end = max(end_of_wording(plain, end), counted)
        comparator, lead = comparator_at(plain, start, end)
        if comparator == "=" and match.group().lower() in _NO_NUMBER_ALONE:
            continue
        middle = RANGE_MIDDLE.fullmatch(plain, previous.end, start) if previous else None
        if middle and previous and previous.comparator in (">", ">="):
            comparator, lead = ("<" if middle["under"] else "<="), previous.end
        said = " ".join(text[lead:said_end].split())
        previous = QuantityRead("", said, value, "", comparator, start=start, end=end)
        yield previous


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether a number only labels what follows: "2.", "4.2 Trong thời hạn ..." at the beginning of a line."""
    if not _ITEM_LABEL.search(text, max(0, start - 12), start):
        return False
    return text[end : end + 1] in (".", ")") or ("." in text[start:end] and _SENTENCE.match(text, end) is not None)


def _bare_value(said: str) -> float | None:
    if said[0].isdigit():
        compact = _THOUSANDS.sub("", said) if re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?", said) else said
        return float(compact.replace(",", "."))
    return number_in_words(said.lower().split())


_ENDLESS = re.compile(
    r"(?<!\w)(?:vô thời hạn|không (?:xác định |giới hạn )?thời hạn|không giới hạn thời gian)(?!\w)", re.IGNORECASE
)


def _endless(plain: str) -> Iterator[Limit]:
    """Terms without an end: contrary to any number of months or years."""
    if "thời" not in plain.lower():
        return
    for match in _ENDLESS.finditer(plain):
        yield Limit(math.inf, math.inf, "month", text=match.group(), start=match.start(), end=match.end())


def _touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
