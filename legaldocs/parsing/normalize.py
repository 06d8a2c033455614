"""Text made comparable without changing what it says: one Unicode form, plain spaces, folded letters, tone marks."""

from __future__ import annotations

import re
import unicodedata

from legaldocs.parsing.numbers import LOOKALIKES

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ODD_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SPACE_AT_LINE_END = re.compile(" ?\n ?")
_BULLETS = re.compile("[\uf0a7\uf0b7\uf02d\uf0d8\uf0fc\uf076\uf02b]")  # of Symbol and Wingdings
_CYRILLIC_OR_GREEK = re.compile("[\u0370-\u04ff]")
_LATIN_OR_SLASH = re.compile("[A-Za-zĐđ/]")
_ETH = str.maketrans("ÐƉð", "ĐĐđ")


def clean(text: str) -> str:
    """The text in NFC with plain spaces and line ends; letters that only look Vietnamese become what they stand for.

    Blank lines and the order of lines stay. Eth is always a mistyped Đ in Vietnamese; Cyrillic and Greek letters are
    replaced only in words that also hold Latin letters ("TT-BTС"), so that a foreign name stays as it is.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_ETH)
    text = _BULLETS.sub("- ", text)
    text = _SPACE_AT_LINE_END.sub("\n", _ODD_SPACES.sub(" ", text)).strip(" ")
    if _CYRILLIC_OR_GREEK.search(text):
        text = re.sub(r"\S+", _latin_word, text)
    return text


def _latin_word(word: re.Match[str]) -> str:
    if _CYRILLIC_OR_GREEK.search(word[0]) and _LATIN_OR_SLASH.search(word[0]):
        return word[0].translate(LOOKALIKES)
    return word[0]


class _Folding(dict[int, str]):
    """Character -> its bare small letter, always one for one; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = unicodedata.normalize("NFD", letter)[0]
        lowered = bare.lower()
        folded = lowered if len(lowered) == 1 else bare
        self[code] = {"đ": "d", "ð": "d"}.get(folded, folded)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in small letters without marks (Điều -> dieu), of the same length: offsets carry over."""
    return text.translate(_FOLDING)


_OPEN_PAIRS = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_OPEN_PAIR = re.compile(r"(?:(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ]|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])(?![^\W\d_])")


def same_tone_marks(text: str) -> str:
    """The text with tone marks of open oa, oe, uy on the first vowel (hoà -> hòa, uỷ -> ủy), of the same length.

    "quý" keeps its mark (qu is the consonant) and so does "hoàn" (the syllable is closed).
    """
    return _OPEN_PAIR.sub(_moved_mark, text)


def _moved_mark(pair: re.Match[str]) -> str:
    moved = _OPEN_PAIRS[pair[0].lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(pair[0], moved, strict=True))
