"""How the search index stands: what waits, what went wrong, what to do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localtime

from legaldocs.management.json_command import JsonCommand
from search.state import index_state


class Command(JsonCommand):
    help = "Cho biết chỉ mục tìm kiếm đang thế nào: bao nhiêu văn bản còn chờ, lỗi gần nhất, cần làm gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Đọc lại mọi tệp và so với tổng kiểm tra.")

    def answer(self, **options: Any) -> dict[str, Any]:
        state = asdict(index_state(check_files=options["check"]))
        for name in ("waiting_since", "last_failure_at"):
            state[name] = localtime(state[name]).isoformat(timespec="seconds") if state[name] else None
        return state

    def show(self, answer: dict[str, Any]) -> None:
        built = (
            f"{answer['generation'] or 'chưa có'} ({answer['documents']} văn bản, {answer['provisions']} điều khoản)"
        )
        self.stdout.write(f"Chỉ mục: {built}.")
        since = f", từ {answer['waiting_since']}" if answer["waiting_since"] else ""
        self.stdout.write(f"Đang chờ lập chỉ mục: {answer['waiting']} văn bản{since}.")
        if answer["is_being_written"]:
            self.stdout.write("Một tiến trình đang ghi chỉ mục.")
        if answer["last_failure"]:
            self.stdout.write(f"Lần gần nhất bị lỗi ({answer['last_failure_at']}): {answer['last_failure']}")
        self.stdout.write(answer["problem"] or "Không có vấn đề gì.")
