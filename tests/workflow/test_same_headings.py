"""Short rules are told apart by the heading above them, in the documents nearest to the draft."""

from __future__ import annotations

import pytest

from legaldocs.parsing.vocabulary import FindingKind
from tests.workflow.test_ranking import BOATS, KEEPING, findings, stored

pytestmark = pytest.mark.django_db

TITLE = "Quy định cấp phép nuôi chim yến trong khu dân cư"
RULE = "Thời hạn giải quyết là {} ngày làm việc."


def text_of(days: str, heading: str = "Thời hạn giải quyết", title: str = TITLE) -> str:
    return (
        f"QUYẾT ĐỊNH\n{title}\n\nĐiều 1. Thiết bị\n1. {BOATS}.\n2. {KEEPING}.\n\nĐiều 2. {heading}\n{RULE.format(days)}"
    )


def conflicts(text: str) -> list[tuple[str, str, str]]:
    return [
        (f.path, f.differences[0].draft, f.differences[0].target)
        for f in findings(text)
        if f.kind is FindingKind.CONFLICT
    ]


def test_a_short_rule_under_the_same_heading_of_the_same_procedure_is_a_conflict():
    stored(text_of("05"), title=TITLE)
    assert conflicts(text_of("07")) == [("dieu-2", "07 ngày làm việc", "05 ngày làm việc")]
    assert conflicts(text_of("05")) == []


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Thời hạn trả lại", TITLE),  # another step
        ("Thời hạn giải quyết", "Quy định đăng kiểm tàu cá vỏ gỗ"),  # another procedure
    ],
)
def test_under_another_heading_or_of_another_procedure_it_is_none(heading: str, title: str):
    stored(text_of("05", heading, title), title=title)
    assert conflicts(text_of("07")) == []
