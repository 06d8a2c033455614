"""When a document says it begins and ends, and where it stands on a given day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.effect import read_effect
from legaldocs.parsing.parsed import EffectRead, Header, ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind
from tests.legaldocs.test_citations import LEGAL_WORDS

SIGNED = date(2025, 11, 20)


def effect(text: str, path: str = "dieu-3", issued_on: date | None = SIGNED) -> EffectRead:
    article = ParsedProvision(path, ProvisionKind.ARTICLE, "Điều 3", "Hiệu lực thi hành", text)
    return read_effect([article], Header(issued_on=issued_on))


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Quyết định này có hiệu lực từ ngày 01 tháng 12 năm 2025.", date(2025, 12, 1)),
        ("Quyết định này có hiệu lực thi hành kể từ ngày 01/12/2025.", date(2025, 12, 1)),
        ("1. Nghị quyết có hiệu lực thi hành kể từ ngày 08 tháng 12 năm 2025.", date(2025, 12, 8)),
        ("Quyết định này có hiệu lực kể từ ngày ký.", SIGNED),
        ("Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.", SIGNED),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", date(2025, 11, 30)),
        (
            "Quyết định này có hiệu lực thi hành sau 10 ngày, kể từ ngày ký và thay thế Quyết định cũ.",
            date(2025, 11, 30),
        ),
        ("Quyết định này có hiệu lực sau mười ngày kể từ ngày ban hành.", date(2025, 11, 30)),
        ("Thông tư này có hiệu lực thi hành từ ngày 15 tháng 8 năm 2025, trừ khoản 2 Điều này.", date(2025, 8, 15)),
        ("Hiệu lực thi hành Quyết định này có hiệu lực từ ngày 28 tháng 11 năm 2025.", date(2025, 11, 28)),
        ("Nghị quyết này áp dụng trong năm 2026 và có hiệu lực kể từ ngày ký ban hành.", SIGNED),
        ("Thông tư này có hiệu lực kể từ ngày ký đến hết ngày 31 tháng 12 năm 2026.", SIGNED),
        ("Luật này có hiệu lực thi hành từ ngày được Quốc hội thông qua.", SIGNED),
        ("Luật này có hiệu lực thi hành từ năm ngân sách 2017.", date(2017, 1, 1)),
        (
            "Bản án, quyết định có hiệu lực pháp luật của Tòa án.\nQuyết định này có hiệu lực từ ngày 01/12/2025.",
            date(2025, 12, 1),
        ),
    ],
)
def test_the_first_day_is_read(text: str, begins: date):
    assert effect(text).begins_on == begins


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định này có hiệu lực kể từ ngày    tháng    năm 2025.",
        "Quyết định này có hiệu lực sau 15 ngày kể từ ngày đăng Công báo.",
        "Quyết định số 12/2020/QĐ-UBND có hiệu lực từ ngày 01 tháng 4 năm 2020.",
        "Hồ sơ nộp trước ngày Quyết định này có hiệu lực thi hành thì giải quyết đến ngày 01/01/2026.",
        "Sửa đổi Điều 9 như sau:\n“Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2020.”",
    ],
)
def test_a_day_that_is_not_said_is_not_made_up(text: str):
    assert effect(text).begins_on is None


def test_a_day_counted_from_signing_needs_the_day_of_signing():
    found = effect("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", issued_on=None)
    assert (found.begins_on, found.begins_text) == (None, "có hiệu lực sau 10 ngày kể từ ngày ký")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Nghị quyết này có hiệu lực từ ngày 01/01/2025 đến hết ngày 31 tháng 12 năm 2026.", date(2026, 12, 31)),
        ("Nghị quyết này có hiệu lực từ ngày 01/01/2025 đến hết năm 2027.", date(2027, 12, 31)),
        (
            "Nghị quyết này có hiệu lực từ ngày 01/01/2024 và được thực hiện đến hết tháng 02 năm 2024.",
            date(2024, 2, 29),
        ),
        ("Nghị quyết này có hiệu lực từ ngày 01/01/2025.", None),
    ],
)
def test_its_own_last_day_is_read(text: str, ends: date | None):
    assert effect(text).ends_on == ends


def test_some_units_have_a_day_of_their_own():
    text = (
        "1. Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2025, trừ quy định tại khoản 2 Điều này.\n"
        "2. Quy định tại khoản 3 Điều 5 và Điều 8 có hiệu lực thi hành từ ngày 01 tháng 01 năm 2026."
    )
    found = effect(text)
    assert found.begins_on == date(2025, 7, 1)
    assert found.exceptions == (("dieu-5/khoan-3", date(2026, 1, 1)), ("dieu-8", date(2026, 1, 1)))


def test_an_attached_regulation_or_the_preamble_says_nothing_of_the_document():
    assert effect("Quy định này có hiệu lực từ ngày 01/12/2025.", path="kem-theo/dieu-9").begins_on is None


@given(st.text() | LEGAL_WORDS)
def test_any_text_is_read(text: str):
    effect(f"Quyết định này có hiệu lực {text}")


def test_days_given_as_a_list_begin_with_the_first():
    article = ParsedProvision("dieu-2", ProvisionKind.ARTICLE, "Điều 2", "", "Quyết định này có hiệu lực thi hành:")
    items = [
        ("1", "Kể từ ngày 15 tháng 11 năm 2025 đối với thủ tục A."),
        ("2", "Kể từ ngày 01 tháng 12 năm 2025 đối với quy định tại khoản 3 Điều 1."),
    ]
    clauses = [ParsedProvision(f"dieu-2/khoan-{n}", ProvisionKind.CLAUSE, n, "", text, "dieu-2") for n, text in items]
    found = read_effect([article, *clauses], Header())
    assert found.begins_on == date(2025, 11, 15)
    assert found.exceptions == (("dieu-1/khoan-3", date(2025, 12, 1)),)
