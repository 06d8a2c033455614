"""impact_of: what is based on a document, cites it or acts on it, and whether that is under review."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from legaldocs.models import Citation, Document
from tests.factories import make_document, make_draft, make_legal_basis, make_relation, make_review, make_version
from workflow.models import ReviewState

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent() -> Document:
    return make_document("10/2020/NQ-HĐND")


def _dependents(*arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("impact_of", "10/2020/NQ-HĐND", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())["dependents"]


def _cites(document: Document, cited: Document, path: str) -> None:
    Citation.objects.create(
        version=document.current_version, path=path, start=0, end=5, text="dẫn chiếu", resolved_to=cited
    )


def test_it_finds_what_is_based_on_it_cites_it_or_acts_on_it(parent: Document) -> None:
    based, citing, amending = (make_document(f"{n}/2024/QĐ-UBND") for n in (21, 22, 23))
    make_legal_basis(based, parent)
    _cites(citing, parent, "dieu-2/khoan-1")
    _cites(citing, parent, "dieu-2/khoan-1")  # twice in one clause is one dependence
    make_relation(amending, parent, "AMENDS", source_path="dieu-1")
    found = {(row["number"], row["path"], row["relation"]) for row in _dependents()}
    assert found == {
        ("21/2024/QĐ-UBND", "can-cu", "BASED_ON"),
        ("22/2024/QĐ-UBND", "dieu-2/khoan-1", "CITES"),
        ("23/2024/QĐ-UBND", "dieu-1", "AMENDS"),
    }
    assert len(_dependents()) == 3


def test_a_basis_that_is_known_twice_over_is_one_dependence(parent: Document) -> None:
    document = make_document("21/2024/QĐ-UBND")
    make_legal_basis(document, parent)
    make_relation(document, parent, "BASED_ON")
    assert len(_dependents()) == 1


def test_it_says_how_each_stands_and_whether_it_is_under_review(parent: Document) -> None:
    expired, open_ = (
        make_document("21/2024/QĐ-UBND", expired_on=date(2025, 1, 1)),
        make_document("22/2024/QĐ-UBND"),
    )
    for document in (expired, open_):
        make_legal_basis(document, parent)
    make_review(open_, state=ReviewState.CONCLUDED, opened_on=date(2025, 1, 1))
    make_review(open_, opened_on=date(2026, 1, 1))
    rows = {row["number"]: (row["effect_status"], row["review_state"]) for row in _dependents("--on", "2026-06-01")}
    assert rows == {"21/2024/QĐ-UBND": ("EXPIRED", None), "22/2024/QĐ-UBND": ("IN_FORCE", "OPEN")}


def test_drafts_older_versions_and_rejected_relations_do_not_count(parent: Document) -> None:
    make_legal_basis(make_draft(), parent)
    changed = make_document("21/2024/QĐ-UBND")
    make_legal_basis(changed, parent)
    make_version(changed, "Bản mới không còn căn cứ ấy.")
    make_relation(make_document("22/2024/QĐ-UBND"), parent, "AMENDS", state="REJECTED")
    assert _dependents() == []


def test_more_dependents_need_no_more_queries(parent: Document, django_assert_max_num_queries) -> None:
    for n in range(20, 50):
        make_legal_basis(make_document(f"{n}/2024/QĐ-UBND"), parent)
    with django_assert_max_num_queries(6):
        assert len(_dependents()) == 30
