from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from legaldocs.models import Document, User
from legaldocs.models.documents import today
from search import spreadsheet
from search.query import Hit
from tests.cast import Cast, make_cast
from tests.factories import make_draft
from tests.search.corpus import fee_resolution, give_text, index_everything, put

pytestmark = pytest.mark.django_db
FEES = {"dieu-1": ("Mức thu", "Mức thu phí tham quan là 20.000 đồng.")}
PLACE, SNIPPET, LINK = 11, 12, 13


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def download(user: User, **asked: str) -> Worksheet:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("search-spreadsheet"), asked)
    assert response.status_code == 200
    assert response["Content-Type"] == spreadsheet.MEDIA_TYPE
    assert response["Content-Disposition"].startswith('attachment; filename="ket-qua-tim-kiem-')
    return opened(response.content)


def opened(content: bytes) -> Worksheet:
    return load_workbook(BytesIO(content), rich_text=True).worksheets[0]


def head_row(page: Worksheet) -> int:
    return next(row for row in range(1, 20) if page.cell(row, 1).value == "STT")


def table(page: Worksheet) -> list[tuple[Any, ...]]:
    """The rows under the header; days as dates, which a workbook gives back as moments."""
    return [
        tuple(cell.value.date() if cell.is_date and cell.value else cell.value for cell in row)
        for row in page.iter_rows(min_row=head_row(page) + 1)
    ]


def heading(page: Worksheet) -> str:
    return "\n".join(str(page.cell(row, 1).value) for row in range(1, head_row(page) - 1))


def heading_for(listed: int = 1, **fields: Any) -> spreadsheet.Heading:
    given = {"left_out": 0, "asked_by": "", "asked_at": timezone.localtime(), "by_document": False, **fields}
    return spreadsheet.Heading("phí", (), date(2026, 1, 2), listed=listed, **given)


def rows(document: Document, number: int = 1, **hit: Any) -> list[spreadsheet.Row]:
    found = Hit(
        **{"provision_id": 1, "document_id": 1, "path": "dieu-1", "heading": "", "snippet": "", "score": 1, **hit}
    )
    return [spreadsheet.Row(place, document, found, "https://vidu.vn/van-ban/1/") for place in range(1, number + 1)]


def test_each_provision_is_a_row_with_what_lawyers_sort_and_filter_by(cast: Cast) -> None:
    document = fee_resolution(expired_on=date(2025, 7, 1))
    index_everything()
    page = download(cast.reader, q="trẻ em miễn phí", on="01/06/2024")
    [row] = table(page)
    assert row[:10] == (
        1, "15/2021/NQ-HĐND", "Quyết định", document.issued_by.name, date(2024, 1, 2), date(2024, 1, 15),
        date(2025, 7, 1), "Còn hiệu lực", None, "Quy định mức thu phí tham quan",
    )  # fmt: skip
    assert row[PLACE - 1] == "Khoản 2 Điều 2. Mức thu"
    assert str(row[SNIPPET - 1]).startswith("Trẻ em dưới 06 tuổi được miễn phí")
    cell = page.cell(head_row(page) + 1, 5)
    assert (cell.is_date, cell.number_format) == (True, "dd/mm/yyyy")
    link = page.cell(head_row(page) + 1, LINK)
    assert link.value == "Mở"
    target = f"{link.hyperlink.target}#{link.hyperlink.location}"
    assert target.startswith(f"http://testserver/van-ban/{document.pk}/?on=01/06/2024&")
    assert "dieu-2/khoan-2" in target


def test_no_link_is_longer_than_excel_takes(cast: Cast) -> None:
    text = " ".join(f"nghĩa vụ thứ {number}" for number in range(90))
    put("20/2024/QĐ-UBND", "Về phí", {"dieu-1": ("", text)})
    index_everything()
    page = download(cast.reader, q=text, partly="1")
    link = page.cell(head_row(page) + 1, LINK).hyperlink
    assert len(link.target) <= spreadsheet.LONGEST_LINK
    assert "/van-ban/" in link.target


def test_the_matched_words_are_bold(cast: Cast) -> None:
    fee_resolution()
    index_everything()
    snippet = table(download(cast.reader, q="người lớn"))[0][SNIPPET - 1]
    assert isinstance(snippet, CellRichText)
    bold = "".join(part.text for part in snippet if not isinstance(part, str) and part.font.b).lower()
    assert "người" in bold and "lớn" in bold
    assert "<mark>" not in str(snippet)


