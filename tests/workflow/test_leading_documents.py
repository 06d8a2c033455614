"""Documents that a draft has to do with as a whole: by an article on its subject, by a place told, by their titles alone."""

from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.reading import read
from legaldocs.effects import refresh
from legaldocs.importers.store import store_version
from legaldocs.models import Document
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import FindingKind, RelationKind
from search import indexing
from tests.factories import make_body, make_document, make_relation
from workflow.criteria.context import DraftContext
from workflow.criteria.found import FoundOverlap
from workflow.examination import examine
from workflow.spoken_of import spoken_of

ON = date(2026, 3, 2)
DIARY = "lưu sổ nhật ký trong 24 tháng tại trụ sở và xuất trình ngay khi đoàn liên ngành do huyện ủy quyền đến kiểm tra"
BOATS = (
    "Chủ tàu cá phải lắp thiết bị giám sát hành trình và duy trì hoạt động liên tục từ khi rời cảng đến khi cập cảng"
)

pytestmark = pytest.mark.django_db


def stored(text: str, **fields: object) -> Document:
    document = make_document(text=None, **fields)
    source = source_from_text(text)
    store_version(document, read(source), source)
    return document


def findings(text: str, on: date = ON) -> tuple[FoundOverlap, ...]:
    indexing.rebuild(progress=False)
    return examine(read(source_from_text(text)), on=on, body=make_body()).findings


def order(found: tuple[FoundOverlap, ...]) -> list[int]:
    return list(dict.fromkeys(finding.target_document_id for finding in found))


def test_a_document_with_an_article_on_the_drafts_subject_comes_before_one_without():
    rule = f"Cơ sở phải {DIARY}."
    without = stored(f"Điều 1. Sổ\n{rule}", title="Chợ đầu mối nông sản")
    headed = stored(f"Điều 1. Sổ\n{rule}\nĐiều 2. Thanh tra thủy lợi\nKhông có.", title="Bến phà ngang sông")
    assert order(findings(f"QUYẾT ĐỊNH\nThanh tra thủy lợi\nĐiều 1. Sổ\nChủ công trình phải {DIARY}."))[0] == headed.pk
    assert order(findings(f"QUYẾT ĐỊNH\nChợ đầu mối\nĐiều 1. Sổ\nChủ công trình phải {DIARY}."))[0] == without.pk


NEW_WORDING = f"""Điều 1. Sửa đổi, bổ sung
Sửa đổi khoản 1 Điều 1 như sau:
“1. {BOATS} neo đậu.”
Sửa đổi khoản 1 Điều 2 như sau:
“1. Ban quản lý cảng tổ chức trực canh theo ca kíp bảo đảm thông tin suốt tuần lễ.”
"""


def test_new_wording_meets_the_place_that_its_instruction_names_though_no_word_is_left():
    old = stored(
        f"Điều 1. Tàu cá\n1. {BOATS}.\n2. {DIARY[0].upper()}{DIARY[1:]}.\nĐiều 2. Bến\n1. Bến neo đậu mở cửa cả ngày lẫn đêm.",
        number="8/2024/QĐ-UBND",
    )
    at_place = next(f for f in findings(NEW_WORDING) if f.target_path == "dieu-2/khoan-1")
    assert (at_place.target_document_id, at_place.kind) == (old.pk, FindingKind.RELATED)
    assert "lời văn mới cho khoản 1 Điều 2" in at_place.reason
    assert "Bến neo đậu" in at_place.target_quote


def test_the_place_alone_comes_after_shared_wording():
    stored(f"Điều 1. Tàu cá\n1. {BOATS}.\nĐiều 2. Bến\n1. Bến neo đậu mở cửa cả ngày lẫn đêm.", number="8/2024/QĐ-UBND")
    assert [f.target_path for f in findings(NEW_WORDING)] == ["dieu-1/khoan-1", "dieu-2/khoan-1"]


