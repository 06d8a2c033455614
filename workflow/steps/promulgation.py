"""Promulgation: the number and the dates, and what follows for other documents (Luật BHVBQPPL 2025 Đ53; NĐ 79/2025 Đ12)."""

from __future__ import annotations

from datetime import date

from legaldocs.importers.references import link_incoming
from legaldocs.importers.store import set_number
from legaldocs.models import Document, Level
from legaldocs.parsing.numbers import document_type_of, split_number
from workflow.deadline_rules import rule_for
from workflow.deadlines import due
from workflow.models import Regime, SelfCheck
from workflow.statutory_criteria import BodyKind, body_kind
from workflow.steps.review import open_reviews_after
from workflow.steps.step import Action, NotPossible, Step, checked, not_in_future, required


def promulgate(
    document: Document,
    step: Step,
    *,
    number: str = "",
    issued_on: date | None = None,
    effective_on: date | None = None,
    signer: str = "",
) -> Document:
    """The document, promulgated; it now acts on others, is due for self-check and sets off reviews."""
    issued_on = required(issued_on, "issued_on", "Hãy ghi ngày ban hành.")
    effective_on = required(
        effective_on, "effective_on", "Hãy ghi ngày có hiệu lực: luật buộc văn bản phải nêu ngày này."
    )
    not_in_future(issued_on, step.on, "issued_on", "Ngày ban hành")
    number = required(number, "number", "Hãy ghi số, ký hiệu văn bản.")
    refuse_wrong_number(document, number, issued_on)
    refuse_early_effect(document, issued_on, effective_on, step.reason)
    set_number(document, number)
    refuse_second_document(document)
    document.promulgate(number=document.number, issued_on=issued_on, effective_on=effective_on, signer=signer.strip())
    checked(document, "number", "signer")
    step.save(document)
    link_incoming(document)
    targets = document.acts_on.standing().acting().exclude(target=None).values_list("target_id", flat=True)
    # Its own dates too: a text may state its last day, and a later document may have come into the corpus before it.
    step.refresh_effect([document.pk, *targets])
    _open_self_check(document, step)
    open_reviews_after(document, step)
    return document


def refuse_wrong_number(document: Document, number: str, issued_on: date) -> None:
    """Nothing for a number of the form that the law sets (NĐ 34/2016 Đ58; NĐ 78/2025 Đ71 k5); else NotPossible."""
    parts = split_number(number)
    if parts is None or parts.year is None:
        raise NotPossible(
            f"“{number}” không đúng dạng số, ký hiệu của văn bản quy phạm pháp luật "
            "(số thứ tự/năm/ký hiệu, ví dụ 32/2026/QĐ-UBND).",
            "number",
        )
    if parts.year != issued_on.year:
        raise NotPossible(
            f"Năm trong số, ký hiệu ({parts.year}) khác năm ban hành ({issued_on.year}); hãy kiểm tra lại.", "number"
        )
    if document_type_of(number) != document.document_type:
        raise NotPossible(f"Ký hiệu “{parts.symbol}” không phải của {document.type_label.lower()}.", "number")


def refuse_early_effect(document: Document, issued_on: date, effective_on: date, reason: str) -> None:
    """Nothing when the day of effect is as the law wants it, or a reason is given where the law leaves room for one.

    Luật BHVBQPPL 2015 Đ151, 2025 Đ53: 10 days for a province, sooner under the shortened procedure or in special cases.
    2025 Đ55: only a province's council and committee may, in need, rule for the past.
    """
    body = document.issued_by
    if effective_on < issued_on:
        kind = body_kind(body.name if body else "", document.document_type)
        if kind is BodyKind.CHAIR or (body is not None and body.level in (Level.DISTRICT, Level.COMMUNE)):
            raise NotPossible(
                "Cơ quan này không được quy định hiệu lực trở về trước (Luật 64/2025/QH15 Đ55).", "effective_on"
            )
        if not reason:
            raise NotPossible(
                "Ngày có hiệu lực ở trước ngày ban hành: chỉ được khi thật cần thiết (Luật 64/2025/QH15 Đ55); hãy ghi lý do.",
                "reason",
            )
    rule = rule_for("EFFECT_AFTER_ISSUE", issued_on, document.shortened_procedure, level=body.level if body else "")
    if rule and effective_on < due(rule, issued_on) and not reason:
        raise NotPossible(
            f"Ngày có hiệu lực sớm hơn {rule.amount} ngày kể từ ngày ban hành ({rule.legal_source}); nếu thuộc trường hợp "
            "đặc biệt, hãy ghi lý do.",
            "reason",
        )


def refuse_second_document(document: Document) -> None:
    """Nothing when no other promulgated document has this identity; else NotPossible naming that document."""
    body = required(
        document.issued_by, "issued_by", "Văn bản chưa ghi cơ quan ban hành; hãy bổ sung trước khi ban hành."
    )
    twin = (
        Document.objects.promulgated()
        .issued_by(body)
        .numbered(document.number_key)
        .filter(document_type=document.document_type, year=document.year)
        .exclude(pk=document.pk)
        .first()
    )
    if twin is not None:
        raise NotPossible(f"{body} đã có {twin.name} (“{twin.title[:120]}”); hãy kiểm tra lại số, ký hiệu.", "number")


def _open_self_check(document: Document, step: Step) -> None:
    """Local documents 10 days, 05 working days under the shortened procedure, from the day of issue (NĐ 79/2025 Đ12 k2)."""
    assert document.issued_on is not None
    rule = rule_for("SELF_CHECK", document.issued_on, document.shortened_procedure)
    step.save(
        SelfCheck(
            document=document,
            regime=Regime.on(step.on),
            opened_by=step.user,
            opened_on=step.on,
            due_on=due(rule, document.issued_on) if rule else None,
            due_source=rule.words if rule else "",
        )
    )


ACTIONS = (Action(Document, "promulgate", "Ban hành", promulgate, transition="promulgate", style="primary"),)
