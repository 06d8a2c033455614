"""Word files put together of pieces and read, for tests."""

from __future__ import annotations

from legaldocs.parsing.parsed import SourceText, TrackedChanges
from legaldocs.parsing.reader import read_bytes
from tests.builders import docx, level

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: The levels of a legal text: Điều 1., 1., a)
LEGAL = (level(0, "decimal", "Điều %1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)"))


def read(*body: str, tracked: TrackedChanges = TrackedChanges.ASK, **parts: str) -> SourceText:
    return read_bytes(docx(*body, parts=parts), "thu.docx", tracked)


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def codes(source: SourceText) -> list[str]:
    return [warning.code for warning in source.warnings]
