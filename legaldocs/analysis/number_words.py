"""Numbers written in Vietnamese words: "mười lăm", "hai mươi mốt", "một trăm linh năm", "một triệu rưỡi",
"một phẩy năm"."""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
NUMBER_WORDS = frozenset({*DIGITS, *SCALES, "mười", "mươi", "trăm", "linh", "lẻ", "rưỡi", "phẩy"})

# A word that only ever follows another number word: on its own "tư" is private, "lẻ" is retail.
_NEVER_FIRST = frozenset({"mốt", "tư", "lăm", "mươi", "linh", "lẻ", "rưỡi", "phẩy", "không", *SCALES, "trăm"})


def number_in_words(words: Sequence[str]) -> float | None:
    """The number that the words say, or None where they do not make one ("một hai", "mươi ba", "năm trăm tỷ nghìn")."""
    if "phẩy" in words:
        comma = list(words).index("phẩy")
        return _with_decimals(words[:comma], words[comma + 1 :])
    if not words or words[0] in _NEVER_FIRST:
        return None
    total, group, digit, last_scale = 0.0, 0, None, 0
    for word in words:
        if word in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[word]
        elif word in ("mươi", "trăm"):
            if digit is None:
                return None
            group, digit = group + digit * (10 if word == "mươi" else 100), None
        elif word == "mười":
            if digit is not None:
                return None
            group += 10
        elif word in SCALES:
            value = group + (digit or 0)
            if not value or (last_scale and SCALES[word] >= last_scale):
                return None
            last_scale = SCALES[word]
            total, group, digit = total + value * last_scale, 0, None
        elif word == "rưỡi":
            total += last_scale / 2
    return total + group + (digit or 0)


def _with_decimals(whole: Sequence[str], decimals: Sequence[str]) -> float | None:
    """ "mười hai phẩy năm", "không phẩy hai lăm": decimals are said digit by digit."""
    value = 0.0 if list(whole) == ["không"] else number_in_words(whole)
    if value is None or not decimals or any(word not in DIGITS for word in decimals):
        return None
    return value + float("0." + "".join(str(DIGITS[word]) for word in decimals))
