"""Tracked changes of Word files: told, and read either as accepted or as rejected."""

from __future__ import annotations

from legaldocs.parsing.parsed import TrackedChanges
from tests.builders import NAMESPACES, cell, deleted, inserted, numbered, numbering, paragraph, row, run, table
from tests.legaldocs.word_texts import LEGAL, codes, read, texts


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
