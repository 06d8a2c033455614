from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.factories import make_subject_area
from tests.search.corpus import fee_resolution, index_everything, put

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command(name, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(name: str, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(name, *arguments, "--json", stdout=out)
    assert stop.value.code == 2
    return json.loads(out.getvalue())["error"]


def test_rebuild_index_says_what_it_built() -> None:
    fee_resolution()
    answer = run("rebuild_index")
    assert {"documents": 1, "provisions": 2, "engine": "tantivy", "rebuilt": True}.items() <= answer.items()
    assert answer["seconds"] >= 0
    assert answer["schema_version"] >= 1


def test_rebuild_index_if_needed_leaves_a_right_one_alone() -> None:
    fee_resolution()
    index_everything()
    assert run("rebuild_index", "--if-needed")["rebuilt"] is False


def test_search_documents_answers_as_promised() -> None:
    fee_resolution()
    index_everything()
    answer = run("search_documents", "trẻ em miễn phí", "--on", "2024-06-01")
    assert answer["query"] == "trẻ em miễn phí"
    assert answer["on"] == "2024-06-01"
    hit = answer["hits"][0]
    assert set(hit) == {"number", "title", "path", "heading", "snippet", "score", "effect_status"}
    assert (hit["number"], hit["path"], hit["effect_status"]) == ("15/2021/NQ-HĐND", "dieu-2/khoan-2", "IN_FORCE")


def test_search_documents_speaks_the_language_of_the_page() -> None:
    area = make_subject_area("Đất đai")
    fee_resolution(expired_on="2025-01-01", subject_area=area)
    put("16/2022/QĐ-UBND", "Về chợ", {"dieu-1": ("", "mức thu ở chợ"), "dieu-2": ("", "mức thu")})
    index_everything()
    answer = run("search_documents", 'mức thu năm:2020..2022 lĩnh vực:"nhà đất" ngày:31/12/2024 -chợ')
    assert answer["on"] == "2024-12-31"
    assert [problem["at"] for problem in answer["problems"]] == ['lĩnh vực:"nhà đất"']
    assert answer["problems"][0]["nearest"] == ["Đất đai"]
    assert "tìm như chữ thường" in answer["problems"][0]["message"]
    assert (answer["total"], answer["complete"], answer["suggestion"]) == (4, 0, None)
    assert answer["facets"]["year"] == [
        {"value": 2021, "label": "2021", "count": 3},
        {"value": 2022, "label": "2022", "count": 1},
    ]
    assert answer["facets"]["area"] == [{"value": "Đất đai", "label": "Đất đai", "count": 3}]
    assert answer["facets"]["status"] == [{"value": "IN_FORCE", "label": "Còn hiệu lực", "count": 4}]
    assert run("search_documents", "mức thuu")["suggestion"] == "mức thu"


def test_search_documents_orders_stays_within_a_document_and_says_what_is_missing() -> None:
    fee_resolution(issued_on="2021-05-01")
    put("16/2022/QĐ-UBND", "Về chợ", {"dieu-1": ("", "mức thu ở chợ")}, issued_on="2022-05-01")
    index_everything()
    for order, first in (("newest", "16/2022/QĐ-UBND"), ("oldest", "15/2021/NQ-HĐND")):
        assert run("search_documents", "mức thu", "--order", order)["hits"][0]["number"] == first
    within = run("search_documents", "mức thu", "--within", "16/2022/qđ-ubnd")
    assert {hit["number"] for hit in within["hits"]} == {"16/2022/QĐ-UBND"}
    answer = run("search_documents", "mức thu ngoài chợ")
    assert answer["ways_out"] == [{"without": "Bỏ “ngoài”", "query": "mức thu chợ", "found": 2}]
    assert run("search_documents", "NQ 99/2021")["missing_number"] == "NQ 99/2021"
    assert within["missing_number"] is None


def test_search_documents_narrows_and_lists_documents() -> None:
    fee_resolution(expired_on="2023-01-01")
    put("16/2022/QĐ-UBND", "Về chợ", {"dieu-1": ("", "mức thu ở chợ"), "dieu-2": ("", "mức thu khác")})
    index_everything()
    expired = run("search_documents", "mức thu", "--status", "EXPIRED", "--level", "document")
    assert [hit["number"] for hit in expired["hits"]] == ["15/2021/NQ-HĐND"]
    assert expired["total"] == 1
    assert [hit["number"] for hit in run("search_documents", "mức thu", "--year", "2022", "--limit", "1")["hits"]] == [
        "16/2022/QĐ-UBND"
    ]
    assert run("search_documents", "mức thu", "--body", "uy ban nhan dan")["total"] == 5
    assert run("search_documents", "mức thu", "--type", "LAW")["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([""], "BAD_QUERY"),
        (["?!"], "BAD_QUERY"),
        (["phí " * 3000], "BAD_QUERY"),
        (["phí", "--on", "hôm qua"], "BAD_DATE"),
        (["phí", "--body", "Không có cơ quan này"], "UNKNOWN_BODY"),
        *((["phí", "--year", year], "BAD_NUMBER") for year in ("-5", "0", "99999999999999999999")),
        *((["phí", "--limit", limit], "BAD_NUMBER") for limit in ("0", "99999999999")),
    ],
)
def test_search_documents_refuses_a_wrong_call(arguments: list[str], code: str) -> None:
    index_everything()
    assert refused("search_documents", *arguments)["code"] == code


def test_search_documents_says_that_there_is_no_index() -> None:
    error = refused("search_documents", "phí")
    assert error["code"] == "INDEX_UNAVAILABLE"
    assert "rebuild_index" in error["message"]


def test_people_read_plain_lines() -> None:
    fee_resolution()
    index_everything()
    out = StringIO()
    call_command("search_documents", "trẻ em", "--on", "2024-06-01", stdout=out)
    assert "15/2021/NQ-HĐND dieu-2/khoan-2 (Còn hiệu lực)" in out.getvalue()
    assert "<mark>" not in out.getvalue()
