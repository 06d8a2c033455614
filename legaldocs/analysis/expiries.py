"""Sentences that say which documents lose effect: "Quyết định số ... hết hiệu lực kể từ ngày Quyết định này có hiệu lực"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legaldocs.analysis.targets import Target, Words, targets_in

_ENDS = re.compile(
    r"(?<!\w)(?:hết|chấm dứt|không còn|mất) hiệu lực(?! một phần)(?! của (?:giấy|thẻ|hợp))", re.IGNORECASE
)
_SENTENCE_START = re.compile(r"\n(?![a-zđà-ỹ])|\.(?=\s+[A-ZĐÀ-Ỹ])")
# Conditions and stories, not statements of this document: "Trường hợp Nghị định số ... hết hiệu lực".
_NOT_STATED = re.compile(
    r"^\s*(?:\d{1,3}\.|[a-z]\))?\s*(?:trường hợp|khi|nếu|sau khi|trước khi)(?!\w)"
    r"|(?:cho đến khi|đến khi|trước khi|sau khi|trường hợp|mà|bị|đã|sẽ)(?: \w+){0,3}\s*$",
    re.IGNORECASE,
)
_FROM_THE_DAY = re.compile(r"^\s*(?:(?:\d{1,3}|[a-z])[.)]\s*)?(?:kể )?từ ngày[^,\n]{0,120},", re.IGNORECASE)
_LISTED = re.compile(r"(?:các|những|\d+) [^\n;]{0,120}?(?:sau|sau đây|dưới đây)(?: \([^)]*\))?,?\s*$", re.IGNORECASE)
_LOOK_BACK = 3000


def ends_of_effect(words: Words) -> Iterator[tuple[str, list[Target], bool, str]]:
    """(relation, documents, whether a list of documents follows under it, the words) of each sentence that ends documents.

    Catches: "Nghị định số A và Nghị định số B hết hiệu lực kể từ ngày ..." · "Kể từ ngày ... có hiệu lực, Quyết định số A hết
    hiệu lực" · "Điều 6 của Thông tư số A ... hết hiệu lực" · "Các Quyết định sau đây hết hiệu lực: ...". Does not catch:
    "trường hợp Nghị định số A hết hiệu lực" · "cho đến khi hết hiệu lực" · what document A amended when A ends.
    """
    text = words.text
    previous = 0
    for match in _ENDS.finditer(text):
        start = max(previous, match.start() - _LOOK_BACK)
        for mark in _SENTENCE_START.finditer(text, start, match.start()):
            start = mark.end()
        subject = text[start : match.start()]
        previous = match.end()
        if _NOT_STATED.search(subject):
            continue
        opening = _FROM_THE_DAY.match(subject)
        if opening:
            start += opening.end()
        listed = _LISTED.search(subject) is not None
        targets = targets_in(words, start, match.start())
        line_end = text.find("\n", match.end()) if listed else -1
        if line_end >= 0:
            targets += targets_in(words, line_end, len(text))
        if targets or listed:
            yield "REPEALS", targets, listed, text[start : match.end()].replace("\x00", "")
