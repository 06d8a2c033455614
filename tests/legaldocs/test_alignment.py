from __future__ import annotations

import time
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from legaldocs.analysis.alignment import Op, Run, Words, align, align_words, containment, mark, similarity

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


#: Words that come again and again, so that chance matches are many.
_FEW_WORDS = st.lists(st.sampled_from(["của", "và", "phí", "hộ", "xã", "cấp", "mức", "chi"]), max_size=40).map(" ".join)


@given(_FEW_WORDS, _FEW_WORDS)
def test_the_runs_are_the_common_sequence_with_strays_taken_back(draft: str, target: str):
    alignment = align_words(Words.of(draft), Words.of(target))
    assert list(alignment.runs) == without_strays(common_sequence(alignment.draft, alignment.target))
    for first in range(len(alignment.draft)):
        for last in range(first + 1, len(alignment.draft) + 1):
            assert alignment.across(first, last) == looked_through(alignment.runs, first, last, len(alignment.target))


def common_sequence(draft: Words, target: Words) -> list[Run]:
    runs: list[Run] = []
    for step in LCSseq.opcodes(draft.keys, target.keys):
        append(runs, Run(Op(step.tag), step.src_start, step.src_end, step.dest_start, step.dest_end))
    return runs


def without_strays(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    for index, run in enumerate(runs):
        around = [runs[i].size for i in (index - 1, index + 1) if 0 <= i < len(runs)]
        stray = run.op is Op.EQUAL and around and min(around) > 2 * run.size
        append(kept, run._replace(op=Op.REPLACE) if stray else run)
    return kept


def append(runs: list[Run], run: Run) -> None:
    """An insertion beside a deletion is a replacement."""
    if not runs or (runs[-1].op is Op.EQUAL) != (run.op is Op.EQUAL):
        runs.append(run)
        return
    last = runs[-1]
    op = Op.INSERT if last.draft_first == run.draft_last else Op.REPLACE
    op = Op.DELETE if last.target_first == run.target_last else op
    runs[-1] = Run(op, last.draft_first, run.draft_last, last.target_first, run.target_last)


def looked_through(runs: Sequence[Run], first: int, last: int, end: int) -> tuple[int, int]:
    low, high = end, 0
    for run in runs:
        if run.draft_first >= last or run.draft_last <= first:
            continue
        shift = run.target_first - run.draft_first
        equal = run.op is Op.EQUAL
        low = min(low, max(first, run.draft_first) + shift if equal else run.target_first)
        high = max(high, min(last, run.draft_last) + shift if equal else run.target_last)
    return (low, high) if low <= high else (0, 0)


def test_the_same_words_are_known_with_what_stands_around_them():
    alignment = align_words(Words.of("một hai ba bốn năm sáu"), Words.of("một hai ba bốn năm bảy"))
    assert alignment.is_same(2, 5)
    assert alignment.is_same(-3, 5)  # both begin there
    assert not alignment.is_same(2, 6)
    assert not alignment.is_same(4, 9)
