"""Which document a pointer belongs to, by the words right after it: "... của Quy định ban hành kèm theo Quyết định số ..."."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legaldocs.analysis.mentions import ATTACHED_WORDS, DOCUMENT_WORDS, Mention

#: The first path label of a text issued with a document (Quy định, Quy chế ban hành kèm theo).
ATTACHMENT = "kem-theo"


@dataclass(frozen=True, slots=True)
class ShortForm:
    """What a text calls a document after "(sau đây gọi tắt là ...)". `mention` is None for a text issued with this one."""

    name: str
    mention: Mention | None
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A document named after a pointer, up to `end`. `internal` means this very document, `attached` the text issued
    with it."""

    end: int
    mention: Mention | None = None
    internal: bool = False
    attached: bool = False


_LINK = re.compile(r"[ \n]?(?:,? ?(?:của|tại|trong|thuộc|theo|ở)\s)?(?:các )?")
_THIS = re.compile(rf"(?P<what>{DOCUMENT_WORDS}|{ATTACHED_WORDS}|Văn bản)\s(?:kèm theo )?này(?!\w)", re.IGNORECASE)
_ATTACHED = re.compile(rf"(?:{ATTACHED_WORDS})(?!\w)", re.IGNORECASE)
_ISSUED_WITH = re.compile(r"(?:,? ?được )?(?:ban hành )?(?:kèm|cùng)(?: theo)?\s", re.IGNORECASE)
_ISSUED_WITHIN = re.compile(r"(?:ban hành )?kèm(?: theo)?\s", re.IGNORECASE)
# "điểm d khoản 1 Điều 8 Chế độ chứng từ kế toán ban hành kèm theo Quyết định số ...": any name may stand for what is attached.
_OTHER_ATTACHED = re.compile(
    rf"(?!(?:{DOCUMENT_WORDS}|Phụ lục|Mẫu|Điều|Khoản)(?!\w))[A-ZĐÀ-Ỹ][^;.\n\x00\d()“”]{{3,200}}? (?=ban hành kèm theo )"
)
_LONGEST_NAME = 300
_UP_TO_BREAK = re.compile(r"[^;.\n\x00]*")


def anchor_after(
    text: str, end: int, mentions: Sequence[Mention], short_forms: Mapping[str, ShortForm] | None = None
) -> Anchor | None:
    """The document named right after a pointer that ends at `end`, or None where none is.

    Catches: " Nghị định số 34/2016/NĐ-CP" · " của Luật Đất đai" · " Quyết định này" · " của Quy định ban hành kèm theo Quyết
    định số 12/2020/QĐ-UBND" · " ban hành kèm theo Thông tư này" · " Quy chế" where the text has defined it.
    """
    link = _LINK.match(text, end)
    start = link.end() if link else end
    this = _THIS.match(text, start)
    if this:
        return Anchor(this.end(), internal=True, attached=_ATTACHED.match(text, start) is not None)
    short = _short_form_at(text, start, short_forms or {})
    if short and not _mention_at(mentions, start):
        place = start + len(short.name)
        return Anchor(place, short.mention, internal=short.mention is None, attached=short.attached)
    issued_with = _ISSUED_WITH.match(text, start)
    if issued_with:
        return _document_at(text, issued_with.end(), mentions, attached=False)
    if _ATTACHED.match(text, start):
        stop = min(_UP_TO_BREAK.match(text, start).end(), start + _LONGEST_NAME)  # type: ignore[union-attr]
        within = _ISSUED_WITHIN.search(text, start, stop)
        return _document_at(text, within.end(), mentions, attached=True) if within else None
    other = None if _mention_at(mentions, start) else _OTHER_ATTACHED.match(text, start)
    if other and (within := _ISSUED_WITHIN.match(text, other.end())):
        in_annex = "hụ lục" in other.group()  # a form described in an annex of the document itself
        return _document_at(text, within.end(), mentions, attached=not in_annex)
    return _document_at(text, start, mentions, attached=False)


def _document_at(text: str, start: int, mentions: Sequence[Mention], attached: bool) -> Anchor | None:
    this = _THIS.match(text, start)
    if this:
        return Anchor(this.end(), internal=True, attached=attached)
    mention = _mention_at(mentions, start)
    return Anchor(mention.end, mention, attached=attached) if mention else None


def _mention_at(mentions: Sequence[Mention], start: int) -> Mention | None:
    place = bisect_left(mentions, start, key=lambda mention: mention.start)
    return mentions[place] if place < len(mentions) and mentions[place].start <= start + 1 else None


def _short_form_at(text: str, start: int, short_forms: Mapping[str, ShortForm]) -> ShortForm | None:
    for name, short in short_forms.items():
        if text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalnum():
            return short
    return None
