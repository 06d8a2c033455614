from __future__ import annotations

from datetime import date

import pytest

from legaldocs.analysis.reading import read
from legaldocs.importers.store import store_version
from legaldocs.models import Document, Level
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.vocabulary import DocumentType, EffectStatus, FindingKind, RelationKind
from tests.factories import make_body, make_document, make_relation
from workflow.criteria import CHECKS, CheckResult, DraftContext
from workflow.criteria.competence_signs import check_competence_signs
from workflow.criteria.context import Severity
from workflow.criteria.effective_date import check_effective_date
from workflow.criteria.expired_reference import check_references
from workflow.criteria.found import FoundOverlap
from workflow.criteria.legal_basis_known import check_legal_bases
from workflow.criteria.presentation import check_presentation
from workflow.criteria.repeal_completeness import check_repeals

ON = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def context(text: str, on: date = ON, **fields: object) -> DraftContext:
    return DraftContext(read(source_from_text(text)), on, make_body(), **fields)  # type: ignore[arg-type]


def codes(results: object) -> list[str]:
    return [result.code for result in results]  # type: ignore[attr-defined]


def decree(number: str, **fields: object) -> Document:
    return make_document(
        number=number,
        document_type=DocumentType.DECREE.value,
        issued_by=make_body("Chính phủ", Level.CENTRAL),
        **fields,
    )


BASED = (
    "Căn cứ Nghị định số 78/2021/NĐ-CP ngày 05 tháng 8 năm 2021 của Chính phủ quy định về nuôi chim yến;\n"
    "Điều 1. Quy định\nNuôi yến."
)


def test_a_basis_that_the_corpus_does_not_hold_is_said_and_no_error():
    (result,) = check_legal_bases(context(BASED))
    assert (result.code, result.number, result.severity) == ("BASIS_NOT_IN_CORPUS", "78/2021/NĐ-CP", Severity.NOTE)
    assert "chưa có trong kho dữ liệu" in result.message


def test_a_basis_in_force_raises_nothing():
    decree(
        "78/2021/NĐ-CP", title="Quy định về nuôi chim yến", issued_on=date(2021, 8, 5), effective_on=date(2021, 10, 1)
    )
    assert list(check_legal_bases(context(BASED))) == []


def test_a_basis_that_has_expired_by_the_day_of_issue():
    basis = decree(
        "78/2021/NĐ-CP", title="Quy định về nuôi chim yến", issued_on=date(2021, 8, 5), effective_on=date(2021, 10, 1)
    )
    basis.expired_on = date(2025, 7, 1)
    basis.save()
    (result,) = check_legal_bases(context(BASED))
    assert result.code == "BASIS_EXPIRED"
    assert "01/07/2025" in result.message
    assert list(check_legal_bases(context(BASED, date(2025, 6, 1)))) == []


def test_a_basis_not_yet_in_force():
    decree(
        "78/2021/NĐ-CP", title="Quy định về nuôi chim yến", issued_on=date(2021, 8, 5), effective_on=date(2027, 1, 1)
    )
    assert codes(check_legal_bases(context(BASED))) == ["BASIS_NOT_YET_EFFECTIVE"]


def test_number_date_and_name_that_disagree():
    decree(
        "78/2021/NĐ-CP", title="Về phí trước bạ ô tô điện", issued_on=date(2021, 8, 9), effective_on=date(2021, 10, 1)
    )
    assert codes(check_legal_bases(context(BASED))) == ["BASIS_DATE_DIFFERS", "BASIS_TITLE_DIFFERS"]


def test_the_source_follows_the_day_and_is_the_law_of_that_day():
    (new,) = check_legal_bases(context(BASED))
    (old,) = check_legal_bases(context(BASED, date(2025, 3, 31)))
    assert "79/2025" in new.legal_source
    assert "34/2016" in old.legal_source


def test_a_citation_of_an_expired_document():
    cited = decree("78/2021/NĐ-CP")
    cited.expired_on = date(2025, 7, 1)
    cited.save()
    text = "Điều 1. Quy định\nHồ sơ nuôi yến thực hiện theo Điều 5 Nghị định số 78/2021/NĐ-CP."
    (result,) = check_references(context(text))
    assert (result.code, result.path, result.number) == ("REFERENCE_EXPIRED", "dieu-1", "78/2021/NĐ-CP")


def test_a_citation_of_an_article_that_does_not_exist():
    cited = decree("78/2021/NĐ-CP", text=None)
    source = source_from_text("Điều 1. Mở đầu\nMột.\nĐiều 2. Kết thúc\nHai.")
    store_version(cited, read(source), source)
    text = "Điều 1. Quy định\nHồ sơ nuôi yến thực hiện theo Điều {} Nghị định số 78/2021/NĐ-CP."
    assert codes(check_references(context(text.format(2)))) == []
    (result,) = check_references(context(text.format(9)))
    assert result.code == "REFERENCE_NOT_FOUND"
    assert "Điều 9" in result.message


