"""Changes of meaning that no list of numbers or names shows: extents, roles that changed places, names after the same head."""

from __future__ import annotations

import pytest

from legaldocs.analysis.extents import Bound, Part, read_extents
from legaldocs.analysis.overlap import compare
from legaldocs.parsing.vocabulary import FindingKind

REST = "khi đưa đàn ong qua vùng hoa của xã khác trong mùa vải nở, tính theo sổ theo dõi đàn ong của từng tổ nuôi ong"


def differences(draft: str, target: str) -> list[tuple[str, str, str]]:
    result = compare(f"{draft} {REST}.", f"{target} {REST}.")
    assert result is not None
    assert (result.kind is FindingKind.CONFLICT) == bool(result.differences)
    return [(d.type.value, d.draft, d.target) for d in result.differences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đáp ứng một trong các điều kiện", [Part.ONE]),
        ("đáp ứng đầy đủ các điều kiện", [Part.ALL]),
        ("trừ trường hợp bất khả kháng", [Bound.WITHOUT]),
        ("kể cả trường hợp bất khả kháng", [Bound.WITH]),
        ("Hồ sơ bao gồm: đơn, sổ; số tiền khấu trừ hằng tháng", []),
    ],
)
def test_wordings_of_extent(text: str, expected: list[Part | Bound]):
    assert [extent for _, _, extent in read_extents(text)] == expected


@pytest.mark.parametrize(
    ("draft", "target", "expected"),
    [
        (
            "Chủ vườn đáp ứng một trong các điều kiện về thùng ong",
            "Chủ vườn đáp ứng đầy đủ các điều kiện về thùng ong",
            ("MODALITY", "một trong các", "đầy đủ các"),
        ),
        (
            "Chủ vườn đáp ứng một trong các điều kiện về thùng ong",
            "Chủ vườn đáp ứng các điều kiện về thùng ong",
            ("MODALITY", "một trong các điều kiện", "các điều kiện"),
        ),
        (
            "Chủ vườn nộp bản sao sổ đàn, kể cả trường hợp đã nộp trong năm",
            "Chủ vườn nộp bản sao sổ đàn, trừ trường hợp đã nộp trong năm",
            ("MODALITY", "kể cả", "trừ"),
        ),
        (
            "Chủ vườn nên nộp bản sao sổ đàn cho tổ trưởng",
            "Chủ vườn phải nộp bản sao sổ đàn cho tổ trưởng",
            ("MODALITY", "nên", "phải"),
        ),
        (
            "Hằng quý Sở Tài chính báo cáo Ủy ban nhân dân tỉnh số thùng ong được cấp",
            "Hằng quý Ủy ban nhân dân tỉnh báo cáo Sở Tài chính số thùng ong được cấp",
            ("SUBJECT", "Sở Tài chính báo cáo Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh báo cáo Sở Tài chính"),
        ),
        (
            "Trước mùa hoa, bên giao trả lại thùng ong rỗng tại kho của xã",
            "Trước mùa hoa, bên nhận trả lại thùng ong rỗng tại kho của xã",
            ("SUBJECT", "bên giao", "bên nhận"),
        ),
        (
            "Trước mùa hoa, tổ thẩm định đếm thùng ong rỗng tại kho của xã",
            "Trước mùa hoa, hội đồng thẩm định đếm thùng ong rỗng tại kho của xã",
            ("SUBJECT", "tổ thẩm định", "hội đồng thẩm định"),
        ),
        (
            "Trước mùa hoa, cơ quan thẩm tra đếm thùng ong rỗng tại kho của xã",
            "Trước mùa hoa, cơ quan thẩm định đếm thùng ong rỗng tại kho của xã",
            ("SUBJECT", "cơ quan thẩm tra", "cơ quan thẩm định"),
        ),
        (
            "Trước mùa hoa, phó thủ trưởng trại ong ký sổ đàn tại kho của xã",
            "Trước mùa hoa, thủ trưởng trại ong ký sổ đàn tại kho của xã",
            ("SUBJECT", "phó thủ trưởng", "thủ trưởng"),
        ),
        (
            "Không miễn phí gửi thùng ong rỗng tại kho của xã trước mùa hoa",
            "Miễn phí gửi thùng ong rỗng tại kho của xã trước mùa hoa",
            ("MODALITY", "Không miễn phí", "Miễn phí"),
        ),
    ],
)
def test_another_meaning_is_named(draft: str, target: str, expected: tuple[str, str, str]):
    ((kind, said, theirs),) = differences(draft, target)
    assert (kind, said) == expected[:2]
    assert theirs.startswith(expected[2])


@pytest.mark.parametrize(
    ("draft", "target"),
    [
        (
            "Hằng quý Sở Tài chính và Sở Xây dựng gửi sổ thùng ong được cấp trong tỉnh",
            "Hằng quý Sở Xây dựng và Sở Tài chính gửi sổ thùng ong được cấp trong tỉnh",
        ),
        (
            "Trước mùa hoa, người dùng thùng ong rỗng trả lại tại kho của xã",
            "Trước mùa hoa, người sử dụng thùng ong rỗng trả lại tại kho của xã",
        ),
        (
            "Trước mùa hoa, Tổ c hức nuôi ong trả lại thùng ong rỗng tại kho của xã",
            "Trước mùa hoa, Tổ chức nuôi ong trả lại thùng ong rỗng tại kho của xã",
        ),
        (
            "Trong các trường hợp nêu tại sổ đàn, chủ vườn trả lại thùng ong rỗng",
            "Trong các trường hợp ghi tại sổ đàn, chủ vườn trả lại thùng ong rỗng",
        ),
        (
            "Trước mùa hoa, thị trường mật ong được tổ trưởng theo dõi tại kho của xã",
            "Trước mùa hoa, thị trường sáp ong được tổ trưởng theo dõi tại kho của xã",
        ),
    ],
)
def test_the_same_meaning_in_other_words_is_no_conflict(draft: str, target: str):
    assert differences(draft, target) == []
