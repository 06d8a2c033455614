"""The one way in for files: what it is, whether it is safe, and its text. Nothing but UnreadableDocument gets out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from legaldocs.parsing.legacy_word import to_docx
from legaldocs.parsing.ocr import Shelf
from legaldocs.parsing.parsed import SourceText, TrackedChanges, UnreadableDocument, Warning_
from legaldocs.parsing.pdf import read_pdf
from legaldocs.parsing.sniff import PROMISED, FileKind, ending, kind_of, refuse
from legaldocs.parsing.text_file import read_text
from legaldocs.parsing.vocabulary import Letters
from legaldocs.parsing.web import read_web
from legaldocs.parsing.word import read_word

MEGABYTE = 1024 * 1024
MAX_BYTES = 50 * MEGABYTE
_MARKDOWN_ENDING = ".md"
_CONVERTED = {FileKind.LEGACY_WORD: (".doc", "application/msword"), FileKind.RICH_TEXT: (".rtf", "application/rtf"),
              FileKind.OPEN_DOCUMENT: (".odt", "application/vnd.oasis.opendocument.text")}  # fmt: skip


def read_file(path: Path, tracked: TrackedChanges = TrackedChanges.ASK, letters: Letters = Letters.ASK) -> SourceText:
    """The text of a file. Raises UnreadableDocument and nothing else; a file over MAX_BYTES is refused unread."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = "không phải tệp đọc được" if path.exists() else "không có tệp này"
        raise UnreadableDocument("NOT_FOUND", f"Không mở được tệp «{path.name}»: {reason}.") from error
    return read_bytes(data, path.name, tracked, letters)


def read_bytes(
    data: bytes,
    name: str,
    tracked: TrackedChanges = TrackedChanges.ASK,
    letters: Letters = Letters.ASK,
    shelf: Shelf | None = None,
) -> SourceText:
    """The text of a file's bytes; `name` is only used to notice that it lies. Raises UnreadableDocument and nothing else.

    `tracked` and `letters` are what a person has said of undecided changes and of old encodings; `shelf` keeps what was
    recognised of scanned pages.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(len(data))
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableDocument("EMPTY", "Tệp rỗng, không có nội dung. Hãy kiểm tra lại tệp trước khi tải lên.")
    try:
        kind = kind_of(data)
        source = _read(kind, data, name, Choices(tracked, letters, shelf))
    except UnreadableDocument:
        raise
    # The one place that catches everything: a library's failure on a broken file must not become an error page.
    except (Exception, RecursionError) as error:
        raise UnreadableDocument(
            "CORRUPT",
            "Tệp bị hỏng ở bên trong nên không đọc được. Hãy mở lại bằng Word, lưu thành tệp mới rồi tải lên.",
        ) from error
    if not any(line.text.strip() for line in (*source.lines, *source.original_lines)):
        raise UnreadableDocument(
            "EMPTY",
            "Mở được tệp nhưng không có chữ nào bên trong (có thể chỉ có ảnh). Hãy tải lên tệp có nội dung chữ.",
        )
    return replace(source, warnings=(*_mislabelled(kind, name), *source.warnings))


class Choices(NamedTuple):
    """How the file is to be read, beyond what it says itself."""

    tracked: TrackedChanges
    letters: Letters
    shelf: Shelf | None


def _read(kind: FileKind, data: bytes, name: str, choices: Choices) -> SourceText:
    if kind is FileKind.WORD:
        return read_word(data, choices.tracked, choices.letters)
    if kind in _CONVERTED:
        own_ending, media_type = _CONVERTED[kind]
        source = read_word(_as_docx(data, own_ending, choices.shelf), choices.tracked, choices.letters)
        return replace(source, media_type=media_type)
    if kind is FileKind.TEXT or (kind is FileKind.WEB and ending(name) == _MARKDOWN_ENDING):
        return read_text(data, ending(name) == _MARKDOWN_ENDING, choices.letters)
    if kind is FileKind.PDF:
        return read_pdf(data, choices.letters, choices.shelf)
    if kind is FileKind.WEB:
        return read_web(data, choices.letters)
    raise refuse(kind, name)


def _as_docx(data: bytes, own_ending: str, shelf: Shelf | None) -> bytes:
    """The older format as .docx; LibreOffice takes seconds to start, so what it made is kept where there is a shelf."""
    kept = shelf.get_docx() if shelf else None
    if kept is not None:
        return kept
    made = to_docx(data, own_ending)
    if shelf:
        shelf.put_docx(made)
    return made


def _mislabelled(kind: FileKind, name: str) -> list[Warning_]:
    promised = PROMISED.get(ending(name))
    if promised is None or kind in promised:
        return []
    return [
        Warning_(
            "MISLABELLED",
            f"Tệp mang đuôi {ending(name)} nhưng thực chất là {kind.value}; đã đọc theo đúng loại thật. Nên đổi lại đuôi tệp.",
        )
    ]


def _too_large(size: int) -> UnreadableDocument:
    return UnreadableDocument(
        "TOO_LARGE",
        f"Tệp nặng {size / MEGABYTE:.0f} MB, quá giới hạn {MAX_BYTES // MEGABYTE} MB. Hãy giảm dung lượng ảnh trong tệp hoặc "
        "tách thành nhiều tệp.",
    )