def test_the_heading_says_question_conditions_day_person_and_moment(cast: Cast) -> None:
    fee_resolution()
    index_everything()
    text = heading(download(cast.reader, q="phí tham quan", type="DECISION", on="01/06/2024"))
    assert "Câu tìm: phí tham quan" in text
    assert "Loại văn bản: Quyết định" in text
    assert "Hiệu lực tính đến ngày 01/06/2024." in text
    assert "người xuất: Người nguoi_doc (Sở Nội vụ)" in text
    assert f"ngày {today():%d/%m/%Y}, người xuất" in text
    assert "hãy đối chiếu với bản gốc" in text


def test_by_document_each_document_is_one_row(cast: Cast) -> None:
    fee_resolution()
    put("20/2024/QĐ-UBND", "Về phí tham quan", FEES | {"dieu-2": ("", "Phí tham quan nộp một lần.")})
    index_everything()
    page = download(cast.reader, q="phí tham quan", result="document")
    assert sorted(row[1] for row in table(page)) == ["15/2021/NQ-HĐND", "20/2024/QĐ-UBND"]
    assert page.cell(head_row(page), PLACE).value == "Điều, khoản khớp nhất"
    assert "2 văn bản." in heading(page)


def test_hits_with_only_some_of_the_words_are_left_out_unless_asked_for(cast: Cast) -> None:
    fee_resolution()
    put("20/2024/QĐ-UBND", "Về bến phà", {"dieu-1": ("", "Mức thu phí qua phà.")})
    index_everything()
    page = download(cast.reader, q="phí tham quan di tích")
    assert {row[1] for row in table(page)} == {"15/2021/NQ-HĐND"}
    assert "chỉ có một phần các từ" in heading(page)
    page = download(cast.reader, q="phí tham quan di tích", partly="1")
    assert "20/2024/QĐ-UBND" in {row[1] for row in table(page)}
    assert "chỉ có một phần" not in heading(page)
    assert {row[1] for row in table(download(cast.reader, q="qua phà xyz"))} == {"20/2024/QĐ-UBND"}


@pytest.mark.parametrize("result", ["", "document"])
def test_a_very_long_provision_with_all_the_words_is_no_less_complete(cast: Cast, result: str) -> None:
    put("20/2024/QĐ-UBND", "Về bến phà", {"dieu-1": ("", "Mức thu phí qua phà.")})
    scattered = f"Mức {'của nội dung khác ' * 500} thu {'của nội dung khác ' * 500} phí qua cầu."
    put("21/2024/QĐ-UBND", "Về bến tàu", {"dieu-1": ("", scattered)})
    put("22/2024/QĐ-UBND", "Về cầu", {"dieu-1": ("", "Mức thu phí qua cầu.")})
    index_everything()
    page = download(cast.reader, q="mức thu phí qua cầu", result=result)
    assert [row[1] for row in table(page)] == ["22/2024/QĐ-UBND", "21/2024/QĐ-UBND"]
    assert "chỉ có một phần các từ" in heading(page)


def test_a_long_result_is_cut_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    for number in range(5):
        put(f"{20 + number}/2024/QĐ-UBND", "Về phí tham quan", FEES)
    index_everything()
    page = download(cast.reader, q="phí tham quan")
    assert [row[0] for row in table(page)] == [1, 2, 3]
    assert "Kết quả có 10 điều khoản; tệp này chỉ ghi 3 kết quả đầu" in heading(page)


def test_more_hits_than_the_database_takes_in_one_question_are_all_written(cast: Cast) -> None:
    provisions = {f"dieu-{number}": ("", f"Phí tham quan lần {number}.") for number in range(1, 1_201)}
    put("20/2024/QĐ-UBND", "Về chợ", provisions)
    index_everything()
    page = download(cast.reader, q='"phí tham quan"')
    assert len(table(page)) == 1_200
    assert "1.200 điều khoản." in heading(page)


