"""Documents that a text ends: named in a sentence, under a head or row by row in an annex."""

from __future__ import annotations

import pytest

from legaldocs.analysis.amendments import read_acts, read_expiries
from legaldocs.parsing.parsed import Header, ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind
from tests.legaldocs.acting import TARGET, article, ended, ended_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Bãi bỏ toàn bộ Quyết định số {TARGET} ngày 05/3/2020 của Ủy ban nhân dân tỉnh.", [(TARGET, "REPEALS")]),
        (f"Quyết định này thay thế Quyết định số {TARGET}.", [(TARGET, "REPLACES")]),
        (
            f"Quyết định này có hiệu lực thi hành từ ngày 15 tháng 8 năm 2025 và thay thế Quyết định số {TARGET}.",
            [(TARGET, "REPLACES")],
        ),
        (
            f"Quyết định số {TARGET} và Quyết định số 7/2021/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
            [(TARGET, "REPEALS"), ("07/2021/QĐ-UBND", "REPEALS")],
        ),
        (
            f"Kể từ ngày Quyết định này có hiệu lực, Quyết định\nsố {TARGET} hết hiệu lực thi hành.",
            [(TARGET, "REPEALS")],
        ),
        (
            "Quyết định số 20/2023/QĐ-UBND sửa đổi Quyết định số 12/2020/QĐ-UBND hết hiệu lực kể từ ngày ký.",
            [("20/2023/QĐ-UBND", "REPEALS")],
        ),
        (
            f"Quyết định này thay thế Quyết định số {TARGET}; Quyết định số 20/2023/QĐ-UBND sửa đổi Quyết định số {TARGET}.",
            [(TARGET, "REPLACES"), ("20/2023/QĐ-UBND", "REPLACES")],
        ),
    ],
)
def test_documents_that_end(text: str, expected: list[tuple[str, str]]):
    assert ended_numbers(text) == expected


def test_a_list_under_its_head_ends_each_document():
    found = ended(
        article("Bãi bỏ toàn bộ các Quyết định sau:"),
        article("Quyết định số 1/2019/QĐ-UBND ngày 02/01/2019 quy định về giá;", "dieu-1/diem-a"),
        article("Quyết định số 2/2020/QĐ-UBND sửa đổi Quyết định số 9/2018/QĐ-UBND.", "dieu-1/diem-b"),
    )
    assert [(e.number, e.path) for e in found] == [
        ("01/2019/QĐ-UBND", "dieu-1/diem-a"),
        ("02/2020/QĐ-UBND", "dieu-1/diem-b"),
    ]
    assert str(found[0].issued_on) == "2019-01-02"


def test_a_part_that_ends_is_named():
    (found,) = ended(article("Bãi bỏ Điều 4 của Quyết định số 58/2025/QĐ-UBND ngày 10/10/2025."))
    assert (found.number, found.target_path) == ("58/2025/QĐ-UBND", "dieu-4")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quyết định này thay thế cho Quyết định số 64/2004/QĐ-UB.", [("64/2004/QĐ-UB", "REPLACES")]),
        (
            "- Quyết định có hiệu lực sau 10 ngày và thay thế các Quyết định số 7/2004/QĐ-UB.",
            [("07/2004/QĐ-UB", "REPLACES")],
        ),
        (
            "Kể từ ngày Quyết định này có hiệu lực, bãi bỏ Quyết định số 2/2019/QĐ-UBND.",
            [("02/2019/QĐ-UBND", "REPEALS")],
        ),
        (
            "Quyết định này thay thế Quyết định số 4/2019/QĐ-UBND của Ủy ban nhân dân tỉnh về phí và bãi bỏ Quyết định số "
            "7/2022/QĐ-UBND.",
            [("04/2019/QĐ-UBND", "REPLACES"), ("07/2022/QĐ-UBND", "REPEALS")],
        ),
        ("Hiệu lực thi hành Quyết định này thay thế Quyết định số 5/2020/QĐ-UBND.", [("05/2020/QĐ-UBND", "REPLACES")]),
        # what only sounds like it
        ("Quyết định hủy bỏ áp dụng biện pháp tạm giữ theo Quyết định số 5/2020/QĐ-UBND.", []),
        (
            "Bãi bỏ Quyết định số 2/2019/QĐ-UBND sửa đổi, bổ sung khoản 2 Điều 9 Quyết định số 6/2014/QĐ-UBND.",
            [("02/2019/QĐ-UBND", "REPEALS")],
        ),
        (
            "Bãi bỏ Quyết định số 3/2019/QĐ-UBND ngày 01/3/2019 của Ủy ban nhân dân tỉnh sửa đổi một số điều của Quyết định số "
            "1/2007/QĐ-UBND ngày 06/8/2007; Quyết định số 2/2007/QĐ-UBND ngày 03/12/2007.",
            [("03/2019/QĐ-UBND", "REPEALS")],
        ),
        ("Bãi bỏ các quy định về miễn phí tại Quyết định số 1/2015/QĐ-UBND và Quyết định số 2/2015/QĐ-UBND.", []),
    ],
)
def test_documents_end_where_the_text_says_so(text: str, expected: list[tuple[str, str]]):
    assert ended_numbers(text) == expected


