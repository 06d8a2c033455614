from __future__ import annotations

import re

from search.question import read_question
from search.snippets import snippet

FILLER = "đoạn này không nói về việc đó và chỉ làm cho bài dài thêm ra. " * 12


def shown(text: str, question: str) -> str:
    asked = read_question(question)
    return snippet(text, asked.marked_words, asked.marked_phrases)


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


def test_a_phrase_is_marked_where_it_stands_whole_only() -> None:
    text = "Các cơ quan, trách nhiệm của họ; thủ trưởng của các cơ quan. Của Các, cơ quan"
    marked = "<mark>của các cơ quan</mark>. <mark>Của Các</mark>, <mark>cơ quan</mark>"
    assert shown(text, '"của các cơ quan"') == f"Các cơ quan, trách nhiệm của họ; thủ trưởng {marked}"


def test_the_stretch_with_the_phrase_is_shown() -> None:
    text = f"Của các bên, cơ quan khác. {FILLER} thủ trưởng của các cơ quan ở đây. {FILLER}"
    assert "<mark>của các cơ quan</mark>" in shown(text, '"của các cơ quan"')


def test_a_phrase_that_stands_nowhere_is_marked_as_words() -> None:
    assert shown("mức thu và phí", '"phí mức thu"') == "<mark>mức thu</mark> và <mark>phí</mark>"


def test_the_other_wording_of_a_short_form_is_marked_whole_only() -> None:
    assert shown("nhân viên, ủy ban nhân dân", "UBND") == "nhân viên, <mark>ủy ban nhân dân</mark>"


def test_accents_of_a_phrase_count_where_it_has_any() -> None:
    assert shown("lệ phí; lề phi", '"lệ phí"') == "<mark>lệ phí</mark>; lề phi"
    assert shown("lệ phí; lề phi", '"le phi"') == "<mark>lệ phí</mark>; <mark>lề phi</mark>"
