"""Tokens of Vietnamese text, the same for every engine: folded syllables, syllable pairs, exact syllables, numbers.

A syllable is folded to small letters without marks, so that a reader may type "quyen han"; pairs ("quyen_han") bring back
the precision that folding costs; the exact form keeps the accents for phrases and for ranking. A document number, an
amount, a date or a percentage is one token, without zero padding. There are no stop words: "không" decides cases.

Indexing reads millions of syllables, so every distinct stretch between blanks is worked out once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from legaldocs.parsing.normalize import fold, same_tone_marks
from legaldocs.parsing.numbers import number_key, split_number

_LETTERS = r"[^\W\d_]+\d{0,3}"
_NUMBER = (
    r"\d{1,5}(?:\.\d{1,4})?[^\W\d_]? ?/ ?"
    rf"(?:(?:19|20)\d\d ?/ ?{_LETTERS}(?:(?:[-./&]| - (?=[A-ZĐ]{{2}})){_LETTERS})*|{_LETTERS}(?: ?- ?{_LETTERS})+)"
)
_AMOUNT = r"\d+(?:[.,/]\d+)*(?: ?%|[^\W\d_](?![^\W_]))?"
_BREAKS = r"[.,;:!?…()\[\]\"“”–—\n|]|(?<= )-(?= )"
_TOKEN = re.compile(rf"[^\W\d_][^\W_]*|{_NUMBER}|{_AMOUNT}|{_BREAKS}")
_WITH_BLANKS = re.compile(rf"{_NUMBER}|\d %")
_SPACED_DASH = re.compile(r"/[^\W\d_]+ - [A-ZĐ]")
_PADDING = re.compile(r"(?<![\d.,])0+(?=\d)")
_YEAR = re.compile(r"/\d{4}/")
_REMEMBERED = 300_000
BREAK = "|"  # stands in a stream of tokens where a sentence or a part of one ends
_LINE_END, _DASH = f" {BREAK} ", "-"


class _Forms(NamedTuple):
    """What one stretch of text without blanks gives.

    `both` has each token as the end of one pair and the beginning of the next: joined by "_", such stretches make pairs.
    """

    folded: str
    exact: str
    both: str


class _Memory(dict[str, _Forms]):
    """Stretch -> its forms, worked out when first met. Forgets all when full: numbers never end, syllables do."""

    def __missing__(self, stretch: str) -> _Forms:
        if len(self) >= _REMEMBERED:
            self.clear()
        exact = [_exact_form(token) for token in ([stretch] if stretch == _DASH else _TOKEN.findall(stretch))]
        folded = [fold(form) for form in exact]
        both = "_".join(form if form == BREAK else f"{form} {form}" for form in folded)
        self[stretch] = forms = _Forms(" ".join(folded), " ".join(exact), both)
        return forms


def _exact_form(token: str) -> str:
    if token[0].isdigit():
        return _number_form(token)
    return same_tone_marks(token).lower() if token[0].isalpha() else BREAK


def _number_form(token: str) -> str:
    if "/" in token and split_number(token) is not None:
        return number_key(token)
    return _PADDING.sub("", fold(token.replace(" ", "")))


_FORMS = _Memory()


class Tokens(NamedTuple):
    """Folded syllables in order, the exact ones beside them, and the pairs: each a text with blanks between tokens."""

    folded: str
    exact: str
    pairs: str


class Span(NamedTuple):
    """One token and where it stands in the text."""

    start: int
    end: int
    folded: str
    exact: str


def nfc(text: str) -> str:
    """The text in NFC; itself where it is so already, which nearly all of the corpus is."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def tokens(text: str) -> Tokens:
    """All tokens of the text. Pairs never cross punctuation; a cited number also stands under its "15/2021"."""
    forms = list(map(_FORMS.__getitem__, _stretches(text)))
    folded, exact, both = (map(itemgetter(place), forms) for place in range(3))  # ten times as fast as zip(*forms)
    plain = " ".join(folded).replace(BREAK, "")
    return Tokens(plain, " ".join(exact).replace(BREAK, ""), _pairs(both) + _cited(plain))


def _pairs(both: Iterable[str]) -> str:
    """ "a_b b_c" for a b c, sentence by sentence.

    The join gives "_a a_b b_c c_": what stands before the first blank and after the last has no partner.
    """
    sentences = "_".join(filter(None, both)).split(BREAK)
    return " ".join([sentence[sentence.find(" ") + 1 : max(0, sentence.rfind(" "))] for sentence in sentences])


def _cited(folded: str) -> str:
    """ "15/2021" for each 15/2021/nq-hdnd, each with a blank before it."""
    if "/" not in folded:
        return ""
    found = (folded[folded.rfind(" ", 0, year.start()) + 1 : year.end() - 1] for year in _YEAR.finditer(folded))
    return "".join(f" {number}" for number in found)


def syllables(text: str) -> list[str]:
    """The folded syllables and numbers of the text in order."""
    return " ".join([_FORMS[stretch].folded for stretch in _stretches(text)]).replace(BREAK, "").split()


def _stretches(text: str) -> list[str]:
    """The text cut at its blanks, those inside a number ("15 /2021", "10 %") closed before."""
    text = nfc(text)
    if " /" in text or "/ " in text or " %" in text or _SPACED_DASH.search(text):
        text = _WITH_BLANKS.sub(lambda number: number[0].replace(" ", ""), text)
    return text.replace("\n", _LINE_END).split(" ")


def spans(text: str) -> Iterator[Span]:
    """Each token with its offsets in the text, which must be NFC."""
    for match in _TOKEN.finditer(text):
        folded, exact, _ = _FORMS[match[0]]
        if folded != BREAK:
            yield Span(match.start(), match.end(), folded, exact)


def number_tokens(number: str) -> list[str]:
    """Every form under which a document's own number is looked up.

    15/2021/NQ-HĐND: 15/2021/nq-hdnd, 15/2021/nq, 15/2021, 15//nq-hdnd (typed without the year).
    """
    parts = split_number(number)
    if parts is None:
        return [number_key(number)] if number else []
    head = parts.sequence.casefold()
    symbol = number_key(number).rsplit("/", 1)[-1]
    pieces = symbol.split("-")
    prefixes = ["-".join(pieces[: count + 1]) for count in range(len(pieces))]
    forms = [f"{head}/{parts.year or ''}/{prefix}" for prefix in reversed(prefixes)]
    if parts.year:
        forms += [f"{head}/{parts.year}", f"{head}//{symbol}"]
    return forms
