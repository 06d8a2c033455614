"""document_text: the stored text, and honestly what is not yet worked into it."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from legaldocs.models import Document
from tests.factories import make_document, make_relation

pytestmark = pytest.mark.django_db


def _text(*arguments: str) -> dict:
    out = StringIO()
    call_command("document_text", "10/2019/QĐ-UBND", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def document() -> Document:
    return make_document(
        "10/2019/QĐ-UBND", issued_on=date(2019, 2, 1), effective_on=date(2019, 2, 15), text="Điều 1. Quy định."
    )


def _change(target: Document, number: str, kind: str, begins: date | None, path: str) -> None:
    source = make_document(number, issued_on=begins, effective_on=begins, text=None)
    make_relation(source, target, kind, target_path=path, source_path="dieu-1")


def test_an_untouched_text_is_right_on_the_day_that_was_asked_for(document: Document) -> None:
    answer = _text("--on", "2020-01-01")
    assert (answer["consolidated_to"], answer["pending"], answer["warnings"]) == ("2020-01-01", [], [])
    assert answer["provisions"] == [
        {
            "path": "dieu-1",
            "kind": "ARTICLE",
            "label": "Điều 1",
            "heading": "",
            "text": "Điều 1. Quy định.",
            "source_number": "10/2019/QĐ-UBND",
        }
    ]


def test_changes_in_effect_by_that_day_are_pending_and_end_the_time_that_the_text_is_right_for(
    document: Document,
) -> None:
    _change(document, "30/2023/QĐ-UBND", "AMENDS", date(2023, 1, 11), "dieu-1")
    _change(document, "20/2020/QĐ-UBND", "REPEALS", date(2020, 1, 11), "dieu-2/khoan-1")
    _change(document, "25/2025/QĐ-UBND", "AMENDS", date(2025, 1, 11), "dieu-3")
    answer = _text("--on", "2023-06-01")
    assert [(row["relation"], row["by_number"], row["path"], row["on"]) for row in answer["pending"]] == [
        ("REPEALS", "20/2020/QĐ-UBND", "dieu-2/khoan-1", "2020-01-11"),
        ("AMENDS", "30/2023/QĐ-UBND", "dieu-1", "2023-01-11"),
    ]
    assert answer["consolidated_to"] == "2020-01-10"
    assert [warning["code"] for warning in answer["warnings"]] == ["NOT_CONSOLIDATED"]


def test_a_change_without_a_day_leaves_no_day_to_vouch_for(document: Document) -> None:
    _change(document, "20/2020/QĐ-UBND", "AMENDS", None, "dieu-1")
    answer = _text()
    assert answer["consolidated_to"] is None and answer["pending"][0]["on"] is None


def test_the_end_of_the_whole_document_changes_no_word_of_it(document: Document) -> None:
    _change(document, "20/2020/QĐ-UBND", "REPEALS", date(2020, 1, 11), "")
    answer = _text("--on", "2021-01-01")
    assert answer["pending"] == [] and answer["consolidated_to"] == "2021-01-01"


def test_it_warns_of_a_day_before_the_document_was_issued(document: Document) -> None:
    assert [warning["code"] for warning in _text("--on", "2018-01-01")["warnings"]] == ["NOT_YET_ISSUED"]


def test_a_document_without_a_text_is_a_wrong_call() -> None:
    make_document("10/2019/QĐ-UBND", text=None)
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("document_text", "10/2019/QĐ-UBND", "--json", stdout=out)
    assert stop.value.code == 2
    assert json.loads(out.getvalue())["error"]["code"] == "NO_TEXT"
