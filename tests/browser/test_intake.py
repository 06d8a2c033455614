"""A dossier of several files, old letters and a scan, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from legaldocs.importers.scans import recognise_some
from legaldocs.models import Document, DocumentFile
from legaldocs.parsing import ocr
from tests.builders import docx, paragraph
from tests.cast import make_cast
from tests.factories import make_body
from tests.legaldocs.test_dossier import DRAFT
from tests.legaldocs.test_legacy_letters import TEXT, in_font, typed_in
from tests.scans import scanned_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-mat-khau-dai"
#: Four pages take ten seconds of a quiet machine; a busy one may take its time.
LONGEST_RECOGNITION = 600


def files_of(**content: bytes) -> list[dict[str, object]]:
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": body} for name, body in content.items()]


@pytest.fixture
def page(sign_in):
    make_body()
    cast = make_cast()
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    return sign_in(cast.drafter.username, PASSWORD)


def test_a_dossier_with_old_letters_is_sent_checked_and_saved(page, tmp_path):
    old = docx(*[paragraph(in_font(typed_in(TEXT, "tcvn3"), ".VnTime"))] * 4)
    page.goto("/du-thao/moi/")
    sent = files_of(
        **{"Du thao.txt": DRAFT.encode(), "Phu luc 1.docx": old, "To trinh.txt": "TỜ TRÌNH\nNội dung".encode()}
    )
    page.set_input_files("input[type=file]", sent)
    expect(page.locator("[data-file-chosen]")).to_contain_text("Đã chọn 3 tệp")
    page.click("text=Tải lên và đọc")
    page.wait_for_url(re.compile(r"/du-thao/moi/\d+/$"))
    expect(page.locator(".sent-files")).to_be_visible()
    page.screenshot(path=tmp_path / "ho-so.png", full_page=True)
    save = page.get_by_role("button", name="Lưu dự thảo")
    expect(save).to_be_disabled()
    page.click("button:has-text('Xác nhận cách đọc')")
    expect(page.get_by_text("Đổi cách đọc")).to_be_visible()
    expect(save).to_be_enabled()
    page.fill("[name=title]", "Quy định mức hỗ trợ")
    page.select_option("[name=document_type]", "DECISION")
    page.select_option("[name=issued_by]", index=1)
    save.click()
    page.wait_for_url("**/van-ban/*/")
    assert Document.objects.get().current_version.provisions.filter(path="phu-luc-1").exists()
    page.goto(page.url + "?tab=files")
    page.screenshot(path=tmp_path / "tep.png", full_page=True)
    expect(page.get_by_text("Tờ trình").first).to_be_visible()


@pytest.mark.skipif(not ocr.is_available(), reason="không có Tesseract với dữ liệu tiếng Việt trên máy này")
def test_a_scan_is_waited_for_and_read_beside_its_picture(page, tmp_path):
    page.goto("/du-thao/moi/")
    lines = ["QUYẾT ĐỊNH", "Điều 1. Phạm vi điều chỉnh", "Quyết định này quy định mức hỗ trợ trên địa bàn tỉnh."]
    page.set_input_files("input[type=file]", files_of(**{"quet.pdf": scanned_pdf([lines] * 4)}))
    page.click("text=Tải lên và đọc")
    expect(page.locator("#tien-do")).to_contain_text("0/4 trang quét")
    page.screenshot(path=tmp_path / "cho.png")
    assert recognise_some(DocumentFile.objects.get(), seconds=LONGEST_RECOGNITION)
    # The waiting page gives way to the full one by itself.
    expect(page.get_by_text("Thông tin của dự thảo")).to_be_visible()
    page.click("text=đối chiếu với ảnh từng trang")
    page.wait_for_url(re.compile(r"/tep/\d+/xem/$"))
    expect(page.locator(".page-picture img")).to_have_js_property("complete", True)
    assert page.locator(".page-picture img").evaluate("picture => picture.naturalWidth") > 500
    expect(page.locator(".page-text")).to_contain_text("Phạm vi điều chỉnh")
    page.screenshot(path=tmp_path / "trang.png")
    page.click("text=Trang sau")
    page.wait_for_url("**trang=2")
