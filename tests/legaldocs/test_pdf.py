"""PDF files: paragraphs put together again, columns, drawn tables, running heads, scans."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from legaldocs.parsing.parsed import LineOrigin, SourceText, UnreadableDocument
from legaldocs.parsing.pdf import read_pdf
from legaldocs.parsing.reader import read_file
from tests.builders import Placed, pdf, ruled

LEFT, INDENT, FULL = 60.0, 85.0, 80  # a full line ends at 60 + 80 letters of 6 points


def page(*lines: tuple[float, str], top: float = 80) -> list[Placed]:
    return [(x, top + 16 * number, text) for number, (x, text) in enumerate(lines)]


def filled(text: str, letters: int = FULL) -> str:
    """The text stretched to a full line with a word that says nothing."""
    return f"{text} {'n' * (letters - len(text) - 1)}"


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def test_wrapped_lines_become_paragraphs_and_first_line_indents_begin_new_ones() -> None:
    indented = int(FULL - (INDENT - LEFT) / 6)
    first, second = filled("1. Sở Tư pháp", indented), filled("chủ trì, phối hợp với")
    source = read_pdf(
        pdf([page((INDENT, first), (LEFT, second), (LEFT, "các sở."), (INDENT, "2. Hiệu lực."), (INDENT, "3. Hết."))])
    )
    assert texts(source) == [f"{first} {second} các sở.", "2. Hiệu lực.", "3. Hết."]


def test_a_wrapped_line_that_begins_with_an_article_of_another_law_is_no_new_paragraph() -> None:
    first = filled("1. Thực hiện theo", int(FULL - (INDENT - LEFT) / 6))
    source = read_pdf(pdf([page((INDENT, first), (LEFT, "Điều 5 Luật này."), (INDENT, "2. Hết."))]))
    assert texts(source) == [f"{first} Điều 5 Luật này.", "2. Hết."]


def test_paragraphs_go_on_over_a_page_break_and_page_numbers_are_dropped() -> None:
    first = filled("1. Sở Tư pháp", int(FULL - (INDENT - LEFT) / 6))
    pages = [
        page((INDENT, "Điều 1. Phạm vi"), (INDENT, first)),
        [(300.0, 40.0, "2"), *page((LEFT, "tiếp tục câu trước."), (INDENT, "2. Hết."))],
    ]
    assert texts(read_pdf(pdf(pages))) == ["Điều 1. Phạm vi", f"{first} tiếp tục câu trước.", "2. Hết."]


def test_what_stands_at_the_head_of_most_pages_is_no_part_of_the_text() -> None:
    pages = [
        [(LEFT, 40.0, f"CÔNG BÁO/Số {n}/Ngày 01-02-2026"), *page((INDENT, f"Điều {n}. Nội dung {n}"))]
        for n in range(1, 5)
    ]
    assert texts(read_pdf(pdf(pages))) == [f"Điều {n}. Nội dung {n}" for n in range(1, 5)]


def test_a_letterhead_of_two_columns_is_read_row_by_row_wherever_the_file_keeps_it() -> None:
    head = [
        (330.0, 60.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (330.0, 76.0, "Độc lập - Tự do - Hạnh phúc"),
        (60.0, 60.0, "ỦY BAN NHÂN DÂN"), (60.0, 76.0, "TỈNH HÀ TĨNH"),
    ]  # fmt: skip
    source = read_pdf(pdf([[(250.0, 120.0, "QUYẾT ĐỊNH"), *head]]))
    assert texts(source) == [
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH HÀ TĨNH | Độc lập - Tự do - Hạnh phúc", "QUYẾT ĐỊNH",
    ]  # fmt: skip
    assert source.lines[0].origin is LineOrigin.TABLE


def test_blanks_left_for_the_stamp_do_not_make_columns() -> None:
    line = [(60.0, 80.0, "có hiệu lực từ ngày"), (215.0, 80.0, "tháng"), (290.0, 80.0, "năm 2026")]
    assert texts(read_pdf(pdf([line]))) == ["có hiệu lực từ ngày tháng năm 2026"]


def test_a_drawn_table_gives_one_line_a_row_with_its_empty_cells() -> None:
    placed = [
        (62.0, 92.0, "STT"), (112.0, 92.0, "Nội dung"), (312.0, 92.0, "NS tỉnh"), (412.0, 92.0, "NS xã"),
        (62.0, 112.0, "1"), (112.0, 112.0, "Thuế tài nguyên thu từ"),
        (112.0, 126.0, "hoạt động thăm dò"), (412.0, 112.0, "100"),
    ]  # fmt: skip
    borders = ruled([60, 110, 310, 410, 500], [80, 100, 135])
    source = read_pdf(pdf([[*placed, (60.0, 160.0, "Ghi chú: hết bảng.")]], drawings=borders))
    assert texts(source) == [
        "STT | Nội dung | NS tỉnh | NS xã", "1 | Thuế tài nguyên thu từ hoạt động thăm dò |  | 100", "Ghi chú: hết bảng.",
    ]  # fmt: skip
    assert [line.table for line in source.lines] == [1, 1, 0]


def test_a_scan_is_refused_with_advice_where_nothing_can_recognise_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    stamp = [(60.0, 60.0, "Ký bởi: Ủy ban nhân dân tỉnh")]
    with pytest.raises(UnreadableDocument) as refusal:
        read_pdf(pdf([stamp, []], picture=True))
    assert refusal.value.code == "NO_TEXT"
    assert "Word" in refusal.value.message and "Tesseract" in refusal.value.message


def test_recognised_words_come_with_their_confidence_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [("QUYẾT", 1000, 400, 90), ("ĐỊNH", 1140, 400, 80), ("Điều", 250, 600, 70), ("1.", 380, 600, 80)]
    rows = "".join(f"5\\t1\\t1\\t1\\t1\\t1\\t{x}\\t{y}\\t120\\t45\\t{sure}\\t{word}\\n" for word, x, y, sure in words)
    program = tmp_path / "tesseract"
    program.write_text(
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then echo "vie"; exit; fi\n'
        f"/bin/cat > {tmp_path}/page.pgm\nprintf 'level\\tpage\\n{rows}'\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    source = read_pdf(pdf([[]], picture=True))
    assert texts(source) == ["QUYẾT ĐỊNH", "Điều 1."]
    assert source.ocr_confidence == pytest.approx(0.8)
    assert [warning.code for warning in source.warnings] == ["OCR_USED"]
    assert (tmp_path / "page.pgm").read_bytes().startswith(b"P5 ")


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "second_row", "articles"),
    [
        ("ha-noi-67-2024-qd-ubnd.pdf", "THÀNH PHỐ HÀ NỘI | Độc lập - Tự do - Hạnh phúc", 3),
        ("ha-noi-17-2025-qd-ubnd.pdf", "THÀNH PHỐ HÀ NỘI | Độc lập - Tự do - Hạnh phúc", 6),
        ("ha-noi-40-2025-qd-ubnd.pdf", "THÀNH PHỐ HÀ NỘI | Độc lập - Tự do - Hạnh phúc", 5),
        ("lao-cai-1696-qd-ubnd-2026.pdf", "TỈNH LÀO CAI | Độc lập - Tự do - Hạnh phúc", 4),
    ],
)
def test_real_decisions_keep_their_letterhead_and_articles(
    corpus: Path, name: str, second_row: str, articles: int
) -> None:
    source = read_file(corpus / "files" / name)
    assert source.lines[1].text == second_row
    numbers = [line.text.split(".")[0] for line in source.lines if line.text.startswith("Điều ")]
    assert numbers == [f"Điều {number}" for number in range(1, articles + 1)]


@pytest.mark.corpus
def test_real_scans_and_damaged_fonts_are_named(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument, match="ảnh quét"):
        read_file(corpus / "files" / "ha-tinh-418-kh-ubnd-2017.scan.pdf")
    damaged = read_file(corpus / "files" / "ha-noi-35-2024-qd-ubnd.pdf")
    assert {"SCANNED_PAGES", "DAMAGED_FONT"} <= {warning.code for warning in damaged.warnings}


@pytest.mark.corpus
def test_a_real_price_table_keeps_name_unit_and_prices_in_one_line(corpus: Path) -> None:
    source = read_file(corpus / "files" / "ha-noi-01-2025-qd-ubnd.pdf")
    rows = [line.text.split(" | ") for line in source.lines if line.text.endswith("| 2.655.900")]
    assert [len(cells) for cells in rows] == [4]
