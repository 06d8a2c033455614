"""The draft on the appraisal desk as people read it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from legaldocs.models import Role
from tests.factories import make_appraisal, make_draft, make_user

pytestmark = pytest.mark.django_db


def test_a_table_of_the_draft_is_shown_as_a_table(client: Client):
    appraisal = make_appraisal(
        make_draft(text="Điều 1. Mức thu\nBảng mức thu:\nNội dung | Mức thu\nXe <b> | 5.000\nĐiều 2. Hiệu lực\nTừ nay.")
    )
    client.force_login(make_user("", Role.HEAD))
    page = client.get(reverse("appraisal-detail", args=[appraisal.pk])).content.decode()
    assert "<tr><td>Nội dung</td><td>Mức thu</td></tr><tr><td>Xe &lt;b&gt;</td><td>5.000</td></tr>" in page
