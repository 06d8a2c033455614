"""Heads of documents: two columns or one, in rows or lines, before the title or after it, or missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.parsing.bodies import enacting_body, is_body_name, proper_name, province_in
from legaldocs.parsing.header import read_header
from legaldocs.parsing.parsed import Header
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import DocumentType

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "text"


def header_of(text: str) -> Header:
    return read_header(source_from_text(text).lines)


def test_it_reads_a_head_and_foot_in_rows() -> None:
    header = header_of((SAMPLES / "quyet-dinh-kem-quy-che.txt").read_text(encoding="utf-8"))
    assert header.number == "07/2031/QĐ-UBND"
    assert header.document_type is DocumentType.DECISION
    assert header.issuing_body == "Ủy ban nhân dân tỉnh Hà Tĩnh"
    assert (header.place, header.issued_on) == ("Hà Tĩnh", date(2031, 11, 6))
    assert header.title == "Ban hành Quy chế quản lý, vận hành vườn ươm thử nghiệm trên địa bàn tỉnh Hà Tĩnh"
    assert header.signer == "Nguyễn Văn Mẫu"
    assert header.signer_capacity == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
    assert header.recipients == ("Như Điều 3", "Cục Kiểm tra văn bản - Bộ Tư pháp", "Lưu: VT, NL")
    assert header.confidence == 1


def test_it_reads_a_head_in_lines_and_a_foot_run_together() -> None:
    header = header_of((SAMPLES / "nghi-dinh-sua-doi.txt").read_text(encoding="utf-8"))
    assert (header.number, header.issuing_body) == ("15/2032/NĐ-CP", "Chính phủ")
    assert header.title is not None and header.title.startswith(
        "Sửa đổi, bổ sung một số điều của Nghị định số 12/2030/NĐ-CP"
    )
    assert header.signer == "Trần Thị Mẫu"
    assert header.recipients == ("Ban Bí thư Trung ương Đảng", "Lưu: VT, TH")


def test_a_draft_has_no_number_and_no_date() -> None:
    header = header_of(
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\nSố:       /2031/QĐ - UBND\nHà Tĩnh, ngày      tháng 11 năm 2031\n"
        "QUYẾT ĐỊNH\nVề việc thử nghiệm\nCăn cứ Luật Ví dụ số 11/2030/QH16 ngày 01 tháng 6 năm 2030;\nĐiều 1. Thử nghiệm."
    )
    assert header.number is None
    assert header.issued_on is None
    assert header.document_type is DocumentType.DECISION
    assert header.place == "Hà Tĩnh"


def test_a_text_without_a_head_takes_nothing_from_its_legal_bases() -> None:
    header = header_of(
        "Nghị quyết về việc thử nghiệm trên địa bàn tỉnh bến tre\nHội đồng nhân dân tỉnh bến tre\n"
        "Căn cứ Nghị định số 12/2030/NĐ-CP ngày 01 tháng 02 năm 2030 của Chính phủ;\nQuyết nghị:\nĐiều 1. Thử nghiệm."
    )
    assert (header.number, header.issued_on) == (None, None)
    assert header.document_type is DocumentType.RESOLUTION
    assert header.issuing_body == "Hội đồng nhân dân tỉnh Bến Tre"
    assert header.title == "về việc thử nghiệm trên địa bàn tỉnh bến tre"


def test_an_attached_text_tells_the_number_that_the_head_lacks() -> None:
    header = header_of(
        "QUYẾT ĐỊNH\nBan hành Quy chế thử\nCăn cứ Luật số 11/2030/QH16;\n"
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế thử.\n"
        "QUY CHẾ\nThử\n(Ban hành kèm theo Quyết định số 08/2031/QĐ-UBND ngày 07/12/2031 của Ủy ban nhân dân tỉnh Hà Tĩnh)\n"
        "Điều 1. Thử."
    )
    assert (header.number, header.issued_on) == ("08/2031/QĐ-UBND", date(2031, 12, 7))


def test_slips_of_recognition_and_split_types_are_read() -> None:
    slips = (
        "BỘ TÀI CHÍNH\nCỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/2030/TT-BTС\n{}\nVề ví dụ\n"
        "Căn cứ Luật Ví dụ;\nĐiều 1. Ví dụ."
    )
    for written in ("QUYÉT ĐỊNH", "QUYẾT\nĐỊNH"):
        header = header_of(slips.format(written))
        assert (header.document_type, header.title) == (DocumentType.DECISION, "Về ví dụ")
    header = header_of(slips.format("THÔNG TƯ1"))
    assert (header.document_type, header.number) == (DocumentType.CIRCULAR, "12/2030/TT-BTC")
    assert header.issuing_body == "Bộ Tài chính"


def test_the_lower_body_issues_a_departments_paper() -> None:
    header = header_of(
        "UBND TỈNH HÀ TĨNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ TƯ PHÁP | Độc lập - Tự do - Hạnh phúc\n"
        "Số: 3247/BC-STP | Hà Tĩnh, ngày 05 tháng 01 năm 2031\nBÁO CÁO\nVề ví dụ\n1. Ví dụ."
    )
    assert header.issuing_body == "Sở Tư pháp tỉnh Hà Tĩnh"
    assert (header.number, header.document_type) == ("3247/BC-STP", DocumentType.OTHER)


def test_a_preamble_glued_to_the_title_is_no_title() -> None:
    header = header_of(
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\nSố: 15/QĐ-UBND\nHà Tĩnh, ngày 05/01/2031\nQUYẾT ĐỊNH\n"
        "CÔNG BỐ DANH MỤC THỬ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH Căn cứ Luật Ví dụ ngày 16/6/2030;\nĐiều 1. Công bố."
    )
    assert header.title == "CÔNG BỐ DANH MỤC THỬ"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "Ủy ban nhân dân tỉnh Hà Tĩnh"),
        ("UỶ BAN NHÂN DÂN T HÀNH P HỐ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI", "Chủ tịch Ủy ban nhân dân tỉnh Gia Lai"),
        ("UBND tỉnh Hòa Bình", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("ỦY BAN NHÂN DÂN XÃ CẨM BÌNH", "Ủy ban nhân dân xã Cẩm Bình"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("BỘ LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("QUỐC HỘI", "Quốc hội"),
    ],
)
def test_bodies_get_their_proper_names(heading: str, name: str) -> None:
    assert proper_name(heading) == name


def test_it_knows_bodies_in_sentences() -> None:
    assert enacting_body("Theo đề nghị của Chánh Văn phòng Bộ; Bộ trưởng Bộ Y tế ban hành Thông tư ví dụ") == "Bộ Y tế"
    assert enacting_body("Cơ quan nào đó ban hành Thông tư") is None
    assert province_in("trên địa bàn TP. Huế, tỉnh nọ") == "thành phố Huế"
    assert is_body_name("Bộ trưởng Bộ Tài chính") and not is_body_name("Bộ tiêu chí đánh giá")


@given(st.text())
def test_nothing_makes_it_fail(text: str) -> None:
    header_of(text)


def test_a_day_of_adoption_in_the_middle_of_the_last_line() -> None:
    header = header_of(
        "QUỐC HỘI\nLuật số: 41/2024/QH15\nLUẬT\nTHỬ NGHIỆM\nCăn cứ Hiến pháp;\nĐiều 1. A\n"
        "1. Luật được Quốc hội thông qua thì công bố.\n"
        "2. Chính phủ quy định. Luật này được Quốc hội khóa XV, kỳ họp thứ 7 thông qua ngày 29 tháng 6 năm 2024. CHỦ TỊCH\n"
    )
    assert header.issued_on == date(2024, 6, 29)


def test_a_chairman_without_his_province_gets_it_from_the_title() -> None:
    header = header_of(
        "QUYẾT ĐỊNH\nvề việc phê duyệt phương án trên địa bàn tỉnh Tuyên Quang\nChủ tịch Uỷ ban nhân dân tỉnh\n"
        "Căn cứ Luật A;\nĐiều 1. B\n"
    )
    assert header.issuing_body == "Chủ tịch Ủy ban nhân dân tỉnh Tuyên Quang"


def test_strokes_between_the_lines_of_a_capacity_are_no_words() -> None:
    header = header_of(
        "NGHỊ ĐỊNH\nVề thử\nCăn cứ Luật A;\nĐiều 1. B\nTM. CHÍNH PHỦ /\nKT. THỦ TƯỚNG /\nPHÓ THỦ TƯỚNG /\nNguyễn Văn An\n"
    )
    assert (header.signer, header.signer_capacity) == ("Nguyễn Văn An", "TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG")
