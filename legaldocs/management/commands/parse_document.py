"""parse_document FILE: what a document file says, read and shown; nothing is stored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.analysis.as_json import reading_to_json
from legaldocs.analysis.reading import read
from legaldocs.management.json_command import BadCall, JsonCommand
from legaldocs.parsing.archive import MAX_FILES, members
from legaldocs.parsing.dossier import read_dossier
from legaldocs.parsing.parsed import SourceText, TrackedChanges, UnreadableDocument
from legaldocs.parsing.reader import MAX_BYTES, read_file
from legaldocs.parsing.repairs import repaired
from legaldocs.parsing.sniff import FileKind, kind_of
from legaldocs.parsing.vocabulary import FILE_ROLE_LABELS, FileRole, Letters


class Command(JsonCommand):
    help = (
        "Đọc một tệp văn bản (docx, doc, pdf, txt, html), hoặc một hồ sơ (tệp .zip hay thư mục gồm dự thảo và các phụ lục), và "
        "cho biết nội dung đã nhận ra; không lưu gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="tệp văn bản, tệp .zip hoặc thư mục của một hồ sơ")
        parser.add_argument(
            "--tracked",
            choices=[choice.value for choice in TrackedChanges],
            default=TrackedChanges.ASK.value,
            help="cách đọc tệp Word còn thay đổi chưa chốt: báo cho biết, đã chấp nhận, hoặc bản gốc",
        )
        parser.add_argument(
            "--letters",
            choices=[choice.value for choice in Letters if choice],
            default=Letters.ASK.value,
            help="cách đọc các đoạn gõ bằng bảng mã cũ: như máy nhận ra (recognised), theo một bảng mã, giữ nguyên (keep)",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        path, tracked, letters = Path(options["file"]), TrackedChanges(options["tracked"]), Letters(options["letters"])
        try:
            files = _files_of(path)
            if files:
                whole, roles = read_dossier(files, tracked, letters)
                source = repaired(whole.source, whole.operations)
            else:
                source, roles = read_file(path, tracked, letters), []
        except UnreadableDocument as error:
            raise BadCall(error.code, error.message) from error
        return reading_to_json(read(source)) | _of_source(source, roles)

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
        for file in answer["files"]:
            write(f"Tệp: {file['name']} ({FILE_ROLE_LABELS[FileRole(file['role'])]})")


def _files_of(path: Path) -> list[tuple[str, bytes]]:
    """(name, bytes) of the files of a dossier, a folder or a .zip; none where the path is a single document."""
    if path.is_dir():
        found = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith((".", "~$")))
        return [(each.name, each.read_bytes()) for each in found[:MAX_FILES]]
    if path.suffix.lower() != ".zip" or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return []
    data = path.read_bytes()
    return members(data) if kind_of(data) is FileKind.ARCHIVE and data.startswith(b"PK") else []


def _of_source(source: SourceText, roles: list[tuple[str, FileRole]]) -> dict[str, Any]:
    """What is known of the file beyond what its text says."""
    found = Counter((each.encoding, each.font) for each in source.legacy)
    sure = {(each.encoding, each.font): each.confidence for each in source.legacy}
    return {
        "files": [{"name": name, "role": role.value} for name, role in roles],
        "ocr_confidence": source.ocr_confidence,
        "letters": [
            {"encoding": encoding, "font": font, "passages": count, "confidence": round(sure[encoding, font], 3)}
            for (encoding, font), count in found.most_common()
        ],
        "comments": list(source.comments),
        "tracked_changes": len(source.tracked_changes),
    }