EFFECT = "Điều 1. Nuôi yến\nNuôi.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày {}."


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        ("20 tháng 3 năm 2026", []),
        ("12 tháng 3 năm 2026", []),
        ("11 tháng 3 năm 2026", ["EFFECTIVE_TOO_EARLY"]),
        ("01 tháng 01 năm 2026", ["EFFECT_RETROACTIVE"]),
    ],
)
def test_ten_days_must_pass_before_a_local_document_takes_effect(begins: str, expected: list[str]):
    assert codes(check_effective_date(context(EFFECT.format(begins)))) == expected


def test_it_points_to_the_clause_on_effect_and_not_to_what_else_has_effect():
    text = EFFECT.format("05 tháng 3 năm 2026").replace("Nuôi.", "Giấy phép nuôi yến có hiệu lực trong 5 năm.")
    (result,) = check_effective_date(context(text))
    assert result.path == "dieu-2"


def test_the_shortened_procedure_may_take_effect_at_once():
    text = EFFECT.format("03 tháng 3 năm 2026")
    assert codes(check_effective_date(context(text))) == ["EFFECTIVE_TOO_EARLY"]
    assert codes(check_effective_date(context(text, shortened_procedure=True))) == []


PROCEDURE = (
    "Điều 1. Cấp phép nuôi yến\nThành phần hồ sơ gồm đơn đề nghị; thời hạn giải quyết là 05 ngày làm việc; trả kết quả."
)


def test_signs_of_a_procedure_ask_which_article_assigns_it():
    (new,) = check_competence_signs(context(PROCEDURE))
    assert (new.code, new.path, new.severity) == ("COMPETENCE_PROCEDURE", "dieu-1", Severity.ADVICE)
    (old,) = check_competence_signs(context(PROCEDURE, date(2022, 1, 1)))
    assert old.severity is Severity.WARNING
    assert "Điều 14 khoản 4" in old.legal_source


def test_signs_in_an_annex_are_said_of_the_annex():
    procedure = PROCEDURE.partition("\n")[2]
    annexed = f"Điều 1. Ban hành\nBan hành kèm theo Quyết định này Phụ lục.\nPHỤ LỤC I\nTHỦ TỤC\n{procedure}"
    (result,) = check_competence_signs(context(annexed))
    assert result.path.startswith("phu-luc-")
    assert "Phụ lục này có dấu hiệu" in result.message and "Điều này" not in result.message


def test_an_unverified_source_only_advises():
    (result,) = check_competence_signs(
        context("Điều 1. Xử phạt\nHành vi nuôi yến trái phép bị phạt tiền từ 1 triệu đồng.")
    )
    assert result.code == "COMPETENCE_FINE"
    assert result.message.startswith("Khuyến nghị: ")


def overlap(path: str, document: Document, kind: FindingKind = FindingKind.CONFLICT) -> FoundOverlap:
    return FoundOverlap(
        path=path,
        kind=kind,
        score=0.9,
        target_document_id=document.pk,
        target_number=document.number,
        target_body="",
        target_path="dieu-1",
        target_status=EffectStatus.IN_FORCE,
        draft_quote="",
        target_quote="",
        reason="",
        same_body=True,
    )


def test_a_document_on_the_same_matter_must_be_named_in_the_repeal_clause():
    old = make_document(number="12/2024/QĐ-UBND")
    many = [overlap(f"dieu-{n}", old) for n in range(1, 5)]
    text = "Điều 1. Nuôi yến\nNuôi."
    (result,) = check_repeals(context(text, findings=many, provisions_checked=8))
    assert (result.code, result.number) == ("REPEAL_MISSING", "12/2024/QĐ-UBND")
    named = (
        text + "\nĐiều 2. Hiệu lực\nQuyết định này thay thế Quyết định số 12/2024/QĐ-UBND ngày 02 tháng 01 năm 2024."
    )
    assert codes(check_repeals(context(named, findings=many, provisions_checked=8))) == []
    assert codes(check_repeals(context(text, findings=many[:2], provisions_checked=8))) == []
    related = [overlap(f"dieu-{n}", old, FindingKind.RELATED) for n in range(1, 5)]
    assert codes(check_repeals(context(text, findings=related, provisions_checked=8))) == []


