from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.reading import read
from legaldocs.importers.store import store_version
from legaldocs.models import Document
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import FindingKind
from search import indexing
from tests.factories import make_body, make_document
from workflow.criteria.found import FoundOverlap
from workflow.examination import examine

ON = date(2026, 3, 2)
BOATS = (
    "Chủ tàu cá phải lắp thiết bị giám sát hành trình và duy trì hoạt động liên tục từ khi rời cảng đến khi cập cảng"
)
STABLES = "Cơ sở chăn nuôi trâu, bò trong khu dân cư phải có hố chứa chất thải lót bạt và che mưa trước khi nhập đàn"
KEEPING = "lưu sổ nhật ký trong 24 tháng tại trụ sở, xuất trình ngay khi đoàn liên ngành do huyện ủy quyền đến kiểm tra"

pytestmark = pytest.mark.django_db


def stored(text: str, **fields: object) -> Document:
    document = make_document(text=None, **fields)
    source = source_from_text(text)
    store_version(document, read(source), source)
    return document


def findings(text: str) -> tuple[FoundOverlap, ...]:
    indexing.rebuild(progress=False)
    return examine(read(source_from_text(text)), on=ON, body=make_body()).findings


def test_the_document_whose_wording_is_quoted_comes_first_although_it_is_not_named():
    stored(
        f"Điều 1. Trâu bò\n{STABLES}.\nĐiều 2. Sổ\n1. {STABLES}; {KEEPING}.",
        number="1/2024/QĐ-UBND",
        title="Chăn nuôi trâu bò",
    )
    boats = stored(
        f"Điều 1. Chung\n{KEEPING}.\nĐiều 2. Tàu cá\n1. {BOATS}.", number="2/2024/QĐ-UBND", title="Quản lý tàu cá"
    )
    found = findings(f"Điều 1. Sửa đổi một số điều\n1. Sửa đổi khoản 1 Điều 2 như sau:\n“1. {BOATS}; {KEEPING}.”")
    assert (found[0].target_document_id, found[0].target_path) == (boats.pk, "dieu-2/khoan-1")
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


def test_a_wording_of_many_documents_is_no_ground():
    titles = ("Tàu cá ven bờ", "Nuôi trâu bò", "Lò gạch thủ công", "Bến phà ngang sông", "Chợ nổi miền Tây")
    text = f"Điều 1. Sổ nhật ký\nChủ cơ sở {KEEPING}."
    documents = [stored(text, title=title) for title in titles]
    assert {f.kind for f in findings(text)} == {FindingKind.RELATED}
    few = [document.pk for document in documents[:2]]
    Document.objects.exclude(pk__in=few).update(expired_on=date(2025, 1, 1))
    assert {f.kind for f in findings(text)} == {FindingKind.DUPLICATE}


def test_one_turn_of_phrase_of_a_document_on_another_matter_is_only_reading_advice():
    text = f"Điều 1. Tàu cá\n{BOATS}. Ngoài ra chủ tàu còn phải {KEEPING}."
    stored(text, number="1/2024/QĐ-UBND", title="Quản lý tàu cá")
    title = "QUYẾT ĐỊNH\nQuản lý chăn nuôi trâu bò trong khu dân cư\n"
    draft = f"Điều 1. Chăn nuôi\n{STABLES}. Hằng quý chủ cơ sở phải {KEEPING}."
    assert {f.kind for f in findings(title + draft)} <= {FindingKind.RELATED}
    about_boats = "QUYẾT ĐỊNH\nQuản lý tàu cá\n" + draft
    assert FindingKind.OVERLAP in {f.kind for f in findings(about_boats)}


def test_a_document_that_shares_a_little_with_every_provision_is_named_before_one_that_shares_a_phrase():
    parts = [
        f"{word} phải được ghi vào sổ theo mẫu số ba của sở chuyên ngành" for word in ("Tàu cá", "Lưới rê", "Bến neo")
    ]
    rules = [f"{part}; chủ tàu nộp bản sao trước mùa mưa bão hằng năm" for part in parts]
    many = stored("\n".join(f"Điều {n}. Sổ\n{rule}." for n, rule in enumerate(rules, 1)), title="Sổ ghi chép nghề cá")
    stored(f"Điều 1. Sổ\n{rules[0]}.", title="Chợ đầu mối nông sản")
    draft = "\n".join(f"Điều {n}. Sổ\n{part}; thuyền trưởng giữ bản chính trên tàu." for n, part in enumerate(parts, 1))
    assert findings(draft)[0].target_document_id == many.pk
