"""Who sees a saved search, and what it tells each of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from legaldocs.models import Document, Role, Stage, User
from search import saved_searches
from search.models import SavedSearch
from tests.cast import Cast, make_cast
from tests.factories import make_draft, make_unit, make_user
from tests.search.corpus import fee_resolution, give_text
from tests.search.keeping import FEES, compare, kept, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_sharing_reaches_the_unit_and_nobody_else_and_lets_only_the_owner_change(cast: Cast) -> None:
    fee_resolution()
    search = kept(cast.specialist, shared_with=cast.specialist.unit)
    for person in cast.everybody().values():
        sees = person in (cast.specialist, cast.colleague)
        client = signed_in(person)
        for name in ("saved-search-detail", "saved-search-seen", "saved-search-follow"):
            method = client.get if name == "saved-search-detail" else client.post
            assert (method(reverse(name, args=[search.pk])).status_code != 404) is sees, (person, name)
        assert ("Phí tham quan" in page(client, "saved-search-list")) is sees
        owns = person == cast.specialist
        assert (client.get(reverse("saved-search-edit", args=[search.pk])).status_code == 200) is owns
        if not owns:
            for name in ("saved-search-archive", "saved-search-restore", "saved-search-edit"):
                assert client.post(reverse(name, args=[search.pk]), {"name": "x"}).status_code == 404
    search.refresh_from_db()
    assert (search.name, search.archived_at) == ("Phí tham quan", None)


def test_sharing_with_the_department_reaches_its_divisions_and_ends_with_the_unit(cast: Cast) -> None:
    justice = cast.head.unit
    search = kept(cast.specialist, shared_with=justice)
    assert search in SavedSearch.objects.readable_by(cast.reviewer)
    saved_searches.follow(search, cast.reviewer, wants_news=True)
    compare()
    fee_resolution()
    compare()
    assert [each.search for each in saved_searches.news(cast.reviewer)] == [search]
    cast.reviewer.unit = make_unit("Sở Công Thương")
    cast.reviewer.save()
    moved = User.objects.get(pk=cast.reviewer.pk)
    assert saved_searches.news(moved) == []
    assert search not in SavedSearch.objects.readable_by(moved)


def test_the_form_offers_only_the_own_unit_and_the_department_above_it(cast: Cast) -> None:
    search = kept(cast.specialist)
    client, stranger = signed_in(cast.specialist), cast.stranger.unit
    assert stranger is not None
    client.post(reverse("saved-search-edit", args=[search.pk]), {"name": "Phí", "shared_with": str(stranger.pk)})
    search.refresh_from_db()
    assert (search.name, search.shared_with) == ("Phí tham quan", None)
    text = page(client, "saved-search-edit", search.pk)
    assert "Phòng Xây dựng pháp luật (Sở Tư pháp)" in text
    assert "Sở Y tế" not in text


def test_a_draft_is_news_to_those_only_who_may_read_it_and_no_longer_once_they_may_not(cast: Cast) -> None:
    searches = {name: kept(user, "q=phí tham quan&drafts=on") for name, user in cast.everybody().items()}
    draft = give_text(make_draft(cast.department, text=None, title="Dự thảo về phí tham quan"), FEES)
    compare()
    may_read = {name for name, user in cast.everybody().items() if draft in Document.objects.visible_to(user)}
    assert {"drafter", "specialist"} <= may_read
    assert not {"stranger", "reader"} & may_read
    told = {name for name, user in cast.everybody().items() if draft in saved_searches.new_to(searches[name], user)}
    assert told == may_read
    cast.specialist.role_assignments.all().delete()
    without_role = User.objects.get(pk=cast.specialist.pk)
    search = searches["specialist"]
    assert saved_searches.news(without_role) == []
    client = signed_in(without_role)
    for text in (
        page(client, "dashboard"),
        page(client, "saved-search-detail", search.pk),
        page(client, "saved-search-list"),
    ):
        assert "Dự thảo về phí tham quan" not in text
        assert "badge-new" not in text
        assert "1 mới" not in text
    assert draft.stage == Stage.DRAFT


def test_a_shared_search_finds_for_each_what_each_may_see(cast: Cast) -> None:
    department = cast.department
    reader = make_user("van_thu", Role.READER, unit=department)
    other = cast.head.unit
    search = kept(cast.drafter, "q=phí tham quan&drafts=on", shared_with=department)
    saved_searches.follow(search, reader, wants_news=True)
    compare()
    give_text(make_draft(other, text=None, title="Dự thảo của sở khác về phí tham quan"), FEES)
    give_text(make_draft(department, text=None, title="Dự thảo của sở mình về phí tham quan"), FEES)
    compare()
    for person in (cast.drafter, reader):
        [document] = saved_searches.new_to(search, person)
        assert document.title == "Dự thảo của sở mình về phí tham quan"
