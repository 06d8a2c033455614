"""Import documents from JSON lines, spreadsheets, document files or folders of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from legaldocs.importers.rows import ImportRow, RejectedRow
from legaldocs.importers.run import import_paths
from legaldocs.management.json_command import BadCall, JsonCommand
from legaldocs.parsing.parsed import TrackedChanges


class Command(JsonCommand):
    help = "Nhập văn bản từ .jsonl(.gz), .xlsx, .csv, tệp văn bản hoặc thư mục. Chạy lại không làm thay đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ xem trước, không lưu gì.")
        parser.add_argument(
            "--tracked",
            choices=[choice.value for choice in TrackedChanges],
            default=TrackedChanges.ASK.value,
            help="Với tệp còn sửa đổi có theo dõi: nhận (accepted), bỏ (original), hay từ chối và báo lại (ask).",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        missing = [str(path) for path in options["paths"] if not path.exists()]
        if missing:
            raise BadCall("NO_SUCH_FILE", f"Không có tệp hoặc thư mục: {', '.join(missing)}.")
        report = import_paths(
            options["paths"],
            dry_run=options["dry_run"],
            tracked=TrackedChanges(options["tracked"]),
            progress=_bar,
        )
        return asdict(report)

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(
            f"Đã đọc {answer['read']}: thêm {answer['created']}, cập nhật {answer['updated']}, "
            f"không đổi {answer['unchanged']}, không nhập được {len(answer['rejected'])}."
        )
        for row in answer["rejected"]:
            number = f" {row['number']}" if row["number"] else ""
            self.stdout.write(f"  {row['source']}, dòng {row['line']}{number}: {row['reason']}")


def _bar(rows: Iterator[ImportRow | RejectedRow]) -> Iterator[ImportRow | RejectedRow]:
    return iter(tqdm(rows, desc="Nhập văn bản", unit=" văn bản", file=sys.stderr, mininterval=0.5))
