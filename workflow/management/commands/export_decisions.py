"""The decisions that people made on findings, as a set of judged pairs to measure with."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.management.json_command import BadCall, JsonCommand
from workflow.relevance import decisions, precision_by_kind


class Command(JsonCommand):
    help = "Xuất các quyết định xác nhận, bỏ qua phát hiện (kèm lý do, hai trích dẫn) để đo độ chính xác."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="ghi vào tệp .jsonl hoặc .csv thay vì in từng quyết định"
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        rows = list(decisions())
        kinds = [
            {
                "kind": k.kind,
                "confirmed": k.confirmed,
                "dismissed": k.dismissed,
                "waiting": k.waiting,
                "percent": k.percent,
            }
            for k in precision_by_kind()
        ]
        answer: dict[str, Any] = {"decisions": len(rows), "by_kind": kinds}
        if options["out"] is None:
            return answer | {"rows": rows}
        _write(options["out"], rows)
        return answer | {"out": str(options["out"])}

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(f"{answer['decisions']} quyết định.")
        for each in answer["by_kind"]:
            share = "chưa có quyết định" if each["percent"] is None else f"{each['percent']} % được xác nhận"
            self.stdout.write(
                f"  {each['kind'].label}: {each['confirmed']} xác nhận, {each['dismissed']} bỏ qua; {share}"
            )


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write whole or not at all: beside the file first, then in its place."""
    if path.suffix not in (".jsonl", ".csv"):
        raise BadCall("BAD_ARGUMENTS", f"Không biết kiểu tệp “{path.name}”: hãy đặt đuôi .jsonl hoặc .csv.")
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as out:
            if path.suffix == ".jsonl":
                out.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
            elif rows:
                table = csv.DictWriter(out, fieldnames=list(rows[0]))
                table.writeheader()
                table.writerows(
                    {**row, "differences": json.dumps(row["differences"], ensure_ascii=False)} for row in rows
                )
        beside.replace(path)
    except OSError as error:
        raise BadCall("CANNOT_WRITE", f"Không ghi được tệp {path}: {error.strerror}.") from error
