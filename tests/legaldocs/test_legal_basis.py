"""What a preamble gives as the document's legal bases, and what it only mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.legal_basis import read_legal_bases
from legaldocs.parsing.parsed import Header, LegalBasisRead, ParsedProvision
from legaldocs.parsing.vocabulary import DocumentType, ProvisionKind


def bases(text: str, own: str | None = None) -> tuple[LegalBasisRead, ...]:
    preamble = ParsedProvision("can-cu", ProvisionKind.PREAMBLE, "Căn cứ", "", text)
    return read_legal_bases([preamble], Header(number=own))


def numbers(text: str) -> list[str | None]:
    return [basis.number for basis in bases(text)]


def test_a_decree_with_its_date():
    (basis,) = bases("Căn cứ Nghị định số 78/2025/NĐ-CP ngày 01 tháng 4 năm 2025 của Chính phủ quy định chi tiết;")
    assert (basis.number, basis.document_type) == ("78/2025/NĐ-CP", DocumentType.DECREE)
    assert str(basis.issued_on) == "2025-04-01"
    assert basis.text.startswith("Căn cứ Nghị định số 78/2025/NĐ-CP")


def test_a_law_by_name_has_no_number():
    (first, second) = bases(
        "Căn cứ Luật Đất đai năm 2024;\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
    )
    assert (first.number, first.title, first.document_type) == (None, "Luật Đất đai năm 2024", DocumentType.LAW)
    assert (second.title, str(second.issued_on)) == ("Luật Tổ chức chính quyền địa phương", "2015-06-19")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15 được sửa đổi, bổ sung bởi Luật số 87/2025/QH15;",
            ["64/2025/QH15", "87/2025/QH15"],
        ),
        (
            "Căn cứ Luật Đất đai số 31/2024/QH15 được sửa đổi, bổ sung bởi các Luật số 43/2024/QH15, số 47/2024/QH15;",
            ["31/2024/QH15", "43/2024/QH15", "47/2024/QH15"],
        ),
        (
            "Căn cứ Nghị định số 63/2010/NĐ-CP về kiểm soát; Nghị định số 48/2013/NĐ-CP sửa đổi Nghị định số 63/2010/NĐ-CP;",
            ["63/2010/NĐ-CP", "48/2013/NĐ-CP"],
        ),
        (
            "Căn cứ Nghị định số 78/2025/NĐ-CP quy định chi tiết Luật Thử và Nghị định số 187/2025/NĐ-CP ngày 01/7/2025;",
            ["78/2025/NĐ-CP", "187/2025/NĐ-CP"],
        ),
        ("Căn cứ Nghị định số 78/2025/NĐ-CP quy định chi tiết thi hành Luật Thử số 64/2025/QH15;", ["78/2025/NĐ-CP"]),
        ("Căn cứ các Quyết định của Thủ tướng: số 118/TTg ngày 27/02/1996 về hỗ trợ;", ["118/TTg"]),
        ("Căn cứ Luật A số 1/2020/QH14; Căn cứ Nghị định số 2/2021/NĐ-CP;", ["01/2020/QH14", "02/2021/NĐ-CP"]),
        ("Căn cứ Luật Mẫu số 1/2020/QH14 được sửa đổi, bổ sung Luật số 2/2021/QH15;", ["01/2020/QH14", "02/2021/QH15"]),
        ("Căn cứ Luật Thử: số 1/2020/QH14 ngày 18/6/2020; số 2/2021/QH15;", ["01/2020/QH14", "02/2021/QH15"]),
        (
            "Căn cứ Luật Phòng, chống bệnh mẫu (BM/BT) số 1/2020/QH14 được sửa đổi bởi Luật số 2/2021/QH15;",
            ["01/2020/QH14", "02/2021/QH15"],
        ),
        (
            "Căn cứ Quyết định số 1/2005/QĐ-TTg về chế độ (sau đây viết tắt là Quyết định số 1/2005/QĐ-TTg) và Quyết định số "
            "2/2007/QĐ-TTg sửa đổi Quyết định số 1/2005/QĐ-TTg (sau đây viết tắt là Quyết định số 2/2007/QĐ-TTg);",
            ["01/2005/QĐ-TTg", "02/2007/QĐ-TTg"],
        ),
        (
            "Căn cứ Nghị định số 3/2025/NĐ-CP sửa đổi Nghị định số 1/2024/NĐ-CP quy định chi tiết Luật Thử và Nghị định số "
            "2/2024/NĐ-CP của Chính phủ về kiểm tra;",
            ["03/2025/NĐ-CP"],
        ),
        ("Căn cứ Công văn số 8356/VPCP-KSTT ngày 11/9/2025 của Văn phòng Chính phủ;", ["8356/VPCP-KSTT"]),
        ("Căn cứ Chỉ thị số 24-CT/TW ngày 15/5/2013 của Bộ Chính trị;", ["24-CT/TW"]),
        ("Căn cứ Quyết định số 35/2025/QĐ-TTgcủa Thủ tướng Chính phủ;", ["35/2025/QĐ-TTg"]),
        (
            "Căn cứ Luật Thử số 1/2020/QH14;\n1 Thông tư số 5/2023/TT-BTC có căn cứ ban hành như sau:\n“Căn cứ Luật Mẫu số "
            "9/2019/QH14;\nCăn cứ Nghị định số 8/2020/NĐ-CP;”",
            ["01/2020/QH14"],
        ),
    ],
)
def test_several_bases_in_one_recital(text: str, expected: list[str]):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theo đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số 12/TTr-STP ngày 02/3/2025;",
        "Xét Tờ trình số 100/TTr-UBND ngày 01/7/2025; Báo cáo thẩm tra số 5/BC-HĐND;",
        "Ủy ban nhân dân ban hành Quyết định sửa đổi Quyết định số 12/2020/QĐ-UBND.",
        "Căn cứ Báo cáo thẩm định số 3247/BC-STP của Sở Tư pháp;",
    ],
)
def test_proposals_and_enacting_words_are_no_bases(text: str):
    assert numbers(text) == []


def test_each_document_counts_once_and_never_the_document_itself():
    text = (
        "Căn cứ Nghị định số 78/2025/NĐ-CP;\nCăn cứ Nghị định số 078/2025/NĐ-CP;\nCăn cứ Quyết định số 5/2025/QĐ-UBND;"
    )
    assert [basis.number for basis in bases(text, own="05/2025/QĐ-UBND")] == ["78/2025/NĐ-CP"]


def test_a_text_without_preamble_has_none():
    assert read_legal_bases([], Header()) == ()


@given(st.text())
def test_any_text_is_read(text: str):
    bases(f"Căn cứ {text}")


AMENDING_LAW = "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Căn cứ Luật Viên chức số 58/2010/QH12; {AMENDING_LAW} số 52/2019/QH14;", ["58/2010/QH12", "52/2019/QH14"]),
        (f"Căn cứ Luật Viên chức ngày 15 tháng 11 năm 2010; {AMENDING_LAW} ngày 25/11/2019;", [None, None]),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số 27/2023/QH15 và Luật "
            "Kinh doanh bất động sản số 29/2023/QH15 ngày 29 tháng 6 năm 2024;",
            [None],
        ),
    ],
)
def test_a_law_that_amends_laws_is_one_basis(text: str, expected: list[str | None]):
    assert numbers(text) == expected


def test_a_law_named_by_its_day_or_year_is_resolved_apart_from_what_the_text_says():
    found = bases(
        "Căn cứ Luật Đất đai năm 2024;\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n"
        "Căn cứ Luật Nhà ở;"
    )
    assert [(basis.number, basis.resolved_number) for basis in found] == [
        (None, "31/2024/QH15"),
        (None, "72/2025/QH15"),
        (None, None),
    ]


def test_a_number_in_the_text_is_the_resolved_one():
    (basis,) = bases("Căn cứ Luật Đất đai số 31/2024/QH15;")
    assert basis.resolved_number == basis.number == "31/2024/QH15"
