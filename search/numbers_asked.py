"""The document numbers that a question asks for, however a person writes them, as the keys that indexes know.

Beside complete numbers these are: 15/2021 · NQ 15/2021 · nghị quyết số 15 năm 2021 · luật 31/2024 · Luật Đất đai 2024 ·
nghị định 34.
Where the kind of document is named, only documents of that kind are meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from legaldocs.analysis.laws import known_laws, number_of_law
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import find_numbers, number_key
from search.abbreviations import spelled_out
from search.vietnamese import tokens

#: The National Assembly's terms: its laws and resolutions are numbered /QH10, /QH15, and those before them /L-CTN.
_TERMS = range(8, 21)
_ASSEMBLY = tuple(f"qh{term}" for term in _TERMS)
_STANDING_COMMITTEE = tuple(f"ubtvqh{term}" for term in _TERMS)
#: What names a kind, folded -> the beginnings that the symbol of its number may have.
_SYMBOLS = {
    "nghi quyet": ("nq", *_ASSEMBLY, *_STANDING_COMMITTEE),
    "nq": ("nq", *_ASSEMBLY, *_STANDING_COMMITTEE),
    "quyet dinh": ("qd",),
    "qd": ("qd",),
    "nghi dinh": ("nd",),
    "nd": ("nd",),
    "thong tu lien tich": ("ttlt",),
    "ttlt": ("ttlt",),
    "thong tu": ("tt", "ttlt"),
    "tt": ("tt", "ttlt"),
    "chi thi": ("ct",),
    "ct": ("ct",),
    "bo luat": _ASSEMBLY,
    "luat": _ASSEMBLY,
    "phap lenh": ("pl", *_STANDING_COMMITTEE),
    "pl": ("pl", *_STANDING_COMMITTEE),
}
_KINDS = "|".join(sorted((kind.replace(" ", r"\s+") for kind in _SYMBOLS), key=len, reverse=True))
_SEQUENCE = r"0*(?P<sequence>[1-9]\d{0,4}[a-z]?)"
_WITH_YEAR = re.compile(
    rf"(?<!\w)(?P<kind>{_KINDS})\s+(?:so\s*:?\s*)?{_SEQUENCE}(?:\s*/\s*|\s+nam\s+)(?P<year>(?:19|20)\d\d)(?![\w/-])"
)
#: Decrees alone have one symbol for all of them, so that their sequence says enough.
_DECREE = re.compile(rf"(?<!\w)(?:nghi\s+dinh|nd)\s+(?:so\s*:?\s*)?{_SEQUENCE}(?!\s*/|[\w.,]*\d|\s+nam\s|\w)")
#: A law's name with its year or day: "Luật Đất đai (năm) 2024", "bộ luật dân sự ngày 24 tháng 11 năm 2015".
_NAMED_LAW = re.compile(
    r"(?<!\w)(?P<name>(?:bo\s+luat|luat|phap\s+lenh)(?:\s+[^\W\d_]+,?){1,16}?),?\s+"
    r"(?:ngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+)?(?:nam\s+)?(?P<year>(?:19|20)\d\d)(?![\w/-])"
)
#: All documents of a series in a year: "TT-BTC 2023", "QĐ-UBND năm 2024".
_SERIES = re.compile(
    r"(?<![\w/-])(?P<symbol>(?:tt|ttlt|nd|qd|nq|ct)-[a-z]{2,10}),?\s+(?:nam\s+)?(?P<year>(?:19|20)\d\d)(?![\w/-])"
)
#: A kind written together with its number: "NQ76/2025", "nđ34".
_GLUED = re.compile(r"(?<![\w/.-])(nq|qd|nd|tt|ttlt|ct|pl)(?=\d)")


def numbers_asked(text: str) -> tuple[str, ...]:
    """The keys of the documents asked for by number; one document may have several.

    >>> numbers_asked("nghị định số 34 năm 2016")
    ('34/2016/nd',)
    """
    text = _apart(text)
    folded = fold(text)
    complete = [number_key(match.number) for match in (*find_numbers(text), *find_numbers(text.upper()))]
    named, short = [], set()
    for match in _WITH_YEAR.finditer(folded):
        number = f"{match['sequence']}/{match['year']}"
        short.add(number)
        named += [f"{number}/{symbol}" for symbol in _SYMBOLS[" ".join(match["kind"].split())]]
    decrees = [f"{match['sequence']}//nd-cp" for match in _DECREE.finditer(folded)]
    laws = [number_key(law) for law in (*laws_named(text), *_laws_called(text))]
    typed = [token for token in tokens(text).folded.split() if "/" in token and token not in short]
    return tuple(dict.fromkeys([*complete, *named, *laws, *decrees, *typed]))


def series_asked(text: str) -> tuple[tuple[str, int], ...]:
    """(symbol, year) of each series asked for.

    >>> series_asked("TT-BTC năm 2023")
    (('tt-btc', 2023),)
    """
    return tuple((match["symbol"], int(match["year"])) for match in _SERIES.finditer(fold(text)))


def _apart(text: str) -> str:
    """The text with a blank between a kind and the number that was typed right behind it."""
    for glued in reversed(list(_GLUED.finditer(fold(text)))):
        text = f"{text[: glued.end()]} {text[glued.end() :]}"
    return text


def _laws_called(text: str) -> tuple[str, ...]:
    """The numbers of all laws whose name the whole text is: "luật đất đai" is the laws of 1993, 2003, 2013 and 2024."""
    name = spelled_out(text)
    return _laws_by_name().get(name, ()) if name.startswith(("luat ", "bo luat ", "phap lenh ")) else ()


@cache
def _laws_by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for law in known_laws():
        name = spelled_out(law.title)
        found[name] = (*found.get(name, ()), law.number)
    return found


def laws_named(text: str) -> list[str]:
    """The numbers of the laws that the text names with their year: "Luật Đất đai 2024" is 31/2024/QH15."""
    plain, spelled = fold(text), spelled_out(text)
    matches = [*_NAMED_LAW.finditer(plain), *(_NAMED_LAW.finditer(spelled) if spelled != plain else ())]
    return list(dict.fromkeys(law for match in matches if (law := _number_of(match))))


def _number_of(law: re.Match[str]) -> str | None:
    """The number of the law named so; words before the name ("luật về luật đất đai") may stand in the way and are dropped."""
    name = " ".join(law["name"].split())
    starts = [place.start() for place in re.finditer(r"\b(?:bo luat|luat|phap lenh)\b", name)]
    found = (number_of_law(f"{name[start:]} năm {law['year']}", None) for start in starts)
    return next(filter(None, found), None)
