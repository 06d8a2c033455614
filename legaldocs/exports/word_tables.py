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
    SHORT,
    TABLE_STYLE,
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
    _add_row(made, [[Span(name, bold=True)] for name in header], alignment=CENTER, repeat=True)
    for row in rows:
        _add_row(made, row)
    gap(document, Pt(6))
    return made


def merged_row(made: Table, text: str, *, bold: bool = True) -> None:
    """A row of one cell across the table: the title of a group, or a total."""
    cells = made.add_row().cells
    merged = cells[0].merge(cells[-1])
    _cell_text(merged, [Span(text, bold=bold)])
    merged.paragraphs[0].paragraph_format.keep_with_next = not text.startswith("Tổng số")


def add_rows(made: Table, rows: Iterable[Sequence[Text]]) -> None:
    """More rows at the end of a table from `table`."""
    for row in rows:
        _add_row(made, row)


def _add_row(
    made: Table, texts: Sequence[Text], *, alignment: WD_ALIGN_PARAGRAPH | None = None, repeat: bool = False
) -> None:
    row = made.add_row()
    for position, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        # Narrow columns of Vietnamese words tear apart when justified; the running number stands in the middle.
        _cell_text(cell, text, alignment or (CENTER if position == 0 and _is_number(text) else None))
    if repeat or sum(map(_length, texts)) < SHORT:
        row_property(row, "w:cantSplit")
    if repeat:
        row_property(row, "w:tblHeader")


def _length(text: Text) -> int:
    return len(text) if isinstance(text, str) else sum(len(span.text) for span in text)


def _is_number(text: Text) -> bool:
    return isinstance(text, str) and text.isdecimal()


def _cell_text(cell: _Cell, text: Text, alignment: WD_ALIGN_PARAGRAPH | None = None) -> None:
    for position, part in enumerate(paragraphs(text)):
        paragraph = cell.add_paragraph() if position else cell.paragraphs[0]
        paragraph._p.style = TABLE_STYLE  # by id: looking the style up for each of 20,000 cells takes seconds
        if alignment is not None:
            paragraph.alignment = alignment
        write(paragraph, part)


def _stretched(widths: Sequence[Length], total: Length) -> list[Length]:
    scale = total / sum(widths)
    return [Length(int(width * scale)) for width in widths]
