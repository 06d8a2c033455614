"""Word's automatic numbers: they stand nowhere in the text and are counted as Word counts them."""

from __future__ import annotations

import pytest

from legaldocs.parsing.word_numbering import format_count
from tests.builders import level, numbered, numbering, paragraph
from tests.legaldocs.word_texts import LEGAL, W, codes, read, texts


def test_articles_clauses_and_points_get_their_numbers_and_restart_below_a_new_article() -> None:
    source = read(
        numbered("Phạm vi", 1), numbered("Một", 1, 1), numbered("Hai", 1, 1), numbered("điểm", 1, 2), numbered("điểm", 1, 2),
        numbered("Hiệu lực", 1), numbered("Lại một", 1, 1), numbered("điểm", 1, 2), numbering=numbering(*LEGAL),
    )  # fmt: skip
    assert texts(source) == [
        "Điều 1. Phạm vi", "1. Một", "2. Hai", "a) điểm", "b) điểm", "Điều 2. Hiệu lực", "1. Lại một", "a) điểm",
    ]  # fmt: skip
    assert codes(source) == []


def test_several_levels_in_one_label_and_a_level_that_never_restarts() -> None:
    levels = (
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
        level(2, "decimalZero", "%3", '<w:lvlRestart w:val="0"/>'),
    )
    source = read(
        numbered("A", 1), numbered("B", 1), numbered("x", 1, 1), numbered("q", 1, 2), numbered("C", 1), numbered("y", 1, 1),
        numbered("r", 1, 2), numbering=numbering(*levels),
    )  # fmt: skip
    assert texts(source) == ["I. A", "II. B", "2.1. x", "01 q", "III. C", "3.1. y", "02 r"]


def test_two_lists_share_the_count_of_their_pattern_unless_one_starts_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
        "</w:num>"
    )
    source = read(
        numbered("a", 1), numbered("b", 2), numbered("c", 3), numbered("d", 3),
        numbering=numbering(level(0, "decimal", "%1."), nums=nums),
    )  # fmt: skip
    assert texts(source) == ["1. a", "2. b", "5. c", "6. d"]


def test_numbering_that_comes_from_a_style_and_a_paragraph_that_switches_it_off() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Khoan"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Khoan"/></w:style></w:styles>'
    )
    source = read(
        paragraph("một", properties='<w:pStyle w:val="Con"/>'),
        paragraph("không số", properties='<w:pStyle w:val="Con"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph("hai", properties='<w:pStyle w:val="Khoan"/>'),
        styles=styles,
        numbering=numbering(level(0, "decimal", "%1.", '<w:pStyle w:val="Khoan"/>')),
    )
    assert texts(source) == ["1. một", "không số", "2. hai"]


def test_bullets_become_dashes_and_empty_paragraphs_count_without_showing() -> None:
    source = read(
        numbered("gạch", 1), numbered("cộng", 1, 1), numbered("một", 1, 2), numbered("", 1, 2), numbered("ba", 1, 2),
        numbering=numbering(level(0, "bullet", "\uf0b7"), level(1, "bullet", "+"), level(2, "decimal", "%3.")),
    )  # fmt: skip
    assert texts(source) == ["- gạch", "+ cộng", "1. một", "3. ba"]


def test_letters_past_d_are_reported_because_word_has_no_đ() -> None:
    items = [numbered(f"điểm {index}", 1) for index in range(5)]
    lettered = numbering(level(0, "lowerLetter", "%1)"))
    assert codes(read(*items[:4], numbering=lettered)) == []
    source = read(*items, numbering=lettered)
    assert texts(source)[-1] == "e) điểm 4"
    assert codes(source) == ["NUMBERING_LETTERS_MAY_DIFFER"]


@pytest.mark.parametrize(
    ("count", "number_format", "shown"),
    [(4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (27, "lowerLetter", "aa"), (28, "upperLetter", "BB"),
     (3, "decimalZero", "03"), (12, "decimalZero", "12"), (3, "none", ""), (3, "ganada", "3"), (0, "lowerLetter", "0")],
)  # fmt: skip
def test_counts_are_written_as_word_writes_them(count: int, number_format: str, shown: str) -> None:
    assert format_count(count, number_format) == shown


def test_a_clause_list_of_its_own_starts_anew_and_the_old_one_goes_on() -> None:
    levels = level(0, "decimal", "Điều %1.") + level(1, "decimal", "%2.")
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    source = read(
        numbered("Một", 1), numbered("a", 1, 1), numbered("b", 1, 1), numbered("mới", 2, 1), numbered("nữa", 2, 1),
        numbered("Hai", 1), numbered("c", 1, 1), numbering=numbering(levels, nums=nums),
    )  # fmt: skip
    assert texts(source) == ["Điều 1. Một", "1. a", "2. b", "1. mới", "2. nữa", "Điều 2. Hai", "1. c"]
