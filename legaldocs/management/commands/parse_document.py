"""parse_document FILE: what a document file says, read and shown; nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.analysis.as_json import reading_to_json
from legaldocs.analysis.reading import read
from legaldocs.management.json_command import BadCall, JsonCommand
from legaldocs.parsing.parsed import TrackedChanges, UnreadableDocument
from legaldocs.parsing.reader import read_file


class Command(JsonCommand):
    help = "Đọc một tệp văn bản (docx, doc, pdf, txt, html) và cho biết nội dung đã nhận ra; không lưu gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="tệp văn bản cần đọc")
        parser.add_argument(
            "--tracked",
            choices=[choice.value for choice in TrackedChanges],
            default=TrackedChanges.ASK.value,
            help="cách đọc tệp Word còn thay đổi chưa chốt: báo cho biết, đã chấp nhận, hoặc bản gốc",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        try:
            source = read_file(Path(options["file"]), tracked=TrackedChanges(options["tracked"]))
        except UnreadableDocument as error:
            raise BadCall(error.code, error.message) from error
        return reading_to_json(read(source))

    def show(self, answer: dict[str, Any]) -> None:
        write = self.stdout.write
        write(f"Số, ký hiệu:    {answer['number'] or 'chưa rõ'}")
        write(f"Tên gọi:        {answer['title'] or 'chưa rõ'}")
        write(f"Cơ quan:        {answer['issuing_body'] or 'chưa rõ'}")
        write(f"Ngày ban hành:  {answer['issued_on'] or 'chưa rõ'}")
        write(f"Ngày hiệu lực:  {answer['effective_on'] or 'chưa rõ'}")
        write(f"Căn cứ:         {len(answer['legal_bases'])}")
        for basis in answer["legal_bases"]:
            write(f"  - {basis['text']}")
        articles = sum(provision["kind"] == "ARTICLE" for provision in answer["provisions"])
        write(f"Điều khoản:     {len(answer['provisions'])} đơn vị, trong đó {articles} điều")
        write(f"Viện dẫn:       {len(answer['citations'])}")
        write(f"Sửa đổi:        {len(answer['amendments'])}")
        write(f"Làm hết hiệu lực: {', '.join(sorted({e['number'] for e in answer['expires']})) or 'không'}")
        for warning in answer["warnings"]:
            write(self.style.WARNING(f"Lưu ý: {warning['message']} {warning['path']}".rstrip()))
