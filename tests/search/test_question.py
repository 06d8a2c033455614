from __future__ import annotations

import pytest

from search.query import BadQuery
from search.question import read_question


def folded(phrases: tuple) -> list[list[str]]:
    return [[word.folded for word in phrase] for phrase in phrases]


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    question = read_question('mức thu "lệ phí" -chợ -"hộ tịch"')
    assert folded([question.words]) == [["muc", "thu"]]
    assert folded(question.phrases) == [["le", "phi"]]
    assert sorted(folded(question.excluded)) == [["cho"], ["ho", "tich"]]
    assert question.pairs == ("muc_thu",)


def test_curly_quotes_are_quotes() -> None:
    assert folded(read_question("“lệ phí”").phrases) == [["le", "phi"]]


def test_a_dash_between_words_excludes_nothing() -> None:
    question = read_question("phí - lệ phí QĐ-UBND")
    assert question.excluded == ()
    assert question.pairs[:3] == ("le_phi", "phi_qd", "qd_ubnd")


def test_an_open_quote_is_read_as_none() -> None:
    question = read_question('"lệ phí')
    assert question.phrases == ()
    assert folded([question.words]) == [["le", "phi"]]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15/2021/NQ-HĐND", "15/2021/nq-hdnd"),
        ("nghị quyết 015/2021/nq-hđnd về phí", "15/2021/nq-hdnd"),
        ("15/2021", "15/2021"),
        ('"15/2021/NQ-HĐND"', "15/2021/nq-hdnd"),
        ("23-L/CTN", "23//l-ctn"),
        ("số 30-CP", "30//cp"),
    ],
)
def test_document_numbers_are_recognised(text: str, number: str) -> None:
    assert number in read_question(text).numbers


def test_plain_words_hold_no_number() -> None:
    assert read_question("mức 10% trong 5 ngày").numbers == ()


def test_only_words_typed_with_accents_tell_accents_apart() -> None:
    assert read_question("quyền han").accented
    assert not read_question("quyen han 10%").accented


@pytest.mark.parametrize("text", ["", "   ", "?!,.", '""', "-", "()", "\x00"])
def test_it_asks_for_a_word_when_there_is_none(text: str) -> None:
    with pytest.raises(BadQuery, match="ít nhất một từ"):
        read_question(text)


def test_exclusions_alone_ask_for_a_word() -> None:
    with pytest.raises(BadQuery, match="loại trừ"):
        read_question("-phí")


def test_a_text_of_ten_thousand_letters_is_refused_in_words() -> None:
    with pytest.raises(BadQuery, match=r"2\.000 ký tự"):
        read_question("phí " * 2_500)


def test_a_pasted_paragraph_is_cut_to_its_first_words() -> None:
    question = read_question(" ".join(f"từ{number}" for number in range(300)))
    assert len(question.words) == 64
