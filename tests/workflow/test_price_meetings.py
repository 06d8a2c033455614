"""A row of a draft's table against a clause in force, and a clause of a draft against a row in force."""

from __future__ import annotations

import pytest

from legaldocs.parsing.vocabulary import FindingKind
from tests.workflow.test_examination import examined, stored
from tests.workflow.test_table_meetings import BODY, FEES, OF_FEES, TITLE, annex, changed
from workflow.criteria.found import FoundOverlap

pytestmark = pytest.mark.django_db

CLAUSES = (
    "Điều 2. Mức thu\n1. Mức thu phí cấp lại biển hiệu làng nghề là 50.000 đồng/lần.\n"
    "2. Mức thu phí tham quan nhà trưng bày sản phẩm gốm là 20.000 đồng/người/lượt.\n"
)


def conflicts(text: str) -> list[FoundOverlap]:
    return [f for f in examined(text).findings if f.kind is FindingKind.CONFLICT]


def test_a_row_of_the_draft_meets_the_clause_that_names_another_sum():
    stored(CLAUSES, number="12/2024/QĐ-UBND", title=TITLE)
    (found,) = conflicts(OF_FEES + BODY + annex(changed(1, "50.000", "70.000")))
    assert (found.path.split("/")[0], found.target_path) == ("phu-luc-1", "dieu-2/khoan-1")
    assert [(d.draft, d.target) for d in found.differences] == [
        (
            "Phí cấp lại biển hiệu làng nghề: 70.000 đồng/lần",
            "Mức thu phí cấp lại biển hiệu làng nghề: 50.000 đồng/lần",
        )
    ]
    assert found.draft_quote == "2 | Phí cấp lại biển hiệu làng nghề | lần | 70.000"
    assert found.target_quote == "Mức thu phí cấp lại biển hiệu làng nghề là 50.000 đồng/lần."
    assert "dự thảo ghi “70.000 đồng/lần”, văn bản ấy ghi “50.000 đồng/lần”" in found.reason


def test_a_clause_of_the_draft_meets_the_row_in_force():
    stored(BODY + annex(), number="12/2024/QĐ-UBND", title=TITLE)
    draft = OF_FEES + CLAUSES.replace("20.000 đồng/người/lượt", "30.000 đồng/người/lượt")
    (found,) = conflicts(draft)
    assert (found.path, found.target_path.split("/")[0]) == ("dieu-2/khoan-2", "phu-luc-1")
    assert found.differences[0].target.endswith("20.000 đồng/người/lượt")


def test_the_same_sums_and_another_matter_are_no_findings():
    stored(CLAUSES, number="12/2024/QĐ-UBND", title=TITLE)
    assert conflicts(OF_FEES + BODY + annex()) == []
    other = OF_FEES.replace(TITLE, "Quy định giá nước sạch nông thôn")
    assert conflicts(other + BODY + annex(changed(1, "50.000", "70.000"))) == []
    assert len(FEES) == 3
