"""What is said where nothing is found: which part stands in the way, what the rest finds, which number is missing."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.test import Client

from legaldocs.models import Role, Stage
from legaldocs.models.documents import today
from search import engine
from search.advice import Way, missing_number, ways_out
from search.query import Filters, Query
from tests.factories import make_unit, make_user
from tests.search.corpus import fee_resolution, index_everything, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def corpus() -> None:
    fee_resolution()
    put("16/2022/QĐ-UBND", "Về chợ", {"dieu-1": ("", "mức thu ở chợ"), "dieu-2": ("", "mức thu khác ở chợ")})
    put("17/2022/QĐ-UBND", "Dự thảo", {"dieu-1": ("", "sầu riêng ở chợ")}, stage=Stage.DRAFT)
    index_everything()


def ways(text: str, **filters: object) -> list[Way]:
    return ways_out(engine.search(Query(text, today(), Filters(**filters))))  # type: ignore[arg-type]


def test_the_word_that_nothing_has_is_named_with_what_the_others_find() -> None:
    [way] = ways("mức thu ngoài chợ")
    assert (way.label, way.query.text, way.found) == ("Bỏ “ngoài”", "mức thu chợ", 3)


def test_two_words_side_by_side_are_left_out_where_one_is_not_enough() -> None:
    [way] = ways("mức thu khí hiếm")
    assert (way.label, way.query.text) == ("Bỏ “khí hiếm”", "mức thu")
    assert way.found == engine.search(Query("mức thu", today())).complete


def test_quotes_and_fields_are_ways_out() -> None:
    assert [(way.label, way.query.text) for way in ways('"chợ thu mức"')] == [
        ("Bỏ ngoặc kép ở “chợ thu mức”", "chợ thu mức")
    ]
    assert [way.label for way in ways("chợ năm:1950")] == ["Bỏ năm: 1950"]


def test_an_answer_that_has_everything_needs_no_way_out() -> None:
    assert ways("mức thu") == []


def test_what_is_left_out_may_be_let_in_again() -> None:
    everything = ways("mức thu -15/2021/NQ-HĐND -16/2022/QĐ-UBND")
    assert all(way.label.startswith("Thôi trừ số, ký hiệu: ") and way.found for way in everything) and everything


def test_what_may_not_be_seen_is_no_way_out() -> None:
    found = ways("sầu riêng ngoài chợ")
    assert all("sầu riêng" not in way.query.text for way in found)
    assert [way.label for way in ways("sầu riêng ngoài chợ", stages=("DRAFT",))] == ["Bỏ “ngoài”"]


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("15/2021/NQ-HĐND", ""), ("15/2021", ""), ("99/2021/nq-hdnd", "99/2021/NQ-HĐND"), ("QĐ 15/2019", "QĐ 15/2019"),
        ("mức thu từ tháng 7/2025", ""), ("01/7/2025", ""), ("17/2022/QĐ-UBND", "17/2022/QĐ-UBND"),
        ("Luật Đất đai 2024", "31/2024/QH15"), ("15/2021/NQ-HĐND điều:99", ""), ("số:15/2021/NQ-HĐND", ""),
        ("số:15/2021/NQ-HĐND điều:2", ""), ("số:99/2021/NQ-HĐND", "99/2021/NQ-HĐND"), ("số:99/2021", "99/2021"),
        ("số:17/2022/QĐ-UBND", "17/2022/QĐ-UBND"), ("chợ -99/2021/NQ-HĐND", ""), ("chợ -số:99/2021/NQ-HĐND", ""),
        ("-99/2020/QĐ-UBND 99/2021/NQ-HĐND", "99/2021/NQ-HĐND"),
    ],
)  # fmt: skip
def test_a_number_that_the_reader_cannot_find_is_said_to_be_missing(typed: str, missing: str) -> None:
    assert missing_number(engine.search(Query(typed, today()))) == missing


def test_the_page_offers_each_way_with_its_address(client: Client) -> None:
    client.force_login(make_user("docgia", Role.READER, unit=make_unit("Sở Một")))
    response = client.get("/tim-kiem/", {"q": "chợ", "year": "2022", "status": "EXPIRED", "result": "document"})
    found = {way.label: (way.found, parse_qs(address.lstrip("?"))) for way, address in response.context["ways"]}
    [(label, (count, address))] = found.items()
    assert label.startswith("Bỏ điều kiện Hiệu lực: Hết hiệu lực toàn bộ")
    assert (count, address) == (1, {"q": ["chợ"], "year": ["2022"], "result": ["document"]})
    page = client.get("/tim-kiem/", {"q": "99/2021/NQ-HĐND"}).content.decode()
    assert "Kho không có văn bản nào mang số, ký hiệu “99/2021/NQ-HĐND”" in page


def test_conditions_alone_list_documents(client: Client) -> None:
    client.force_login(make_user("docgia", Role.READER))
    page = client.get("/tim-kiem/", {"year": "2022"}).content.decode()
    assert "16/2022/QĐ-UBND" in page
    assert "15/2021/NQ-HĐND" not in page
    assert "17/2022/QĐ-UBND" not in page
    assert "Cách tìm" in client.get("/tim-kiem/", {"on": "01/01/2024", "order": "newest"}).content.decode()
