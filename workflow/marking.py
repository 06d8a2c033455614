"""Two wordings in pieces, so that a reader sees at a glance which words differ."""

from __future__ import annotations

from legaldocs.analysis.alignment import Words, align_words, mark

#: Below this likeness of wording almost every word differs, and marking them all shows nothing.
_WORTH_MARKING = 0.4
Pieces = list[tuple[str, bool]]


def marked_pieces(draft: str, target: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces (piece, is it the same on the other side?); one piece each where nearly all differs."""
    alignment = align_words(Words.of(draft), Words.of(target))
    if alignment.similarity < _WORTH_MARKING:
        return [(draft, True)], [(target, True)]
    segments = alignment.segments()
    return mark(draft, segments, "draft"), mark(target, segments, "target")
