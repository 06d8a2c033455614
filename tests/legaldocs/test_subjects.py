from __future__ import annotations

import pytest

from legaldocs.analysis.reading import read
from legaldocs.analysis.subjects import subject_of, subject_of_draft
from legaldocs.parsing.plain import source_from_text

STATUTE = "Quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của {}"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (STATUTE.format("Sở Y tế thành phố Hà Nội"), STATUTE.format("Sở Du lịch thành phố Hà Nội"), True),
        (
            STATUTE.format("Sở Y tế tỉnh Lào Cai"),
            "Hướng dẫn chức năng, nhiệm vụ, quyền hạn của Sở Y tế thuộc UBND tỉnh",
            False,
        ),
        (STATUTE.format("Sở Y tế tỉnh Lào Cai"), STATUTE.format("Văn phòng Ủy ban nhân dân tỉnh Lào Cai"), True),
        ("Về xử lý kỷ luật cán bộ, công chức, viên chức", "Về người quản lý tại doanh nghiệp nhà nước", True),
        ("Về xử lý kỷ luật cán bộ, công chức, viên chức", "Về tuyển dụng viên chức", False),
        ("Về xử lý kỷ luật cán bộ, công chức", "Về nuôi chim yến", False),
        ("Hỗ trợ tổ chức, cá nhân", "Hỗ trợ học sinh", False),
    ],
)
def test_titles_that_name_others_are_for_others(one: str, other: str, expected: bool):
    assert subject_of(one).is_for_others(subject_of(other)) is expected


def test_where_it_applies_is_no_part_of_a_subject():
    one, other = "Quy định giá đất trên địa bàn tỉnh Quảng Ninh", "Quy định lệ phí hộ tịch tại tỉnh Quảng Ninh"
    assert subject_of(one).likeness(subject_of(other)) == 0
    assert subject_of("Phát triển du lịch thành phố Hà Nội").pairs == subject_of("Phát triển du lịch").pairs


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "QUYẾT ĐỊNH\nQuy định nuôi chim yến\n\nĐiều 1. Phạm vi điều chỉnh\nQuyết định này quy định giá đất.",
            ("chim", "yến"),
        ),
        ("Điều 1. Phạm vi điều chỉnh\n1. Nghị định này quy định về nuôi ong mật tại vườn.", ("ong", "mật")),
        (
            "Điều 1. Vị trí và chức năng\n1. Sở Du lịch là cơ quan chuyên môn thuộc Ủy ban nhân dân cấp tỉnh.",
            ("du", "lịch"),
        ),
    ],
)
def test_a_draft_is_about_its_title_or_what_its_first_article_says(text: str, pair: tuple[str, str]):
    assert pair in subject_of_draft(read(source_from_text(text))).pairs


def test_a_text_that_does_not_say_what_it_is_about_has_no_subject():
    assert not subject_of_draft(read(source_from_text("Điều 1. Nuôi ong\nChủ vườn đặt thùng ong xa đường."))).pairs
