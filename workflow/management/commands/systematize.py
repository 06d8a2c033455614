"""The lists of a systematization period, as data and, with --out, as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.management.json_command import BadCall, JsonCommand
from workflow.exports.systematization_lists import SHEETS, write_list
from workflow.exports.systematization_workbook import write_workbook
from workflow.systematization import (
    LIST_NAMES,
    Lists,
    Period,
    UnknownPeriod,
    digest,
    keep_run,
    make_lists,
    period_named,
)


class Command(JsonCommand):
    help = "Lập các danh mục của một kỳ hệ thống hóa văn bản (NĐ 79/2025/NĐ-CP Đ49-53)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", metavar="PERIOD", help="Kỳ hệ thống hóa, ví dụ 2019-2023.")
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="Lập theo tình trạng đến ngày này (YYYY-MM-DD); mặc định và muộn nhất là thời điểm hệ thống hóa.",
        )
        parser.add_argument("--out", metavar="DIR", help="Thư mục ghi Mẫu số 01 đến 04 và tệp Excel.")
        parser.add_argument(
            "--keep", action="store_true", help="Lưu đợt hệ thống hóa này; không thêm thì không lưu gì."
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        try:
            period = period_named(options["period"])
        except UnknownPeriod as problem:
            raise BadCall("UNKNOWN_PERIOD", str(problem)) from problem
        on = min(options["on"] or period.cutoff_on, period.cutoff_on)
        if on < period.start_on:
            raise BadCall("BEFORE_PERIOD", f"Ngày {on:%d/%m/%Y} trước khi kỳ {period.name} bắt đầu.")
        lists = make_lists(period, on)
        run = keep_run(period, lists).pk if options["keep"] else None
        return {
            "period": period.name,
            "cutoff_on": period.cutoff_on,
            "on": on,
            "publish_by": period.publish_by,
            "legal_source": period.legal_source,
            "run": run,
            "digest": digest(lists),
            "lists": lists,
            "counts": {name: len(entries) for name, entries in lists.items()},
            "files": _write_files(Path(options["out"]), period, lists) if options["out"] else [],
        }

    def show(self, answer: dict[str, Any]) -> None:
        day = answer["on"]
        self.stdout.write(f"Hệ thống hóa kỳ {answer['period']}, theo tình trạng đến ngày {day:%d/%m/%Y}:")
        for name, count in answer["counts"].items():
            self.stdout.write(f"  {LIST_NAMES[name]}: {count}")
        for file in answer["files"]:
            self.stdout.write(f"  Đã ghi {file}")
        kept = f"Đã lưu đợt số {answer['run']}." if answer["run"] else "Chưa lưu đợt nào; thêm --keep để lưu."
        self.stdout.write(kept)


def _write_files(folder: Path, period: Period, lists: Lists) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    contents = {f"mau-so-{form}-{period.name}.docx": write_list(period, lists, form) for form in SHEETS}
    contents[f"danh-muc-{period.name}.xlsx"] = write_workbook(period, lists)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in contents]
