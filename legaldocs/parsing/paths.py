"""The path of a provision in the words of the law: `dieu-5/khoan-2/diem-a` is "điểm a khoản 2 Điều 5".

A pointer goes from the small unit to the large one, and a chapter is not named where an article is (NĐ 34/2016 Đ75).
"""

from __future__ import annotations

import re

_WORDS = {
    "phan": "Phần",
    "chuong": "Chương",
    "muc": "Mục",
    "tieu-muc": "Tiểu mục",
    "dieu": "Điều",
    "khoan": "khoản",
    "diem": "điểm",
    "phu-luc": "Phụ lục",
    "mau": "Mẫu số",
}
#: Parts and chapters are counted in Roman numerals (NĐ 34/2016 Đ62; NĐ 30/2020 PL I).
_ROMAN_UNITS = frozenset({"phan", "chuong"})
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_UNIT = re.compile(r"(?P<unit>tieu-muc|phu-luc|kem-theo|can-cu|[a-z]+)(?:-(?P<label>[^~]+))?(?:~(?P<repeat>\d+))?")
_ATTACHMENT = "Quy định kèm theo"


def path_in_words(path: str) -> str:
    """What a Vietnamese text writes for this path; a path "" is the whole document, unknown units stay as they are.

    >>> path_in_words("kem-theo/dieu-5/khoan-2")
    'khoản 2 Điều 5 của Quy định kèm theo'
    """
    if not path:
        return "toàn bộ văn bản"
    units = [_unit_in_words(unit) for unit in path.split("/")]
    attached = units.pop(0) if path.startswith("kem-theo") else ""
    inner = " ".join(reversed(units))
    if attached and inner:
        return f"{inner} của {attached}"
    return inner or attached


def path_as_heading(path: str) -> str:
    """The path in words with a capital at the front, to stand alone in a table cell or a heading."""
    words = path_in_words(path)
    return words[:1].upper() + words[1:]


def _unit_in_words(unit: str) -> str:
    match = _UNIT.fullmatch(unit)
    if match is None:
        return unit
    label, repeat = match["label"] or "", match["repeat"]
    if match["unit"] == "can-cu":
        words = "phần căn cứ ban hành"
    elif match["unit"] == "kem-theo":
        words = f"{_ATTACHMENT} thứ {label}" if label else _ATTACHMENT
    elif match["unit"] in _WORDS:
        words = f"{_WORDS[match['unit']]} {_label(match['unit'], label)}".strip()
    else:
        return unit
    # A number that the text gives twice is kept apart by "~2"; people need to know which one is meant.
    return f"{words} (lần xuất hiện thứ {repeat})" if repeat else words


def _label(unit: str, label: str) -> str:
    if unit in _ROMAN_UNITS and label.isdecimal():
        return roman(int(label))
    return label.upper() if unit in _ROMAN_UNITS or unit == "phu-luc" else label


def roman(number: int) -> str:
    """The number in Roman numerals; meant for chapters and headings, so below 400."""
    numeral = ""
    for value, sign in _ROMAN:
        while number >= value:
            numeral += sign
            number -= value
    return numeral
