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


#: A stretch of so many letters that both sides share is cut where it is shown in little room, down to so many by a difference.
_LONG_STRETCH, _KEPT, _KEPT_ALONE = 320, 130, 420


def shortened(pieces: Pieces) -> Pieces:
    """The pieces with long stretches that are the same on both sides cut to what stands next to a difference."""
    if len(pieces) == 1:
        text, same = pieces[0]
        return [(_head(text, _KEPT_ALONE), same)] if len(text) > _KEPT_ALONE + _KEPT else pieces
    last = len(pieces) - 1
    return [
        (_cut(text, is_first=place == 0, is_last=place == last), same)
        if same and len(text) > _LONG_STRETCH
        else (text, same)
        for place, (text, same) in enumerate(pieces)
    ]


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    if is_first:
        return _tail(text, _KEPT)
    return _head(text, _KEPT) if is_last else f"{_head(text, _KEPT)}{_tail(text, _KEPT)}"


def _head(text: str, size: int) -> str:
    """About so many letters of the beginning, whole words."""
    return f"{text[:size].rpartition(' ')[0]} … "


def _tail(text: str, size: int) -> str:
    return f" … {text[-size:].partition(' ')[2]}"
