from __future__ import annotations

import unicodedata

import pytest

from search.vietnamese import number_tokens, spans_of, syllables, tokens, words_of


def test_syllables_are_folded_and_the_exact_ones_keep_their_accents() -> None:
    found = tokens("Đăng ký KINH doanh")
    assert found.folded.split() == ["dang", "ky", "kinh", "doanh"]
    assert found.exact.split() == ["đăng", "ký", "kinh", "doanh"]
    assert found.pairs.split() == ["dang_ky", "ky_kinh", "kinh_doanh"]


def test_decomposed_text_gives_the_same_tokens() -> None:
    text = "Điều kiện đăng ký hoà giải"
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text)


def test_both_places_of_the_tone_mark_are_one_word() -> None:
    assert tokens("hoà uỷ thuỷ").exact == tokens("hòa ủy thủy").exact
    assert tokens("quý").exact == "quý"


@pytest.mark.parametrize("mark", [". ", ", ", "; ", ": ", "\n", " (", ") ", " - ", " – ", "…", "? ", "”"])
def test_pairs_never_cross_punctuation(mark: str) -> None:
    assert tokens(f"quyền hạn{mark}trách nhiệm").pairs.split() == ["quyen_han", "trach_nhiem"]


def test_a_hyphen_or_slash_inside_a_word_does_not_part_its_pair() -> None:
    assert "va_hoac" in tokens("và/hoặc").pairs.split()


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("15/2021/NQ-HĐND", "15/2021/nq-hdnd"),
        ("032/2025/QĐ-UBND", "32/2025/qd-ubnd"),
        ("05 /2022/ QĐ - UBND", "5/2022/qd-ubnd"),
        ("64/2025/QH15", "64/2025/qh15"),
        ("10/2018/TTLT-BTP-BCA", "10/2018/ttlt-btp-bca"),
        ("66.13/2026/NQ-CP", "66.13/2026/nq-cp"),
        ("2979/QĐ-UBND", "2979//qd-ubnd"),
        ("1.000.000", "1.000.000"),
        ("9,90", "9,90"),
        ("10%", "10%"),
        ("10 %", "10%"),
        ("05", "5"),
        ("0,5", "0,5"),
        ("01/07/2025", "1/7/2025"),
        ("12a", "12a"),
        ("m2", "m2"),
    ],
)
def test_a_number_is_one_token(text: str, token: str) -> None:
    assert tokens(f"theo {text} thì").folded.split() == ["theo", token, "thi"]


def test_a_cited_number_is_also_found_without_its_symbol() -> None:
    assert "15/2021" in tokens("Nghị quyết số 15/2021/NQ-HĐND về phí").cited.split()
    assert tokens("ngày 01/7/2025").pairs.split() == ["ngay_1/7/2025"]


def test_a_number_at_the_end_of_a_sentence_is_the_same_number() -> None:
    assert tokens("mức 10%. Mức 1.000, và (9,90)").folded.split() == ["muc", "10%", "muc", "1.000", "va", "9,90"]


def test_symbols_alone_give_nothing() -> None:
    assert tokens("+ * / % … ()").folded.split() == []
    assert tokens("").pairs == ""


def test_spans_point_at_the_words_as_they_stand() -> None:
    text = "Mức thu: 1.000 đồng."
    spans = spans_of(text, {"muc", "1.000", "dong", "phi"})
    assert [text[span.start : span.end] for span in spans] == ["Mức", "1.000", "đồng"]


def test_a_cited_number_holds_the_short_one() -> None:
    text = "theo Nghị quyết số 15/2021/NQ-HĐND"
    assert [text[span.start : span.end] for span in spans_of(text, {"15/2021"})] == ["15/2021/NQ-HĐND"]
    assert words_of(text, {"15/2021", "nghi", "5/2021", "phi"}) == {"15/2021", "nghi"}


@pytest.mark.parametrize(
    "text", ["Mức thu: 1.000 đồng, theo 15/2021/NQ-HĐND.", "Số 05 /2022/ QĐ - UBND\n10 % (a) “b”", "và/hoặc km/h, 5m"]
)
def test_spans_and_tokens_agree(text: str) -> None:
    found = tokens(text)
    spans = spans_of(text, set(found.folded.split()))
    assert [span.folded for span in spans] == found.folded.split() == syllables(text)
    assert [span.exact for span in spans] == found.exact.split()


def test_a_number_is_looked_up_in_every_way_it_is_typed() -> None:
    assert number_tokens("05/2021/NQ-HĐND") == ["5/2021/nq-hdnd", "5/2021/nq", "5/2021", "5//nq-hdnd", "5"]
    assert "64/2025" in number_tokens("64/2025/QH15")
    assert number_tokens("23-L/CTN")[0] == "23//l-ctn"
    assert number_tokens("") == []
