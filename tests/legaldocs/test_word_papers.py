"""The builders of official papers: what the decree says of dates, sizes, rules and tables."""

from __future__ import annotations

from datetime import date

import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from legaldocs.exports import word, word_tables
from legaldocs.exports.word_parts import Span


def _headed(**fields: object) -> WordDocument:
    paper = word.new_document()
    defaults = {"superior": "UBND tỉnh Thử Nghiệm", "issuer": "Sở Tư pháp", "number": "Số: 05/BC-STP"}
    word.letterhead(paper, **{**defaults, "place": "Thử Nghiệm", "on": date(2026, 1, 5), **fields})
    return paper


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 1, 5), "Hà Tĩnh, ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 15), "Hà Tĩnh, ngày 15 tháng 02 năm 2026"),
        (date(2026, 3, 9), "Hà Tĩnh, ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "Hà Tĩnh, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_a_zero_stands_before_days_below_ten_and_the_first_two_months(on: date, words: str) -> None:
    assert word.place_and_date("Hà Tĩnh", on) == words


def test_an_open_date_leaves_room_to_write() -> None:
    assert word.place_and_date("Hà Tĩnh", None).startswith("Hà Tĩnh, ngày      tháng")


@pytest.mark.parametrize("sizes", [word.LARGE, word.SMALL])
def test_the_rule_below_the_motto_is_as_long_as_the_motto(sizes: word.Sizes) -> None:
    paper = _headed(sizes=sizes)
    cell = paper.tables[0].rows[0].cells[1]
    (rule,) = [paragraph for paragraph in cell.paragraphs if paragraph._p.find(f".//{qn('w:pBdr')}") is not None]
    layout = rule.paragraph_format
    drawn = cell.width - layout.left_indent - layout.right_indent
    # 12.23 times its size is what bold Times New Roman takes for these words, measured in a rendered page.
    assert drawn / Pt(1) == pytest.approx(12.23 * sizes.motto, rel=0.01)


def test_the_rule_below_the_issuer_is_a_third_to_a_half_of_its_line() -> None:
    cell = _headed().tables[0].rows[0].cells[0]
    (rule,) = [paragraph for paragraph in cell.paragraphs if paragraph._p.find(f".//{qn('w:pBdr')}") is not None]
    drawn = cell.width - rule.paragraph_format.left_indent - rule.paragraph_format.right_indent
    line = Pt(78.2)  # "SỞ TƯ PHÁP" in bold at 13, measured in a rendered page
    assert 1 / 3 < drawn / line < 1 / 2


def test_a_long_issuer_breaks_in_the_middle() -> None:
    cell = _headed(issuer="Sở Nông nghiệp và Môi trường").tables[0].rows[0].cells[0]
    assert [p.text for p in cell.paragraphs][1:3] == ["SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"]


def test_one_addressee_stands_in_a_line_and_several_in_a_list() -> None:
    one, several = word.new_document(), word.new_document()
    word.addressed_to(one, "Sở Tài chính")
    word.addressed_to(several, "Sở Tài chính", "Sở Y tế")
    assert [p.text for p in one.paragraphs if p.text] == ["Kính gửi: Sở Tài chính."]
    assert [p.text for p in several.paragraphs if p.text] == ["Kính gửi:", "- Sở Tài chính;", "- Sở Y tế."]


def test_each_line_of_a_text_is_a_paragraph_and_blank_lines_are_none() -> None:
    paper = word.new_document()
    word.body(paper, "Một\n\n  Hai  \r\nBa\x00")
    assert [p.text for p in paper.paragraphs] == ["Một", "Hai", "Ba"]


def test_columns_are_stretched_to_the_margins_and_long_rows_may_break() -> None:
    paper = word.new_document(landscape=True)
    made = word_tables.table(paper, ["STT", "Nội dung"], [["1", "ngắn"], ["2", "dài " * 400]], [Mm(10), Mm(30)])
    assert sum(column.width for column in made.columns) == pytest.approx(word.text_width(paper), abs=10)
    torn = ["w:cantSplit" not in row._tr.xml for row in made.rows]
    assert torn == [False, False, True]


def test_a_cell_keeps_the_look_of_its_spans() -> None:
    paper = word.new_document()
    made = word_tables.table(paper, ["A"], [[[Span("giống "), Span("khác", bold=True, underline=True)]]], [Mm(10)])
    runs = made.rows[1].cells[0].paragraphs[0].runs
    assert [(run.text, bool(run.bold), bool(run.underline)) for run in runs] == [
        ("giống ", False, False),
        ("khác", True, True),
    ]
    assert paper.styles["TableText"].font.size == Pt(12)
