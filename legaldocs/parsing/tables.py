"""Tables as lines of text: one line a row for data, side by side for letterheads and signatures, plain for mere frames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from legaldocs.parsing.parsed import Line, LineOrigin

SEPARATOR = " | "
_RULE = re.compile(r"[\s\-–—_=*~]{3,}")
# What the frames of a Vietnamese official paper hold (NĐ 30/2020 Phụ lục I): national title, recipients, signature.
_LETTERHEAD = re.compile(r"cộng h(?:òa|oà) xã hội chủ nghĩa|độc lập\s*[-–—]\s*tự do|^nơi nhận", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|Q)\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|TỔNG THƯ KÝ|CHỦ NHIỆM)\b)"
)
_NUMBER_LINE = re.compile(r"(?:luật |nghị quyết )?số\s*:", re.IGNORECASE)
_LAYOUT_COLUMNS, _LETTERHEAD_ROWS, _SIGNATURE_ROWS = 3, 10, 4
_FRAME_PARAGRAPHS = 3


@dataclass(slots=True)
class Cell:
    """One cell: its lines in order, nested tables' rows included. `span` counts the columns that it covers."""

    lines: list[Line] = field(default_factory=list)
    span: int = 1

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines if not is_rule(line.text))


def is_rule(text: str) -> bool:
    """Is this only a drawn line ("-------", "———") and no text?"""
    return _RULE.fullmatch(text) is not None


def table_lines(rows: Sequence[Sequence[Cell]], number: int) -> list[Line]:
    """A table's lines, of origin TABLE and numbered `number`, except where a table is only a frame around ordinary text."""
    filled = [row for row in rows if any(cell.lines for cell in row)]
    columns = max((sum(cell.span for cell in row) for row in filled), default=0)
    if columns <= 1:
        return [line for row in filled for cell in row for line in cell.lines]
    layout = _is_layout(filled)
    result: list[Line] = []
    for row in filled:
        if len(row) == 1 and len(row[0].lines) >= _FRAME_PARAGRAPHS:
            result.extend(row[0].lines)
        elif layout and len(row) <= _LAYOUT_COLUMNS:
            result.extend(_side_by_side(row, number))
        else:
            result.append(_data_row(row, number))
    return [line for line in result if line.text]


def _is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    if max(len(row) for row in rows) > _LAYOUT_COLUMNS or len(rows) > _LETTERHEAD_ROWS:
        return False
    texts = [line.text for row in rows for cell in row for line in cell.lines]
    if any(_LETTERHEAD.search(text) for text in texts):
        return True
    return len(rows) <= _SIGNATURE_ROWS and any(_SIGNATURE.match(text) for text in texts)


def _side_by_side(row: Sequence[Cell], number: int) -> list[Line]:
    """The i-th lines of all cells together: "SỞ TƯ PHÁP | Độc lập - Tự do - Hạnh phúc"."""
    columns = [[line for line in cell.lines if not is_rule(line.text)] for cell in row]
    height = max(map(len, columns))
    padded = [_number_last(column, height) for column in columns]
    return [_row([line for line in lines if line], number) for lines in zip_longest(*padded)]


def _number_last(column: list[Line], height: int) -> list[Line | None]:
    """A letterhead's left side with its number ("Số: ...") level with the place and date, as on paper."""
    if column and len(column) < height and _NUMBER_LINE.match(column[-1].text):
        return [*column[:-1], *[None] * (height - len(column)), column[-1]]
    return list(column)


def _data_row(row: Sequence[Cell], number: int) -> Line:
    texts = [cell.text for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    joined = _row([line for cell in row for line in cell.lines], number)
    return replace(joined, text=SEPARATOR.join(texts).strip())


def _row(lines: Sequence[Line], number: int) -> Line:
    return Line(
        SEPARATOR.join(line.text for line in lines),
        LineOrigin.TABLE,
        number,
        bold=bool(lines) and all(line.bold for line in lines),
        centered=bool(lines) and all(line.centered for line in lines),
        italic=bool(lines) and all(line.italic for line in lines),
    )
