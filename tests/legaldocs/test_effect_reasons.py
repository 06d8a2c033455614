"""The reason for a status names the document that acts, and keeps what is to come apart from what has happened."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs import effects
from legaldocs.effect_reasons import EffectReason, effect_reasons
from legaldocs.models import Document, RelationState
from legaldocs.parsing.vocabulary import EffectStatus, RelationKind
from tests.factories import make_document, make_relation

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


def reasons_of(document: Document, on: date = DAY) -> list[EffectReason]:
    effects.refresh([document], "thử")
    return effect_reasons(document, document.acted_on_by.select_related("source"), on)


def test_a_replaced_document_names_its_successor_and_the_day() -> None:
    old, new = make_document(), make_document(effective_on=date(2025, 1, 1))
    make_relation(new, old, RelationKind.REPLACES)
    (reason,) = reasons_of(old)
    assert old.effect_status(DAY) == EffectStatus.EXPIRED
    assert (reason.before, reason.since) == ("bị thay thế bởi", date(2025, 1, 1))
    assert reason.relation is not None and reason.relation.source == new
    assert reason.is_unconfirmed


def test_a_repeal_yet_to_come_is_said_to_be_coming() -> None:
    old, new = make_document(), make_document(effective_on=date(2026, 1, 1))
    make_relation(new, old, RelationKind.REPEALS)
    own, coming = reasons_of(old)
    assert (own.before, own.is_coming) == ("Có hiệu lực từ", False)
    assert coming.is_coming and coming.since == date(2026, 1, 1)


def test_a_rejected_relation_is_no_reason() -> None:
    old, new = make_document(), make_document(effective_on=date(2025, 1, 1))
    make_relation(new, old, RelationKind.REPEALS, state=RelationState.REJECTED)
    (reason,) = reasons_of(old)
    assert reason.relation is None


def test_a_partial_repeal_names_the_part() -> None:
    old, new = make_document(), make_document(effective_on=date(2025, 1, 1))
    make_relation(new, old, RelationKind.REPEALS, target_path="dieu-5/khoan-2")
    (reason,) = reasons_of(old)
    assert reason.relation is not None and reason.relation.target_path == "dieu-5/khoan-2"


def test_a_suspension_that_has_ended_is_no_reason_any_more() -> None:
    old, new = make_document(), make_document(effective_on=date(2025, 1, 1))
    make_relation(new, old, RelationKind.SUSPENDS, effective_on=date(2025, 1, 1), until=date(2025, 3, 1))
    assert [reason.before for reason in reasons_of(old)] == ["Có hiệu lực từ"]
    assert any(reason.relation for reason in reasons_of(old, date(2025, 2, 1)))


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    (reason,) = reasons_of(make_document(effective_on=None))
    assert "chưa xác định được hiệu lực" in reason.before


def test_a_term_written_in_the_document_is_its_own_reason() -> None:
    reasons = reasons_of(make_document(stated_end_on=date(2025, 5, 1)))
    assert [(reason.since, reason.is_coming) for reason in reasons] == [(date(2025, 5, 1), False)]
