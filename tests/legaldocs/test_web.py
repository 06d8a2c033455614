"""Web pages and text files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from legaldocs.parsing.parsed import LineOrigin, SourceText, UnreadableDocument
from legaldocs.parsing.reader import read_bytes, read_file

PADDING = "<p>" + "Quy định này áp dụng đối với cơ quan, tổ chức, cá nhân có liên quan. " * 4 + "</p>"


def read(page: str, name: str = "trang.html") -> SourceText:
    return read_bytes(page.encode(), name)


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def test_only_the_document_is_read_not_the_site_around_it() -> None:
    source = read(
        "<html><head><title>Cổng</title></head><body><nav>Trang chủ</nav><div>Tin mới</div>"
        f'<div data-vbpl-content-root="true"><p>Điều 1. Phạm vi</p><script>x()</script>{PADDING}</div>'
        "<footer>Bản quyền</footer></body></html>"
    )
    assert texts(source)[0] == "Điều 1. Phạm vi" and len(source.lines) == 2


def test_units_marked_by_the_national_database_are_lines_even_in_spans() -> None:
    source = read(
        f'<div class="a preview-content b"><span class="prov-article"><b>Điều 1. Tên</b></span><span class="prov-clause">1. '
        f'Khoản <a href="x">một</a>;</span><span class="prov-item">a) Điểm</span>{PADDING}</div>'
    )
    assert texts(source)[:3] == ["Điều 1. Tên", "1. Khoản một;", "a) Điểm"]
    assert [line.bold for line in source.lines[:3]] == [True, False, False]


def test_breaks_and_line_ends_in_the_source() -> None:
    source = read(
        f"<body><p align=center><b>NGHỊ ĐỊNH</b><br>Sửa đổi\n một số điều</p><p>Căn cứ<br>Luật;</p>{PADDING}</body>"
    )
    assert texts(source)[:3] == ["NGHỊ ĐỊNH", "Sửa đổi một số điều", "Căn cứ Luật;"]
    assert source.lines[0].centered and not source.lines[2].centered


def test_tables_letterheads_and_hidden_parts() -> None:
    source = read(
        "<body><table><tr><td><p>UBND TỈNH</p><p>———</p><p>Số: 1/QĐ</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>"
        "<p>Độc lập - Tự do - Hạnh phúc</p><p>Hà Tĩnh, ngày 1</p></td></tr></table>"
        '<table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td>Một<br>hai</td></tr></table><p style="display:none">ẩn</p>'
        f"{PADDING}</body>"
    )
    assert texts(source)[:5] == [
        "UBND TỈNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 1/QĐ | Hà Tĩnh, ngày 1",
        "STT | Tên", "1 | Một hai",
    ]  # fmt: skip
    assert [line.table for line in source.lines] == [1, 1, 1, 2, 2, 0]
    assert len(source.lines) == 6


def test_a_page_as_deep_as_a_well_is_read_or_refused_without_falling_in() -> None:
    assert "Điều 1. Sâu" in read("<div>" * 150 + "Điều 1. Sâu" + "</div>" * 150).text
    with pytest.raises(UnreadableDocument):
        read("<div>" * 20_000 + "Điều 1. Sâu" + "</div>" * 20_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_files_in_every_usual_encoding(encoding: str) -> None:
    data = "QUYẾT ĐỊNH\nĐiều 1. Phạm vi điều chỉnh\n".encode(encoding)
    assert texts(read_bytes(data, "a.txt")) == ["QUYẾT ĐỊNH", "Điều 1. Phạm vi điều chỉnh"]


def test_windows_vietnamese_with_its_combining_marks() -> None:
    # cp1258 keeps the tone mark as a letter of its own: ê + dot below, ô + acute.
    data = "Viê\u0323n kiê\u0309m sa\u0301t nhân dân tô\u0301i cao".encode("cp1258") * 3
    assert "Viện kiểm sát nhân dân tối cao" in texts(read_bytes(data, "a.txt"))[0]


def test_a_text_in_the_old_three_byte_alphabet_is_made_unicode_and_said_so() -> None:
    tcvn3 = (
        "C\u00a8n c\u00f8 LuËt Tæ chøc H\u00e9i ®ång nh©n d©n vµ Uû ban nh©n d©n ngµy 26 th¸ng 11 n¨m 2003;\n"
        "QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký ban hµnh.\n"
    ).encode("latin-1")
    source = read_bytes(tcvn3 * 3, "cu.txt")
    assert "Quyết định này có hiệu lực kể từ ngày ký ban hành." in source.text
    page = b"<body><table><tr><td><p>" + tcvn3.replace(b"\n", b"</p><p>") * 3 + b"</p></td></tr></table></body>"
    assert "Quyết định này có hiệu lực" in read_bytes(page, "cu.html").text
    assert "LEGACY_ENCODING" in [warning.code for warning in source.warnings]


def test_lines_cut_at_a_set_width_are_joined_again_and_others_left_alone() -> None:
    cut = [
        "Điều 1. Ban hành kèm theo Quyết định này Quy định về quản lý và sử dụng tài",
        "sản công tại cơ quan, tổ chức, đơn vị thuộc phạm vi quản lý của tỉnh theo số",
        "15/2017/QH14.",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành và thay thế",
        "các quyết định trước đây của Ủy ban nhân dân tỉnh về cùng một nội dung quản lý",
        "tài sản công.",
        "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở, Thủ trưởng các",
        "ban, ngành chịu trách nhiệm thi hành./.",
    ]
    joined = texts(read_bytes("\n".join(cut).encode(), "a.txt"))
    assert [line.split(".")[0] for line in joined] == ["Điều 1", "Điều 2", "Điều 3"]
    assert joined[0].endswith("theo số 15/2017/QH14.")
    short = ["Điều 1. Tên", "Ủy ban nhân dân tỉnh", "Sở Tư pháp"] * 4
    assert texts(read_bytes("\n".join(short).encode(), "a.txt")) == short


def test_specks_of_a_scan_before_a_number_go_and_dashes_stay() -> None:
    noisy = "' : Điều 5. Nội dung\n_ 1. Một\n. a) Điểm\n- 2. Gạch đầu dòng\n… Chấm lửng\n"
    assert texts(read_bytes(noisy.encode(), "a.txt")) == [
        "Điều 5. Nội dung", "1. Một", "a) Điểm", "- 2. Gạch đầu dòng", "… Chấm lửng",
    ]  # fmt: skip


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    page = (
        "## **Điều 1. Phạm vi**\n---\n*Căn cứ [Luật Đất đai](https://example.org/x);*\n<p align='right'>SAO Y<br>Ngày ký</p>\n"
        "| STT | Tên |\n|---|---|\n| 1 | Một |\n|\n"
    )
    source = read_bytes(page.encode(), "a.md")
    assert texts(source)[:4] == ["Điều 1. Phạm vi", "Căn cứ Luật Đất đai;", "SAO Y", "Ngày ký"]
    assert [line.origin for line in source.lines[4:]] == [LineOrigin.TABLE, LineOrigin.TABLE]
    assert len(source.lines) == 6


def test_words_tied_with_underscores_are_untied() -> None:
    source = read_bytes(
        "Căn_cứ Luật Tổ_chức chính_quyền địa_phương , Uỷ_ban nhân_dân ban_hành ;\n".encode() * 2, "a.txt"
    )
    assert texts(source)[0] == "Căn cứ Luật Tổ chức chính quyền địa phương, Uỷ ban nhân dân ban hành;"
    assert [warning.code for warning in source.warnings] == ["WORD_SEGMENTED"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "articles"), [("vbpl-luat-109-2025-qh15.html", 29), ("vbpl-nd-07-2025-nd-cp.html", 5)]
)
def test_real_pages_of_the_national_database(corpus: Path, name: str, articles: int) -> None:
    source = read_file(corpus / "files" / name)
    assert re.search(r" \| CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM$", source.lines[0].text)
    assert sum(1 for line in source.lines if re.match(r"Điều \d+\.", line.text)) == articles


@pytest.mark.corpus
def test_a_real_crawled_text_is_joined_to_whole_articles(corpus: Path) -> None:
    lines = texts(read_file(corpus / "files" / "quang-ninh-98-2025-qd-ubnd.messy.md"))
    assert [line.split(".")[0] for line in lines if line.startswith("Điều ")] == [f"Điều {n}" for n in range(1, 7)]
    assert "Số: 98/2025/QĐ-UBND" in lines
