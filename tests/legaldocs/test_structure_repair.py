"""The repair screen and what becomes of its work: a new version, kept through every later reading."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from legaldocs.analysis.reading import read
from legaldocs.importers.repair import OutdatedVersion, store_repair
from legaldocs.importers.rereading import newest_repair, operations_of, reading_of
from legaldocs.importers.rows import ImportRow
from legaldocs.importers.store import import_row
from legaldocs.importers.upload import add_version, read_staged, stage
from legaldocs.models import Document, Stage, StructureRepair, TextVersion
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.repairs import Action, Operation
from tests.cast import Cast, make_cast
from tests.factories import make_document, make_draft

pytestmark = pytest.mark.django_db

TEXT = (
    "Điều 1. Phạm vi\nQuyết định này quy định mức hỗ trợ.\nĐiều 2. Mức hỗ trợ\n1. Mức hỗ trợ là 500.000 đồng.\n"
    "Thời gian hỗ trợ là 12 tháng.\nThi hành\nSở Nội vụ thi hành.\n"
)
AS_CLAUSE = Operation(Action.KIND, "Thời gian hỗ trợ là 12 tháng.", 1, "CLAUSE")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Document:
    document = make_draft(cast.department, text=None)
    file = stage(SimpleUploadedFile("du-thao.txt", TEXT.encode()), cast.drafter)
    add_version(document, file, read_staged(file), cast.drafter)
    document.refresh_from_db()
    return document


def current(document: Document) -> TextVersion:
    version = Document.objects.get(pk=document.pk).current_version
    assert version is not None
    return version


def paths(version: TextVersion) -> list[str]:
    return list(version.provisions.order_by("position").values_list("path", flat=True))


class Screen:
    """The form as a browser without scripts would send it: what the page holds, and the button that is pressed."""

    def __init__(self, client: Client, document: Document) -> None:
        self.client, self.url = client, reverse("structure-repair", args=[document.pk])
        self._take(client.get(self.url).content.decode())

    def _take(self, html: str) -> None:
        self.html = html
        self.hidden = {
            name: unescape(value)
            for name, value in re.findall(r'name="(base|operations|undone)" value="([^"]*)"', html)
        }

    def line(self, words: str) -> str:
        rows = re.findall(r'class="repair-text">([^<]*)<', self.html)
        return str(next(index for index, text in enumerate(rows) if unescape(text).startswith(words)))

    def press(self, do: str, line: str = "", **fields: str) -> None:
        data = {**self.hidden, "do": do, "line": self.line(line) if line else "", **fields}
        response = self.client.post(self.url, data)
        self.redirect = response.headers.get("Location", "")
        self._take(response.content.decode())

    @property
    def operations(self) -> list[dict[str, object]]:
        return json.loads(self.hidden["operations"])


@pytest.fixture
def screen(client: Client, cast: Cast, draft: Document) -> Screen:
    client.force_login(cast.drafter)
    return Screen(client, draft)


def test_each_step_is_a_post_and_can_be_taken_back(screen: Screen) -> None:
    screen.press("KIND:CLAUSE", "Thời gian")
    assert ">Khoản 2</a>" in screen.html and "chưa lưu" in screen.html
    screen.press("undo")
    assert ">Khoản 2</a>" not in screen.html and screen.operations == []
    screen.press("redo")
    assert ">Khoản 2</a>" in screen.html
    screen.press("undo")
    screen.press("JOIN", "Thời gian")
    assert json.loads(screen.hidden["undone"]) == []  # a new step makes the undone ones pointless
    assert screen.line("1. Mức hỗ trợ là 500.000 đồng. Thời gian")


def test_a_line_is_split_where_its_words_say_and_a_heading_is_set(screen: Screen) -> None:
    screen.press("SPLIT", "1. Mức", words="500.000 đồng.")
    assert screen.line("500.000 đồng.") == "4"
    screen.press("HEADING", "Điều 2.", heading="Mức và thời gian hỗ trợ")
    assert "<strong>Mức và thời gian hỗ trợ</strong>" in screen.html


@pytest.mark.parametrize(
    ("do", "line", "fields", "words"),
    [
        ("KIND:CLAUSE", "", {}, "Hãy chọn một dòng"),
        ("JOIN", "Điều 1.", {}, "dòng đầu tiên"),
        ("SPLIT", "Điều 1.", {"words": "không có"}, "Hãy ghi đúng các chữ"),
        ("SPLIT", "Điều 1.", {"words": "Điều 1."}, "Hãy ghi đúng các chữ"),
        ("HEADING", "Thời gian", {"heading": "Mới"}, "không mở đầu"),
        ("save", "", {"reason": "Có lý do"}, "Chưa có chỉnh sửa nào"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    screen: Screen, do: str, line: str, fields: dict[str, str], words: str
) -> None:
    screen.press(do, line, **fields)
    assert words in screen.html
    assert screen.operations == [] and not StructureRepair.objects.exists()


def test_nonsense_is_refused(client: Client, screen: Screen) -> None:
    for data in (
        {"operations": "[1]"},
        {"operations": "x"},
        {"do": "DROP", "line": "1"},
        {"do": "KIND:LAW", "line": "1"},
    ):
        assert client.post(screen.url, {**screen.hidden, **data}).status_code == 400


def test_saving_makes_a_new_version_of_the_same_file_with_who_and_why(
    screen: Screen, cast: Cast, draft: Document
) -> None:
    before = current(draft)
    screen.press("KIND:CLAUSE", "Thời gian")
    screen.press("save")
    assert "Hãy ghi lý do" in screen.html
    screen.press("save", reason="Máy đọc sót số khoản 2")
    assert screen.redirect == reverse("document-detail", args=[draft.pk])
    after = current(draft)
    assert (after.ordinal, after.file, after.text) == (2, before.file, before.text)
    assert "dieu-2/khoan-2" in paths(after) and "dieu-2/khoan-2" not in paths(before)
    repair = after.repair
    assert (repair.made_by, repair.reason, repair.mended) == (cast.drafter, "Máy đọc sót số khoản 2", before)
    assert repair.history.count() == 1


def test_a_repair_of_a_text_that_has_changed_meanwhile_is_not_saved(
    screen: Screen, cast: Cast, draft: Document
) -> None:
    screen.press("KIND:CLAUSE", "Thời gian")
    before = current(draft)
    store_repair(before, [AS_CLAUSE], "Nhanh hơn", cast.specialist)
    screen.press("save", reason="Chậm hơn")
    assert screen.redirect == screen.url
    assert StructureRepair.objects.count() == 1
    with pytest.raises(OutdatedVersion):
        store_repair(before, [AS_CLAUSE], "Chậm hơn", cast.drafter)


def test_the_next_repair_begins_with_the_one_before(client: Client, screen: Screen, draft: Document) -> None:
    screen.press("KIND:CLAUSE", "Thời gian")
    screen.press("save", reason="Lần một")
    again = Screen(client, draft)
    assert len(again.operations) == 1 and ">Khoản 2</a>" in again.html
    again.press("KIND:ARTICLE", "Thi hành")
    again.press("save", reason="Lần hai")
    assert {"dieu-2/khoan-2", "dieu-3"} <= set(paths(current(draft)))


def test_an_attached_text_is_opened_where_a_person_says(client: Client, cast: Cast) -> None:
    text = (
        "Điều 1. Ban hành\nBan hành kèm theo văn bản phối hợp.\nĐiều 2. Thi hành\nQuyết định có hiệu lực từ ngày ký.\n"
        "Phối hợp quản lý đê điều\nĐiều 1. Phạm vi\nVăn bản này quy định việc phối hợp.\n1. Nguyên tắc.\n"
    )
    document = make_draft(cast.department, text=None)
    file = stage(SimpleUploadedFile("du-thao.txt", text.encode()), cast.drafter)
    add_version(document, file, read_staged(file), cast.drafter)
    client.force_login(cast.drafter)
    screen = Screen(client, document)
    assert ">Văn bản kèm theo <kbd>7</kbd>" in screen.html
    screen.press("KIND:ATTACHMENT", "Phối hợp quản lý")
    screen.press("save", reason="Máy không nhận ra quy chế kèm theo")
    version = current(document)
    assert {"dieu-1", "dieu-2", "kem-theo", "kem-theo/dieu-1", "kem-theo/dieu-1/khoan-1"} <= set(paths(version))
    assert version.provisions.get(path="kem-theo").heading == "Phối hợp quản lý đê điều"
    assert "Phối hợp quản lý" not in version.provisions.get(path="dieu-2").text


def test_a_reading_again_does_the_repairs_again(cast: Cast, draft: Document) -> None:
    first = current(draft)
    second = store_repair(first, [AS_CLAUSE], "Sót số", cast.specialist)
    assert "dieu-2/khoan-2" in [unit.path for unit in reading_of(second).provisions]
    assert "dieu-2/khoan-2" not in [unit.path for unit in reading_of(first).provisions]
    third = store_repair(second, [AS_CLAUSE, Operation(Action.JOIN, "Thi hành")], "Thêm", cast.specialist)
    assert newest_repair(first) == newest_repair(third) == third


def row(text: str) -> ImportRow:
    return ImportRow(source="kho.jsonl", line=1, source_id="a1", number="5/2024/QĐ-UBND", title="Mức hỗ trợ",
                     text=source_from_text(text))  # fmt: skip


def test_an_import_of_a_better_text_keeps_the_repairs_and_reports_the_lost_ones(cast: Cast) -> None:
    first = row(TEXT)
    assert first.text is not None
    import_row(first, read(first.text))
    document = Document.objects.get(source_id="a1")
    lost = Operation(Action.KIND, "Sở Nội vụ thi hành.", 1, "CLAUSE")
    store_repair(current(document), [AS_CLAUSE, lost], "Sót số", cast.administrator)
    better = row(TEXT.replace("Sở Nội vụ thi hành.", "Sở Nội vụ thi hành Quyết định này."))
    assert better.text is not None
    import_row(better, read(better.text))
    version = current(document)
    assert version.ordinal == 3 and "dieu-2/khoan-2" in paths(version)
    assert [warning["code"] for warning in version.warnings if warning["code"] == "REPAIR_UNPLACED"]
    assert operations_of(version) == [AS_CLAUSE, lost]  # the lost one may find its line in the next text


ALLOWED = {
    Stage.DRAFT: {"drafter", "specialist", "colleague"},
    Stage.UNDER_APPRAISAL: {"specialist", "colleague"},
    Stage.APPRAISED: {"drafter", "specialist", "colleague"},
    Stage.PROMULGATED: {"specialist", "colleague", "administrator"},
}


@pytest.mark.parametrize("at", ALLOWED)
def test_it_opens_for_those_whose_work_it_is(client: Client, cast: Cast, at: Stage) -> None:
    document = make_draft(cast.department, stage=at)
    url = reverse("structure-repair", args=[document.pk])
    for role, user in cast.everybody().items():
        client.force_login(user)
        expected = 200 if role in ALLOWED[at] else (403, 404)
        status = client.get(url).status_code
        assert status == expected or (expected != 200 and status in expected), f"{role}: {status}"
        assert client.post(url, {"do": "save"}).status_code != 200 or role in ALLOWED[at]
        page = client.get(reverse("document-detail", args=[document.pk])).content.decode()
        assert (url in page) == (role in ALLOWED[at]), role


def test_a_document_without_a_text_has_nothing_to_mend(client: Client, cast: Cast) -> None:
    client.force_login(cast.specialist)
    assert client.get(reverse("structure-repair", args=[make_document(text=None).pk])).status_code == 404
