from __future__ import annotations

import pytest

from search.definitions import asked_terms, defined_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("1. Chất hướng thần là chất kích thích", "=chat_huong_than"),
        ("a) Phí tham quan (sau đây gọi là phí) là khoản tiền", "=phi_tham_quan =phi"),
        ("Đầu\nGiống cây trồng bao gồm cây", "=giong_cay_trong"),
        ("Ủy ban nhân dân tỉnh (sau đây gọi tắt là UBND tỉnh) quyết định", "=ubnd_tinh"),
        ("Người nộp phí phải nộp tiền", ""),
        ("Mức thu đối với người lớn vào mọi ngày trong cả tuần lễ và ngày Tết là 5 đồng", ""),
    ],
)
def test_terms_that_a_text_defines_are_read(text: str, terms: str) -> None:
    assert defined_terms(text) == terms


def test_every_run_of_words_may_be_a_term() -> None:
    assert list(asked_terms(["le", "phi", "cho"])) == ["=le", "=phi", "=cho", "=le_phi", "=phi_cho", "=le_phi_cho"]
