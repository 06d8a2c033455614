"""Importing: real-looking sources in, rows in the database out; nothing half-saved, nothing silently dropped."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from legaldocs.importers.run import import_paths
from legaldocs.models import Document, Relation, RelationState
from legaldocs.parsing.vocabulary import EffectStatus

pytestmark = pytest.mark.django_db(transaction=True)

OLD = """ỦY BAN NHÂN DÂN TỈNH HỒNG LAM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 05/2019/QĐ-UBND
Hồng Lam, ngày 14 tháng 02 năm 2019
QUYẾT ĐỊNH
Quy định về vỉa hè
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định việc sử dụng tạm thời vỉa hè trên địa bàn tỉnh.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2019.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Lâm
"""
NEW = (
    OLD.replace("05/2019", "18/2020")
    .replace("ngày 14 tháng 02 năm 2019", "ngày 20 tháng 5 năm 2020")
    .replace(
        "kể từ ngày 01 tháng 3 năm 2019.",
        "kể từ ngày 01 tháng 6 năm 2020 và thay thế Quyết định số 05/2019/QĐ-UBND ngày 14 tháng 02 năm 2019 của Ủy ban "
        "nhân dân tỉnh Hồng Lam.",
    )
)


def record(number: str, text: str, **more: object) -> dict[str, object]:
    return {
        "id": number.lower(),
        "number": number,
        "doc_type": "Quyết định",
        "level": "province",
        "issuer": "Ủy ban nhân dân tỉnh Hồng Lam",
        "title": "Quy định về vỉa hè",
        "issued_on": None,
        "effective_on": None,
        "text": text,
    } | more


def write(path: Path, *records: object) -> Path:
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in records]
    path.write_bytes(gzip.compress("\n".join(lines).encode()) if path.suffix == ".gz" else "\n".join(lines).encode())
    return path


def test_it_imports_and_a_second_run_changes_nothing(tmp_path):
    source = write(tmp_path / "kho.jsonl.gz", record("05/2019/QĐ-UBND", OLD), record("18/2020/QĐ-UBND", NEW))
    first = import_paths([source])
    assert (first.read, first.created, first.rejected) == (2, 2, [])
    before = list(Document.objects.values_list("pk", "current_version")), Document.history.count()
    second = import_paths([source])
    assert (second.read, second.created, second.updated, second.unchanged) == (2, 0, 0, 2)
    assert (list(Document.objects.values_list("pk", "current_version")), Document.history.count()) == before


def test_a_replaced_document_expires_whichever_came_first(tmp_path):
    for order in ([OLD, NEW], [NEW, OLD]):
        Document.objects.all().update(current_version=None)
        Document.objects.all().delete()
        records = [record("18/2020/QĐ-UBND" if text is NEW else "05/2019/QĐ-UBND", text) for text in order]
        assert import_paths([write(tmp_path / "kho.jsonl", *records)]).created == 2
        old = Document.objects.get(number="05/2019/QĐ-UBND")
        assert old.effective_on == date(2019, 3, 1)
        assert old.expired_on == date(2020, 6, 1)
        assert old.effect_status(date(2020, 5, 31)) == EffectStatus.IN_FORCE
        assert old.effect_status(date(2020, 6, 1)) == EffectStatus.EXPIRED
        relation = Relation.objects.get(target=old, kind="REPLACES")
        assert relation.state == RelationState.READ  # read by a machine, and said so


def test_every_bad_line_is_listed_with_its_reason_and_good_ones_go_in(tmp_path):
    source = write(
        tmp_path / "kho.jsonl",
        "{không phải json",
        '["không phải đối tượng"]',
        record("05/2019/QĐ-UBND", ""),
        record("06/2019/QĐ-UBND", OLD, issued_on="14/02/2019"),
        record("07/2019/QĐ-UBND", OLD, title=7),
        record("05/2019/QĐ-UBND", OLD),
        record("5/2019/QĐ-UBND", OLD, id="another"),
    )
    report = import_paths([source])
    assert (report.read, report.created) == (7, 1)
    assert [row.line for row in report.rejected] == [1, 2, 3, 4, 5, 7]
    assert all(row.reason and row.source == "kho.jsonl" for row in report.rejected)
    assert "trùng" in report.rejected[-1].reason
    assert Document.objects.count() == 1


def test_two_provinces_may_share_a_number(tmp_path):
    other = "Ủy ban nhân dân tỉnh Sông Tiêm"
    source = write(
        tmp_path / "kho.jsonl",
        record("05/2019/QĐ-UBND", OLD),
        record("05/2019/QĐ-UBND", OLD.replace("HỒNG LAM", "SÔNG TIÊM"), id="st", issuer=other),
        record("18/2020/QĐ-UBND", NEW),
    )
    assert import_paths([source]).created == 3
    expired = Document.objects.filter(expired_on__isnull=False)
    assert [document.issued_by.name for document in expired] == ["Ủy ban nhân dân tỉnh Hồng Lam"]


def test_a_dry_run_stores_nothing(tmp_path):
    report = import_paths([write(tmp_path / "kho.jsonl", record("05/2019/QĐ-UBND", OLD))], dry_run=True)
    assert report.created == 1
    assert not Document.objects.exists()


def test_a_changed_line_makes_a_new_version_and_keeps_the_old(tmp_path):
    import_paths([write(tmp_path / "kho.jsonl", record("05/2019/QĐ-UBND", OLD))])
    changed = OLD.replace("tạm thời vỉa hè", "tạm thời lòng đường, vỉa hè")
    report = import_paths([write(tmp_path / "kho.jsonl", record("05/2019/QĐ-UBND", changed))])
    assert report.updated == 1
    document = Document.objects.get()
    assert [version.ordinal for version in document.versions.all()] == [2, 1]
    assert document.current_version.ordinal == 2


def test_a_spreadsheet_is_known_by_its_headings(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (
        ["ỦY BAN NHÂN DÂN TỈNH HỒNG LAM"],
        ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu nội dung", "Cơ quan ban hành", "Lĩnh vực"],
        [1, "12/2018/NQ-HĐND", date(2018, 7, 12), "Chính sách hòa giải", "Hội đồng nhân dân tỉnh Hồng Lam", "Tư pháp"],
        [2, "Số 13/2018/NQ-HĐND ngày 13/7/2018", None, "Chính sách nước sạch", "Hội đồng nhân dân tỉnh Hồng Lam", None],
        [3, None, None, "Thiếu số", None, None],
        [4, "14/2018/NQ-HĐND", "32/13/2018", "Sai ngày", None, None],
        [None, None, None, None, None, None],
    ):
        sheet.append(row)
    book.save(tmp_path / "danh-muc.xlsx")
    report = import_paths([tmp_path / "danh-muc.xlsx"])
    assert (report.read, report.created) == (4, 2)
    assert [(row.line, row.number) for row in report.rejected] == [(5, ""), (6, "14/2018/NQ-HĐND")]
    second = Document.objects.get(number="13/2018/NQ-HĐND")
    assert second.issued_on == date(2018, 7, 13)


def test_the_command_prints_one_object(tmp_path, capsys):
    call_command("import_documents", str(write(tmp_path / "kho.jsonl", record("05/2019/QĐ-UBND", OLD))), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["created"] == 1 and answer["rejected"] == []


@pytest.mark.corpus
def test_real_documents_go_in_and_every_line_is_accounted_for(corpus, tmp_path):
    with gzip.open(corpus / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        some = [line for number, line in enumerate(lines) if number % 25 == 0]
    source = tmp_path / "mau.jsonl"
    source.write_text("".join(some), encoding="utf-8")
    report = import_paths([source])
    assert report.created + len(report.rejected) == report.read == len(some)
    assert len(report.rejected) <= 1
    assert import_paths([source]).unchanged == report.created
