"""Older formats (.doc, .rtf, .odt) through LibreOffice, which turns them into .docx in a locked-down run of its own."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from legaldocs.parsing.parsed import UnreadableDocument

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
MEMORY = 3 * 1024**3
LARGEST_RESULT = 512 * 1024**2
_RESULT = "source.docx"


def to_docx(data: bytes, ending: str) -> bytes:
    """The same document as .docx bytes. `ending` (".doc") tells LibreOffice the format.

    Each run has its own profile folder (two runs sharing one would wait for each other), a time limit and a memory limit.
    Raises UnreadableDocument (CONVERTER_MISSING, CONVERTER_FAILED).
    """
    program = next((found for found in map(shutil.which, PROGRAMS) if found), None)
    if program is None:
        raise UnreadableDocument(
            "CONVERTER_MISSING",
            f"Máy chủ chưa cài LibreOffice nên không đọc được tệp {ending}. Hãy mở tệp bằng Word, lưu lại thành .docx rồi tải "
            "lên; hoặc đề nghị quản trị cài gói libreoffice-writer.",
        )
    with tempfile.TemporaryDirectory(prefix="legaldocs-") as folder:
        home = Path(folder)
        source = home / f"source{ending}"
        source.write_bytes(data)
        _run(program, home, source)
        result = home / "out" / _RESULT
        if not result.is_file() or result.stat().st_size == 0:
            raise _failed("LibreOffice không mở được tệp; tệp có thể đã hỏng hoặc có mật khẩu")
        return result.read_bytes()


def _run(program: str, home: Path, source: Path) -> None:
    command = [
        program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(home / "out"), str(source),
    ]  # fmt: skip
    environment = {"HOME": str(home), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(home)}
    # A session of its own, because soffice is a script that starts the real program as its child.
    process = subprocess.Popen(
        command, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=_limit,
    )  # fmt: skip
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _failed(f"việc chuyển đổi quá {SECONDS} giây") from error
    finally:
        _end_group(process)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_RESULT, LARGEST_RESULT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of the run: the group is its own session's, so nothing else is in it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _failed(reason: str) -> UnreadableDocument:
    return UnreadableDocument(
        "CONVERTER_FAILED",
        f"Không chuyển được tệp sang .docx: {reason}. Hãy mở tệp bằng Word, lưu lại thành .docx rồi tải lên.",
    )
