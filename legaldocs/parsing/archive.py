"""Opening a zip-based office file without trusting it: what its directory claims is checked, what it yields is measured."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from legaldocs.parsing.parsed import UnreadableDocument

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 5_000
MAX_TOTAL = 300 * MEGABYTE
MAX_PART = 100 * MEGABYTE
#: Real office XML packs 5 to 40 times; only a part that is also large can do harm.
MAX_RATIO, RATIO_MATTERS_FROM = 200, 5 * MEGABYTE
#: A dossier has some ten papers; an archive of hundreds is something else.
MAX_FILES = 60
_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})
_CHUNK = 64 * 1024
_ZIP_ENCRYPTED = 0x1

CORRUPT_ADVICE = "Hãy mở tệp bằng Word, lưu lại thành .docx mới rồi tải lên lần nữa."


class Package:
    """The parts of a zip file by name. Reading stops as soon as more comes out than is allowed, whatever the headers say."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableDocument(
                "CORRUPT", f"Tệp bị hỏng, không mở được phần nén bên trong. {CORRUPT_ADVICE}"
            ) from error
        self._budget = MAX_TOTAL
        self.ordered_names = tuple(self._zip.namelist())
        self.names = frozenset(self.ordered_names)
        self._refuse_bomb()

    def _refuse_bomb(self) -> None:
        entries = self._zip.infolist()
        swollen = (
            entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
            for entry in entries
        )
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL or any(swollen):
            raise _bomb()
        if any(entry.flag_bits & _ZIP_ENCRYPTED for entry in entries):
            raise UnreadableDocument(
                "ENCRYPTED", "Tệp nén có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại."
            )

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None when there is no such part. Raises UnreadableDocument (ZIP_BOMB, CORRUPT)."""
        if name not in self.names:
            return None
        chunks: list[bytes] = []
        taken = 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    taken += len(chunk)
                    self._budget -= len(chunk)
                    if taken > MAX_PART or self._budget < 0:
                        raise _bomb()
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableDocument("CORRUPT", f"Tệp bị hỏng ở phần «{name}». {CORRUPT_ADVICE}") from error
        return b"".join(chunks)


def members(data: bytes) -> list[tuple[str, bytes]]:
    """(name without folders, bytes) of the files in a .zip, without what systems add to it. Raises UnreadableDocument."""
    package = Package(data)
    names = [name for name in package.ordered_names if not _is_clutter(name)]
    if not names:
        raise UnreadableDocument("EMPTY", "Tệp nén không có tệp nào bên trong. Hãy kiểm tra lại trước khi tải lên.")
    if len(names) > MAX_FILES:
        raise UnreadableDocument(
            "TOO_LARGE",
            f"Tệp nén có {len(names)} tệp, quá giới hạn {MAX_FILES} tệp của một hồ sơ. Hãy chỉ gửi hồ sơ của một dự thảo.",
        )
    return [(_readable_name(name), package.read(name) or b"") for name in names]


def _is_clutter(name: str) -> bool:
    base = name.rsplit("/", 1)[-1]
    return not base or name.startswith("__MACOSX/") or base.startswith((".", "~$")) or base.lower() in _CLUTTER


def _readable_name(name: str) -> str:
    """The name as it was typed: archives made on Windows often hold UTF-8 names without saying so."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    try:
        return base.encode("cp437").decode("utf-8")
    except UnicodeError:
        return base


def _bomb() -> UnreadableDocument:
    return UnreadableDocument(
        "ZIP_BOMB",
        "Tệp nén bung ra lớn bất thường nên bị từ chối để bảo vệ máy chủ. Hãy bỏ bớt ảnh, tệp nhúng rồi lưu lại; "
        "nếu tệp đến từ nguồn lạ, không nên mở.",
    )


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root of an XML part. No entity is expanded and nothing is fetched; raises UnreadableDocument CORRUPT."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("CORRUPT", f"Tệp bị hỏng: phần «{part}» sai cú pháp. {CORRUPT_ADVICE}") from error
    # Office files never carry a DOCTYPE; where there is one, somebody is trying entity expansion.
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise UnreadableDocument(
            "CORRUPT", f"Tệp có khai báo DOCTYPE không được phép ở phần «{part}». {CORRUPT_ADVICE}"
        )
    return root
