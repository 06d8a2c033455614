"""The order of legal force: by form, by who issues, by level."""

from __future__ import annotations

import pytest

from legaldocs.analysis.legal_force import Force, Standing, force_of, standing_of


@pytest.mark.parametrize(
    ("document_type", "body", "level", "force"),
    [
        ("LAW", "Quốc hội", "CENTRAL", Force.ASSEMBLY),
        ("RESOLUTION", "Quốc hội", "CENTRAL", Force.ASSEMBLY),
        ("RESOLUTION", "Ủy ban Thường vụ Quốc hội", "CENTRAL", Force.STANDING_COMMITTEE),
        ("ORDINANCE", "", "", Force.STANDING_COMMITTEE),
        ("ORDER", "Chủ tịch nước", "CENTRAL", Force.PRESIDENT),
        ("DECREE", "Chính phủ", "CENTRAL", Force.GOVERNMENT),
        ("RESOLUTION", "Chính phủ", "CENTRAL", Force.GOVERNMENT),
        ("DECISION", "Thủ tướng Chính phủ", "CENTRAL", Force.PRIME_MINISTER),
        ("CIRCULAR", "Bộ Tài chính", "CENTRAL", Force.MINISTRY),
        ("DECISION", "Bộ Tài chính", "CENTRAL", Force.MINISTRY),
        ("RESOLUTION", "Hội đồng nhân dân tỉnh Hà Tĩnh", "PROVINCE", Force.PROVINCE_COUNCIL),
        ("DECISION", "Ủy ban nhân dân tỉnh Hà Tĩnh", "PROVINCE", Force.PROVINCE_COMMITTEE),
        ("DECISION", "Ủy ban nhân dân huyện Kỳ Anh", "DISTRICT", Force.DISTRICT_COMMITTEE),
        ("DECISION", "Hội đồng nhân dân xã Thạch Hạ", "COMMUNE", Force.COMMUNE_COUNCIL),
        ("DECISION", "", "", None),
        ("RESOLUTION", "Uỷ ban Thường vụ Quốc hội", "CENTRAL", Force.STANDING_COMMITTEE),
        ("OTHER", "Văn phòng Quốc hội", "CENTRAL", None),
        ("OTHER", "Ủy ban nhân dân tỉnh Hà Tĩnh", "PROVINCE", None),
    ],
)
def test_each_form_has_its_place(document_type: str, body: str, level: str, force: Force | None) -> None:
    assert force_of(document_type, body, level) is force


def test_a_decree_stands_above_a_provincial_decision_and_a_council_above_its_committee() -> None:
    draft = Force.PROVINCE_COMMITTEE
    assert standing_of(Force.GOVERNMENT, draft) is Standing.HIGHER
    assert standing_of(Force.PROVINCE_COUNCIL, draft) is Standing.HIGHER
    assert standing_of(draft, draft) is Standing.SAME
    assert standing_of(Force.COMMUNE_COMMITTEE, draft) is Standing.LOWER
    assert standing_of(None, draft) is Standing.UNKNOWN