def test_amenders_of_what_is_repealed_would_be_orphaned():
    old, amender = make_document(number="12/2024/QĐ-UBND"), make_document(number="30/2025/QĐ-UBND")
    make_relation(amender, old, RelationKind.AMENDS, target_path="dieu-1")
    (result,) = check_repeals(context("Điều 1. Nuôi yến\nNuôi.", replaced=frozenset({old.pk})))
    assert (result.code, result.number) == ("AMENDER_ORPHANED", "30/2025/QĐ-UBND")
    both = frozenset({old.pk, amender.pk})
    assert codes(check_repeals(context("Điều 1. Nuôi yến\nNuôi.", replaced=both))) == []


COMPLETE = (
    "Căn cứ Luật Chăn nuôi ngày 19 tháng 11 năm 2018;\nỦy ban nhân dân ban hành Quyết định quy định về nuôi yến.\n"
    "Điều 1. Nuôi yến\nNuôi.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.\n"
    "Điều 3. Trách nhiệm thi hành\nChánh Văn phòng chịu trách nhiệm thi hành Quyết định này."
)


def test_a_complete_draft_has_no_faults_of_presentation():
    assert codes(check_presentation(context(COMPLETE))) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026", "được gửi các sở", "NO_EFFECT_CLAUSE"),
        ("chịu trách nhiệm thi hành", "lưu", "NO_RESPONSIBLE_CLAUSE"),
        ("Căn cứ Luật Chăn nuôi ngày 19 tháng 11 năm 2018;\n", "", "NO_LEGAL_BASIS"),
        ("Ủy ban nhân dân ban hành Quyết định quy định về nuôi yến.", "QUYẾT ĐỊNH:", "OLD_ENACTING_FORMULA"),
    ],
)
def test_a_missing_part_is_named(old: str, new: str, code: str):
    text = COMPLETE.replace(old, new).replace(
        "Trách nhiệm thi hành", "Lưu" if code == "NO_RESPONSIBLE_CLAUSE" else "Trách nhiệm"
    )
    assert codes(check_presentation(context(text))) == [code]


def test_the_old_formula_was_right_before_2025():
    text = COMPLETE.replace("Ủy ban nhân dân ban hành Quyết định quy định về nuôi yến.", "QUYẾT ĐỊNH:")
    assert codes(check_presentation(context(text, date(2024, 5, 1)))) == []


def test_a_gap_in_the_numbering_is_named():
    from legaldocs.parsing.parsed import Header, ParsedProvision, Reading
    from legaldocs.parsing.vocabulary import ProvisionKind

    articles = tuple(
        ParsedProvision(f"dieu-{n}", ProvisionKind.ARTICLE, f"Điều {n}", "", "Nuôi yến.") for n in (1, 2, 4)
    )
    results = check_presentation(DraftContext(Reading(Header(), articles), ON, make_body()))
    assert [r.path for r in results if r.code == "ARTICLE_NUMBERING"] == ["dieu-4"]


def test_every_check_takes_an_empty_text():
    for check in CHECKS:
        assert all(isinstance(result, CheckResult) for result in check(context("")))


def test_a_law_named_by_its_year_is_looked_up_by_its_number():
    """Of the laws of one name, the year tells which is meant; the others say nothing of it."""
    assembly = make_body("Quốc hội", Level.CENTRAL)
    laws = {
        number: make_document(
            number=number, document_type=DocumentType.LAW.value, title="Luật Đất đai", issued_by=assembly, text=None
        )
        for number in ("45/2013/QH13", "31/2024/QH15")
    }
    Document.objects.filter(pk=laws["45/2013/QH13"].pk).update(expired_on=date(2024, 8, 1))
    draft = "Căn cứ Luật Đất đai năm {0};\nĐiều 1. Quy định\nThực hiện theo Điều 5 Luật Đất đai năm {0}."
    new, old = context(draft.format(2024)), context(draft.format(2013))
    assert new.document_of_basis(new.reading.legal_bases[0]) == laws["31/2024/QH15"]
    assert codes(check_legal_bases(new)) == codes(check_references(new)) == []
    assert codes(check_legal_bases(old)) == ["BASIS_EXPIRED"]
    assert codes(check_references(old)) == ["REFERENCE_EXPIRED"]


def test_an_older_law_of_the_same_name_is_not_taken_for_the_one_meant():
    assembly = make_body("Quốc hội", Level.CENTRAL)
    make_document(number="45/2013/QH13", document_type=DocumentType.LAW.value, title="Luật Đất đai", issued_by=assembly)
    draft = context("Căn cứ Luật Đất đai năm 2024;\nĐiều 1. Quy định\nĐất.")
    assert codes(check_legal_bases(draft)) == ["BASIS_NOT_IN_CORPUS"]
