"""The top search box in a real browser: it offers what begins as what is typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import make_cast
from tests.search.corpus import fee_resolution, index_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-mat-khau-dai"


def test_the_top_box_offers_documents_and_forgets_them(sign_in):
    cast = make_cast()
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    fee_resolution()
    index_everything()

    page = sign_in(cast.drafter.username, PASSWORD)
    box = page.locator("#top-search")
    offered = page.locator(".offers [role=option]")
    box.press_sequentially("muc thu ph")
    expect(offered.first).to_have_text(re.compile("15/2021/NQ-HĐND: Quy định mức thu phí tham quan$"))
    expect(box).to_have_attribute("aria-expanded", "true")

    box.press_sequentially("xyz")
    expect(offered).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_an_offer_is_opened_by_keys_and_left_alone_by_a_plain_enter(sign_in):
    cast = make_cast()
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    document = fee_resolution()
    index_everything()

    page = sign_in(cast.drafter.username, PASSWORD)
    page.goto("/tim-kiem/")
    box = page.get_by_label("Từ cần tìm")
    offered = page.locator(".offers [role=option]")
    box.press_sequentially("15/202")
    expect(offered.first).to_be_visible()

    # Put away while the next ones are being fetched, offers stay away.
    fetches = []
    page.route("**/goi-y/**", lambda route: fetches.append(route))
    with page.expect_request("**/goi-y/**"):
        box.press_sequentially("1")
    box.press("Escape")
    with page.expect_response("**/goi-y/**"):
        fetches.pop().continue_()
    page.wait_for_timeout(100)
    expect(offered).to_have_count(0)
    page.unroute("**/goi-y/**")

    box.press_sequentially("/")
    expect(offered.first).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("^offers-"))
    box.press("Enter")
    page.wait_for_url(f"**/van-ban/{document.pk}/")

    page.fill("#top-search", "15/2021")
    page.press("#top-search", "Enter")
    page.wait_for_url("**/tim-kiem/?q=15%2F2021")
