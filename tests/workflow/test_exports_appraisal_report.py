"""The appraisal report, written and opened again: layout of NĐ 30/2020, words of the law, only what a person confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.factories import make_user
from tests.workflow import papers
from workflow.exports.appraisal_report import write_appraisal_report
from workflow.models import Appraisal, AppraisalState, Conclusion, CriterionAssessment, FindingState, Remark, Verdict
from workflow.statutory_criteria import criteria_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> Appraisal:
    """A concluded dossier that a deputy director has approved."""
    deputy = make_user("pho", last_name="Trần", first_name="Thị Bình", title="Phó Giám đốc")
    dossier = papers.appraisal(
        state=AppraisalState.APPROVED,
        conclusion=Conclusion.ELIGIBLE,
        needs_corrections=True,
        conclusion_reason="Dự thảo đúng thẩm quyền, đúng trình tự, thủ tục.",
        approved_by=deputy,
        report_number="05",
        reported_on=date(2025, 1, 9),
    )
    for criterion in criteria_of(dossier):
        CriterionAssessment.objects.create(
            appraisal=dossier, criterion=criterion.code, verdict=Verdict.MEETS, note=f"Nhận xét {criterion.code}."
        )
    return dossier


def test_the_page_is_laid_out_as_the_decree_wants(approved: Appraisal) -> None:
    paper = papers.opened(write_appraisal_report(approved))
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 20]
    opening = next(p for p in paper.paragraphs if p.text.startswith("Sở Tư pháp nhận được"))
    assert opening.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert opening.paragraph_format.first_line_indent == Mm(12.7)
    assert {run.font.size for run in opening.runs} == {Pt(14)}


def test_every_script_is_times_new_roman(approved: Appraisal) -> None:
    paper = papers.opened(write_appraisal_report(approved))
    for name in ("Normal", "Heading 1", "Header"):
        fonts = paper.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
        assert fonts.get(qn("w:asciiTheme")) is None


def test_the_page_number_stands_on_top_and_not_on_page_one(approved: Appraisal) -> None:
    section = papers.opened(write_appraisal_report(approved)).sections[0]
    assert section.different_first_page_header_footer
    assert 'w:instr="PAGE"' in section.header._element.xml
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" not in section.first_page_header._element.xml


def test_the_head_and_the_foot_name_office_number_and_signer(approved: Appraisal, settings) -> None:
    settings.OFFICE_PROVINCE = "Hà Tĩnh"
    paper = papers.opened(write_appraisal_report(approved))
    left, right = (cell.text for cell in paper.tables[0].rows[0].cells)
    assert left.split("\n")[:2] == ["UBND TỈNH HÀ TĨNH", "SỞ TƯ PHÁP"]
    assert "Số: 05/BC-STP" in left
    assert "DỰ THẢO" not in left
    assert right.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert right.endswith("Hà Tĩnh, ngày 09 tháng 01 năm 2025")
    recipients, signature = (cell.text for cell in paper.tables[-1].rows[0].cells)
    assert recipients.startswith("Nơi nhận:\n- Như trên;")
    assert recipients.endswith("- Lưu: VT, XDPL.")
    assert signature.split("\n")[:2] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert signature.endswith("Trần Thị Bình")


def test_sizes_of_the_head_move_together(approved: Appraisal, settings) -> None:
    settings.OFFICE_PROVINCE = "Hà Tĩnh"
    paper = papers.opened(write_appraisal_report(approved))
    left, right = paper.tables[0].rows[0].cells
    sizes = {p.text: p.runs[0].font.size.pt for cell in (left, right) for p in cell.paragraphs if p.text}
    assert sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == 13
    assert sizes["Độc lập - Tự do - Hạnh phúc"] == 14
    assert sizes["Số: 05/BC-STP"] == 13
    assert sizes["Hà Tĩnh, ngày 09 tháng 01 năm 2025"] == 14
    foot = paper.tables[-1].rows[0].cells[0].paragraphs
    assert [foot[0].runs[0].font.size.pt, foot[1].runs[0].font.size.pt] == [12, 11]
    assert foot[0].runs[0].bold and foot[0].runs[0].italic


def test_it_gives_a_view_on_each_criterion_in_the_order_of_the_law(approved: Appraisal) -> None:
    paper = papers.opened(write_appraisal_report(approved))
    headings = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "I. SỰ CẦN THIẾT BAN HÀNH; ĐỐI TƯỢNG, PHẠM VI ĐIỀU CHỈNH"
    assert headings[-1] == "VII. KẾT LUẬN"
    assert len(headings) == len(criteria_of(approved)) + 1
    text = papers.all_text(paper)
    assert all(f"Nhận xét {criterion.code}." in text for criterion in criteria_of(approved))


def test_it_concludes_in_the_words_of_the_law(approved: Appraisal) -> None:
    text = papers.all_text(papers.opened(write_appraisal_report(approved)))
    assert "Dự thảo Quyết định đủ điều kiện trình Ủy ban nhân dân tỉnh." in text
    assert "chỉnh lý, hoàn thiện dự thảo theo các ý kiến nêu trên trước khi trình" in text
    assert "Thẩm định dự thảo Quyết định quy định mức hỗ trợ" in text
    assert "Kính gửi: Sở Nông nghiệp và Môi trường." in text
    assert "Văn bản số 105/SNNMT-KL ngày 03/01/2025" in text
    assert "hồ sơ đầy đủ nhận ngày 06/01/2025" in text
    assert "Căn cứ Điều 130 Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13" in text


def test_a_draft_that_is_not_eligible_says_why_and_comes_back(approved: Appraisal) -> None:
    approved.conclusion, approved.needs_corrections = Conclusion.NOT_ELIGIBLE, False
    approved.conclusion_reason = "Nội dung Điều 4 trái với văn bản cấp trên."
    text = papers.all_text(papers.opened(write_appraisal_report(approved)))
    assert "Dự thảo Quyết định chưa đủ điều kiện trình Ủy ban nhân dân tỉnh." in text
    assert "Lý do: nội dung Điều 4 trái với văn bản cấp trên." in text
    assert "gửi thẩm định lại" in text


def test_a_report_that_is_not_approved_is_marked_as_a_draft() -> None:
    dossier = papers.appraisal(report_number="99")
    paper = papers.opened(write_appraisal_report(dossier))
    head = paper.tables[0].rows[0].cells[0].text
    assert "Số:         /BC-STP" in head
    assert "DỰ THẢO" in head
    assert "(Chưa kết luận.)" in papers.all_text(paper)
    assert paper.tables[-1].rows[0].cells[1].text.strip() == "GIÁM ĐỐC"


def test_confirmed_findings_stand_with_both_quotes_and_dismissed_ones_do_not(approved: Appraisal) -> None:
    papers.finding(approved)
    papers.finding(
        approved, FindingState.DISMISSED, target=papers.promulgated("77/2019/QĐ-UBND"), draft_quote="Bị bỏ qua"
    )
    papers.finding(approved, FindingState.OPEN, target=papers.promulgated("78/2019/QĐ-UBND"), draft_quote="Còn chờ")
    paper = papers.opened(write_appraisal_report(approved))
    rows = papers.table_after_head(paper, 0)
    assert rows[0] == ["STT", "Điều khoản dự thảo", "Quy định đối chiếu", "Ý kiến thẩm định"]
    assert len(rows) == 2
    assert rows[1][1] == "Khoản 1 Điều 4\n“Mức hỗ trợ là 500.000 đồng mỗi héc-ta mỗi năm cho chủ rừng”"
    assert rows[1][2].startswith(
        "Khoản 2 Điều 5 của Quy định kèm theo Quyết định số 15/2021/QĐ-UBND ngày 01/03/2021 của Ủy ban nhân dân tỉnh "
        "Hà Tĩnh (còn hiệu lực)\n“Mức hỗ trợ là 400.000 đồng"
    )
    assert rows[1][3] == "Có dấu hiệu mâu thuẫn. Cần thống nhất một mức hỗ trợ."
    text = papers.all_text(paper)
    assert "Bị bỏ qua" not in text and "Còn chờ" not in text
    assert "77/2019/QĐ-UBND" not in text


def test_the_words_that_differ_are_bold_and_underlined(approved: Appraisal) -> None:
    papers.finding(approved)
    paper = papers.opened(write_appraisal_report(approved))
    cells = paper.tables[1].rows[1].cells
    marked = ["".join(r.text for p in cell.paragraphs for r in p.runs if r.underline) for cell in cells[1:3]]
    assert marked == ["500.000", "400.000"]


def test_the_header_of_a_table_stands_on_every_page(approved: Appraisal) -> None:
    papers.finding(approved)
    paper = papers.opened(write_appraisal_report(approved))
    assert "w:tblHeader" in paper.tables[1].rows[0]._tr.xml
    assert "w:tblHeader" not in paper.tables[1].rows[1]._tr.xml


def test_remarks_stand_in_a_table_and_withdrawn_ones_do_not(approved: Appraisal) -> None:
    maker = make_user("chuyenvien")
    Remark.objects.create(
        appraisal=approved, path="dieu-2/khoan-1", text="Chưa rõ đối tượng", proposal="Nêu rõ", made_by=maker
    )
    Remark.objects.create(appraisal=approved, path="", text="Đã rút lại", made_by=maker, is_withdrawn=True)
    rows = papers.table_after_head(papers.opened(write_appraisal_report(approved)), 0)
    assert rows == [
        ["STT", "Điều khoản", "Ý kiến", "Đề nghị"],
        ["1", "Khoản 1 Điều 2", "Chưa rõ đối tượng", "Nêu rõ"],
    ]


def test_no_character_that_a_person_or_a_file_brings_breaks_the_paper(approved: Appraisal) -> None:
    approved.conclusion_reason = "Có ký tự lạ \x00\x07\ud800\ufffe và <thẻ> & dấu"
    papers.finding(approved, draft_quote="a\x0b\x1fb", target_quote="a b")
    text = papers.all_text(papers.opened(write_appraisal_report(approved)))
    assert "và <thẻ> & dấu" in text


def test_a_decision_of_the_chair_is_submitted_to_the_chair(approved: Appraisal) -> None:
    approved.document.issued_by = papers.body("Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh")
    approved.regime = "L2025_L87"
    text = papers.all_text(papers.opened(write_appraisal_report(approved)))
    assert "đủ điều kiện trình Chủ tịch Ủy ban nhân dân tỉnh." in text
    assert "số 64/2025/QH15 được sửa đổi, bổ sung bởi Luật số 87/2025/QH15" in text
    assert "Điều 130" not in text  # the article for localities in the new decree was not read: none is cited
