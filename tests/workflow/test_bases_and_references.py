"""Bases and references as real drafts word them: what must be said, and what must not."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.definitions import same_meaning
from legaldocs.models import Level
from legaldocs.parsing.vocabulary import DocumentType
from tests.factories import make_body, make_document
from tests.workflow.test_criteria import ON, codes, context, decree
from tests.workflow.test_criteria_of_content import cites
from tests.workflow.test_criteria_of_content import decree as decree_on_bees
from workflow.criteria.competence_signs import check_competence_signs
from workflow.criteria.context import Severity
from workflow.criteria.effective_date import check_effective_date
from workflow.criteria.expired_reference import check_references
from workflow.criteria.legal_basis_known import check_legal_bases
from workflow.criteria.reference_form import check_reference_form

pytestmark = pytest.mark.django_db

BASED = (
    "Căn cứ Nghị định số 78/2026/NĐ-CP ngày 05 tháng 2 năm 2026 của Chính phủ quy định về nuôi chim yến;\n"
    "Điều 1. Quy định\nNuôi yến."
)


# --- bases that take effect later ---


@pytest.mark.parametrize(
    ("clause", "severity", "said"),
    [
        ("kể từ ngày 01 tháng 5 năm 2026", Severity.NOTE, "không muộn hơn ngày dự thảo có hiệu lực"),
        ("kể từ ngày 15 tháng 3 năm 2026", Severity.WARNING, "sau ngày dự thảo có hiệu lực"),
        ("", Severity.ADVICE, "trước hoặc cùng lúc"),
    ],
)
def test_a_basis_may_take_effect_with_the_draft_but_not_after_it(clause: str, severity: Severity, said: str):
    title, issued_on = "Quy định về nuôi chim yến", date(2026, 2, 5)
    decree("78/2026/NĐ-CP", title=title, issued_on=issued_on, effective_on=date(2026, 5, 1))
    effect = f"\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành {clause}." if clause else ""
    (result,) = check_legal_bases(context(BASED + effect))
    assert (result.code, result.severity) == ("BASIS_NOT_YET_EFFECTIVE", severity)
    assert said in result.message


# --- which document is meant ---


def test_a_law_named_without_a_number_is_none_that_was_passed_after_the_draft():
    assembly = make_body("Quốc hội", Level.CENTRAL)
    fields = {"document_type": DocumentType.LAW.value, "issued_by": assembly, "title": "LUẬT NUÔI CHIM YẾN"}
    make_document("12/2027/QH16", issued_on=date(2027, 6, 1), effective_on=date(2028, 1, 1), **fields)
    text = "Căn cứ Luật Nuôi chim yến;\nĐiều 1. Quy định\nNuôi."
    assert codes(check_legal_bases(context(text))) == ["BASIS_NOT_IN_CORPUS"]
    assert codes(check_legal_bases(context(text, date(2027, 7, 1)))) == ["BASIS_NOT_YET_EFFECTIVE"]


def test_a_law_and_a_resolution_of_the_assembly_may_bear_one_number():
    fields = {"document_type": DocumentType.LAW.value, "issued_by": make_body("Quốc hội", Level.CENTRAL)}
    make_document("55/2010/QH12", title="AN TOÀN CHIM YẾN", issued_on=date(2010, 6, 17), **fields)
    text = "Căn cứ {} số 55/2010/QH12 ngày {} về {};\nĐiều 1. Quy định\nNuôi."
    other = text.format("Nghị quyết", "24 tháng 11 năm 2010", "miễn, giảm thuế đất nuôi ong")
    assert codes(check_legal_bases(context(other))) == ["BASIS_NOT_IN_CORPUS"]
    undated = other.replace(" ngày 24 tháng 11 năm 2010", "")
    assert codes(check_legal_bases(context(undated))) == ["BASIS_NOT_IN_CORPUS"]
    misdated = text.format("Luật", "24 tháng 11 năm 2010", "an toàn chim yến")
    assert codes(check_legal_bases(context(misdated))) == ["BASIS_DATE_DIFFERS"]


def test_a_slip_of_a_letter_makes_no_other_name():
    decree(
        "78/2026/NĐ-CP", title="Quy định về nuôỉ chim yêń", issued_on=date(2026, 2, 5), effective_on=date(2026, 2, 5)
    )
    assert codes(check_legal_bases(context(BASED))) == []
    other = "Quy định về nuôi cá lồng và quy định về giá của Chính phủ"
    assert codes(check_legal_bases(context(BASED.replace("quy định về nuôi chim yến", other)))) == [
        "BASIS_TITLE_DIFFERS"
    ]


def test_a_basis_under_another_number_is_found_by_its_day_and_name():
    title, issued_on = "Quy định về nuôi chim yến", date(2026, 2, 5)
    decree("87/2026/NĐ-CP", title=title, issued_on=issued_on, effective_on=issued_on)
    (result,) = check_legal_bases(context(BASED))
    assert (result.code, result.number, result.severity) == ("BASIS_NUMBER_DIFFERS", "87/2026/NĐ-CP", Severity.WARNING)
    assert "78/2026/NĐ-CP" in result.message
    decree("88/2026/NĐ-CP", title=title, issued_on=issued_on, effective_on=issued_on)
    assert codes(check_legal_bases(context(BASED))) == ["BASIS_NOT_IN_CORPUS"]  # two such: neither is surely meant


def test_a_document_of_the_same_day_on_another_matter_is_not_taken_for_the_basis():
    issued_on = date(2026, 2, 5)
    decree("87/2026/NĐ-CP", title="Quy định về giá nước sạch", issued_on=issued_on, effective_on=issued_on)
    assert codes(check_legal_bases(context(BASED))) == ["BASIS_NOT_IN_CORPUS"]


# --- references ---


def test_what_was_inserted_later_is_not_said_to_be_missing():
    decree_on_bees()
    assert codes(check_references(context(cites("Điều 3a")))) == []
    assert codes(check_references(context(cites("khoản 2a Điều 3")))) == []


def test_of_a_document_said_to_be_amended_nothing_is_said_to_be_missing():
    decree_on_bees()
    once = " (đã được sửa đổi, bổ sung bởi Nghị định số 9/2025/NĐ-CP)"
    assert codes(check_references(context(cites("khoản 7 Điều 3")))) == ["REFERENCE_NOT_FOUND"]
    later = cites("khoản 7 Điều 3") + "\nĐiều 2. Hồ sơ\nHồ sơ theo Nghị định số 61/2024/NĐ-CP" + once + "."
    assert codes(check_references(context(later))) == []


def test_the_day_of_what_the_draft_ends_is_looked_at_too():
    decree_on_bees()
    text = "Điều 1. Hiệu lực\nBãi bỏ Nghị định số 61/2024/NĐ-CP ngày 05 tháng 6 năm 2024 của Chính phủ về nuôi ong."
    assert codes(check_references(context(text))) == ["REFERENCE_DATE_DIFFERS"]


def test_a_wrong_year_is_said_once():
    decree_on_bees()
    draft = context(cites("Điều 3", " ngày 03 tháng 6 năm 2025"))
    assert codes([*check_references(draft), *check_reference_form(draft)]) == ["REFERENCE_DATE_DIFFERS"]


def test_a_date_of_something_else_is_not_the_date_of_the_document_before_it():
    decree_on_bees()
    for more in (". Từ ngày 01 tháng 01 năm 2025 trở đi được hưởng", " vào ngày 31 tháng 12 năm 2025"):
        draft = context(cites("Điều 3", more))
        assert codes([*check_references(draft), *check_reference_form(draft)]) == [], more


# --- definitions ---


def test_a_short_name_in_brackets_is_no_part_of_a_meaning():
    meaning = "tàu, thuyền và cấu trúc nổi khác, có hoặc không có động cơ"
    assert same_meaning(f"{meaning} (trong Nghị định này gọi là phương tiện thủy nội địa)", meaning)
    assert not same_meaning(f"{meaning} (trừ tàu cá, tàu quân sự và phương tiện của cơ quan công an)", meaning)


# --- effect ---


def test_special_cases_are_an_excuse_only_under_the_law_that_has_them():
    text = "Điều 1. Nuôi yến\nNuôi.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày ký."
    (new,) = check_effective_date(context(text.replace("ngày ký", "ngày 03 tháng 3 năm 2026")))
    (old,) = check_effective_date(context(text.replace("ngày ký", "ngày 03 tháng 3 năm 2025"), date(2025, 3, 2)))
    assert "trường hợp đặc biệt" in new.message and "Điều 53" in new.legal_source
    assert "trường hợp đặc biệt" not in old.message and "Điều 151" in old.legal_source


@pytest.mark.parametrize(
    ("on", "source", "advice"),
    [
        (date(2025, 3, 31), "Luật BHVBQPPL 2015", False),
        (date(2025, 12, 14), "NĐ 63/2010/NĐ-CP", True),
        (date(2025, 12, 15), "TT 26/2025/TT-BTP", False),
    ],
)
def test_a_procedure_is_asked_about_under_what_was_in_force_that_day(on: date, source: str, advice: bool):
    text = "Điều 1. Cấp phép nuôi yến\nThành phần hồ sơ gồm đơn đề nghị; thời hạn giải quyết là 05 ngày; trả kết quả."
    (result,) = check_competence_signs(context(text, on))
    assert result.legal_source.startswith(source)
    assert result.message.startswith("Khuyến nghị") is advice


def test_one_day_too_early_says_how_the_days_may_have_been_counted():
    text = (
        "Điều 1. Nuôi yến\nNuôi.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày {} tháng 3 năm 2026."
    )
    (result,) = check_effective_date(context(text.format(11)))
    assert "Chỉ đủ 10 ngày nếu kể cả ngày ban hành" in result.message
    (earlier,) = check_effective_date(context(text.format(10)))
    assert "kể cả ngày ban hành" not in earlier.message
    assert codes(check_effective_date(context(text.format(12)))) == []
    assert date(2026, 3, 2) == ON
