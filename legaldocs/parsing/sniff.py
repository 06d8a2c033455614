"""What a file really is, told by its content; names lie ("tờ trình.docx" that is a PDF is an everyday case)."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from legaldocs.parsing.archive import Package
from legaldocs.parsing.parsed import UnreadableDocument

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SECTOR, _WORD_MARK, _ENCRYPTED_FLAG = 512, b"\xec\xa5", 0x01
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|table|p|meta)\b", re.IGNORECASE)
#: The upper bytes of the letters that Vietnamese texts use in UTF-16.
_VIETNAMESE_PAGES = bytes((0x00, 0x01, 0x03, 0x1E, 0x20, 0x22))
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"


class FileKind(StrEnum):
    """Kinds of files by content. The values are the words that people read."""

    WORD = "tệp Word (.docx)"
    LEGACY_WORD = "tệp Word đời cũ (.doc)"
    RICH_TEXT = "tệp RTF"
    OPEN_DOCUMENT = "tệp OpenDocument (.odt)"
    PDF = "tệp PDF"
    WEB = "trang web (HTML)"
    TEXT = "văn bản thuần (.txt)"
    SPREADSHEET = "bảng tính Excel"
    SLIDES = "tệp trình chiếu"
    PICTURE = "tệp ảnh"
    ARCHIVE = "tệp nén (zip, rar, 7z)"
    ENCRYPTED_OFFICE = "tệp Office có mật khẩu"
    UNKNOWN = "tệp không rõ loại"


#: What a name's ending promises.
PROMISED: dict[str, frozenset[FileKind]] = {
    ".docx": frozenset({FileKind.WORD}),
    ".docm": frozenset({FileKind.WORD}),
    ".dotx": frozenset({FileKind.WORD}),
    ".doc": frozenset({FileKind.LEGACY_WORD}),
    ".dot": frozenset({FileKind.LEGACY_WORD}),
    ".rtf": frozenset({FileKind.RICH_TEXT}),
    ".odt": frozenset({FileKind.OPEN_DOCUMENT}),
    ".pdf": frozenset({FileKind.PDF}),
    ".html": frozenset({FileKind.WEB, FileKind.TEXT}),
    ".htm": frozenset({FileKind.WEB, FileKind.TEXT}),
    ".txt": frozenset({FileKind.TEXT, FileKind.WEB}),
    ".md": frozenset({FileKind.TEXT, FileKind.WEB}),
}


def ending(name: str) -> str:
    """The name's ending in small letters, with its dot; "" without one."""
    return PurePath(name).suffix.lower()


def kind_of(data: bytes) -> FileKind:
    """What the content is. Raises UnreadableDocument (CORRUPT, ZIP_BOMB, ENCRYPTED) for a broken or dangerous zip."""
    head = data[:_HEAD]
    if head.startswith(_ZIP):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return _ole_kind(data)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return FileKind.RICH_TEXT
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")):
        return FileKind.ARCHIVE
    if head.startswith(_PICTURES) or head[4:12] in (b"ftypheic", b"ftypmif1"):
        return FileKind.PICTURE
    if b'progid="Word.Document"' in head:
        return FileKind.LEGACY_WORD  # Word 2003 XML: LibreOffice reads it like a .doc
    return _text_kind(data)


def _zip_kind(data: bytes) -> FileKind:
    package = Package(data)
    names = package.names
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return FileKind.WORD
    if any(name.startswith("xl/") for name in names):
        return FileKind.SPREADSHEET
    if any(name.startswith("ppt/") for name in names):
        return FileKind.SLIDES
    if "mimetype" in names and (package.read("mimetype") or b"").startswith(b"application/vnd.oasis.opendocument.text"):
        return FileKind.OPEN_DOCUMENT
    return FileKind.WORD if "[Content_Types].xml" in names else FileKind.ARCHIVE


def _ole_kind(data: bytes) -> FileKind:
    """Compound files name their streams in UTF-16 (MS-CFB 2.6.1), which is enough to tell them apart."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return FileKind.ENCRYPTED_OFFICE
    if holds("WordDocument"):
        return FileKind.ENCRYPTED_OFFICE if _is_locked_word(data) else FileKind.LEGACY_WORD
    if holds("Workbook") or holds("Book"):
        return FileKind.SPREADSHEET
    return FileKind.SLIDES if holds("PowerPoint Document") else FileKind.UNKNOWN


def _is_locked_word(data: bytes) -> bool:
    """The flag fEncrypted in the file information block (MS-DOC 2.5.2), which starts a sector with a mark of its own."""
    for start in range(_SECTOR, min(len(data), 4096 * _SECTOR), _SECTOR):
        if data[start : start + 2] == _WORD_MARK:
            return bool(data[start + 11] & _ENCRYPTED_FLAG) if len(data) > start + 11 else False
    return False


def wide_encoding(data: bytes) -> str | None:
    """ "utf-16", "utf-16-le" or "utf-16-be" for text of two bytes a letter, with or without its mark; None for other data."""
    head = data[: _HEAD // 2 * 2]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high and high.count(0) > 0.3 * len(high) and len(high.translate(None, _VIETNAMESE_PAGES)) < 0.02 * len(high):
            return encoding
    return None


def _text_kind(data: bytes) -> FileKind:
    encoding = wide_encoding(data)
    head = data[:_HEAD].decode(encoding, "ignore").encode("utf-8", "ignore") if encoding else data[:_HEAD]
    if len(head.translate(None, _CONTROLS)) < 0.99 * len(head):
        return FileKind.UNKNOWN
    return FileKind.WEB if _HTML.search(head) else FileKind.TEXT


def refuse(kind: FileKind, name: str) -> UnreadableDocument:
    """The refusal for a kind that cannot be read, in words that say what to do instead."""
    if kind is FileKind.ENCRYPTED_OFFICE:
        return UnreadableDocument(
            "ENCRYPTED",
            "Tệp Word có đặt mật khẩu mở tệp nên không đọc được. Trong Word: Tệp > Thông tin > Bảo vệ tài liệu > bỏ mật khẩu, "
            "lưu lại rồi tải lên.",
        )
    promised = PROMISED.get(ending(name))
    if promised and kind is FileKind.UNKNOWN:
        return UnreadableDocument(
            "CORRUPT",
            f"Tệp mang đuôi {ending(name)} nhưng nội dung không phải {_words(promised)}: có thể tệp đã hỏng hoặc tải về chưa "
            "trọn vẹn. Hãy tải lại từ nguồn hoặc lưu lại từ Word.",
        )
    advice = _ADVICE.get(kind, "Hãy chuyển sang .docx, .pdf, .html hoặc .txt rồi tải lên lại.")
    if promised:
        return UnreadableDocument(
            "MISLABELLED", f"Tệp mang đuôi {ending(name)} nhưng thực chất là {kind.value}, không đọc được. {advice}"
        )
    return UnreadableDocument("UNSUPPORTED", f"Không đọc được {kind.value}. {advice}")


_ADVICE = {
    FileKind.PICTURE: "Hãy quét thành PDF, hoặc tốt nhất là tải lên tệp Word gốc.",
    FileKind.ARCHIVE: "Hãy giải nén rồi tải lên từng văn bản bên trong.",
    FileKind.SPREADSHEET: "Danh mục dạng bảng tính thì nhập ở chức năng nhập danh mục; văn bản thì cần tệp Word hoặc PDF.",
}


def _words(kinds: frozenset[FileKind]) -> str:
    return " hay ".join(sorted(kind.value for kind in kinds))
