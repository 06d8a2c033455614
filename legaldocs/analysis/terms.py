"""What in a provision can contradict another one: its numbers, dates, modal words and addressees, by the words they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from legaldocs.analysis.addressees import read_addressees, same_addressee
from legaldocs.analysis.alignment import Words
from legaldocs.analysis.extents import Extent, read_extents
from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.limits import Likeness, Limit, Span, likeness, limits_in
from legaldocs.analysis.modality import Modality, read_modality
from legaldocs.analysis.tables import Row, read_rows
from legaldocs.parsing.numbers import find_dates, find_numbers
from legaldocs.parsing.vocabulary import DifferenceType

#: A day as a rule names it: (day, month, year), None for what it leaves open ("ngày 15 hằng tháng").
Day = tuple[int | None, int | None, int | None]
#: Fewer words than this say too little to collide with anything.
FEWEST_WORDS = 8
NUMBER, DATE = DifferenceType.NUMBER, DifferenceType.DATE
MODALITY, SUBJECT = DifferenceType.MODALITY, DifferenceType.SUBJECT
TYPES = (NUMBER, DATE, MODALITY, SUBJECT)


@dataclass(frozen=True, slots=True)
class Term:
    """A term over words [first, last) of its text; `text` is its wording, `value` what it says however worded."""

    type: DifferenceType
    first: int
    last: int
    text: str
    value: Limit | Day | Modality | Extent | str


class Side:
    """One text of a comparison, read once: its words and its terms."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = Words.of(text)
        self._terms: dict[DifferenceType, tuple[Term, ...]] = {}

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
            # words beyond the longest alignment have no terms
            self._terms[kind] = tuple(term for term in self._read(kind) if term.first < term.last)
        return self._terms[kind]

    def _read(self, kind: DifferenceType) -> Iterator[Term]:
        if kind is NUMBER:
            taken = [*self._documents, *((start, end) for start, end, _ in self._days)]
            taken += [*_labels(self.text), *self._lines_of_rows()]
            return (
                self._term(NUMBER, limit.start, limit.end, limit, limit.text) for limit in limits_in(self.text, taken)
            )
        if kind is DATE:
            said: list[tuple[int, int, Day | str]] = [*self._days, *_orders(self.text)]
            return (self._term(DATE, *day) for day in said)
        if kind is MODALITY:
            ways: list[tuple[int, int, Modality | Extent]] = [*read_modality(self.text), *read_extents(self.text)]
            return (self._term(MODALITY, *way) for way in ways)
        return (self._term(SUBJECT, *name) for name in read_addressees(self.text))

    @cached_property
    def _documents(self) -> list[Span]:
        return list(_documents(self.text))

    @cached_property
    def _days(self) -> list[tuple[int, int, Day]]:
        return [day for day in _days(self.text) if not _touches(day[0], day[1], self._documents)]

    def _lines_of_rows(self) -> Iterator[Span]:
        """Where its rows stand: their values are compared row by row, not word by word."""
        for row in self.rows:
            end = self.text.find("\n", row.start)
            yield row.start, end if end >= 0 else len(self.text)

    def _term(
        self, kind: DifferenceType, start: int, end: int, value: Limit | Day | Modality | Extent | str, said: str = ""
    ) -> Term:
        first, last = self.words.between(start, end)
        return Term(kind, first, last, " ".join((said or self.text[start:end]).split()), value)


def same_value(one: Term, other: Term) -> bool:
    """Whether two terms of one type say the same: 12 tháng = 01 năm, "có quyền" = "được phép", UBND = Ủy ban nhân dân."""
    if isinstance(one.value, Limit) and isinstance(other.value, Limit):
        return likeness(one.value, other.value) is Likeness.SAME
    if isinstance(one.value, Modality) and isinstance(other.value, Modality):
        return _MODAL_SENSE[one.value] == _MODAL_SENSE[other.value]
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return all(a is None or b is None or a == b for a, b in zip(one.value, other.value, strict=True))
    if one.type is SUBJECT:
        return same_addressee(str(one.value), str(other.value))
    return one.value == other.value


def comparable_terms(one: Term, other: Term) -> bool:
    """Whether two terms answer one question: a day answers no "before or after"."""
    return one.type is other.type and isinstance(one.value, type(other.value))


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
    r"kỳ họp thứ|thứ|phường|quận|tháng|quý|qcvn|tcvn|iso"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?:{_LABELS})(?: số)?:? ?\d{{1,5}}[a-zđ]?"
    rf"(?:(?:,| và| hoặc| đến| ?[-–;]) ?(?:(?:{_LABELS}) )?\d{{1,5}}[a-zđ]?){{0,20}}(?!\w)"
    r"|(?<![\d.,/])(?:19|20)\d\d(?![.,]?\d)",
    re.IGNORECASE,
)
_NAMED_DOCUMENT = re.compile(r"(?:luật|pháp lệnh|hiến pháp)(?! này)(?!\w)[^.;,\n]{0,80}(?:, | )?$", re.IGNORECASE)


def _documents(text: str) -> Iterator[Span]:
    """The numbers of documents, and the dates that belong to a document's name."""
    numbers = find_numbers(text)
    yield from ((number.start, number.end) for number in numbers)
    ends = {number.end for number in numbers}
    for day in find_dates(text):
        near_number = any(0 <= day.start - end <= 10 for end in ends)
        if near_number or _NAMED_DOCUMENT.search(text, max(0, day.start - 100), day.start):
            yield day.start, day.end


def _labels(text: str) -> Iterator[Span]:
    """Numbers that name a thing and measure nothing: Điều 5, khoản 2 và 3, tháng 12, nhóm 1, 2025."""
    return (match.span() for match in _LABELLED.finditer(text))


_PARTIAL_DAY = re.compile(
    r"(?<!\w)ngày (?P<d>\d{1,2})(?:(?: tháng |/)(?P<m>\d{1,2})(?![\d/])(?!\s*(?:năm|/) ?\d{4})|(?= (?:hằng|hàng|của) tháng))"
    r"|(?<!\w)(?P<bound>hết|đến|trước|sau|từ|kể từ)(?: đầu| cuối| hết)? năm (?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)


def _days(text: str) -> Iterator[tuple[int, int, Day]]:
    """Days that a rule sets: 31/12/2025 · ngày 15 tháng 12 hằng năm · ngày 15 hằng tháng · đến năm 2030."""
    for found in find_dates(text):
        yield found.start, found.end, (found.value.day, found.value.month, found.value.year)
    for match in _PARTIAL_DAY.finditer(text):
        day, month, year = (int(match[name]) if match[name] else None for name in ("d", "m", "y"))
        yield match.start(), match.end(), (day, month, year)


_ORDER = re.compile(r"(?<!\w)(?P<order>trước|sau) (?:khi|ngày|thời điểm|thời hạn|lúc)(?!\w)", re.IGNORECASE)


def _orders(text: str) -> Iterator[tuple[int, int, str]]:
    """What comes first: "trước khi nộp" against "sau khi nộp"."""
    return ((match.start(), match.end(), match["order"].lower()) for match in _ORDER.finditer(text))


def _touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)
