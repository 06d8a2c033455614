from __future__ import annotations

import math
import random
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


def test_it_agrees_with_plain_counting_on_random_texts(tmp_path: Path) -> None:
    chance = random.Random(4)
    words = ["nộp", "phí", "tham", "quan", "di", "tích", "mỗi", "lượt", "vào", "cửa", "nhà", "thuê"]

    def text() -> str:
        return " ".join(chance.choice(words) for _ in range(chance.randint(8, 40)))

    first = [unit(pk, text(), document_id=pk // 4) for pk in range(120)]
    index = build(tmp_path, *first)
    changed = [unit(1_000 + pk, text(), document_id=pk) for pk in (3, 5, 90)]
    index.replace([3, 5, 90], changed)
    units = [one for one in first if one.document_id not in (3, 5, 7, 90)] + changed
    drafts = [text() for _ in range(12)]
    survey = ShingleIndex.open(index.folder).survey(drafts, on=ON, exclude=[7], limit=200, documents=100)
    runs = {one.provision_id: runs_in(one.text) for one in units}
    for draft, near in zip(drafts, survey.near, strict=True):
        asked = runs_in(draft)
        shared = {pk: len(asked & held) / len(asked) for pk, held in runs.items() if asked & held}
        assert {c.provision_id: c.containment for c in near if c.containment} == pytest.approx(shared)
        assert [c.containment for c in near] == sorted((c.containment for c in near), reverse=True)
    held: dict[int, set[str]] = {}
    for one in units:
        held[one.document_id] = held.get(one.document_id, set()) | runs[one.provision_id]
    counted = [runs_in(one.text) for one in (*first, *changed)]  # records that a change has hidden still count here
    rarity = {run: math.log(len(counted) / sum(run in each for each in counted)) for run in set().union(*counted)}
    evidence = {
        document: sum(rarity[run] for draft in drafts for run in runs_in(draft) & wording)
        for document, wording in held.items()
    }
    found = {d.document_id: d.evidence for d in survey.documents}
    assert found == pytest.approx({document: weight for document, weight in evidence.items() if weight})


def runs_in(text: str) -> set[str]:
    words = text.split()
    return {" ".join(words[start : start + 5]) for start in range(len(words) - 4)}
