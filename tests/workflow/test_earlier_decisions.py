"""What was decided once is not asked again while the wording stays; what other dossiers decided is told, never taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from legaldocs.analysis.differences import Difference
from legaldocs.models import Document, Stage
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import DifferenceType, EffectStatus, FindingKind
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding, make_version
from workflow.actions import perform
from workflow.criteria.context import CheckResult
from workflow.criteria.found import FoundOverlap
from workflow.earlier_decisions import judged_elsewhere
from workflow.examination import Examination, record_findings
from workflow.models import Appraisal, AppraisalState, Finding, FindingState
from workflow.steps import examination as examination_step

pytestmark = pytest.mark.django_db

REASON = "Khoản này sẽ được bỏ ở bản trình"


def found(target: Document, **fields: Any) -> FoundOverlap:
    defaults: dict[str, Any] = {
        "path": "dieu-1",
        "kind": FindingKind.CONFLICT,
        "score": 0.9,
        "target_document_id": target.pk,
        "target_number": target.number,
        "target_body": "",
        "target_path": "dieu-1",
        "target_status": EffectStatus.IN_FORCE,
        "draft_quote": "Mức thu là 10 %",
        "target_quote": "Mức thu là 15 %",
        "reason": "Khác mức thu.",
        "differences": (Difference(DifferenceType.NUMBER, "10 %", "15 %"),),
    }
    return FoundOverlap(**{**defaults, **fields})


def examination(*findings: FoundOverlap) -> Examination:
    return Examination(findings=findings, checks=(), provisions_checked=1, elapsed_ms=1.0)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def decided(cast: Cast) -> tuple[Appraisal, FoundOverlap]:
    """A dossier whose only finding the specialist has set aside, and whose draft then comes in a second version."""
    appraisal = make_appraisal(make_draft(cast.department), AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    one = found(make_document())
    record_findings(appraisal, examination(one))
    perform(appraisal.findings.get(), "dismiss", cast.specialist, reason=REASON)
    appraisal.version = make_version(appraisal.document, "Điều 1. Bản hai.")
    appraisal.save()
    return appraisal, one


def test_a_decision_goes_on_with_the_next_version_even_where_the_article_has_moved(
    cast: Cast, decided: tuple[Appraisal, FoundOverlap]
) -> None:
    appraisal, one = decided
    moved = replace(one, path="dieu-2", draft_quote="mức  thu là 10 %", reason="Nêu lại.")
    record_findings(appraisal, examination(moved))
    kept = appraisal.findings.current().select_related("version").get()
    assert (kept.path, kept.state, kept.decision_reason) == ("dieu-2", FindingState.DISMISSED, REASON)
    assert kept.decided_by == cast.specialist
    assert kept.is_carried_over
    assert "giữ quyết định" in kept.history.get().history_change_reason


@pytest.mark.parametrize(
    "change",
    [
        {"draft_quote": "Mức thu là 12 %"},
        {"target_quote": "Mức thu là 20 %"},
        {"kind": FindingKind.OVERLAP},
        {"target_path": "dieu-2"},
        {"differences": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_anything_that_reads_otherwise_is_asked_anew(
    change: dict[str, Any], decided: tuple[Appraisal, FoundOverlap]
) -> None:
    appraisal, one = decided
    record_findings(appraisal, examination(replace(one, **change)))
    assert appraisal.findings.current().get().state == FindingState.OPEN


def test_a_decision_goes_on_with_a_new_round_on_the_same_version(cast: Cast) -> None:
    first = make_appraisal(make_draft(cast.department), AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    one = found(make_document())
    record_findings(first, examination(one))
    perform(first.findings.get(), "dismiss", cast.specialist, reason=REASON)
    again = make_appraisal(first.document, AppraisalState.ASSIGNED, assigned_to=cast.specialist, round=2)
    assert again.version == first.version
    record_findings(again, examination(one))
    assert again.findings.get().decision_reason == REASON


def test_the_last_decision_counts_and_can_be_changed(cast: Cast, decided: tuple[Appraisal, FoundOverlap]) -> None:
    appraisal, one = decided
    record_findings(appraisal, examination(one))
    perform(appraisal.findings.current().get(), "confirm", cast.specialist, reason="Vẫn khác")
    appraisal.version = make_version(appraisal.document, "Điều 1. Bản ba.")
    appraisal.save()
    record_findings(appraisal, examination(one))
    again = appraisal.findings.current().get()
    assert (again.state, again.decision_reason) == (FindingState.CONFIRMED, "Vẫn khác")
    assert not Finding.objects.get(pk=perform(again, "dismiss", cast.specialist, reason="Đã sửa").pk).is_carried_over


def test_other_dossiers_are_told_of_only_where_they_may_be_read(cast: Cast) -> None:
    target = make_document()
    elsewhere = make_appraisal(make_draft(cast.department), AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    perform(make_finding(elsewhere, target), "dismiss", cast.specialist, reason=REASON)
    mine = make_appraisal(make_draft(cast.department), AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    same, other = make_finding(mine, target), make_finding(mine, target, path="dieu-2", draft_quote="mức thu 11 %")
    judged = judged_elsewhere([same, other], Finding.objects.all(), mine)
    assert set(judged) == {same.pk}
    assert (judged[same.pk].dismissed, judged[same.pk].reason, judged[same.pk].is_quiet) == (1, REASON, True)
    assert judged_elsewhere([same], Finding.objects.none(), mine) == {}
    # The same decision, gone on with the next version there, is still one.
    elsewhere.version = make_version(elsewhere.document)
    elsewhere.save()
    (decision,) = elsewhere.findings.all()
    names = ("state", "decision_reason", "decided_by", "decided_at")
    make_finding(elsewhere, target, **{name: getattr(decision, name) for name in names})
    assert judged_elsewhere([same], Finding.objects.all(), mine)[same.pk].dismissed == 1
    perform(elsewhere.findings.current().get(), "confirm", cast.specialist, reason="Đổi ý")
    assert not judged_elsewhere([same], Finding.objects.all(), mine)[same.pk].is_quiet
    assert same.state == FindingState.OPEN


@pytest.mark.parametrize(("days", "counts"), [(40, 40), (-5, 0), (None, 0)])
def test_a_draft_is_laid_beside_the_law_of_the_day_it_is_to_be_issued(
    days: int | None, counts: int, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = None if days is None else today() + timedelta(days=days)
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL, expected_on=expected)
    appraisal = make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    asked: list[object] = []
    monkeypatch.setattr(examination_step, "reading_of", lambda version: version)
    monkeypatch.setattr(examination_step, "examine", lambda reading, *, on, **_: asked.append(on) or examination())
    examined = perform(appraisal, "examine", cast.specialist)
    day = today() + timedelta(days=counts)
    assert asked == [day]
    assert examined.evidence["on"] == day.isoformat()


def test_what_was_compared_stays_said_of_a_version_that_is_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL, expected_on=today() + timedelta(days=40))
    appraisal = make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    check = CheckResult("X", "", "Căn cứ đã hết hiệu lực.")
    compared = Examination(findings=(), checks=(check,), provisions_checked=1, elapsed_ms=1.0)
    monkeypatch.setattr(examination_step, "reading_of", lambda version: version)
    monkeypatch.setattr(examination_step, "examine", lambda reading, **_: compared)
    evidence = perform(appraisal, "examine", cast.specialist).evidence
    appraisal = perform(appraisal, "give_back", cast.head, reason="Bổ sung tờ trình")
    appraisal = perform(appraisal, "submit", cast.drafter)
    assert appraisal.examined_at is not None
    assert appraisal.evidence == evidence


def test_what_was_said_of_an_earlier_version_is_not_lost(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(cast.department, stage=Stage.UNDER_APPRAISAL)
    appraisal = make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    words = iter(["Căn cứ đã hết hiệu lực.", "Căn cứ đã hết hiệu lực từ năm trước.", "Không nêu văn bản cũ."])

    def examine(reading: object, **_: object) -> Examination:
        check = CheckResult("X", "", next(words))
        return Examination(findings=(), checks=(check,), provisions_checked=1, elapsed_ms=1.0)

    monkeypatch.setattr(examination_step, "reading_of", lambda version: version)
    monkeypatch.setattr(examination_step, "examine", examine)
    for _ in range(2):  # the second time in the place of the first
        appraisal = perform(appraisal, "examine", cast.specialist)
    appraisal = perform(appraisal, "give_back", cast.head, reason="Chỉnh lý")
    make_version(appraisal.document, "Điều 1. Bản hai.")
    appraisal = perform(appraisal, "submit", cast.drafter)
    assert "checks" not in appraisal.evidence
    appraisal = perform(appraisal, "assign", cast.head, specialist=cast.specialist)
    appraisal = perform(appraisal, "examine", cast.specialist)
    assert [each["message"] for each in appraisal.evidence["checks"]] == ["Không nêu văn bản cũ."]
    client.force_login(cast.specialist)
    page = client.get(reverse("appraisal-detail", args=[appraisal.pk]), {"tab": "checks"}).content.decode()
    assert "Kết quả trước: bản 1" in page and page.count("Căn cứ đã hết hiệu lực") == 1
