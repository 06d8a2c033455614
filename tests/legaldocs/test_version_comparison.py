"""The page and the Word table that show two versions of a draft side by side."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument
from docx.table import _Cell

from legaldocs.analysis.reading import read
from legaldocs.importers.store import store_version
from legaldocs.models import Document
from legaldocs.parsing.plain import source_from_text
from tests.cast import Cast, make_cast
from tests.factories import make_draft

pytestmark = pytest.mark.django_db

FIRST = (
    "Điều 1. Phạm vi\nQuyết định này quy định mức hỗ trợ.\nĐiều 2. Mức hỗ trợ\n1. Mức hỗ trợ là 500.000 đồng.\n"
    "2. Thời gian hỗ trợ là 12 tháng.\nĐiều 3. Thi hành\nSở Nội vụ thi hành Quyết định này."
)
SECOND = FIRST.replace("500.000", "600.000").replace(
    "Điều 3. Thi hành", "Điều 3. Hồ sơ\n1. Đơn đề nghị.\n2. Giấy tờ kèm theo.\nĐiều 4. Thi hành"
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Document:
    document = make_draft(cast.department, text=None, title="Quy định mức hỗ trợ")
    for text in (FIRST, SECOND):
        source = source_from_text(text)
        store_version(document, read(source), source)
    return document


def page(client: Client, draft: Document, query: str = "") -> str:
    response = client.get(reverse("version-comparison", args=[draft.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_marks_the_words_and_counts_the_changes(client: Client, cast: Cast, draft: Document) -> None:
    client.force_login(cast.drafter)
    html = page(client, draft)
    assert "<del>500.000</del>" in html and "<ins>600.000</ins>" in html
    assert "thay “500.000” bằng “600.000”" in html
    assert "Chuyển từ Điều 3" in html
    assert html.count('role="row"') == 1 + 3  # the added article is one row with its clauses
    assert "Thời gian hỗ trợ là 12 tháng" not in html
    assert "Thời gian hỗ trợ là 12 tháng" in page(client, draft, "?xem=tat-ca")


def test_versions_are_chosen_and_laid_old_to_new(client: Client, cast: Cast, draft: Document) -> None:
    client.force_login(cast.specialist)
    assert page(client, draft, "?cu=2&moi=1").count("<ins>600.000</ins>") == 1
    assert "Hai bản không khác nhau" in page(client, draft, "?cu=2&moi=2")
    assert client.get(reverse("version-comparison", args=[draft.pk]) + "?moi=7").status_code == 404


def test_one_version_has_nothing_to_be_compared_with(client: Client, cast: Cast) -> None:
    client.force_login(cast.drafter)
    draft = make_draft(cast.department)
    assert "mới có một bản" in page(client, draft)
    assert client.get(reverse("version-comparison-file", args=[draft.pk])).status_code == 404


def test_it_opens_for_those_who_see_the_draft_only(client: Client, cast: Cast, draft: Document) -> None:
    for name in ("version-comparison", "version-comparison-file"):
        for person, status in ((cast.stranger, 404), (cast.reader, 404), (cast.drafter, 200), (cast.head, 200)):
            client.force_login(person)
            assert client.get(reverse(name, args=[draft.pk])).status_code == status, f"{name} {person}"


def test_the_files_of_a_document_lead_there(client: Client, cast: Cast, draft: Document) -> None:
    client.force_login(cast.drafter)
    html = client.get(reverse("document-detail", args=[draft.pk]) + "?tab=files").content.decode()
    assert html.count(f"{reverse('version-comparison', args=[draft.pk])}?moi=2") == 1
    assert "?moi=1" not in html


def runs(cell: _Cell, look: str) -> list[str]:
    return [run.text for paragraph in cell.paragraphs for run in paragraph.runs if getattr(run.font, look)]


def test_the_word_file_holds_the_table_with_the_changes_marked(client: Client, cast: Cast, draft: Document) -> None:
    client.force_login(cast.drafter)
    response = client.get(reverse("version-comparison-file", args=[draft.pk]))
    paper = WordDocument(io.BytesIO(response.content))
    table = paper.tables[0]
    assert paper.sections[0].page_width > paper.sections[0].page_height
    assert [cell.text for cell in table.rows[0].cells] == [
        "STT",
        "Điều khoản",
        "Bản cũ",
        "Bản mới",
        "Nội dung thay đổi",
    ]
    rows = {row.cells[1].text: row.cells for row in table.rows[1:]}
    assert list(rows) == ["Khoản 1 Điều 2", "Điều 3", "Điều 4"]
    assert runs(rows["Khoản 1 Điều 2"][2], "strike") == ["500.000"]
    assert runs(rows["Khoản 1 Điều 2"][3], "bold") == runs(rows["Khoản 1 Điều 2"][3], "underline") == ["600.000"]
    assert rows["Điều 3"][2].text == "" and "2. Giấy tờ kèm theo." in rows["Điều 3"][3].text
    assert rows["Điều 3"][4].text == "Thêm" and rows["Điều 4"][4].text == "Chuyển từ Điều 3"
    assert [cells[0].text for cells in rows.values()] == ["1", "2", "3"]
