"""Two long texts, shortened to the stretch in which they differ (pure)."""

from __future__ import annotations

#: Longer values are shown around their difference only.
_LONG = 200
_CONTEXT = 40


def shorten_pair(old: str, new: str) -> tuple[str, str]:
    """Both texts with what they share at both ends cut away down to a little context; short ones come back as they are.

    >>> shorten_pair("a" * 300 + "10 ngày", "a" * 300 + "15 ngày")[1][-12:]
    'aaaaa15 ngày'
    """
    if max(len(old), len(new)) <= _LONG:
        return old, new
    if not old or not new:
        return _cut(old, 0, len(old)), _cut(new, 0, len(new))
    front = _shared(old, new)
    back = min(_shared(old[::-1], new[::-1]), len(old) - front, len(new) - front)
    return _cut(old, front, len(old) - back), _cut(new, front, len(new) - back)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    """text[start:end] with context, at most about _LONG characters of it, and marks where something was left out."""
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    if last - first > _LONG:
        last = first + _LONG
    return ("… " if first else "") + text[first:last] + (" …" if last < len(text) else "")
