"""Small functions that make rows for tests: only what a test names differs from the ordinary case."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from legaldocs.importers.store import set_number
from legaldocs.models import (
    Document,
    IssuingBody,
    LegalBasis,
    Level,
    Provision,
    Relation,
    Stage,
    SubjectArea,
    Territory,
    TextVersion,
    Unit,
    User,
)
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.vocabulary import DocumentType, EffectStatus, FindingKind, ProvisionKind, RelationKind
from workflow.models import Appraisal, AppraisalState, Finding, Regime, Review, SelfCheck

_serial = count(1)
PROVINCE = "tỉnh Thử Nghiệm"


def make_unit(name: str = "", *, parent: Unit | None = None, **fields: Any) -> Unit:
    return Unit.objects.create(name=name or f"Sở số {next(_serial)}", parent=parent, **fields)


def make_user(username: str = "", *roles: str, unit: Unit | None = None, **fields: Any) -> User:
    username = username or f"nguoi{next(_serial)}"
    user = User.objects.create(
        **{"username": username, "last_name": "Người", "first_name": username, "unit": unit, **fields}
    )
    for role in roles:
        user.role_assignments.create(role=role)
    return user


def make_body(name: str = f"Ủy ban nhân dân {PROVINCE}", level: str = Level.PROVINCE) -> IssuingBody:
    """The body of that name, the same one each time."""
    territory = None
    if level != Level.CENTRAL:
        territory, _ = Territory.objects.get_or_create(name=PROVINCE)
    return IssuingBody.objects.get_or_create(name=name, defaults={"level": level, "territory": territory})[0]


def make_subject_area(name: str = "Tài chính") -> SubjectArea:
    return SubjectArea.objects.get_or_create(name=name)[0]


def make_document(number: str = "", **fields: Any) -> Document:
    """A promulgated decision of the provincial committee, in force since 2024, with a text unless `text` is None."""
    text = fields.pop("text", "Điều 1. Quy định chung.")
    number = number or f"{next(_serial)}/2024/QĐ-UBND"
    defaults: dict[str, Any] = {
        "document_type": DocumentType.DECISION.value,
        "title": f"Quy định số {number}",
        "issued_on": date(2024, 1, 2),
        "effective_on": date(2024, 1, 15),
        "stage": Stage.PROMULGATED,
    }
    body = fields.pop("issued_by", None) or make_body()
    document = Document(**{**defaults, **fields}, issued_by=body, territory=body.territory)
    set_number(document, number)
    document.save()
    if text is not None:
        make_version(document, text)
    return document


def make_draft(drafted_by: Unit | None = None, **fields: Any) -> Document:
    """A draft of that department, with a text unless `text` is None."""
    text = fields.pop("text", "Điều 1. Phạm vi điều chỉnh.")
    defaults: dict[str, Any] = {
        "document_type": DocumentType.DECISION.value,
        "title": f"Quy định thử {next(_serial)}",
        "issued_by": make_body(),
        "territory": make_body().territory,
        "drafted_by": drafted_by or make_unit(),
    }
    document = Document.objects.create(**{**defaults, **fields})
    if text is not None:
        make_version(document, text)
    return document


def make_version(document: Document, text: str = "Điều 1. Quy định.", **fields: Any) -> TextVersion:
    """The next version of the document's text, with one article `dieu-1`; it becomes the current one."""
    version = TextVersion.objects.create(
        document=document, ordinal=document.versions.count() + 1, **{"text": text, **fields}
    )
    Provision.objects.create(
        version=version, position=0, path="dieu-1", kind=ProvisionKind.ARTICLE.value, label="Điều 1", text=text
    )
    document.current_version = version
    document.save()
    return version


def make_relation(source: Document, target: Document, kind: str = RelationKind.REPEALS, **fields: Any) -> Relation:
    """A relation as a machine reads it, not yet confirmed."""
    return Relation.objects.create(
        source=source,
        target=target,
        kind=kind,
        target_number=target.number,
        target_number_key=number_key(target.number),
        **fields,
    )


def make_legal_basis(document: Document, basis: Document) -> LegalBasis:
    """`document` names `basis` among its legal bases."""
    assert document.current_version is not None
    return LegalBasis.objects.create(
        version=document.current_version,
        position=document.current_version.legal_bases.count(),
        text=f"Căn cứ {basis.name};",
        number=basis.number,
        number_key=basis.number_key,
        resolved_to=basis,
    )


def make_appraisal(
    document: Document, state: str = AppraisalState.SUBMITTED, *, assigned_to: User | None = None, **fields: Any
) -> Appraisal:
    """An appraisal in that state; the stage of the document is the caller's matter."""
    defaults: dict[str, Any] = {
        "round": document.appraisals.count() + 1,
        "version": document.current_version,
        "regime": Regime.L2025_L87,
        "opened_on": date(2026, 3, 2),
        "submitted_on": date(2026, 3, 2),
        "request_number": "12/TTr-SXD",
        "requested_on": date(2026, 3, 2),
        "legal_ground": "điểm a khoản 2 Điều 21 Luật số 64/2025/QH15",
    }
    return Appraisal.objects.create(document=document, state=state, assigned_to=assigned_to, **{**defaults, **fields})


def make_finding(appraisal: Appraisal, target: Document | None = None, **fields: Any) -> Finding:
    defaults: dict[str, Any] = {
        "version": appraisal.version,
        "path": "dieu-1",
        "kind": FindingKind.CONFLICT.value,
        "score": 0.9,
        "target_path": "dieu-1",
        "target_status": EffectStatus.IN_FORCE.value,
        "draft_quote": "mức thu 10 %",
        "target_quote": "mức thu 15 %",
        "reason": "Hai văn bản ghi hai mức thu khác nhau.",
    }
    return Finding.objects.create(appraisal=appraisal, target=target or make_document(), **{**defaults, **fields})


def make_self_check(document: Document, **fields: Any) -> SelfCheck:
    return SelfCheck.objects.create(
        document=document, **{"regime": Regime.L2025_L87, "opened_on": date(2026, 3, 2), **fields}
    )


def make_review(document: Document, **fields: Any) -> Review:
    return Review.objects.create(
        document=document, **{"regime": Regime.L2025_L87, "opened_on": date(2026, 3, 2), **fields}
    )
