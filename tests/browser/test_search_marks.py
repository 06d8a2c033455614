"""From a hit to its very place in a real browser: the provision is in sight and the words are marked."""

from __future__ import annotations

import pytest

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


def marked(page) -> list[str]:
    return page.locator(".law mark").all_inner_texts()


def test_a_hit_opens_at_its_place_with_the_words_marked(page):
    page.goto("/tim-kiem/?q=trẻ em miễn phí tham quan")
    page.locator(".search-hit h3 a").first.click()
    page.locator(".law mark").first.wait_for()
    assert page.url.endswith("#dieu-12")
    assert marked(page) == ["Trẻ em", "miễn phí tham quan"]
    page.wait_for_function("document.getElementById('dieu-12').getBoundingClientRect().top < 768")


def test_words_without_accents_mark_every_accent_and_a_lone_one_only_where_it_was_opened(page):
    page.goto("/tim-kiem/?q=muc thu noi dung khac")
    page.locator(".search-hit h3 a", has_text="Điều 12").first.click()
    page.locator(".law mark").first.wait_for()
    inside = page.locator("#dieu-12 mark").all_inner_texts()
    assert inside == ["Mức thu", "thu", "Mức", "khác"]
    assert set(marked(page)) == {*inside, "Nội dung khác"}


def test_facets_narrow_and_leave_out_by_a_click(page):
    page.goto("/tim-kiem/?q=quy định")
    page.get_by_role("button", name="Trừ Số, tên gọi văn bản").click()
    page.get_by_text("Trừ phần của văn bản").wait_for()
    page.get_by_role("link", name="Bỏ điều kiện Trừ phần của văn bản").click()
    page.get_by_role("button", name="Trừ Số, tên gọi văn bản").wait_for()


def test_a_phrase_is_marked_where_it_stands_whole_only(page):
    page.goto('/tim-kiem/?q="phí tham quan thu"')
    page.locator(".search-hit h3 a").first.click()
    page.locator(".law mark").first.wait_for()
    assert marked(page) == ["phí tham quan", "thu"]


def test_a_citation_is_copied_and_keys_go_through_the_results(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/tim-kiem/?q=trẻ em miễn phí tham quan")
    page.locator(".search-hit").first.get_by_role("button", name="Chép trích dẫn").click()
    page.get_by_role("button", name="Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Điều 12 Quyết định số 15/2021/NQ-HĐND")
    assert copied.endswith("quy định mức thu phí tham quan")

    page.locator("body").click(position={"x": 700, "y": 5})
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent").endswith("15/2021/NQ-HĐND")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Điều 12"
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
