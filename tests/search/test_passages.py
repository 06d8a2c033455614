"""The second look at the first hits: a line that says it all counts more than a text that says it here and there."""

from __future__ import annotations

from datetime import date

import pytest

from search.backends.base import EXPIRED_SHARE, Demand, Match
from search.passages import Text, asked, second_look
from search.query import MAX_DAY
from search.question import read_question

TODAY = date(2024, 6, 1)
SCATTERED = (
    "Điều 5 Nguyên tắc\n1. Quỹ chi cho trẻ em.\n2. Người cao tuổi được chăm sóc.\n3. Phí do Nhà nước quy định, có miễn."
)
TOGETHER = "Điều 6 Đối tượng\n1. Học sinh.\n2. Trẻ em, người cao tuổi được miễn phí.\n3. Quân nhân."


def match(pk: int, score: float, **fields: int) -> Match:
    return Match(pk, pk, 0, **{"effective_on": 1, "expired_on": MAX_DAY, "score": score} | fields)


def looked_at(text: str, *hits: tuple[Match, Text | None], judged: bool = True) -> list[Match]:
    matches, texts = zip(*hits, strict=True)
    return second_look(matches, texts, read_question(text), TODAY if judged else None)


def order(text: str, *hits: tuple[Match, Text | None]) -> list[int]:
    return [found.provision_id for found in looked_at(text, *hits)]


def test_a_clause_that_says_it_all_comes_before_a_text_that_says_it_here_and_there() -> None:
    hits = (match(1, 9.0), Text("", SCATTERED)), (match(2, 8.5), Text("", TOGETHER))
    assert order("trẻ em người cao tuổi miễn phí", *hits) == [2, 1]
    assert order("nguyên tắc quỹ chi", *hits) == [1, 2]


def test_the_same_holds_for_a_question_typed_without_accents() -> None:
    hits = (match(1, 9.0), Text("", SCATTERED)), (match(2, 8.5), Text("", TOGETHER))
    assert order("tre em nguoi cao tuoi mien phi", *hits) == [2, 1]


def test_words_with_other_accents_are_other_words() -> None:
    hits = (match(1, 9.0), Text("", "quân hàm của cán bộ")), (match(2, 8.9), Text("", "quản hạm của cán bộ"))
    assert order("quản hạm", *hits) == [2, 1]
    assert order("quan ham", *hits) == [1, 2]


def test_words_side_by_side_count_more_than_the_same_words_apart() -> None:
    hits = (match(1, 9.0), Text("", "hạn của quyền này dài")), (match(2, 8.9), Text("", "quyền hạn của người này"))
    assert order("quyền hạn", *hits) == [2, 1]


def test_side_by_side_is_meant_even_where_a_word_is_asked_for_twice() -> None:
    question = read_question("quyết định hành chính, hành vi hành chính")
    assert {("hành", "chính"), ("hành", "vi"), ("vi", "hành"), ("quyết", "định")} <= asked(question)
    assert ("chính", "hành") not in asked(question)  # a comma stands between


def test_the_title_is_said_in_every_line() -> None:
    rule = "Điều 2 Mức thu\nTrẻ em được giảm một nửa khi đi cùng người lớn"
    hits = (match(1, 9.0), Text("Lệ phí chợ", rule)), (match(2, 8.9), Text("Phí tham quan", rule))
    assert order("phí tham quan trẻ em", *hits) == [2, 1]


def test_a_document_gains_by_its_title_as_much_as_its_parts_that_add_nothing() -> None:
    title = (
        "Quyết định về việc ban hành quy định bồi thường khi nhà nước thu hồi đất trên địa bàn tỉnh và các việc khác"
    )
    own, preamble = Text(title, ""), Text(title, "Căn cứ\nCăn cứ Luật Đất đai ngày 18 tháng 01 năm 2024")
    hits = (match(1, 9.0), own), (match(2, 8.9), preamble)
    assert order("bồi thường khi nhà nước thu hồi đất", *hits) == [1, 2]
    assert order("bồi thường theo luật đất đai", *hits) == [2, 1]


def test_a_heading_that_names_it_counts_more_than_a_long_line() -> None:
    long = "Điều 1 Phạm vi\n" + "quy định này áp dụng cho việc khác và nuôi trồng thủy sản " + "ở nơi khác " * 30
    hits = (match(1, 9.0), Text("", long)), (match(2, 8.9), Text("", "Điều 2 Nuôi trồng thủy sản\nở đây"))
    assert order("nuôi trồng thủy sản", *hits) == [2, 1]


def test_a_rare_word_tells_more_than_one_that_all_hits_hold() -> None:
    rest = [(match(pk, 5.0), Text("", "cơ quan quản lý thuế")) for pk in range(10, 18)]
    hits = (match(1, 9.0), Text("", "cơ quan và quản lý")), (match(2, 9.0), Text("", "quản lý hóa đơn nào"))
    assert order("cơ quan quản lý hóa đơn", *hits, *rest)[0] == 2


def test_no_gain_lifts_a_hit_out_of_its_tier() -> None:
    words = " ".join(f"từ{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60))
    hits = (match(1, Demand.NUMBER.bonus), None), (match(2, 950.0), Text("", words)), (match(3, 5.0), Text("", "x"))
    found = looked_at(words, *hits)
    assert [hit.provision_id for hit in found] == [1, 2, 3]
    assert found[1].score < Demand.ALL_WORDS.bonus


def test_what_a_hit_gains_is_cut_by_its_effect_as_its_score_was() -> None:
    text = Text("", "mức thu phí tham quan")
    old, new = match(1, 9.0 * EXPIRED_SHARE, expired_on=700_000), match(2, 9.0)
    [first, second] = looked_at("mức thu phí tham quan", (old, text), (new, text))
    assert [first.provision_id, second.provision_id] == [2, 1]
    assert second.score == pytest.approx(EXPIRED_SHARE * first.score)
    [first, second] = looked_at(
        "mức thu phí tham quan", (match(1, 9.1, expired_on=700_000), text), (new, text), judged=False
    )
    assert first.provision_id == 1


def test_without_texts_or_words_nothing_moves() -> None:
    hits = [(match(1, 9.0), None), (match(2, 8.0), Text("", "\n \n"))]
    assert looked_at("phí", *hits) == [first for first, _ in hits]
    assert second_look([], [], read_question("phí"), TODAY) == []
