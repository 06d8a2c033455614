"""The repair screen in a real browser: by keys alone, with undo, and saved."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from legaldocs.importers.upload import add_version, read_staged, stage
from legaldocs.models import Document
from tests.cast import make_cast
from tests.factories import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-mat-khau-dai"
TEXT = (
    "Điều 1. Phạm vi\nQuyết định này quy định mức hỗ trợ.\nĐiều 2. Mức hỗ trợ\n1. Mức hỗ trợ là 500.000 đồng.\n"
    "Thời gian hỗ trợ là 12 tháng. Kinh phí do ngân sách tỉnh bảo đảm.\n"
)


@pytest.fixture
def draft(live_server) -> Document:
    cast = make_cast()
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    draft = make_draft(cast.department, text=None)
    file = stage(SimpleUploadedFile("du-thao.txt", TEXT.encode()), cast.drafter)
    add_version(draft, file, read_staged(file), cast.drafter)
    return draft


@pytest.fixture
def page(sign_in, draft: Document):
    page = sign_in("soan_thao", PASSWORD)
    page.goto(f"/van-ban/{draft.pk}/")
    page.click("text=Sửa cấu trúc")
    page.wait_for_url("**/sua-cau-truc/")  # with its script: until then keys do nothing
    return page


def test_keys_faster_than_the_answers_are_taken_one_after_the_other(page):
    page.focus("#dong-4")
    page.keyboard.press("Space")
    for key in ("4", "ArrowUp", "5"):
        page.keyboard.press(key)
    done = page.locator(".repair-save summary")
    expect(done).to_contain_text("2 chỉnh sửa")
    expect(page.locator("#dong-3")).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(done).to_contain_text("0 chỉnh sửa")


def test_a_repair_by_keys_with_undo(page, draft):
    tree = page.locator("#cay li")
    count = tree.count()

    # Arrow keys go from line to line; a digit says what the line is.
    page.focus("#dong-0")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#dong-4")).to_be_checked()
    page.keyboard.press("4")
    expect(tree).to_have_count(count + 1)
    expect(page.locator("#cay a", has_text="Khoản 2")).to_have_count(1)
    expect(page.locator("#dong-4")).to_be_focused()

    # Undone and done again.
    page.keyboard.press("Control+z")
    expect(tree).to_have_count(count)
    page.keyboard.press("Control+y")
    expect(tree).to_have_count(count + 1)

    # Selecting words with the mouse fills in where to split; Enter does it.
    page.evaluate(
        """() => {
          const text = document.querySelector("#dong-4").parentElement.querySelector(".repair-text").firstChild;
          const at = text.data.indexOf("Kinh phí");
          document.getSelection().setBaseAndExtent(text, at, text, at + 8);
          document.querySelector("#cac-dong").dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
        }"""
    )
    expect(page.locator("#words")).to_have_value("Kinh phí do ngân sách tỉnh bảo đảm.")
    page.press("#words", "Enter")
    expect(page.locator("#dong-5")).to_be_checked()
    expect(page.locator("#dong-5")).to_be_focused()
    page.keyboard.press("4")
    expect(tree).to_have_count(count + 2)

    # Everything is in view at once on an office screen.
    for selector in (".repair-tools", ".repair-panes", "[data-save]"):
        box = page.locator(selector).bounding_box()
        assert box and box["y"] + box["height"] <= 768, selector

    page.fill("#reason", "Máy đọc sót số của hai khoản")
    page.click("[data-save]")
    page.wait_for_url(f"**/van-ban/{draft.pk}/")
    version = Document.objects.get(pk=draft.pk).current_version
    assert version.ordinal == 2
    assert version.provisions.filter(path__in=["dieu-2/khoan-2", "dieu-2/khoan-3"]).count() == 2
