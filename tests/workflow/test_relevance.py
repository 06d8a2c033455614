"""Decisions on findings: counted kind by kind, exported as judged pairs, shown to those who decide."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from legaldocs.models import Role
from legaldocs.parsing.vocabulary import FindingKind
from tests.cast import make_cast
from tests.factories import make_appraisal, make_draft, make_finding, make_unit, make_user, make_version
from workflow.actions import perform
from workflow.models import Appraisal, AppraisalState, FindingState
from workflow.relevance import decisions, precision_by_kind, thresholds

pytestmark = pytest.mark.django_db


def decided(appraisal: Appraisal, kind: FindingKind, state: str, count: int) -> None:
    for number in range(count):
        make_finding(
            appraisal,
            kind=kind.value,
            path=f"dieu-{number + 1}",
            state=state,
            decision_reason="Cùng một chính sách",
            decided_at=timezone.now(),
            decided_by=make_user(),
        )


@pytest.fixture
def appraisal() -> Appraisal:
    specialist = make_user("", Role.SPECIALIST)
    dossier = make_appraisal(make_draft(make_unit()), AppraisalState.ASSIGNED, assigned_to=specialist)
    decided(dossier, FindingKind.CONFLICT, FindingState.CONFIRMED, 2)
    decided(dossier, FindingKind.CONFLICT, FindingState.DISMISSED, 1)
    make_finding(dossier, kind=FindingKind.OVERLAP.value)
    return dossier


def test_precision_counts_only_what_was_decided(appraisal: Appraisal, django_assert_num_queries):
    with django_assert_num_queries(1):
        kinds = {each.kind: each for each in precision_by_kind()}
    conflict, overlap = kinds[FindingKind.CONFLICT], kinds[FindingKind.OVERLAP]
    assert (conflict.confirmed, conflict.dismissed, conflict.waiting, conflict.percent) == (2, 1, 0, 66)
    assert (overlap.waiting, overlap.percent) == (1, None)
    assert kinds[FindingKind.DUPLICATE].decided == 0


def test_a_decision_that_goes_on_with_the_next_version_is_counted_once(appraisal: Appraisal):
    """Every decided finding is there again on the second version, one of them decided anew; the open one is not."""
    earlier = list(appraisal.findings.exclude(state=FindingState.OPEN))
    appraisal.version = make_version(appraisal.document)
    appraisal.save()
    for finding in earlier:
        names = ("kind", "path", "target", "state", "decision_reason", "decided_at", "decided_by")
        make_finding(appraisal, **{name: getattr(finding, name) for name in names})
    again = appraisal.findings.current().filter(state=FindingState.DISMISSED).get()
    perform(again, "confirm", again.appraisal.assigned_to, reason="Đổi ý")
    conflict = precision_by_kind()[0]
    assert (conflict.confirmed, conflict.dismissed) == (3, 1)
    assert sum(each.waiting for each in precision_by_kind()) == 0
    rows = list(decisions())
    assert [(row["decision"], row["still_found"]) for row in rows] == [
        ("CONFIRMED", True),
        ("CONFIRMED", True),
        ("DISMISSED", False),  # decided anew on the later version
        ("CONFIRMED", True),
    ]


def test_the_set_holds_the_pair_the_decision_and_nobodys_name(appraisal: Appraisal):
    rows = list(decisions())
    assert [row["decision"] for row in rows].count("CONFIRMED") == 2
    assert len(rows) == 3
    assert rows[0]["draft_quote"] == "mức thu 10 %"
    assert rows[0]["reason"] == "Cùng một chính sách"
    assert not any("decided_by" in row for row in rows)


def test_the_command_answers_and_writes_both_kinds_of_file(appraisal: Appraisal, tmp_path: Path):
    out = StringIO()
    call_command("export_decisions", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["decisions"], len(answer["rows"])) == (3, 3)
    assert {"kind": "CONFLICT", "confirmed": 2, "dismissed": 1, "waiting": 0, "percent": 66} in answer["by_kind"]

    lines, table = tmp_path / "tap.jsonl", tmp_path / "tap.csv"
    for path in (lines, table):
        call_command("export_decisions", "--out", str(path), "--json", stdout=StringIO())
    assert len([json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]) == 3
    with table.open(encoding="utf-8-sig", newline="") as rows:
        assert [row["kind"] for row in csv.DictReader(rows)] == ["CONFLICT"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tap.csv", "tap.jsonl"]


def test_a_file_of_another_kind_is_refused_and_nothing_is_written(appraisal: Appraisal, tmp_path: Path):
    out = StringIO()
    with pytest.raises((SystemExit, CommandError)):
        call_command("export_decisions", "--out", str(tmp_path / "tap.docx"), "--json", stdout=out)
    assert json.loads(out.getvalue())["error"]["code"] == "BAD_ARGUMENTS"
    assert list(tmp_path.iterdir()) == []


def test_the_dashboard_shows_it_to_those_who_decide(client: Client):
    cast = make_cast()
    for user, sees in ((cast.specialist, True), (cast.reader, False)):
        client.force_login(user)
        page = client.get(reverse("dashboard")).content.decode()
        assert (reverse("finding-relevance") in page) is sees


def test_the_page_counts_only_dossiers_that_one_may_read(client: Client, appraisal: Appraisal):
    specialist = make_user("", Role.SPECIALIST)
    stranger = make_user("", Role.DRAFTER, unit=make_unit())
    for user, confirmed in ((specialist, 2), (stranger, 0)):
        client.force_login(user)
        response = client.get(reverse("finding-relevance"))
        kinds = {each.kind: each for each in response.context["kinds"]}
        assert kinds[FindingKind.CONFLICT].confirmed == confirmed
        assert ("Cùng một chính sách" in response.content.decode()) is (confirmed > 0)


def test_reading_advice_is_not_said_to_wait_for_a_decision(client: Client, appraisal: Appraisal):
    make_finding(appraisal, kind=FindingKind.RELATED.value, path="dieu-9")
    client.force_login(make_user("", Role.SPECIALIST))
    page = client.get(reverse("finding-relevance")).content.decode()
    assert "1 chỗ, không phải quyết định" in page
    assert page.count("chưa có quyết định") == 2  # overlaps and duplicates, for which there is something to decide


def test_thresholds_are_those_in_force(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("legaldocs.analysis.overlap.DUPLICATE_FROM", 0.77)
    assert thresholds()[0].value == "77%"
