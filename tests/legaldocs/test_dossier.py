"""The files of a dossier, as pure text: what each is taken for, and several of them as one text."""

from __future__ import annotations

import pytest

from legaldocs.analysis.reading import read
from legaldocs.parsing.dossier import guess_role, joined, natural_order, only_one_text, read_dossier
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.repairs import Action, Operation, carried_over, repaired
from legaldocs.parsing.vocabulary import FileRole

DRAFT = (
    "QUYẾT ĐỊNH\nQuy định mức hỗ trợ\nCăn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;\n"
    "Điều 1. Phạm vi điều chỉnh\nQuyết định này quy định mức hỗ trợ.\nĐiều 2. Mức hỗ trợ\n1. Mức hỗ trợ theo Phụ lục.\n"
    "2. Thời gian hỗ trợ là 12 tháng.\nĐiều 3. Hiệu lực thi hành\nQuyết định này có hiệu lực từ ngày 01/01/2027.\n"
)


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("Dự thảo Quyết định.docx", DRAFT, FileRole.TEXT),
        ("Dự thảo QĐ sửa đổi TTHC.docx", DRAFT, FileRole.TEXT),
        ("2. DT QD quy dinh che do bao cao.docx", DRAFT, FileRole.TEXT),
        ("QĐ kèm theo Quy chế.docx", DRAFT, FileRole.TEXT),
        ("Tiep thu gop y du thao QD.docx", DRAFT, FileRole.COMMENTS),
        ("1. To trinh du thao Quyet dinh.docx", "", FileRole.SUBMISSION),
        ("du_thao_3.docx", "TỜ TRÌNH\nVề dự thảo Quyết định quy định mức hỗ trợ", FileRole.SUBMISSION),
        ("PL02.docx", "", FileRole.ANNEX),
        ("bieu gia.docx", "PHỤ LỤC II\nBẢNG GIÁ", FileRole.ANNEX),
        ("Bang so sanh, thuyet minh.docx", "", FileRole.COMPARISON),
        ("Báo cáo tổng hợp, tiếp thu, giải trình ý kiến.docx", "", FileRole.COMMENTS),
        ("Bao cao danh gia tac dong chinh sach.docx", "", FileRole.IMPACT),
        ("Báo cáo tổng kết thi hành.docx", "", FileRole.REPORT),
        ("1234-SXD.pdf", "V/v đề nghị thẩm định dự thảo Quyết định", FileRole.REQUEST),
        ("55-STC.pdf", "V/v góp ý dự thảo Quyết định", FileRole.OPINION),
        ("scan001.pdf", "", FileRole.OTHER),
    ],
)
def test_a_paper_is_told_by_its_name_and_its_first_lines(name: str, text: str, role: FileRole) -> None:
    assert guess_role(name, source_from_text(text).lines) is role


def test_of_two_drafts_the_second_is_taken_for_an_annex_and_one_is_always_found() -> None:
    assert only_one_text([FileRole.TEXT, FileRole.TEXT]) == [FileRole.TEXT, FileRole.ANNEX]
    assert only_one_text([FileRole.SUBMISSION, FileRole.OTHER]) == [FileRole.SUBMISSION, FileRole.TEXT]


def test_annexes_stand_in_the_order_of_their_numbers() -> None:
    names = ["Phụ lục 10.docx", "PL 2.docx", "Phu luc III.docx", "Phụ lục 1.docx"]
    assert sorted(names, key=natural_order) == ["Phụ lục 1.docx", "PL 2.docx", "Phu luc III.docx", "Phụ lục 10.docx"]


def paths(draft: str, *annexes: tuple[str, str]) -> list[str]:
    text = joined(source_from_text(draft), [(name, source_from_text(body)) for name, body in annexes])
    return [unit.path for unit in read(repaired(text.source, text.operations)).provisions]


def test_each_annex_file_opens_a_container_of_its_own() -> None:
    found = paths(
        DRAFT,
        ("PL1.docx", "PHỤ LỤC I\nDANH MỤC\n1. Mục một\n2. Mục hai"),
        ("bang gia.docx", "Đơn giá xây dựng\n1. Nhà cấp bốn"),
        (
            "quy che.docx",
            "QUY CHẾ\nPhối hợp\n(Ban hành kèm theo Quyết định số /2026/QĐ-UBND)\nĐiều 1. Phạm vi\nNội dung.",
        ),
    )
    assert found.count("dieu-1") == 1 and "dieu-2/khoan-2" in found
    assert [path for path in found if path.startswith("phu-luc")] == ["phu-luc-1", "phu-luc"]
    assert found[-2:] == ["kem-theo", "kem-theo/dieu-1"]


def test_two_files_of_one_number_do_not_clash() -> None:
    body = "PHỤ LỤC I\nDANH MỤC\nNội dung"
    found = paths(DRAFT, ("a.docx", body), ("b.docx", body))
    assert [path for path in found if path.startswith("phu-luc")] == ["phu-luc-1", "phu-luc-1~2"]


def test_a_letterhead_above_an_annex_is_no_part_of_the_draft() -> None:
    annex = "ỦY BAN NHÂN DÂN TỈNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHỤ LỤC I\nNội dung phụ lục"
    text = joined(source_from_text(DRAFT), [("PL1.docx", source_from_text(annex))])
    units = {unit.path: unit for unit in read(repaired(text.source, text.operations)).provisions}
    assert "ỦY BAN" not in units["dieu-3"].text
    assert units["phu-luc-1"].text == "Nội dung phụ lục"
    assert "CỘNG HÒA" in text.source.text  # set aside, not lost


def test_repairs_hold_for_a_new_text_where_their_lines_still_stand() -> None:
    before = source_from_text("Điều 1. Phạm vi\nMột dòng bị cắt\nở giữa câu.\nThi hành\nSở Nội vụ thi hành.\n")
    operations = [
        Operation(Action.JOIN, "ở giữa câu."),
        Operation(Action.KIND, "Thi hành", 1, "ARTICLE"),
        Operation(Action.HEADING, "Điều 1. Phạm vi", 1, "Phạm vi áp dụng"),
    ]
    same = source_from_text("Điều 1. Phạm vi\nMột dòng bị cắt\nở giữa câu.\nThi hành\nSở Tài chính thi hành.\n")
    assert carried_over(operations, before.lines, same.lines) == (operations, [])
    # Another line stands before the one that was joined, and "Thi hành" stands there twice.
    other = source_from_text("Điều 1. Phạm vi\nMột dòng khác\nở giữa câu.\nThi hành\nThi hành\nSở Tài chính.\n")
    kept, lost = carried_over(operations, before.lines, other.lines)
    assert [each.action for each in kept] == [Action.HEADING]
    assert [each.action for each in lost] == [Action.JOIN, Action.KIND]


def test_files_of_one_name_in_two_folders_are_both_read() -> None:
    files = [("du thao.txt", DRAFT), ("phu luc.txt", "PHỤ LỤC I\nCầu Đá"), ("phu luc.txt", "PHỤ LỤC II\nĐường Lớn")]
    whole, roles = read_dossier([(name, text.encode()) for name, text in files])
    texts = [line.text for line in whole.source.lines]
    assert [texts.count("Cầu Đá"), texts.count("Đường Lớn")] == [1, 1]
    assert [role for _, role in roles] == [FileRole.TEXT, FileRole.ANNEX, FileRole.ANNEX]
