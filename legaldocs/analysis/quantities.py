"""Quantities that a rule sets: money, shares, periods, areas, distances, people, ages and counts, with their comparators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from legaldocs.analysis.number_words import NUMBER_WORDS, number_in_words
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.parsed import ParsedProvision, QuantityRead

#: What stands after the number -> (unit, factor to it). Longest wording wins.
_UNITS: dict[str, tuple[str, float]] = {
    "đồng": ("VND", 1),
    "vnđ": ("VND", 1),
    "vnd": ("VND", 1),
    "đ": ("VND", 1),
    "usd": ("USD", 1),
    "đô la mỹ": ("USD", 1),
    "%": ("%", 1),
    "phần trăm": ("%", 1),
    "ngày làm việc": ("working_day", 1),
    "ngày": ("day", 1),
    "giờ làm việc": ("working_hour", 1),
    "giờ": ("hour", 1),
    "phút": ("minute", 1),
    "tuần": ("week", 1),
    "tháng": ("month", 1),
    "quý": ("quarter", 1),
    "năm": ("year", 1),
    "tuổi": ("age", 1),
    "m2": ("m2", 1),
    "m²": ("m2", 1),
    "mét vuông": ("m2", 1),
    "ha": ("ha", 1),
    "héc ta": ("ha", 1),
    "hecta": ("ha", 1),
    "héc-ta": ("ha", 1),
    "km2": ("km2", 1),
    "km²": ("km2", 1),
    "m3": ("m3", 1),
    "m³": ("m3", 1),
    "mét khối": ("m3", 1),
    "km": ("km", 1),
    "ki lô mét": ("km", 1),
    "kilômét": ("km", 1),
    "m": ("m", 1),
    "mét": ("m", 1),
    "cm": ("m", 0.01),
    "mm": ("m", 0.001),
    "kg": ("kg", 1),
    "tạ": ("kg", 100),
    "tấn": ("kg", 1000),
    "người": ("person", 1),
    "thành viên": ("person", 1),
    "đại biểu": ("person", 1),
    "học sinh": ("person", 1),
    "hộ gia đình": ("household", 1),
    "hộ": ("household", 1),
    "lần": ("times", 1),
    "bộ": ("set", 1),
    "bản": ("copy", 1),
}
_FACTORS = {"trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}

_GAP = r"[ \u00a0]{0,3}"
_DIGITS = r"\d{1,3}(?:[. \u00a0]\d{3}){1,5}(?![\d])(?:,\d{1,4})?|\d{1,12}(?:[,.]\d{1,4})?"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_FACTOR = "|".join(_FACTORS)
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))

# A number in digits never starts inside a date, an article label or another number; its words may stand in brackets.
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<digits>{_DIGITS})(?![\w/])(?!\.\w)(?={_GAP}[^\W\d]|{_GAP}[(%–-])"
    rf"(?:{_GAP}\((?:{_WORDS})(?: (?:{_WORDS})){{0,14}}\))?"
    rf"|(?<!\w)(?P<words>(?:{_WORDS})(?: (?:{_WORDS}))*)(?!\w)",
    re.IGNORECASE,
)
_GLUED = re.compile(  # 20%, 500m2, 1.000đ
    rf"(?<![\w/.,-])(?P<digits>{_DIGITS})(?=(?:%|m2|m²|m3|m³|km2|km²|km|ha|m|kg|đ)(?!\w))", re.IGNORECASE
)
_AFTER_NUMBER = re.compile(
    rf"{_GAP}(?P<factor>(?:{_FACTOR})(?: (?:{_FACTOR}))?(?!\w))?{_GAP}(?P<unit>(?:{_UNIT})(?!\w))?", re.IGNORECASE
)
_PER = re.compile(
    r"(?: (?:Việt Nam))?(?P<per>(?:\s?/\s?(?:\d{1,4} ?)?[^\W\d_]+(?: gia đình| làm việc)?[23²³]?){1,3})", re.IGNORECASE
)
_LABEL_BEFORE = re.compile(  # "Điều 5", "khoản 2", "tháng 12", "số 10": the number names something
    r"(?<!\w)(?:điều|khoản|điểm|mục|chương|phần|phụ lục|mẫu|biểu|bảng|số|tháng|quý|thứ|hạng|cấp|nhóm|loại|khóa|kỳ|"
    r"quyết định|nghị định|thông tư|luật)(?: số)?:?\s*$",
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
    r"(?:\s(?:là|bằng|sau|trước|đến))?\s*$",
    re.IGNORECASE,
)
_RANGE_START = re.compile(r"(?<!\w)từ(?: (?P<over>trên))?(?: đủ)?\s*$", re.IGNORECASE)
_RANGE_MIDDLE = re.compile(
    r"\s*(?:trở lên )?(?:đến|tới|-|–)\s*(?P<under>dưới\s+)?(?:không quá\s+)?(?:đủ\s+)?", re.IGNORECASE
)
_OR_MORE = re.compile(r"\s*(?:[^\W\d_]+\s){0,2}?trở lên", re.IGNORECASE)
_OR_LESS = re.compile(r"\s*(?:[^\W\d_]+\s){0,2}?trở xuống", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    value: float
    factor: float = 1
    unit: str = ""
    per: str = ""


def read_quantities(provision: ParsedProvision) -> list[QuantityRead]:
    """The quantities in a provision's own text, in order, each normalised to its unit.

    Catches: "không quá 10 ngày làm việc" · "từ 500.000 đồng đến dưới 1.000.000 đồng" (two) · "1,5 triệu đồng" · "mười lăm
    ngày" · "05 (năm) tháng" · "20%" · "từ 18 tuổi trở lên" · "tối thiểu 50 m2" · "02 người". Does not catch dates, document
    numbers, "Điều 5", "khoản 2", "năm 2025", "tháng 12", "năm" alone (a year or a five).
    """
    text = same_tone_marks(provision.text)
    quantities: list[QuantityRead] = []
    previous: _Found | None = None
    for item in _measured(text):
        comparator, lead = _comparator_of(text, item, previous)
        if previous is not None and _repeats_in_words(text, previous, item):
            continue
        ends_range = lead < item.start and previous is not None and lead == previous.end
        subject = quantities[-1].subject if ends_range else _subject_before(text, lead, previous.end if previous else 0)
        quantities.append(
            QuantityRead(
                path=provision.path,
                text=provision.text[lead : item.end].strip(),
                value=item.value * item.factor,
                unit=item.unit,
                comparator=comparator,
                subject=subject,
                start=item.start,
                end=item.end,
                per=item.per,
            )
        )
        previous = item
    return quantities


def comparable(one: QuantityRead, other: QuantityRead) -> tuple[float, float] | None:
    """Both values in one common unit, or None where they measure different things.

    Converts year and month, km and m, km2, ha and m2, quarters, hours and minutes. Days and working days are never
    equal, nor are months and days (they are counted differently, BLDS 2015 Đ146-148), nor sums per different things.
    """
    one_base, one_factor = _BASE.get(one.unit, (one.unit, 1.0))
    other_base, other_factor = _BASE.get(other.unit, (other.unit, 1.0))
    if one_base != other_base or one.per != other.per:
        return None
    return one.value * one_factor, other.value * other_factor


_BASE: dict[str, tuple[str, float]] = {
    "year": ("month", 12),
    "quarter": ("month", 3),
    "week": ("day", 7),
    "hour": ("minute", 60),
    "km": ("m", 1000),
    "ha": ("m2", 10_000),
    "km2": ("m2", 1_000_000),
}


def _measured(text: str) -> Iterator[_Found]:
    """Numbers that are followed by a unit, or that share the unit of the second number of a range."""
    waiting: _Found | None = None
    for item in _numbers(text):
        if waiting is not None and item.unit:
            if _RANGE_MIDDLE.fullmatch(text, waiting.end, item.start):
                waiting.unit, waiting.per = item.unit, item.per
                waiting.factor = item.factor if waiting.factor == 1 else waiting.factor
                yield waiting
            elif waiting.factor > item.factor and text[waiting.end : item.start].isspace():
                total = waiting.value * waiting.factor + item.value * item.factor  # 2 tỷ 500 triệu đồng
                item = _Found(waiting.start, item.end, total, unit=item.unit, per=item.per)
        waiting = None
        if item.unit:
            yield item
        elif item.factor > 1 or _RANGE_START.search(text, max(0, item.start - 12), item.start):
            waiting = item


def _repeats_in_words(text: str, said: _Found, item: _Found) -> bool:
    """Whether this is the sum said again in brackets: 300.000.000 đồng (ba trăm triệu đồng)."""
    same = said.value * said.factor == item.value * item.factor and said.unit == item.unit
    return same and text[said.end : item.start].strip() == "("


def _numbers(text: str) -> Iterator[_Found]:
    matches = sorted([*_NUMBER.finditer(text), *_GLUED.finditer(text)], key=lambda match: match.start())
    last_end = 0
    for match in matches:
        if match.start() < last_end:
            continue
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
    # "năm" closes a run of number words as a unit ("hai năm"), opens one as the five only after a comparator.
    if len(words) > 1 and words[-1] == "năm" and (value := number_in_words(words[:-1])) is not None:
        as_number = number_in_words(words)
        follows = _AFTER_NUMBER.match(text, match.end())
        if as_number is None or not (follows and follows["unit"]):
            return _Found(match.start(), match.end(), value, unit="year")
    if words == ["năm"] and not _COMPARATOR_BEFORE.search(before):
        return None
    value_in_words = number_in_words(words)
    if value_in_words is None or _LABEL_BEFORE.search(before):
        return None
    item = _with_unit(text, _Found(match.start(), match.end(), value_in_words))
    return item if item.unit and not (words == ["một"] and item.unit in ("times", "set", "copy", "person")) else None


def _with_unit(text: str, item: _Found) -> _Found:
    after = _AFTER_NUMBER.match(text, item.end)
    if after is None or not (after["unit"] or after["factor"]):
        return item
    for word in (after["factor"] or "").lower().split():
        item.factor *= _FACTORS[word]
    if not after["unit"]:
        item.end = after.end("factor")
        return item
    item.unit, unit_factor = _UNITS[after["unit"].lower()]
    item.factor *= unit_factor
    item.end = after.end("unit")
    per = _PER.match(text, item.end)
    if per:
        item.per, item.end = re.sub(r"\s+", " ", per["per"]).strip(" /").replace(" / ", "/").lower(), per.end()
    return item


def _value_of(digits: str) -> float:
    compact = re.sub(r"[ \u00a0]", ".", digits)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", compact):
        compact = compact.replace(".", "")
    return float(compact.replace(",", "."))


def _comparator_of(text: str, item: _Found, previous: _Found | None) -> tuple[str, int]:
    """(comparator, where its wording starts): "từ 5 đến dưới 10" gives >= 5 and < 10."""
    window = max(0, item.start - 30)
    start = _RANGE_START.search(text, window, item.start)
    if start and not _OR_LESS.match(text, item.end):
        return (">" if start["over"] else ">="), start.start()
    if previous is not None and previous.unit == item.unit:
        middle = _RANGE_MIDDLE.fullmatch(text, previous.end, item.start)
        opened = _RANGE_START.search(text, max(0, previous.start - 12), previous.start)
        if middle and opened:
            return ("<" if middle["under"] else "<="), previous.end
    before = _COMPARATOR_BEFORE.search(text, window, item.start)
    if before:
        return _COMPARATORS[before["comparator"].lower()], before.start()
    if _OR_MORE.match(text, item.end):
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
