"""The piece of a text that best shows why it was found, with the found words marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape
from itertools import pairwise

from search.query import Phrase, SideBySide, Word
from search.question import is_accented
from search.vietnamese import Span, nfc, spans_of

WIDTH = 240


def found_spans(text: str, words: Collection[Word], phrases: Iterable[Phrase] = ()) -> list[Span]:
    """The tokens of the text that were asked for, in order: words wherever they stand, those of a phrase where it stands
    whole. "15/2021" is found in 15/2021/NQ-HĐND. A phrase that stands nowhere (in part in a heading) is sought as words."""
    loose, found = list(words), dict[int, Span]()
    for phrase in phrases:
        if places := places_of(text, phrase):
            found |= {span.start: span for place in places for span in place}
        elif not isinstance(phrase, SideBySide):
            loose += phrase
    found |= {span.start: span for span in _found_words(text, loose)}
    return [span for _, span in sorted(found.items())]


def places_of(text: str, phrase: Phrase) -> list[list[Span]]:
    """Where the words of the phrase stand side by side, punctuation or not, as they are accented if they are at all."""
    accented, length = is_accented(phrase), len(phrase)
    spans = spans_of(text, {word.folded for word in phrase})
    forms = [word.exact if accented else word.folded for word in phrase]
    stretches = (spans[start : start + length] for start in range(len(spans) - length + 1))
    return [
        stretch
        for stretch in stretches
        if [span.exact if accented else span.folded for span in stretch] == forms
        and not any(_WORD.search(text, one.end, other.start) for one, other in pairwise(stretch))
    ]


_WORD = re.compile(r"[^\W_]")


def _found_words(text: str, words: Collection[Word]) -> list[Span]:
    """A word asked for with accents is found without them, or with others, only in a text that never has it as asked; and
    where any word is typed with accents, so is every other as far as it has any.
    """
    accented = is_accented(tuple(words))
    asked: dict[str, set[str]] = {}
    for word in words:
        asked.setdefault(word.folded, set()).add(word.exact)
    near = spans_of(text, asked)
    as_asked = {span.folded for span in near if span.exact in asked.get(span.folded, ())}
    return [span for span in near if span.folded not in as_asked or _is_meant(span, asked[span.folded], accented)]


def _is_meant(span: Span, exact: set[str], accented: bool) -> bool:
    return span.exact in exact or (not accented and span.folded in exact)


def snippet(text: str, words: Collection[Word], phrases: Iterable[Phrase] = (), *, width: int = WIDTH) -> str:
    """HTML: about `width` characters of the text around most of the words, escaped, the words in <mark>."""
    text = nfc(text).strip()
    found = found_spans(text, words, phrases)
    start, end = _window(text, found, width)
    shown = [span for span in found if start <= span.start and span.end <= end]
    parts, at = ["… "] if start else [], start
    for first, last in _joined(text, shown):
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    parts += [escape(text[at:end]), " …" if end < len(text) else ""]
    return "".join(parts).replace("\n", " ")


def _window(text: str, found: Sequence[Span], width: int) -> tuple[int, int]:
    """[start, end) of the stretch with most different words, then with most words; whole words only."""
    if len(text) <= width:
        return 0, len(text)
    best, start, last = (0, 0), 0, 0
    for place, span in enumerate(found):
        last = max(last, place)
        while last < len(found) and found[last].end <= span.start + width:
            last += 1
        inside = found[place:last]
        score = (len({other.folded for other in inside}), len(inside))
        if score > best:
            spare = width - (inside[-1].end - span.start) if inside else 0
            best, start = score, max(0, span.start - spare // 3)
    start = min(start, len(text) - width)
    return _at_word(text, start), _at_word(text, start + width)


def _at_word(text: str, place: int) -> int:
    """The place moved back to where a word begins."""
    if place <= 0 or place >= len(text):
        return max(0, min(place, len(text)))
    space = max(text.rfind(" ", 0, place + 1), text.rfind("\n", 0, place + 1))
    return space + 1 if place - space < 30 else place


def _joined(text: str, found: Sequence[Span]) -> list[tuple[int, int]]:
    """The stretches to mark: words with nothing but a space between them are one."""
    stretches: list[tuple[int, int]] = []
    for span in found:
        if stretches and text[stretches[-1][1] : span.start] in {" ", ""}:
            stretches[-1] = (stretches[-1][0], span.end)
        else:
            stretches.append((span.start, span.end))
    return stretches
