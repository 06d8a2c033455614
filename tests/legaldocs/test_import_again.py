"""Importing over what is already there: nothing stale stays behind, nobody else's document is hit."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from legaldocs.importers.names import body_named
from legaldocs.importers.run import import_paths
from legaldocs.models import Citation, Document, LegalBasis, Level, Relation
from legaldocs.parsing.vocabulary import EffectStatus
from tests.legaldocs.test_importers import NEW, OLD, record, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_later_day_of_effect_of_the_acting_document_reaches_its_target(tmp_path: Path) -> None:
    source = tmp_path / "kho.jsonl"
    import_paths([write(source, record("05/2019/QĐ-UBND", OLD), record("18/2020/QĐ-UBND", NEW))])
    import_paths([write(source, record("18/2020/QĐ-UBND", NEW, effective_on="2020-08-15"))])
    assert Document.objects.get(number="05/2019/QĐ-UBND").expired_on == date(2020, 8, 15)


def test_what_the_new_text_no_longer_does_is_undone(tmp_path: Path) -> None:
    source = tmp_path / "kho.jsonl"
    import_paths([write(source, record("05/2019/QĐ-UBND", OLD), record("18/2020/QĐ-UBND", NEW))])
    import_paths([write(source, record("18/2020/QĐ-UBND", OLD.replace("05/2019", "18/2020")))])
    assert not Relation.objects.exists()
    assert Document.objects.get(number="05/2019/QĐ-UBND").expired_on is None


def test_a_relation_that_text_and_metadata_both_state_is_kept_once(tmp_path: Path) -> None:
    stated = [{"type": "replaces", "target_number": "05/2019/QĐ-UBND", "source": "congbao"}]
    for title in ("Một", "Hai", "Ba"):
        import_paths([write(tmp_path / "kho.jsonl", record("18/2020/QĐ-UBND", NEW, title=title, relations=stated))])
    assert Relation.objects.filter(kind="REPLACES").count() == 1


def test_a_document_of_an_unknown_body_is_not_taken_for_a_central_one(tmp_path: Path) -> None:
    lost = record("05/2019/QĐ-UBND", "Điều 1. Quy định về vỉa hè.\nĐiều 2. Hiệu lực.", issuer=None, level=None)
    import_paths([write(tmp_path / "kho.jsonl", lost, record("18/2020/QĐ-UBND", NEW))])
    document = Document.objects.get(number="05/2019/QĐ-UBND")
    assert document.issued_by is None
    assert document.expired_on is None
    assert not Citation.objects.filter(resolved_to=document).exists()


def test_an_id_of_another_source_is_another_document(tmp_path: Path) -> None:
    import_paths([write(tmp_path / "a.jsonl", record("05/2019/QĐ-UBND", OLD, id="1"))])
    report = import_paths([write(tmp_path / "b.jsonl", record("18/2020/QĐ-UBND", NEW, id="1"))])
    assert report.created == 1
    assert set(Document.objects.values_list("number", flat=True)) == {"05/2019/QĐ-UBND", "18/2020/QĐ-UBND"}


def test_the_same_source_under_a_new_name_changes_nothing(tmp_path: Path) -> None:
    import_paths([write(tmp_path / "a.jsonl", record("05/2019/QĐ-UBND", OLD))])
    assert import_paths([write(tmp_path / "b.jsonl.gz", record("05/2019/QĐ-UBND", OLD))]).unchanged == 1


def test_a_broken_archive_is_one_rejected_source_and_the_rest_is_imported(tmp_path: Path) -> None:
    broken = tmp_path / "a.jsonl.gz"
    broken.write_bytes(gzip.compress(b'{"number": "1"}\n' * 5000)[:60])
    report = import_paths([broken, write(tmp_path / "b.jsonl", record("05/2019/QĐ-UBND", OLD))])
    assert report.created == 1
    assert report.rejected[-1].source == "a.jsonl.gz"


def test_a_level_that_is_none_is_not_stored(tmp_path: Path) -> None:
    import_paths([write(tmp_path / "a.jsonl", record("05/2019/QĐ-UBND", OLD, level="cấp tỉnh, thành phố"))])
    assert Document.objects.get().issued_by.level == Level.PROVINCE


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Ủy ban nhân dân huyện Đức Thọ", Level.DISTRICT),
        ("Ủy ban nhân dân huyện Đức Thọ, tỉnh Hà Tĩnh", Level.DISTRICT),
        ("Ủy ban nhân dân xã Tân Phú", Level.COMMUNE),
        ("Hội đồng nhân dân phường Sài Gòn, thành phố Hồ Chí Minh", Level.COMMUNE),
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", Level.PROVINCE),
        ("UBND tỉnh Hà Tĩnh", Level.PROVINCE),
        ("HĐND TP. Hà Nội", Level.PROVINCE),
        ("Hội đồng nhân dân Thành phố Hồ Chí Minh", Level.PROVINCE),
        ("Bộ Xây dựng", Level.CENTRAL),
        ("Chính phủ", Level.CENTRAL),
    ],
)
def test_the_level_of_a_body_follows_from_its_name(name: str, level: Level) -> None:
    body = body_named(name)
    assert body.level == level


def test_a_body_is_one_however_its_name_is_shortened() -> None:
    body = body_named("Ủy ban nhân dân tỉnh Hà Tĩnh")
    assert {body_named(name) for name in ("UBND tỉnh Hà Tĩnh", "UỶ BAN NHÂN DÂN TỈNH HÀ TĨNH")} == {body}
    assert body.name == "Ủy ban nhân dân tỉnh Hà Tĩnh"


def test_rows_beyond_the_limit_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legaldocs.importers.spreadsheet._MAX_ROWS", 3)
    book = Workbook()
    book.active.append(["Số, ký hiệu", "Trích yếu"])
    for number in range(1, 6):
        book.active.append([f"{number:02}/2020/QĐ-UBND", f"Quy định {number}"])
    book.save(tmp_path / "a.xlsx")
    report = import_paths([tmp_path / "a.xlsx"])
    assert report.created == 2
    assert "3" in report.rejected[0].reason


def test_a_long_text_in_a_csv_cell_is_read(tmp_path: Path) -> None:
    text = "Điều 1. " + "x " * 100_000
    (tmp_path / "a.csv").write_text(f'Số ký hiệu;Trích yếu;Toàn văn\n05/2019/QĐ-UBND;Vỉa hè;"{text}"\n', "utf-8")
    report = import_paths([tmp_path / "a.csv"])
    assert (report.created, report.rejected) == (1, [])


def test_a_document_is_in_force_on_the_last_day_that_it_states(tmp_path: Path) -> None:
    text = OLD.replace("ngày 01 tháng 3 năm 2019.", "ngày 01 tháng 3 năm 2019 đến hết ngày 31 tháng 12 năm 2023.")
    import_paths([write(tmp_path / "kho.jsonl", record("05/2019/QĐ-UBND", text))])
    document = Document.objects.get()
    assert document.effect_status(date(2023, 12, 31)) == EffectStatus.IN_FORCE
    assert document.effect_status(date(2024, 1, 1)) == EffectStatus.EXPIRED


def test_a_law_named_by_its_day_and_no_number_is_linked_whichever_comes_first(tmp_path: Path) -> None:
    law = record(
        "77/2015/QH13", "Điều 1. Phạm vi\nLuật này quy định về chính quyền.", doc_type="Luật", issuer="Quốc hội"
    )
    law |= {"level": "central", "title": "Luật Tổ chức chính quyền địa phương", "issued_on": "2015-06-19"}
    import_paths([write(tmp_path / "a.jsonl", record("05/2019/QĐ-UBND", OLD))])
    assert LegalBasis.objects.get().resolved_to is None
    import_paths([write(tmp_path / "b.jsonl", law, record("18/2020/QĐ-UBND", NEW))])
    bases = LegalBasis.objects.select_related("resolved_to")
    assert [(basis.number, basis.resolved_to and basis.resolved_to.number) for basis in bases] == [
        ("", "77/2015/QH13"),
        ("", "77/2015/QH13"),
    ]
