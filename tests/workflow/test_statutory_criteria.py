"""Criteria, points of competence and grounds: which ones for whom, under which law, and how sure."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.parsing.vocabulary import DocumentType
from tests.factories import make_appraisal, make_body, make_draft
from workflow.models import Regime
from workflow.statutory_criteria import (
    CRITERION_TEXTS,
    UNLAWFUL_GROUNDS,
    BodyKind,
    body_kind,
    criteria_for,
    criteria_of,
    legal_grounds,
)

DECISION, RESOLUTION = DocumentType.DECISION, DocumentType.RESOLUTION


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ủy ban nhân dân tỉnh Hà Tĩnh", BodyKind.COMMITTEE),
        ("UBND tỉnh Hà Tĩnh", BodyKind.COMMITTEE),
        ("Hội đồng nhân dân tỉnh Hà Tĩnh", BodyKind.COUNCIL),
        ("HĐND tỉnh", BodyKind.COUNCIL),
        ("Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh", BodyKind.CHAIR),
    ],
)
def test_bodies_are_told_apart_by_their_names(name: str, kind: BodyKind) -> None:
    assert body_kind(name) is kind


def test_without_a_name_the_type_says_who_issues() -> None:
    assert body_kind("", RESOLUTION) is BodyKind.COUNCIL
    assert body_kind("", DECISION) is BodyKind.COMMITTEE


def codes(document_type: str, body: BodyKind, regime: str) -> list[str]:
    return [criterion.code for criterion in criteria_for(document_type, body, regime)]


@pytest.mark.parametrize("regime", ["L2015", "L2020"])
def test_the_older_law_has_one_list_for_each_kind_of_draft(regime: str) -> None:
    assert codes(RESOLUTION, BodyKind.COUNCIL, regime) == ["SCOPE", "LEGALITY", "PARENT", "PROCEDURES", "LANGUAGE"]
    assert codes(DECISION, BodyKind.COMMITTEE, regime) == [
        "SCOPE",
        "LEGALITY",
        "PROCEDURES",
        "GENDER",
        "RESOURCES",
        "LANGUAGE",
    ]


def test_each_criterion_names_its_point() -> None:
    sources = {row.code: row.legal_source for row in criteria_for(DECISION, BodyKind.COMMITTEE, "L2020")}
    assert sources["RESOURCES"].endswith("Đ130 k3 d")
    assert sources["LANGUAGE"].endswith("Đ130 k3 đ")
    assert {row.code: row.legal_source for row in criteria_for(RESOLUTION, BodyKind.COUNCIL, "L2020")}[
        "PARENT"
    ].endswith("Đ121 k3 c")


@pytest.mark.parametrize("body", list(BodyKind))
def test_the_new_law_has_the_union_and_says_that_it_was_not_read_for_provinces(body: BodyKind) -> None:
    rows = criteria_for(RESOLUTION if body is BodyKind.COUNCIL else DECISION, body, "L2025_L87")
    found = {row.code for row in rows}
    assert {"PARENT", "PROCEDURES", "DECENTRALISATION", "SCIENCE", "GENDER", "ETHNIC", "RESOURCES"} <= found
    assert not any(row.verified for row in rows)
    assert {row.code for row in rows if not row.optional} == {"SCOPE", "LEGALITY", "RESOURCES", "LANGUAGE"}


@pytest.mark.parametrize("regime", Regime.values)
@pytest.mark.parametrize("body", list(BodyKind))
@pytest.mark.parametrize("document_type", list(DocumentType))
def test_every_draft_has_criteria_with_distinct_codes(document_type: str, body: BodyKind, regime: str) -> None:
    found = codes(document_type, body, regime)
    assert found
    assert len(found) == len(set(found))
    assert set(found) <= set(CRITERION_TEXTS)


@pytest.mark.django_db
def test_an_appraisal_finds_its_own_list() -> None:
    council = make_draft(document_type=RESOLUTION, issued_by=make_body("Hội đồng nhân dân tỉnh Thử Nghiệm"))
    old = make_appraisal(council, regime=Regime.L2020, submitted_on=date(2022, 1, 4))
    assert [row.code for row in criteria_of(old)] == ["SCOPE", "LEGALITY", "PARENT", "PROCEDURES", "LANGUAGE"]
    assert len(criteria_of(make_appraisal(make_draft()))) == 10


def test_points_of_competence_follow_body_and_law() -> None:
    def references(document_type: str, body: BodyKind, regime: str) -> list[str]:
        return [ground.reference for ground in legal_grounds(document_type, body, regime)]

    assert references(RESOLUTION, BodyKind.COUNCIL, "L2020")[3] == "khoản 4 Điều 27 Luật số 80/2015/QH13"
    assert references(DECISION, BodyKind.COMMITTEE, "L2025_L87")[0] == "điểm a khoản 2 Điều 21 Luật số 64/2025/QH15"
    assert len(references(DECISION, BodyKind.CHAIR, "L2025_L87")) == 2
    assert references(DECISION, BodyKind.CHAIR, "L2025") == []  # the chair's decisions came with Luật 87/2025
    assert references(DocumentType.CIRCULAR, BodyKind.COMMITTEE, "L2025") == []
    assert all(len(each.reference) <= 100 for each in legal_grounds(RESOLUTION, BodyKind.COUNCIL, "L2025_L87"))


def test_errors_of_presentation_are_no_ground_of_unlawfulness() -> None:
    assert [ground.code for ground in UNLAWFUL_GROUNDS if not ground.is_unlawful] == ["D7_K2"]
    assert len({ground.code for ground in UNLAWFUL_GROUNDS}) == len(UNLAWFUL_GROUNDS) == 8
