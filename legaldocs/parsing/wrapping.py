"""Where a paragraph begins: what tells a wrapped line from a new unit, for sources that only know physical lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNIT = re.compile(
    r"""[“"‘'*_]{0,3}(?:
        (?:Điều|ĐIỀU|Diều)\ +\d+[a-zđ]{0,2}(?:\ *[.:]|$)
      | (?:Chương|CHƯƠNG|Mục|MỤC|Tiểu\ mục|TIỂU\ MỤC|Phần|PHẦN)\ +(?:[IVXLC]+|\d+)(?:[.:\ ]|$)
      | (?:Phụ\ lục|PHỤ\ LỤC)(?:\ +(?:[IVXLC]+|\d+)|$)
      | \d{1,3}[a-zđ]?(?:\.\d{1,3}){0,3}[.)]\ *(?!\d)
      | [a-zđ]\d?\)\ ?
      | [-–—+•*]\ ?(?=\S)
      | (?:Căn\ cứ|Theo\ đề\ nghị|Xét|Nơi\ nhận|QUYẾT\ ĐỊNH|NGHỊ\ QUYẾT)\b
      | (?:TM|KT|TL|TUQ|Q)\. | Số:
    )""",
    re.VERBOSE,
)
#: Specks that recognition of a scan takes for signs ("_ Điều 4.", "' : 5. Nội dung"); dashes and quotes may be real.
_SPECKS = re.compile(r"(?:[_.,:;'`´|~^°¬„ˆ]{1,2} ){1,3}(?=(?:Điều|Chương|Mục) |\d{1,3}\. |[a-zđ]\) )")
_SENTENCE_END = re.compile(r"[.;:!?/][”\"’')*_]{0,3}$")
#: Words that no paragraph ends in: what they announce stands on the next line.
_DANGLING = re.compile(r"(?:^|\s)(?:[Ss]ố:?|ngày|tháng|của|và|hoặc|tại|theo|khoản|điểm|Điều|các|về)$")
_WORD_BREAK = re.compile(r"\w-$")
#: A text whose lines are cut at a set width has many lines near that width that stop in the middle of a sentence.
_WRAPPED_SHARE, _MIN_WIDTH, _MIN_LINES = 0.2, 50, 8
_NEAR_FULL = 0.8


def starts_unit(text: str) -> bool:
    """Does this line open a unit? "Điều 5.", "1.", "a)", "- ", "Chương II", "Căn cứ"; not "Điều 5 của Luật này"."""
    return _UNIT.match(text) is not None


def without_specks(text: str) -> str:
    """The line without the specks of a scan before its number: "_ Điều 4. Tên" -> "Điều 4. Tên"."""
    return _SPECKS.sub("", text, count=1) if _SPECKS.match(text) else text


def ends_sentence(text: str) -> bool:
    """Does this line close a sentence or an item (".", ";", ":", "./.")?"""
    return _SENTENCE_END.search(text.rstrip()) is not None


def join(lines: Sequence[str]) -> str:
    """The lines of a paragraph as one: "QĐ-" + "UBND" without a space, other words with one."""
    pieces: list[str] = []
    for line in map(str.strip, lines):
        if pieces and not (_WORD_BREAK.search(pieces[-1]) and line[:1].isupper()):
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces).strip()


def split_at_breaks(text: str, keep_breaks: bool) -> list[str]:
    """A paragraph's lines at its manual breaks; lines that only go on with the sentence are joined again.

    With `keep_breaks` (centred headings) every break stays.
    """
    pieces: list[list[str]] = []
    for piece in (part.strip() for part in text.split("\n")):
        if not piece:
            continue
        if pieces and not (keep_breaks or starts_unit(piece) or ends_sentence(pieces[-1][-1])):
            pieces[-1].append(piece)
        else:
            pieces.append([piece])
    return [join(lines) for lines in pieces]


def unwrap(lines: Sequence[str]) -> list[str]:
    """Paragraphs from a text that somebody cut at a set width; the same lines when the text is not cut so.

    A line goes on in the next one when it nearly fills the width, or the next begins with a small letter, and the line
    closes no sentence and the next opens no unit; a line that ends in "số" or "ngày" always goes on.
    """
    width = _wrap_width(lines)
    if not width:
        return list(lines)
    paragraphs: list[list[str]] = []
    above = ""
    for line in map(str.strip, lines):
        if _goes_on(above, line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        above = line
    return [join(paragraph) for paragraph in paragraphs]


def _goes_on(above: str, line: str, width: int) -> bool:
    if not above or not line or " | " in above or " | " in line:
        return False
    if _DANGLING.search(above):
        return True
    if ends_sentence(above) or starts_unit(line):
        return False
    return line[:1].islower() or len(above) + len(line.split(" ", 1)[0]) >= _NEAR_FULL * width


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which this text is cut, 0 when it is not."""
    lines = [line for line in lines if line.strip()]
    lengths = sorted(map(len, lines))
    if len(lengths) < _MIN_LINES:
        return 0
    # The longest few may be addresses or table rows; the 95th hundredth is the text's own width.
    width = lengths[int(len(lengths) * 0.95)]
    cut = sum(1 for line in lines if len(line) >= _NEAR_FULL * width and not ends_sentence(line))
    return width if _MIN_WIDTH <= width <= 160 and cut >= _WRAPPED_SHARE * len(lengths) else 0
