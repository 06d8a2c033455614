"""Two quotes with the words that differ bold and underlined, so that black and white print shows them too."""

from __future__ import annotations

from legaldocs.exports.word_parts import Span
from workflow.marking import Pieces, marked_pieces


def marked_quotes(draft: str, target: str) -> tuple[list[Span], list[Span]]:
    """Both quotes in quotation marks, for a table in Word."""
    mine, theirs = marked_pieces(draft, target)
    return _quoted(mine), _quoted(theirs)


def _quoted(pieces: Pieces) -> list[Span]:
    spans = [Span(text, bold=not same, underline=not same) for text, same in pieces]
    return [Span("“"), *spans, Span("”")]
