"""The list of documents and the page of one, as people meet them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legaldocs import effects
from legaldocs.models import Document, IssuingBody, Level, Provision
from legaldocs.parsing.vocabulary import DocumentType, ProvisionKind, RelationKind
from tests.cast import Cast, make_cast
from tests.factories import (
    make_body,
    make_document,
    make_draft,
    make_relation,
    make_subject_area,
    make_unit,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    client.force_login(cast.reader)
    return client


def listed(client: Client, **query: object) -> set[Document]:
    return set(client.get(reverse("document-list"), query).context["page"].object_list)


def test_conditions_combine(reader: Client) -> None:
    area, department = make_subject_area("Đất đai"), make_unit("Sở Tài nguyên")
    wanted = make_document("5/2023/QĐ-UBND", subject_area=area, drafted_by=make_unit("Phòng Đất", parent=department))
    make_document("6/2023/QĐ-UBND", subject_area=area)
    make_document("5/2022/QĐ-UBND", drafted_by=department)
    assert listed(reader, area=area.pk, department=department.pk, year=2023, body=wanted.issued_by_id) == {wanted}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"type": DocumentType.RESOLUTION.value}, "07/2020/NQ-HĐND"),
        ({"year": 2020}, "07/2020/NQ-HĐND"),
        ({"level": Level.CENTRAL.value}, "34/2016/NĐ-CP"),
        ({"q": "7/2020/nq-hđnd"}, "07/2020/NQ-HĐND"),
        ({"q": "vỉa hè"}, "07/2020/NQ-HĐND"),
        ({"status": "EXPIRED"}, "07/2020/NQ-HĐND"),
    ],
)
def test_each_condition_narrows_the_list(reader: Client, query: dict[str, object], number: str) -> None:
    government: IssuingBody = make_body("Chính phủ", Level.CENTRAL)
    make_document("34/2016/NĐ-CP", document_type=DocumentType.DECREE.value, issued_by=government)
    make_document("8/2021/QĐ-UBND")
    make_document(
        "07/2020/NQ-HĐND",
        document_type=DocumentType.RESOLUTION.value,
        title="Phí vỉa hè",
        expired_on=date(2024, 1, 1),
    )
    assert {document.number for document in listed(reader, **query)} == {number}


def test_effect_is_judged_on_the_day_that_was_asked(reader: Client) -> None:
    document = make_document(effective_on=date(2020, 1, 1), expired_on=date(2024, 1, 1))
    assert document in listed(reader, status="IN_FORCE", on="31/12/2023")
    assert document not in listed(reader, status="IN_FORCE", on="01/01/2024")


def test_a_chip_takes_away_its_own_condition_only(reader: Client) -> None:
    make_document()
    page = reader.get(reverse("document-list"), {"year": 2024, "type": "DECISION", "page": 3})
    chips = {chip.label: chip for chip in page.context["chips"]}
    assert chips["Loại văn bản"].value == "Quyết định"
    assert chips["Loại văn bản"].without == "?year=2024"


def test_a_wrong_condition_says_so_and_narrows_nothing(reader: Client) -> None:
    document = make_document()
    response = reader.get(reverse("document-list"), {"year": "hai nghìn", "on": "32/13/2024", "body": "999999"})
    assert response.status_code == 200
    assert document in response.context["page"].object_list
    assert response.context["form"].errors.keys() == {"year", "on", "body"}


def test_drafts_are_not_in_the_list_of_those_who_may_not_see_them(reader: Client, cast: Cast) -> None:
    draft = make_draft(cast.department)
    assert listed(reader, stage="DRAFT") == set()
    reader.force_login(cast.specialist)
    assert listed(reader, stage="DRAFT") == {draft}


def test_a_strangers_draft_is_not_found(reader: Client, cast: Cast) -> None:
    draft = make_draft(cast.department)
    url = reverse("document-detail", args=[draft.pk])
    assert reader.get(url).status_code == 404
    reader.force_login(cast.drafter)
    assert reader.get(url).status_code == 200


def test_the_page_says_why_a_document_has_expired(reader: Client) -> None:
    old, new = make_document("1/2020/QĐ-UBND"), make_document("12/2025/QĐ-UBND", effective_on=date(2025, 1, 1))
    make_relation(new, old, RelationKind.REPLACES)
    effects.refresh([old], "thử")
    text = " ".join(reader.get(reverse("document-detail", args=[old.pk])).content.decode().split())
    assert "Hết hiệu lực toàn bộ" in text
    assert f'Bị thay thế bởi <a href="/van-ban/{new.pk}/">Quyết định số 12/2025/QĐ-UBND</a> từ 01/01/2025.' in text
    before = reader.get(reverse("document-detail", args=[old.pk]), {"on": "31/12/2024"}).content.decode()
    assert "Hết hiệu lực toàn bộ" not in before and "Sắp tới: bị thay thế bởi" in " ".join(before.split())


def test_a_draft_that_would_repeal_a_document_stays_hidden_from_strangers(reader: Client, cast: Cast) -> None:
    document = make_document()
    make_relation(make_draft(cast.department, title="Dự thảo bí mật"), document)
    url = reverse("document-detail", args=[document.pk])
    assert "Dự thảo bí mật" not in reader.get(url, {"tab": "relations"}).content.decode()
    reader.force_login(cast.drafter)
    assert "Dự thảo bí mật" in reader.get(url, {"tab": "relations"}).content.decode()


def test_each_provision_has_its_path_as_anchor(reader: Client) -> None:
    document = make_document()
    assert 'id="dieu-1"' in reader.get(reverse("document-detail", args=[document.pk])).content.decode()


def test_an_older_version_stays_readable_and_says_that_it_is_old(reader: Client) -> None:
    document = make_document(text="Bản cũ.")
    make_version(document, "Bản mới.")
    url = reverse("document-detail", args=[document.pk])
    assert "Bản mới." in reader.get(url).content.decode()
    old = reader.get(url, {"version": "1"}).content.decode()
    assert "Bản cũ." in old and "không phải bản hiện hành" in old
    assert reader.get(url, {"version": "9"}).status_code == 404


@pytest.mark.parametrize("tab", ["text", "bases", "relations", "procedures", "files", "không có", ""])
def test_every_part_of_the_page_answers(reader: Client, tab: str) -> None:
    document = make_document()
    assert reader.get(reverse("document-detail", args=[document.pk]), {"tab": tab, "on": "sai"}).status_code == 200


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_asks_as_many_queries_for_forty_documents_as_for_one(reader: Client) -> None:
    make_document()
    few = queries_of(reader, reverse("document-list"))
    for number in range(40):
        make_document(drafted_by=make_unit(), subject_area=make_subject_area(f"Lĩnh vực {number}"))
    assert queries_of(reader, reverse("document-list")) == few


@pytest.mark.parametrize("tab", ["text", "relations"])
def test_the_page_asks_as_many_queries_for_a_long_text_as_for_a_short_one(client: Client, cast: Cast, tab: str) -> None:
    client.force_login(cast.specialist)
    document = make_document()
    url = f"{reverse('document-detail', args=[document.pk])}?tab={tab}"
    make_relation(make_document(), document, target_path="dieu-1")
    few = queries_of(client, url)
    for number in range(2, 30):
        make_relation(make_document(drafted_by=make_unit()), document, target_path=f"dieu-{number}")
    Provision.objects.bulk_create(
        Provision(
            version=document.current_version,
            position=n,
            path=f"dieu-{n}",
            kind=ProvisionKind.ARTICLE,
            label=f"Điều {n}",
        )
        for n in range(2, 500)
    )
    assert queries_of(client, url) == few


def test_the_menu_lights_drafts_for_a_draft_and_the_corpus_for_what_was_issued(client: Client, cast: Cast) -> None:
    client.force_login(cast.specialist)
    for document, entry in ((make_draft(drafted_by=cast.department), "draft-list"), (make_document(), "document-list")):
        for page in ("document-detail", "document-history", "version-comparison"):
            shown = client.get(reverse(page, args=[document.pk])).content.decode()
            assert f'<a href="{reverse(entry)}" aria-current="page">' in shown, (page, entry)
            other = ({"draft-list", "document-list"} - {entry}).pop()
            assert f'<a href="{reverse(other)}" aria-current="page">' not in shown, (page, entry)
