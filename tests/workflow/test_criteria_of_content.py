"""Checks that need the texts of other documents: references, definitions, repeals, tables."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.definitions import read_definitions
from legaldocs.analysis.reading import read
from legaldocs.importers.store import store_version
from legaldocs.models import Document, Level
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import DocumentType, RelationKind
from tests.factories import make_body, make_document, make_relation
from tests.workflow.test_criteria import codes, context, overlap
from workflow.criteria.changed_tables import check_tables
from workflow.criteria.competence_signs import check_competence_signs
from workflow.criteria.context import Severity
from workflow.criteria.definitions import check_definitions
from workflow.criteria.effective_date import check_effective_date
from workflow.criteria.expired_reference import check_references, surely_lacks
from workflow.criteria.legal_basis_known import check_legal_bases
from workflow.criteria.presentation import check_presentation
from workflow.criteria.reference_form import check_reference_form
from workflow.criteria.repeal_completeness import check_repeals

pytestmark = pytest.mark.django_db

DECREE = """Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về nuôi ong lấy mật.
Điều 2. Giải thích từ ngữ
1. Tổ nuôi ong là nhóm từ ba hộ trở lên cùng góp đàn và chung một sổ theo dõi dịch bệnh.
2. Vùng hoa là khu vực có cây nguồn mật nở rộ trong cùng một vụ.
Điều 3. Xử lý đề nghị
1. Ủy ban nhân dân cấp xã trả lời đề nghị đặt tổ ong công cộng không quá 10 ngày làm việc.
2. Mức hỗ trợ mua thùng ong ít nhất bằng 30% giá trị.
"""


def decree(text: str | None = DECREE, number: str = "61/2024/NĐ-CP", **fields: object) -> Document:
    document = make_document(
        number=number,
        document_type=DocumentType.DECREE.value,
        issued_by=make_body("Chính phủ", Level.CENTRAL),
        issued_on=date(2024, 6, 3),
        effective_on=date(2024, 8, 1),
        text=None,
        **fields,
    )
    if text:
        source = source_from_text(text)
        store_version(document, read(source), source)
    return document


# --- administrative decisions ---

ADMINISTRATIVE = "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nSố: {}\n\nngày 02 tháng 3 năm 2026\nQUYẾT ĐỊNH\nVề việc nuôi ong\n"
HASTY = (
    "Điều 1. Cấp phép\nThành phần hồ sơ gồm đơn đề nghị; thời hạn giải quyết là 05 ngày; trả kết quả.\n"
    "Điều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày 03 tháng 3 năm 2026."
)


def test_an_administrative_decision_is_not_held_to_the_rules_for_normative_ones():
    for check in (check_effective_date, check_presentation, check_competence_signs):
        assert codes(check(context(ADMINISTRATIVE.format("2931/QĐ-UBND") + HASTY))) == []
        assert codes(check(context(ADMINISTRATIVE.format("31/2026/QĐ-UBND") + HASTY))) != []


# --- references ---


def cites(path: str, more: str = "") -> str:
    return f"Điều 1. Quy định\nĐề nghị đặt tổ ong thực hiện theo {path} Nghị định số 61/2024/NĐ-CP{more}."


def test_a_citation_under_another_date():
    decree()
    (result,) = check_references(context(cites("Điều 3", " ngày 05 tháng 6 năm 2024")))
    assert result.code == "REFERENCE_DATE_DIFFERS"
    assert "05/06/2024" in result.message
    assert "03/06/2024" in result.message
    assert codes(check_references(context(cites("Điều 3", " ngày 03 tháng 6 năm 2024")))) == []


@pytest.mark.parametrize(
    ("kind", "code", "severity"),
    [
        (RelationKind.AMENDS, "REFERENCE_AMENDED", Severity.NOTE),
        (RelationKind.REPEALS, "REFERENCE_REPEALED", Severity.WARNING),
    ],
)
def test_a_citation_of_a_provision_that_was_changed_since(kind: RelationKind, code: str, severity: Severity):
    later = decree(None, "20/2025/NĐ-CP")
    make_relation(later, decree(), kind, target_path="dieu-3/khoan-1", effective_on=date(2025, 9, 1))
    (result,) = check_references(context(cites("khoản 1 Điều 3")))
    assert (result.code, result.severity) == (code, severity)
    assert "20/2025/NĐ-CP" in result.message
    assert codes(check_references(context(cites("khoản 2 Điều 3")))) == []
    assert codes(check_references(context(cites("khoản 1 Điều 3", " (được sửa đổi, bổ sung năm 2025)")))) == []
    assert codes(check_references(context(cites("khoản 1 Điều 3"), date(2025, 8, 1)))) == []


def test_a_clause_that_does_not_exist_is_said_only_where_its_neighbours_were_read():
    decree()
    assert codes(check_references(context(cites("khoản 7 Điều 3")))) == ["REFERENCE_NOT_FOUND"]
    assert (
        codes(check_references(context(cites("khoản 7 Điều 1")))) == []
    )  # an article read without clauses proves nothing


@pytest.mark.parametrize(
    ("paths", "path", "lacks"),
    [
        ({"dieu-1", "dieu-2", "dieu-3"}, "dieu-9", True),
        ({"dieu-1", "dieu-2", "dieu-4"}, "dieu-9", False),
        ({"dieu-1", "kem-theo/dieu-1", "kem-theo/dieu-2", "dieu-2"}, "dieu-2", False),
        (
            {"dieu-1", "dieu-2", "dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-b", "dieu-1/khoan-1"},
            "dieu-1/khoan-1/diem-đ",
            True,
        ),
        (set(), "dieu-1", False),
    ],
)
def test_only_an_unbroken_numbering_proves_that_a_unit_is_missing(paths: set[str], path: str, lacks: bool):
    assert surely_lacks(paths, path) is lacks


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Nghị định số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2024", []),
        ("Thông tư số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2024", ["REFERENCE_TYPE_DIFFERS"]),
        ("Nghị định số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2025", ["REFERENCE_YEAR_DIFFERS"]),
        ("Thông tư liên tịch số 05/2014/TTLT-BTP-BNV ngày 22 tháng 12 năm 2014", []),
        ("Nghị quyết số 61/2020/QH14 ngày 19 tháng 6 năm 2020", []),
        ("Quyết định số 2931/QĐ-UBND ngày 19 tháng 6 năm 2020", []),
    ],
)
def test_name_number_and_date_of_what_is_named_must_agree(named: str, expected: list[str]):
    assert codes(check_reference_form(context(f"Điều 1. Quy định\nNuôi ong theo {named}."))) == expected
    assert codes(check_reference_form(context(f"Căn cứ {named} về nuôi ong;\nĐiều 1. Quy định\nNuôi ong."))) == expected


def test_a_basis_with_a_wrong_day_is_told_of_once():
    """The corpus knows the day: the check of the bases names it, and nothing more has to be said."""
    decree()
    wrong = context(
        "Căn cứ Nghị định số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2025 về nuôi ong;\nĐiều 1. Quy định\nNuôi ong."
    )
    assert codes(check_legal_bases(wrong)) == ["BASIS_DATE_DIFFERS"]
    assert codes(check_reference_form(wrong)) == []


# --- definitions ---

DEFINES = (
    "Căn cứ Nghị định số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2024 của Chính phủ về nuôi ong lấy mật;\n"
    "Điều 1. Phạm vi\nNuôi ong.\nĐiều 2. Giải thích từ ngữ\n1. Tổ nuôi ong là {}.\n2. Sổ đàn là sổ ghi số thùng ong của một hộ."
)


def test_a_term_that_a_basis_defines_otherwise():
    decree()
    other = "một hộ đăng ký nuôi từ năm mươi thùng ong trở lên tại một địa điểm"
    (result,) = check_definitions(context(DEFINES.format(other)))
    assert (result.code, result.path, result.number) == ("TERM_DEFINED_OTHERWISE", "dieu-2/khoan-1", "61/2024/NĐ-CP")
    assert "nhóm từ ba hộ trở lên" in result.message
    assert other in result.message
    same = "nhóm từ ba hộ trở lên cùng góp đàn và có chung một sổ theo dõi dịch bệnh"
    assert codes(check_definitions(context(DEFINES.format(same)))) == []


def test_a_heading_that_ran_into_its_article_still_explains_words():
    document = decree()
    document.current_version.provisions.filter(path="dieu-2").update(  # type: ignore[union-attr]
        heading="", text="Giải thích từ ngữ Trong Nghị định này, các từ ngữ dưới đây được hiểu như sau:"
    )
    other = "một hộ đăng ký nuôi từ năm mươi thùng ong trở lên tại một địa điểm"
    assert codes(check_definitions(context(DEFINES.format(other)))) == ["TERM_DEFINED_OTHERWISE"]


def test_a_document_that_means_many_words_otherwise_is_quoted_for_a_few():
    other = "".join(f"{n}. Ong loại {n} là giống ong nuôi lấy mật thuộc nhóm thứ {n} của tỉnh.\n" for n in range(1, 9))
    decree(f"Điều 1. Phạm vi\nNuôi ong.\nĐiều 2. Giải thích từ ngữ\n{other}Điều 3. Mức\nHỗ trợ.\n")
    mine = "".join(f"{n}. Ong loại {n} là đàn do hợp tác xã thuê giữ vào mùa đông.\n" for n in range(1, 9))
    head = "Căn cứ Nghị định số 61/2024/NĐ-CP ngày 03 tháng 6 năm 2024 của Chính phủ về nuôi ong lấy mật;\n"
    found = list(check_definitions(context(f"{head}Điều 1. Phạm vi\nNuôi.\nĐiều 2. Giải thích từ ngữ\n{mine}")))
    assert len(found) == 6
    assert found[-1].message.startswith(
        "Khuyến nghị: Còn 3 từ ngữ nữa được Nghị định số 61/2024/NĐ-CP giải thích khác: “Ong loại 6”"
    )


def test_a_document_that_the_draft_does_not_rest_on_may_use_words_as_it_likes():
    decree(number="62/2024/NĐ-CP")
    assert codes(check_definitions(context(DEFINES.format("một hộ nuôi từ năm mươi thùng ong trở lên")))) == []


def test_definitions_are_read_where_words_are_explained_and_nowhere_else():
    text = (
        DECREE + "Điều 4. Trách nhiệm\n1. Trưởng thôn là người giữ sổ theo dõi đàn ong của thôn.\n2. Hộ nuôi ghi sổ.\n"
    )
    found = read_definitions(read(source_from_text(text)).provisions)
    assert [definition.term for definition in found] == ["Tổ nuôi ong", "Vùng hoa"]


# --- repeals ---


def test_an_amender_known_by_its_title_alone_would_be_orphaned():
    old = make_document(number="12/2024/QĐ-UBND")
    title = "Sửa đổi, bổ sung một số điều của Quy định ban hành kèm theo Quyết định số 12/2024/QĐ-UBND"
    amender = make_document(number="30/2025/QĐ-UBND", title=title, text=None)
    make_document(number="31/2025/QĐ-UBND", title="Hướng dẫn Quyết định số 12/2024/QĐ-UBND", text=None)
    text = "Điều 1. Nuôi yến\nNuôi."
    replaced = frozenset({old.pk})
    (result,) = check_repeals(context(text, replaced=replaced))
    assert (result.code, result.number) == ("AMENDER_ORPHANED", amender.number)
    named = f"{text}\nĐiều 2. Hiệu lực\nBãi bỏ Quyết định số 30/2025/QĐ-UBND ngày 02 tháng 5 năm 2025."
    assert codes(check_repeals(context(named, replaced=replaced))) == []


@pytest.mark.parametrize(
    ("title", "issued_on", "expected"),
    [
        ("Quy định chức năng, nhiệm vụ của Sở Xây dựng", date(2024, 5, 1), []),
        ("Quy định nuôi chim yến trong khu dân cư", date(2026, 2, 27), []),
        ("Quy định nuôi chim yến trong khu dân cư", date(2024, 5, 1), ["REPEAL_MISSING"]),
    ],
)
def test_only_an_older_document_on_the_same_matter_is_missed(title: str, issued_on: date, expected: list[str]):
    old = make_document(number="12/2024/QĐ-UBND", title=title, issued_on=issued_on)
    head = "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\n\nQUYẾT ĐỊNH\nQuy định nuôi chim yến trong khu dân cư\n\n"
    many = [overlap(f"dieu-{n}", old) for n in range(1, 5)]
    draft = context(f"{head}Điều 1. Nuôi yến\nNuôi.", findings=many, provisions_checked=20)
    assert draft.reading.header.title
    assert codes(check_repeals(draft)) == expected


# --- tables of annexes ---

FEES = (
    "Điều 1. Mức thu\nMức thu phí làng nghề thực hiện theo Phụ lục kèm theo.\n"
    "PHỤ LỤC I\nBIỂU MỨC THU PHÍ LÀNG NGHỀ\nSTT | Loại phí | Đơn vị tính | Mức thu (đồng)\n"
    "1 | Phí thẩm định hồ sơ | hồ sơ | 500.000\n2 | Phí cấp lại biển hiệu | lần | 50.000\n3 | Phí tham quan | người | 20.000\n"
)
OF_FEES = "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\n\nQUYẾT ĐỊNH\nQuy định mức thu phí làng nghề truyền thống\n\n"


def with_fees(**fields: object) -> Document:
    title = "Quy định mức thu phí làng nghề truyền thống"
    document = make_document(number="12/2024/QĐ-UBND", title=title, text=None, **fields)
    source = source_from_text(FEES)
    store_version(document, read(source), source)
    return document


def test_a_fee_schedule_beside_one_in_force_is_named_row_by_row():
    with_fees()
    draft = OF_FEES + FEES.replace("500.000", "700.000").replace("3 | Phí tham quan | người | 20.000\n", "")
    (result,) = check_tables(context(draft))
    assert (result.code, result.number, result.severity) == ("TABLE_DIFFERS", "12/2024/QĐ-UBND", Severity.WARNING)
    assert result.path.startswith("phu-luc")
    assert "Phí thẩm định hồ sơ: 500.000 đồng ↔ 700.000 đồng" in result.message
    assert "1 dòng không còn" in result.message
    assert codes(check_tables(context(OF_FEES + FEES))) == []


def test_a_fee_schedule_that_the_draft_replaces_is_news():
    old = with_fees()
    draft = OF_FEES + FEES.replace("500.000", "700.000")
    (result,) = check_tables(context(draft, replaced=frozenset({old.pk})))
    assert (result.code, result.severity) == ("TABLE_CHANGED", Severity.NOTE)


def test_a_table_on_another_matter_is_left_alone():
    with_fees()
    draft = OF_FEES + FEES.replace("Phí thẩm định hồ sơ", "Học phí lớp đan lát").replace(
        "Phí cấp lại biển hiệu", "Học phí lớp gốm"
    )
    assert codes(check_tables(context(draft.replace("500.000", "900.000")))) == []