def test_what_amended_a_law_before_does_not_end_with_it():
    text = (
        "Luật Mẫu năm 1997 đã được sửa đổi, bổ sung theo Luật số 31/2001/QH10 và Luật số 63/2010/QH12, Luật Thử số "
        "12/2003/QH11 hết hiệu lực."
    )
    assert [expiry.number for expiry in ended(article(text), own="85/2015/QH13")] == ["12/2003/QH11"]


# --- lists in annexes ---


REPEALS_A_LIST = "Bãi bỏ toàn bộ 02 Quyết định của Ủy ban nhân dân tỉnh (có Danh mục kèm theo)."


ROWS = (
    "(Kèm theo Quyết định số 30/2025/QĐ-UBND ngày 01 tháng 9 năm 2025)\nSTT | Số, ký hiệu | Trích yếu\n"
    "1 | Quyết định | 15/2018/QĐ-UBND | 01/02/2018 | Sửa đổi Quyết định số 3/2015/QĐ-UBND\n"
    "2. Quyết định số 17/2019/QĐ-UBND ngày 7 tháng 8 năm 2019 sửa đổi Quyết định số 1/2012/QĐ-UBND."
)


def annex(heading: str, text: str) -> ParsedProvision:
    return ParsedProvision("phu-luc", ProvisionKind.ANNEX, "Phụ lục", heading, text)


def test_documents_listed_in_an_annex_end_with_their_row():
    found = read_expiries(
        [article(REPEALS_A_LIST), annex("DANH MỤC QUYẾT ĐỊNH BỊ BÃI BỎ", ROWS)], Header(number="30/2025/QĐ-UBND")
    )
    assert [(e.number, str(e.issued_on), e.path) for e in found] == [
        ("15/2018/QĐ-UBND", "2018-02-01", "phu-luc"),
        ("17/2019/QĐ-UBND", "2019-08-07", "phu-luc"),
    ]
    assert found[0].evidence.startswith("1 | Quyết định | 15/2018/QĐ-UBND")


def test_a_list_of_partly_repealed_documents_names_their_units():
    found = read_expiries(
        [
            article("Bãi bỏ một phần các văn bản quy phạm pháp luật nêu tại Phụ lục ban hành kèm theo Quyết định này."),
            annex("DANH MỤC VĂN BẢN BÃI BỎ MỘT PHẦN", "1 | Quyết định số 15/2018/QĐ-UBND | khoản 2 Điều 5, Điều 7"),
        ],
        Header(number="30/2025/QĐ-UBND"),
    )
    assert [(e.number, e.target_path) for e in found] == [
        ("15/2018/QĐ-UBND", "dieu-5/khoan-2"),
        ("15/2018/QĐ-UBND", "dieu-7"),
    ]


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("Công bố Danh mục văn bản quy phạm pháp luật hết hiệu lực năm 2024.", "DANH MỤC VĂN BẢN HẾT HIỆU LỰC"),
        (REPEALS_A_LIST, "DANH MỤC TÀI SẢN BÀN GIAO"),
        (
            "Bãi bỏ các thủ tục hành chính tại Quyết định số 5/QĐ-UBND (có Danh mục kèm theo).",
            "DANH MỤC THỦ TỤC BỊ BÃI BỎ",
        ),
    ],
)
def test_other_lists_end_nothing(said: str, heading: str):
    found = read_expiries([article(said), annex(heading, ROWS)], Header(number="30/2025/QĐ-UBND"))
    assert "15/2018/QĐ-UBND" not in {e.number for e in found}


def test_a_list_cannot_end_what_stands_above():
    rows = "1 | Nghị định số 34/2016/NĐ-CP | Quy định chi tiết"
    found = read_expiries(
        [article(REPEALS_A_LIST), annex("DANH MỤC VĂN BẢN BỊ BÃI BỎ", rows)], Header(number="30/2025/QĐ-UBND")
    )
    assert found == ()


def test_what_was_just_named_is_meant_by_this():
    heading = (
        f"Sửa đổi, bổ sung một số điều của Quyết định số {TARGET} về phí và Phụ lục ban hành kèm theo Quyết định này"
    )
    found = read_acts(
        [article("", "dieu-2", heading=heading), article("Sửa đổi Điều 4 như sau:\n“Điều 4. Mới.”", "dieu-2/khoan-1")],
        Header(number="30/2025/QĐ-UBND"),
    ).amendments
    assert [(a.target_number, a.target_path) for a in found] == [(TARGET, "dieu-4")]


def test_an_annex_of_a_law_is_no_attached_text():
    text = (
        "Bổ sung ngành, nghề số thứ tự 229 thuộc Phụ lục IV về Danh mục ngành, nghề đầu tư kinh doanh ban hành kèm theo Luật "
        "Đầu tư số 61/2020/QH14 như sau:\n“229 | Lưu trữ”"
    )
    found = read_acts([article(text)], Header(number="33/2024/QH15")).amendments
    assert [(a.target_number, a.target_path) for a in found] == [("61/2020/QH14", "phu-luc-4")]
