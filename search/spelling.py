"""Words spelled nearly as another one, out of the words of an index."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from legaldocs.parsing.normalize import fold
from search.query import Word

_MOST_FORMS = 400


class Vocabulary:
    """The words of an index with the number of records that hold each, found by their folded form."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequency = {word: count for word, count in frequencies.items() if word.isalpha()}
        self._forms: dict[str, list[str]] = {}
        for word in self._frequency:
            self._forms.setdefault(fold(word), []).append(word)
        self._folded = list(self._forms)

    def similar(self, word: Word, limit: int) -> list[str]:
        """Exact forms a letter or two away (one, in words of up to four letters), the nearest and most frequent first."""
        if not word.exact.isalpha():
            return []
        most = 1 if len(word.folded) <= 4 else 2
        near = process.extract(
            word.folded, self._folded, scorer=OSA.distance, processor=None, score_cutoff=most, limit=_MOST_FORMS
        )
        found = [
            (distance, OSA.distance(word.exact, form), -self._frequency[form], form)
            for folded, distance, _ in near
            for form in self._forms[folded]
            if form != word.exact
        ]
        return [form for *_, form in sorted(found)[:limit]]
