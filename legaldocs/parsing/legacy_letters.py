"""Texts typed in TCVN3, VNI and the like: recognised font by font and passage by passage, then turned into Unicode.

Two witnesses are heard. The font's name (".VnTime", "VNI-Times") says what was meant; the letters say what is there: a file
saved anew often keeps the name over letters that are Unicode already, and a text may have lost the name and kept the letters.
Where they disagree the letters decide. This must come before any cleaning: TCVN3 writes "ư" with the code that Unicode gives
to the soft hyphen.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import viparse

from legaldocs.parsing.normalize import clean, fold
from legaldocs.parsing.parsed import LegacyPassage, Warning_
from legaldocs.parsing.vocabulary import Letters

CODE = "LEGACY_ENCODING"
ENCODINGS = (Letters.TCVN3, Letters.VNI, Letters.VISCII, Letters.VPS)
NAMES = {Letters.TCVN3: "TCVN3 (ABC)", Letters.VNI: "VNI", Letters.VISCII: "VISCII", Letters.VPS: "VPS"}
_SUBSET = re.compile(r"^[A-Z]{6}\+")
#: Fonts of the ABC family that draw small letters as capitals: ".VnTimeH", ".VnArialH".
_CAPITALS = re.compile(r"^\.vn.*h$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|[^\s\d]{0,40}[\u0080-\uffff][^\s\d]{0,40}")  # bounded: a rule of underscores is no word
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…-–—/\\"
#: A syllable without its marks: beginning, vowels, ending.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh?|gi|kh|ph|th|tr|ch|qu|[bcdhklmnprstvx])?(?:uye|uya|oai|oay|uay|uoi|uou|ieu|yeu|oeo|uyu|oao|[aeiouy]{1,2})"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9\u0103\u0111\u0129\u0169\u01a1\u01b0\u0102\u0110\u01a0\u01af]")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_MANY, _FEW, _RARE = 6, 2, 0.02
_SURE, _SURER_THAN = 0.75, 0.25
_MOST_PASSAGES = 400


@dataclass(frozen=True, slots=True)
class _Verdict:
    encoding: Letters
    confidence: float


def encoding_of_font(font: str) -> Letters | None:
    """What the font's name promises: .Vn... is TCVN3, VNI-... is VNI."""
    name = _SUBSET.sub("", font).lower()
    if name.startswith(".vn"):
        return Letters.TCVN3
    return Letters.VNI if name.startswith("vni") else None


@lru_cache(maxsize=4096)
def to_unicode(text: str, encoding: Letters, font: str = "") -> str:
    """The text in Unicode, read in that encoding; in capitals where the font draws them so."""
    converted = viparse.fix(text, encoding=encoding.value)
    return converted.upper() if encoding is Letters.TCVN3 and _CAPITALS.match(_SUBSET.sub("", font)) else converted


def syllable_share(text: str) -> tuple[float, int]:
    """(how many of the words with letters beyond ASCII are Vietnamese syllables, how many such words there are)."""
    words = [word.strip(_EDGES) for word in _WORD.findall(text) if not word.isascii()]
    words = [word for word in words if not word.isascii()]
    good = sum(1 for word in words if _is_syllable(word))
    return (good / len(words) if words else 0.0), len(words)


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    lowered = unicodedata.normalize("NFD", word.lower())
    if sum(letter in _TONES for letter in lowered) > 1:
        return False
    return _SYLLABLE.fullmatch(fold(unicodedata.normalize("NFC", word))) is not None


@lru_cache(maxsize=2048)
def recognise(text: str, named: Letters | None = None) -> _Verdict | None:
    """The old encoding that the letters are of; None where they are Unicode or do not tell. `named` is the font's word."""
    text = unicodedata.normalize("NFC", text)
    if len(_UNICODE_ONLY.findall(text)) > _RARE * len(text.split()):
        return None  # the old encodings have no letters beyond the first 256
    own_share, own_words = syllable_share(text)
    if own_words < (_FEW if named else _MANY):
        # Too little to judge by: the name of the font decides, once there is no Unicode letter.
        return _Verdict(named, 0.5) if named and own_words else None
    if own_share > 1 - _SURER_THAN:
        return None
    candidates = [_Verdict(encoding, _share_in(text, encoding)) for encoding in ENCODINGS]
    best = max(candidates, key=lambda each: (each.confidence, each.encoding is named))
    if best.confidence < _SURE or best.confidence < own_share + _SURER_THAN:
        return None
    return best if _is_vietnamese(to_unicode(text, best.encoding)) else None


def _share_in(text: str, encoding: Letters) -> float:
    """How much of the text comes out as syllables; what the conversion leaves in ASCII alone tells against it."""
    converted = to_unicode(text, encoding)
    share, words = syllable_share(converted)
    return share if words else 0.0


