"""The fields of the question language: which values each takes, how much of the words behind a colon is its value.

A value may hold several words without quotes ("lĩnh vực:đất đai mức thu"): the longest run that is a valid value counts, the
rest is ordinary text. What is no value is answered with a message and with the nearest values that there are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import find_numbers, number_key, parse_date
from legaldocs.parsing.vocabulary import DOCUMENT_TYPE_LABELS, EFFECT_STATUS_LABELS, DocumentType, EffectStatus
from search.abbreviations import spelled_out
from search.query import Condition, Field
from search.vietnamese import tokens

FIRST_YEAR, LAST_YEAR = 1945, 2100
_NEAR_ENOUGH = 55
_MOST_NEAREST = 3
_MOST_VALUE_WORDS = 14
_LONGEST_CITED = 80


class Catalogue(Protocol):
    """The names that the corpus knows, each with the ids that it stands for."""

    def areas(self) -> Mapping[str, tuple[int, ...]]: ...

    def bodies(self) -> Mapping[str, tuple[int, ...]]: ...

    def levels(self) -> Mapping[str, tuple[int, ...]]:
        """Name of a level -> the bodies of that level."""


class _Nothing:
    def areas(self) -> Mapping[str, tuple[int, ...]]:
        return {}

    bodies = levels = areas


NOTHING_KNOWN: Catalogue = _Nothing()


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a field's value says: a condition, or a day, or else a message with the nearest values.

    `length` characters of the text were the value. A condition may come with a message: how the value was understood.
    """

    length: int
    label: str
    shown: str = ""
    condition: Condition | None = None
    day: date | None = None
    message: str = ""
    nearest: tuple[str, ...] = ()
    is_text: bool = False  # a name like no other: its words are asked for as words


def read_field(name: str, text: str, catalogue: Catalogue, *, quoted: bool) -> FieldValue:
    """The value at the beginning of the text, or the whole text when it stood in quotes."""
    return _FIELDS[" ".join(fold(name).split())](text, catalogue, quoted)


# --- names out of a list ---


