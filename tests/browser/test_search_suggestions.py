"""The top search box in a real browser: it offers what begins as what is typed."""

from __future__ import annotations

import pytest

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
    offered = page.locator("#top-search-suggestions option")
    page.locator("#top-search").press_sequentially("muc thu ph")
    offered.first.wait_for(state="attached")
    assert offered.first.get_attribute("value").endswith("15/2021/NQ-HĐND: Quy định mức thu phí tham quan")

    page.locator("#top-search").press_sequentially("xyz")
    offered.first.wait_for(state="detached")
    assert offered.count() == 0
