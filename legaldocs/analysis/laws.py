"""Laws and ordinances by name: which number belongs to "Luật Đất đai năm 2024", and where a known name ends in a text.

The table `laws.csv` (number, title, day of adoption where known) holds what was in force at some time from 2010 to 2026 and
was met in the gazette's catalogue or in the texts of the shared corpus. A name alone ("Luật Đất đai") stays without a
number: three laws have it, and which of them is meant depends on the day.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import split_number

TABLE = Path(__file__).with_name("laws.csv")
_YEAR_AT_END = re.compile(r",? năm ((?:19|20)\d\d)$")
_NUMBER = re.compile(r"\bso \d{1,3}/\d{4}/[a-z-]*\d{0,2}")
_FIRST_WORDS = 3  # names are looked up by these, "luat dat dai"; a shorter name needs no help
_SHORT = (("hdnd", "hoi dong nhan dan"), ("ubnd", "uy ban nhan dan"))


class Law(NamedTuple):
    number: str
    title: str
    issued_on: date | None
    year: int


@cache
def known_laws() -> tuple[Law, ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(_law(row) for row in rows)


def _law(row: Mapping[str, str]) -> Law:
    parts = split_number(row["number"])
    issued_on = date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
    return Law(row["number"], row["title"], issued_on, parts.year if parts and parts.year else 0)


def number_of_law(title: str | None, issued_on: date | None, on: date | None = None) -> str | None:
    """The number of the law named so, with a day or a year ("Luật Đất đai năm 2024"); None where more than one may be
    meant, where none is known, or where neither day nor year is given. `on` is the day of the text that names it: of two
    laws of one name and year the later one before that day is meant (Luật Tổ chức chính quyền địa phương of 2025)."""
    year = _YEAR_AT_END.search(title or "")
    when = issued_on.year if issued_on else int(year[1]) if year else 0
    named = [law for law in _by_name().get(_key(_YEAR_AT_END.sub("", title or "")), ()) if law.year == when]
    if issued_on:
        # A day that the table contradicts is no proof: another law of that name and year, or a mistyped day.
        named = [law for law in named if law.issued_on in (None, issued_on)]
        exact = [law for law in named if law.issued_on == issued_on]
        named = exact or named
    elif on and len(named) > 1:
        passed = [law for law in named if law.issued_on and law.issued_on <= on]
        named = sorted(passed, key=lambda law: law.issued_on or on)[-1:]
    return named[0].number if len(named) == 1 else None


@cache
def _by_name() -> Mapping[str, list[Law]]:
    found: dict[str, list[Law]] = defaultdict(list)
    for law in known_laws():
        found[_key(law.title)].append(law)
    return found


def _key(title: str) -> str:
    """What two writings of a law's name share: letters without marks, "HĐND" written out."""
    words = re.sub(r"[^a-z0-9]+", " ", _NUMBER.sub("", fold(title)))
    for short, long in _SHORT:
        words = re.sub(rf"\b{short}\b", long, words)
    return words.replace("mot so dieu cua ", "").replace("cac ", "").strip()


def known_name_end(text: str, start: int) -> int:
    """Where the name of a known law that begins at `start` ends, the longest one; `start` when none does.

    Catches names that hold words which end other names: "Luật Cán bộ, công chức", "Pháp lệnh Ưu đãi người có công với cách
    mạng".
    """
    ahead = fold(text[start : start + _longest_name()])
    for name in _by_first_words().get(" ".join(ahead.split(" ", _FIRST_WORDS)[:_FIRST_WORDS]), ()):
        if ahead.startswith(name) and not ahead[len(name) : len(name) + 1].isalnum():
            return start + len(name)
    return start


@cache
def _by_first_words() -> Mapping[str, list[str]]:
    """The names by their first words, longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted({fold(law.title) for law in known_laws()}, key=len, reverse=True):
        words = name.split(" ")
        if "sua doi" not in name and len(words) >= _FIRST_WORDS:
            found[" ".join(words[:_FIRST_WORDS])].append(name)
    return found


@cache
def _longest_name() -> int:
    return max(len(law.title) for law in known_laws()) + 1
