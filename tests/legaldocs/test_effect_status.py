"""Where a document stands on a day: one rule (domain: Luật BHVBQPPL 2025 Đ53-57), asked of a row and asked of the database."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.models import Document
from legaldocs.parsing.vocabulary import EffectStatus
from tests.factories import make_document

pytestmark = pytest.mark.django_db
BEGUN, BEFORE, DAY, AFTER = date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2)

CASES = [
    ({"effective_on": None}, DAY, EffectStatus.UNKNOWN),
    ({"effective_on": None, "expired_on": DAY}, DAY, EffectStatus.EXPIRED),
    ({"effective_on": None, "expired_on": DAY}, BEFORE, EffectStatus.UNKNOWN),
    ({"effective_on": DAY}, BEFORE, EffectStatus.NOT_YET),
    ({"effective_on": DAY}, DAY, EffectStatus.IN_FORCE),
    ({"expired_on": DAY}, BEFORE, EffectStatus.IN_FORCE),
    ({"expired_on": DAY}, DAY, EffectStatus.EXPIRED),
    ({"expired_on": DAY, "suspended_on": BEGUN}, DAY, EffectStatus.EXPIRED),
    ({"suspended_on": DAY}, BEFORE, EffectStatus.IN_FORCE),
    ({"suspended_on": DAY}, AFTER, EffectStatus.SUSPENDED),
    ({"suspended_on": BEGUN, "suspended_until": DAY}, BEFORE, EffectStatus.SUSPENDED),
    ({"suspended_on": BEGUN, "suspended_until": DAY}, DAY, EffectStatus.IN_FORCE),
    ({"partly_expired_on": DAY}, BEFORE, EffectStatus.IN_FORCE),
    ({"partly_expired_on": DAY}, DAY, EffectStatus.PARTLY_EXPIRED),
    ({"partly_suspended_on": DAY}, DAY, EffectStatus.PARTLY_SUSPENDED),
    ({"partly_suspended_on": BEGUN, "partly_suspended_until": DAY}, DAY, EffectStatus.IN_FORCE),
    ({"partly_expired_on": BEGUN, "partly_suspended_on": BEGUN}, DAY, EffectStatus.PARTLY_EXPIRED),
    ({"partly_expired_on": BEGUN, "suspended_on": BEGUN}, DAY, EffectStatus.SUSPENDED),
]


@pytest.mark.parametrize(("dates", "on", "status"), CASES)
def test_the_row_and_the_database_give_the_same_answer(dates, on, status):
    document = make_document(**({"effective_on": BEGUN} | dates))
    assert document.effect_status(on) is status
    assert Document.objects.with_effect(on).get(pk=document.pk).effect_on == status
    in_force = {EffectStatus.IN_FORCE, EffectStatus.PARTLY_EXPIRED, EffectStatus.PARTLY_SUSPENDED}
    assert Document.objects.in_force(on).exists() is (status in in_force)
