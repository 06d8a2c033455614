"""Prices in sentences, in tables and in lines whose cells run on: one thing is one thing, however its price is said."""

from __future__ import annotations

import pytest

from legaldocs.analysis.spelled_rows import Form, Price, other_prices, prices_in, prices_of_rows
from legaldocs.analysis.tables import read_rows

TABLE = (
    "Biểu mức thu phí làng nghề\nSTT | Loại phí | Đơn vị tính | Mức thu (đồng)\n"
    "1 | Phí thẩm định hồ sơ công nhận làng nghề | hồ sơ | 300.000\n"
    "2 | Phí cấp lại biển hiệu làng nghề | lần | 50.000"
)


def rows(text: str = TABLE) -> list[Price]:
    return list(prices_of_rows(read_rows(text)))


def named(draft: list[Price], target: list[Price]) -> list[tuple[str, str]]:
    return [(d.draft.said, d.target.said) for d in other_prices(draft, target)]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Mức thu phí cấp lại biển hiệu làng nghề là 70.000 đồng/lần.", "70.000 đồng/lần"),
        ("Lệ phí cấp lại biển hiệu làng nghề: bảy mươi nghìn đồng/lần;", "bảy mươi nghìn đồng/lần"),
        ("Đối với việc cấp lại biển hiệu làng nghề là 70 nghìn đồng.", "70 nghìn đồng"),
        ("a) Cấp lại biển hiệu làng nghề: 70.000 đồng/lần;", "70.000 đồng/lần"),
    ],
)
def test_a_sentence_meets_the_row_on_the_same_thing(sentence: str, said: str):
    assert named(prices_in(sentence), rows()) == [(said, "50.000 đồng/lần")]
    assert named(rows(), prices_in(sentence)) == [("50.000 đồng/lần", said)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mức thu phí cấp lại biển hiệu làng nghề là 50.000 đồng/lần.",  # the same
        "Mức thu phí cấp lại biển hiệu làng nghề là năm mươi nghìn đồng.",  # the same in words
        "Mức thu phí cấp mới biển hiệu làng nghề là 70.000 đồng/lần.",  # another thing
        "Mức thu phí cấp lại biển hiệu làng nghề là 70.000 đồng/năm.",  # counted by something else
        "Mức hỗ trợ cấp lại biển hiệu làng nghề là 70.000 đồng/lần.",  # paid, not charged
        "Mức phạt cấp lại biển hiệu làng nghề sai là 70.000 đồng.",
        "Thời hạn cấp lại biển hiệu làng nghề là 05 ngày làm việc.",  # days are no sum
        "Mức thu phí cấp lại biển hiệu làng nghề là 70.000 đồng hoặc 90.000 đồng.",  # which of the two?
    ],
)
def test_what_is_not_clearly_the_same_thing_at_another_price_is_left_alone(sentence: str):
    assert named(prices_in(sentence), rows()) == []


def test_a_row_whose_cells_run_on_is_a_row():
    lines = (
        "Biểu mức thu (đơn vị: đồng)\n1 Phí thẩm định hồ sơ công nhận làng nghề hồ sơ 300.000\n"
        "2 Phí cấp lại biển hiệu làng nghề lần 60.000"
    )
    found = prices_in(lines)
    assert [price.form for price in found] == [Form.JOINED, Form.JOINED]
    assert named(found, rows()) == [("60.000 đồng/lần", "50.000 đồng/lần")]


def test_a_thing_named_twice_or_in_too_few_words_proves_nothing():
    twice = TABLE + "\n3 | Phí cấp lại biển hiệu làng nghề | lần | 40.000"
    assert named(prices_in("Mức thu phí cấp lại biển hiệu làng nghề là 70.000 đồng/lần."), rows(twice)) == []
    short = TABLE.replace("Phí cấp lại biển hiệu làng nghề", "Người lớn")
    assert named(prices_in("Mức thu: Người lớn là 70.000 đồng/lần."), rows(short)) == []


def test_two_tables_and_two_sentences_are_compared_elsewhere():
    sentence = "Mức thu phí cấp lại biển hiệu làng nghề là {} đồng/lần."
    assert named(rows(TABLE.replace("50.000", "70.000")), rows()) == []
    assert named(prices_in(sentence.format("70.000")), prices_in(sentence.format("50.000"))) == []
