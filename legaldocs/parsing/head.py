"""The head of a document taken apart: its cells in order without motto and rules, where its type stands, where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from legaldocs.parsing import marks
from legaldocs.parsing.normalize import fold

_HEAD_LINES = 80
_LONGEST_LINE = 4000  # no head has longer lines; bounds the work on a body without line ends
_MOTTO = re.compile(r"cong hoa xa hoi chu [a-z]{4,6} viet ?nam|doc lap ?[-–.] ?tu do ?[-–.] ?hanh phuc")
_RULES = re.compile(r"[_*=~─—]{2,}|-{3,}|(?<!\S)[*_](?!\S)|\\")
_GAZETTE = re.compile(r"^(?:\d{1,4} )?cong bao/|^\d{1,4}$|^van ban hop nhat -$")
_PREAMBLE = re.compile(
    r"(?:can cu|xet (?:de nghi|to trinh|bao cao)|theo de nghi|thuc hien|de (?:thuc hien|trien khai|tang cuong)"
    r"|tren co so|thi hanh)\b"
)
_NUMBER_BEHIND_BODY = re.compile(r"(?<=[A-ZĐÀ-Ỹ]{2}) (?=(?:(?:Bộ l|L)uật |Nghị quyết |Pháp lệnh )?[sS]ố ?:? ?[\d/])")
TYPE_LINE = re.compile(
    r"(?:thong tu lien tich|thong tu|nghi quyet lien tich|nghi quyet|nghi dinh|quyet dinh|phap lenh|chi thi|bo luat|luat|lenh"
    r"|ke hoach|cong dien|thong bao|to trinh|bao cao|van ban hop nhat|huong dan|chuong trinh|de an)(?![a-z])\d{0,2} ?"
)


@dataclass(slots=True)
class Head:
    """The lines of a head, cells taken apart, motto and rules gone; `type_at` is where the type stands (or -1)."""

    parts: list[str] = field(default_factory=list)
    type_at: int = -1
    type_end: int = 0


def preamble_start(texts: Sequence[str]) -> int:
    """The index of the first line of the preamble ("Căn cứ ..."), or of what follows the title, or 0 without a head."""
    first_article = next((i for i, text in enumerate(texts) if marks.article_mark(text)), len(texts))
    for index, text in enumerate(texts[: min(first_article, _HEAD_LINES * 2)]):
        folded = fold(text[:40]).lstrip("-– ")
        named_before = index > 0 and 0 < type_length(texts[index - 1]) == len(texts[index - 1])
        if _PREAMBLE.match(folded) and (folded.startswith("can cu") or not (text[:12].isupper() or named_before)):
            return index
    for index, text in enumerate(texts[: min(first_article, _HEAD_LINES)]):
        if type_length(text) and (text[:6].isupper() or index == 0):
            return min(index + 2, first_article)
    return 0


def take_apart(texts: Sequence[str], cut_at_units: bool) -> Head:
    head = Head()
    for text in texts[:_HEAD_LINES]:
        if cut_at_units and (marks.article_mark(text) or marks.clause_mark(text)):
            break
        for cell in text[:_LONGEST_LINE].split("|"):
            head.parts.extend(_without_motto(cell))
    top = next((i for i, part in enumerate(head.parts) if _in_capitals(part[: type_length(part)])), -1)
    for index, part in enumerate(head.parts):
        following = head.parts[index + 1] if index + 1 < len(head.parts) else ""
        length = type_length(part)
        if not length and part.isupper() and following[:2].isupper() and type_length(f"{part} {following}") > len(part):
            head.type_at, head.type_end = index, index + 2  # QUYẾT / ĐỊNH on two lines
            head.parts[index : index + 2] = [f"{part} {following}", ""]
            break
        if length and _stands_as_type(part, length, any_case=top < 0, is_first=index == 0):
            head.type_at, head.type_end = index, index + 1
            break
    return head


def _without_motto(cell: str) -> list[str]:
    folded = fold(cell)
    pieces, last = [], 0
    for match in _MOTTO.finditer(folded):
        if match[0][0] == "c" and not cell[match.start() : match.start() + 8].isupper():
            continue  # the country's name in a sentence
        pieces.append(cell[last : match.start()])
        last = match.end()
    pieces.append(cell[last:])
    pieces = [part for piece in pieces for part in _NUMBER_BEHIND_BODY.split(piece)]
    tidy = (" ".join(_RULES.sub(" ", piece).split()).strip(" |-–").lstrip(":;.,„ ") for piece in pieces)
    return [piece for piece in tidy if piece and not _GAZETTE.match(fold(piece[:30]))]


def type_length(part: str) -> int:
    match = TYPE_LINE.match(fold(part[:60]))
    return match.end() if match else 0


def _in_capitals(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return sum(1 for letter in letters if letter.isupper()) > len(letters) * 0.8


def _stands_as_type(part: str, length: int, any_case: bool, is_first: bool) -> bool:
    """A type line: in capitals, before the title or alone; where no line has it so, alone or at the very top in any case."""
    word, rest = part[:length].strip(), part[length:].strip()
    if fold(rest).startswith(("so:", "so ", "nay")) and not (is_first and word.istitle()):
        return False
    return _in_capitals(word) or (any_case and (is_first or (not rest and word[0].isupper())))
