"""Lists in another order: each item meets its like."""

from __future__ import annotations

import pytest

from legaldocs.analysis.overlap import compare
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind

SUPPORT = """Mức hỗ trợ một lần khi đưa tàu cá đi tránh bão ngoài tỉnh như sau:
{}) Hộ nghèo có tàu vỏ gỗ dưới 12 mét: 500.000 đồng mỗi chuyến;
{}) Hộ cận nghèo có tàu vỏ gỗ dưới 12 mét: 300.000 đồng mỗi chuyến;
{}) Hợp tác xã khai thác xa bờ có từ 05 tàu trở lên: {} đồng mỗi chuyến."""
TERMS = (
    "Tàu mẹ là tàu cá có chiều dài từ 24 mét trở lên, thu mua và tiếp dầu trên biển",
    "Tổ đội là nhóm có từ 03 tàu cá trở lên cùng khai thác, hỗ trợ nhau trên biển",
    "Chủ nậu là người ứng vốn, bao tiêu hải sản cho tàu cá sau mỗi chuyến biển",
)


def listed(first: str, *items: str) -> str:
    return "\n".join([first, *(f"{letter}) {item};" for letter, item in zip("abcde", items, strict=False))])


def in_other_order(text: str) -> str:
    first, one, two, three = text.split("\n")
    return "\n".join([first, three.rstrip(".") + ";", one, two])


def test_a_list_in_another_order_says_the_same():
    text = SUPPORT.format("a", "b", "c", "2.000.000")
    found = compare(in_other_order(SUPPORT.format("b", "c", "a", "2.000.000")), text)
    assert found is not None
    assert (found.kind, found.differences) == (FindingKind.DUPLICATE, ())


def test_what_differs_in_an_item_that_stands_elsewhere_is_named_with_its_like():
    text = SUPPORT.format("a", "b", "c", "2.000.000")
    found = compare(in_other_order(SUPPORT.format("b", "c", "a", "3.000.000")), text)
    assert found is not None
    assert [(d.type, d.draft, d.target) for d in found.differences] == [
        (DifferenceType.NUMBER, "3.000.000 đồng", "2.000.000 đồng")
    ]
    assert found.target_quote.index("Hộ nghèo") < found.target_quote.index("Hợp tác xã")  # quoted as it stands


def test_terms_in_another_order_are_compared_term_by_term():
    head = "Trong các điều về khai thác xa bờ, những từ dưới đây dùng cho ngư dân có nghĩa:"
    other = compare(listed(head, TERMS[2], TERMS[0], TERMS[1]), listed(head, *TERMS))
    assert other is not None
    assert other.differences == ()
    changed = TERMS[1].replace("03 tàu", "05 tàu")
    found = compare(listed(head, changed, TERMS[2], TERMS[0]), listed(head, *TERMS))
    assert found is not None
    assert [(d.draft, d.target) for d in found.differences] == [("từ 05 tàu cá trở lên", "từ 03 tàu cá trở lên")]


@pytest.mark.parametrize("missing", [0, 1])
def test_another_term_is_not_the_term_of_the_same_letter(missing: int):
    head = "Trong các điều về khai thác xa bờ, những từ dưới đây dùng cho ngư dân có nghĩa:"
    own = "Tàu con là tàu cá có chiều dài dưới 12 mét, thu mua và tiếp dầu trên biển"
    terms = [own if number == missing else term for number, term in enumerate(TERMS)]
    found = compare(listed(head, *terms), listed(head, *TERMS))
    assert found is not None
    assert found.differences == ()


def test_the_line_over_the_items_is_no_item_of_its_own():
    duties = (
        "- Bảo đảm nguồn kinh phí hỗ trợ ngư dân đóng mới tàu cá xa bờ theo kế hoạch hằng năm.",
        "- Phối hợp kiểm tra việc sử dụng kinh phí hỗ trợ ngư dân tại các cảng cá.",
    )
    found = compare("\n".join(("Sở Công Thương", *duties)), "\n".join(("Sở Tài chính", *duties)))
    assert found is not None
    assert [(d.type, d.draft, d.target) for d in found.differences] == [
        (DifferenceType.SUBJECT, "Sở Công Thương", "Sở Tài chính")
    ]
