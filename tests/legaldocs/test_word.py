"""Word files: order, tables, automatic numbers, tracked changes and what else hides in the XML."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest

from legaldocs.parsing.parsed import LineOrigin
from legaldocs.parsing.reader import read_bytes, read_file
from tests.builders import cell, decision_docx, docx, paragraph, row, run, table
from tests.legaldocs.word_texts import W, codes, read, texts

# --- Paragraphs ------------------------------------------------------------------------------------------------------


def test_paragraphs_come_in_body_order_with_those_in_content_controls_links_and_fields() -> None:
    source = read(
        "<w:sdt><w:sdtContent>" + paragraph("Điều 1. Trong khung") + "</w:sdtContent></w:sdt>",
        paragraph("Theo ", "<w:hyperlink>" + run("Nghị định số 34") + "</w:hyperlink>", " đã dẫn"),
        paragraph(
            "Trang ",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("7")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
    )
    assert texts(source) == ["Điều 1. Trong khung", "Theo Nghị định số 34 đã dẫn", "Trang 7"]


def test_a_break_splits_where_a_unit_begins_and_joins_where_the_sentence_goes_on() -> None:
    source = read(
        paragraph("Điều 2. Trách nhiệm", "<w:r><w:br/></w:r>", "1. Sở Tư pháp chủ trì"),
        paragraph("thực hiện nhiệm vụ", "<w:r><w:br/></w:r>", "được giao"),
        paragraph("QUYẾT ĐỊNH", "<w:r><w:br/></w:r>", "Về việc thử", properties='<w:jc w:val="center"/>'),
    )
    assert texts(source) == [
        "Điều 2. Trách nhiệm", "1. Sở Tư pháp chủ trì", "thực hiện nhiệm vụ được giao", "QUYẾT ĐỊNH", "Về việc thử",
    ]  # fmt: skip


def test_bold_italic_and_centred_come_from_runs_and_from_styles() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Goc"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Dam"><w:basedOn w:val="Goc"/><w:rPr><w:b/></w:rPr></w:style></w:styles>'
    )
    source = read(
        paragraph("Đậm theo kiểu", properties='<w:pStyle w:val="Dam"/>'),
        paragraph(run("đậm phần lớn chữ", "<w:b/>"), " ít"),
        paragraph(run("x", "<w:b/>"), " phần lớn chữ thường"),
        paragraph(run("không đậm", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="Dam"/>'),
        paragraph(run("Căn cứ Luật;", "<w:i/>")),
        styles=styles,
    )
    assert [line.bold for line in source.lines] == [True, True, False, False, False]
    assert [line.centered for line in source.lines] == [True, False, False, True, False]
    assert source.lines[4].italic


def test_a_table_of_contents_and_hidden_text_are_not_part_of_the_text() -> None:
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="M1"><w:name w:val="toc 1"/></w:style></w:styles>'
    source = read(
        paragraph("Điều 1. Phạm vi 3", properties='<w:pStyle w:val="M1"/>'),
        paragraph("Điều 1. Phạm vi", run(" ẩn", "<w:vanish/>")),
        styles=styles,
    )
    assert texts(source) == ["Điều 1. Phạm vi"]
    assert codes(source) == ["HIDDEN_TEXT"]


def test_text_boxes_are_read_once_although_the_file_holds_them_twice() -> None:
    box = "<w:txbxContent>" + paragraph("HỎA TỐC") + "</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(paragraph("QUYẾT ĐỊNH", drawing))
    assert [(line.text, line.origin) for line in source.lines] == [
        ("QUYẾT ĐỊNH", LineOrigin.BODY), ("HỎA TỐC", LineOrigin.TEXT_BOX),
    ]  # fmt: skip


def test_footnotes_headers_and_comments_are_kept_apart_from_the_body() -> None:
    source = read(
        paragraph("Điều 1. Phạm vi", '<w:r><w:footnoteReference w:id="5"/></w:r>'),
        paragraph("Điều 2. Hiệu lực"),
        footnotes=f'<w:footnotes {W}><w:footnote w:id="5">'
        + paragraph("Điều này được sửa đổi.")
        + "</w:footnote></w:footnotes>",
        header=f"<w:hdr {W}>" + paragraph("DỰ THẢO 2") + paragraph("- 3 -") + "</w:hdr>",
        comments=f'<w:comments {W}><w:comment w:author="Minh">'
        + paragraph("Xem lại câu này")
        + "</w:comment></w:comments>",
    )
    assert [(line.text, line.origin.value) for line in source.lines] == [
        ("Điều 1. Phạm vi", "BODY"),
        ("Điều 2. Hiệu lực", "BODY"),
        ("DỰ THẢO 2", "HEADER"),
        ("[1] Điều này được sửa đổi.", "FOOTNOTE"),
    ]
    assert source.comments == ("Minh: Xem lại câu này",)


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_a_letterhead_is_read_side_by_side() -> None:
    left = cell("UBND TỈNH HÀ TĨNH", "SỞ TƯ PHÁP", "-------", "Số: 12/BC-STP")
    right = cell(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "Hà Tĩnh, ngày 05 tháng 3 năm 2026"
    )
    source = read(table(row(left, right)), paragraph("BÁO CÁO"))
    assert texts(source) == [
        "UBND TỈNH HÀ TĨNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ TƯ PHÁP | Độc lập - Tự do - Hạnh phúc",
        "Số: 12/BC-STP | Hà Tĩnh, ngày 05 tháng 3 năm 2026",
        "BÁO CÁO",
    ]
    assert source.lines[0].origin is LineOrigin.TABLE


def test_the_number_stands_level_with_the_date_when_the_left_side_is_shorter() -> None:
    source = read(
        table(
            row(
                cell("CHÍNH PHỦ", "Số: 7/2025/NĐ-CP"),
                cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", "Hà Nội"),
            )
        )
    )
    assert texts(source)[-1] == "Số: 7/2025/NĐ-CP | Hà Nội"


def test_rows_of_data_are_one_line_each_and_empty_cells_keep_their_place() -> None:
    source = read(
        table(
            row(cell("STT"), cell("Loại nhà"), cell("Đơn giá", properties='<w:gridSpan w:val="2"/>')),
            row(
                cell("1"),
                cell("Nhà tạm", "tường gạch", properties='<w:vMerge w:val="restart"/>'),
                cell("100"),
                cell("200"),
            ),
            row(cell("2"), cell("(bỏ)", properties="<w:vMerge/>"), cell(""), cell("300")),
        ),
        table(row(cell("a"), cell("b"))),
    )
    assert texts(source) == ["STT | Loại nhà | Đơn giá", "1 | Nhà tạm tường gạch | 100 | 200", "2 |  |  | 300", "a | b"]
    assert [line.table for line in source.lines] == [1, 1, 1, 2]


def test_a_frame_around_the_whole_text_is_no_table() -> None:
    source = read(table(row(cell("Điều 1. Phạm vi", "1. Quy định này quy định việc thử.", "2. Không có ngoại lệ."))))
    assert {line.origin for line in source.lines} == {LineOrigin.BODY}
    assert texts(source)[0] == "Điều 1. Phạm vi"


def test_a_table_in_a_cell_is_read_with_its_row() -> None:
    source = read(table(row(cell("1"), cell("Gồm:", table(row(cell("x"), cell("y")))))))
    assert texts(source) == ["1 | Gồm: x | y"]


# --- The whole -------------------------------------------------------------------------------------------------------


def test_what_is_no_text_is_told() -> None:
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="{size}" cy="{size}"/><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/>'
        "</wp:inline></w:drawing></w:r>"
    )
    large, small = picture.format(size=4_000_000), picture.format(size=400_000)
    assert codes(read(paragraph("Bảng giá"), paragraph(large))) == ["PICTURES_NOT_READ"]
    assert codes(read(paragraph("Quốc huy", small))) == []
    assert codes(read(paragraph("Trước"), '<w:altChunk r:id="r9"/>')) == ["EMBEDDED_FILE_NOT_READ"]


def test_words_in_a_compatibility_branch_are_read_once() -> None:
    both = '<mc:Choice Requires="wps"><w:t>Điều 1.</w:t></mc:Choice><mc:Fallback><w:t>Điều 1.</w:t></mc:Fallback>'
    assert texts(read(paragraph(f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>", " Phạm vi"))) == [
        "Điều 1. Phạm vi"
    ]


def test_the_strict_variant_of_the_format_is_read_as_well() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("Điều 1. Phạm vi")))) as usual:
        document = usual.read("word/document.xml")
    usual_name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = document.replace(usual_name, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert texts(read_bytes(docx(files={"word/document.xml": strict}), "a.docx")) == ["Điều 1. Phạm vi"]


def test_old_letters_in_a_word_file_are_made_unicode() -> None:
    # The second line holds "ư", which TCVN3 writes with the code of the soft hyphen.
    lines = [
        "QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký.",
        "Gi¸m ®èc Së T\u00ad ph¸p chÞu tr¸ch nhiÖm thi hµnh quyÕt ®Þnh nµy.",
    ]
    source = read(*[paragraph(line) for line in lines * 5])
    assert texts(source)[:2] == [
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Giám đốc Sở Tư pháp chịu trách nhiệm thi hành quyết định này.",
    ]
    assert codes(source) == ["LEGACY_ENCODING"] and source.original_lines == source.lines


def test_a_hundred_pages_take_no_time_to_speak_of() -> None:
    data = decision_docx(articles=170)  # about 100 pages
    started = time.process_time()
    source = read_bytes(data, "dai.docx")
    assert time.process_time() - started < 10  # 0.15 s on the machine this was written on
    assert len(source.lines) == 170 * 9 + 1


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "articles"),
    [("luat-72-2025-qh15.docx", 54), ("luat-87-2025-qh15.docx", 3), ("lao-cai-du-thao-qd-uy-quyen.docx", 4)],
)
def test_real_files_give_a_letterhead_and_their_articles(corpus: Path, name: str, articles: int) -> None:
    source = read_file(corpus / "files" / name)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in source.lines[0].text and " | " in source.lines[0].text
    found = [line.text for line in source.lines if re.match(r"Điều \d+\.", line.text)]
    assert len(found) == articles and len(set(found)) == articles
    assert source.warnings == ()
