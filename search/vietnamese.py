"""Tokens of Vietnamese text, the same for every engine: folded syllables, syllable pairs, exact syllables, numbers.

A syllable is folded to small letters without marks, so that a reader may type "quyen han"; pairs ("quyen_han") bring back
the precision that folding costs; the exact form keeps the accents for phrases and for ranking. A document number, an
amount, a date or a percentage is one token, without zero padding. There are no stop words: "không" decides cases.

Indexing reads millions of syllables, so every distinct stretch between blanks is worked out once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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


class _Memory(dict[str, str]):
    """Stretch -> one of its forms, worked out when first met. Forgets all when full: numbers never end, syllables do."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form

    def __missing__(self, stretch: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[stretch] = form = self._form(stretch)
        return form


def _exact_tokens(stretch: str) -> list[str]:
    return [_exact_form(token) for token in ([stretch] if stretch == _DASH else _TOKEN.findall(stretch))]


def _exact(stretch: str) -> str:
    return " ".join(_exact_tokens(stretch))


def _folded(stretch: str) -> str:
    return " ".join(map(fold, _exact_tokens(stretch)))


def _both(stretch: str) -> str:
    """Each token as the end of one pair and the beginning of the next: joined by "_", such stretches make pairs."""
    forms = map(fold, _exact_tokens(stretch))
    return "_".join(form if form == BREAK else f"{form} {form}" for form in forms)


def _exact_form(token: str) -> str:
    if token[0].isdigit():
        return _number_form(token)
    return same_tone_marks(token).lower() if token[0].isalpha() else BREAK


def _number_form(token: str) -> str:
    if "/" in token and split_number(token) is not None:
        return number_key(token)
    return _PADDING.sub("", fold(token.replace(" ", "")))


_EXACT, _FOLDED, _BOTH = _Memory(_exact), _Memory(_folded), _Memory(_both)


class Tokens(NamedTuple):
    """Folded syllables in order, the exact ones beside them, and the pairs: each a text with blanks between tokens.

    `cited` has "15/2021" for each 15/2021/NQ-HĐND among them.
    """

    folded: str
    exact: str
    pairs: str
    cited: str = ""


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
    """All tokens of the text. Pairs never cross punctuation."""
    stretches = _stretches(text)
    plain = " ".join(map(_FOLDED.__getitem__, stretches)).replace(BREAK, "")
    exact = " ".join(map(_EXACT.__getitem__, stretches)).replace(BREAK, "")
    return Tokens(plain, exact, _pairs(map(_BOTH.__getitem__, stretches)), _cited(plain))


def joined(parts: Sequence[Tokens]) -> Tokens:
    """The tokens of these texts, each a line of its own: what `tokens` gives for them with line ends between."""
    return parts[0] if len(parts) == 1 else Tokens(*map(" ".join, zip(*parts, strict=True)))


def _pairs(both: Iterable[str]) -> str:
    """ "a_b b_c" for a b c, sentence by sentence.

    The join gives "_a a_b b_c c_": what stands before the first blank and after the last has no partner.
    """
    sentences = "_".join(filter(None, both)).split(BREAK)
    return " ".join([sentence[sentence.find(" ") + 1 : max(0, sentence.rfind(" "))] for sentence in sentences])


def _cited(folded: str) -> str:
    """ "15/2021" for each 15/2021/nq-hdnd."""
    if "/" not in folded:
        return ""
    found = (folded[folded.rfind(" ", 0, year.start()) + 1 : year.end() - 1] for year in _YEAR.finditer(folded))
    return " ".join(found)


def syllables(text: str) -> list[str]:
    """The folded syllables and numbers of the text in order."""
    return " ".join(map(_FOLDED.__getitem__, _stretches(text))).replace(BREAK, "").split()


def lines_of(text: str, *, exact: bool) -> Iterator[list[str]]:
    """The exact or folded tokens of each line that is not empty, in order, with BREAK wherever no pair crosses."""
    form = (_EXACT if exact else _FOLDED).__getitem__
    return (" ".join(map(form, line.split(" "))).split() for line in _closed(text).split("\n") if line)


def _stretches(text: str) -> list[str]:
    """The text cut at its blanks."""
    return _closed(text).replace("\n", _LINE_END).split(" ")


def _closed(text: str) -> str:
    """The text in NFC with the blanks inside a number ("15 /2021", "10 %") taken out."""
    text = nfc(text)
    if " /" in text or "/ " in text or " %" in text or _SPACED_DASH.search(text):
        text = _WITH_BLANKS.sub(lambda number: number[0].replace(" ", ""), text)
    return text


def spans_of(text: str, asked: Collection[str]) -> list[Span]:
    """The tokens whose folded form is asked for, in a text that must be NFC; "15/2021" is found in 15/2021/nq-hdnd."""
    heads = tuple(f"{token}/" for token in asked if "/" in token)
    found = []
    for match in _TOKEN.finditer(text):
        folded = _FOLDED[match[0]]
        if folded in asked or (heads and folded.startswith(heads)):
            found.append(Span(match.start(), match.end(), folded, _EXACT[match[0]]))
    return found


def all_spans(text: str) -> list[Span]:
    """All tokens of a text that must be NFC, with their places; punctuation is none."""
    spans = (Span(match.start(), match.end(), _FOLDED[match[0]], _EXACT[match[0]]) for match in _TOKEN.finditer(text))
    return [span for span in spans if span.folded != BREAK]


def words_of(text: str, asked: Collection[str]) -> set[str]:
    """Those of the folded forms asked for that the text holds; "15/2021" is held by 15/2021/nq-hdnd."""
    held = set(syllables(text))
    return {
        token for token in asked if token in held or ("/" in token and any(h.startswith(f"{token}/") for h in held))
    }


def number_tokens(number: str) -> list[str]:
    """Every form under which a document's own number is looked up.

    15/2021/NQ-HĐND: 15/2021/nq-hdnd, 15/2021/nq, 15/2021, 15//nq-hdnd (typed without the year), 15.
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
    return [*forms, head]