REPEAL = """ỦY BAN NHÂN DÂN
TỈNH THỬ NGHIỆM
QUYẾT ĐỊNH
Bãi bỏ văn bản quy phạm pháp luật
Điều 1. Bãi bỏ văn bản
Bãi bỏ quy định trước đây về bến phà ngang sông.
Điều 2. Trách nhiệm thi hành
Chánh Văn phòng, thủ trưởng các sở chịu trách nhiệm thi hành Quyết định này.
"""


def test_a_draft_that_only_repeals_meets_the_documents_of_whose_titles_it_speaks():
    ferries = stored(f"Điều 1. Phạm vi\n{BOATS}.", title="Quản lý bến phà ngang sông", number="5/2020/QĐ-UBND")
    stored(f"Điều 1. Phạm vi\n{DIARY}.", title="Quản lý chợ đầu mối nông sản", number="6/2020/QĐ-UBND")
    (finding,) = findings(REPEAL)
    assert (finding.target_document_id, finding.kind) == (ferries.pk, FindingKind.RELATED)
    assert finding.path == "dieu-1"
    assert "bến phà ngang sông" in finding.target_quote
    assert "5/2020/QĐ-UBND" in finding.reason


def test_a_body_with_many_documents_costs_no_query_for_each(django_assert_max_num_queries):
    for number in range(1, 13):
        stored(f"Điều 1. Phạm vi\n{BOATS}.", title=f"Bến phà ngang sông khúc {number}", number=f"{number}/2020/QĐ-UBND")
    context = DraftContext(read(source_from_text(REPEAL)), ON, make_body())
    with django_assert_max_num_queries(3):
        assert len(spoken_of(context, (), 10)) == 10


def test_what_has_expired_is_not_spoken_of():
    stored(f"Điều 1. Phạm vi\n{BOATS}.", title="Quản lý bến phà ngang sông", expired_on=date(2025, 1, 1))
    assert findings(REPEAL) == ()


def test_a_draft_promulgated_already_is_laid_beside_what_it_ended_itself():
    text = f"Điều 1. Tàu cá\n1. {BOATS}; {DIARY}."
    old = stored(text, number="5/2020/QĐ-UBND")
    head = f"ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nSố: 9/2026/QĐ-UBND\n{text}"
    new = stored(head, number="9/2026/QĐ-UBND", issued_on=ON, effective_on=ON)
    make_relation(new, old, RelationKind.REPEALS)
    refresh([old], "bãi bỏ")
    assert old.expired_on == ON
    assert order(findings(head)) == [old.pk]
    assert order(findings(text)) == [new.pk]  # a draft without number is laid beside the law of the day


def test_an_article_has_a_page_of_findings_at_most_and_each_quotation_a_few():
    rules = [f"{BOATS} số {n}; {DIARY} lần thứ {n}." for n in range(1, 11)]
    for number in range(1, 5):
        text = "\n".join(f"{n}. {rule}" for n, rule in enumerate(rules, 1))
        stored(f"Điều 1. Tàu cá\n{text}", title="Quản lý tàu cá", number=f"{number}/2024/QĐ-UBND")
    clauses = "\n".join(f"{n}. {rule}" for n, rule in enumerate(rules, 1))
    own = findings(f"QUYẾT ĐỊNH\nQuản lý tàu cá\nĐiều 1. Tàu cá\n{clauses}\nĐiều 2. Sổ\n1. {rules[0]}")
    assert 8 <= sum(f.path.startswith("dieu-1/") for f in own) <= 12 + 4  # and one of each leading document
    assert any(f.path.startswith("dieu-2") for f in own)
    quoted = "\n".join(f"Sửa đổi khoản {n} Điều 1 như sau:\n“{n}. {rule}”" for n, rule in enumerate(rules, 1))
    assert len(findings(f"Điều 1. Sửa đổi, bổ sung\n{quoted}")) > 16
