"""Findings that a later comparison no longer comes upon, and the day that a comparison holds for."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from legaldocs.parsing.vocabulary import EffectStatus, FindingKind
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding
from workflow.criteria.found import FoundOverlap
from workflow.desk import Compared, DeskFilter, counts
from workflow.examination import Examination, record_findings
from workflow.exports.findings_table import UNSEEN, chosen_findings, decision_in_words
from workflow.exports.findings_workbook import write_findings_workbook
from workflow.models import Appraisal, AppraisalState, Finding, FindingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def appraisal(cast: Cast) -> Appraisal:
    return make_appraisal(make_draft(cast.department), AppraisalState.ASSIGNED, assigned_to=cast.specialist)


def found_as(finding: Finding, status: EffectStatus = EffectStatus.IN_FORCE) -> FoundOverlap:
    return FoundOverlap(
        path=finding.path,
        kind=FindingKind(finding.kind),
        score=finding.score,
        target_document_id=finding.target_id,
        target_number=finding.target.number,
        target_body="",
        target_path=finding.target_path,
        target_status=status,
        draft_quote=finding.draft_quote,
        target_quote=finding.target_quote,
        reason=finding.reason,
    )


def compare_again(appraisal: Appraisal, *found: FoundOverlap) -> None:
    unseen = record_findings(appraisal, Examination(found, (), 1, 1.0))
    appraisal.evidence = {"on": "2026-03-02", "unseen": unseen}
    appraisal.examined_at = timezone.now()
    appraisal.save()


def test_what_a_later_comparison_does_not_see_stays_and_says_so(client: Client, cast: Cast, appraisal: Appraisal):
    gone, still = make_finding(appraisal), make_finding(appraisal)
    compare_again(appraisal, found_as(still))
    assert list(appraisal.findings.values_list("state", flat=True)) == [FindingState.OPEN] * 2
    assert counts(appraisal)["unseen"] == 1
    client.force_login(cast.specialist)
    address = reverse("appraisal-detail", args=[appraisal.pk])
    shown = client.get(address).content.decode()
    assert shown.count("Lần đối chiếu mới nhất không còn thấy.") == 1
    assert "Lần đối chiếu mới nhất không còn thấy 1 phát hiện đang chờ xem xét" in shown
    alone = client.get(address, {"show": "unseen"}).content.decode()
    assert f"phat-hien-{gone.pk}" in alone and f"phat-hien-{still.pk}" not in alone
    compare_again(appraisal, found_as(still), found_as(gone))
    assert counts(appraisal)["unseen"] == 0


def test_files_say_what_is_no_longer_seen(appraisal: Appraisal):
    gone, still = make_finding(appraisal), make_finding(appraisal)
    compare_again(appraisal, found_as(still))
    rows = {finding.pk: finding for finding in chosen_findings(appraisal, DeskFilter())}
    assert (decision_in_words(rows[gone.pk]), decision_in_words(rows[still.pk])) == (UNSEEN, "")
    page = load_workbook(BytesIO(write_findings_workbook(appraisal, list(rows.values()))))["Phát hiện"]
    column = [cell.value for cell in page[3]].index("Lần đối chiếu mới nhất") + 1
    assert sorted(str(page.cell(row, column).value or "") for row in (4, 5)) == ["", "không còn thấy"]


def test_those_no_longer_seen_are_decided_as_a_group_and_the_filter_stays(
    client: Client, cast: Cast, appraisal: Appraisal
):
    gone = [make_finding(appraisal), make_finding(appraisal)]
    still = make_finding(appraisal)
    compare_again(appraisal, found_as(still))
    client.force_login(cast.specialist)
    address = reverse("appraisal-detail", args=[appraisal.pk])
    page = client.get(address, {"show": "unseen"})
    assert sorted(page.context["desk"].open_keys) == [each.pk for each in gone]
    sent = {
        "findings": ",".join(map(str, page.context["desk"].open_keys)),
        "decision": "DISMISSED",
        "reason": "Văn bản kia đã hết hiệu lực",
        "stay": page.context["chosen"].query,
    }
    answer = client.post(reverse("appraisal-action", args=[appraisal.pk, "decide_findings"]), sent)
    assert answer.headers["Location"] == f"{address}?tab=findings&show=unseen"
    assert "đã xong, còn 1 phát hiện chờ xem xét." in client.get(answer.headers["Location"]).content.decode()
    assert {each.state for each in Finding.objects.filter(pk__in=[each.pk for each in gone])} == {"DISMISSED"}
    still.refresh_from_db()
    assert still.state == FindingState.OPEN


def test_where_one_stays_is_only_ever_the_desk(client: Client, cast: Cast, appraisal: Appraisal):
    sent = {
        "findings": str(make_finding(appraisal).pk),
        "decision": "CONFIRMED",
        "reason": "Đúng",
        "stay": "kind=CONFLICT&target=7&next=https://example.org&article=dieu-1",
    }
    client.force_login(cast.specialist)
    answer = client.post(reverse("appraisal-action", args=[appraisal.pk, "decide_findings"]), sent)
    address = reverse("appraisal-detail", args=[appraisal.pk])
    assert answer.headers["Location"] == f"{address}?tab=findings&kind=CONFLICT&target=7&article=dieu-1"


def test_a_decided_finding_keeps_its_decision_and_takes_the_effect_of_the_new_day(appraisal: Appraisal):
    decided = make_finding(appraisal, make_document(), state=FindingState.CONFIRMED, decision_reason="Đúng")
    compare_again(appraisal, found_as(decided, EffectStatus.EXPIRED))
    again = Finding.objects.get(pk=decided.pk)
    assert (again.state, again.decision_reason) == (FindingState.CONFIRMED, "Đúng")
    assert again.target_status == EffectStatus.EXPIRED
    assert again.history.count() == 2


@pytest.mark.parametrize(
    ("on", "expected_on", "outdated", "late"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), False, False),
        (date(2026, 5, 1), date(2026, 6, 1), True, False),  # put off after the comparison
        (date(2026, 5, 1), date(2026, 4, 1), True, False),  # brought forward, still to come
        (date(2026, 5, 1), None, True, False),  # taken back
        (date(2026, 3, 2), date(2026, 2, 1), False, True),  # past already when the draft was compared
        (date(2026, 3, 2), None, False, False),
    ],
)
def test_a_comparison_knows_whether_its_day_is_still_the_one_expected(
    on: date, expected_on: date | None, outdated: bool, late: bool
):
    compared = Compared(on, None, [], expected_on, date(2026, 3, 2))
    assert (compared.is_outdated, compared.is_late) == (outdated, late)


def test_the_desk_asks_for_a_new_comparison_when_the_day_has_changed(client: Client, cast: Cast, appraisal: Appraisal):
    make_finding(appraisal)
    compare_again(appraisal)
    draft = appraisal.document
    draft.expected_on = date(2099, 5, 1)
    draft.save()
    client.force_login(cast.specialist)
    shown = client.get(reverse("appraisal-detail", args=[appraisal.pk])).content.decode()
    assert "ngày dự kiến ban hành đã đổi thành 01/05/2099" in shown
