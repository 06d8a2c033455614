"""The facets of the page: each click narrows or leaves out, and the count was what the click then shows."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from django.test import Client

from legaldocs.models import Role
from legaldocs.models.documents import today
from search import engine
from search.facet_links import facet_groups, listed
from search.query import Query
from tests.factories import make_body, make_subject_area, make_user
from tests.search.corpus import index_everything, put

pytestmark = pytest.mark.django_db
PAGE = "/tim-kiem/"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("docgia", Role.READER))
    return client


@pytest.fixture
def corpus() -> None:
    areas = [make_subject_area("Đất đai"), make_subject_area("Môi trường"), None]
    bodies = [make_body(), make_body("Bộ Tài chính", "CENTRAL")]
    for number in range(1, 13):
        put(
            f"{number}/{2019 + number % 3}/QĐ-UBND", "Về phí",
            {"dieu-1": ("Mức thu", ""), "dieu-2": ("", "mức thu khác"), "phu-luc-1": ("Biểu mức thu", "a")},
            subject_area=areas[number % 3], issued_by=bodies[number % 2], year=2019 + number % 3,
            document_type=["DECISION", "RESOLUTION"][number % 2], expired_on="2024-01-01" if number % 4 == 0 else None,
        )  # fmt: skip
    index_everything()


def body(client: Client, **conditions: object) -> str:
    response = client.get(PAGE, conditions)
    assert response.status_code == 200
    return unescape(response.content.decode())


def shown_total(page: str) -> int:
    return int(re.search(r"<strong>([\d.]+) (?:điều khoản|văn bản)", page)[1].replace(".", ""))  # type: ignore[index]


@pytest.mark.parametrize("result", ["", "document"])
def test_each_click_shows_as_many_as_were_counted(corpus: None, reader: Client, result: str) -> None:
    page = body(reader, q="mức thu", result=result)
    whole = shown_total(page)
    response = reader.get(PAGE, {"q": "mức thu", "result": result})
    groups = response.context["facets"]
    assert {group.title for group in groups} >= {"Hiệu lực", "Loại văn bản", "Cấp ban hành", "Lĩnh vực", "Năm ban hành"}
    for group in groups:
        for value in group.values:
            asked = {"q": "mức thu", "result": result}
            only = body(reader, **asked, **{value.name: value.value})
            others = body(reader, **asked, **{f"not_{value.name}": value.value})
            assert shown_total(only) == value.count, (group.title, value.label)
            assert shown_total(others) == whole - value.count, (group.title, value.label)


def test_what_is_left_out_is_a_chip_that_can_be_taken_away(corpus: None, reader: Client) -> None:
    page = body(reader, q="mức thu", not_type=["DECISION", "LAW"], not_year=["2019"])
    assert "Trừ loại văn bản: <strong>Quyết định" in page
    assert "Trừ năm ban hành: <strong>2019" in page
    chips = {
        chip.value: chip.without
        for chip in reader.get(PAGE, {"q": "a", "not_type": ["DECISION", "LAW"]}).context["chips"]
    }
    assert parse_qs(chips["Luật"].lstrip("?"))["not_type"] == ["DECISION"]
    assert '<input type="hidden" name="not_type" value="LAW">' in page


@pytest.mark.parametrize(
    "wrong",
    [{"not_type": "<b>"}, {"not_body": "x"}, {"not_body": "999999"}, {"not_year": "20x9"}, {"not_year": "²019"}, {"level": "?"},
     {"kind": "POINT"}, {"not_status": ["EXPIRED", "?"]}, {"not_area": "-1"}, {"not_area": "9" * 30},
     {"not_body": ["1", "9" * 19]}, {"doc": "9" * 30}],
)  # fmt: skip
def test_a_wrong_address_shows_a_page(corpus: None, reader: Client, wrong: dict[str, object]) -> None:
    assert "văn bản" in body(reader, q="mức thu", **wrong)


def test_a_part_of_the_question_is_a_chip_too(corpus: None, reader: Client) -> None:
    response = reader.get(PAGE, {"q": "mức thu năm:2020 -loại:nq", "result": "document"})
    parts = {
        (part.label, part.value): parse_qs(address.lstrip("?"))["q"] for [(part, address)] in response.context["parts"]
    }
    assert parts == {("Năm", "2020"): ["mức thu -loại:nq"], ("Trừ loại", "Nghị quyết"): ["mức thu năm:2020"]}


def test_an_unknown_value_is_pointed_at_with_what_would_do(corpus: None, reader: Client) -> None:
    page = body(reader, q="mức thu lĩnh vực:môi trừng")
    assert "Không có lĩnh vực nào tên là “môi trừng”" not in page  # accents alone make no difference
    page = body(reader, q='mức thu lĩnh vực:"mội trường học"')
    assert "Không có lĩnh vực nào tên là “mội trường học”" in page
    assert ">Môi trường</a>" in page
    assert shown_total(page) == 36


def test_totals_say_what_they_count(corpus: None, reader: Client) -> None:
    page = body(reader, q="mức thu khác")
    assert "<strong>12 điều khoản có đủ các từ</strong>; 24 điều khoản khác chỉ có một phần các từ" in page
    second = body(reader, q="mức thu khác", page="1")
    assert "Chỉ có một phần các từ, hoặc có đủ nhưng" in second
    assert "Không điều khoản nào có đủ các từ; 36 điều khoản" in body(reader, q="mức thu xyzxyz")
    assert "36 điều khoản</strong> có ít nhất một trong các từ" in body(reader, q="mức thu a b c d e f g h i k")


def test_names_of_facets_take_two_queries(corpus: None, django_assert_num_queries) -> None:
    facets = engine.search(Query("mức thu", today())).facets
    with django_assert_num_queries(2):
        assert len(list(listed(facets))) == 7
    with django_assert_num_queries(2):
        assert facet_groups(facets, QueryDict("q=a"))
