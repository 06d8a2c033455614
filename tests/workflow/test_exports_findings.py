"""The findings as a Word table and an Excel workbook: both quotes, what differs, what was decided, what was checked."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from legaldocs.parsing.vocabulary import FindingKind
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding
from tests.workflow.papers import all_text, opened, table_after_head
from workflow.actions import perform
from workflow.models import Appraisal, AppraisalState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def appraisal(cast: Cast) -> Appraisal:
    """A dossier with a decided conflict, an open duplicate, reading advice, and a check."""
    check = {"code": "X", "path": "dieu-1", "message": "Dẫn chiếu điều không có.", "number": "1/2020/NĐ-CP"}
    appraisal = make_appraisal(
        make_draft(cast.department),
        AppraisalState.ASSIGNED,
        assigned_to=cast.specialist,
        examined_at=timezone.now(),
        evidence={"on": "2027-03-15", "checks": [check | {"legal_source": "Điều 5", "severity": "WARNING"}]},
    )
    conflict = make_finding(
        appraisal,
        make_document("12/2024/QĐ-UBND"),
        draft_quote="=Mức thu của mỗi hồ sơ là 10 % giá trị hợp đồng",
        target_quote="Mức thu của mỗi hồ sơ là 15 % giá trị hợp đồng",
        differences=[{"type": "NUMBER", "draft": "10 %", "target": "15 %"}],
    )
    perform(conflict, "confirm", cast.specialist, reason="Khác mức đang áp dụng")
    make_finding(appraisal, make_document("13/2024/QĐ-UBND"), kind=FindingKind.DUPLICATE.value)
    make_finding(appraisal, make_document("14/2024/QĐ-UBND"), kind=FindingKind.RELATED.value)
    return appraisal


def fetched(client: Client, user: object, name: str, appraisal: Appraisal, **asked: str) -> bytes:
    client.force_login(user)  # type: ignore[arg-type]
    response = client.get(reverse(name, args=[appraisal.pk]), asked)
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return response.content


def test_a_title_with_signs_that_no_file_may_hold_is_written_without_them(
    client: Client, cast: Cast, appraisal: Appraisal
):
    draft = appraisal.document
    draft.title = "Quy định mức thu\x0b phí"
    draft.save()
    content = fetched(client, cast.specialist, "appraisal-findings-workbook", appraisal)
    assert "mức thu phí" in openpyxl.load_workbook(BytesIO(content)).active["A1"].value
    assert fetched(client, cast.specialist, "appraisal-findings-table", appraisal)


def test_the_word_table_holds_both_quotes_the_difference_and_the_decision(
    client: Client, cast: Cast, appraisal: Appraisal
) -> None:
    paper = opened(fetched(client, cast.specialist, "appraisal-findings-table", appraisal))
    header, first, second = table_after_head(paper, 0)
    assert header[1:3] == ["Dự thảo", "Quy định đối chiếu"]
    assert "Điều 1" in first[1] and "10 % giá trị" in first[1]
    assert "12/2024/QĐ-UBND" in first[2] and "15 % giá trị" in first[2]
    assert "(còn hiệu lực; cùng bậc với dự thảo)" in first[2]
    assert "Con số: 10 % ↔ 15 %" in first[3]
    assert "Xác nhận: Khác mức đang áp dụng" in first[4]
    assert second[4] == ""  # room to write a decision in
    marked = [run.text for table in paper.tables for cell in table.row_cells(1) for p in cell.paragraphs for run in p.runs
              if run.underline]  # fmt: skip
    assert marked == ["10", "15"]
    text = all_text(paper)
    assert "2 phát hiện: 1 có dấu hiệu mâu thuẫn, 1 trùng lặp; còn 1 chờ xem xét." in text
    assert "Dẫn chiếu điều không có." in text and "14/2024/QĐ-UBND" not in text
    assert "hiệu lực ngày 15/03/2027" in text


def test_the_filter_of_the_desk_holds_for_the_file(client: Client, cast: Cast, appraisal: Appraisal) -> None:
    asked = {"kind": "DUPLICATE"}
    paper = opened(fetched(client, cast.specialist, "appraisal-findings-table", appraisal, **asked))
    assert ["13/2024/QĐ-UBND" in row[2] for row in table_after_head(paper, 0)[1:]] == [True]


def test_the_workbook_can_be_sorted_and_a_quote_is_no_formula(client: Client, cast: Cast, appraisal: Appraisal) -> None:
    content = fetched(client, cast.specialist, "appraisal-findings-workbook", appraisal)
    book = openpyxl.load_workbook(BytesIO(content))
    page = book["Phát hiện"]
    head, *rows = list(page.iter_rows(min_row=3, values_only=True))
    assert [row[head.index("Văn bản đối chiếu")] for row in rows] == [
        f"Quyết định số {number}/2024/QĐ-UBND" for number in (12, 13, 14)
    ]
    quote = head.index("Trích dự thảo")
    assert rows[0][quote].startswith("=Mức thu")
    assert page.cell(4, quote + 1).data_type == "s"
    assert rows[0][head.index("Điểm khác nhau")] == "Con số: 10 % ↔ 15 %"
    assert rows[0][head.index("Ngày ban hành")].strftime("%d/%m/%Y") == "02/01/2024"
    assert rows[0][head.index("Lý do")] == "Khác mức đang áp dụng"
    assert page.auto_filter.ref == "A3:Q6"
    assert book["Kiểm tra tự động"].cell(4, 3).value == "Dẫn chiếu điều không có."


def test_nobody_outside_the_dossier_gets_the_file(client: Client, cast: Cast, appraisal: Appraisal) -> None:
    client.force_login(cast.stranger)
    for name in ("appraisal-findings-table", "appraisal-findings-workbook"):
        assert client.get(reverse(name, args=[appraisal.pk])).status_code == 404
