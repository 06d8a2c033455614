"""Ruled tables of official papers: the header again on every page, short rows in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell

from legaldocs.exports.word_parts import (
    CENTER,
    LEFT_ALIGNED,
    SHORT,
    Span,
    Text,
    fix_columns,
    gap,
    pad,
    paragraphs,
    row_property,
    text_width,
    write,
)

SIZE = 12


def table(
    document: WordDocument, header: Sequence[str], rows: Iterable[Sequence[Text]], widths: Sequence[Length]
) -> Table:
    """A ruled table whose header stands again on every page. `widths` are shares: they are stretched to the margins."""
    made = document.add_table(rows=0, cols=len(header))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    pad(made, Mm(1.2))
    columns = _stretched(widths, text_width(document))
    fix_columns(made, columns)
    _add_row(made, columns, [[Span(name, bold=True)] for name in header], alignment=CENTER, repeat=True)
    for row in rows:
        _add_row(made, columns, row)
    gap(document, Pt(6))
    return made


def merged_row(made: Table, text: str, *, bold: bool = True) -> None:
    """A row of one cell across the table: the title of a group, or a total."""
    cells = made.add_row().cells
    merged = cells[0].merge(cells[-1])
    _cell_text(merged, [Span(text, bold=bold)], LEFT_ALIGNED)
    merged.paragraphs[0].paragraph_format.keep_with_next = not text.startswith("Tổng số")


def add_rows(made: Table, rows: Iterable[Sequence[Text]]) -> None:
    """More rows at the end of a table from `table`."""
    columns = [column.width or Length(0) for column in made.columns]
    for row in rows:
        _add_row(made, columns, row)


def _add_row(
    made: Table,
    columns: Sequence[Length],
    texts: Sequence[Text],
    *,
    alignment: WD_ALIGN_PARAGRAPH | None = None,
    repeat: bool = False,
) -> None:
    row = made.add_row()
    for position, (cell, text, width) in enumerate(zip(row.cells, texts, columns, strict=True)):
        cell.width = width
        # Narrow columns of Vietnamese words tear apart when justified; the running number stands in the middle.
        _cell_text(cell, text, alignment or (CENTER if position == 0 and _is_number(text) else LEFT_ALIGNED))
    if repeat or sum(len(cell.text) for cell in row.cells) < SHORT:
        row_property(row, "w:cantSplit")
    if repeat:
        row_property(row, "w:tblHeader")


def _is_number(text: Text) -> bool:
    return isinstance(text, str) and text.isdecimal()


def _cell_text(cell: _Cell, text: Text, alignment: WD_ALIGN_PARAGRAPH) -> None:
    for position, part in enumerate(paragraphs(text)):
        paragraph = cell.add_paragraph() if position else cell.paragraphs[0]
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
        write(paragraph, part, SIZE)


def _stretched(widths: Sequence[Length], total: Length) -> list[Length]:
    scale = total / sum(widths)
    return [Length(int(width * scale)) for width in widths]
