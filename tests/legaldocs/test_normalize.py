"""Text made comparable: what changes, what never does, and that offsets carry over."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from legaldocs.parsing.normalize import clean, fold, same_tone_marks


def test_it_cleans_spaces_line_ends_and_invisible_signs() -> None:
    assert clean("Số:\u00a0 12\u200b/2020\r\nĐiều\u00ad 1.\t Tên \r Hết") == "Số: 12/2020\nĐiều 1. Tên\nHết"


def test_it_composes_letters_and_mends_eth() -> None:
    assert clean(unicodedata.normalize("NFD", "QÐ-UBND của Ủy ban")) == "QĐ-UBND của Ủy ban"


def test_it_mends_cyrillic_in_numbers_and_leaves_foreign_words() -> None:
    assert clean("12/2020/TT-BTС") == "12/2020/TT-BTC"
    assert clean("tên là Москва") == "tên là Москва"


def test_folding_keeps_every_position() -> None:
    text = "Điều 5. ỦY BAN nhân dân tỉnh Đắk Lắk"
    assert fold(text) == "dieu 5. uy ban nhan dan tinh dak lak"
    assert text[fold(text).index("dak") :] == "Đắk Lắk"


@given(st.text())
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_tone_marks_never_change_the_length_and_settle_at_once(text: str) -> None:
    once = same_tone_marks(text)
    assert len(once) == len(text)
    assert same_tone_marks(once) == once


def test_tone_marks_of_open_syllables_move_and_others_stay() -> None:
    assert same_tone_marks("Uỷ ban, hoà giải, THUỶ LỢI, khoẻ") == "Ủy ban, hòa giải, THỦY LỢI, khỏe"
    assert same_tone_marks("quý, hoàn, thuyền, toán") == "quý, hoàn, thuyền, toán"
