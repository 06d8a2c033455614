"""Writes one official paper to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.management.json_command import BadCall, JsonCommand
from workflow.exports import FORMS, NothingToExport


class Command(JsonCommand):
    help = "Ghi một văn bản, biểu mẫu ra tệp .docx (hoặc .xlsx)."

    def add_arguments(self, parser: CommandParser) -> None:
        names = "; ".join(f"{form.code}: {form.name}" for form in FORMS.values())
        parser.add_argument("form", metavar="FORM", help=names)
        parser.add_argument("id", metavar="ID", help="Mã hồ sơ; với danh mục: kỳ (2019-2023) hoặc mã đợt đã lưu.")
        parser.add_argument("--out", metavar="FILE", required=True, help="Tệp sẽ ghi.")

    def answer(self, **options: Any) -> dict[str, Any]:
        form = FORMS.get(options["form"])
        if form is None:
            raise BadCall("UNKNOWN_FORM", f"Không có biểu mẫu “{options['form']}”.", candidates=sorted(FORMS))
        out = Path(options["out"])
        if not out.parent.is_dir():
            raise BadCall("NO_FOLDER", f"Không có thư mục {out.parent}; hãy tạo trước.")
        try:
            content = form.write(form.find(options["id"]))
        except NothingToExport as problem:
            raise BadCall("NOT_FOUND", str(problem)) from problem
        out.write_bytes(content)
        return {
            "form": form.code,
            "name": form.name,
            "legal_source": form.legal_source,
            "id": options["id"],
            "file": str(out),
            "size": len(content),
        }

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(f"Đã ghi {answer['name']} vào {answer['file']}.")
