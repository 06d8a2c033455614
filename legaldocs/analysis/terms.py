"""What in a provision can contradict another one: its numbers, dates, modal words and addressees, by the words they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from legaldocs.analysis.addressees import read_addressees, same_addressee
from legaldocs.analysis.alignment import Words
from legaldocs.analysis.extents import Extent, read_extents
from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.limits import Likeness, Limit, Span, likeness, limits_in
from legaldocs.analysis.modality import Modality, read_modality
from legaldocs.analysis.moments import Moment, read_moments
from legaldocs.analysis.opposites import Choice, read_places, read_times, read_ways
from legaldocs.analysis.tables import Row, read_rows
from legaldocs.parsing.numbers import DateMatch, find_dates, find_numbers
from legaldocs.parsing.vocabulary import DifferenceType

#: A day as a rule names it: (day, month, year), None for what it leaves open ("ngày 15 hằng tháng").
Day = tuple[int | None, int | None, int | None]
Value = Limit | Day | Modality | Extent | Moment | Choice | str
#: Fewer words than this say too little to collide with anything.
FEWEST_WORDS = 8
NUMBER, DATE = DifferenceType.NUMBER, DifferenceType.DATE
MODALITY, SUBJECT = DifferenceType.MODALITY, DifferenceType.SUBJECT
TYPES = (NUMBER, DATE, MODALITY, SUBJECT)
#: So many words on either side of a term may decide how it is read: its bound, the law that a date belongs to.
_READ_AROUND = {NUMBER: 16, DATE: 25, MODALITY: 5, SUBJECT: 5}


@dataclass(frozen=True, slots=True)
class Term:
    """A term over words [first, last) of its text; `text` is its wording, `value` what it says however worded."""

    type: DifferenceType
    first: int
    last: int
    text: str
    value: Value


class Side:
    """One text of a comparison, read once: its words and its terms. `heading` is that of its article, where it is known."""

    def __init__(self, text: str, heading: str = "") -> None:
        self.text = text
        self.heading = heading
        self._terms: dict[DifferenceType, tuple[Term, ...]] = {}

    @cached_property
    def words(self) -> Words:
        return Words.of(self.text)

    @cached_property
    def may_collide(self) -> bool:
        """Whether it says enough, and is no formula."""
        return len(self.words) >= FEWEST_WORDS and not is_formula(self.text)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of its tables that set values."""
        return read_rows(self.text) if "|" in self.text else []

    @property
    def terms(self) -> tuple[Term, ...]:
        """Its terms, type by type, each type in order."""
        return tuple(term for kind in TYPES for term in self.terms_of(kind))

    def terms_of(self, kind: DifferenceType) -> tuple[Term, ...]:
        """Its terms of one type: most comparisons ask for some of the types only."""
        if kind not in self._terms:
            self._terms[kind] = tuple(self._read(kind, 0, len(self.words)))
        return self._terms[kind]

    def terms_near(self, kind: DifferenceType, places: Sequence[tuple[int, int]]) -> Sequence[Term]:
        """Its terms of one type that touch these stretches of words, in order, and maybe others.

        Of a long text only what stands around them is read.
        """
        stretches = [] if kind in self._terms or self.rows else _joined(places, _READ_AROUND[kind], len(self.words))
        if not stretches or 2 * sum(last - first for first, last in stretches) > len(self.words):
            return self.terms_of(kind)
        return [term for first, last in stretches for term in self._read(kind, first, last)]

    def _read(self, kind: DifferenceType, first: int, last: int) -> Iterator[Term]:
        """The terms in words [first, last). Words beyond the longest alignment have none."""
        whole = first == 0 and last == len(self.words)
        start, end = (0, len(self.text)) if whole else (self.words.starts[first], self.words.ends[last - 1])
        rows = tuple(self._lines_of_rows()) if whole else ()
        for said in _said(kind, self.text[start:end], rows):
            value = said.value
            if start and isinstance(value, Limit):
                value = replace(value, start=start + value.start, end=start + value.end)
            term = self._term(kind, start + said.start, start + said.end, value, said.wording)
            if term.first < term.last:
                yield term

    def _lines_of_rows(self) -> Iterator[Span]:
        """Where its rows stand: their values are compared row by row, not word by word."""
        for row in self.rows:
            end = self.text.find("\n", row.start)
            yield row.start, end if end >= 0 else len(self.text)

    def _term(self, kind: DifferenceType, start: int, end: int, value: Value, said: str) -> Term:
        first, last = self.words.between(start, end)
        return Term(kind, first, last, " ".join((said or self.text[start:end]).split()), value)


