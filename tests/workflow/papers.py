"""An invented dossier for the tests of official papers, and how to look into a Word file."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
from docx.document import Document as WordDocument

from legaldocs.models import Document, IssuingBody, Level, Stage, Unit, User
from legaldocs.parsing.numbers import number_key
from workflow.models import Appraisal, AppraisalState, Finding, FindingState, Regime


def opened(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def all_text(paper: WordDocument) -> str:
    """Every text of the paper: paragraphs and cells."""
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def table_after_head(paper: WordDocument, position: int) -> list[list[str]]:
    """The texts of a ruled table; 0 is the first one after the letterhead."""
    ruled = [table for table in paper.tables if table.style is not None and table.style.name == "Table Grid"]
    return [[cell.text for cell in row.cells] for row in ruled[position].rows]


def body(name: str = "Ủy ban nhân dân tỉnh Hà Tĩnh", level: str = Level.PROVINCE) -> IssuingBody:
    return IssuingBody.objects.get_or_create(name=name, defaults={"level": level})[0]


def department(name: str = "Sở Nông nghiệp và Môi trường") -> Unit:
    return Unit.objects.get_or_create(name=name, parent=None)[0]


def promulgated(number: str, **fields: object) -> Document:
    """A document in force since ten days after its issue, unless told otherwise."""
    issued_on = fields.setdefault("issued_on", date(2021, 3, 1))
    fields.setdefault("effective_on", date(2021, 3, 11))
    fields.setdefault("document_type", "RESOLUTION" if "NQ" in number else "DECISION")
    fields.setdefault("title", "Quy định mức hỗ trợ bảo vệ rừng trên địa bàn tỉnh")
    if "issued_by" not in fields:
        fields["issued_by"] = body(
            "Hội đồng nhân dân tỉnh Hà Tĩnh" if "NQ" in number else "Ủy ban nhân dân tỉnh Hà Tĩnh"
        )
    year = issued_on.year if isinstance(issued_on, date) else None
    return Document.objects.create(
        number=number, number_key=number_key(number), year=year, stage=Stage.PROMULGATED, **fields
    )


def appraisal(**fields: object) -> Appraisal:
    """A dossier in the hands of the specialist, without any opinion yet."""
    draft = Document.objects.create(
        document_type="DECISION",
        title="Quy định mức hỗ trợ người dân tham gia bảo vệ rừng trên địa bàn tỉnh Hà Tĩnh",
        issued_by=body(),
        drafted_by=department(),
        stage=Stage.UNDER_APPRAISAL,
    )
    values: dict[str, object] = {
        "document": draft,
        "regime": Regime.L2020,
        "opened_on": date(2025, 1, 6),
        "state": AppraisalState.ASSIGNED,
        "request_number": "105/SNNMT-KL",
        "requested_on": date(2025, 1, 3),
        "submitted_on": date(2025, 1, 6),
        "legal_ground": "khoản 2 Điều 28 Luật số 80/2015/QH13",
    }
    return Appraisal.objects.create(**values | fields)


def finding(dossier: Appraisal, state: str = FindingState.CONFIRMED, **fields: object) -> Finding:
    """One finding on the draft's khoản 1 Điều 4, with another amount than the document in force."""
    target = fields.pop("target", None) or promulgated("15/2021/QĐ-UBND")
    values: dict[str, object] = {
        "path": "dieu-4/khoan-1",
        "kind": "CONFLICT",
        "score": 0.8,
        "target": target,
        "target_path": "kem-theo/dieu-5/khoan-2",
        "target_status": "IN_FORCE",
        "draft_quote": "Mức hỗ trợ là 500.000 đồng mỗi héc-ta mỗi năm cho chủ rừng",
        "target_quote": "Mức hỗ trợ là 400.000 đồng mỗi héc-ta mỗi năm cho chủ rừng",
        "reason": "Cùng quy định về mức hỗ trợ.",
        "decision_reason": "Cần thống nhất một mức hỗ trợ.",
    }
    return Finding.objects.create(appraisal=dossier, state=state, **values | fields)


def person(username: str, **fields: object) -> User:
    return User.objects.create(username=username, **fields)
