from __future__ import annotations

from datetime import date
from urllib.parse import quote_plus

import pytest
from django.test import Client
from django.urls import reverse

from legaldocs.models import Role, Stage
from tests.factories import make_unit, make_user
from tests.search.corpus import fee_resolution, index_everything, put

pytestmark = pytest.mark.django_db
PAGE = "/tim-kiem/"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("docgia", Role.READER))
    return client


def body(client: Client, **conditions: str) -> str:
    response = client.get(PAGE, conditions)
    assert response.status_code == 200
    return response.content.decode()


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_the_empty_page_explains_how_to_search(reader: Client) -> None:
    assert reverse("search") == PAGE
    assert "Cách tìm" in body(reader)


def test_a_hit_shows_document_status_place_and_marked_words(reader: Client) -> None:
    document = fee_resolution()
    index_everything()
    page = body(reader, q="trẻ em miễn phí", on="01/06/2024")
    assert "15/2021/NQ-HĐND" in page
    assert "Còn hiệu lực" in page
    assert "Khoản 2 Điều 2" in page
    assert "<mark>miễn phí</mark>" in page
    words = quote_plus("trẻ em miễn phí")
    assert f"/van-ban/{document.pk}/?on=01/06/2024&amp;tim={words}#dieu-2/khoan-2" in page


def test_the_status_is_that_of_the_day_asked_for(reader: Client) -> None:
    fee_resolution(expired_on=date(2024, 3, 1))
    index_everything()
    assert "Hết hiệu lực toàn bộ</span>" in body(reader, q="tham quan", on="01/03/2024")
    assert "Còn hiệu lực</span>" in body(reader, q="tham quan", on="29/02/2024")
    assert "Không tìm thấy" in body(reader, q="tham quan", on="01/03/2024", status="IN_FORCE")


def test_conditions_narrow_and_show_as_chips(reader: Client) -> None:
    fee_resolution()
    put("16/2022/QĐ-UBND", "Về chợ", {"dieu-1": ("", "mức thu ở chợ")})
    index_everything()
    page = body(reader, q="mức thu", year="2022")
    assert "16/2022/QĐ-UBND" in page
    assert "15/2021/NQ-HĐND" not in page
    assert "Bỏ điều kiện Năm ban hành" in page


def test_nothing_found_is_said_with_advice(reader: Client) -> None:
    index_everything()
    assert "Không tìm thấy kết quả nào" in body(reader, q="xyzxyz")


def test_a_missing_index_and_a_bad_question_are_said_in_words(reader: Client) -> None:
    assert "rebuild_index" in body(reader, q="phí")
    index_everything()
    assert "ít nhất một từ" in body(reader, q="?!")
    assert "quá 2.000 ký tự" in body(reader, q="phí " * 1000)


@pytest.mark.parametrize(
    "conditions",
    [{"page": "-1"}, {"page": "999999"}, {"page": "x"}, {"on": "32/13/2024"}, {"body": "999"}, {"year": "năm"},
     {"status": "XYZ"}, {"type": "<script>"}, {"result": "khác"}],
)  # fmt: skip
def test_a_wrong_condition_never_breaks_the_page(reader: Client, conditions: dict[str, str]) -> None:
    fee_resolution()
    index_everything()
    assert "<script>alert" not in body(reader, q='<script>alert("phí")</script>', **conditions)


def test_pages_turn(reader: Client) -> None:
    for number in range(1, 13):
        put(f"{number}/2020/NQ-HĐND", "Về chợ", {"dieu-1": ("", "mức thu"), "dieu-2": ("", "mức thu khác")})
    index_everything()
    assert "page=2" in body(reader, q="mức thu")
    second = body(reader, q="mức thu", page="2")
    assert second.count('class="search-hit"') == 4


def test_the_page_takes_the_same_queries_for_two_hits_and_for_twenty(reader: Client, django_assert_num_queries) -> None:
    for number in range(1, 13):
        put(f"{number}/2020/NQ-HĐND", "Về chợ", {"dieu-1": ("", "mức thu"), "dieu-2": ("", "mức thu khác")})
    put("99/2020/NQ-HĐND", "Riêng", {"dieu-1": ("", "đê điều"), "dieu-2": ("", "đê điều khác")})
    index_everything()
    body(reader, q="đê điều")
    with django_assert_num_queries(_queries(reader, "đê điều")):
        body(reader, q="mức thu")


def _queries(client: Client, question: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        body(client, q=question)
    return len(seen)


def test_drafts_are_found_on_request_by_those_who_may_read_them_only() -> None:
    department, other = make_unit("Sở Một"), make_unit("Sở Hai")
    division = make_unit("Phòng Một", parent=department)
    fee_resolution(stage=Stage.DRAFT, drafted_by=department)
    index_everything()
    people = {
        make_user("nguoi-soan", Role.DRAFTER, unit=division): True,
        make_user("so-khac", Role.DRAFTER, unit=other): False,
        make_user("khong-don-vi", Role.READER): False,
        make_user("tham-dinh", Role.SPECIALIST): True,
    }
    for person, may_see in people.items():
        client = Client()
        client.force_login(person)
        assert "search-hit" not in body(client, q="tham quan")
        assert ("search-hit" in body(client, q="tham quan", drafts="on")) is may_see


def test_suggestions_are_json(reader: Client) -> None:
    fee_resolution()
    assert reader.get(f"{PAGE}goi-y/", {"q": "15/2021"}).json()["suggestions"] == []
    index_everything()
    [suggestion] = reader.get(f"{PAGE}goi-y/", {"q": "15/2021"}).json()["suggestions"]
    assert "15/2021/NQ-HĐND" in suggestion
