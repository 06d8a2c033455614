"""A draft whose structure was mended while it is under appraisal: the dossier goes on with it, decisions included."""

from __future__ import annotations

import pytest

from legaldocs.importers.repair import store_repair
from legaldocs.models import Document, Stage
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.repairs import Action, Operation
from legaldocs.parsing.vocabulary import EffectStatus, FindingKind
from tests.cast import make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding
from workflow.actions import perform
from workflow.criteria.found import FoundOverlap
from workflow.examination import Examination
from workflow.models import AppraisalState, Finding, FindingState
from workflow.steps import examination as examination_step

pytestmark = pytest.mark.django_db

TEXT = "Điều 1. Mức thu\nMức thu 10 %.\nMức thu giảm 50 % với hộ nghèo."


def found(target: Document, path: str, quote: str) -> FoundOverlap:
    return FoundOverlap(
        path=path,
        kind=FindingKind.CONFLICT,
        score=0.9,
        target_document_id=target.pk,
        target_number=target.number,
        target_body="",
        target_path="dieu-1",
        target_status=EffectStatus.IN_FORCE,
        draft_quote=quote,
        target_quote="mức thu 15 %",
        reason="Khác nhau.",
    )


def test_the_dossier_takes_the_mended_structure_and_keeps_what_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    draft = make_draft(cast.department, text=TEXT, stage=Stage.UNDER_APPRAISAL)
    appraisal = make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)
    seen = appraisal.version
    assert seen is not None
    target, other = make_document(), make_document()
    decided = {
        "version": seen,
        "state": FindingState.CONFIRMED,
        "decision_reason": "Đúng",
        "decided_by": cast.specialist,
    }
    kept = make_finding(appraisal, target, draft_quote="Mức thu 10 %.", **decided)
    gone = make_finding(appraisal, other, draft_quote="Mức thu 10 %. Mức thu giảm 50 %.", **decided)

    mended = store_repair(
        seen, [Operation(Action.KIND, "Mức thu giảm 50 % với hộ nghèo.", 1, "CLAUSE")], "Sót số", cast.specialist
    )
    read: list[Reading] = []

    def examine(reading: Reading, **data: object) -> Examination:
        read.append(reading)
        overlaps = (found(target, "dieu-1", "Mức thu 10 %."), found(other, "dieu-1/khoan-1", "Mức thu giảm 50 %."))
        return Examination(findings=overlaps, checks=(), provisions_checked=2, elapsed_ms=1.0)

    monkeypatch.setattr(examination_step, "examine", examine)
    appraisal = perform(appraisal, "examine", cast.specialist)

    assert appraisal.version == mended and appraisal.evidence["version_id"] == mended.pk
    assert "dieu-1/khoan-1" in [unit.path for unit in read[0].provisions]
    current = {finding.path: finding for finding in appraisal.findings.current()}
    assert set(current) == {"dieu-1", "dieu-1/khoan-1"}
    assert current["dieu-1"] == kept and current["dieu-1"].state == FindingState.CONFIRMED
    assert current["dieu-1/khoan-1"].state == FindingState.OPEN
    assert Finding.objects.get(pk=gone.pk).version == seen  # on record, with the text that it was about
