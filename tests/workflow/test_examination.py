from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.reading import read
from legaldocs.effects import refresh
from legaldocs.importers.store import store_version
from legaldocs.models import Document, IssuingBody, Level, Territory
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import EffectStatus, FindingKind, RelationKind
from search import indexing
from tests.factories import make_body, make_document, make_draft, make_relation
from workflow.examination import Examination, examine, record_findings
from workflow.models import Appraisal, FindingState, Regime

ON = date(2026, 3, 2)
OLD = """Điều 1. Mức hỗ trợ nhà ở
1. Hộ nghèo có nhà ở dột nát trên địa bàn tỉnh được hỗ trợ một lần 60.000.000 đồng để xây mới nhà ở kiên cố ba cứng.
2. Ủy ban nhân dân cấp xã niêm yết danh sách hộ được hỗ trợ tại nhà văn hóa thôn 05 ngày làm việc, rồi gửi Sở Xây dựng.
Điều 2. Nuôi chim yến
Tổ chức, cá nhân nuôi chim yến trong khu dân cư phải tắt loa phóng từ 21 giờ đến 5 giờ sáng hôm sau.
Điều 3. Hiệu lực
Quyết định này có hiệu lực thi hành kể từ ngày 15 tháng 01 năm 2024.
"""
DRAFT = """Điều 1. Mức hỗ trợ
1. Hộ nghèo có nhà ở dột nát trên địa bàn tỉnh được hỗ trợ một lần 80.000.000 đồng để xây mới nhà ở kiên cố ba cứng.
2. Tàu cá có chiều dài từ 15 mét trở lên phải bật thiết bị giám sát hành trình liên tục khi ra khơi đánh bắt xa bờ.
Điều 2. Hiệu lực
Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.
"""

pytestmark = pytest.mark.django_db


def stored(text: str, **fields: object) -> Document:
    document = make_document(text=None, **fields)
    source = source_from_text(text)
    store_version(document, read(source), source)
    return document


def reading_of(text: str) -> Reading:
    return read(source_from_text(text))


def examined(text: str = DRAFT, **options: object) -> Examination:
    indexing.rebuild(progress=False)
    return examine(reading_of(text), **{"on": ON, "body": make_body(), **options})  # type: ignore[arg-type]


def test_it_finds_the_provision_that_says_another_sum_and_quotes_both():
    old = stored(OLD, number="12/2024/QĐ-UBND")
    finding = examined().findings[0]
    assert (finding.path, finding.kind) == ("dieu-1/khoan-1", FindingKind.CONFLICT)
    assert (finding.target_document_id, finding.target_path) == (old.pk, "dieu-1/khoan-1")
    assert finding.target_status is EffectStatus.IN_FORCE
    assert "80.000.000" in finding.draft_quote
    assert "60.000.000" in finding.target_quote
    assert [(d.draft, d.target) for d in finding.differences] == [("80.000.000 đồng", "60.000.000 đồng")]
    assert "mức hỗ trợ" in finding.reason
    assert "12/2024/QĐ-UBND" in finding.reason


def test_a_provision_on_a_matter_of_its_own_and_formulas_have_no_findings():
    stored(OLD)
    result = examined()
    assert {f.path for f in result.findings if f.kind is not FindingKind.RELATED} == {"dieu-1/khoan-1"}
    assert result.provisions_checked == 2


def test_a_finding_says_that_the_day_of_issue_of_the_other_document_is_not_known():
    stored(OLD, number="12/2024/QĐ-UBND", issued_on=None)
    assert "chưa có ngày ban hành" in examined().findings[0].reason
    Document.objects.update(issued_on=date(2024, 1, 2))
    assert "chưa có ngày ban hành" not in examined().findings[0].reason


def test_a_document_does_not_collide_with_itself():
    old = stored(OLD, number="12/2024/QĐ-UBND")
    assert examined(OLD, exclude_documents=[old.pk]).findings == ()
    with_head = f"ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nSố: 12/2024/QĐ-UBND\n{OLD}"
    assert reading_of(with_head).header.number == "12/2024/QĐ-UBND"
    assert examined(with_head).findings == ()


def test_an_expired_document_is_no_ground():
    old = stored(OLD)
    ending = make_document(effective_on=date(2025, 1, 1))
    make_relation(ending, old)
    refresh([old], "bãi bỏ")
    assert examined().findings == ()
    assert examined(on=date(2024, 6, 1)).findings != ()


def test_a_document_issued_later_did_not_exist_on_the_day():
    stored(OLD, issued_on=date(2027, 1, 1), effective_on=date(2027, 1, 15))
    assert examined().findings == ()


def test_unknown_effect_is_shown_lower():
    old = stored(OLD, effective_on=None)
    unknown = examined().findings[0]
    old.effective_on = date(2024, 1, 15)
    old.save()
    known = examined().findings[0]
    assert unknown.target_status is EffectStatus.UNKNOWN
    assert unknown.score < known.score


def test_what_the_draft_replaces_is_listed_and_no_ground():
    old = stored(OLD, number="12/2024/QĐ-UBND", issued_on=date(2024, 1, 2))
    draft = DRAFT + "Quyết định này thay thế Quyết định số 12/2024/QĐ-UBND ngày 02 tháng 01 năm 2024.\n"
    result = examined(draft)
    assert [replaced.document_id for replaced in result.replaced_by_draft] == [old.pk]
    assert result.findings == ()


