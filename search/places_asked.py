"""Places that a question cites, however a person types them: "điểm a khoản 2 điều 7 nghị định 15/2021", "d7 k2 luat xay dung".

Pointers are read by the reader of citations (`legaldocs.analysis.pointers`), which knows lists, ranges and "phụ lục I"; what
people leave out when they type (accents, capitals, whole words) is put back before. A place counts only beside a document:
one named right after it or before it, by number or as a law by its name.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import NamedTuple

from legaldocs.analysis.pointers import THIS, Pointer, PointerChain, find_pointers
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import find_numbers, number_key
from legaldocs.parsing.vocabulary import ProvisionKind
from search.abbreviations import spelled_out
from search.numbers_asked import laws_named, numbers_asked

#: Places looked up of one question: "các điều 1 đến 60" is a document, not a place.
MOST = 6
_LEVELS = {ProvisionKind.ANNEX: 1, ProvisionKind.ARTICLE: 1, ProvisionKind.CLAUSE: 2, ProvisionKind.POINT: 3}
_LONGEST_LAW = 20  # words
_AS_WRITTEN = {
    "dieu": "Điều",
    "khoan": "khoản",
    "diem": "điểm",
    "phu luc": "Phụ lục",
    "va": "và",
    "den": "đến",
    "cua": "của",
    "tai": "tại",
}
_WORD = re.compile(r"(?<!\w)(?:dieu|khoan|diem|phu luc)(?=\s+[\w(]|$)|(?<=[\w,]) (?:va|den|cua|tai) (?=\w)")
#: "đ5", "Đ.5", "k2", "PL I", and a number glued to its word: "điều5".
_SHORT = (
    (re.compile(r"(?<![\w/.-])[đĐdD]\.?\s?(?=\d{1,3}[a-zđ]?(?![\w/]))"), "Điều "),
    (re.compile(r"(?<![\w/.-])[kK]\.?\s?(?=\d{1,2}[a-zđ]?(?![\w/]))"), "khoản "),
    (re.compile(r"(?<![\w/.-])(?:PL|pl)\.?\s?(?=(?:[ivxIVX]{1,5}|\d{1,2})(?![\w/]))"), "Phụ lục "),
    (re.compile(r"(?<!\w)(điều|khoản|dieu|khoan)(?=\d)", re.IGNORECASE), r"\1 "),
)
_ROMAN = re.compile(r"(?<=Phụ lục )(?:số )?[ivxlc]{1,7}(?!\w)")
_NAMED = re.compile(r"(?<!\w)(?<!phap )(?P<kind>bo luat|luat|phap lenh)\s+(?P<name>\w.*)", re.DOTALL)
_YEAR = re.compile(r"(?<![\w/])(?:nam )?((?:19|20)\d\d)(?![\w/])")
_ATTACHED = re.compile(r"kem\s+theo|(?:^|\s)(?:quy che|quy dinh|dieu le|chuong trinh)\s.{0,120}ban hanh")


class Cited(NamedTuple):
    """A place, and the document that it is in: keys of its number, or the folded words that its name begins.

    Both are empty where the question names no document. `words` are the pointer's own, as they were understood.
    """

    words: str
    path: str
    numbers: tuple[str, ...] = ()
    law: str = ""
    year: int = 0
    attached: bool = False


def places_asked(text: str) -> tuple[Cited, ...]:
    """The places that the text cites, in its order.

    >>> [(place.path, place.numbers) for place in places_asked("khoan 2 dieu 7 nghi dinh 15/2021/ND-CP")]
    [('dieu-7/khoan-2', ('15/2021/nd-cp',))]
    """
    written = _as_written(text)
    chains = [found for found in find_pointers(written) if any(map(_is_place, found.pointers))]
    bounds = [0, *chain.from_iterable((found.start, found.end) for found in chains), len(written)]
    between = [written[first:last] for first, last in pairwise(bounds)][::2]
    documents = [_document_in(each) for each in between]
    found = []
    for place, pointers in enumerate(chains):
        after, before = documents[place + 1], documents[place]
        named = next((each for each in (after, before, *documents) if each.numbers or each.law), after)
        found += [_cited(written, pointer, named) for pointer in _whole(pointers)]
    return tuple(dict.fromkeys(found))[:MOST]


def _cited(written: str, pointer: Pointer, named: Cited) -> Cited:
    words = " ".join(written[pointer.start : pointer.end].split()).rstrip(" ,;.")
    return named._replace(words=words, path=pointer.path)


def _as_written(text: str) -> str:
    """The text with the words of pointers as laws write them."""
    written = " ".join(text.split())
    for short, whole in _SHORT:
        written = short.sub(whole, written)
    folded = fold(written)
    for match in reversed(list(_WORD.finditer(folded))):
        bare = match[0].strip()
        if _is_so_written(written[match.start() : match.end()].strip(), bare):
            written = written[: match.start()] + match[0].replace(bare, _AS_WRITTEN[bare]) + written[match.end() :]
    return _ROMAN.sub(lambda numeral: numeral[0].upper().replace("SỐ ", "số "), written)


def _is_so_written(typed: str, bare: str) -> bool:
    """Whether the word is the unit's, with its accents or with none: "điểm" is, "điệm" and "khoan" of "khoán" are not."""
    return typed.isascii() or typed.lower() == _AS_WRITTEN[bare].lower()


def _is_place(pointer: Pointer) -> bool:
    """Whether it names an article or an annex; chapters hold no rule themselves."""
    kind, label = pointer.units[0]
    return kind in {ProvisionKind.ARTICLE, ProvisionKind.ANNEX} and label != THIS


def _whole(found: PointerChain) -> list[Pointer]:
    """The pointers, those typed from the large unit to the small one put together: "điều 7 khoản 2"."""
    whole: list[Pointer] = []
    for pointer in found.pointers:
        last = whole[-1] if whole else None
        if _is_place(pointer):
            whole.append(pointer)
        elif last and _LEVELS.get(pointer.units[0][0]) == _LEVELS.get(last.units[-1][0], 0) + 1:
            whole[-1] = Pointer(last.start, pointer.end, (*last.units, *pointer.units))
    return whole


def _document_in(text: str) -> Cited:
    """The first document that the text names."""
    attached = _ATTACHED.search(fold(text)) is not None
    if whole := find_numbers(text) or find_numbers(text.upper()):
        return Cited("", "", numbers=(number_key(whole[0].number),), attached=attached)
    law = _NAMED.search(spelled_out(text))
    numbers = tuple(map(number_key, laws_named(text))) if law else numbers_asked(text)
    if numbers or law is None:
        return Cited("", "", numbers=numbers, attached=attached)
    year = _YEAR.search(law["name"])
    return Cited("", "", law=" ".join(law["name"].split()[:_LONGEST_LAW]), year=int(year[1]) if year else 0)
