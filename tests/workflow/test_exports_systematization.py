"""The statutory lists as Word papers and as a workbook, and the two commands that write papers."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from docx.enum.section import WD_ORIENT

from legaldocs import effects
from legaldocs.models import Relation, SubjectArea
from tests.workflow import papers
from workflow.exports import FORMS
from workflow.exports.systematization_lists import write_list
from workflow.exports.systematization_workbook import write_workbook
from workflow.models import Review, ReviewOutcome, ReviewState, SelfCheck, SystematizationRun
from workflow.systematization import Lists, make_lists, period_named

pytestmark = pytest.mark.django_db
PERIOD = period_named("2019-2023")


@pytest.fixture
def lists() -> Lists:
    """One replaced document, one amended twice, one to be handled and one new document proposed."""
    land, health = SubjectArea.objects.create(name="Đất đai"), SubjectArea.objects.create(name="Y tế")
    new = papers.promulgated(
        "40/2022/QĐ-UBND", issued_on=date(2022, 6, 1), effective_on=date(2022, 6, 11), subject_area=health
    )
    old = papers.promulgated("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1), title="=Quy định cũ")
    amended = papers.promulgated("11/2019/QĐ-UBND", issued_on=date(2019, 2, 2), subject_area=land)
    Relation.objects.create(source=new, kind="REPLACES", target=old)
    for path in ("dieu-5/khoan-2", "phu-luc-1"):
        Relation.objects.create(source=new, kind="REPEALS", target=amended, target_path=path)
    effects.refresh([old, amended], "thử")
    for outcome in (ReviewOutcome.AMEND, ReviewOutcome.ISSUE_NEW):
        Review.objects.create(
            document=amended,
            regime="L2020",
            opened_on=date(2022, 1, 1),
            closed_on=date(2022, 2, 1),
            state=ReviewState.CONCLUDED,
            outcome=outcome,
            outcome_reason=f"Lý do {outcome}",
            handle_by=date(2024, 6, 30),
        )
    return make_lists(PERIOD)


def _rows(lists: Lists, form: str) -> list[list[str]]:
    return papers.table_after_head(papers.opened(write_list(PERIOD, lists, form)), 0)


def test_form_01_has_the_columns_and_groups_of_the_decree(lists: Lists) -> None:
    rows = _rows(lists, "01")
    assert rows[0] == [
        "STT",
        "Tên loại văn bản; cơ quan ban hành",
        "Số, ký hiệu; ngày, tháng, năm ban hành văn bản",
        "Tên gọi của văn bản",
        "Lý do hết hiệu lực, tạm ngưng hiệu lực",
        "Ngày hết hiệu lực, tạm ngưng hiệu lực",
    ]
    assert [row[0] for row in rows[1:]] == [
        "A. VĂN BẢN HẾT HIỆU LỰC, TẠM NGƯNG HIỆU LỰC TOÀN BỘ TRONG KỲ 2019-2023",
        "I. VĂN BẢN HẾT HIỆU LỰC TOÀN BỘ",
        "1",
        "Tổng số: 01 văn bản",
        "II. VĂN BẢN TẠM NGƯNG HIỆU LỰC TOÀN BỘ",
        "Không có văn bản",
    ]
    assert rows[3] == [
        "1",
        "Quyết định\nỦy ban nhân dân tỉnh Hà Tĩnh",
        "10/2019/QĐ-UBND\nngày 01/02/2019",
        "=Quy định cũ",
        "Được thay thế bởi Quyết định số 40/2022/QĐ-UBND ngày 01/06/2022 của Ủy ban nhân dân tỉnh Hà Tĩnh",
        "11/06/2022",
    ]


def test_form_02_gives_each_part_its_row_and_counts_documents(lists: Lists) -> None:
    rows = _rows(lists, "02")
    assert rows[0][2:4] == [
        "Số, ký hiệu; ngày, tháng, năm ban hành; tên gọi của văn bản",
        "Nội dung, quy định hết hiệu lực, tạm ngưng hiệu lực",
    ]
    assert [row[0] for row in rows[3:6]] == ["1", "", "Tổng số: 01 văn bản"]
    assert [row[3] for row in rows[3:5]] == ["Khoản 2 Điều 5", "Phụ lục 1"]


def test_form_03_is_grouped_by_subject_area_and_numbered_through(lists: Lists) -> None:
    rows = _rows(lists, "03")
    assert rows[0][4:] == ["Thời điểm có hiệu lực", "Ghi chú"]
    assert [row[0] for row in rows[1:]] == [
        "I. LĨNH VỰC ĐẤT ĐAI",
        "1",
        "II. LĨNH VỰC Y TẾ",
        "2",
        "Tổng số: 02 văn bản",
    ]
    assert rows[2][5] == "Hết hiệu lực một phần"


def test_form_04_leaves_the_document_columns_of_a_new_document_empty(lists: Lists) -> None:
    rows = _rows(lists, "04")
    assert rows[0][3:] == [
        "Kiến nghị hình thức xử lý văn bản",
        "Nội dung kiến nghị xử lý/Lý do kiến nghị",
        "Cơ quan/ đơn vị chủ trì soạn thảo",
        "Thời hạn phải xử lý",
    ]
    assert rows[1][3:5] == ["Sửa đổi, bổ sung", "Lý do AMEND"] and rows[1][6] == "30/06/2024"
    assert rows[1][2].startswith("11/2019/QĐ-UBND")
    assert rows[2][1:4] == ["", "", "Ban hành văn bản mới"]


def test_the_lists_are_landscape_and_say_which_decision_they_come_with(lists: Lists, settings) -> None:
    settings.OFFICE_PROVINCE = "Hà Tĩnh"
    paper = papers.opened(write_list(PERIOD, lists, "03"))
    section = paper.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    heads = [paragraph.text for paragraph in paper.paragraphs if paragraph.text]
    assert heads[:2] == ["DANH MỤC", "Văn bản quy phạm pháp luật còn hiệu lực trong kỳ hệ thống hóa 2019-2023"]
    assert heads[2].startswith("(Kèm theo Quyết định số") and "Hà Tĩnh" in heads[2]


def test_the_workbook_holds_the_same_rows_and_no_formula(lists: Lists) -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(PERIOD, lists)))
    assert book.sheetnames == ["Mẫu số 01", "Mẫu số 02", "Mẫu số 03", "Mẫu số 04"]
    page = book["Mẫu số 01"]
    assert [cell.value for cell in page[4]] == _rows(lists, "01")[0]
    assert page["D7"].value == "=Quy định cũ" and page["D7"].data_type == "s"
    assert page.freeze_panes == "A5" and page.print_title_rows == "$4:$4"
    assert book["Mẫu số 03"]["A9"].value == "Tổng số: 02 văn bản"


def test_systematize_answers_and_writes_files_only_when_asked(lists: Lists, tmp_path: Path) -> None:
    assert _command("systematize", "2019-2023")["files"] == []
    answer = _command("systematize", "2019-2023", "--out", str(tmp_path / "danh-muc"))
    assert answer["period"] == "2019-2023" and answer["cutoff_on"] == "2023-12-31"
    assert answer["counts"]["expired"] == len(answer["lists"]["expired"]) == 1
    assert answer["run"] is None and not SystematizationRun.objects.exists()
    assert len(answer["files"]) == 5 and all(Path(file).stat().st_size for file in answer["files"])


def test_systematize_keeps_a_run_only_when_told(lists: Lists) -> None:
    answer = _command("systematize", "2019-2023", "--keep")
    run = SystematizationRun.objects.get()
    assert (answer["run"], answer["digest"]) == (run.pk, run.digest)
    assert run.lists == answer["lists"]


def test_systematize_refuses_what_is_no_period() -> None:
    assert _refused("systematize", "2020-2024")["code"] == "UNKNOWN_PERIOD"
    assert _refused("systematize", "2019-2023", "--on", "2018-12-31")["code"] == "BEFORE_PERIOD"


def test_export_form_writes_every_form(lists: Lists, tmp_path: Path) -> None:
    run = _command("systematize", "2019-2023", "--keep")["run"]
    appraisal = papers.appraisal().pk
    identifiers = {
        "appraisal_report": appraisal,
        "findings_table": appraisal,
        "findings_workbook": appraisal,
        "self_check_report": SelfCheck.objects.create(
            document=papers.promulgated("50/2025/QĐ-UBND"), regime="L2025", opened_on=date(2025, 9, 1)
        ).pk,
        "review_form": Review.objects.first().pk,
        "list_01": "2019-2023",
        "list_02": run,
    }
    for code, form in FORMS.items():
        identifier = str(identifiers.get(code, "2019-2023"))
        out = tmp_path / form.file_name(identifier)
        answer = _command("export_form", code, identifier, "--out", str(out))
        assert out.read_bytes()[:2] == b"PK" and answer["size"] == out.stat().st_size


def test_export_form_refuses_what_is_not_there(tmp_path: Path) -> None:
    out = ["--out", str(tmp_path / "x.docx")]
    assert _refused("export_form", "list_99", "1", *out)["code"] == "UNKNOWN_FORM"
    assert _refused("export_form", "appraisal_report", "999", *out)["code"] == "NOT_FOUND"
    assert _refused("export_form", "appraisal_report", "abc", *out)["code"] == "NOT_FOUND"
    assert _refused("export_form", "list_01", "2020-2024", *out)["code"] == "NOT_FOUND"
    assert _refused("export_form", "list_01", "2019-2023", "--out", str(tmp_path / "a/b.docx"))["code"] == "NO_FOLDER"
    assert not (tmp_path / "x.docx").exists()


def _command(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def _refused(*arguments: str) -> dict:
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(*arguments, "--json", stdout=out)
    assert stop.value.code == 2
    return json.loads(out.getvalue())["error"]
