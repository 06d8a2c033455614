"""parse_document on dossiers, old letters and broken files: one JSON object, codes and confidences for scripts."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.builders import docx, paragraph, zipped
from tests.legaldocs.test_dossier import DRAFT
from tests.legaldocs.test_legacy_letters import TEXT, in_font, typed_in

DOSSIER = {
    "PL 2.txt": "Bảng giá\n1. Nhà cấp bốn",
    "PL 1.txt": "PHỤ LỤC I\nDANH MỤC\n1. Cầu",
    "To trinh.txt": "TỜ TRÌNH\nNội dung",
    "Du thao.txt": DRAFT,
}


def parsed(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("parse_document", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def check_dossier(answer: dict[str, Any]) -> None:
    paths = [unit["path"] for unit in answer["provisions"]]
    assert "dieu-2/khoan-2" in paths and paths[-2:] == ["phu-luc-1", "phu-luc-2"]
    assert {file["name"]: file["role"] for file in answer["files"]} == {
        "PL 2.txt": "ANNEX", "PL 1.txt": "ANNEX", "To trinh.txt": "SUBMISSION", "Du thao.txt": "TEXT",
    }  # fmt: skip


def test_a_zip_and_a_folder_are_one_dossier(tmp_path: Path) -> None:
    archive = tmp_path / "ho-so.zip"
    archive.write_bytes(zipped({name: text.encode() for name, text in DOSSIER.items()}))
    check_dossier(parsed(str(archive)))
    folder = tmp_path / "ho-so"
    folder.mkdir()
    for name, text in DOSSIER.items():
        (folder / name).write_text(text, encoding="utf-8")
    check_dossier(parsed(str(folder)))


def test_a_bad_annex_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "ho-so.zip"
    archive.write_bytes(zipped({"Du thao.txt": DRAFT.encode(), "PL 1.docx": b"PK\x03\x04 hong"}))
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("parse_document", str(archive), "--json", stdout=out)
    error = json.loads(out.getvalue())["error"]
    assert stopped.value.code == 2 and error["code"] == "CORRUPT" and "“PL 1.docx”" in error["message"]


def test_old_letters_come_with_encoding_font_and_confidence(tmp_path: Path) -> None:
    file = tmp_path / "cu.docx"
    old = [paragraph(in_font(typed_in(f"{TEXT} Khoản {number}", "tcvn3"), ".VnTime")) for number in range(3)]
    file.write_bytes(docx(paragraph("Điều 1. Phạm vi"), *old))
    answer = parsed(str(file))
    assert [(row["encoding"], row["font"], row["passages"]) for row in answer["letters"]] == [("tcvn3", ".VnTime", 3)]
    assert answer["letters"][0]["confidence"] > 0.9
    warning = next(row for row in answer["warnings"] if row["code"] == "LEGACY_ENCODING")
    assert warning["confidence"] > 0.9
    assert TEXT in str(answer["provisions"])
    assert TEXT not in str(parsed(str(file), "--letters", "keep")["provisions"])
