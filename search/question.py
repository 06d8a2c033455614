"""A question as typed, taken apart: words, "phrases", -not, OR, fields (`năm:2019..2023`) and document numbers.

    mức thu "lệ phí" -chợ            words rank, a phrase must be there, what follows a minus must not
    đất đai OR "môi trường"          either will do; OR (also HOẶC, in capitals) stands between whole runs of words,
    mức thu (xe OR tàu)              which end at brackets, phrases and fields
    lĩnh vực:đất đai -năm:2019       fields, typed with or without accents, the value right behind the colon: `search.fields`

What cannot be understood is reported as a `Problem`, and the rest of the question is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from search.abbreviations import phrase_of, wordings
from search.amounts import with_other_writings
from search.cutting import Item, Or, Placed, Reading, Run, as_typed, cut, is_phrase
from search.fields import NOTHING_KNOWN, Catalogue
from search.numbers_asked import numbers_asked, series_asked
from search.places_asked import Cited, places_asked
from search.query import BadQuery, Condition, Part, Phrase, Place, Problem, SideBySide, Word
from search.vietnamese import tokens

__all__ = ["AllWords", "Alternative", "Phrase", "Question", "Word", "is_accented", "read_question"]

LONGEST = 2_000
MOST_WORDS = 64
_NO_WORDS = "Hãy nhập ít nhất một từ, một cụm từ trong ngoặc kép hoặc số, ký hiệu văn bản."
_ONLY_EXCLUDED = "Ngoài các từ loại trừ (có dấu trừ ở trước), hãy nhập ít nhất một từ cần tìm."
_TOO_LONG = f"Câu tìm dài quá {LONGEST:,} ký tự; hãy rút gọn còn những từ chính.".replace(",", ".", 1)
_LONELY_OR = "OR cần một vế ở mỗi bên, ví dụ: xe máy OR ô tô. Ở đây OR được bỏ qua."


class AllWords(NamedTuple):
    """One side of an OR: a record meets it that has all the words, in its heading, text or title."""

    words: Phrase


Alternative = AllWords | Phrase | Condition


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in a form that engines turn into their own.

    `words` and `pairs` may match; `phrases` must, and one of each group of `any_of`; `excluded` must not. `units` are the
    words once more, each with the other wordings that say the same: a hit that has one wording of each has "all words".
    `numbers` are looked up as documents' own; what is `cited` in words stands at `places`, and a `series` is so many
    numbers, once they have been looked up (`search.places`). Each of `conditions` holds and none of `refused`; effect is
    judged `on`.
    """

    words: tuple[Word, ...] = ()
    pairs: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    numbers: tuple[str, ...] = ()
    units: tuple[tuple[Phrase, ...], ...] = ()
    any_of: tuple[tuple[Alternative, ...], ...] = ()
    conditions: tuple[Condition, ...] = ()
    refused: tuple[Condition, ...] = ()
    on: date | None = None
    problems: tuple[Problem, ...] = ()
    parts: tuple[Part, ...] = ()
    cited: tuple[Cited, ...] = ()
    series: tuple[tuple[str, int], ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def accented(self) -> bool:
        """Whether the reader typed accents: only then do they tell two words apart."""
        return is_accented(self.words)

    @property
    def is_listing(self) -> bool:
        """Whether there are conditions only: then documents are listed, or provisions where one is asked for."""
        return not self.words and not self.phrases and not self.optional_words

    @property
    def optional_words(self) -> tuple[Word, ...]:
        """The words on either side of an OR: they rank, as `words` do, and none of them must be there."""
        return tuple(word for group in self.any_of for side in group for word in _words_of(side))

    @property
    def marked_phrases(self) -> tuple[Phrase, ...]:
        """What a hit shows as found only where it stands whole: phrases, and longer wordings of what was typed in short."""
        sides = (side for group in self.any_of for side in group if not isinstance(side, (AllWords, Condition)))
        together = (wording for unit in self.units for wording in unit[:1] if isinstance(wording, SideBySide))
        others = (wording for unit in self.units for wording in unit[1:] if len(wording) > 1)
        return tuple(dict.fromkeys((*self.phrases, *sides, *together, *others)))

    @property
    def marked_words(self) -> tuple[Word, ...]:
        """What a hit shows as found wherever it stands."""
        sides = (word for group in self.any_of for side in group if isinstance(side, AllWords) for word in side.words)
        others = (wording[0] for unit in self.units for wording in unit[1:] if len(wording) == 1)
        own = (word for unit in self.units for word in unit[0] if not isinstance(unit[0], SideBySide))
        return tuple(dict.fromkeys((*own, *sides, *others)))


def _words_of(side: Alternative) -> Phrase:
    if isinstance(side, Condition):
        return ()
    return side.words if isinstance(side, AllWords) else side


def is_accented(words: tuple[Word, ...]) -> bool:
    return any(word.exact != word.folded for word in words)


def read_question(text: str, catalogue: Catalogue = NOTHING_KNOWN, *, may_list: bool = False) -> Question:
    """The question that was typed. Raises BadQuery, in Vietnamese, when nothing is asked or far too much.

    An empty text is a question when it `may_list`: where there are conditions beside it.
    """
    if len(text) > LONGEST:
        raise BadQuery(_TOO_LONG)
    if may_list and not text.strip():
        return Question()
    question = _assembled(cut(text, catalogue))
    if not question.is_listing or question.conditions or question.any_of:
        return question
    if question.problems:
        raise BadQuery(" ".join(problem.message for problem in question.problems))
    raise BadQuery(_ONLY_EXCLUDED if question.excluded or question.refused else _NO_WORDS)


# --- putting the pieces together ---


def _assembled(reading: Reading) -> Question:
    placed = list(_groups(reading))
    groups = [_merged([each.item for each in group]) for group in placed]
    alone = [group[0] for group in groups if len(group) == 1]
    items = [each.item for each in reading.items]
    runs = [item.text for item in items if isinstance(item, Run)]
    typed = _apart(item.text for item in alone if isinstance(item, Run))
    quoted = [as_typed(item) for item in items if is_phrase(item)]
    asked = phrase_of(typed)
    units = tuple(dict.fromkeys(with_other_writings(wordings(asked))))[:MOST_WORDS]
    said = [as_typed(wording) for unit in units for wording in unit[1:]]
    return Question(
        words=tuple(dict.fromkeys(asked))[:MOST_WORDS],
        pairs=tuple(dict.fromkeys(tokens(_apart([*runs, *said])).pairs.split()))[:MOST_WORDS],
        phrases=tuple(item for item in alone if is_phrase(item)),
        excluded=tuple(reading.excluded),
        numbers=numbers_asked(_apart([*runs, *quoted])),
        units=units,
        any_of=tuple(sides for group in groups if len(group) > 1 and (sides := _sides(group))),
        conditions=tuple(item for item in alone if isinstance(item, Condition)),
        refused=tuple(reading.refused),
        on=reading.on,
        problems=tuple(reading.problems),
        parts=_parts(reading, placed),
        cited=places_asked(typed),
        series=series_asked(typed),
    )


def _groups(reading: Reading) -> Iterator[list[Placed]]:
    """The pieces, those with OR between them together. An OR that joins nothing is a problem."""
    group: list[Placed] = []
    waiting: Or | None = None
    for placed in reading.items:
        if isinstance(placed.item, Or):
            if not group or waiting:
                reading.problems.append(Problem(placed.item.at, _LONELY_OR))
            waiting = placed.item if group else None
        elif waiting:
            group.append(placed)
            waiting = None
        else:
            yield from [group] if group else []
            group = [placed]
    if waiting:
        reading.problems.append(Problem(waiting.at, _LONELY_OR))
    yield from [group] if group else []


def _parts(reading: Reading, groups: Iterable[list[Placed]]) -> tuple[Part, ...]:
    """The fields in their order; with one that stands beside an OR, the other sides."""
    parts = dict(reading.parts)
    for number, group in enumerate(groups, start=1):
        if len(group) > 1 and any(isinstance(each.item, Condition) for each in group):
            for place, (_, start, end) in enumerate(group):
                # A side goes with its OR: left behind, that would bind what it never stood beside.
                rest = reading.without(group[place - 1].end, end) if place else reading.without(start, group[1].start)
                side = parts.get(start) or Part("", reading.text[start:end].strip(), "")
                parts[start] = side._replace(without=rest, group=number)
    return tuple(part for _, part in sorted(parts.items()))


def _merged(group: list[Item]) -> list[Item]:
    """A group of values of one field is one condition."""
    conditions = [item for item in group if isinstance(item, Condition)]
    if len(conditions) == len(group) and len({condition.field for condition in conditions}) == 1:
        values = dict.fromkeys(value for condition in conditions for value in condition.values)
        return [Condition(conditions[0].field, tuple(values))]
    return group


def _sides(group: list[Item]) -> tuple[Alternative, ...]:
    sides: list[Alternative] = []
    for item in group:
        if isinstance(item, Run):
            words = tuple(dict.fromkeys(phrase_of(item.text)))[:MOST_WORDS]
            sides += [AllWords(words)] if words else []
        elif not isinstance(item, Or):
            sides.append(item)
    return tuple(sides)


def _apart(texts: Iterable[str]) -> str:
    """The texts with a break between, which no pair crosses."""
    return " . ".join(texts)
