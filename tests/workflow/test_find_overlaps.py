from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from search import indexing
from tests.workflow.test_examination import DRAFT, OLD, stored

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    """(exit code, the object on standard output)."""
    out = StringIO()
    try:
        call_command("find_overlaps", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return int(stop.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "du-thao.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return str(path)


def test_a_file_is_compared_and_answered_as_the_contract_says(draft: str):
    stored(OLD, number="12/2024/QĐ-UBND")
    indexing.rebuild(progress=False)
    code, answer = run(draft, "--on", "2026-03-02", "--body", "tỉnh Thử Nghiệm")
    assert code == 0
    assert answer["on"] == "2026-03-02"
    assert answer["provisions_checked"] == 2
    assert answer["elapsed_ms"] > 0
    first = answer["findings"][0]
    assert first["kind"] == "CONFLICT"
    assert first["path"] == "dieu-1/khoan-1"
    assert first["target_number"] == "12/2024/QĐ-UBND"
    assert first["target_path"] == "dieu-1/khoan-1"
    assert first["target_status"] == "IN_FORCE"
    assert first["differences"] == [{"type": "NUMBER", "draft": "80.000.000 đồng", "target": "60.000.000 đồng"}]
    assert 0 <= first["score"] <= 1
    assert {"draft_quote", "target_quote", "reason"} <= first.keys()
    # Both effect statuses on that day, and the places of both in the order of legal force.
    assert (answer["draft_begins_on"], first["draft_status"]) == ("2026-03-20", "NOT_YET")
    assert answer["draft_rank"] == first["target_rank"] == "văn bản của Ủy ban nhân dân cấp tỉnh"
    assert first["standing"] == "SAME"
    assert all({"code", "path", "message", "number", "legal_source"} <= check.keys() for check in answer["checks"])


def test_a_draft_that_takes_effect_when_signed_is_counted_from_the_day_it_is_to_be_issued(tmp_path):
    stored(OLD, number="12/2024/QĐ-UBND")
    indexing.rebuild(progress=False)
    path = tmp_path / "du-thao.txt"
    for said, day, told in (("kể từ ngày ký", "2026-03-02", True), ("sau 10 ngày kể từ ngày ký", "2026-03-12", False)):
        text = f"Điều 1. Nuôi yến\nNuôi yến trong vùng.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành {said}."
        path.write_text(text, encoding="utf-8")
        _, answer = run(str(path), "--on", "2026-03-02", "--body", "tỉnh Thử Nghiệm")
        assert answer["draft_begins_on"] == day
        assert ("EFFECTIVE_TOO_EARLY" in {check["code"] for check in answer["checks"]}) is told


def test_a_stored_document_is_compared_with_the_law_of_its_day_and_not_with_itself():
    stored(OLD, number="12/2024/QĐ-UBND")
    stored(DRAFT, number="13/2024/QĐ-UBND")
    indexing.rebuild(progress=False)
    code, answer = run("--number", "12/2024/QD-UBND")
    assert code == 0
    assert answer["on"] == "2024-01-02"
    assert {finding["target_number"] for finding in answer["findings"]} == {"13/2024/QĐ-UBND"}


def test_the_limit_cuts_the_findings(draft: str):
    for number in range(3):
        stored(OLD.replace("60.000.000", f"{61 + number}.000.000"))
    indexing.rebuild(progress=False)
    _, answer = run(draft, "--limit", "1", "--on", "2026-03-02")
    assert len(answer["findings"]) == 1
    assert answer["findings_total"] > 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "BAD_ARGUMENTS"),
        (("khong-co.docx",), "NO_SUCH_FILE"),
        (("--number", "99/2024/QĐ-UBND"), "NO_SUCH_DOCUMENT"),
    ],
)
def test_a_wrong_call_ends_with_two_and_says_why(arguments: tuple[str, ...], error: str):
    code, answer = run(*arguments)
    assert code == 2
    assert answer["error"]["code"] == error


def test_an_unreadable_file_is_refused_with_its_reason(tmp_path: Path):
    empty = tmp_path / "trong.docx"
    empty.write_bytes(b"")
    code, answer = run(str(empty))
    assert (code, answer["error"]["code"]) == (2, "EMPTY")


def test_without_an_index_it_says_what_to_do(draft: str):
    code, answer = run(draft)
    assert code != 0
    assert "rebuild_index" in answer["error"]["message"]


def test_people_read_plain_vietnamese(draft: str):
    stored(OLD, number="12/2024/QĐ-UBND")
    indexing.rebuild(progress=False)
    out = StringIO()
    call_command("find_overlaps", draft, "--on", "2026-03-02", stdout=out)
    assert "[Có dấu hiệu mâu thuẫn] Khoản 1 Điều 1" in out.getvalue()
    assert "(chưa rõ thứ bậc so với dự thảo)" in out.getvalue()  # the file has no head


def test_what_the_draft_replaces_is_shown_as_such(tmp_path: Path):
    stored(OLD, number="12/2024/QĐ-UBND", title="Quy định về hỗ trợ nhà ở")
    indexing.rebuild(progress=False)
    path = tmp_path / "du-thao.txt"
    path.write_text(
        f"{DRAFT}Quyết định này thay thế Quyết định số 12/2024/QĐ-UBND ngày 02 tháng 01 năm 2024.\n", "utf-8"
    )
    _, answer = run(str(path), "--on", "2026-03-02")
    assert answer["replaced_by_draft"] == [{"number": "12/2024/QĐ-UBND", "title": "Quy định về hỗ trợ nhà ở"}]
    assert answer["findings"] == []
    out = StringIO()
    call_command("find_overlaps", str(path), "--on", "2026-03-02", stdout=out)
    assert "thay thế toàn bộ 12/2024/QĐ-UBND (Quy định về hỗ trợ nhà ở)" in out.getvalue()
