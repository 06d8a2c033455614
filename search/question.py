"""A question as typed, taken apart: words, "phrases", -not, OR, fields (`năm:2019..2023`) and document numbers.

    mức thu "lệ phí" -chợ            words rank, a phrase must be there, what follows a minus must not
    đất đai OR "môi trường"          either will do; OR (also HOẶC, in capitals) stands between whole runs of words,
    mức thu (xe OR tàu)              which end at brackets, phrases and fields
    lĩnh vực:đất đai -năm:2019       fields, typed with or without accents, the value right behind the colon: `search.fields`

What cannot be understood is reported as a `Problem`, and the rest of the question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeGuard

from search.abbreviations import phrase_of, wordings
from search.fields import NOTHING_KNOWN, Catalogue, FieldValue, read_field
from search.numbers_asked import numbers_asked
from search.query import BadQuery, Condition, Part, Phrase, Problem, Word
from search.vietnamese import nfc, tokens

__all__ = ["AllWords", "Alternative", "Phrase", "Question", "Word", "is_accented", "read_question"]

LONGEST = 2_000
MOST_WORDS = 64
_QUOTES = str.maketrans("“”„«»", '"""""')
_NAMES = r"số|so|điều|dieu|lĩnh\s+vực|linh\s+vuc|cơ\s+quan|co\s+quan|loại|loai|năm|nam|hiệu\s+lực|hieu\s+luc|ngày|ngay|cấp|cap"
_PIECE = re.compile(
    rf"""(?P<minus>(?<![^\s(])-)?(?:"(?P<phrase>[^"]*)"
        |(?<![^\s(-])(?P<field>{_NAMES}):(?:"(?P<quoted>[^"]*)"|(?P<bare>(?=[^\s)]))))
    |(?<![^\s(])-(?=[^\W\d_])(?P<excluded>[^\s)]+)
    |(?<!\S)(?P<or>OR|HOẶC|HOAC)(?!\S)
    |(?P<bracket>[()])""",
    re.VERBOSE | re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?<![^\s(-])(?P<field>lĩnh\s+vực|linh\s+vuc|cơ\s+quan|co\s+quan|loại|loai|hiệu\s+lực|hieu\s+luc):\s+",
    re.IGNORECASE,
)
_NO_WORDS = "Hãy nhập ít nhất một từ, một cụm từ trong ngoặc kép hoặc số, ký hiệu văn bản."
_ONLY_EXCLUDED = "Ngoài các từ loại trừ (có dấu trừ ở trước), hãy nhập ít nhất một từ cần tìm."
_TOO_LONG = f"Câu tìm dài quá {LONGEST:,} ký tự; hãy rút gọn còn những từ chính.".replace(",", ".", 1)
_LONELY_OR = "OR cần một vế ở mỗi bên, ví dụ: xe máy OR ô tô. Ở đây OR được bỏ qua."
_NO_DAY_HERE = "Ngày xét hiệu lực không loại trừ được và không đứng cạnh OR."
_ONE_DAY = "Chỉ xét hiệu lực được vào một ngày; ngày ghi trước được dùng."


class AllWords(NamedTuple):
    """One side of an OR: a record meets it that has all the words, in its heading, text or title."""

    words: Phrase


Alternative = AllWords | Phrase | Condition


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in a form that engines turn into their own.

    `words` and `pairs` may match; `phrases` must, and one of each group of `any_of`; `excluded` must not. `units` are the
    words once more, each with the other wordings that say the same: a hit that has one wording of each has "all words".
    `numbers` are looked up as documents' own. Each of `conditions` holds and none of `refused`; effect is judged `on`.
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
        others = (wording for unit in self.units for wording in unit[1:] if len(wording) > 1)
        return tuple(dict.fromkeys((*self.phrases, *sides, *others)))

    @property
    def marked_words(self) -> tuple[Word, ...]:
        """What a hit shows as found wherever it stands."""
        sides = (word for group in self.any_of for side in group if isinstance(side, AllWords) for word in side.words)
        others = (wording[0] for unit in self.units for wording in unit[1:] if len(wording) == 1)
        return tuple(dict.fromkeys((*self.words, *sides, *others)))


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
    text = nfc(text).translate(_QUOTES)
    reading = _Reading(text, catalogue)
    reading.read()
    question = _assembled(reading)
    if not question.is_listing or question.conditions or question.any_of:
        return question
    if question.problems:
        raise BadQuery(" ".join(problem.message for problem in question.problems))
    raise BadQuery(_ONLY_EXCLUDED if question.excluded or question.refused else _NO_WORDS)


