"""What is said when the index can be neither read nor written: which fault it is, who mends it and how.

Only what no cause outside explains is called a damaged index: too many open files, memory at its end, a full disk or a right
that is missing are told as such, and an index that is whole is not made anew for them.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from search.query import EngineDown, IndexUnavailable

_AS_BEFORE = "Cơ sở dữ liệu và chỉ mục đang dùng vẫn nguyên vẹn; các thay đổi còn chờ sẽ được lập chỉ mục sau."
_INTACT = "Văn bản trong cơ sở dữ liệu vẫn nguyên vẹn."


@dataclass(frozen=True, slots=True)
class Cause:
    """A fault of the machine. `passes`: once it is over, the index answers again as it is."""

    numbers: frozenset[int]
    written: str
    read: str
    passes: bool = False


_CAUSES = (
    Cause(
        frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG}),
        "Hết chỗ trên ổ đĩa chứa thư mục chỉ mục {}. "
        "Người quản trị hãy giải phóng chỗ rồi chạy: python manage.py rebuild_index --if-needed.",
        "Hết chỗ trên ổ đĩa chứa thư mục chỉ mục {} nên chưa mở được chỉ mục. Người quản trị hãy giải phóng chỗ.",
        passes=True,
    ),
    Cause(
        frozenset({errno.EROFS, errno.EACCES, errno.EPERM}),
        "Không ghi được vào thư mục chỉ mục {}: ổ đĩa hoặc thư mục chỉ cho đọc. Người quản trị hãy xem lại quyền ghi.",
        "Không mở được thư mục chỉ mục {}: tài khoản chạy phần mềm thiếu quyền, hoặc ổ đĩa chỉ cho đọc. "
        "Người quản trị hãy xem lại chủ sở hữu và quyền đọc, ghi của thư mục.",
    ),
    Cause(
        frozenset({errno.EMFILE, errno.ENFILE}),
        "Máy chủ đang mở quá nhiều tệp cùng lúc nên chưa ghi được chỉ mục trong {}. "
        "Người quản trị hãy nâng giới hạn số tệp (ulimit -n) hoặc khởi động lại phần mềm.",
        "Máy chủ đang mở quá nhiều tệp cùng lúc nên chưa mở được chỉ mục trong {}. Hãy thử lại sau ít phút; nếu vẫn vậy, "
        "người quản trị hãy nâng giới hạn số tệp (ulimit -n) hoặc khởi động lại phần mềm.",
        passes=True,
    ),
    Cause(
        frozenset({errno.ENOMEM}),
        "Máy chủ hết bộ nhớ nên chưa ghi được chỉ mục trong {}. Người quản trị hãy xem tiến trình nào chiếm bộ nhớ.",
        "Máy chủ hết bộ nhớ nên chưa đọc được chỉ mục trong {}. Hãy thử lại sau ít phút; nếu vẫn vậy, "
        "người quản trị hãy xem tiến trình nào chiếm bộ nhớ.",
        passes=True,
    ),
    Cause(
        frozenset({errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.EREMOTEIO, errno.ENOTCONN}),
        "Ổ đĩa chứa thư mục chỉ mục {} báo lỗi khi ghi. Người quản trị hãy kiểm tra ổ đĩa và kết nối tới nó.",
        "Ổ đĩa chứa thư mục chỉ mục {} báo lỗi khi đọc. Người quản trị hãy kiểm tra ổ đĩa và kết nối tới nó, "
        "rồi chạy: python manage.py rebuild_index",
    ),
)
#: How an engine in Rust passes on the system's number, or the kind of an error that has none.
_NUMBER = re.compile(r"\b(?:code: |os error |Errno )(\d+)")
_KINDS = {"StorageFull": errno.ENOSPC, "FileTooLarge": errno.EFBIG, "ReadOnlyFilesystem": errno.EROFS,
          "PermissionDenied": errno.EACCES, "OutOfMemory": errno.ENOMEM}  # fmt: skip


class IndexNotWritten(Exception):
    """The machine refuses what the index has to write. The message is for people; nothing that counts has changed."""


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turns a fault of the machine into IndexNotWritten; every other error passes as it is."""
    try:
        yield
    except (DatabaseError, IndexNotWritten, IndexUnavailable):  # said already
        raise
    except Exception as error:
        cause = cause_of(error)
        if cause is None:
            raise
        raise IndexNotWritten(f"{_told(cause.written)} {_AS_BEFORE}") from error


def not_readable(cause: Cause) -> IndexUnavailable:
    """What is raised when this keeps the index from being read."""
    kind = EngineDown if cause.passes else IndexUnavailable
    return kind(f"{_told(cause.read)} {_INTACT}")


def cause_of(error: BaseException | None) -> Cause | None:
    """The fault of the machine that the error, or one that it came from, tells of; None where it is another one."""
    while error is not None:
        number = _number_of(error)
        for cause in _CAUSES:
            if number in cause.numbers:
                return cause
        error = error.__cause__ or error.__context__
    return None


def _number_of(error: BaseException) -> int | None:
    if isinstance(error, MemoryError):
        return errno.ENOMEM
    if isinstance(error, OSError):
        return error.errno
    said = str(error)
    if found := _NUMBER.search(said):
        return int(found[1])
    return next((number for kind, number in _KINDS.items() if kind in said), None)


def _told(message: str) -> str:
    return message.format(Path(settings.INDEX_DIR))
