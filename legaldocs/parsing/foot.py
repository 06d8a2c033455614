"""The foot of a document: who signed, in which capacity, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from legaldocs.parsing import marks
from legaldocs.parsing.normalize import fold

_REACH = 60  # lines of a foot looked at
_LONGEST_LINE = 20_000
_RECIPIENTS = re.compile(r"no?i nhan ?:?")
_NOT_NAMES = re.compile(r"(?:da ky|ky ten|nguoi ky|ngay |so |nhu dieu|luu|cong hoa|doc lap)")
_SIGNED = re.compile(r"[(\[]? ?đã k[ýíy](?!\w)(?: tên)? ?[)\]]?", re.IGNORECASE)
_TITLES = re.compile(r"^(?:(?:GS|PGS|TS|ThS|BS|KS|Thượng tướng|Đại tướng|Trung tướng|Thiếu tướng)\.? ?)+")


@dataclass(frozen=True, slots=True)
class Foot:
    signer: str | None = None
    capacity: str | None = None
    recipients: tuple[str, ...] = ()


def read_foot(texts: Sequence[str]) -> Foot:
    """Signer, capacity and recipients from the lines that follow the last article. Table cells are read column by column."""
    columns: list[str] = []
    recipients: list[str] = []
    receiving = False
    for text in texts[:_REACH]:
        if _opens_another_text(text):
            break
        for cell in (_SIGNED.sub(" ", part).strip(" /") for part in text[:_LONGEST_LINE].split("|")):
            if not cell:
                continue
            match = _RECIPIENTS.match(fold(cell[:14]))
            if match is not None:
                receiving = True
                cell, signed = _split_signature(cell[match.end() :].strip(" :"))
                recipients.extend(_items(cell))
                columns.extend(signed)
            elif receiving and cell[0] in "-–+" and not marks.is_signature(cell):
                cell, signed = _split_signature(cell)
                recipients.extend(_items(cell))
                columns.extend(signed)
            else:
                columns.append(cell)
    signer, capacity = _signature(columns)
    return Foot(signer, capacity, tuple(recipients))


def _opens_another_text(text: str) -> bool:
    """Whether what was attached begins here: its own motto, its kind in capitals, an annex."""
    if marks.names_attached_text(text) or marks.annex_mark(text) is not None:
        return True
    return "cong hoa xa hoi chu" in fold(text[:300]) and not marks.opens_foot(text)


def _split_signature(text: str) -> tuple[str, list[str]]:
    """(recipients, [signature]) of a line in which both columns were joined."""
    match = re.search(
        r"(?<=[\s;.])(?:(?:TM|KT|TL|TUQ|Q) ?\. ?[A-ZĐÀ-Ỹ]{2}|(?:BỘ TRƯỞNG|CHỦ TỊCH|THỦ TƯỚNG|THỐNG ĐỐC)\b)", text
    )
    return (text, []) if match is None else (text[: match.start()].strip(), [text[match.start() :]])


def _items(text: str) -> list[str]:
    parts = re.split(r"(?:^|(?<=[;.]) ?)[-–+] ?", text)
    return [part.strip(" ;.") for part in parts if part.strip(" ;.-–")]


def _signature(columns: Sequence[str]) -> tuple[str | None, str | None]:
    capacity: list[str] = []
    for index, cell in enumerate(columns):
        caps, rest = _caps_prefix(cell)
        if marks.is_signature(cell) or (capacity and caps and not rest):
            capacity.append(caps)
            name = _name(rest)
            if name:
                return name, " ".join(capacity)
        elif capacity and (name := _name(cell)):
            return name, " ".join(capacity)
        elif capacity and index > 12 + len(capacity):
            break
    return None, " ".join(capacity) or None


def _caps_prefix(cell: str) -> tuple[str, str]:
    words = [word for word in cell.split() if word != "/"]
    count = 0
    while count < len(words) and not any(letter.islower() for letter in words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _name(text: str) -> str | None:
    """A person's name at the front of the text: two to five capitalised syllables."""
    text = _TITLES.sub("", text.strip(" ()./*_"))
    if not text or _NOT_NAMES.match(fold(text)):
        return None
    words: list[str] = []
    for word in text.split():
        if not (word[0].isupper() and word.isalpha() and (word[1:].islower() or (words and len(word) == 1))):
            break
        words.append(word)
    return " ".join(words) if 2 <= len(words) <= 5 else None
