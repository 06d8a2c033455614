"""Annex tables of a draft against tables in force: rows of another figure are conflicts, through the doors that people use."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument

from legaldocs.analysis.reading import read
from legaldocs.effects import refresh
from legaldocs.importers.store import store_version
from legaldocs.models import Document, IssuingBody, Level, Role, Territory
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import RelationKind
from search import indexing
from tests.factories import make_appraisal, make_draft, make_relation, make_user
from tests.workflow.test_examination import ON, examined, stored
from tests.workflow.test_find_overlaps import run
from workflow.criteria.context import DraftContext
from workflow.examination import record_findings
from workflow.table_meetings import _tables_at, tables_met

pytestmark = pytest.mark.django_db

HEAD = ("STT", "Loại phí", "Đơn vị tính", "Mức thu (đồng)")
FEES = (
    ("1", "Phí thẩm định hồ sơ công nhận làng nghề", "hồ sơ", "300.000"),
    ("2", "Phí cấp lại biển hiệu làng nghề", "lần", "50.000"),
    ("3", "Phí tham quan nhà trưng bày sản phẩm gốm", "người/lượt", "20.000"),
)
TITLE = "Quy định mức thu phí làng nghề truyền thống"
OF_FEES = f"ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\n\nQUYẾT ĐỊNH\n{TITLE}\n\n"
BODY = "Điều 1. Mức thu\nMức thu phí làng nghề thực hiện theo Phụ lục kèm theo Quyết định này.\n"


def annex(rows: tuple[tuple[str, ...], ...] = FEES, head: tuple[str, ...] = HEAD) -> str:
    lines = (" | ".join(row) for row in (head, *rows))
    return "PHỤ LỤC I\nBIỂU MỨC THU PHÍ LÀNG NGHỀ\n" + "\n".join(lines) + "\n"


def changed(place: int, old: str, new: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.replace(old, new) for cell in row) if at == place else row for at, row in enumerate(FEES))


def word_file(path: Path, rows: tuple[tuple[str, ...], ...], title: str = TITLE) -> str:
    """A draft with a real Word table in its annex."""
    draft = WordDocument()
    for line in ("ỦY BAN NHÂN DÂN", "TỈNH THỬ NGHIỆM", "QUYẾT ĐỊNH", title, *BODY.strip().split("\n")):
        draft.add_paragraph(line)
    draft.add_paragraph("PHỤ LỤC I")
    draft.add_paragraph("BIỂU MỨC THU PHÍ LÀNG NGHỀ")
    table = draft.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    content = BytesIO()
    draft.save(content)
    path.write_bytes(content.getvalue())
    return str(path)


def in_force(text: str = BODY + annex(), title: str = TITLE, **fields: object) -> Document:
    return stored(text, number="12/2024/QĐ-UBND", title=title, **fields)


@pytest.mark.parametrize("title", [TITLE, "Ban hành một số khoản thu trên địa bàn tỉnh"])
def test_a_word_table_with_another_sum_is_a_conflict_that_names_the_row(tmp_path: Path, title: str):
    in_force()
    indexing.rebuild(progress=False)
    draft = word_file(tmp_path / "du-thao.docx", changed(0, "300.000", "350.000"), title)
    code, answer = run(draft, "--on", "2026-03-02", "--body", "tỉnh Thử Nghiệm")
    assert code == 0
    (finding,) = [f for f in answer["findings"] if f["path"].startswith("phu-luc") and f["kind"] != "RELATED"]
    assert (finding["kind"], finding["target_number"]) == ("CONFLICT", "12/2024/QĐ-UBND")
    assert finding["target_path"].startswith("phu-luc")
    row = "Phí thẩm định hồ sơ công nhận làng nghề"
    assert finding["differences"] == [
        {"type": "NUMBER", "draft": f"{row}: 350.000 đồng", "target": f"{row}: 300.000 đồng"}
    ]
    assert finding["draft_quote"] == f"1 | {row} | hồ sơ | 350.000"
    assert finding["target_quote"] == f"1 | {row} | hồ sơ | 300.000"
    assert "350.000 đồng" in finding["reason"] and "còn hiệu lực" in finding["reason"]
    assert "TABLE_DIFFERS" not in {check["code"] for check in answer["checks"]}


def test_it_stands_on_the_desk_beside_the_annex(client: Client):
    in_force()
    text = OF_FEES + BODY + annex(changed(2, "20.000", "25.000"))
    draft, source = make_draft(text=None), source_from_text(text)
    store_version(draft, read(source), source)
    appraisal = make_appraisal(draft)
    record_findings(appraisal, examined(text))
    client.force_login(make_user("", Role.HEAD))
    page = client.get(reverse("appraisal-detail", args=[appraisal.pk])).content.decode()
    assert "Phí tham quan nhà trưng bày sản phẩm gốm: 25.000 đồng" in page
    assert "Phí tham quan nhà trưng bày sản phẩm gốm: 20.000 đồng" in page


def kinds(text: str) -> set[str]:
    found = examined(text).findings
    return {f.kind.value for f in found if f.path.startswith("phu-luc")} - {"RELATED"}


def test_the_same_table_is_a_duplicate_and_figures_in_another_writing_are_the_same():
    in_force()
    assert kinds(OF_FEES + BODY + annex()) == {"DUPLICATE"}
    other_writing = changed(0, "300.000", "ba trăm nghìn đồng")
    assert kinds(OF_FEES + BODY + annex(other_writing)) == {"DUPLICATE"}


def test_a_norm_in_another_column_is_compared_with_its_own_column():
    head = ("TT", "Đường", "Vị trí mặt tiền", "Vị trí trong ngõ")
    rows = (("1", "Đường Bờ Sông Trong", "5.000", "3.000"), ("2", "Đường Đồi Chè Xanh", "4.000", "2.500"))
    title = "Quy định đơn giá thuê gian hàng chợ đêm"
    prices = "PHỤ LỤC\nĐơn vị tính: 1.000 đồng/m2\n"
    in_force(BODY + prices + "\n".join(" | ".join(row) for row in (head, *rows)), title)
    other = (rows[0], ("2", "Đường Đồi Chè Xanh", "4.000", "2.700"))
    draft = f"QUYẾT ĐỊNH\n{title}\n\n" + BODY + prices + "\n".join(" | ".join(row) for row in (head, *other))
    (found,) = [f for f in examined(draft).findings if f.path.startswith("phu-luc")]
    assert [(d.draft, d.target) for d in found.differences] == [
        (
            "Đường Đồi Chè Xanh, Vị trí trong ngõ: 2.700 nghìn đồng/m2",
            "Đường Đồi Chè Xanh, Vị trí trong ngõ: 2.500 nghìn đồng/m2",
        )
    ]


def test_rows_of_few_common_words_prove_no_common_matter():
    rows = (("1", "Người lớn", "lượt", "20.000"), ("2", "Trẻ em", "lượt", "5.000"), ("3", "Đoàn", "lượt", "9.000"))
    in_force(BODY + annex(rows), "Quy định giá vé xe buýt nội tỉnh")
    other = tuple((*row[:3], "7.000") for row in rows)
    assert kinds("QUYẾT ĐỊNH\nQuy định phí thăm hang động\n\n" + BODY + annex(other)) == set()


def test_a_table_that_the_draft_replaces_or_of_another_province_is_no_finding():
    in_force()
    ends = "Điều 2. Hiệu lực\nQuyết định này thay thế Quyết định số 12/2024/QĐ-UBND.\n"
    dearer = annex(changed(0, "300.000", "350.000"))
    assert kinds(OF_FEES + BODY + ends + dearer) == set()
    assert kinds(OF_FEES + BODY + dearer) == {"CONFLICT"}
    other, _ = Territory.objects.get_or_create(name="tỉnh Khác")
    elsewhere = IssuingBody.objects.create(name="Ủy ban nhân dân tỉnh Khác", level=Level.PROVINCE, territory=other)
    found = examined(OF_FEES + BODY + dearer, body=elsewhere, on=ON).findings
    assert not [f for f in found if f.path.startswith("phu-luc") and f.kind == "CONFLICT"]


def test_a_draft_without_tables_asks_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert tables_met(DraftContext(read(source_from_text(BODY)), ON), ()) == []


def test_a_promulgated_schedule_is_laid_beside_the_one_that_it_ended_itself():
    old = in_force()
    head = f"ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nSố: 9/2026/QĐ-UBND\n\nQUYẾT ĐỊNH\n{TITLE}\n\n"
    text = head + BODY + annex(changed(0, "300.000", "350.000"))
    new = stored(text, number="9/2026/QĐ-UBND", title=TITLE, issued_on=ON, effective_on=ON)
    make_relation(new, old, RelationKind.REPEALS)
    refresh([old], "bãi bỏ")
    assert kinds(text) == {"CONFLICT"}


def test_more_places_than_one_question_to_the_database_holds():
    document = in_force()
    table = document.current_version.provisions.get(text__contains="|")
    places = [Q(version=table.version_id, path=table.path) | Q(path=f"phu-luc-{number}") for number in range(1_500)]
    assert [each.path for each in _tables_at(places)] == [table.path]


def test_each_of_many_tables_finds_its_own_among_many():
    names = [f"{kind} {stone}" for kind in ("Lò gốm", "Xưởng mộc", "Bến đò", "Chợ phiên") for stone in "ABCDEFG"]
    fees = {name: [f"Phí {act} {name.lower()}" for act in ("vào cửa", "gửi xe", "thuê gian")] for name in names}

    def price_list(changed_table: int) -> str:
        tables = []
        for number, rows in enumerate(fees.values()):
            cells = [f"{place} | {row} | lượt | {10 * place}.000" for place, row in enumerate(rows, 1)]
            if number == changed_table:
                cells[1] = cells[1].replace("20.000", "70.000")
            tables.append("\n".join([f"PHỤ LỤC {number + 1}", "BIỂU PHÍ", " | ".join(HEAD), *cells]))
        return OF_FEES + BODY + "\n".join(tables)

    stored(price_list(changed_table=-1), title=TITLE)
    found = [f for f in examined(price_list(changed_table=24)).findings if f.kind == "CONFLICT"]
    assert [(f.path, f.target_path) for f in found] == [("phu-luc-25", "phu-luc-25")]
    assert "70.000" in found[0].differences[0].draft
