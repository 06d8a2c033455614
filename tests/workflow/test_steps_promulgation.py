"""Promulgation and what follows from it: number, dates, effect on others, self-check, reviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from legaldocs.models import Document, Level, Relation, Stage
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import EffectStatus, RelationKind
from search.models import OutboxEntry
from tests.cast import Cast, make_cast
from tests.factories import make_body, make_document, make_draft, make_legal_basis, make_relation
from workflow.actions import NotPossible, perform
from workflow.models import Review, SelfCheck, SelfCheckState

pytestmark = pytest.mark.django_db
ISSUED = date(2026, 3, 2)
EFFECTIVE = date(2026, 3, 12)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Document:
    return make_draft(cast.department, stage=Stage.APPRAISED)


def promulgate(draft: Document, cast: Cast, **data: Any) -> Document:
    given = {"number": "5/2026/QĐ-UBND", "issued_on": ISSUED, "effective_on": EFFECTIVE, **data}
    return perform(draft, "promulgate", cast.approver, **given)


def refused(field: str, draft: Document, cast: Cast, **data: Any) -> str:
    with pytest.raises(NotPossible) as caught:
        promulgate(draft, cast, **data)
    assert caught.value.field == field
    draft.refresh_from_db()
    assert (draft.stage, draft.number) == (Stage.APPRAISED, "")
    return caught.value.message


def test_the_document_gets_its_number_and_its_parts(cast: Cast, draft: Document) -> None:
    document = promulgate(draft, cast, number=" 5 /2026/ QĐ - UBND ", signer="Nguyễn Văn A")
    assert (document.stage, document.number, document.year, document.symbol) == (
        Stage.PROMULGATED,
        "05/2026/QĐ-UBND",
        2026,
        "QĐ-UBND",
    )
    assert (document.signer, document.effect_status()) == ("Nguyễn Văn A", EffectStatus.IN_FORCE)


@pytest.mark.parametrize(
    "number", ["", "năm", "05/QĐ-UBND", "05/2025/QĐ-UBND", "05/2026/NQ-HĐND", "05-2026-QĐ"], ids=repr
)
def test_it_refuses_a_number_that_is_not_one(number: str, cast: Cast, draft: Document) -> None:
    refused("number", draft, cast, number=number)


def test_it_refuses_a_number_that_the_body_has_given_already(cast: Cast, draft: Document) -> None:
    make_document("05/2026/QĐ-UBND", title="Quy định giá nước")
    assert "giá nước" in refused("number", draft, cast, number="005/2026/qđ-ubnd")


def test_another_body_may_use_the_same_number(cast: Cast, draft: Document) -> None:
    make_document("05/2026/QĐ-UBND", issued_by=make_body("Ủy ban nhân dân tỉnh Láng Giềng"))
    assert promulgate(draft, cast).number == "05/2026/QĐ-UBND"


@pytest.mark.parametrize("field", ["issued_on", "effective_on"])
def test_it_refuses_a_missing_date(field: str, cast: Cast, draft: Document) -> None:
    refused(field, draft, cast, **{field: None})


def test_it_refuses_a_day_of_issue_in_the_future(cast: Cast, draft: Document) -> None:
    tomorrow = today() + timedelta(days=1)
    refused("issued_on", draft, cast, issued_on=tomorrow, number=f"05/{tomorrow.year}/QĐ-UBND")


def test_effect_within_ten_days_needs_a_reason(cast: Cast, draft: Document) -> None:
    early = EFFECTIVE - timedelta(days=1)
    assert "10 ngày" in refused("reason", draft, cast, effective_on=early)
    assert promulgate(draft, cast, effective_on=early, reason="Trường hợp đặc biệt").stage == Stage.PROMULGATED


def test_the_shortened_procedure_may_take_effect_on_the_day_of_issue(cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.APPRAISED, shortened_procedure=True)
    assert promulgate(draft, cast, effective_on=ISSUED).effective_on == ISSUED


def test_effect_for_the_past_needs_a_reason_from_a_province(cast: Cast, draft: Document) -> None:
    assert "Đ55" in refused("reason", draft, cast, effective_on=ISSUED - timedelta(days=1))


@pytest.mark.parametrize(
    ("body", "level"),
    [("Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm", Level.PROVINCE), ("Ủy ban nhân dân xã Thử", Level.COMMUNE)],
)
def test_the_chair_and_the_commune_never_rule_for_the_past(body: str, level: str, cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.APPRAISED, issued_by=make_body(body, level))
    refused("effective_on", draft, cast, effective_on=ISSUED - timedelta(days=1), reason="Rất cần")


def test_only_an_appraised_draft_is_promulgated(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Dự thảo"):
        promulgate(make_draft(cast.department), cast)


@pytest.mark.parametrize(
    ("shortened", "due_on"), [(False, date(2026, 3, 12)), (True, date(2026, 3, 9))], ids=["10 days", "5 working days"]
)
def test_a_self_check_is_due(shortened: bool, due_on: date, cast: Cast) -> None:
    draft = make_draft(cast.department, stage=Stage.APPRAISED, shortened_procedure=shortened)
    check = SelfCheck.objects.get(document=promulgate(draft, cast))
    assert (check.state, check.due_on) == (SelfCheckState.OPEN, due_on)
    assert "Đ12 k2" in check.due_source
    assert check.history.get().history_user == cast.approver


def test_what_the_text_repeals_loses_effect_with_it(cast: Cast, draft: Document) -> None:
    old, partly = make_document(), make_document()
    make_relation(draft, old)
    make_relation(draft, partly, RelationKind.AMENDS, target_path="dieu-1")
    rejected = make_document()
    relation = make_relation(draft, rejected)
    perform(relation, "reject", cast.specialist, reason="Đọc nhầm")
    OutboxEntry.objects.all().delete()
    document = promulgate(draft, cast)
    old.refresh_from_db()
    partly.refresh_from_db()
    rejected.refresh_from_db()
    assert (old.expired_on, partly.expired_on, rejected.expired_on) == (EFFECTIVE, None, None)
    assert partly.partly_expired_on == EFFECTIVE
    assert old.history.latest().history_user == cast.approver
    told = set(OutboxEntry.objects.values_list("document_id", flat=True))
    assert told == {document.pk, old.pk, partly.pk}


def test_a_draft_acts_on_nothing_before_it_is_promulgated(cast: Cast, draft: Document) -> None:
    old = make_document()
    relation = make_relation(draft, old, effective_on=date(2024, 1, 1))
    perform(relation, "confirm", cast.specialist)
    old.refresh_from_db()
    assert old.expired_on is None


def test_reviews_are_opened_for_what_is_hit_and_what_rests_on_it(cast: Cast, draft: Document) -> None:
    amended, replaced = make_document(), make_document()
    based, citing, both, untouched = make_document(), make_document(), make_document(), make_document()
    make_relation(draft, amended, RelationKind.AMENDS, target_path="dieu-1")
    make_relation(draft, replaced, RelationKind.REPLACES)
    make_legal_basis(based, amended)
    make_relation(citing, replaced, RelationKind.CITES)
    make_legal_basis(both, amended)
    make_legal_basis(both, replaced)
    document = promulgate(draft, cast)
    reviews = {review.document: review for review in Review.objects.all()}
    assert set(reviews) == {amended, based, citing, both}
    assert untouched not in reviews
    assert all(review.trigger == document and review.due_on is None for review in reviews.values())
    assert reviews[both].trigger_note.count("Căn cứ ban hành là") == 2
    assert "bị thay thế bởi Quyết định số 05/2026/QĐ-UBND" in reviews[citing].trigger_note
    assert all(review.history.get().history_user == cast.approver for review in reviews.values())


def test_central_expired_and_draft_documents_are_not_reviewed(cast: Cast, draft: Document) -> None:
    target = make_document()
    make_relation(draft, target, RelationKind.AMENDS, target_path="dieu-1")
    central = make_document("10/2024/NĐ-CP", issued_by=make_body("Chính phủ", Level.CENTRAL))
    expired = make_document(stated_end_on=date(2025, 1, 1), expired_on=date(2025, 1, 1))
    other_draft = make_draft(cast.department)
    for document in (central, expired, other_draft):
        make_legal_basis(document, target)
    promulgate(draft, cast)
    assert [review.document for review in Review.objects.all()] == [target]


def test_open_references_find_the_document_that_has_come(cast: Cast, draft: Document) -> None:
    waiting = Relation.objects.create(
        source=make_document(),
        kind=RelationKind.AMENDS,
        target_number="05/2026/QĐ-UBND",
        target_number_key="5/2026/qd-ubnd",
        target_path="dieu-1",
    )
    document = promulgate(draft, cast)
    waiting.refresh_from_db()
    assert waiting.target == document
    assert document.partly_expired_on == date(2024, 1, 15)


def test_a_review_that_runs_already_for_the_same_reason_is_not_opened_twice(cast: Cast, draft: Document) -> None:
    target = make_document()
    make_relation(draft, target, RelationKind.AMENDS, target_path="dieu-1")
    early = perform(target, "open_review", cast.reviewer, trigger=draft)
    promulgate(draft, cast)
    assert list(Review.objects.all()) == [early]


def test_a_text_that_states_its_last_day_expires_by_itself(cast: Cast) -> None:
    end = today() + timedelta(days=90)
    document = promulgate(make_draft(cast.department, stage=Stage.APPRAISED, stated_end_on=end), cast)
    assert document.expired_on == end
    assert document.effect_status(end) == EffectStatus.EXPIRED
