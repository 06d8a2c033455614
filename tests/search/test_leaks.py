"""The same searches under each role: hits, totals, facets, snippets, completions, spelling and exports say of a document
what that person may see of it, and nothing else; also while the index is behind the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook

from legaldocs.models import Document, Stage, Unit, User
from legaldocs.signals import text_changed
from search import engine, indexing
from search.forms import SearchForm
from search.query import Filters, Query, Results
from tests.cast import Cast, make_cast
from tests.factories import make_draft, make_unit, make_user
from tests.search.corpus import Text, give_text, put

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 1)
#: Words that stand in every document of the matrix, and the one rare word of each.
COMMON = "bến thủy nội địa"
PEOPLE = list(Cast.__dataclass_fields__)


@pytest.fixture(params=["tantivy", "whoosh"])
def each_engine(settings, request) -> None:
    settings.SEARCH_BACKEND = request.param


def text_of(secret: str) -> Text:
    return {
        "dieu-1": ("Phạm vi", f"Quy định về {COMMON} và {secret} trên địa bàn tỉnh."),
        "dieu-2": ("Mức thu", f"Chủ bến nộp 500.000 đồng cho {secret} mỗi năm theo giấy phép của {COMMON}."),
    }


@dataclass
class Office:
    """A document for each way of being seen; the secret of each is a word that stands nowhere else."""

    cast: Cast
    documents: dict[str, Document]

    def seen_by(self, user: User) -> set[str]:
        visible = set(Document.objects.visible_to(user).values_list("pk", flat=True))
        return {secret for secret, document in self.documents.items() if document.pk in visible}


@pytest.fixture
def office(request) -> Office:
    if "each_engine" in request.fixturenames:
        request.getfixturevalue("each_engine")
    cast = make_cast()
    other = cast.stranger.unit
    assert other is not None

    def draft(secret: str, unit: Unit, stage: str) -> Document:
        document = make_draft(unit, title=f"Dự thảo về {secret}", stage=stage, text=None)
        return give_text(document, text_of(secret))

    documents = {
        "hoahồng": put("1/2023/QĐ-UBND", "Quyết định về hoahồng", text_of("hoahồng"), drafted_by=other),
        "thượcdược": draft("thượcdược", cast.department, Stage.DRAFT),
        "cẩmtú": draft("cẩmtú", cast.department, Stage.UNDER_APPRAISAL),
        "mẫuđơn": draft("mẫuđơn", other, Stage.APPRAISED),
        "phùdung": draft("phùdung", other, Stage.WITHDRAWN),
    }
    indexing.rebuild(progress=False)
    return Office(cast, documents)


def asked(user: User, text: str, *, level: str = "provision", drafts: bool = True, limit: int = 50) -> Results:
    """As the page asks it: with the filters that the form makes for this person."""
    form = SearchForm(QueryDict("drafts=on" if drafts else ""))
    return engine.search(Query(text, ON, form.filters(user), level=level, limit=limit))


def found_by(user: User, text: str, **options) -> set[int]:
    return {hit.document_id for hit in asked(user, text, **options).hits}


def check_everything(office: Office, user: User) -> None:
    """Every door of search, for one person."""
    seen = office.seen_by(user)
    expected = {office.documents[secret].pk for secret in seen}
    check_counts(office, user, expected)
    for secret, document in office.documents.items():
        for text in (secret, f'"{secret}"', f"{COMMON} {secret}"):
            results = asked(user, text)
            assert (document.pk in {hit.document_id for hit in results.hits}) == (secret in seen), text
        assert (asked(user, f'"{secret}"').total > 0) == (secret in seen)
        misspelt = asked(user, f"{secret[:-1]}x")
        assert secret not in misspelt.suggestion or secret in seen


def check_counts(office: Office, user: User, expected: set[int]) -> None:
    documents = asked(user, COMMON, level="document")
    assert {hit.document_id for hit in documents.hits} == expected
    assert (documents.total, documents.complete) == (len(expected), len(expected))
    for counts in documents.facets.values():
        assert sum(counts.values()) <= len(expected)
    provisions = asked(user, f'"{COMMON}"')
    assert {hit.document_id for hit in provisions.hits} == expected
    assert provisions.total == len(provisions.hits) == 2 * len(expected)
    hidden = set(office.documents) - office.seen_by(user)
    assert not any(secret in hit.snippet for hit in provisions.hits for secret in hidden)
    leafed = {hit.provision_id for page in paged(user, len(expected)) for hit in page.hits}
    assert leafed == {hit.provision_id for hit in provisions.hits}


def paged(user: User, documents: int) -> Iterator[Results]:
    form = SearchForm(QueryDict("drafts=on"))
    for offset in range(0, 2 * documents, 2):
        page = engine.search(Query(f'"{COMMON}"', ON, form.filters(user), limit=2, offset=offset))
        assert len(page.hits) == 2
        yield page


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_finds_what_that_person_may_read(office: Office, person: str) -> None:
    user = getattr(office.cast, person)
    check_everything(office, user)
    assert found_by(user, COMMON, drafts=False) == {office.documents["hoahồng"].pk}


@pytest.mark.parametrize("person", PEOPLE)
def test_completions_and_neighbours_know_only_what_is_promulgated(office: Office, client: Client, person: str) -> None:
    client.force_login(getattr(office.cast, person))
    for secret in office.documents:
        offered = client.get("/tim-kiem/goi-y/", {"q": secret[:5]}).json()["suggestions"]
        assert bool(offered) == (secret == "hoahồng"), offered
    near = engine.neighbours([text_of("cẩmtú")["dieu-2"][1]], on=ON)[0]
    assert {neighbour.document_id for neighbour in near} == {office.documents["hoahồng"].pk}


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_and_workbooks_hold_no_word_of_a_hidden_draft(office: Office, client: Client, person: str) -> None:
    user = getattr(office.cast, person)
    client.force_login(user)
    hidden = set(office.documents) - office.seen_by(user)
    for level in ("", "document"):
        question = {"q": COMMON, "drafts": "on", "result": level, "on": "01/06/2024"}
        page = client.get("/tim-kiem/", question)
        assert page.status_code == 200
        book = client.get("/tim-kiem/excel/", question)
        assert book.status_code == 200
        cells = [
            str(cell) for row in load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True) for cell in row
        ]
        for text in (page.content.decode(), " ".join(cells)):
            assert not [secret for secret in hidden if secret in text]
            assert "hoahồng" in text


@pytest.mark.parametrize("person", PEOPLE)
def test_the_pages_of_a_document_are_those_of_its_readers(office: Office, client: Client, person: str) -> None:
    user = getattr(office.cast, person)
    client.force_login(user)
    seen = office.seen_by(user)
    for secret, document in office.documents.items():
        for page in ("", "lich-su/", "so-sanh/"):
            status = client.get(f"/van-ban/{document.pk}/{page}").status_code
            assert status == (200 if secret in seen else 404), (secret, page)


# --- while the index is behind ---


def put_back(office: Office) -> None:
    """A promulgated document becomes a draft again."""
    Document.objects.filter(pk=office.documents["hoahồng"].pk).update(stage=Stage.DRAFT)


def give_away(office: Office) -> None:
    """A draft goes to another department."""
    Document.objects.filter(pk=office.documents["thượcdược"].pk).update(drafted_by=make_unit("Sở Mới"))


def delete(office: Office) -> None:
    document = office.documents.pop("hoahồng")
    Document.objects.filter(pk=document.pk).update(current_version=None)
    Document.objects.filter(pk=document.pk).delete()
    text_changed.send(sender=Document, document_ids=[document.pk])


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("change", [put_back, give_away, delete])
def test_a_right_withdrawn_counts_at_once_whatever_the_index_says(office: Office, change) -> None:
    change(office)
    text_changed.send(sender=Document, document_ids=[document.pk for document in office.documents.values()])
    assert indexing.pending()
    for name, user in office.cast.everybody().items():
        # What somebody may newly read is found once it has been indexed; nothing beyond it may be found before.
        expected = {office.documents[secret].pk for secret in office.seen_by(user)}
        results = asked(user, COMMON, level="document")
        assert {hit.document_id for hit in results.hits} <= expected, name
        assert results.total == len(results.hits), name
        assert not [hit for hit in results.hits if hit.document_id not in expected]
    for user in (office.cast.reader, office.cast.stranger):
        hidden = [secret for secret in ("hoahồng", "thượcdược") if secret not in office.seen_by(user)]
        for secret in hidden:
            assert asked(user, f'"{secret}"').total == 0
            assert secret not in asked(user, f"{secret[:-1]}x").suggestion
    indexing.drain()
    for user in office.cast.everybody().values():
        check_everything(office, user)


def test_what_was_put_back_is_neither_completed_nor_a_neighbour(office: Office) -> None:
    put_back(office)
    assert engine.suggest("hoahồng") == []
    assert engine.neighbours([text_of("hoahồng")["dieu-2"][1]], on=ON) == [[]]


def test_a_change_that_told_nobody_still_shows_no_hit(office: Office) -> None:
    """Not even a row in the outbox: what the index holds is asked of the database again before it is shown."""
    put_back(office)
    give_away(office)
    assert found_by(office.cast.reader, COMMON) == set()
    assert office.documents["thượcdược"].pk not in found_by(office.cast.drafter, COMMON)


def test_the_text_of_an_earlier_version_is_not_shown(office: Office) -> None:
    document = office.documents["hoahồng"]
    give_text(document, {"dieu-1": ("", "Bản mới nói chuyện khác.")})
    assert document.pk not in found_by(office.cast.reader, '"hoahồng mỗi năm"')
    assert engine.neighbours([text_of("hoahồng")["dieu-2"][1]], on=ON) == [[]]


def test_a_role_withdrawn_counts_at_once(office: Office) -> None:
    specialist = office.cast.specialist
    assert len(found_by(specialist, COMMON)) == 5
    specialist.role_assignments.all().delete()
    assert found_by(User.objects.get(pk=specialist.pk), COMMON) == {office.documents["hoahồng"].pk}


def test_a_division_that_moves_to_another_department_takes_its_drafts_along(office: Office) -> None:
    division = make_unit("Phòng Bến bãi", parent=office.cast.department)
    document = make_draft(division, title="Dự thảo về sen", text=None)
    office.documents["bôngsen"] = give_text(document, text_of("bôngsen"))
    text_changed.send(sender=Document, document_ids=[document.pk])
    indexing.drain()
    check_everything(office, office.cast.drafter)
    division.parent = office.cast.stranger.unit
    division.save()
    for user in (office.cast.drafter, office.cast.stranger):
        assert asked(user, '"bôngsen"').total == 0
    indexing.drain()
    for user in (office.cast.drafter, office.cast.stranger):
        check_everything(office, user)
    assert asked(office.cast.stranger, '"bôngsen"').total == 2


def test_a_unit_below_a_division_is_counted_as_the_database_counts_it(office: Office) -> None:
    team = make_unit("Tổ", parent=make_unit("Phòng", parent=office.cast.department))
    office.documents["bôngsen"] = give_text(make_draft(team, text=None), text_of("bôngsen"))
    text_changed.send(sender=Document, document_ids=[office.documents["bôngsen"].pk])
    indexing.drain()
    member = make_user("to_vien", "DRAFTER", unit=team)
    for user in (office.cast.drafter, office.cast.stranger, member):
        check_everything(office, user)


def test_filters_without_any_right_find_nothing(office: Office) -> None:
    assert engine.search(Query(COMMON, ON, Filters(stages=("NONE",)))).total == 0
