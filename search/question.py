"""A question as typed, taken apart: words, "phrases", -not and document numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from legaldocs.parsing.numbers import find_numbers, number_key
from search.query import BadQuery
from search.vietnamese import nfc, tokens

LONGEST = 2_000
MOST_WORDS = 64
_QUOTES = str.maketrans("“”„«»", '"""""')
_PHRASE = re.compile(r'(?P<minus>(?<!\S)-)?"(?P<phrase>[^"]*)"')
_EXCLUDED = re.compile(r"(?<!\S)-(?=[^\W\d_])(\S+)")
_NO_WORDS = "Hãy nhập ít nhất một từ, một cụm từ trong ngoặc kép hoặc số, ký hiệu văn bản."
_ONLY_EXCLUDED = "Ngoài các từ loại trừ (có dấu trừ ở trước), hãy nhập ít nhất một từ cần tìm."
_TOO_LONG = f"Câu tìm dài quá {LONGEST:,} ký tự; hãy rút gọn còn những từ chính.".replace(",", ".", 1)


class Word(NamedTuple):
    folded: str
    exact: str


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`words` and `pairs` may match, `phrases` must, `excluded` must not; `numbers` are looked up as documents' own."""

    words: tuple[Word, ...] = ()
    pairs: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def accented(self) -> bool:
        """Whether the reader typed accents: only then do they tell two words apart."""
        return is_accented(self.words)

    @property
    def all_words(self) -> tuple[Word, ...]:
        """Every word that a hit may show as found."""
        return (*self.words, *(word for phrase in self.phrases for word in phrase))


def is_accented(words: tuple[Word, ...]) -> bool:
    return any(word.exact != word.folded for word in words)


def read_question(text: str) -> Question:
    """The question that was typed. Raises BadQuery, in Vietnamese, when nothing is asked or far too much."""
    if len(text) > LONGEST:
        raise BadQuery(_TOO_LONG)
    text = nfc(text).translate(_QUOTES)
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    for match in _PHRASE.finditer(text):
        phrase = _words(match["phrase"])
        if phrase:
            (excluded if match["minus"] else phrases).append(phrase)
    text = _PHRASE.sub(" . ", text)
    excluded += [phrase for match in _EXCLUDED.finditer(text) if (phrase := _words(match[1]))]
    text = _EXCLUDED.sub(" ", text)
    words = tuple(dict.fromkeys(_words(text)))[:MOST_WORDS]
    if not words and not phrases:
        raise BadQuery(_ONLY_EXCLUDED if excluded else _NO_WORDS)
    pairs = tuple(dict.fromkeys(tokens(text).pairs.split()))[:MOST_WORDS]
    asked = text + " . " + " . ".join(" ".join(word.exact for word in phrase) for phrase in phrases)
    return Question(words, pairs, tuple(phrases), tuple(excluded), _numbers(asked))


def _words(text: str) -> Phrase:
    found = tokens(text)
    return tuple(map(Word, found.folded.split(), found.exact.split()))


def _numbers(text: str) -> tuple[str, ...]:
    """Keys of the document numbers asked for: complete ones, also typed in small letters, and "15/2021"."""
    complete = [number_key(match.number) for match in (*find_numbers(text), *find_numbers(text.upper()))]
    typed = [token for token in tokens(text).folded.split() if "/" in token]
    return tuple(dict.fromkeys([*complete, *typed]))
