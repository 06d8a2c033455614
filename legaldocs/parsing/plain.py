"""Plain text as a source: one line of text, one `Line`."""

from __future__ import annotations

import re

from legaldocs.parsing.normalize import clean
from legaldocs.parsing.parsed import Line, LineOrigin, SourceText

_MARKDOWN = re.compile(r"^#{1,6} +|\*\*|__(?=\S)(?=[^_])|(?<=[^\s_])__(?!_)|^> +", re.MULTILINE)


def source_from_text(text: str) -> SourceText:
    """The lines of a text, cleaned, markdown marks gone. A line with " | " is a table row; rows that follow each other
    form one table."""
    lines: list[Line] = []
    table = 0
    in_table = False
    for line in clean(_MARKDOWN.sub("", text)).split("\n"):
        is_row = " | " in line or line.startswith("| ") or line.endswith(" |")
        if is_row and not in_table:
            table += 1
        if is_row or line.strip():
            in_table = is_row
        lines.append(Line(line, LineOrigin.TABLE, table) if is_row else Line(line))
    return SourceText(lines=tuple(lines))
