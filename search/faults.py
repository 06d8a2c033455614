"""What is said when the index cannot be written: which fault it is, who mends it and how."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

_AS_BEFORE = "Cơ sở dữ liệu và chỉ mục đang dùng vẫn nguyên vẹn; các thay đổi còn chờ sẽ được lập chỉ mục sau."
_FULL = (
    "Hết chỗ trên ổ đĩa chứa thư mục chỉ mục {}. "
    "Người quản trị hãy giải phóng chỗ rồi chạy: python manage.py rebuild_index --if-needed."
)
_READ_ONLY = (
    "Không ghi được vào thư mục chỉ mục {}: ổ đĩa hoặc thư mục chỉ cho đọc. Người quản trị hãy xem lại quyền ghi."
)
#: How faults of the disk are told apart; an engine in Rust passes on the words of the system alone.
_SIGNS = (
    (
        _FULL,
        {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
        ("StorageFull", "No space left", "File too large", "FileTooLarge"),
    ),
    (
        _READ_ONLY,
        {errno.EROFS, errno.EACCES, errno.EPERM},
        ("ReadOnlyFilesystem", "PermissionDenied", "Read-only file system", "Permission denied"),
    ),
)


class IndexNotWritten(Exception):
    """The disk refuses what the index has to write. The message is for people; nothing that counts has changed."""


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turns a fault of the disk into IndexNotWritten; every other error passes as it is."""
    try:
        yield
    except (DatabaseError, IndexNotWritten):
        raise
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        folder = Path(settings.INDEX_DIR)
        raise IndexNotWritten(f"{told.format(folder)} {_AS_BEFORE}") from error


def _told(error: BaseException | None) -> str | None:
    """What the error, or one that it came from, says of the disk."""
    while error is not None:
        for told, numbers, words in _SIGNS:
            if getattr(error, "errno", None) in numbers or any(word in str(error) for word in words):
                return told
        error = error.__cause__ or error.__context__
    return None
