"""Effect derived from what acts on a document: pauses one after another, and drafts, which act on nothing yet."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from legaldocs import effects
from legaldocs.effect_reasons import effect_reasons
from legaldocs.models import Document
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import EffectStatus, RelationKind
from tests.factories import make_document, make_draft, make_relation

pytestmark = pytest.mark.django_db


def days(number: int) -> date:
    return today() + timedelta(days=number)


def paused(document: Document, *spans: tuple[int, int | None]) -> Document:
    for begins, until in spans:
        day = days(until) if until is not None else None
        make_relation(make_document(), document, RelationKind.SUSPENDS, effective_on=days(begins), until=day)
    effects.refresh([document], "thử")
    return document


def test_a_pause_to_come_does_not_hide_the_one_that_runs() -> None:
    document = paused(make_document(), (-10, 10), (20, 30))
    assert document.effect_status() == EffectStatus.SUSPENDED
    assert document.effect_status(days(10)) == EffectStatus.IN_FORCE


def test_a_pause_that_is_over_gives_way_to_the_next() -> None:
    assert paused(make_document(), (-20, -10), (20, 30)).effect_status(days(25)) == EffectStatus.SUSPENDED


@pytest.mark.parametrize(
    ("spans", "until"), [(((-5, 5), (5, 9)), 9), (((-5, None), (2, 9)), None), (((-5, 9), (0, 3)), 9)]
)
def test_pauses_that_meet_are_one(spans: tuple[tuple[int, int | None], ...], until: int | None) -> None:
    document = paused(make_document(), *spans)
    assert document.suspended_on == days(-5)
    assert document.suspended_until == (days(until) if until is not None else None)


def test_a_draft_is_no_reason_for_anything() -> None:
    document = make_document()
    draft = make_draft(effective_on=date(2025, 1, 1))
    relations = [make_relation(draft, document, RelationKind.REPEALS)]
    assert [reason.before for reason in effect_reasons(document, relations, date(2026, 1, 1))] == ["Có hiệu lực từ"]


def asked(command: str, document: Document) -> dict[str, object]:
    out = StringIO()
    call_command(command, document.number, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("effective_on", [None, date(2025, 1, 1)])
def test_a_draft_changes_no_answer_of_the_commands(effective_on: date | None) -> None:
    document = make_document()
    make_relation(make_draft(effective_on=effective_on), document, RelationKind.AMENDS, target_path="dieu-1")
    effect = asked("document_effect", document)
    assert (effect["because"], effect["provisions"]) == ([], [])
    assert asked("document_text", document)["pending"] == []
