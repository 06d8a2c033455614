"""The tree of a text: what opens a unit, what only looks like it, and that nothing makes reading fail."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legaldocs.parsing.parsed import ParsedProvision, ParsedText
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import parse_text
from legaldocs.parsing.vocabulary import ProvisionKind

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "text"
REGULATION = (SAMPLES / "quyet-dinh-kem-quy-che.txt").read_text(encoding="utf-8")
AMENDING = (SAMPLES / "nghi-dinh-sua-doi.txt").read_text(encoding="utf-8")


def parsed(text: str) -> ParsedText:
    return parse_text(source_from_text(text))


def paths(text: str) -> list[str]:
    return [provision.path for provision in parsed(text).provisions]


def at(text: str, path: str) -> ParsedProvision:
    return next(provision for provision in parsed(text).provisions if provision.path == path)


def test_it_reads_a_decision_its_regulation_and_its_annexes() -> None:
    assert paths(REGULATION) == [
        "can-cu",
        "dieu-1",
        "dieu-2",
        "dieu-2/khoan-1",
        "dieu-2/khoan-2",
        "dieu-3",
        "kem-theo",
        "kem-theo/chuong-1",
        "kem-theo/dieu-1",
        "kem-theo/dieu-2",
        "kem-theo/dieu-2/khoan-1",
        "kem-theo/dieu-2/khoan-2",
        "kem-theo/dieu-2/khoan-2/diem-a",
        "kem-theo/dieu-2/khoan-2/diem-b",
        "kem-theo/dieu-2/khoan-2/diem-c",
        "kem-theo/dieu-2/khoan-2/diem-d",
        "kem-theo/dieu-2/khoan-2/diem-đ",
        "kem-theo/dieu-2/khoan-3",
        "kem-theo/chuong-2",
        "kem-theo/chuong-2/muc-1",
        "kem-theo/dieu-3",
        "kem-theo/dieu-3a",
        "kem-theo/dieu-3a/khoan-1",
        "kem-theo/dieu-3a/khoan-2",
        "phu-luc-1",
        "phu-luc-1/mau-1",
    ]
    assert parsed(REGULATION).warnings == ()


def test_text_heading_and_parent_are_each_in_their_place() -> None:
    assert at(REGULATION, "dieu-1").heading == ""
    assert at(REGULATION, "dieu-1").text.startswith("Ban hành kèm theo Quyết định này Quy chế")
    assert at(REGULATION, "dieu-2").heading == "Hiệu lực thi hành"
    assert at(REGULATION, "dieu-2").text == ""
    assert at(REGULATION, "dieu-3").text.endswith("chịu trách nhiệm thi hành Quyết định này./.")
    assert at(REGULATION, "kem-theo").heading == (
        "QUY CHẾ Quản lý, vận hành vườn ươm thử nghiệm trên địa bàn tỉnh Hà Tĩnh"
    )
    assert at(REGULATION, "kem-theo/chuong-2/muc-1").heading == "GIAO VƯỜN ƯƠM"
    assert at(REGULATION, "kem-theo/dieu-3").parent == "kem-theo/chuong-2/muc-1"
    assert at(REGULATION, "kem-theo/dieu-2/khoan-2/diem-đ").text == "Cây khác:\n- Cây bụi;\n- Cây leo."
    assert at(REGULATION, "phu-luc-1").heading == "DANH SÁCH VƯỜN ƯƠM"
    assert "2. Vườn ươm số hai." in at(REGULATION, "phu-luc-1").text


def test_the_preamble_is_a_provision_without_the_head() -> None:
    preamble = at(REGULATION, "can-cu")
    assert preamble.kind is ProvisionKind.PREAMBLE
    assert preamble.text.startswith("Căn cứ Luật Ví dụ")
    assert "vườn ươm thử nghiệm trên địa bàn tỉnh Hà Tĩnh." in preamble.text


def test_a_wrapped_date_is_no_clause_and_a_wrapped_citation_no_article() -> None:
    clause = at(REGULATION, "dieu-2/khoan-2")
    assert "02. Các nội dung dở dang" in clause.text
    assert "Điều 4 của Quyết định nói trên." in clause.text


def test_quoted_articles_stay_inside_the_clause_that_quotes_them() -> None:
    assert paths(AMENDING) == [
        "can-cu",
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
        "dieu-1/khoan-3",
        "dieu-2",
        "dieu-3",
        "dieu-3/khoan-1",
        "dieu-3/khoan-2",
    ]
    assert "4. Hồ sơ nộp trong giờ làm việc.”." in at(AMENDING, "dieu-1/khoan-1").text
    assert "Điều 5b. Lưu hồ sơ" in at(AMENDING, "dieu-1/khoan-2").text


def test_a_missing_closing_mark_does_not_swallow_the_next_article() -> None:
    assert "2. Kết quả được gửi qua bưu điện" in at(AMENDING, "dieu-1/khoan-3").text
    assert at(AMENDING, "dieu-2").text.startswith("Thay thế cụm từ “giấy phép”")


def test_quoted_articles_without_any_mark_are_told_by_their_numbers() -> None:
    text = (
        "Điều 1. Bổ sung Điều 7a như sau:\nĐiều 7a. Lưu hồ sơ\nHồ sơ được lưu.\n"
        "Điều 2. Hiệu lực\nTừ ngày ký.\nĐiều 3. Thi hành."
    )
    assert paths(text) == ["dieu-1", "dieu-2", "dieu-3"]
    assert "Điều 7a. Lưu hồ sơ" in at(text, "dieu-1").text


@pytest.mark.parametrize(
    "first", ["Điều 1. Tên", "ĐIỀU 1. Tên", "Điều 1: Tên", "Diều 1. Tên", "**Điều 1.** Tên", "## Điều 1. Tên"]
)
def test_articles_are_known_however_they_are_written(first: str) -> None:
    text = f"{first}\nNội dung điều một.\nĐiều 2\nTên điều hai\nNội dung điều hai."
    assert paths(text) == ["dieu-1", "dieu-2"]
    assert at(text, "dieu-1").heading == "Tên"
    assert at(text, "dieu-2").heading == "Tên điều hai"


def test_the_word_of_an_article_left_on_the_line_before_is_rejoined() -> None:
    text = "Điều 1. Phê duyệt danh mục thử.\nSở có trách nhiệm thử. Điều\n2. Quyết định này có hiệu lực từ ngày ký."
    assert paths(text) == ["dieu-1", "dieu-2"]
    assert at(text, "dieu-1").text.endswith("Sở có trách nhiệm thử.")


def test_inserted_units_keep_their_letters() -> None:
    text = (
        "Điều 5. Tên\n1. Một.\n1a. Một a.\n2. Hai:\na) A;\na1) A một;\nđ) không liền.\n"
        "Điều 5a. Tên\nNội dung.\nĐiều 5b. Tên\nHết."
    )
    assert paths(text) == [
        "dieu-5",
        "dieu-5/khoan-1",
        "dieu-5/khoan-1a",
        "dieu-5/khoan-2",
        "dieu-5/khoan-2/diem-a",
        "dieu-5/khoan-2/diem-a1",
        "dieu-5a",
        "dieu-5b",
    ]


def test_a_numbered_list_in_a_point_does_not_end_the_clauses() -> None:
    text = "Điều 1. Tên\n1. Một:\na) A gồm:\n1) thứ nhất;\n2) thứ hai.\n2. Hai."
    assert paths(text) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/diem-a", "dieu-1/khoan-2"]


def test_an_article_that_comes_twice_gets_a_second_path_and_a_warning() -> None:
    text = "Điều 1. Một\nNội dung.\nĐiều 2. Hai\nNội dung.\nĐiều 2. Hai nữa\nNội dung.\nĐiều 3. Ba\nHết."
    assert paths(text) == ["dieu-1", "dieu-2", "dieu-2~2", "dieu-3"]
    assert [warning.code for warning in parsed(text).warnings] == ["DUPLICATE_PATH"]


def test_a_text_without_articles_is_read_by_its_numbers() -> None:
    text = (
        "CHỈ THỊ\nVề việc thử nghiệm\nĐể thực hiện tốt việc thử, Ủy ban nhân dân tỉnh yêu cầu:\n"
        "1. Sở A:\na) Làm.\n2. Sở B làm."
    )
    assert paths(text) == ["can-cu", "khoan-1", "khoan-1/diem-a", "khoan-2"]


def test_two_attached_texts_are_kept_apart() -> None:
    body = "Điều 1. Ban hành kèm theo Quyết định này hai quy chế.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Mẫu\n"
    attached = "QUY CHẾ\nThử {}\n(Ban hành kèm theo Quyết định số 01/2031/QĐ-UBND)\nĐiều 1. Tên\nNội dung.\nĐiều 2. Tên\nHết.\n"
    assert paths(body + attached.format("một") + attached.format("hai")) == [
        "dieu-1",
        "kem-theo",
        "kem-theo/dieu-1",
        "kem-theo/dieu-2",
        "kem-theo-2",
        "kem-theo-2/dieu-1",
        "kem-theo-2/dieu-2",
    ]


def test_a_text_without_structure_has_no_provisions() -> None:
    assert parsed("").provisions == ()
    assert parsed("\n\n   \n").provisions == ()


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list('Điều khoản 123.)ađ“”"\n|CHƯƠNG IPhụ lục(:;-')), max_size=400))
def test_nothing_makes_it_fail(text: str) -> None:
    found = paths(text)
    assert len(found) == len(set(found))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([REGULATION, AMENDING]), st.randoms(use_true_random=False), st.integers(0, 60))
def test_shuffled_and_cut_texts_are_read_without_loss_of_order(text: str, chance: random.Random, cut: int) -> None:
    lines = text.split("\n")
    chance.shuffle(lines)
    found = paths("\n".join(lines[: len(lines) - cut]))
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "unit", ["điều ", "Điều 1. ", "“", "Điều 1.\n", "1. A\n", "“Điều 1. A\n", "a) \n", "PHỤ LỤC I\n", "QUY CHẾ\n"]
)
def test_long_monotony_stays_quick(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    begun = time.process_time()
    parsed(text)
    assert time.process_time() - begun < 30  # under a second alone


def test_one_endless_line_is_read_to_its_end() -> None:
    source = source_from_text("điều " * 1_000_000)
    begun = time.process_time()
    parse_text(source)
    assert time.process_time() - begun < 20  # half a second alone


UNQUOTED = """Điều 1. Nay sửa đổi một số Điều của Quy chế ban hành kèm theo Thông tư số 9/2010/TT-BTP như sau:
1. Khoản 1 Điều 2 được sửa đổi như sau:
1. Quy chế được áp dụng cho mọi người.
2. Khoản 3 Điều 4 được sửa đổi, bổ sung như sau:
3. Chủ đầu tư là người:
a) có tiền;
b) có đất.
3. Sửa đổi Điều 7 như sau:
Điều 7. Hồ sơ
1. Đơn.
2. Tờ khai.
4. Bãi bỏ khoản 5 Điều 8.
Điều 2. Thông tư này có hiệu lực từ ngày ký.
"""


def test_wording_set_down_without_marks_stays_in_its_instruction() -> None:
    assert paths(UNQUOTED) == [
        "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3", "dieu-1/khoan-4", "dieu-2",
    ]  # fmt: skip
    assert at(UNQUOTED, "dieu-1/khoan-2").text.endswith("a) có tiền;\nb) có đất.")
    assert at(UNQUOTED, "dieu-1/khoan-3").text.endswith("Điều 7. Hồ sơ\n1. Đơn.\n2. Tờ khai.")


@pytest.mark.parametrize(
    "text",
    [
        # the next line is the next clause of this text, not the wording of "khoản 2"
        "Điều 1. Sửa đổi\n1. Sửa đổi khoản 2 Điều 5 như sau:\n2. Bãi bỏ Điều 6.\nĐiều 2. Thi hành\n1. A.\n",
        # no end is sure
        "Điều 1. Sửa đổi\n1. Nội dung sửa đổi khoản 2 như sau:\n2. Mức chi.\n3. Mức thu.\n",
    ],
)
def test_clauses_of_the_text_itself_are_not_taken_for_new_wording(text: str) -> None:
    assert "dieu-1/khoan-2" in paths(text)
