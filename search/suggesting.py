"""Another spelling of a question that finds little or nothing: "ý bạn là ...".

A word is doubted when no record that the reader may see holds it, or when it stands beside none of its neighbours anywhere.
Every word offered stands in a record within the reader's reach, beside the others where it can: nothing else is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from legaldocs.parsing.normalize import fold
from search.backends.base import Backend, Demand
from search.mistyped import meant_by
from search.query import BadQuery, Filters, Phrase, Word
from search.question import Question, is_accented, read_question
from search.vietnamese import nfc, spans_of

#: A question with fewer complete hits than these finds little.
FEW = 3
_MOST_WORDS = 10
_MOST_OPTIONS = 6
_COMMON = 5_000


def suggestion(backend: Backend, text: str, question: Question, filters: Filters, on: date) -> str:
    """The text spelled so that more is found, or ""."""
    for offered in meant_by(nfc(text)):
        if _finds_more(backend, offered, question, filters, on):
            return offered
    runs = [run for run in (question.words, *question.phrases) if run]
    accented = any(map(is_accented, runs))
    if not 0 < sum(map(len, runs)) <= _MOST_WORDS:
        return ""
    speller = _Speller(backend, filters.reach, on, accented)
    changed = {old: new for run in runs for old, new in speller.corrected(run).items()}
    if not changed:
        return ""
    offered = _replaced(nfc(text), changed)
    return offered if _finds_more(backend, offered, question, filters, on) else ""


def _finds_more(backend: Backend, offered: str, question: Question, filters: Filters, on: date) -> bool:
    try:
        better = read_question(offered)
    except BadQuery:
        return False
    return _rank(backend, better, filters, on) > _rank(backend, question, filters, on)


def _rank(backend: Backend, question: Question, filters: Filters, on: date) -> tuple[int, int]:
    """(records that have all the words as they are accented, records that have all the words)"""
    words = (*question.words, *(word for phrase in question.phrases for word in phrase))
    plain = replace(question, words=words, units=_units(words))
    exact = backend.count(plain, filters, on, Demand.ALL_EXACT) if plain.accented else 0
    return exact, backend.count(plain, filters, on)


def _units(words: Phrase) -> tuple[tuple[Phrase, ...], ...]:
    return tuple(((word,),) for word in words)


def _replaced(text: str, changed: dict[Word, Word]) -> str:
    for old, new in changed.items():
        for span in reversed(spans_of(text, {old.folded})):
            if span.exact == old.exact:
                text = text[: span.start] + new.exact + text[span.end :]
    return text


def _neighbours(word: Word, left: Phrase, right: Phrase) -> Iterator[Phrase]:
    """The word with the one before it and with the one after it."""
    return (phrase for phrase in ((*left, word), (word, *right)) if len(phrase) > 1)


@dataclass(frozen=True, slots=True)
class _Speller:
    backend: Backend
    reach: Filters
    on: date
    accented: bool
    _counted: dict[Phrase, int] = field(default_factory=dict)

    def corrected(self, words: Phrase) -> dict[Word, Word]:
        """Each word that is doubted, with the one that fits best in its place."""
        now, changed = list(words), dict[Word, Word]()
        for place, word in enumerate(words):
            left, right = tuple(now[:place][-1:]), tuple(now[place + 1 : place + 2])
            if not word.folded.isalpha() or any(map(self._stand_together, _neighbours(word, left, right))):
                continue
            known = self._count((word,))
            if known and not (left or right):
                continue
            best = self._best(
                word, left, right, known=bool(known), others=tuple(other for other in now if other != word)
            )
            if best:
                now[place] = changed[word] = best
        return changed

    def _best(self, word: Word, left: Phrase, right: Phrase, *, known: bool, others: Phrase) -> Word | None:
        """The similar word that stands most often beside the neighbours, with all other words if it can be; for an unknown
        word also one that stands elsewhere."""
        forms = self.backend.similar_words(word, 4 * _MOST_OPTIONS)
        options = dict.fromkeys(Word(fold(form), form if self.accented else fold(form)) for form in forms)
        options.pop(word, None)
        near = list(options)[:_MOST_OPTIONS]
        fit = {option: beside for option in near if (beside := sum(self._pairs(option, left, right)))}
        if fit:
            return max(fit, key=lambda option: (self._together((option, *others)), fit[option]))
        return None if known else next((option for option in near if self._count((option,))), None)

    def _pairs(self, word: Word, left: Phrase, right: Phrase) -> Iterator[int]:
        """How often the word stands beside each of its neighbours."""
        return map(self._count, _neighbours(word, left, right))

    def _stand_together(self, phrase: Phrase) -> bool:
        """Whether the words stand side by side anywhere; two that thousands of records hold are taken to: no slip makes one
        common word of another one, and to look for them costs more than for all the rest."""
        return all(self._count((word,)) > _COMMON for word in phrase) or self._count(phrase) > 0

    def _together(self, words: Phrase) -> int:
        demand = Demand.ALL_EXACT if self.accented else Demand.COMPLETE
        return self.backend.count(Question(words=words, units=_units(words)), self.reach, self.on, demand)

    def _count(self, phrase: Phrase) -> int:
        """Records within reach with these words side by side; as they are accented, if the question is accented at all.
        Two neighbours are asked for from either side: each phrase is counted once."""
        if phrase not in self._counted:
            # A phrase with accents is one as it is accented anyway.
            words = phrase if self.accented and not is_accented(phrase) else ()
            demand = Demand.ALL_EXACT if words else Demand.ANY
            asked = Question(words=words, units=_units(words), phrases=(phrase,))
            self._counted[phrase] = self.backend.count(asked, self.reach, self.on, demand)
        return self._counted[phrase]
