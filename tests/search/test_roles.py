"""The same question under each role: hits, totals, facets, spelling and marked words are of what the role may see."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import make_cast
from tests.factories import make_body, make_subject_area
from tests.search.corpus import index_everything, put

pytestmark = pytest.mark.django_db
PAGE = "/tim-kiem/"
#: Who works with every department's drafts, and who with those of the drafting department only.
ALL_DRAFTS = {"specialist", "colleague", "head", "approver", "administrator"}
OWN_DRAFTS = {"drafter"}


@pytest.fixture
def people() -> dict[str, Client]:
    cast = make_cast()
    put("15/2021/NQ-HĐND", "Về phí", {"dieu-1": ("Mức thu", "mức thu phí chợ"), "dieu-2": ("", "phí chợ")}, year=2021)
    hidden = {"subject_area": make_subject_area("Bí mật"), "issued_by": make_body("Cơ quan kín")}
    text = {"dieu-1": ("Mức thu", "mức thu phí quynhhoa phí chợ")}
    draft = put("", "Dự thảo về phí", text, stage="DRAFT", drafted_by=cast.drafter.unit, **hidden)
    draft.year = 2031
    draft.save()
    index_everything()
    clients = {}
    for name, person in cast.everybody().items():
        clients[name] = Client()
        clients[name].force_login(person)
    return clients


def may_see(name: str) -> bool:
    return name in ALL_DRAFTS | OWN_DRAFTS


@pytest.mark.parametrize("result", ["", "document"])
@pytest.mark.parametrize("drafts", ["", "on"])
def test_nothing_of_a_draft_shows_to_who_may_not_read_it(people: dict[str, Client], result: str, drafts: str) -> None:
    for name, client in people.items():
        answer = client.get(PAGE, {"q": "mức thu phí chợ", "result": result, "drafts": drafts})
        shown = may_see(name) and drafts == "on"
        years = {value.label for group in answer.context["facets"] for value in group.values}
        bodies = answer.context["results"].facets
        assert ("quynhhoa" in answer.content.decode()) is shown, name
        assert ("2031" in years) is shown, name
        assert len(bodies["body_id"]) == (2 if shown else 1), name
        assert answer.context["results"].complete == (2 if shown else 1), name


def test_no_word_of_a_draft_is_offered_to_who_may_not_read_it(people: dict[str, Client]) -> None:
    for name, client in people.items():
        answer = client.get(PAGE, {"q": "phí quynhhoaa", "drafts": "on"})
        assert answer.context["results"].suggestion == ("phí quynhhoa" if may_see(name) else ""), name
        assert not client.get(PAGE, {"q": "phí quynhhoaa"}).context["results"].suggestion, name


def test_completions_are_of_promulgated_documents_for_everybody(people: dict[str, Client]) -> None:
    for name, client in people.items():
        assert client.get(f"{PAGE}goi-y/", {"q": "dự thảo về"}).json()["suggestions"] == [], name
        assert len(client.get(f"{PAGE}goi-y/", {"q": "về ph"}).json()["suggestions"]) == 1, name


def test_fields_reach_no_further(people: dict[str, Client]) -> None:
    for name, client in people.items():
        for question in ("năm:2031", "-năm:2021 phí", 'lĩnh vực:"Bí mật"', "phí chợ OR năm:2031"):
            answer = client.get(PAGE, {"q": question, "drafts": "on", "result": "document"})
            assert (answer.context["results"].total > question.startswith("phí")) is may_see(name), (name, question)