# --- cutting the text into pieces ---


class _Run(NamedTuple):
    """Ordinary text between two other pieces."""

    text: str


class _Or(NamedTuple):
    at: str


_Item = _Run | Phrase | Condition | _Or


class _Placed(NamedTuple):
    """An item with the stretch of the text that it stands for."""

    item: _Item
    start: int
    end: int


class _Reading:
    """The pieces of a text in their order, and what was found on the way."""

    def __init__(self, text: str, catalogue: Catalogue) -> None:
        self.text, self.catalogue = text, catalogue
        self.items: list[_Placed] = []
        self.excluded: list[Phrase] = []
        self.refused: list[Condition] = []
        self.problems: list[Problem] = []
        self.parts: dict[int, Part] = {}  # by where each begins
        self.on: date | None = None

    def read(self) -> None:
        place = 0
        pieces = [piece for piece in _PIECE.finditer(self.text) if not piece["or"] or piece["or"].isupper()]
        for number, piece in enumerate(pieces):
            if piece.start() < place:  # inside a value already read
                continue
            self._run(place, piece.start())
            after = pieces[number + 1].start() if number + 1 < len(pieces) else len(self.text)
            place = self._piece(piece, after)
        self._run(place, len(self.text))
        self._hint_at_spaced_fields()

    def _run(self, start: int, end: int) -> None:
        if self.text[start:end].strip():
            self.items.append(_Placed(_Run(self.text[start:end]), start, end))

    def _piece(self, piece: re.Match[str], after: int) -> int:
        """Read one piece; where the next begins."""
        if piece["or"]:
            self.items.append(_Placed(_Or(piece[0]), *piece.span()))
        elif piece["excluded"]:
            self._excluded(piece["excluded"])
        elif piece["phrase"] is not None:
            self._phrase(piece)
        elif piece["field"]:
            return self._field(piece, after)
        return piece.end()

    def _phrase(self, piece: re.Match[str]) -> None:
        phrase = phrase_of(piece["phrase"])
        if piece["minus"]:
            self._excluded(piece["phrase"])
        elif phrase:
            self.items.append(_Placed(phrase, *piece.span()))

    def _excluded(self, text: str) -> None:
        if phrase := phrase_of(text):
            self.excluded.append(phrase)

    def _field(self, piece: re.Match[str], after: int) -> int:
        quoted = piece["quoted"]
        value = self.text[piece.end() : after] if quoted is None else quoted
        found = read_field(piece["field"], value, self.catalogue, quoted=quoted is not None)
        end = piece.end() if quoted is not None else piece.end() + found.length
        self._take(found, piece, end)
        return end

    def _take(self, found: FieldValue, piece: re.Match[str], end: int) -> None:
        typed = self.text[piece.start() : end]
        excluded, beside_or = bool(piece["minus"]), self._or_around(piece.start(), end)
        if found.day:
            message = _NO_DAY_HERE if excluded or beside_or else _ONE_DAY if self.on else ""
            if message:
                self.problems.append(Problem(typed, message))
                return
            self.on = found.day
        elif found.condition is None:
            self._mistaken(found, piece, end)
            return
        elif excluded:
            self.refused.append(found.condition)
        else:
            self.items.append(_Placed(found.condition, piece.start(), end))
        if found.message:
            self.problems.append(Problem(typed, found.message, is_understood=True))
        label = f"Trừ {found.label[0].lower()}{found.label[1:]}" if excluded else found.label
        self.parts[piece.start()] = Part(label, found.shown, self.without(piece.start(), end))

    def _mistaken(self, found: FieldValue, piece: re.Match[str], end: int) -> None:
        """Point out a value that is none. Where it is like no value, its words are asked for, or left out, as words."""
        typed = self.text[piece.start() : end]
        corrected = tuple(
            self._with(f'{typed.partition(":")[0]}:"{name}"', piece.start(), end) for name in found.nearest
        )
        self.problems.append(Problem(typed, found.message, found.nearest, corrected))
        value = piece["quoted"] or self.text[piece.end() : end]
        if found.is_text and piece["minus"]:
            self._excluded(value)
        elif found.is_text and value.strip():
            self.items.append(_Placed(_Run(value), piece.start(), end))

    def _or_around(self, start: int, end: int) -> bool:
        before, after = self.text[:start].split(), self.text[end:].split()
        return bool({*before[-1:], *after[:1]} & {"OR", "HOẶC", "HOAC"})

    def _with(self, value: str, start: int, end: int) -> str:
        return " ".join(f"{self.text[:start]}{value}{self.text[end:]}".split())

    def without(self, start: int, end: int) -> str:
        """The question without this stretch."""
        return _tidy(self._with("", start, end))

    def _hint_at_spaced_fields(self) -> None:
        """A blank behind the colon makes ordinary text of it; who meant a field is told so."""
        for match in _SPACED.finditer(self.text):
            found = read_field(match["field"], self.text[match.end() :], self.catalogue, quoted=False)
            if found.condition:
                end = match.end() + found.length
                typed, name = self.text[match.start() : end], match["field"].lower()
                value = f'{name}:"{self.text[match.end() : end].strip()}"'
                message = (
                    f"“{typed}” được tìm như chữ thường. Muốn lọc theo {name}, viết liền sau dấu hai chấm: {value}."
                )
                corrected = self._with(value, match.start(), end)
                self.problems.append(Problem(typed, message, (value,), (corrected,)))