def _areas(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    return _named(text, quoted, "Lĩnh vực", Field.AREA, catalogue.areas(), parts=True)


def _bodies(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    return _named(text, quoted, "Cơ quan", Field.BODY, catalogue.bodies(), parts=True)


def _levels(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    return _named(text, quoted, "Cấp", Field.BODY, catalogue.levels())


def _types(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    return _labelled(_named(text, quoted, "Loại", Field.TYPE, _TYPES, offered=_TYPE_NAMES), DOCUMENT_TYPE_LABELS)


def _statuses(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    return _labelled(
        _named(text, quoted, "Hiệu lực", Field.STATUS, _STATUSES, offered=_STATUS_NAMES), EFFECT_STATUS_LABELS
    )


def _labelled(value: FieldValue, labels: Mapping[Any, str]) -> FieldValue:
    """The value shown under its official names, whatever short form was typed."""
    if value.condition is None:
        return value
    return replace(value, shown=" hoặc ".join(labels[code] for code in value.condition.values))


_TYPE_NAMES = tuple(DOCUMENT_TYPE_LABELS.values())
_TYPES: Mapping[str, tuple[str, ...]] = {label: (code.value,) for code, label in DOCUMENT_TYPE_LABELS.items()} | {
    short: (code.value,)
    for short, code in {
        "NQ": DocumentType.RESOLUTION, "NĐ": DocumentType.DECREE, "QĐ": DocumentType.DECISION,
        "TT": DocumentType.CIRCULAR, "TTLT": DocumentType.JOINT_CIRCULAR, "CT": DocumentType.DIRECTIVE,
        "PL": DocumentType.ORDINANCE, "bộ luật": DocumentType.LAW, "khác": DocumentType.OTHER,
    }.items()
}  # fmt: skip
_STATUS_NAMES = ("còn", "hết", "một phần", "chưa", "ngưng", "chưa rõ")
_STATUSES: dict[str, tuple[str, ...]] = {label: (code.value,) for code, label in EFFECT_STATUS_LABELS.items()}
_STATUSES |= {
    "còn": (EffectStatus.IN_FORCE.value,),
    "hết": (EffectStatus.EXPIRED.value,),
    "hết hiệu lực": (EffectStatus.EXPIRED.value,),
    "hết toàn bộ": (EffectStatus.EXPIRED.value,),
    "một phần": (EffectStatus.PARTLY_EXPIRED.value,),
    "hết một phần": (EffectStatus.PARTLY_EXPIRED.value,),
    "chưa": (EffectStatus.NOT_YET.value,),
    "ngưng": (EffectStatus.SUSPENDED.value, EffectStatus.PARTLY_SUSPENDED.value),
    "tạm ngưng": (EffectStatus.SUSPENDED.value, EffectStatus.PARTLY_SUSPENDED.value),
    "ngưng hiệu lực": (EffectStatus.SUSPENDED.value, EffectStatus.PARTLY_SUSPENDED.value),
    "ngưng một phần": (EffectStatus.PARTLY_SUSPENDED.value,),
    "chưa rõ": (EffectStatus.UNKNOWN.value,),
}


def _named(
    text: str,
    quoted: bool,
    label: str,
    field: Field,
    names: Mapping[str, tuple[int, ...]] | Mapping[str, tuple[str, ...]],
    *,
    parts: bool = False,
    offered: tuple[str, ...] = (),
) -> FieldValue:
    """The longest run of words that names something, wholly or (`parts`) in part; else the nearest names."""
    known = {name: f" {spelled_out(name)} " for name in names}
    for end in _ends(text, quoted):
        asked = f" {spelled_out(text[:end])} "
        found = [name for name, folded in known.items() if folded == asked]
        if not found and parts and asked.strip():
            found = [name for name, folded in known.items() if _is_part(asked, folded, text[end:])]
        if found:
            values = tuple(dict.fromkeys(value for name in found for value in names[name]))
            return FieldValue(end, label, _shown(text[:end], found), Condition(field, values))
    return _unknown(text, quoted, label, offered or tuple(names))


def _is_part(asked: str, name: str, after: str) -> bool:
    """Whether these words stand in the name. One syllable with more behind it is half a word ("đất" of "đất đai"): it names
    nothing in the middle of a name ("Thuế sử dụng đất nông nghiệp"), only at its head ("thuế mức thu")."""
    is_half = len(asked.split()) == 1 and re.match(r"\s*\w", after) is not None
    return name.startswith(asked) if is_half else asked in name


def _shown(typed: str, found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{_bare(typed)} ({len(found)} tên gọi có các chữ này)"


def _unknown(text: str, quoted: bool, label: str, names: tuple[str, ...]) -> FieldValue:
    """What was typed is no value. As much of it counts as is nearest to one; where nothing is very near, the words up to the
    next mark, at most two as most Vietnamese names have, are asked for as words, so that none is lost."""
    folded = {name: spelled_out(name) for name in names}
    best, length = 0.0, 0
    for end in list(_ends(text, quoted))[::-1]:
        near = process.extract(spelled_out(text[:end]), folded, scorer=fuzz.ratio, limit=_MOST_NEAREST)
        if near and near[0][1] > max(best, 75):
            best, length = near[0][1], end
    is_like_none = not length and label in _OPEN_LABELS
    length = length or _first_words(text, quoted, 2 if label in _OPEN_LABELS else 1)
    near = process.extract(spelled_out(text[:length]), folded, scorer=fuzz.token_sort_ratio, limit=_MOST_NEAREST)
    nearest = tuple(name for _, score, name in near if score >= _NEAR_ENOUGH)
    if is_like_none:  # letters in common are no likeness ("trồng rừng", "Môi trường"): a word must be
        typed = set(spelled_out(text[:length]).split())
        nearest = tuple(name for name in nearest if typed & set(folded[name].split()))
    known = "gần nhất" if nearest else "có thể ghi"
    nearest = nearest or (() if label in _OPEN_LABELS else names[: 2 * _MOST_NEAREST])
    noun = _NOUNS.get(label, label.lower())
    message = f"Không có {noun} nào tên là “{_cited(text[:length])}”"
    message += f"; {known}: {', '.join(nearest)}." if nearest else " trong kho."
    if is_like_none:
        message += " Các chữ này được tìm như chữ thường."
    return FieldValue(length, label, message=message, nearest=nearest, is_text=is_like_none)


_NOUNS = {"Loại": "loại văn bản", "Hiệu lực": "tình trạng hiệu lực", "Cơ quan": "cơ quan ban hành"}
#: Fields whose names are the corpus's own: nobody knows them all.
_OPEN_LABELS = frozenset({"Lĩnh vực", "Cơ quan"})


# --- years, days, articles, numbers ---

_YEARS = re.compile(r"(?P<from>[0-9]{4})?(?P<to>\s?(?:\.{2,3}|…|-|–)\s?(?P<last>[0-9]{4})?)?(?![0-9])", re.ASCII)
_YEAR_FORM = "Năm ghi bằng bốn chữ số, ví dụ: năm:2021, năm:2019..2023, năm:2019.. hoặc năm:..2023."


def _years(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    start = len(text) - len(text.lstrip())
    match = _YEARS.match(text, start)
    if match is None or not (match["from"] or match["last"]):
        return _wrong(text, quoted, "Năm", _YEAR_FORM)
    first = int(match["from"] or FIRST_YEAR)
    last = int(match["last"] or LAST_YEAR) if match["to"] else first
    low, high = sorted((first, last))
    if low < FIRST_YEAR or high > LAST_YEAR:
        return _wrong(text, quoted, "Năm", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    length = len(text) if quoted else match.end()
    message = f"Năm đầu {first} sau năm cuối {last}; đã tìm từ {low} đến {high}." if first > last else ""
    condition = Condition(Field.YEAR, tuple(range(low, high + 1)))
    return FieldValue(length, "Năm", _years_shown(match, low, high), condition, message=message)


def _years_shown(match: re.Match[str], low: int, high: int) -> str:
    if low == high:
        return f"{low}"
    if not match["last"]:
        return f"từ {low}"
    return f"{low}–{high}" if match["from"] else f"đến {high}"


def _day(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    for end in _ends(text, quoted):
        day = parse_date(_bare(text[:end]))
        if day and re.fullmatch(r"[0-9./ -]+|.*tháng.*", _bare(text[:end])):
            return FieldValue(end, "Xét hiệu lực ngày", f"{day:%d/%m/%Y}", day=day)
    return _wrong(text, quoted, "Ngày", _impossible_day(text) or _DAY_FORM)


_DAY_FORM = "Ngày xét hiệu lực ghi dạng ngày/tháng/năm, ví dụ ngày:31/12/2023."
_DAY = re.compile(r"\s*(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)", re.ASCII)


def _impossible_day(text: str) -> str:
    """Why a day that is written as one does not exist."""
    match = _DAY.match(text)
    if match is None:
        return ""
    month, year = int(match[2]), int(match[3])
    if not 1 <= month <= 12 or year < 1:
        return "Tháng phải từ 1 đến 12; ngày xét hiệu lực ghi ngày trước, tháng sau, ví dụ ngày:31/12/2023."
    days = monthrange(year, month)[1]
    return f"Tháng {month} năm {year} chỉ có {days} ngày." if not 1 <= int(match[1]) <= days else ""


_ARTICLE = re.compile(r"\s*(?:điều\s+|dieu\s+)?0*([0-9]{1,4}[^\W\d_]?)(?![\w/])", re.IGNORECASE)


def _article(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    match = _ARTICLE.match(text)
    if match is None:
        return _wrong(text, quoted, "Điều", "Sau “điều:” là số của điều, ví dụ điều:5 hoặc điều:5a.")
    length = len(text) if quoted else match.end()
    return FieldValue(length, "Điều", match[1], Condition(Field.ARTICLE, (fold(match[1]),)))


def _number(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    for end in _ends(text, quoted):
        key = number_token(_bare(text[:end]))
        if key:
            return FieldValue(end, "Số, ký hiệu", _bare(text[:end]), Condition(Field.NUMBER, (key,)))
    return _wrong(
        text, quoted, "Số, ký hiệu", "Sau “số:” là số, ký hiệu văn bản, ví dụ số:15/2021/NQ-HĐND hoặc số:15/2021."
    )


def number_token(text: str) -> str:
    """The token under which a document with this number is found, or ""; the text holds nothing else."""
    found = find_numbers(text) or find_numbers(text.upper()) or find_numbers(f"số {text}")
    if len(found) == 1 and len(found[0].number) >= len("".join(text.split())) - 2:
        return number_key(found[0].number)
    words = tokens(text).folded.split()
    return words[0] if len(words) == 1 and (re.fullmatch(r"[0-9]{1,5}|[0-9]{1,5}[^\W\d_]?/\S+", words[0])) else ""


def _wrong(text: str, quoted: bool, label: str, form: str) -> FieldValue:
    length = _first_words(text, quoted, 1)
    return FieldValue(length, label, message=f"Không hiểu “{_cited(text[:length])}”. {form}")


# --- how long a value may be ---


def _ends(text: str, quoted: bool) -> Iterator[int]:
    """Where the value may end, the longest first."""
    if quoted:
        yield len(text)
        return
    words = list(re.finditer(r"\S*[^\W_]\S*?(?=[.,;]*(?:\s|$))|\S+(?!.*\w)", text))[:_MOST_VALUE_WORDS]
    yield from (word.end() for word in reversed(words))


def _first_words(text: str, quoted: bool, most: int) -> int:
    """Where the first words end that no mark parts."""
    ends = sorted(_ends(text, quoted))[:most]
    if not ends:
        return len(text)
    return next((end for end, after in pairwise(ends) if _MARK.search(text[end:after])), ends[-1])


_MARK = re.compile(r"[.,;:()]")


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(' ".,;')


def _cited(text: str) -> str:
    """What was typed, short enough to be said back."""
    bare = _bare(text)
    return bare if len(bare) <= _LONGEST_CITED else f"{bare[:_LONGEST_CITED]}…"


_FIELDS: dict[str, Callable[[str, Catalogue, bool], FieldValue]] = {
    "so": _number,
    "dieu": _article,
    "linh vuc": _areas,
    "co quan": _bodies,
    "loai": _types,
    "nam": _years,
    "hieu luc": _statuses,
    "ngay": _day,
    "cap": _levels,
}
