"""From a hit to its very place in a real browser: the provision is in sight and the words are marked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.cast import make_cast
from tests.search.corpus import index_everything, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def page(sign_in):
    cast = make_cast()
    cast.reader.set_password(PASSWORD)
    cast.reader.save()
    long = {f"dieu-{number}": ("Quy định chung", "Nội dung khác. " * 60) for number in range(1, 12)}
    put(
        "15/2021/NQ-HĐND",
        "Quy định mức thu phí tham quan",
        long | {"dieu-12": ("Mức thu", "Trẻ em được miễn phí tham quan; thu của người lớn. Mức đóng khác.")},
    )
    index_everything()
    return sign_in(cast.reader.username, PASSWORD)


def test_a_hit_opens_at_its_place_with_the_words_marked(page):
    page.goto("/tim-kiem/?q=trẻ em miễn phí tham quan")
    page.locator(".search-hit h3 a").first.click()
    expect(page).to_have_url(re.compile("#dieu-12$"))
    expect(page.locator(".law mark")).to_have_text(["Trẻ em", "miễn phí tham quan"])
    expect(page.locator("#dieu-12")).to_be_in_viewport()


def test_words_without_accents_mark_every_accent_and_a_lone_one_only_where_it_was_opened(page):
    page.goto("/tim-kiem/?q=muc thu noi dung khac")
    page.locator(".search-hit h3 a", has_text="Điều 12").first.click()
    inside = ["Mức thu", "thu", "Mức", "khác"]
    expect(page.locator("#dieu-12 mark")).to_have_text(inside)
    assert set(page.locator(".law mark").all_inner_texts()) == {*inside, "Nội dung khác"}


def test_facets_narrow_and_leave_out_by_a_click(page):
    page.goto("/tim-kiem/?q=quy định")
    page.get_by_role("button", name="Trừ Số, tên gọi văn bản").click()
    page.get_by_text("Trừ phần của văn bản").wait_for()
    page.get_by_role("link", name="Bỏ điều kiện Trừ phần của văn bản").click()
    page.get_by_role("button", name="Trừ Số, tên gọi văn bản").wait_for()


def test_a_phrase_is_marked_where_it_stands_whole_only(page):
    page.goto('/tim-kiem/?q="phí tham quan thu"')
    page.locator(".search-hit h3 a").first.click()
    expect(page.locator(".law mark")).to_have_text(["phí tham quan", "thu"])


def test_a_citation_is_copied_and_keys_go_through_the_results(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto("/tim-kiem/?q=trẻ em miễn phí tham quan")
    page.clock.pause_at(
        datetime.now(tz=UTC) + timedelta(days=1)
    )  # or the button has its old words again before one looks
    page.locator(".search-hit").first.get_by_role("button", name="Chép trích dẫn").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    page.clock.resume()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Điều 12 Quyết định số 15/2021/NQ-HĐND")
    assert copied.endswith("quy định mức thu phí tham quan")

    page.locator("body").click(position={"x": 700, "y": 5})
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text(re.compile("15/2021/NQ-HĐND$"))
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Điều 12")
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/**#dieu-12")


def test_a_question_too_long_for_an_address_is_stopped_with_the_reason(page):
    page.goto("/tim-kiem/")
    page.locator("#id_q").fill("phí " * 2_500)
    page.locator(".search-form button[type=submit]").first.click()
    assert "nhiều nhất là 2.000" in page.evaluate("document.getElementById('id_q').validationMessage")
    assert page.url.endswith("/tim-kiem/")
    page.locator("#id_q").fill("phí tham quan")
    page.locator(".search-form button[type=submit]").first.click()
    page.locator(".search-hit").first.wait_for()
