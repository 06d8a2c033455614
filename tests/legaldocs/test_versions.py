"""Versions laid side by side: each kind of change is told once, where it stands, and large texts take no time."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.versions import Change, ProvisionPair, align_versions, count_changes
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import parse_text

SCOPE = "Điều 1. Phạm vi điều chỉnh\nQuyết định này quy định mức hỗ trợ người cao tuổi trên địa bàn tỉnh."
LEVEL = (
    "Điều 2. Mức hỗ trợ\n1. Người từ đủ 80 tuổi được hỗ trợ 500.000 đồng mỗi tháng.\n"
    "2. Người khuyết tật nặng sống một mình được hỗ trợ 700.000 đồng mỗi tháng.\n"
    "3. Kinh phí do ngân sách cấp huyện bảo đảm và chi trả trước ngày 10 hằng tháng."
)
CARRY = "Điều 3. Tổ chức thực hiện\nSở Nội vụ chủ trì, phối hợp với Sở Tài chính hướng dẫn thi hành Quyết định này."
OLD = f"{SCOPE}\n{LEVEL}\n{CARRY}"


def provisions(text: str) -> tuple[ParsedProvision, ...]:
    return parse_text(source_from_text(text)).provisions


def changes(old: str, new: str) -> dict[str, str]:
    """What became of what, by the path it has now: {"dieu-4": "MOVED dieu-3"}; what stayed is left out."""
    pairs = align_versions(provisions(old), provisions(new))
    return {
        pair.either.path: f"{pair.change}{f' {pair.old.path}' if pair.change is Change.MOVED and pair.old else ''}"
        for pair in pairs
        if pair.change is not Change.SAME
    }


def pair_at(old: str, new: str, path: str) -> ProvisionPair:
    return next(p for p in align_versions(provisions(old), provisions(new)) if p.either.path == path)


def test_the_same_text_has_no_change():
    assert changes(OLD, OLD) == {}
    assert changes(OLD, OLD.replace("hỗ trợ người", "hỗ  trợ người")) == {}


def test_a_reworded_clause_shows_just_the_words():
    new = OLD.replace("700.000 đồng", "750.000 đồng").replace("cấp huyện", "cấp xã")
    assert changes(OLD, new) == {"dieu-2/khoan-2": "CHANGED", "dieu-2/khoan-3": "CHANGED"}
    pair = pair_at(OLD, new, "dieu-2/khoan-2")
    assert [piece for piece, same in pair.old_pieces if not same] == ["700.000"]
    assert [piece for piece, same in pair.new_pieces if not same] == ["750.000"]


def test_a_renumbered_article_is_one_move_and_its_clauses_stay():
    inserted = "Điều 2. Giải thích từ ngữ\nNgười cao tuổi là công dân Việt Nam từ đủ 60 tuổi trở lên."
    new = f"{SCOPE}\n{inserted}\n{LEVEL.replace('Điều 2', 'Điều 3')}\n{CARRY.replace('Điều 3', 'Điều 4')}"
    assert changes(OLD, new) == {"dieu-2": "ADDED", "dieu-3": "MOVED dieu-2", "dieu-4": "MOVED dieu-3"}


def test_a_renumbered_and_reworded_article_is_known_by_its_heading():
    rewritten = "Điều 5. Tổ chức thực hiện\nChánh Văn phòng và Thủ trưởng các đơn vị chịu trách nhiệm thi hành."
    new = f"{SCOPE}\n{LEVEL}\nĐiều 3. Hồ sơ\nHồ sơ gồm đơn.\nĐiều 4. Thời hạn\nMười ngày.\n{rewritten}"
    assert changes(OLD, new) == {"dieu-3": "ADDED", "dieu-4": "ADDED", "dieu-5": "MOVED dieu-3"}
    assert pair_at(OLD, new, "dieu-5").is_reworded


def test_an_inserted_clause_moves_those_behind_it():
    new = OLD.replace("2. Người khuyết", "2. Người thuộc hộ nghèo được tặng quà dịp Tết.\n3. Người khuyết").replace(
        "3. Kinh phí", "4. Kinh phí"
    )
    assert changes(OLD, new) == {
        "dieu-2/khoan-2": "ADDED",
        "dieu-2/khoan-3": "MOVED dieu-2/khoan-2",
        "dieu-2/khoan-4": "MOVED dieu-2/khoan-3",
    }


def test_a_split_clause_is_shortened_and_a_new_one_added():
    new = OLD.replace("bảo đảm và chi trả trước", "bảo đảm.\n4. Tiền hỗ trợ được chi trả trước")
    assert changes(OLD, new) == {"dieu-2/khoan-3": "CHANGED", "dieu-2/khoan-4": "ADDED"}


def test_a_clause_may_move_into_another_article():
    moved = "Kinh phí do ngân sách cấp huyện bảo đảm và chi trả trước ngày 10 hằng tháng."
    carry = "Điều 3. Tổ chức thực hiện\n1. Sở Nội vụ hướng dẫn.\n2. Sở Tài chính phối hợp."
    old = f"{SCOPE}\n{LEVEL}\n{carry}"
    new = f"{SCOPE}\n{LEVEL.rpartition(chr(10))[0]}\n{carry}\n3. {moved}"
    assert changes(old, new) == {"dieu-3/khoan-3": "MOVED dieu-2/khoan-3"}


def test_short_stock_phrases_do_not_move_between_articles():
    old = "Điều 1. Đối tượng\na) Cá nhân;\nb) Tổ chức.\nĐiều 2. Nơi nộp\na) Trụ sở;"
    new = "Điều 1. Đối tượng\na) Tổ chức.\nĐiều 2. Nơi nộp\na) Trụ sở;\nb) Cá nhân;"
    assert changes(old, new)["dieu-2/diem-b"] == "ADDED"


def test_an_article_that_goes_takes_its_clauses_with_it_and_counts_once():
    new = f"{SCOPE}\n{CARRY.replace('Điều 3', 'Điều 2')}"
    pairs = align_versions(provisions(OLD), provisions(new))
    gone = [pair for pair in pairs if pair.change is Change.REMOVED]
    assert [pair.within for pair in gone] == [False, True, True, True]
    assert count_changes(pairs)[Change.REMOVED] == 1
    # It stands where it stood: behind Điều 1, before what is now Điều 2.
    assert [pair.either.path for pair in pairs].index("dieu-2/khoan-1") < len(pairs) - 1


def test_sections_of_different_chapters_are_not_confused():
    old = "Chương I\nQUY ĐỊNH CHUNG\nMục 1\nPHẠM VI\nĐiều 1. A\nB.\nChương II\nTHỦ TỤC\nMục 1\nHỒ SƠ\nĐiều 2. C\nD."
    assert changes(old, old.replace("HỒ SƠ", "HỒ SƠ, TRÌNH TỰ")) == {"chuong-2/muc-1": "CHANGED"}


def test_an_empty_side_is_all_added_or_all_removed():
    assert set(changes("", OLD).values()) == {"ADDED"}
    assert set(changes(OLD, "").values()) == {"REMOVED"}


@given(st.permutations(OLD.split("\n")))
def test_every_unit_of_both_sides_is_told_just_once(lines: list[str]):
    old, new = provisions(OLD), provisions("\n".join(lines))
    pairs = align_versions(old, new)
    assert sorted(p.old.path for p in pairs if p.old) == sorted(u.path for u in old)
    assert [p.new.path for p in pairs if p.new] == [u.path for u in new]


def test_five_hundred_provisions_are_aligned_without_comparing_each_with_each():
    words = [f"từ{n * 7919 % 997}" for n in range(20_000)]
    old = [f"Điều {n}. Tên {words[n]}\n{' '.join(words[n * 39 : n * 39 + 39])} cuối." for n in range(1, 501)]
    new = [
        f"Điều {n + 1}. Tên {words[n]} mới\n{' '.join(words[n * 39 : n * 39 + 35])} khác hẳn." for n in range(1, 500)
    ]
    before, after = provisions("\n".join(old)), provisions("\n".join(["Điều 1. Mới\nĐiều khoản này là mới.", *new]))
    assert len(before) == len(after) == 500
    started = time.process_time()
    pairs = align_versions(before, after)
    assert time.process_time() - started < 10  # 0.2 s alone on the machine
    assert count_changes(pairs)[Change.MOVED] > 490
