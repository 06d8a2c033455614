"""What stands beside a hit: what has replaced its document, what has changed its place; two queries for a page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from legaldocs.models import Relation, RelationState, Role, Stage
from legaldocs.parsing.vocabulary import RelationKind
from search.what_became import fates
from tests.factories import make_document, make_user
from tests.search.corpus import fee_resolution, index_everything

pytestmark = pytest.mark.django_db


def test_acts_on_the_whole_and_on_parts_are_told_apart(django_assert_num_queries) -> None:
    target = fee_resolution()
    newer, draft = make_document("20/2024/NQ-HĐND"), make_document("", title="Dự thảo", stage=Stage.DRAFT)
    replaced = Relation.objects.create(source=newer, kind=RelationKind.REPLACES.value, target=target)
    changed = Relation.objects.create(
        source=newer, kind=RelationKind.AMENDS.value, target=target, target_path="dieu-2/khoan-2"
    )
    Relation.objects.create(source=draft, kind=RelationKind.REPEALS.value, target=target)
    Relation.objects.create(
        source=newer, kind=RelationKind.REPEALS.value, target=target, state=RelationState.REJECTED, target_path="dieu-1"
    )
    touched, untouched = (
        ("dieu-2", "dieu-2/khoan-2", "dieu-2/khoan-2/diem-a"),
        ("dieu-1", "dieu-2/khoan-1", "dieu-2/khoan-21"),
    )
    with django_assert_num_queries(2):
        fate = fates([(newer.pk, "dieu-2"), *((target.pk, path) for path in ("", *touched, *untouched))])[target.pk]
        assert fate.whole[0].source == newer
    assert fate.whole == (replaced,)
    for path in touched:
        assert fate.of(path) == (changed,), path
    for path in ("", *untouched):
        assert fate.of(path) == (), path


def test_the_page_says_what_has_become_of_a_hit(client: Client) -> None:
    client.force_login(make_user("docgia", Role.READER))
    target = fee_resolution()
    newer = make_document("20/2024/NQ-HĐND", effective_on=date(2024, 5, 1))
    Relation.objects.create(source=newer, kind=RelationKind.REPLACES.value, target=target)
    Relation.objects.create(source=newer, kind=RelationKind.AMENDS.value, target=target, target_path="dieu-2")
    Relation.objects.create(
        source=newer, kind=RelationKind.SUSPENDS.value, target=target, target_path="dieu-2", until=date(2024, 9, 1)
    )
    index_everything()
    page = client.get("/tim-kiem/", {"q": "trẻ em miễn phí"}).content.decode()
    assert "Văn bản bị thay thế bởi" in page
    assert "Điều 2 được sửa đổi, bổ sung bởi" in page
    assert "từ 01/05/2024 (chưa có người xác nhận)" in page
    assert "từ 01/05/2024 đến 01/09/2024 (chưa có người xác nhận)" in page
