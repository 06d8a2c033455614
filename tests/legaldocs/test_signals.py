"""Signs of procedures, fees and fines: where a rule is laid down, not where somebody is charged with carrying it out."""

from __future__ import annotations

import pytest

from legaldocs.analysis.modality import Modality, read_modality
from legaldocs.analysis.signals import SignalKind, read_signals
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind


def kinds(text: str, heading: str = "") -> set[SignalKind]:
    article = ParsedProvision("dieu-2", ProvisionKind.ARTICLE, "Điều 2", heading, text)
    return {signal.kind for signal in read_signals([article])}


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("", "Thành phần hồ sơ gồm đơn đề nghị. Thời hạn giải quyết là 05 ngày.", {SignalKind.PROCEDURE}),
        (
            "Hồ sơ đề nghị xét tặng",
            "Hồ sơ đề nghị gửi về Sở; cơ quan tiếp nhận hồ sơ kiểm tra.",
            {SignalKind.PROCEDURE},
        ),
        ("", "Mức thu phí tham quan là 20.000 đồng.", {SignalKind.FEE}),
        ("", "Mức thu thủy lợi phí được áp dụng từ năm 2009.", {SignalKind.FEE}),
        ("Nhiệm vụ và quyền hạn", "Tiếp nhận hồ sơ, trình cấp giấy phép, trả kết quả; quản lý thu phí, lệ phí.", set()),
        ("", "Giao các sở tiếp nhận hồ sơ, trả kết quả tại Trung tâm Phục vụ hành chính công.", set()),
        ("", "Mức thu học phí năm học 2025 - 2026.", set()),
        (
            "Trách nhiệm của Sở",
            "Sở tiếp nhận hồ sơ gồm đơn đề nghị; thời hạn giải quyết là 05 ngày.",
            {SignalKind.PROCEDURE},
        ),
    ],
)
def test_what_an_article_lays_down(heading: str, text: str, expected: set[SignalKind]) -> None:
    assert kinds(text, heading) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thì tiếp tục được tuyển sinh", [Modality.MAY]),
        ("được hỗ trợ tại nơi tham gia bảo hiểm xã hội bắt buộc", [Modality.ENTITLED]),
        ("đối tượng được hỗ trợ gồm", []),
        ("tên hóa chất cấm", []),
        ("cấm hút thuốc", [Modality.MUST_NOT]),
        ("chính sách miễn, giảm học phí", []),
        ("người bệnh được miễn viện phí", [Modality.EXEMPT]),
    ],
)
def test_a_rule_and_not_the_name_of_a_thing(text: str, expected: list[Modality]) -> None:
    assert [modality for _, _, modality in read_modality(text)] == expected
