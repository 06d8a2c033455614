"""Word files: order, tables, automatic numbers, tracked changes and what else hides in the XML."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest

from legaldocs.parsing.parsed import LineOrigin, SourceText, TrackedChanges
from legaldocs.parsing.reader import read_bytes, read_file
from legaldocs.parsing.word_numbering import format_count
from tests.builders import (
    NAMESPACES,
    cell,
    decision_docx,
    deleted,
    docx,
    inserted,
    level,
    numbered,
    numbering,
    paragraph,
    row,
    run,
    table,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(*body: str, tracked: TrackedChanges = TrackedChanges.ASK, **parts: str) -> SourceText:
    return read_bytes(docx(*body, parts=parts), "thu.docx", tracked)


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def codes(source: SourceText) -> list[str]:
    return [warning.code for warning in source.warnings]


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


# --- Automatic numbers -----------------------------------------------------------------------------------------------

LEGAL = (level(0, "decimal", "Điều %1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)"))


def test_articles_clauses_and_points_get_their_numbers_and_restart_below_a_new_article() -> None:
    source = read(
        numbered("Phạm vi", 1), numbered("Một", 1, 1), numbered("Hai", 1, 1), numbered("điểm", 1, 2), numbered("điểm", 1, 2),
        numbered("Hiệu lực", 1), numbered("Lại một", 1, 1), numbered("điểm", 1, 2), numbering=numbering(*LEGAL),
    )  # fmt: skip
    assert texts(source) == [
        "Điều 1. Phạm vi", "1. Một", "2. Hai", "a) điểm", "b) điểm", "Điều 2. Hiệu lực", "1. Lại một", "a) điểm",
    ]  # fmt: skip
    assert codes(source) == []


def test_several_levels_in_one_label_and_a_level_that_never_restarts() -> None:
    levels = (
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
        level(2, "decimalZero", "%3", '<w:lvlRestart w:val="0"/>'),
    )
    source = read(
        numbered("A", 1), numbered("B", 1), numbered("x", 1, 1), numbered("q", 1, 2), numbered("C", 1), numbered("y", 1, 1),
        numbered("r", 1, 2), numbering=numbering(*levels),
    )  # fmt: skip
    assert texts(source) == ["I. A", "II. B", "2.1. x", "01 q", "III. C", "3.1. y", "02 r"]


def test_two_lists_share_the_count_of_their_pattern_unless_one_starts_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
        "</w:num>"
    )
    source = read(
        numbered("a", 1), numbered("b", 2), numbered("c", 3), numbered("d", 3),
        numbering=numbering(level(0, "decimal", "%1."), nums=nums),
    )  # fmt: skip
    assert texts(source) == ["1. a", "2. b", "5. c", "6. d"]


def test_numbering_that_comes_from_a_style_and_a_paragraph_that_switches_it_off() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Khoan"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Khoan"/></w:style></w:styles>'
    )
    source = read(
        paragraph("một", properties='<w:pStyle w:val="Con"/>'),
        paragraph("không số", properties='<w:pStyle w:val="Con"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph("hai", properties='<w:pStyle w:val="Khoan"/>'),
        styles=styles,
        numbering=numbering(level(0, "decimal", "%1.", '<w:pStyle w:val="Khoan"/>')),
    )
    assert texts(source) == ["1. một", "không số", "2. hai"]


def test_bullets_become_dashes_and_empty_paragraphs_count_without_showing() -> None:
    source = read(
        numbered("gạch", 1), numbered("cộng", 1, 1), numbered("một", 1, 2), numbered("", 1, 2), numbered("ba", 1, 2),
        numbering=numbering(level(0, "bullet", "\uf0b7"), level(1, "bullet", "+"), level(2, "decimal", "%3.")),
    )  # fmt: skip
    assert texts(source) == ["- gạch", "+ cộng", "1. một", "3. ba"]


def test_letters_past_d_are_reported_because_word_has_no_đ() -> None:
    items = [numbered(f"điểm {index}", 1) for index in range(5)]
    lettered = numbering(level(0, "lowerLetter", "%1)"))
    assert codes(read(*items[:4], numbering=lettered)) == []
    source = read(*items, numbering=lettered)
    assert texts(source)[-1] == "e) điểm 4"
    assert codes(source) == ["NUMBERING_LETTERS_MAY_DIFFER"]


@pytest.mark.parametrize(
    ("count", "number_format", "shown"),
    [(4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (27, "lowerLetter", "aa"), (28, "upperLetter", "BB"),
     (3, "decimalZero", "03"), (12, "decimalZero", "12"), (3, "none", ""), (3, "ganada", "3"), (0, "lowerLetter", "0")],
)  # fmt: skip
def test_counts_are_written_as_word_writes_them(count: int, number_format: str, shown: str) -> None:
    assert format_count(count, number_format) == shown


# --- Tracked changes -------------------------------------------------------------------------------------------------


def test_undecided_changes_are_told_with_kind_and_author_and_both_views_are_given() -> None:
    source = read(paragraph("Thời hạn là ", deleted("10"), inserted("15", "Hùng"), " ngày."))
    assert texts(source) == ["Thời hạn là 15 ngày."]
    assert [line.text for line in source.original_lines] == ["Thời hạn là 10 ngày."]
    assert [(c.kind, c.text, c.author) for c in source.tracked_changes] == [
        ("delete", "10", "Lan"),
        ("insert", "15", "Hùng"),
    ]
    assert codes(source) == ["TRACKED_CHANGES"]
    assert "1 chỗ thêm, 1 chỗ xóa" in source.warnings[0].message and "Lan, Hùng" in source.warnings[0].message


def test_the_wanted_view_is_given_without_asking_again() -> None:
    body = paragraph("Thời hạn là ", deleted("10"), inserted("15"), " ngày.")
    original = read(body, tracked=TrackedChanges.ORIGINAL)
    assert texts(original) == ["Thời hạn là 10 ngày."]
    assert codes(original) == [] and len(original.tracked_changes) == 2
    assert texts(read(body, tracked=TrackedChanges.ACCEPTED)) == ["Thời hạn là 15 ngày."]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_an_inserted_one_splits_them() -> None:
    def marked(kind: str) -> str:
        return f'<w:rPr><w:{kind} w:id="1" w:author="Lan"/></w:rPr>'

    merged = read(paragraph("Một ", properties=marked("del")), paragraph("hai"))
    assert texts(merged) == ["Một hai"]
    assert [line.text for line in merged.original_lines] == ["Một", "hai"]
    split = read(paragraph("Một ", properties=marked("ins")), paragraph("hai"))
    assert texts(split) == ["Một", "hai"]
    assert [line.text for line in split.original_lines] == ["Một hai"]


def test_an_inserted_article_moves_the_automatic_numbers_only_in_the_accepted_view() -> None:
    mark = '<w:rPr><w:ins w:id="1" w:author="Lan"/></w:rPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    source = read(
        numbered("Phạm vi", 1), paragraph(inserted("Điều mới"), properties=mark), numbered("Hiệu lực", 1),
        numbering=numbering(*LEGAL),
    )  # fmt: skip
    assert texts(source) == ["Điều 1. Phạm vi", "Điều 2. Điều mới", "Điều 3. Hiệu lực"]
    assert [line.text for line in source.original_lines] == ["Điều 1. Phạm vi", "Điều 2. Hiệu lực"]
    assert [(c.kind, c.text) for c in source.tracked_changes] == [("insert", "Điều mới")]


def test_a_move_is_one_change_and_a_deleted_row_is_gone_from_the_accepted_view() -> None:
    moved = read(
        paragraph("A ", f'<w:moveFrom w:id="1" w:author="Lan">{run("dời ")}</w:moveFrom>', "B"),
        paragraph("C ", f'<w:moveTo w:id="2" w:author="Lan">{run("dời ")}</w:moveTo>', "D"),
    )
    assert texts(moved) == ["A B", "C dời D"]
    assert [line.text for line in moved.original_lines] == ["A dời B", "C D"]
    assert [(c.kind, c.text) for c in moved.tracked_changes] == [("move", "dời")]
    gone = '<w:del w:id="3" w:author="Lan"/>'
    rows = read(
        table(row(cell("1"), cell("giữ")), row(cell("2"), cell("bỏ"), properties=gone), row(cell("3"), cell("giữ")))
    )
    assert texts(rows) == ["1 | giữ", "3 | giữ"]
    assert [line.text for line in rows.original_lines] == ["1 | giữ", "2 | bỏ", "3 | giữ"]
    assert [(c.kind, c.text) for c in rows.tracked_changes] == [("delete", "2 bỏ")]


def test_a_change_of_formatting_alone_is_no_change_of_the_text() -> None:
    source = read(
        paragraph(run("Điều 1", '<w:b/><w:rPrChange w:id="1" w:author="Lan"><w:rPr/></w:rPrChange>')),
        paragraph("x", properties='<w:jc w:val="center"/><w:pPrChange w:id="2" w:author="Lan"><w:pPr/></w:pPrChange>'),
    )
    assert source.tracked_changes == () and codes(source) == []
    assert source.original_lines == source.lines


# --- The whole -------------------------------------------------------------------------------------------------------


def test_changes_in_notes_and_of_single_cells_are_changes_too() -> None:
    note = f'<w:footnote w:id="2"><w:p>{run("Chú thích ")}{inserted("mới")}{deleted("cũ")}</w:p></w:footnote>'
    source = read(
        paragraph("Văn bản", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        table(
            row(cell("giữ"), cell("bỏ", properties='<w:cellDel w:id="5" w:author="Lan"/>')),
            row(cell("còn"), cell("thêm", properties='<w:cellIns w:id="6" w:author="Lan"/>')),
        ),
        footnotes=f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>",
    )
    assert "[1] Chú thích mới" in texts(source) and "còn | thêm" in texts(source)
    assert not any("bỏ" in text for text in texts(source))
    original = [line.text for line in source.original_lines]
    assert "[1] Chú thích cũ" in original and "giữ | bỏ" in original and not any("thêm" in text for text in original)
    assert {(change.kind, change.text) for change in source.tracked_changes} == {
        ("insert", "mới"), ("delete", "cũ"), ("delete", "bỏ"), ("insert", "thêm"),
    }  # fmt: skip


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


def test_a_clause_list_of_its_own_starts_anew_and_the_old_one_goes_on() -> None:
    levels = level(0, "decimal", "Điều %1.") + level(1, "decimal", "%2.")
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    source = read(
        numbered("Một", 1), numbered("a", 1, 1), numbered("b", 1, 1), numbered("mới", 2, 1), numbered("nữa", 2, 1),
        numbered("Hai", 1), numbered("c", 1, 1), numbering=numbering(levels, nums=nums),
    )  # fmt: skip
    assert texts(source) == ["Điều 1. Một", "1. a", "2. b", "1. mới", "2. nữa", "Điều 2. Hai", "1. c"]


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