def test_another_province_is_only_reading_advice():
    other, _ = Territory.objects.get_or_create(name="tỉnh Khác")
    body = IssuingBody.objects.create(name="Ủy ban nhân dân tỉnh Khác", level=Level.PROVINCE, territory=other)
    stored(OLD, issued_by=body)
    findings = examined().findings
    assert findings
    assert {finding.kind for finding in findings} == {FindingKind.RELATED}
    assert "địa bàn khác" in findings[0].reason


def test_a_repealed_provision_of_a_document_in_force_is_no_ground():
    old = stored(OLD)
    ending = make_document(effective_on=date(2025, 1, 1))
    make_relation(ending, old, RelationKind.REPEALS, target_path="dieu-1/khoan-1")
    refresh([old], "bãi bỏ một phần")
    assert [f for f in examined().findings if f.target_path == "dieu-1/khoan-1"] == []


def test_an_amended_provision_says_so():
    old = stored(OLD)
    amending = make_document(number="30/2025/QĐ-UBND", effective_on=date(2025, 1, 1))
    make_relation(amending, old, RelationKind.AMENDS, target_path="dieu-1")
    refresh([old], "sửa đổi")
    assert "30/2025/QĐ-UBND sửa đổi" in examined().findings[0].reason


def test_the_number_of_queries_does_not_grow_with_the_draft(django_assert_max_num_queries):
    for number in range(6):
        stored(OLD.replace("60.000.000", f"{61 + number}.000.000"))
    indexing.rebuild(progress=False)
    articles = DRAFT.split("Điều 2. Hiệu lực")[0].removeprefix("Điều 1. Mức hỗ trợ\n")
    long = "".join(f"Điều {n}. Mức hỗ trợ đợt {n}\n{articles}" for n in range(1, 31))
    reading, body = reading_of(long), make_body()
    with django_assert_max_num_queries(14):
        result = examine(reading, on=ON, body=body)
    assert len(result.findings) >= 30


def appraisal_of(draft: Document) -> Appraisal:
    return Appraisal.objects.create(
        document=draft, version=draft.current_version, regime=Regime.L2025_L87, opened_on=ON, round=1
    )


def test_findings_are_recorded_with_history_and_decided_ones_stay(django_user_model):
    stored(OLD)
    appraisal = appraisal_of(make_draft())
    result = examined()
    record_findings(appraisal, result)
    row = appraisal.findings.get(path="dieu-1/khoan-1", kind="CONFLICT")
    assert row.state == FindingState.OPEN
    assert row.differences == [{"type": "NUMBER", "draft": "80.000.000 đồng", "target": "60.000.000 đồng"}]
    assert row.history.count() == 1

    user = django_user_model.objects.create(username="chuyenvien")
    row.dismiss(user=user, reason="Chính sách mới")
    row.save()
    again = examined(DRAFT.replace("80.000.000", "90.000.000"))
    record_findings(appraisal, again)
    row.refresh_from_db()
    assert row.state == FindingState.DISMISSED
    assert "80.000.000" in row.draft_quote


def test_open_findings_are_brought_up_to_date_and_none_is_lost():
    stored(OLD)
    appraisal = appraisal_of(make_draft())
    record_findings(appraisal, examined())
    record_findings(appraisal, examined(DRAFT.replace("80.000.000", "90.000.000")))
    row = appraisal.findings.get(path="dieu-1/khoan-1", kind="CONFLICT")
    assert "90.000.000" in row.draft_quote
    assert row.history.count() == 2
    record_findings(appraisal, examined("Điều 1. Quy định về cây xanh đô thị tại các tuyến phố đi bộ trung tâm."))
    assert appraisal.findings.filter(pk=row.pk).exists()


AMENDING = (
    "Điều 1. Sửa đổi, bổ sung một số điều của {}\n1. Sửa đổi, bổ sung khoản 1 Điều 1 như sau:\n“1. Hộ nghèo có nhà ở dột nát "
    "trên địa bàn tỉnh được hỗ trợ một lần 80.000.000 đồng để xây mới nhà ở kiên cố ba cứng.”\n"
    "Điều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.\n"
)


def test_new_wording_that_amends_a_provision_is_no_conflict_with_that_provision():
    stored(OLD, number="12/2024/QĐ-UBND")
    of_this = examined(AMENDING.format("Quyết định số 12/2024/QĐ-UBND ngày 02 tháng 01 năm 2024"))
    assert {f.kind for f in of_this.findings} <= {FindingKind.RELATED}


def test_new_wording_for_one_document_may_collide_with_another():
    stored(OLD, number="12/2024/QĐ-UBND")
    make_document(number="45/2023/QĐ-UBND")
    result = examined(AMENDING.format("Quyết định số 45/2023/QĐ-UBND ngày 02 tháng 01 năm 2023"))
    assert (result.findings[0].kind, result.findings[0].target_number) == (FindingKind.CONFLICT, "12/2024/QĐ-UBND")
    assert result.findings[0].path.startswith("dieu-1")


def test_a_document_that_many_provisions_meet_comes_before_one_that_a_single_provision_meets():
    whole = stored(OLD)
    stored(f"Điều 1. Hỗ trợ\n{OLD.splitlines()[1]}\n")
    draft = OLD.replace("60.000.000", "80.000.000").replace("05 ngày làm việc", "09 ngày làm việc")
    assert examined(draft).findings[0].target_document_id == whole.pk
