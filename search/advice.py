"""What to say of a question that finds nothing, or nothing with all the words: which part of it stands in the way.

Each part is left out in turn and the rest counted, under the reader's own rights: what would be found without it is said,
with the question to ask instead. And a document asked for by number that the corpus does not hold is said to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import find_numbers, number_key
from search import engine
from search.catalogue import StoredCatalogue
from search.cutting import pieces_of
from search.numbers_asked import laws_named
from search.query import BadQuery, Filters, Query, Results

#: Ways that are offered; and parts of a question that are tried.
MOST_WAYS, _MOST_TRIED = 5, 30
_SHORT_NUMBER = re.compile(
    r"\W*(?:(?:van ban|nghi quyet|nghi dinh|quyet dinh|thong tu|chi thi|luat|phap lenh|nq|nd|qd|tt|ct|so|nam)\W*)*"
    r"\d{1,5}[a-z]?(?:\s*/\s*|\s+nam\s+)(?:19|20)\d\d\W*"
)


@dataclass(frozen=True, slots=True)
class Way:
    """The question or the conditions without one part, and how much that finds. `place` is the condition's own."""

    label: str
    query: Query
    found: int
    place: int = -1


def ways_out(results: Results, without: Iterable[tuple[str, Filters]] = ()) -> list[Way]:
    """What to leave out so that anything has the rest; nothing where something has it all.

    `without` holds, for each condition beside the question, its name and the conditions that remain.
    """
    if results.complete or results.is_long:
        return []
    query = replace(results.query, offset=0)
    ways = [*_without_conditions(query, without), *_without_pieces(query)]
    return ways[:MOST_WAYS]


def _without_conditions(query: Query, without: Iterable[tuple[str, Filters]]) -> Iterator[Way]:
    for place, (label, filters) in enumerate(without):
        narrower = replace(query, filters=filters)
        if found := _count(narrower):
            yield Way(f"Bỏ điều kiện {label}", narrower, found, place)


def _without_pieces(query: Query) -> Iterator[Way]:
    """One part less; two words side by side only where no single word is enough."""
    pieces = pieces_of(query.text, StoredCatalogue())[:_MOST_TRIED]
    ways: list[Way] = []
    for size in (1, 2):
        tried = (piece for piece in pieces if piece.size == size)
        texts = {piece.without: piece.label for piece in tried}
        counted = ((label, replace(query, text=text)) for text, label in texts.items() if text.strip())
        ways += [Way(label, other, found) for label, other in counted if (found := _count(other))]
        if ways:
            break
    yield from sorted(ways, key=lambda way: -way.found)


def _count(query: Query) -> int:
    try:
        return engine.count(query)
    except BadQuery:
        return 0


def missing_number(results: Results) -> str:
    """The number of the document that is asked for and that the reader's corpus does not hold, as typed; else ""."""
    text = results.query.text
    typed = [*(match.number for match in find_numbers(text) or find_numbers(text.upper())), *laws_named(text)]
    is_short = not typed and _SHORT_NUMBER.fullmatch(fold(text)) is not None
    lacked = engine.numbers_lacked(results.query) if typed or is_short else frozenset()
    if is_short:
        return text.rpartition(":")[2].strip() if lacked else ""
    return next((number for number in typed if number_key(number) in lacked), "")
