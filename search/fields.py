"""The fields of the question language: which values each takes, how much of the words behind a colon is its value.

A value may hold several words without quotes ("lĩnh vực:đất đai mức thu"): the longest run that is a valid value counts, the
rest is ordinary text. What is no value is answered with a message and with the nearest values that there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
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

    `length` characters of the text were the value.
    """

    length: int
    label: str
    shown: str = ""
    condition: Condition | None = None
    day: date | None = None
    message: str = ""
    nearest: tuple[str, ...] = ()


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
            found = [name for name, folded in known.items() if asked in folded]
        if found:
            values = tuple(dict.fromkeys(value for name in found for value in names[name]))
            return FieldValue(end, label, _shown(text[:end], found), Condition(field, values))
    return _unknown(text, quoted, label, offered or tuple(names))


def _shown(typed: str, found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{_bare(typed)} ({len(found)} tên gọi có các chữ này)"


def _unknown(text: str, quoted: bool, label: str, names: tuple[str, ...]) -> FieldValue:
    """What was typed is no value. As much of it counts as is nearest to one."""
    folded = {name: spelled_out(name) for name in names}
    best, length = 0.0, _first_word(text, quoted)
    for end in list(_ends(text, quoted))[::-1]:
        near = process.extract(spelled_out(text[:end]), folded, scorer=fuzz.ratio, limit=_MOST_NEAREST)
        if near and near[0][1] > max(best, 75):
            best, length = near[0][1], end
    near = process.extract(spelled_out(text[:length]), folded, scorer=fuzz.WRatio, limit=_MOST_NEAREST)
    nearest = tuple(name for _, score, name in near if score >= _NEAR_ENOUGH) or names[: 2 * _MOST_NEAREST]
    noun = {"Loại": "loại văn bản", "Hiệu lực": "tình trạng hiệu lực", "Cơ quan": "cơ quan ban hành"}.get(
        label, label.lower()
    )
    message = f"Không có {noun} nào tên là “{_bare(text[:length])}”"
    known = "gần nhất" if any(score >= _NEAR_ENOUGH for _, score, _ in near) else "có thể ghi"
    message += f"; {known}: {', '.join(nearest)}." if nearest else " trong kho."
    return FieldValue(length, label, message=message, nearest=nearest)


# --- years, days, articles, numbers ---

_YEARS = re.compile(r"(?P<from>[0-9]{4})?(?P<to>\s?(?:\.{2,3}|…|-|–)\s?(?P<last>[0-9]{4})?)?(?![0-9])", re.ASCII)
_YEAR_FORM = "Năm ghi bằng bốn chữ số, ví dụ: năm:2021, năm:2019..2023, năm:2019.. hoặc năm:..2023."


def _years(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    start = len(text) - len(text.lstrip())
    match = _YEARS.match(text, start)
    if match is None or not (match["from"] or match["last"]):
        return _wrong(text, quoted, "Năm", _YEAR_FORM)
    low = int(match["from"] or FIRST_YEAR)
    high = int(match["last"] or LAST_YEAR) if match["to"] else low
    low, high = sorted((low, high))
    if low < FIRST_YEAR or high > LAST_YEAR:
        return _wrong(text, quoted, "Năm", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    length = len(text) if quoted else match.end()
    shown = (
        f"{low}"
        if low == high
        else f"từ {low}"
        if not match["last"]
        else f"đến {high}"
        if not match["from"]
        else f"{low}–{high}"
    )
    return FieldValue(length, "Năm", shown, Condition(Field.YEAR, tuple(range(low, high + 1))))


def _day(text: str, catalogue: Catalogue, quoted: bool) -> FieldValue:
    for end in _ends(text, quoted):
        day = parse_date(_bare(text[:end]))
        if day and re.fullmatch(r"[0-9./ -]+|.*tháng.*", _bare(text[:end])):
            return FieldValue(end, "Xét hiệu lực ngày", f"{day:%d/%m/%Y}", day=day)
    return _wrong(text, quoted, "Ngày", "Ngày xét hiệu lực ghi dạng ngày/tháng/năm, ví dụ ngày:31/12/2023.")


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
    length = _first_word(text, quoted)
    return FieldValue(length, label, message=f"Không hiểu “{_bare(text[:length])}”. {form}")


# --- how long a value may be ---


def _ends(text: str, quoted: bool) -> Iterator[int]:
    """Where the value may end, the longest first."""
    if quoted:
        yield len(text)
        return
    words = list(re.finditer(r"\S*[^\W_]\S*?(?=[.,;]*(?:\s|$))|\S+(?!.*\w)", text))[:_MOST_VALUE_WORDS]
    yield from (word.end() for word in reversed(words))


def _first_word(text: str, quoted: bool) -> int:
    return min(_ends(text, quoted), default=len(text))


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(' ".,;')


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
