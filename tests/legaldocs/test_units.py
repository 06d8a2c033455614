from __future__ import annotations

from legaldocs.analysis.reading import read
from legaldocs.analysis.units import Unit, draft_units
from legaldocs.parsing.plain import source_from_text

QUOTED = (
    "“3. Giám đốc Sở Xây dựng tiếp nhận hồ sơ và trả lời bằng văn bản trong thời hạn 07 ngày làm việc.\n"
    "4. Chủ tịch Ủy ban nhân dân cấp xã niêm yết kết quả tại trụ sở trong mười lăm ngày liên tục.”"
)
AMENDING = f"""Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 12/2024/QĐ-UBND ngày 05 tháng 4 năm 2024
1. Sửa đổi, bổ sung khoản 3 và khoản 4 Điều 8 như sau:
{QUOTED}
Điều 2. Tổ chức thực hiện
Sở Xây dựng hướng dẫn, kiểm tra và hằng năm báo cáo Ủy ban nhân dân tỉnh kết quả tiếp nhận hồ sơ của các địa phương.
"""


def units(text: str) -> list[Unit]:
    return draft_units(read(source_from_text(text)))


def test_quoted_clauses_are_units_that_say_which_clause_they_word_anew():
    quoted = [unit for unit in units(AMENDING) if unit.quoted]
    assert [(unit.path, unit.amends) for unit in quoted] == [
        ("dieu-1/khoan-1", "dieu-8/khoan-3"),
        ("dieu-1/khoan-1", "dieu-8/khoan-4"),
    ]
    assert quoted[0].text.startswith("Giám đốc Sở Xây dựng")


def test_an_instruction_without_its_quotation_is_no_unit():
    assert [unit.path for unit in units(AMENDING) if not unit.quoted] == ["dieu-2"]


def test_quoted_wording_counts_although_the_article_has_lost_its_head():
    headless = AMENDING.partition("\n")[2].replace("1. Sửa đổi", "Sửa đổi")
    assert [unit.amends for unit in units(headless) if unit.quoted] == ["dieu-8/khoan-3", "dieu-8/khoan-4"]


def test_a_quoted_article_says_itself_which_one_it_is():
    text = AMENDING.replace(
        QUOTED,
        "“Điều 8. Trình tự\n1. Sở Xây dựng tiếp nhận hồ sơ tại bộ phận một cửa vào các ngày làm việc trong tuần.\n"
        "2. Sở Xây dựng trả kết quả cho người nộp hồ sơ sau bảy ngày làm việc kể từ ngày tiếp nhận.”",
    )
    assert [unit.amends for unit in units(text) if unit.quoted] == ["dieu-8/khoan-1", "dieu-8/khoan-2"]


def test_where_an_amended_unit_was_amended_before_is_not_where_it_stands():
    told = "Sửa đổi khoản 3 Điều 8 được sửa đổi, bổ sung tại khoản 1 Điều 1 Quyết định số 30/2025/QĐ-UBND như sau:"
    text = AMENDING.replace("Sửa đổi, bổ sung khoản 3 và khoản 4 Điều 8 như sau:", told).replace(
        "Quyết định số 12", "số 12"
    )
    assert next(unit.amends for unit in units(text) if unit.quoted) == "dieu-8/khoan-3"


def test_a_quoted_term_stays_part_of_its_provision():
    text = "Điều 1. Danh hiệu\nDanh hiệu “Công dân tiêu biểu” được xét tặng mỗi năm một lần vào dịp Quốc khánh."
    assert [(unit.path, unit.quoted) for unit in units(text)] == [("dieu-1", False)]
    assert "Công dân tiêu biểu" in units(text)[0].text
