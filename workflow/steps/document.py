"""A document's own life apart from appraisal and promulgation: given up as a draft, put right in its head data."""

from __future__ import annotations

from typing import Any

from legaldocs.importers.references import link_incoming, unlink_misdirected
from legaldocs.importers.store import set_number
from legaldocs.models import Document, Stage
from workflow.models import AppraisalState
from workflow.steps.promulgation import refuse_second_document
from workflow.steps.step import Action, NotPossible, Step, checked

#: Head data that a person may put right. What is derived (the state of effect) or moves by rules (the stage) is not here.
CORRECTABLE = (
    "document_type",
    "issued_by",
    "territory",
    "number",
    "title",
    "subject_area",
    "drafted_by",
    "place",
    "signer",
    "issued_on",
    "expected_on",
    "effective_on",
    "stated_end_on",
    "shortened_procedure",
)


def withdraw(document: Document, step: Step) -> Document:
    """The draft given up; an appraisal that waits for the drafting department ends with it."""
    for appraisal in document.appraisals.filter(state__in=[AppraisalState.PREPARED, AppraisalState.RETURNED]):
        appraisal.cancel(on=step.on)
        step.save(appraisal)
    document.withdraw()
    step.save(document)
    return document


def correct(document: Document, step: Step, **fields: Any) -> Document:
    """The document with these fields put right; its effect and that of the documents it acts on are derived again."""
    unknown = [name for name in fields if name not in CORRECTABLE]
    if unknown:
        raise NotPossible(f"Không được sửa trực tiếp mục “{unknown[0]}”.", unknown[0])
    changed = [name for name, value in fields.items() if getattr(document, name) != value]
    if not changed:
        raise NotPossible("Không có thông tin nào thay đổi.")
    for name in changed:
        setattr(document, name, fields[name])
    if "issued_by" in changed and "territory" not in fields:
        # Where a text stands decides which province's "15/2021/QĐ-UBND" it means.
        document.territory = document.issued_by.territory if document.issued_by else None
    _refuse_bad_data(document, changed)
    step.save(document)
    if "number" in changed:
        _relink(document, step)
    targets = document.acts_on.standing().acting().exclude(target=None).values_list("target_id", flat=True)
    step.refresh_effect([document.pk, *targets])
    return document


def _relink(document: Document, step: Step) -> None:
    """Let go of what pointed here by the wrong number, and take in what has waited for the right one."""
    unlink_misdirected(document)
    for relation in document.acted_on_by.exclude(target_number_key=document.number_key):
        relation.target = None
        step.save(relation)
    link_incoming(document)


def _refuse_bad_data(document: Document, changed: list[str]) -> None:
    checked(document, *changed)
    if document.stage != Stage.PROMULGATED:
        return
    if document.issued_on is None and "issued_on" in changed:
        raise NotPossible("Văn bản đã ban hành phải có ngày ban hành.", "issued_on")
    # The form of the number is not judged again: older and central documents have other forms.
    if {"number", "issued_by", "document_type", "issued_on"} & set(changed):
        set_number(document, document.number)
        if document.number and document.issued_by:
            refuse_second_document(document)


ACTIONS = (
    Action(Document, "withdraw", "Rút dự thảo", withdraw, transition="withdraw", needs_reason=True, style="danger"),
    Action(
        Document,
        "correct",
        "Đính chính thông tin",
        correct,
        states=frozenset({Stage.DRAFT.value, Stage.APPRAISED.value, Stage.PROMULGATED.value}),
        needs_reason=True,
    ),
)
