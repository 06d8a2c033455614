"""What differs between two wordings, marked; long stretches that are the same, cut."""

from __future__ import annotations

from workflow.marking import marked_pieces, shortened

SAME = "quy trình cấp mới, thay đổi, thu hồi hộp thư điện tử công vụ của các cơ quan trên địa bàn tỉnh " * 6


def test_the_words_that_differ_are_told_apart() -> None:
    draft, target = marked_pieces("Thời hạn là 10 ngày làm việc.", "Thời hạn là 05 ngày làm việc.")
    assert draft == [("Thời hạn là ", True), ("10", False), (" ngày làm việc.", True)]
    assert target[1] == ("05", False)


def test_wordings_with_nothing_in_common_are_not_marked_all_over() -> None:
    assert marked_pieces("Mức thu phí vệ sinh", "Tàu cá ra khơi") == (
        [("Mức thu phí vệ sinh", True)],
        [("Tàu cá ra khơi", True)],
    )


def test_a_difference_keeps_its_surroundings_when_long_stretches_are_cut() -> None:
    draft, _ = marked_pieces(
        f"{SAME}trong 10 ngày {SAME}tối đa 3 lần {SAME}", f"{SAME}trong 05 ngày {SAME}tối đa 5 lần {SAME}"
    )
    cut = shortened(draft)
    assert [piece for piece in cut if not piece[1]] == [("10", False), ("3", False)]
    assert cut[0][0].startswith(" … ") and cut[0][0].endswith("tỉnh trong ")
    assert cut[2][0].startswith(" ngày quy trình") and " … " in cut[2][0] and cut[2][0].endswith("tối đa ")
    assert cut[4][0].startswith(" lần quy trình") and cut[4][0].endswith(" … ")
    assert sum(len(text) for text, _ in cut) < 700 < len(SAME) * 3


def test_short_quotes_stay_whole_and_equal_ones_are_cut_once() -> None:
    pieces = [("Thời hạn là ", True), ("10", False), (" ngày", True)]
    assert shortened(pieces) == pieces
    ((text, same),) = shortened([(SAME, True)])
    assert same and text.endswith(" … ") and len(text) < 430
    assert shortened([(SAME[:400], True)]) == [(SAME[:400], True)]
