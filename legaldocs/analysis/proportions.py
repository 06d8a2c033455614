"""Shares and multiples that are said without a number and a unit: "một phần hai", "2/3 số", "một nửa", "gấp đôi"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from legaldocs.analysis.number_words import number_in_words


class Proportion(NamedTuple):
    """A share in %, or a multiple in times, at [start, end)."""

    start: int
    end: int
    value: float
    unit: str
    of: str = ""


_SMALL = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
_BELOW = r"hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười"
_FRACTION_IN_WORDS = re.compile(
    rf"(?<!\w)(?P<over>{_SMALL}) phần (?P<under>{_BELOW})(?!\w)(?! (?:trăm|nghìn))", re.IGNORECASE
)
# A fraction and not a day: what it is a part of follows, or words of a limit stand before it.
_FRACTION = re.compile(
    r"(?P<before>(?<!\w)(?:ít nhất|tối thiểu|tối đa|không quá|không dưới|trên|quá|bằng|đạt|mức|chiếm|hơn|dưới)\s)?"
    r"(?<![\w/.,])(?P<over>[1-9])/(?P<under>[2-9]|10)(?![\w/]|[.,]\d)"
    r"(?P<after>\s(?:số|tổng|diện tích|mức|giá|thời|thành viên|chi phí|kinh phí|đại biểu|dân số|vốn|quỹ|học phí|chiều))?",
    re.IGNORECASE,
)
_MULTIPLES = {"rưỡi": 1.5, "đôi": 2, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "mười": 10}
_MULTIPLE = re.compile(rf"(?<!\w)gấp (?P<times>{'|'.join(_MULTIPLES)})(?: lần)?(?!\w)", re.IGNORECASE)
_HALF = re.compile(r"(?<!\w)(?:một )nửa(?!\w)", re.IGNORECASE)
_HALF_OF = re.compile(r"(?<!\w)nửa (?P<unit>năm|tháng|ngày)(?!\w)(?! (?:đầu|cuối))", re.IGNORECASE)
_HALF_UNITS = {"năm": "year", "tháng": "month", "ngày": "day"}
_ALL = re.compile(r"(?<=bằng )toàn bộ(?!\w)|(?<=hỗ trợ )toàn bộ(?!\w)|(?<=giảm )toàn bộ(?!\w)|(?<=trả )toàn bộ(?!\w)")
_WAGE = r"(?:mức )?(?P<of>lương (?:cơ sở|cơ bản|tối thiểu(?: vùng| chung)?)|chuẩn trợ giúp xã hội|chuẩn nghèo)(?!\w)"
#: What a multiple is a multiple of: the sums that the state sets and that many rules count in.
WAGE = re.compile(rf"\s{_WAGE}", re.IGNORECASE)
_ONE_WAGE = re.compile(rf"(?<=bằng ){_WAGE}", re.IGNORECASE)


def find_proportions(text: str) -> Iterator[Proportion]:
    """The proportions of a text, kind by kind; a kind is looked for only where its word stands, since most texts have none.

    Catches "một phần hai", "ít nhất 2/3 số thành viên", "một nửa", "nửa năm", "gấp đôi", "bằng mức lương cơ sở", "hỗ trợ toàn
    bộ". Does not catch "ngày 1/5", "một phần", "nửa đầu năm", "toàn bộ hồ sơ".
    """
    lower = text.lower()
    if "phần" in lower:
        yield from _fractions_in_words(text)
    if "/" in lower:
        yield from _fractions(text)
    if "gấp" in lower:
        for match in _MULTIPLE.finditer(text):
            yield Proportion(*match.span(), _MULTIPLES[match["times"].lower()], "times")
    if "nửa" in lower:
        yield from (Proportion(*match.span(), 50, "%") for match in _HALF.finditer(text))
        yield from (Proportion(*m.span(), 0.5, _HALF_UNITS[m["unit"].lower()]) for m in _HALF_OF.finditer(text))
    if "toàn bộ" in lower:
        yield from (Proportion(*match.span(), 100, "%") for match in _ALL.finditer(text))
    if "bằng" in lower:
        yield from (Proportion(*m.span(), 1, "times", m["of"].lower()) for m in _ONE_WAGE.finditer(text))


def _fractions_in_words(text: str) -> Iterator[Proportion]:
    for match in _FRACTION_IN_WORDS.finditer(text):
        yield Proportion(*match.span(), 100 * _number_of(match["over"]) / _number_of(match["under"]), "%")


def _fractions(text: str) -> Iterator[Proportion]:
    for match in _FRACTION.finditer(text):
        over, under = int(match["over"]), int(match["under"])
        if over < under and (match["before"] or match["after"]):
            yield Proportion(match.start("over"), match.end("under"), 100 * over / under, "%")


def _number_of(word: str) -> float:
    return 4.0 if word.lower() == "tư" else number_in_words([word.lower()]) or 1.0
