"""Tokens of Vietnamese text, the same for every engine: folded syllables, syllable pairs, exact syllables, numbers.

A syllable is folded to small letters without marks, so that a reader may type "quyen han"; pairs ("quyen_han") bring back
the precision that folding costs; the exact form keeps the accents for phrases and for ranking. A document number, an
amount, a date or a percentage is one token, without zero padding. There are no stop words: "không" decides cases.

Indexing reads millions of syllables, so every distinct word is worked out once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from legaldocs.parsing.normalize import fold, same_tone_marks
from legaldocs.parsing.numbers import number_key, split_number

_LETTERS = r"[^\W\d_]+\d{0,3}"
_NUMBER = (
    r"\d{1,5}(?:\.\d{1,4})?[^\W\d_]? ?/ ?"
    rf"(?:(?:19|20)\d\d ?/ ?{_LETTERS}(?:(?:[-./&]| - (?=[A-ZĐ]{{2}})){_LETTERS})*|{_LETTERS}(?: ?- ?{_LETTERS})+)"
)
_AMOUNT = r"\d+(?:[.,/]\d+)*(?: ?%|[^\W\d_](?![^\W_]))?"
_BREAK = r"[.,;:!?…()\[\]\"“”–—\n|]|(?<= )-(?= )"
_TOKEN = re.compile(rf"[^\W\d_][^\W_]*|{_NUMBER}|{_AMOUNT}|{_BREAK}")
_PADDING = re.compile(r"(?<![\d.,])0+(?=\d)")
_CITED = re.compile(r"[^/]+/\d{4}/")
_REMEMBERED = 300_000


class _Memory(dict[str, str]):
    """Word -> its form, worked out when first met. Forgets all when full: numbers never end, syllables do."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = form = self._form(word)
        return form


def _exact_form(word: str) -> str:
    if word[0].isdigit():
        return _number_form(word)
    return same_tone_marks(word).lower() if word[0].isalpha() else ""


def _number_form(word: str) -> str:
    if split_number(word) is not None and "/" in word:
        return number_key(word)
    return _PADDING.sub("", fold(word.replace(" ", "")))


_EXACT = _Memory(_exact_form)
_FOLDED = _Memory(lambda word: fold(_EXACT[word]))


class Tokens(NamedTuple):
    """Folded syllables in order, the exact ones beside them, and the pairs. "" marks a break between two sentences."""

    folded: list[str]
    exact: list[str]
    pairs: list[str]


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
    words = _TOKEN.findall(nfc(text))
    folded = list(map(_FOLDED.__getitem__, words))
    pairs = [f"{first}_{second}" for first, second in pairwise(folded) if first and second]
    if "/" in text:
        pairs += [token.rsplit("/", 1)[0] for token in folded if _CITED.match(token)]
    return Tokens(folded, list(map(_EXACT.__getitem__, words)), pairs)


def syllables(text: str) -> list[str]:
    """The folded syllables and numbers of the text in order, without breaks."""
    return list(filter(None, map(_FOLDED.__getitem__, _TOKEN.findall(nfc(text)))))


def spans(text: str) -> Iterator[Span]:
    """Each token with its offsets in the text, which must be NFC."""
    for match in _TOKEN.finditer(text):
        folded = _FOLDED[match[0]]
        if folded:
            yield Span(match.start(), match.end(), folded, _EXACT[match[0]])


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