def test_by_document_no_document_is_lost_behind_one_with_very_many_provisions(cast: Cast) -> None:
    many = {f"dieu-{number}": ("Phí tham quan", "Phí tham quan.") for number in range(1, 2_301)}
    put("20/2024/QĐ-UBND", "Về phí tham quan", many)
    put("21/2024/QĐ-UBND", "Về chợ", {"dieu-1": ("", "Nhiều việc khác nhau ở chợ, trong đó có phí tham quan.")})
    index_everything()
    found = {row[1] for row in table(download(cast.reader, q='"phí tham quan"', result="document"))}
    assert found == {"20/2024/QĐ-UBND", "21/2024/QĐ-UBND"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_what_looks_like_a_formula_stays_text(sign: str) -> None:
    harmful = f"{sign}HYPERLINK(A1)"
    document = put("1/2024/QĐ-UBND", harmful, {})
    content = spreadsheet.write_workbook(heading_for(), rows(document, snippet=f"{sign}1+1 <mark>phí</mark>"))
    page = opened(content)
    row = head_row(page) + 1
    for column in (10, SNIPPET):
        assert page.cell(row, column).data_type != "f"
    assert page.cell(row, 10).quotePrefix
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_letters_that_no_file_may_hold_are_left_out() -> None:
    document = put("1/2024/QĐ-UBND", "Về phí", {})
    document.title = "Về\x0b phí\x00"
    [row] = table(opened(spreadsheet.write_workbook(heading_for(), rows(document, snippet="a\x07 &lt;b&gt; &amp;"))))
    assert row[9] == "Về phí"
    assert row[SNIPPET - 1] == "a <b> &"


def test_the_header_stays_in_sight_can_be_filtered_and_is_printed_on_every_page() -> None:
    page = opened(spreadsheet.write_workbook(heading_for(), rows(put("1/2024/QĐ-UBND", "Về phí", {}), 40)))
    row = head_row(page)
    assert page.freeze_panes == f"C{row + 1}"
    assert page.auto_filter.ref == f"A{row}:M{row + 40}"
    assert page.print_title_rows == f"${row}:${row}"
    assert page.page_setup.orientation == "landscape"
    assert page.cell(row + 1, SNIPPET).alignment.wrap_text


def test_a_draft_is_written_for_those_only_who_may_read_it(cast: Cast) -> None:
    give_text(make_draft(cast.department, text=None, title="Dự thảo về phí tham quan"), FEES)
    fee_resolution()
    index_everything()
    for person in cast.everybody().values():
        titles = {row[9] for row in table(download(person, q="phí tham quan", drafts="on"))}
        readable = set(Document.objects.visible_to(person).values_list("title", flat=True))
        assert titles == readable, person


def test_a_right_withdrawn_after_indexing_counts_at_once(cast: Cast) -> None:
    draft = give_text(make_draft(cast.department, text=None, title="Dự thảo về phí tham quan"), FEES)
    index_everything()
    assert len(table(download(cast.drafter, q="phí tham quan", drafts="on"))) == 2
    draft.drafted_by = cast.stranger.unit
    draft.save()
    assert table(download(cast.drafter, q="phí tham quan", drafts="on")) == []


@pytest.mark.parametrize("asked", [{}, {"q": "-phí"}, {"q": "phí " * 900}])
def test_what_cannot_be_asked_leads_back_to_the_search_page_and_says_why(cast: Cast, asked: dict[str, str]) -> None:
    index_everything()
    client = Client()
    client.force_login(cast.reader)
    response = client.get(reverse("search-spreadsheet"), asked, follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("search"))
    assert 'class="alert alert-danger' in response.content.decode()


def test_the_command_writes_the_same_file(cast: Cast, tmp_path: Path) -> None:
    fee_resolution()
    give_text(make_draft(cast.department, text=None, title="Dự thảo về phí tham quan"), FEES)
    index_everything()
    target = tmp_path / "ket-qua.xlsx"
    call_command("search_documents", "phí tham quan", "--on", "2024-06-01", "--xlsx", str(target), "--json")
    page = opened(target.read_bytes())
    assert {row[1] for row in table(page)} == {"15/2021/NQ-HĐND"}
    assert "Hiệu lực tính đến ngày 01/06/2024." in heading(page)
    assert str(table(page)[0][LINK - 1]).startswith("/van-ban/")


def test_the_command_says_where_it_could_not_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fee_resolution()
    index_everything()
    with pytest.raises(SystemExit) as stop:
        call_command("search_documents", "phí", "--xlsx", str(tmp_path / "khong-co" / "a.xlsx"), "--json")
    assert stop.value.code == 2
    assert '"NOT_WRITTEN"' in capsys.readouterr().out