_LEFT_ALONE = re.compile(
    r"(?:^|(?<=\())\s*(?:OR|HOẶC|HOAC)(?=\s)|(?<=\s)(?:OR|HOẶC|HOAC)\s*(?=$|\)|OR\s|HOẶC\s|HOAC\s)|\(\s*\)"
)


def _tidy(text: str) -> str:
    """The text of a question without an OR that has lost a side, and without empty brackets."""
    before = ""
    while before != text:
        before, text = text, " ".join(_LEFT_ALONE.sub(" ", text).split()).replace("( ", "(").replace(" )", ")")
    return text


# --- putting the pieces together ---


def _assembled(reading: _Reading) -> Question:
    placed = list(_groups(reading))
    groups = [_merged([each.item for each in group]) for group in placed]
    alone = [group[0] for group in groups if len(group) == 1]
    items = [each.item for each in reading.items]
    runs = [item.text for item in items if isinstance(item, _Run)]
    quoted = [_as_typed(item) for item in items if _is_phrase(item)]
    asked = phrase_of(_apart(item.text for item in alone if isinstance(item, _Run)))
    units = tuple(dict.fromkeys(wordings(asked)))[:MOST_WORDS]
    said = [_as_typed(wording) for unit in units for wording in unit[1:]]
    return Question(
        words=tuple(dict.fromkeys(asked))[:MOST_WORDS],
        pairs=tuple(dict.fromkeys(tokens(_apart([*runs, *said])).pairs.split()))[:MOST_WORDS],
        phrases=tuple(item for item in alone if _is_phrase(item)),
        excluded=tuple(reading.excluded),
        numbers=numbers_asked(_apart([*runs, *quoted])),
        units=units,
        any_of=tuple(sides for group in groups if len(group) > 1 and (sides := _sides(group))),
        conditions=tuple(item for item in alone if isinstance(item, Condition)),
        refused=tuple(reading.refused),
        on=reading.on,
        problems=tuple(reading.problems),
        parts=_parts(reading, placed),
    )


def _groups(reading: _Reading) -> Iterator[list[_Placed]]:
    """The pieces, those with OR between them together. An OR that joins nothing is a problem."""
    group: list[_Placed] = []
    waiting: _Or | None = None
    for placed in reading.items:
        if isinstance(placed.item, _Or):
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


def _parts(reading: _Reading, groups: Iterable[list[_Placed]]) -> tuple[Part, ...]:
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


def _merged(group: list[_Item]) -> list[_Item]:
    """A group of values of one field is one condition."""
    conditions = [item for item in group if isinstance(item, Condition)]
    if len(conditions) == len(group) and len({condition.field for condition in conditions}) == 1:
        values = dict.fromkeys(value for condition in conditions for value in condition.values)
        return [Condition(conditions[0].field, tuple(values))]
    return group


def _sides(group: list[_Item]) -> tuple[Alternative, ...]:
    sides: list[Alternative] = []
    for item in group:
        if isinstance(item, _Run):
            words = tuple(dict.fromkeys(phrase_of(item.text)))[:MOST_WORDS]
            sides += [AllWords(words)] if words else []
        elif not isinstance(item, _Or):
            sides.append(item)
    return tuple(sides)


def _is_phrase(item: _Item) -> TypeGuard[Phrase]:
    return not isinstance(item, (_Run, _Or, Condition))


def _as_typed(phrase: Phrase) -> str:
    return " ".join(word.exact for word in phrase)


def _apart(texts: Iterable[str]) -> str:
    """The texts with a break between, which no pair crosses."""
    return " . ".join(texts)
