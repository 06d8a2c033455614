"""A second look at the first hits: which of them has a passage that answers, not only a text that holds the words somewhere.

Engines weigh whole articles. An article of twenty clauses that holds the words here and there then stands above a short one
whose third clause says just that. So the first hits are read, line by line (a clause, a point, the heading), and each gains by
its best line: the words of the question that it holds, and those that stand side by side in it as they were typed, the
document's title counting as said in every line. A word weighs more the fewer of the hits hold it; a long line must hold more.
Chosen on one half of 728 real questions, confirmed on the other one: docs/retrieval.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise, product
from math import log
from typing import NamedTuple

from search.backends.base import Demand, Match
from search.query import Phrase
from search.question import Question, is_accented
from search.vietnamese import BREAK, lines_of

#: How many of the best hits are read. They trade places among themselves only, whichever page is asked for: no page repeats
#: a hit of another one.
READ = 20
#: What a line is worth beside the score of its record.
_SHARE = 1.5
#: BM25's k1 and b, and the length of a usual line in words; below the shortest, length tells nothing.
_SATURATION, _LENGTH_COUNTS, _USUAL, _SHORTEST = 1.2, 0.75, 40, 10
#: A word that all hits hold still counts: the line that holds it says more than one that does not.
_LEAST = 1.0
_TIER = Demand.ALL_WORDS.bonus

Sign = str | tuple[str, str]  # a word, or two that stand side by side


class Text(NamedTuple):
    """A hit to be read: its document's title, and the heading and the text, line by line."""

    title: str
    text: str


def second_look(
    matches: Sequence[Match], texts: Sequence[Text | None], question: Question, judged_on: date | None
) -> list[Match]:
    """The matches in their new order, each within its tier; those without a text gain nothing.

    Effect keeps its say: what a match gains is cut as its score was, by its effect on the day, if it was.
    """
    gains = _gains(texts, question)
    looked = []
    for match, gain in zip(matches, gains, strict=True):
        share = match.share(judged_on.toordinal()) if judged_on else 1.0
        tier, score = divmod(match.score, _TIER)
        looked.append(match._replace(score=tier * _TIER + min(score + _SHARE * share * gain, _TIER - 1)))
    return sorted(looked, key=lambda match: -match.score)


def asked(question: Question) -> frozenset[Sign]:
    """The signs to look for: as they were accented, unless the whole question was typed without accents."""
    words = _words(question)
    exact = is_accented(words)
    forms: dict[str, set[str]] = {}
    for word in words:
        forms.setdefault(word.folded, set()).add(word.exact if exact else word.folded)
    sides = (pair.split("_") for pair in question.pairs)
    pairs = (product(forms.get(left, ()), forms.get(right, ())) for left, right in sides)
    return frozenset(chain(*forms.values(), *pairs))


def _words(question: Question) -> Phrase:
    in_phrases = (word for phrase in question.phrases for word in phrase)
    others = (word for unit in question.units for wording in unit[1:] for word in wording)
    figures = (word for word in others if word.exact[0].isdigit())  # of an amount typed in words
    return (*question.words, *in_phrases, *question.optional_words, *figures)


class _Line(NamedTuple):
    length: int
    held: frozenset[Sign]


def _gains(texts: Sequence[Text | None], question: Question) -> list[float]:
    """What each text gains by its best line."""
    signs, exact = asked(question), is_accented(_words(question))
    read = [[*_lines(text, signs, exact)] if text else [] for text in texts]
    counts = Counter(sign for lines in read for sign in frozenset().union(*(line.held for line in lines)))
    known = sum(map(bool, read))
    weights = {sign: log(1 + (known - count + 0.5) / (count + 0.5)) + _LEAST for sign, count in counts.items()}
    return [max((_worth(line, weights) for line in lines), default=0.0) for lines in read]


def _lines(text: Text, signs: frozenset[Sign], exact: bool) -> Iterator[_Line]:
    """The lines of the text, the title said in each; and the title alone, as if it were a short one."""
    in_title = frozenset().union(*(_held(tokens, signs) for tokens in lines_of(text.title, exact=exact)))
    yield _Line(_SHORTEST, in_title)
    for tokens in lines_of(text.text, exact=exact):
        if tokens:
            length = max(_SHORTEST, len(tokens) - tokens.count(BREAK))
            yield _Line(length, in_title | _held(tokens, signs))


def _held(tokens: Sequence[str], signs: frozenset[Sign]) -> frozenset[Sign]:
    words = signs.intersection(tokens)
    return words | signs.intersection(pairwise(tokens)) if len(words) > 1 else words


def _worth(line: _Line, weights: Mapping[Sign, float]) -> float:
    saturated = (1 + _SATURATION) / (1 + _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * line.length / _USUAL))
    return saturated * sum(weights[sign] for sign in line.held)
