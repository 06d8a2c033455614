from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from search.postings import FORMULA, Unit
from search.query import MAX_DAY
from search.shingles import STATE, ShingleIndex

ON = date(2024, 1, 1).toordinal()
FEE = "Người nộp phí tham quan di tích phải nộp bốn mươi nghìn đồng cho mỗi lượt vào cửa trong ngày"
HOUSE = "Chủ nhà cho thuê phải đăng ký tạm trú cho người thuê nhà với công an xã trong ba ngày"


def unit(pk: int, text: str, **fields: int) -> Unit:
    return Unit(**{"provision_id": pk, "document_id": pk, "expired_on": MAX_DAY, "text": text, **fields})


def build(folder: Path, *units: Unit) -> ShingleIndex:
    ShingleIndex.create(folder / "shingles", units)
    return ShingleIndex.open(folder / "shingles")


def test_the_same_wording_is_contained_whole(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE), unit(2, HOUSE))
    assert index.candidates(FEE) == [(1, 1.0)]


def test_wording_is_recognised_without_accents_and_in_other_letters(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE))
    assert index.candidates(FEE.upper()) == [(1, 1.0)]


def test_a_partial_copy_is_contained_in_part(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE), unit(2, HOUSE))
    half = " ".join(FEE.split()[:10] + [f"từ{n}" for n in range(10)])
    [(found, containment)] = index.candidates(half)
    assert found == 1
    assert containment == pytest.approx(6 / 16)


def test_the_same_words_in_another_order_share_no_wording(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE))
    assert index.candidates(" ".join(reversed(FEE.split()))) == []


def test_shared_rare_pairs_find_what_is_about_the_same_matter(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE), unit(2, HOUSE))
    [near] = index.neighbours("Miễn phí tham quan cho trẻ em khi vào di tích cùng cha mẹ", on=ON)
    assert (near.provision_id, near.containment) == (1, 0.0)
    assert 0 < near.rank_score < 1


def test_labels_and_very_short_texts_match_nothing(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, "Phạm vi điều chỉnh"), unit(2, FEE))
    assert len(index.base) == 1
    assert index.neighbours("nộp phí tham quan", on=ON) == []


def test_the_expired_the_excluded_and_the_absent_are_left_out(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE, expired_on=ON), unit(2, FEE), unit(3, FEE, expired_on=ON + 1))
    assert [c.provision_id for c in index.neighbours(FEE, on=ON, exclude={2})] == [3]


def test_a_formula_is_no_evidence(tmp_path: Path) -> None:
    formula = "Nghị quyết này có hiệu lực thi hành kể từ ngày ký ban hành"
    index = build(tmp_path, *(unit(pk, f"{formula} số{pk}") for pk in range(FORMULA + 1)))
    assert index.candidates(formula) == []
    index.replace([9_000], [unit(9_000, formula)])
    assert ShingleIndex.open(index.folder).candidates(formula) == []


def test_a_changed_document_is_found_by_its_new_text_only(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE), unit(2, HOUSE))
    index.replace([1], [unit(11, HOUSE, document_id=1)])
    index = ShingleIndex.open(index.folder)
    assert index.candidates(FEE) == []
    assert {found for found, _ in index.candidates(HOUSE)} == {2, 11}


def test_changes_add_up(tmp_path: Path) -> None:
    index = build(tmp_path)
    for pk in range(1, 6):
        ShingleIndex.open(index.folder).replace([pk], [unit(pk, f"{FEE} nhóm{pk} riêng{pk}")])
    ShingleIndex.open(index.folder).replace([3], [])
    ShingleIndex.open(index.folder).replace([4], [unit(44, HOUSE, document_id=4)])
    found = {pk for pk, _ in ShingleIndex.open(index.folder).candidates(FEE)}
    assert found == {1, 2, 5}
    assert ShingleIndex.open(index.folder).candidates(f"{FEE} nhóm5 riêng5")[0] == (5, 1.0)


def test_a_change_that_was_cut_off_leaves_the_state_before_it(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE))
    before = (index.folder / STATE).read_bytes()
    index.replace([1], [unit(1, HOUSE)])
    (index.folder / STATE).write_bytes(before)  # as if killed before the state file was replaced
    reopened = ShingleIndex.open(index.folder)
    assert reopened.candidates(FEE) == [(1, 1.0)]
    reopened.replace([1], [unit(1, HOUSE)])
    assert ShingleIndex.open(index.folder).candidates(HOUSE) == [(1, 1.0)]


def test_the_document_that_holds_most_rare_wording_of_all_texts_comes_first(tmp_path: Path) -> None:
    both = [unit(1, FEE, document_id=7), unit(2, HOUSE, document_id=7)]
    index = build(tmp_path, *both, unit(3, FEE, document_id=8), unit(4, HOUSE, document_id=9, expired_on=ON))
    survey = index.survey([FEE, HOUSE], on=ON, documents=5)
    assert [d.document_id for d in survey.documents] == [7, 8]
    assert survey.documents[0].evidence == pytest.approx(2 * survey.documents[1].evidence)
    nearest = survey.documents[1]
    assert (nearest.place, nearest.unit.provision_id, nearest.unit.containment) == (0, 3, 1.0)


def test_documents_that_changed_are_weighed_like_the_others(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE), unit(2, HOUSE))
    index.replace([3], [unit(3, FEE)])
    found = ShingleIndex.open(index.folder).survey([FEE], on=ON, documents=5).documents
    assert {d.document_id for d in found} == {1, 3}
    assert found[0].evidence == pytest.approx(found[1].evidence)


def test_wording_that_a_document_repeats_counts_once(tmp_path: Path) -> None:
    index = build(tmp_path, unit(1, FEE, document_id=7), unit(2, FEE, document_id=7), unit(3, FEE, document_id=8))
    found = index.survey([FEE], on=ON, documents=5).documents
    assert [d.evidence for d in found] == [found[0].evidence] * 2
