"""A search kept, something new in it, and the result taken as a file: as a person does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from legaldocs.models import Role
from search import saved_searches
from tests.factories import make_unit, make_user
from tests.search.corpus import fee_resolution, index_everything, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mot-mat-khau-dai"


def test_a_search_is_kept_tells_what_is_new_and_gives_a_file(sign_in, tmp_path: Path) -> None:
    person = make_user("doc", Role.READER, unit=make_unit("Sở Tài chính"))
    person.set_password(PASSWORD)
    person.save()
    fee_resolution()
    index_everything()
    page = sign_in("doc", PASSWORD)

    page.fill("#top-search", "phí tham quan")
    page.press("#top-search", "Enter")
    page.click("text=Lưu tìm kiếm")
    page.fill("input[name=name]", "Phí tham quan")
    page.check("text=Sở Tài chính, mọi phòng")
    page.click("main form button[type=submit]")
    expect(page.get_by_text("Không có văn bản mới")).to_be_visible()
    expect(page.locator(".badge-new")).to_have_count(0)

    put("20/2024/QĐ-UBND", "Về phí tham quan bảo tàng", {"dieu-1": ("", "Mức thu phí tham quan.")})
    index_everything()
    list(saved_searches.check())
    page.goto("/")
    expect(page.locator(".badge-new")).to_have_text(re.compile("^1"))
    page.click("main >> text=Phí tham quan")
    page.wait_for_url("**/da-luu/*/")
    expect(page.locator("main").get_by_text("1 văn bản mới").first).to_be_visible()
    with page.expect_download() as download:
        page.click("text=Tải Excel")
    target = tmp_path / "ket-qua.xlsx"
    download.value.save_as(target)
    numbers = {row[1] for row in load_workbook(target).worksheets[0].iter_rows(min_col=1, max_col=2, values_only=True)}
    assert {"15/2021/NQ-HĐND", "20/2024/QĐ-UBND"} <= numbers
    page.click("text=Đã xem")
    expect(page.get_by_text("Không có văn bản mới")).to_be_visible()
    expect(page.locator(".badge-new")).to_have_count(0)
