"""Quantities that a rule sets: money, shares, periods, areas, distances, people, ages and counts, with their comparators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from legaldocs.analysis.measures import COMPOUNDS, FACTORS, PER, UNITS, alternatives, counted_by, in_base
from legaldocs.analysis.number_words import NUMBER_WORDS, number_in_words
from legaldocs.analysis.proportions import WAGE, find_proportions
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.parsed import ParsedProvision, QuantityRead

_GAP = r"[ \u00a0]{0,3}"
_DIGITS = r"\d{1,3}(?:[. \u00a0]\d{3}){1,5}(?![\d])(?:,\d{1,4})?|\d{1,12}(?:[,.]\d{1,4})?"
_WORDS = alternatives(NUMBER_WORDS)
_FACTOR = "|".join(FACTORS)
_UNIT = alternatives(UNITS)

# A number in digits never starts inside a date, an article label or another number; its words may stand in brackets.
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<digits>{_DIGITS})(?![\w/])(?!\.\w)(?={_GAP}[^\W\d]|{_GAP}[(%–-])"
    rf"(?:{_GAP}\((?:{_WORDS})(?: (?:{_WORDS})){{0,14}}\))?"
    rf"|(?<!\w)(?P<words>(?:{_WORDS})(?: (?:{_WORDS}))*)(?!\w)(?:{_GAP}\((?P<again>\d{{1,9}})\))?",
    re.IGNORECASE,
)
_MEASURES = "m2|m²|m3|m³|km2|km²|km|cm|mm|ha|m|kg|đ|cv|kw|mw|kv|kva|mva|kwh|[kmgt]b|[kmg]bps"
_GLUED = re.compile(  # 20%, 500m2, 1.000đ, 20MB
    rf"(?<![\w/.,-])(?P<digits>{_DIGITS})(?=(?:%|{_MEASURES})(?!\w))",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    rf"{_GAP}(?P<factor>(?:{_FACTOR})(?: (?:{_FACTOR}))?(?!\w))?(?P<half> rưỡi(?!\w))?"
    rf"{_GAP}(?P<unit>(?:{_UNIT})(?!\w))?(?P<and_half> rưỡi(?!\w))?",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(  # "Điều 5", "khoản 2", "tháng 12", "số 10": the number names something
    r"(?<!\w)(?:điều|khoản|điểm|mục|chương|phần|phụ lục|mẫu|biểu|bảng|(?<!hệ )số|thứ|hạng|cấp|nhóm|loại|khóa|"
    r"(?<!hằng )(?<!hàng )(?<!mỗi )(?<!từng )(?:tháng|quý)|(?<!định )kỳ|quyết định|nghị định|thông tư|luật)(?: số)?:?\s*$",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"(?<!\w)ngày\s*$", re.IGNORECASE)
_OF_A_DATE = re.compile(r"\s*(?:[/-]?\s*\d{4}(?!\d)|đầu(?!\w)|cuối(?!\w))", re.IGNORECASE)

_COMPARATORS: dict[str, str] = {
    "không quá": "<=",
    "không vượt quá": "<=",
    "không được quá": "<=",
    "không được vượt quá": "<=",
    "không lớn hơn": "<=",
    "không cao hơn": "<=",
    "không nhiều hơn": "<=",
    "tối đa": "<=",
    "nhiều nhất": "<=",
    "cao nhất": "<=",
    "chậm nhất": "<=",
    "sớm nhất": ">=",
    "muộn nhất": "<=",
    "trong thời hạn": "<=",
    "trong thời gian": "<=",
    "trong vòng": "<=",
    "thời hạn không quá": "<=",
    "tối thiểu": ">=",
    "ít nhất": ">=",
    "thấp nhất": ">=",
    "không dưới": ">=",
    "không ít hơn": ">=",
    "không thấp hơn": ">=",
    "không nhỏ hơn": ">=",
    "từ đủ": ">=",
    "trên": ">",
    "hơn": ">",
    "quá": ">",
    "vượt quá": ">",
    "lớn hơn": ">",
    "cao hơn": ">",
    "dưới": "<",
    "nhỏ hơn": "<",
    "thấp hơn": "<",
    "ít hơn": "<",
    "chưa đủ": "<",
    "chưa đến": "<",
}
_COMPARATOR_BEFORE = re.compile(
    r"(?<!\w)(?P<comparator>" + "|".join(sorted(_COMPARATORS, key=len, reverse=True)) + r")"
    r"(?:\s(?:là|bằng|sau|trước|đến|mức|đạt|khoảng))?\s*$",
    re.IGNORECASE,
)
_RANGE_START = re.compile(r"(?<!\w)từ(?: (?P<over>trên))?(?: đủ)?\s*$", re.IGNORECASE)
RANGE_MIDDLE = re.compile(
    r"\s*(?:trở lên )?(?:đến|tới|-|–)\s*(?P<under>dưới\s+)?(?:không quá\s+|tối đa\s+)?(?:đủ\s+)?", re.IGNORECASE
)
_OR_MORE = re.compile(r"\s*(?:[^\W\d_]+\s){0,4}?trở lên", re.IGNORECASE)
_OR_LESS = re.compile(r"\s*(?:[^\W\d_]+\s){0,4}?trở xuống", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    value: float
    factor: float = 1
    unit: str = ""
    per: str = ""
    of: str = ""
    opens: bool = False  # the lower end of a range
    closes: str = ""  # the comparator of an upper end


def read_quantities(provision: ParsedProvision, *, subjects: bool = True) -> list[QuantityRead]:
    """The quantities in a provision's own text, in order, each normalised to its unit.

    Catches: "không quá 10 ngày làm việc" · "từ 500.000 đồng đến dưới 1.000.000 đồng" (two) · "1,5 triệu đồng" · "mười lăm
    ngày" · "05 (năm) tháng" · "20%" · "từ 18 tuổi trở lên" · "tối thiểu 50 m2" · "02 người". Does not catch dates, document
    numbers, "Điều 5", "khoản 2", "năm 2025", "tháng 12", "năm" alone (a year or a five). Without `subjects` it is not looked
    for what each is the measure of.
    """
    text = same_tone_marks(provision.text)
    quantities: list[QuantityRead] = []
    previous: _Found | None = None
    for item in _ranged(text, _joined(text, _measured(text))):
        comparator, lead = _comparator_of(text, item, previous)
        if previous is not None and _repeats_in_words(text, previous, item):
            quantities[-1] = replace(quantities[-1], end=item.end)
            continue
        ends_range = lead < item.start and previous is not None and lead == previous.end
        subject = quantities[-1].subject if ends_range else ""
        if subjects and not ends_range:
            subject = _subject_before(text, lead, previous.end if previous else 0)
        quantities.append(
            QuantityRead(
                path=provision.path,
                text=provision.text[lead : end_of_wording(text, item.end)].strip(),
                value=item.value * item.factor,
                unit=item.unit,
                comparator=comparator,
                subject=subject,
                start=item.start,
                end=item.end,
                per=item.per,
                of=item.of,
            )
        )
        previous = item
    return quantities


def end_of_wording(text: str, end: int) -> int:
    """Where the wording of a number ends: "trở lên" belongs to it."""
    more = _OR_MORE.match(text, end) or _OR_LESS.match(text, end)
    return more.end() if more else end


def comparator_at(text: str, start: int, end: int) -> tuple[str, int]:
    """(comparator, where its wording starts) of a number at [start, end) that stands by itself."""
    return _comparator_of(text, _Found(start, end, 0), None)


def _measured(text: str) -> Iterator[_Found]:
    """Numbers that are followed by a unit, or that share the unit of the second number of a range."""
    waiting: _Found | None = None
    for item in _numbers(text):
        if waiting is not None and item.unit:
            if RANGE_MIDDLE.fullmatch(text, waiting.end, item.start) and not 1900 <= waiting.value <= 2100:
                waiting.unit, waiting.per, waiting.of = item.unit, item.per, item.of
                waiting.factor = item.factor if waiting.factor == 1 else waiting.factor
                yield waiting
            elif waiting.factor > item.factor and text[waiting.end : item.start].isspace():
                total = waiting.value * waiting.factor + item.value * item.factor  # 2 tỷ 500 triệu đồng
                item = _Found(waiting.start, item.end, total, unit=item.unit, per=item.per)
        waiting = None
        if item.unit:
            yield item
        else:
            waiting = item


def _joined(text: str, items: Iterable[_Found]) -> Iterator[_Found]:
    """The items, "01 năm 06 tháng" and "06 giờ 30 phút" each as one."""
    held: _Found | None = None
    for item in items:
        if held and (held.unit, item.unit) in COMPOUNDS and text[held.end : item.start].isspace():
            value = in_base(held.value * held.factor, held.unit)[0] + item.value * item.factor
            item = _Found(held.start, item.end, value, unit=item.unit, per=item.per)
        elif held:
            yield held
        held = item
    if held:
        yield held


def _ranged(text: str, items: Iterable[_Found]) -> list[_Found]:
    """The items, those marked that open and close a range: "từ 5 đến dưới 10 ngày", "30 - 50%"."""
    found = list(items)
    for one, other in pairwise(found):
        middle = RANGE_MIDDLE.fullmatch(text, one.end, other.start)
        if middle is None or one.closes or (one.per and one.per != other.per):
            continue
        low, unit = in_base(one.value * one.factor, one.unit)
        high, other_unit = in_base(other.value * other.factor, other.unit)
        if unit == other_unit and low <= high:
            one.opens, other.closes = True, "<" if middle["under"] else "<="
    return found


def _repeats_in_words(text: str, said: _Found, item: _Found) -> bool:
    """Whether this is the sum said again in brackets: 300.000.000 đồng (ba trăm triệu đồng)."""
    same = said.value * said.factor == item.value * item.factor and said.unit == item.unit
    return same and text[said.end : item.start].strip() == "("


def _numbers(text: str) -> Iterator[_Found]:
    said = {p.start: _Found(p.start, p.end, p.value, unit=p.unit, of=p.of) for p in find_proportions(text)}
    starts: list[tuple[int, re.Match[str] | None]] = [(start, None) for start in said]
    starts += [(match.start(), match) for pattern in (_NUMBER, _GLUED) for match in pattern.finditer(text)]
    last_end = 0
    for start, match in sorted(starts, key=lambda found: (found[0], found[1] is not None)):
        if start < last_end:
            continue
        if match is None:
            item: _Found | None = _per_what(text, said[start])
        else:
            item = _in_digits(text, match) if match["digits"] else _in_words(text, match)
        if item is not None:
            last_end = item.end
            yield item


def _in_digits(text: str, match: re.Match[str]) -> _Found | None:
    before = text[max(0, match.start() - 14) : match.start()]
    if _LABEL_BEFORE.search(before):
        return None
    item = _with_unit(text, _Found(match.start(), match.end(), _value_of(match["digits"])))
    if item.unit == "month" and (_DAY_BEFORE.search(before) or _OF_A_DATE.match(text, item.end)):
        return None
    if item.unit in ("year", "quarter") and _OF_A_DATE.match(text, item.end):
        return None
    return item


def _in_words(text: str, match: re.Match[str]) -> _Found | None:
    words = match["words"].lower().split()
    before = text[max(0, match.start() - 20) : match.start()]
    years = _years(text, match, words)
    if years is not None:
        return years
    value = number_in_words(words)
    if value is None or _LABEL_BEFORE.search(before):
        return None
    said_again = bool(match["again"]) and float(match["again"]) == value  # mười lăm (15) ngày
    item = _with_unit(text, _Found(match.start(), match.end() if said_again else match.end("words"), value))
    if words == ["năm"] and not said_again and not _means_five(before, item):
        return None
    once = words == ["một"] and item.factor == 1 and item.unit in ("times", "set", "copy", "person")
    return None if once and not _COMPARATOR_BEFORE.search(before) else item


def _years(text: str, match: re.Match[str], words: list[str]) -> _Found | None:
    """ "năm" closes a run of number words as a unit: "hai năm", "một năm rưỡi", "một năm sáu tháng"."""
    half = 0.5 if words[-1] == "rưỡi" and len(words) > 2 and words[-2] == "năm" else 0.0
    whole = words[:-1] if half else words
    if len(whole) > 1 and whole[-1] == "năm" and (value := number_in_words(whole[:-1])) is not None:
        follows = _AFTER_NUMBER.match(text, match.end("words"))
        if half or number_in_words(words) is None or not (follows and follows["unit"]):
            return _Found(match.start(), match.end("words"), value + half, unit="year")
    if "năm" in words[1:-1] and number_in_words(words) is None:
        place = words.index("năm", 1)
        years, months = number_in_words(words[:place]), number_in_words(words[place + 1 :])
        item = _with_unit(text, _Found(match.start(), match.end("words"), months or 0))
        if years is not None and months is not None and item.unit == "month":
            item.value += 12 * years
            return item
    return None


_NOT_FIVE_AFTER = re.compile(
    r"(?<!\w)(?:trong|hằng|hàng|mỗi|một|các|những|mấy|nhiều|vào|cuối|đầu|giữa|qua|này|trước|sau|số|của|theo|cả|hết|từng|"
    r"nửa|\d+)\s$|^$",
    re.IGNORECASE,
)


def _means_five(before: str, item: _Found) -> bool:
    """Whether "năm" alone is the five: after a comparator or "từ", or before days, shares, people and households."""
    if _COMPARATOR_BEFORE.search(before) or _RANGE_START.search(before):
        return True
    counted = item.unit in ("day", "working_day", "%", "person", "household")
    return counted and not _NOT_FIVE_AFTER.search(before)


def _with_unit(text: str, item: _Found) -> _Found:
    after = _AFTER_NUMBER.match(text, item.end)
    if after is None or not (after["unit"] or after["factor"]):
        return item
    for word in (after["factor"] or "").lower().split():
        item.factor *= FACTORS[word]
    if after["half"] and after["factor"]:
        item.value += 0.5
    if not after["unit"]:
        item.end = after.end("half") if after["half"] else after.end("factor")
        return item
    item.unit, unit_factor = UNITS[after["unit"].lower()]
    item.factor *= unit_factor
    item.value += 0.5 if after["and_half"] else 0
    item.end = after.end("and_half") if after["and_half"] else after.end("unit")
    return _per_what(text, item)


def _per_what(text: str, item: _Found) -> _Found:
    """The item with what it is counted by, or a multiple of."""
    per = PER.match(text, item.end)
    if per:
        item.per, item.end = counted_by(per["per"]), per.end()
    multiple = WAGE.match(text, item.end) if item.unit == "times" else None
    if multiple:
        item.of, item.end = multiple["of"].lower(), multiple.end()
    return item


def _value_of(digits: str) -> float:
    compact = re.sub(r"[ \u00a0]", ".", digits)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", compact):
        compact = compact.replace(".", "")
    return float(compact.replace(",", "."))


def _comparator_of(text: str, item: _Found, previous: _Found | None) -> tuple[str, int]:
    """(comparator, where its wording starts): "từ 5 đến dưới 10" gives >= 5 and < 10."""
    if item.closes and previous is not None:
        return item.closes, previous.end
    window = max(0, item.start - 30)
    start = _RANGE_START.search(text, window, item.start)
    if start and not _OR_LESS.match(text, item.end):
        return (">" if start["over"] else ">="), start.start()
    before = _COMPARATOR_BEFORE.search(text, window, item.start)
    if before and not (before["comparator"].lower() == "từ đủ" and _OR_LESS.match(text, item.end)):
        return _COMPARATORS[before["comparator"].lower()], before.start()
    if item.opens or _OR_MORE.match(text, item.end):
        return ">=", item.start
    if _OR_LESS.match(text, item.end):
        return "<=", item.start
    return "=", item.start


_BOUNDARY = re.compile(r"[;:.\n](?=\s|$)|,\s|(?<!\w)(?:nhưng|thì|và|hoặc)\s")
_LINKS_AT_END = re.compile(r"(?:\s|^)(?:là|bằng|với|của|cho|phải|được|có|từ|kể từ|trong|và|cứ|gồm|đạt|,|sau|trước)\s*$")
_LONGEST_SUBJECT = 8


def _subject_before(text: str, end: int, previous_end: int) -> str:
    """The words just before a quantity, back to the last comma or full stop: at most eight, without linking words."""
    span = text[max(previous_end, end - 160) : end]
    pieces = [piece.strip() for piece in _BOUNDARY.split(span)]
    for piece in reversed(pieces):
        words = piece
        while (trimmed := _LINKS_AT_END.sub("", words).rstrip()) != words:
            words = trimmed
        if words:
            return " ".join(words.split()[-_LONGEST_SUBJECT:])
    return ""