def _joined(places: Iterable[tuple[int, int]], around: int, end: int) -> list[tuple[int, int]]:
    """The stretches of words with so many on either side, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted((max(0, first - around), min(end, last + around)) for first, last in places):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


class _Said(NamedTuple):
    """A term at characters [start, end) of a text; `wording` where it is more than what stands there."""

    start: int
    end: int
    value: Value
    wording: str = ""


def _said(kind: DifferenceType, text: str, rows: Sequence[Span]) -> Iterator[_Said]:
    """The terms of one type in a text, the lines of its tables' rows left out where numbers are looked for."""
    if kind is NUMBER:
        documents, days = _named_and_days(text)
        taken = [*documents, *((start, end) for start, end, _ in days), *_labels(text), *rows]
        return (_Said(limit.start, limit.end, limit, limit.text) for limit in limits_in(text, taken))
    if kind is DATE:
        _, days = _named_and_days(text)
        said: list[tuple[int, int, Day | Choice | str]] = [*days, *_orders(text), *read_times(text)]
        return chain((_Said(*found) for found in said), (_Said(*moment) for moment in read_moments(text)))
    if kind is MODALITY:
        ways: list[tuple[int, int, Modality | Extent | Choice]] = [
            *read_modality(text),
            *read_extents(text),
            *read_ways(text),
        ]
        return (_Said(*way) for way in ways)
    return _named(text)


def _named(text: str) -> Iterator[_Said]:
    """Who a rule speaks to, and where and on what kind of thing it applies where no name of somebody says it."""
    names = [name for name in read_addressees(text) if not _ISSUED_BY.search(text, max(0, name[0] - 50), name[0])]
    yield from (_Said(*name) for name in names)
    taken = [(start, end) for start, end, _ in names]
    yield from (_Said(*place) for place in read_places(text) if not _touches(place[0], place[1], taken))


#: Who issued a document that a rule cites: "Thông tư số 03/2023/TT-BTC ngày 10 tháng 01 năm 2023 của Bộ Tài chính".
_ISSUED_BY = re.compile(r"(?:\d{1,4}/[A-ZĐ0-9Đ&./-]+|(?:19|20)\d\d),? của (?:bộ trưởng )?$", re.IGNORECASE)


def same_value(one: Term, other: Term) -> bool:
    """Whether two terms of one type say the same: 12 tháng = 01 năm, "có quyền" = "được phép", UBND = Ủy ban nhân dân."""
    if isinstance(one.value, Limit) and isinstance(other.value, Limit):
        return likeness(one.value, other.value) is Likeness.SAME
    if isinstance(one.value, Modality) and isinstance(other.value, Modality):
        return _MODAL_SENSE[one.value] == _MODAL_SENSE[other.value]
    if isinstance(one.value, Choice | Moment) or isinstance(other.value, Choice | Moment):
        return one.value == other.value
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return all(a is None or b is None or a == b for a, b in zip(one.value, other.value, strict=True))
    if one.type is SUBJECT:
        return same_addressee(str(one.value), str(other.value))
    return one.value == other.value


def comparable_terms(one: Term, other: Term) -> bool:
    """Whether two terms answer one question: a day answers no "before or after", a place no "who"."""
    if one.type is not other.type or type(one.value) is not type(other.value):  # a moment is a tuple, as a day is
        return False
    return not isinstance(one.value, Choice) or one.value.family == other.value.family  # type: ignore[union-attr]


