"""An invented dossier for the tests of official papers, and how to look into a Word file."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument

from legaldocs.models import Document, IssuingBody, Level, Stage
from tests.factories import make_appraisal, make_document, make_draft, make_finding, make_unit
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


def promulgated(number: str, **fields: Any) -> Document:
    """A document of 2021 without a text; resolutions are the council's."""
    council = "NQ" in number
    defaults: dict[str, Any] = {
        "document_type": "RESOLUTION" if council else "DECISION",
        "title": "Quy định mức hỗ trợ bảo vệ rừng trên địa bàn tỉnh",
        "issued_by": body("Hội đồng nhân dân tỉnh Hà Tĩnh") if council else body(),
        "issued_on": date(2021, 3, 1),
        "effective_on": date(2021, 3, 11),
    }
    return make_document(number, text=None, **{**defaults, **fields})


def appraisal(**fields: Any) -> Appraisal:
    """A dossier under the law of 2020 in the hands of the specialist, without any opinion yet."""
    draft = make_draft(
        make_unit("Sở Nông nghiệp và Môi trường"),
        title="Quy định mức hỗ trợ người dân tham gia bảo vệ rừng trên địa bàn tỉnh Hà Tĩnh",
        issued_by=body(),
        stage=Stage.UNDER_APPRAISAL,
    )
    defaults: dict[str, Any] = {
        "state": AppraisalState.ASSIGNED,
        "regime": Regime.L2020,
        "opened_on": date(2025, 1, 6),
        "request_number": "105/SNNMT-KL",
        "requested_on": date(2025, 1, 3),
        "submitted_on": date(2025, 1, 6),
        "legal_ground": "khoản 2 Điều 28 Luật số 80/2015/QH13",
    }
    return make_appraisal(draft, **{**defaults, **fields})


def finding(dossier: Appraisal, state: str = FindingState.CONFIRMED, **fields: Any) -> Finding:
    """One finding on the draft's khoản 1 Điều 4, with another amount than the document in force."""
    defaults: dict[str, Any] = {
        "path": "dieu-4/khoan-1",
        "target_path": "kem-theo/dieu-5/khoan-2",
        "draft_quote": "Mức hỗ trợ là 500.000 đồng mỗi héc-ta mỗi năm cho chủ rừng",
        "target_quote": "Mức hỗ trợ là 400.000 đồng mỗi héc-ta mỗi năm cho chủ rừng",
        "decision_reason": "Cần thống nhất một mức hỗ trợ.",
    }
    target = fields.pop("target", None) or promulgated("15/2021/QĐ-UBND")
    return make_finding(dossier, target, state=state, **{**defaults, **fields})
