"""What every command for scripts has in common: --json, one object on standard output, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import logging
import sys
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

logger = logging.getLogger(__name__)

DONE, OWN_FAILURE, BAD_CALL = 0, 1, 2


class BadCall(Exception):
    """The call or its input is wrong: nothing that the command could do better. Ends with exit code 2.

    `code` is stable English for scripts, `message` is Vietnamese and says what, where and how to mend it; `details` are
    further keys of the error object, such as the candidates of an ambiguous number.
    """

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class JsonCommand(BaseCommand):
    """A command whose `answer(**options)` returns the JSON object and whose `show(answer)` writes it for people."""

    _has_answered = False

    def answer(self, **options: Any) -> dict[str, Any]:
        raise NotImplementedError("A JsonCommand says what it answers.")

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(as_json(answer, indent=2))

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--json", action="store_true", dest="as_json", help="Chỉ in một đối tượng JSON.")
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except SystemExit as stop:
            # argparse has told a person on standard error what is wrong with the call; a script still gets its object.
            if stop.code == BAD_CALL and not self._has_answered and "--json" in argv:
                message = "Tham số của lệnh không đúng; chạy lệnh với --help để xem cách dùng."
                self.stdout.write(as_json({"error": {"code": "BAD_ARGUMENTS", "message": message}}))
            raise

    def handle(self, *args: Any, **options: Any) -> None:
        wants_json = options.pop("as_json", False)
        self._has_answered = True
        try:
            answer = self.answer(**options)
        except BadCall as error:
            self._refuse(BAD_CALL, error.code, error.message, error.details, wants_json)
        except Exception:
            # The trace is for the log; a script gets one object and the exit code, whatever went wrong.
            logger.exception("%s failed", type(self).__module__)
            message = "Lệnh gặp lỗi ngoài dự kiến; chi tiết đã ghi ở nhật ký (log)."
            self._refuse(OWN_FAILURE, "INTERNAL_ERROR", message, {}, wants_json)
        else:
            self._give(answer, wants_json)

    def _give(self, answer: dict[str, Any], wants_json: bool) -> None:
        if wants_json:
            self.stdout.write(as_json(answer))
        else:
            self.show(answer)

    def _refuse(self, exit_code: int, code: str, message: str, details: dict[str, Any], wants_json: bool) -> None:
        if wants_json:
            self.stdout.write(as_json({"error": {"code": code, "message": message, **details}}))
        else:
            self.stderr.write(self.style.ERROR(message))
            for candidate in details.get("candidates", ()):
                self.stderr.write(f"  - {candidate}")
        sys.exit(exit_code)


def as_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON text: Vietnamese letters as they are, dates as YYYY-MM-DD, codes as their strings."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair from a broken file cannot be printed


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise TypeError(f"Cannot say {type(value).__name__} in JSON")
