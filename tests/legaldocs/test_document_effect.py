"""document_effect: the status on a day, since when, because of what, and the units that others touched."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from legaldocs import effects
from legaldocs.models import Document, Relation
from tests.factories import make_body, make_document, make_relation

pytestmark = pytest.mark.django_db


def _effect(number: str, *arguments: str) -> dict:
    out = StringIO()
    call_command("document_effect", number, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def _refused(*arguments: str) -> dict:
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("document_effect", *arguments, "--json", stdout=out)
    assert stop.value.code == 2
    return json.loads(out.getvalue())["error"]


@pytest.fixture
def old() -> Document:
    return make_document("10/2019/QĐ-UBND", issued_on=date(2019, 2, 1), effective_on=date(2019, 2, 15), text=None)


def _act(target: Document, number: str, kind: str, begins: date, **fields: object) -> Relation:
    source = make_document(number, issued_on=begins, effective_on=begins, text=None)
    relation = make_relation(source, target, kind, **fields)
    effects.refresh([target], "thử")
    return relation


def test_a_document_in_force_is_so_since_its_own_first_day(old: Document) -> None:
    answer = _effect("10/2019/QĐ-UBND", "--on", "2020-01-01")
    assert (answer["effect_status"], answer["since"]) == ("IN_FORCE", "2019-02-15")
    assert answer["because"] == [] and answer["provisions"] == []
    assert answer["on"] == "2020-01-01"


def test_a_replaced_document_names_what_ended_it_and_from_when(old: Document) -> None:
    _act(old, "40/2022/QĐ-UBND", "REPLACES", date(2022, 6, 11), source_path="dieu-3/khoan-2")
    assert _effect("10/2019/QĐ-UBND", "--on", "2022-06-10")["effect_status"] == "IN_FORCE"
    answer = _effect("10/2019/QĐ-UBND", "--on", "2022-06-11")
    assert (answer["effect_status"], answer["since"]) == ("EXPIRED", "2022-06-11")
    (reason,) = answer["because"]
    assert {key: reason[key] for key in ("relation", "by_number", "path", "on")} == {
        "relation": "REPLACES",
        "by_number": "40/2022/QĐ-UBND",
        "path": "dieu-3/khoan-2",
        "on": "2022-06-11",
    }
    assert reason["state"] == "READ"  # a script sees that no person has confirmed it yet


def test_a_document_that_ended_by_its_own_term_says_so(old: Document) -> None:
    old.stated_end_on = date(2021, 1, 1)
    old.save()
    effects.refresh([old], "thử")
    answer = _effect("10/2019/QĐ-UBND", "--on", "2021-01-01")
    assert answer["effect_status"] == "EXPIRED"
    assert [(reason["relation"], reason["on"]) for reason in answer["because"]] == [("STATED_END", "2021-01-01")]


def test_it_lists_the_units_that_partial_events_touch(old: Document) -> None:
    _act(old, "20/2020/QĐ-UBND", "AMENDS", date(2020, 1, 11), target_path="dieu-5/khoan-2")
    _act(old, "21/2021/QĐ-UBND", "REPEALS", date(2021, 1, 11), target_path="dieu-7")
    _act(old, "22/2022/QĐ-UBND", "AMENDS", date(2022, 1, 11), target_path="dieu-9")
    answer = _effect("10/2019/QĐ-UBND", "--on", "2021-06-01")
    assert (answer["effect_status"], answer["since"]) == ("PARTLY_EXPIRED", "2020-01-11")
    assert [
        (unit["path"], unit["effect_status"], unit["by_number"], unit["since"]) for unit in answer["provisions"]
    ] == [
        ("dieu-5/khoan-2", "PARTLY_EXPIRED", "20/2020/QĐ-UBND", "2020-01-11"),
        ("dieu-7", "EXPIRED", "21/2021/QĐ-UBND", "2021-01-11"),
    ]
    assert [reason["by_number"] for reason in answer["because"]] == ["20/2020/QĐ-UBND", "21/2021/QĐ-UBND"]


def test_a_repealed_unit_stays_repealed_whatever_comes_later(old: Document) -> None:
    _act(old, "20/2020/QĐ-UBND", "REPEALS", date(2020, 1, 11), target_path="dieu-5")
    _act(old, "21/2021/QĐ-UBND", "AMENDS", date(2021, 1, 11), target_path="dieu-5")
    (unit,) = _effect("10/2019/QĐ-UBND", "--on", "2022-01-01")["provisions"]
    assert (unit["effect_status"], unit["by_number"]) == ("EXPIRED", "20/2020/QĐ-UBND")


def test_a_suspension_holds_until_it_ends(old: Document) -> None:
    _act(old, "20/2020/QĐ-UBND", "SUSPENDS", date(2020, 1, 11), until=date(2020, 7, 1))
    assert _effect("10/2019/QĐ-UBND", "--on", "2020-03-01")["effect_status"] == "SUSPENDED"
    later = _effect("10/2019/QĐ-UBND", "--on", "2020-07-01")
    assert later["effect_status"] == "IN_FORCE" and later["because"] == []


def test_a_rejected_relation_does_not_count(old: Document) -> None:
    _act(old, "20/2020/QĐ-UBND", "REPEALS", date(2020, 1, 11), state="REJECTED")
    assert _effect("10/2019/QĐ-UBND", "--on", "2021-01-01")["effect_status"] == "IN_FORCE"


def test_unknown_stays_unknown() -> None:
    make_document("11/2019/QĐ-UBND", effective_on=None, text=None)
    answer = _effect("11/2019/QĐ-UBND")
    assert (answer["effect_status"], answer["since"], answer["because"]) == ("UNKNOWN", None, [])


def test_the_number_may_be_written_in_any_way(old: Document) -> None:
    assert _effect("10 /2019/ qd-ubnd")["number"] == "10/2019/QĐ-UBND"


def test_a_number_of_several_bodies_is_refused_with_the_candidates_and_body_picks_one(old: Document) -> None:
    chair = make_body("Chủ tịch " + make_body().name)
    make_document("10/2019/QĐ-UBND", issued_by=chair, text=None)
    error = _refused("10/2019/QĐ-UBND")
    assert error["code"] == "AMBIGUOUS_NUMBER" and sorted(error["candidates"]) == sorted([chair.name, make_body().name])
    assert _effect("10/2019/QĐ-UBND", "--body", chair.name)["issuing_body"] == chair.name
    assert _effect("10/2019/QĐ-UBND", "--body", make_body().name)["issuing_body"] == make_body().name


def test_an_unknown_number_is_a_wrong_call() -> None:
    assert _refused("99/1999/QĐ-UBND")["code"] == "NO_SUCH_DOCUMENT"


def test_people_read_it_in_vietnamese(old: Document) -> None:
    _act(old, "40/2022/QĐ-UBND", "REPLACES", date(2022, 6, 11))
    out = StringIO()
    call_command("document_effect", "10/2019/QĐ-UBND", "--on", "2023-01-01", stdout=out)
    assert "Hết hiệu lực toàn bộ từ ngày 11/06/2022" in out.getvalue()
    assert "bị thay thế bởi 40/2022/QĐ-UBND" in out.getvalue()
