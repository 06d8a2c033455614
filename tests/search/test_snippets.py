from __future__ import annotations

import re

from search.question import read_question
from search.snippets import snippet

FILLER = "đoạn này không nói về việc đó và chỉ làm cho bài dài thêm ra. " * 12


def shown(text: str, question: str) -> str:
    return snippet(text, read_question(question).all_words)


def test_it_marks_the_words_as_they_are_accented_in_the_text() -> None:
    assert shown("Điều kiện đăng ký", "dang ky") == "Điều kiện <mark>đăng ký</mark>"


def test_it_marks_the_spelling_that_was_asked_for_where_the_text_has_it() -> None:
    assert shown("hóa đơn và hoa tươi", "hóa") == "<mark>hóa</mark> đơn và hoa tươi"
    assert shown("chỉ có hoa tươi", "hóa") == "chỉ có <mark>hoa</mark> tươi"


def test_it_never_lets_html_through() -> None:
    text = '<script>alert("phí")</script> & phí'
    assert re.findall(r"<[^>]+>", shown(text, "phí")) == ["<mark>", "</mark>"] * 2
    assert "&lt;script&gt;" in shown(text, "phí")
    assert "&amp;" in shown(text, "phí")


def test_it_shows_the_stretch_with_most_of_the_words() -> None:
    text = f"phí ở đây. {FILLER} mức thu phí tham quan ở giữa. {FILLER} phí ở cuối"
    found = shown(text, "mức thu phí")
    assert "<mark>mức thu phí</mark> tham quan" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(re.sub("<[^>]+>", "", found)) < 260


def test_it_cuts_between_words() -> None:
    found = re.sub("</?mark>|…", "", shown(f"{FILLER} phí {FILLER}", "phí")).strip()
    words = set(FILLER.split()) | {"phí"}
    assert set(found.split()) <= words


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert shown(FILLER, "xyz").startswith("đoạn này không")


def test_a_short_number_is_marked_in_the_long_one() -> None:
    assert "<mark>15/2021/NQ-HĐND</mark>" in shown("Nghị quyết số 15/2021/NQ-HĐND", "15/2021")


def test_a_word_without_end_does_not_break_the_window() -> None:
    assert "<mark>phí</mark>" in shown("x" * 5_000 + " phí " + "y" * 5_000, "phí")
