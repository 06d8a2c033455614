"""Build the search index anew, or only when it needs it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from legaldocs.management.json_command import BadCall, JsonCommand
from search import indexing
from search.faults import IndexNotWritten
from search.query import EngineDown


class Command(JsonCommand):
    help = "Lập lại chỉ mục tìm kiếm; chỉ mục cũ vẫn phục vụ cho đến khi chỉ mục mới xong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Chỉ lập lại khi chưa có chỉ mục, khác phiên bản hoặc lệch với kho.",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        try:
            built = indexing.rebuild_if_needed() if options["if_needed"] else indexing.rebuild()
        except IndexNotWritten as fault:
            raise BadCall("INDEX_NOT_WRITTEN", str(fault)) from fault
        except EngineDown as fault:
            raise BadCall("ENGINE_DOWN", str(fault)) from fault
        return {
            "documents": built.stamp.documents,
            "provisions": built.stamp.provisions,
            "seconds": round(built.seconds, 3),
            "engine": built.stamp.engine,
            "schema_version": built.stamp.schema_version,
            "rebuilt": built.fresh,
        }

    def show(self, answer: dict[str, Any]) -> None:
        done = "Đã lập chỉ mục" if answer["rebuilt"] else "Chỉ mục vẫn đúng"
        self.stdout.write(
            f"{done}: {answer['documents']} văn bản, {answer['provisions']} điều khoản, "
            f"{answer['seconds']:.1f} giây ({answer['engine']}, phiên bản {answer['schema_version']})."
        )