def _is_vietnamese(text: str) -> bool:
    """French or German letters also come out as something; only Vietnamese has its own letters in every fourth word and next
    to no word with f, j, w, z."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    own = sum(1 for word in words if _UNICODE_ONLY.search(word))
    foreign = sum(1 for word in words if set("fjwz") & set(word.lower()))
    return bool(words) and own >= 0.2 * len(words) and foreign <= 0.1 * len(words)


class Recoder:
    """Turns the passages of one file into Unicode and remembers what it turned. Made from all runs: (font, text)."""

    def __init__(self, runs: Iterable[tuple[str, str]], letters: Letters = Letters.ASK) -> None:
        self._letters = letters
        by_font: dict[str, list[str]] = {}
        for font, text in runs:
            if text and not text.isascii():
                by_font.setdefault(font, []).append(text)
        self._fonts = {font: self._verdict_on(font, texts) for font, texts in by_font.items()}
        self.passages: list[LegacyPassage] = []
        self._seen: set[str] = set()

    @staticmethod
    def _verdict_on(font: str, texts: Sequence[str]) -> _Verdict | None:
        named = encoding_of_font(font)
        return recognise(" ".join(texts)[:200_000], named)

    def __call__(self, pieces: Sequence[tuple[str, str]]) -> str:
        """The passage made of these pieces (font, text), in Unicode; pieces of one font belong together."""
        together = _neighbours_joined(pieces)
        before = "".join(text for _, text in together)
        if before.isascii() and not any(_CAPITALS.match(_SUBSET.sub("", font)) for font, _ in together):
            return before
        verdicts = [self._verdict(font, text) for font, text in together]
        if self._letters is Letters.KEEP:
            self._remember(before, before, together, verdicts)
            return before
        after = "".join(
            to_unicode(text, verdict.encoding, font) if verdict else text
            for (font, text), verdict in zip(together, verdicts, strict=True)
        )
        self._remember(before, after, together, verdicts)
        return after

    def text(self, text: str) -> str:
        """A passage whose font is not known."""
        return self([("", text)])

    def _verdict(self, font: str, text: str) -> _Verdict | None:
        verdict = self._fonts.get(font)
        named = encoding_of_font(font)
        if verdict is None and text.isascii() and named:
            verdict = _Verdict(named, 1.0)  # nothing to turn but the capitals of fonts that draw them
        if verdict is None:
            # One passage pasted from an old file among others of the same font.
            verdict = recognise(text, named)
        elif _UNICODE_ONLY.search(text) and syllable_share(text)[0] > _SURE:
            return None  # the font's other passages are old ones, this one is Unicode already
        if verdict is not None and self._letters in ENCODINGS:
            return _Verdict(self._letters, verdict.confidence)
        return verdict

    def _remember(
        self, before: str, after: str, pieces: Sequence[tuple[str, str]], verdicts: Sequence[_Verdict | None]
    ) -> None:
        found = [(font, verdict) for (font, _), verdict in zip(pieces, verdicts, strict=True) if verdict]
        kept = before == after and self._letters is not Letters.KEEP
        if not found or kept or before.isascii() or before in self._seen or len(self.passages) >= _MOST_PASSAGES:
            return
        self._seen.add(before)
        font, verdict = found[0]
        self.passages.append(LegacyPassage(before, clean(after), verdict.encoding.value, font, verdict.confidence))

    @property
    def warnings(self) -> list[Warning_]:
        """One warning for the file: what was recognised, how sure, and whether a person has said so."""
        if not self.passages:
            return []
        confidence = min(passage.confidence for passage in self.passages)
        names = " và ".join(
            NAMES[Letters(code)] for code, _ in Counter(each.encoding for each in self.passages).most_common()
        )
        told = {
            Letters.KEEP: "đã giữ nguyên như trong tệp theo lựa chọn của người gửi",
            Letters.ASK: "đã chuyển sang Unicode. Hãy rà lại vài đoạn trước khi dùng",
        }.get(self._letters, "đã chuyển sang Unicode theo lựa chọn của người gửi")
        return [
            Warning_(
                CODE,
                f"{len(self.passages)} đoạn gõ bằng bảng mã cũ {names} (độ chắc chắn {confidence:.0%}), {told}.",
                confidence=round(confidence, 2),
            )
        ]


def recoded_lines(text: str, letters: Letters) -> tuple[str, Recoder]:
    """(the text in Unicode, what turned it): for sources that name no fonts, line by line."""
    recoder = Recoder([("", text)], letters)
    return "\n".join(map(recoder.text, text.split("\n"))), recoder


def _neighbours_joined(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pieces of one font that follow each other as one: VNI writes a letter and its mark apart, Word may cut between."""
    joined: list[tuple[str, str]] = []
    for font, text in pieces:
        if joined and joined[-1][0] == font:
            joined[-1] = (font, joined[-1][1] + text)
        elif text:
            joined.append((font, text))
    return joined
