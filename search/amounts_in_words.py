"""Amounts that people type in words, "hai mươi nghìn đồng", "1,5 triệu đồng", "năm phần trăm", as texts write them in figures.

A run of number words is an amount only before a unit ("ba mươi ngày") or where it holds nghìn, triệu, tỷ: "hai bên", "một số
điều", "năm 2020", "trong năm ngày càng nhiều" are none. Without accents, where "ba" may be "bà" and "muoi" may be "muối", a
single word is none, and "nam" is no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from legaldocs.analysis.number_words import NUMBER_WORDS, SCALES, number_in_words
from legaldocs.parsing.normalize import fold
from search.query import SideBySide, Word

_LONGEST = 14
_FIGURES = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+|\d*(?:,\d{1,2})?)")
_PERCENT = (("phần", "trăm"), ("phan", "tram"))
#: Units that a single number word may stand before, too: with others ("hai bên", "ba người") it is ordinary text.
_TIMES = frozenset({"ngày", "tuần", "tháng", "năm", "giờ"})
_UNITS = frozenset(
    {
        *_TIMES,
        "đồng",
        "phút",
        "tuổi",
        "mét",
        "m",
        "m2",
        "m3",
        "km",
        "ha",
        "héc",
        "tấn",
        "kg",
        "lít",
        "người",
        "lần",
        "trẻ",
    }
)
_BARE_UNITS = frozenset(map(fold, _UNITS)) - {"nam", "m", "ha"}
#: "muoi" is two words, what stands before it decides; "sau" is "after" as a rule, and "mot" is not "mốt".
_BARE_WORDS = {fold(word): word for word in NUMBER_WORDS - {"mười", "mươi", "bẩy", "tỉ", "không", "sáu", "mốt"}}
#: In figures, such an amount says enough without its unit, which often stands in the head of a table.
_LARGE = 1_000


class Amount(NamedTuple):
    """So many words that say an amount, with its unit if it has one, and its writings: as typed, then in figures."""

    length: int
    writings: tuple[SideBySide, ...]


def amount_at(words: Sequence[Word], place: int, *, accented: bool) -> Amount | None:
    """The amount in words that begins here, or None."""
    read = [_word(word, accented) for word in words[place : place + _LONGEST]]
    for length in range(len(read), 0, -1):
        value = _value(read[:length])
        if value is None:
            continue
        behind = tuple(words[place + length : place + length + 2])
        unit = behind[:1] if behind and _is_unit(behind[0], accented) else ()
        if _is_percent(behind):
            if length > 1 or accented or read[0] != "năm" or behind[1].exact == "tram":
                typed = SideBySide(words[place : place + length + 2])
                return Amount(len(typed), (typed, _figures(value, "%")))
        elif _is_amount(read[:length], unit, accented):
            typed = SideBySide(words[place : place + length + len(unit)])
            return Amount(len(typed), tuple(dict.fromkeys([typed, *_writings(value, unit, accented)])))
        return None
    return None


def _word(word: Word, accented: bool) -> str:
    """The number word that is meant, as it is accented; figures stay."""
    if accented or not word.exact.isascii():
        return word.exact
    return "mươi" if word.exact == "muoi" else _BARE_WORDS.get(word.exact, word.exact)


def _value(words: Sequence[str]) -> float | None:
    """The number of words alone, or of figures before scales ("1,5 triệu", "2 triệu rưỡi")."""
    first, rest = words[0], words[1:]
    if _FIGURES.fullmatch(first):
        if not rest or rest[0] not in SCALES or [*rest[1:]] not in ([], ["rưỡi"]):
            return None
        figures = float(first.replace(".", "").replace(",", "."))
        return (figures + (0.5 if len(rest) > 1 else 0)) * SCALES[rest[0]]
    if not all(word in NUMBER_WORDS for word in words):
        return None
    return number_in_words(["mười" if word == "mươi" and not number else word for number, word in enumerate(words)])


def _is_amount(words: Sequence[str], unit: Sequence[Word], accented: bool) -> bool:
    if any(word in SCALES for word in words):
        return bool(unit) or accented
    if not unit:
        return False
    return len(words) > 1 or (accented and words[0] != "năm" and unit[0].exact in _TIMES)


def _is_unit(word: Word, accented: bool) -> bool:
    return word.exact in _UNITS if accented else word.exact in _BARE_UNITS


def _is_percent(behind: Sequence[Word]) -> bool:
    return tuple(word.exact for word in behind) in _PERCENT


def _writings(value: float, unit: Sequence[Word], accented: bool) -> Iterator[SideBySide]:
    """In figures, and in figures before the largest scale that leaves no more than two decimals: 20.000, 20 nghìn."""
    yield SideBySide((*_figures(value), *unit))
    if unit and value >= _LARGE:
        yield _figures(value)
    for scale in ("tỷ", "triệu", "nghìn"):
        shorter = value / SCALES[scale]
        if shorter >= 1 and round(shorter, 2) == shorter:
            yield SideBySide((*_figures(shorter), Word(fold(scale), scale if accented else fold(scale))))
            return


def _figures(value: float, sign: str = "") -> SideBySide:
    whole, _, decimals = f"{value:.2f}".rstrip("0").rstrip(".").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if len(whole) > 3 else whole
    token = f"{grouped},{decimals}{sign}" if decimals else f"{grouped}{sign}"
    return SideBySide((Word(token, token),))
