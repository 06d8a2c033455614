"""The one view behind every button: who may not is told so before filling in a form."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, make_cast
from tests.factories import make_document, make_draft, make_self_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_form_is_only_for_those_who_may_send_it(client: Client, cast: Cast) -> None:
    url = reverse("document-action", args=[make_document().pk, "correct"])
    for user, status in ((cast.reader, 403), (cast.drafter, 403), (cast.reviewer, 200)):
        client.force_login(user)
        assert client.get(url).status_code == status
        assert client.post(url, {}).status_code == (403 if status == 403 else 422)


def test_an_action_without_a_place_on_the_desk_leads_to_its_page_whoever_asks(client: Client, cast: Cast) -> None:
    check = make_self_check(make_document())
    client.force_login(cast.reviewer)
    response = client.post(reverse("self-check-action", args=[check.pk, "start"]), headers={"HX-Request": "true"})
    assert response.headers["Location"] == reverse("self-check-detail", args=[check.pk])


def test_the_expected_day_of_a_draft_is_put_right_and_that_of_an_issued_document_is_not_asked(
    client: Client, cast: Cast
) -> None:
    draft = make_draft(cast.department, expected_on=date(2026, 12, 20))
    client.force_login(cast.drafter)
    url = reverse("document-action", args=[draft.pk, "correct"])
    asked = {name: field.initial or "" for name, field in client.get(url).context["form"].fields.items()}
    asked |= {"issued_by": draft.issued_by_id, "drafted_by": draft.drafted_by_id or "", "subject_area": ""}
    answer = client.post(url, asked | {"expected_on": "15/01/2027", "reason": "Lùi ngày ban hành"})
    assert answer.status_code == 302, answer.context["form"].errors
    draft.refresh_from_db()
    assert draft.expected_on == date(2027, 1, 15)
    client.force_login(cast.reviewer)
    issued = client.get(reverse("document-action", args=[make_document().pk, "correct"]))
    assert "expected_on" not in issued.context["form"].fields