#: Permission and entitlement flow into each other in real wording ("được phép", "có quyền"); no conflict is built on it.
_MODAL_SENSE = {
    Modality.MUST: "must",
    Modality.MAY: "may",
    Modality.ENTITLED: "may",
    Modality.MUST_NOT: "must not",
    Modality.EXEMPT: "need not",
}


# --- references and days ---

_LABELS = (
    r"điều|khoản|điểm|mục|tiểu mục|tiết|chương|phần|phụ lục|mẫu|biểu|bảng|(?<!hệ )số|stt|hạng|cấp|nhóm|loại|lớp|khóa|"
    r"kỳ họp thứ|thứ|phường|quận|(?<!hằng )(?<!hàng )(?<!mỗi )(?<!từng )(?:tháng|quý)|qcvn|tcvn|iso"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?:{_LABELS})(?: số)?:? ?\d{{1,5}}(?!\.\d{{3}}(?!\d))[a-zđ]?"
    rf"(?:(?:,| và| hoặc| đến| ?[-–;]) ?(?:(?:{_LABELS}) )?\d{{1,5}}[a-zđ]?){{0,20}}(?!\w)"
    r"|(?<![\d.,/])(?:19|20)\d\d(?![.,]?\d)",
)
_NAMED_DOCUMENT = re.compile(r"(?:luật|pháp lệnh|hiến pháp)(?! này)(?!\w)[^.;,\n]{0,80}(?:, | )?$", re.IGNORECASE)


@lru_cache(maxsize=4)
def _named_and_days(text: str) -> tuple[list[Span], list[tuple[int, int, Day]]]:
    """(the numbers and dates that belong to documents' names, the days that a rule sets)

    Days: 31/12/2025 · ngày 15 tháng 12 hằng năm · ngày 15 hằng tháng · đến năm 2030.
    """
    dates = find_dates(text)
    named = list(_documents(text, dates))
    days: list[tuple[int, int, Day]] = [(d.start, d.end, (d.value.day, d.value.month, d.value.year)) for d in dates]
    for match in _PARTIAL_DAY.finditer(text):
        day, month, year = (int(match[name]) if match[name] else None for name in ("d", "m", "y"))
        days.append((match.start(), match.end(), (day, month, year)))
    return named, [day for day in days if not _touches(day[0], day[1], named)]


def _documents(text: str, dates: Iterable[DateMatch]) -> Iterator[Span]:
    """The numbers of documents, and the dates that belong to a document's name."""
    numbers = find_numbers(text)
    yield from ((number.start, number.end) for number in numbers)
    ends = {number.end for number in numbers}
    for day in dates:
        near_number = any(0 <= day.start - end <= 10 for end in ends)
        if near_number or _NAMED_DOCUMENT.search(text, max(0, day.start - 100), day.start):
            yield day.start, day.end


def _labels(text: str) -> Iterator[Span]:
    """Numbers that name a thing and measure nothing: Điều 5, khoản 2 và 3, tháng 12, nhóm 1, 2025."""
    small = text.lower()
    return (match.span() for match in _LABELLED.finditer(small if len(small) == len(text) else text))


_PARTIAL_DAY = re.compile(
    r"(?<!\w)ngày (?P<d>\d{1,2})(?:(?: tháng |/)(?P<m>\d{1,2})(?![\d/])(?!\s*(?:năm|/) ?\d{4})|(?= (?:hằng|hàng|của) tháng))"
    r"|(?<!\w)(?P<bound>hết|đến|trước|sau|từ|kể từ)(?: đầu| cuối| hết)? năm (?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)

_ORDER = re.compile(r"(?<!\w)(?P<order>trước|sau) (?:khi|ngày|thời điểm|thời hạn|lúc)(?!\w)", re.IGNORECASE)


def _orders(text: str) -> Iterator[tuple[int, int, str]]:
    """What comes first: "trước khi nộp" against "sau khi nộp"."""
    return ((match.start(), match.end(), match["order"].lower()) for match in _ORDER.finditer(text))


def _touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
