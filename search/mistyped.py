"""What was meant where the keyboard was in the wrong state: Telex keys without their editor, or letters of an old encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from legaldocs.parsing.legacy_letters import ENCODINGS, syllable_share, to_unicode

_WORD = re.compile(r"[^\W\d_]+")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
#: Keys that make one letter, longest first.
_LETTERS = (("dd", "đ"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("ow", "ơ"), ("uw", "ư"))
_SYLLABLE = re.compile(
    r"(?P<onset>ngh?|nh|gh?|gi(?=[aeiouyâăêôơư])|kh|ph|th|tr|ch|qu|[bcdđhklmnprstvx])?"
    r"(?P<vowels>[aeiouyâăêôơư]{1,3})(?P<coda>ng|nh|ch|[cmnpt])?"
)
_MARKED = "âăêôơư"


def meant_by(text: str) -> Iterator[str]:
    """Other readings of the text as it may have been meant, the likelier first; none where it is plain Vietnamese."""
    letters = _from_old_letters(text)
    if letters:
        yield letters
    telex = _WORD.sub(lambda word: _from_telex(word[0]) or word[0], text)
    if telex != text:
        yield telex


def _from_old_letters(text: str) -> str:
    """The text out of TCVN3, VNI or the like, where all of it becomes Vietnamese that was none before."""
    if text.isascii() or syllable_share(text)[0] == 1:
        return ""
    for encoding in ENCODINGS:
        converted = to_unicode(text, encoding)
        share, words = syllable_share(converted)
        if words and share == 1 and converted != text:
            return unicodedata.normalize("NFC", converted)
    return ""


def _from_telex(word: str) -> str:
    """The syllable that these Telex keys make, or "" where they make none or are plain letters."""
    if not word.isascii() or len(word) > 12:
        return ""
    typed = word.lower()
    keys = [(at, key) for at, key in enumerate(typed) if at and key in _TONES]
    options = ["", *dict.fromkeys(key for _, key in reversed(keys))]
    for key in reversed(options):
        bare = typed
        if key:
            at = typed.rindex(key)
            bare = typed[:at] + typed[at + 1 :]
        made = _syllable(_letters(bare), _TONES.get(key, ""))
        if made and made != typed:
            return made
    return ""


def _letters(keys: str) -> str:
    """The keys of letters made into letters, also where the second one comes at the end ("hoacwj", "duowng", "ddinhd")."""
    if keys.startswith("d") and keys.endswith("d") and len(keys) > 2:
        keys = "dd" + keys[1:-1]
    for pair, letter in _LETTERS:
        keys = keys.replace(pair, letter)
    return _with_horns(keys) if "w" in keys else keys.replace("uơ", "ươ")


def _with_horns(keys: str) -> str:
    """A "w" after the vowels marks them: "uo" becomes "ươ", else the last of a, o, u."""
    bare = keys.replace("w", "", 1)
    if "uo" in bare:
        return bare.replace("uo", "ươ", 1)
    places = [at for at, letter in enumerate(bare) if letter in "aou"]
    marks = {"a": "ă", "o": "ơ", "u": "ư"}
    return bare[: places[-1]] + marks[bare[places[-1]]] + bare[places[-1] + 1 :] if places else keys


def _syllable(letters: str, tone: str) -> str:
    """The letters as a Vietnamese syllable with that tone, or ""."""
    match = _SYLLABLE.fullmatch(letters)
    if match is None or (match["coda"] in {"c", "ch", "p", "t"} and tone not in {"\u0301", "\u0323"}):
        return ""
    vowels = match["vowels"]
    at = _place_of_tone(vowels, is_closed=bool(match["coda"]))
    toned = unicodedata.normalize("NFC", vowels[at] + tone)
    return f"{match['onset'] or ''}{vowels[:at]}{toned}{vowels[at + 1 :]}{match['coda'] or ''}"


def _place_of_tone(vowels: str, *, is_closed: bool) -> int:
    """Which vowel bears the tone: the last that has a mark of its own; of two the second before a consonant, else the first;
    of three the middle one."""
    marked = [at for at, letter in enumerate(vowels) if letter in _MARKED]
    if marked:
        return marked[-1]
    return int(len(vowels) == 3 or (len(vowels) == 2 and is_closed))
