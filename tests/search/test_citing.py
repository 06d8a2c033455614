from __future__ import annotations

from datetime import date

import pytest

from legaldocs.parsing.vocabulary import DocumentType
from search.citing import citation_of
from tests.factories import make_body, make_document

pytestmark = pytest.mark.django_db


def test_a_provision_is_cited_with_kind_number_day_body_and_name() -> None:
    document = make_document(
        "15/2021/NQ-HĐND", title="Quy định mức thu  phí\ntham quan", document_type=DocumentType.RESOLUTION,
        issued_by=make_body("Hội đồng nhân dân tỉnh Một"), issued_on=date(2021, 7, 5),
    )  # fmt: skip
    issued = "Nghị quyết số 15/2021/NQ-HĐND ngày 05 tháng 7 năm 2021 của Hội đồng nhân dân tỉnh Một"
    whole = f"{issued} quy định mức thu phí tham quan"
    assert citation_of(document) == whole
    assert citation_of(document, "dieu-5/khoan-2/diem-a") == f"điểm a khoản 2 Điều 5 {whole}"
    assert citation_of(document, "kem-theo/dieu-5").startswith("Điều 5 của Quy định kèm theo Nghị quyết số 15/2021")


def test_a_law_is_cited_by_its_name() -> None:
    law = make_document("31/2024/QH15", title="ĐẤT ĐAI", document_type=DocumentType.LAW)
    assert citation_of(law, "dieu-9") == "Điều 9 Luật Đất đai số 31/2024/QH15"


def test_what_is_not_known_is_left_out() -> None:
    document = make_document("7/2020/QĐ-UBND", title="VỀ GIÁ ĐẤT", issued_on=None)
    document.issued_by = None
    assert citation_of(document) == "Quyết định số 07/2020/QĐ-UBND VỀ GIÁ ĐẤT"
