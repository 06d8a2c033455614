from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.alignment import Op, Words, align, align_words, containment, mark, similarity

DRAFT = "Mức hỗ trợ là 05 ngày làm việc, do Uỷ ban nhân dân cấp xã chi trả."
TARGET = "Mức hỗ trợ là 10 ngày làm việc, do Ủy ban nhân dân cấp huyện chi trả."


def changed(draft: str, target: str) -> list[tuple[str, str]]:
    return [
        (draft[s.draft_start : s.draft_end], target[s.target_start : s.target_end])
        for s in align(draft, target)
        if s.op is not Op.EQUAL
    ]


def test_it_names_the_changed_words_only():
    assert changed(DRAFT, TARGET) == [("05", "10"), ("xã", "huyện")]


def test_tone_mark_places_case_padding_and_separators_are_no_change():
    assert changed("Uỷ ban hoà giải 05 ngày, 1.000.000 đồng", "ỦY BAN hòa giải 5 ngày, 1000000 đồng") == []


def test_accents_are_a_change():
    assert changed("nộp thư", "nộp thu") == [("thư", "thu")]


def test_an_insertion_stands_where_the_words_would_be():
    segments = align("được chuyển nhượng", "không được chuyển nhượng")
    assert [(s.op, s.draft_start, s.draft_end) for s in segments] == [(Op.INSERT, 0, 0), (Op.EQUAL, 0, 18)]


def test_a_stray_common_word_between_two_long_changes_is_not_shared():
    draft = "giấy phép xây dựng nhà ở của hộ gia đình tại nông thôn"
    target = "kinh phí mua sắm trang thiết bị của trường học phổ thông dân tộc"
    assert similarity(draft, target) == 0.0


def test_a_document_number_is_one_word():
    assert Words.of("theo Quyết định số 15/2021/QĐ-UBND của").keys[4] == "15/2021/qđ-ubnd"


def test_containment_is_of_the_draft_in_the_target():
    assert containment("hỗ trợ chi phí đi lại", "Nhà nước hỗ trợ chi phí đi lại cho học sinh") == 1.0
    assert containment("Nhà nước hỗ trợ chi phí đi lại cho học sinh", "hỗ trợ chi phí đi lại") < 0.7


def test_across_gives_what_stands_in_the_same_place():
    alignment = align_words(Words.of(DRAFT), Words.of(TARGET))
    first, last = alignment.draft.between(DRAFT.index("05"), DRAFT.index(" ngày"))
    assert alignment.target.cut(*alignment.across(first, last)) == "10"


def test_marked_pieces_join_to_the_text():
    segments = align(DRAFT, TARGET)
    for text, side in ((DRAFT, "draft"), (TARGET, "target")):
        pieces = mark(text, segments, side)
        assert "".join(piece for piece, _ in pieces) == text
        assert [piece for piece, same in pieces if not same] == (["05", "xã"] if side == "draft" else ["10", "huyện"])


def test_empty_texts_share_nothing():
    assert align("", "") == []
    assert similarity("", "Điều 5") == containment("", "Điều 5") == 0.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_are_covered_in_order(draft: str, target: str):
    segments = align(draft, target)
    assert "".join(piece for piece, _ in mark(draft, segments, "draft")) == draft
    assert "".join(piece for piece, _ in mark(target, segments, "target")) == target
    assert 0.0 <= similarity(draft, target) <= 1.0
    assert similarity(draft, draft) in (0.0, 1.0)


def test_two_long_texts_are_aligned_fast():
    draft = " ".join(f"từ{i % 997}" for i in range(20_000))
    target = " ".join(f"từ{i % 991}" for i in range(20_000))
    started = time.process_time()
    align(draft, target)
    assert time.process_time() - started < 20  # 0.5 s alone; comparing each word with each takes minutes
