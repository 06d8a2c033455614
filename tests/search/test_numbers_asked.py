from __future__ import annotations

import pytest

from search.numbers_asked import numbers_asked, series_asked
from search.vietnamese import number_tokens


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("15/2021/NQ-HĐND", "15/2021/NQ-HĐND"),
        ("15/2021/nq-hdnd", "15/2021/NQ-HĐND"),
        ("15/2021", "15/2021/NQ-HĐND"),
        ("NQ 15/2021", "15/2021/NQ-HĐND"),
        ("nq 015/2021 về phí", "15/2021/NQ-HĐND"),
        ("nghị quyết số 15 năm 2021", "15/2021/NQ-HĐND"),
        ("nghi quyet so 15/2021", "15/2021/NQ-HĐND"),
        ("nghị quyết 170/2024", "170/2024/QH15"),
        ("Luật 31/2024", "31/2024/QH15"),
        ("bộ luật số 91 năm 2015", "91/2015/QH13"),
        ("Luật Đất đai 2024", "31/2024/QH15"),
        ("điều 5 luat dat dai nam 2013", "45/2013/QH13"),
        ("bộ luật dân sự 2015", "91/2015/QH13"),
        ("QĐ 7/2020", "07/2020/QĐ-UBND"),
        ("thông tư 10/2018", "10/2018/TTLT-BTP-BCA"),
        ("nghị định 34", "34/2016/NĐ-CP"),
        ("theo nghị định số 34 quy định", "34/2016/NĐ-CP"),
        ("nghị định 34/2016", "34/2016/NĐ-CP"),
        ("23-L/CTN", "23-L/CTN"),
    ],
)
def test_a_number_is_found_however_it_is_written(typed: str, number: str) -> None:
    assert set(numbers_asked(typed)) & set(number_tokens(number)), numbers_asked(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("NQ 15/2021", "15/2021/TT-BGTVT"),
        ("quyết định 15/2021", "15/2021/NQ-HĐND"),
        ("luật 31/2024", "31/2024/NĐ-CP"),
        ("nghị định 34", "34/2016/QĐ-UBND"),
        ("nghị định 34/2016", "34/2020/NĐ-CP"),
        ("nghị quyết 15/2021/NQ-HĐND", "15/2021/TT-BTP"),
    ],
)
def test_another_kind_is_not_meant(typed: str, number: str) -> None:
    assert not set(numbers_asked(typed)) & set(number_tokens(number))


@pytest.mark.parametrize(
    "typed",
    [
        "mức 10% trong 5 ngày",
        "nghị định 1.000.000 đồng",
        "thu hồi theo luật đất đai",
        "luật pháp năm 2021",
        "luật đất 2024",
    ],
)
def test_plain_words_and_amounts_ask_for_no_number(typed: str) -> None:
    assert numbers_asked(typed) == ()


def test_a_text_that_is_just_the_name_of_a_law_asks_for_all_laws_of_that_name() -> None:
    assert set(numbers_asked("luat dat dai")) == {"45/2013/qh13", "31/2024/qh15"}
    assert numbers_asked("Luật BHYT") == numbers_asked("luật bảo hiểm y tế") != ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ND06/2021", "06/2021/NĐ-CP"),
        ("NQ76/2025/NQ-HDND", "76/2025/NQ-HĐND"),
        ("nđ34", "34/2016/NĐ-CP"),
        ("BLLĐ 2019", "45/2019/QH14"),
        ("căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015", "77/2015/QH13"),
        ("luật tổ chức CQĐP", "77/2015/QH13"),
    ],
)
def test_what_is_glued_or_short_or_dated_is_found(typed: str, number: str) -> None:
    assert set(numbers_asked(typed)) & set(number_tokens(number)), numbers_asked(typed)


def test_a_series_is_asked_for_by_symbol_and_year() -> None:
    assert series_asked("TT-BTC 2023") == series_asked("thông tư tt-btc năm 2023") == (("tt-btc", 2023),)
    assert series_asked("12/2023/TT-BTC") == series_asked("TT-BTC") == ()
