"""Amounts as people type them, and as texts write them: 1000000 and 1,000,000 are 1.000.000, "10 phần trăm" is 10%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.amounts_in_words import amount_at
from search.query import Phrase, SideBySide, Word

_PLAIN = re.compile(r"[1-9]\d{4,14}")  # four digits are a year as a rule
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)%")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_IN_WORDS = (Word("phan", "phần"), Word("tram", "trăm"))
_Unit = tuple[Phrase, ...]


def with_other_writings(units: Sequence[_Unit]) -> tuple[_Unit, ...]:
    """What is asked, each amount with its other writings; a percentage in words is one thing."""
    found: list[_Unit] = []
    place = 0
    typed = [unit[0][0] if len(unit[0]) == 1 else Word("", "") for unit in units]
    accented = any(word.exact != word.folded for unit in units for word in unit[0])
    while place < len(units):
        if amount := amount_at(typed, place, accented=accented):
            found.append(amount.writings)
            place += amount.length
            continue
        words = [unit[0][0] for unit in units[place : place + 3] if len(unit[0]) == 1]
        if len(words) == 3 and _NUMBER.fullmatch(words[0].folded) and [w.folded for w in words[1:]] == ["phan", "tram"]:
            found.append((SideBySide(words), _as_phrase(f"{words[0].folded}%")))
            place += 3
        else:
            found.append((*units[place], *_others(units[place])))
            place += 1
    return tuple(found)


def _others(unit: _Unit) -> Iterator[Phrase]:
    typed = unit[0][0].folded if len(unit[0]) == 1 else ""
    if _PLAIN.fullmatch(typed):
        yield _as_phrase(f"{int(typed):,}".replace(",", "."))
    elif grouped := _GROUPED.fullmatch(typed):
        digits = re.sub("[.,]", "", typed)
        yield _as_phrase(f"{int(digits):,}".replace(",", ".") if grouped[1] == "," else digits)
    elif percent := _PERCENT.fullmatch(typed):
        yield SideBySide((Word(percent[1], percent[1]), *_IN_WORDS))


def _as_phrase(token: str) -> Phrase:
    return (Word(token, token),)
