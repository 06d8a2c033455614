"""The appraisal desk in a real browser: by keyboard, with what comes while one scrolls, and both articles side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from search import indexing
from tests.cast import Cast, make_cast
from tests.factories import make_appraisal, make_document, make_draft, make_finding
from workflow.desk import PER_ARTICLE, PER_PAGE
from workflow.models import Appraisal, AppraisalState, Finding, FindingState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "ban-thu-viec-2026"
CURRENT = "article.finding.is-current"


@pytest.fixture
def cast(live_server) -> Cast:
    people = make_cast()
    people.specialist.set_password(PASSWORD)
    people.specialist.save()
    indexing.rebuild(progress=False)
    return people


@pytest.fixture
def appraisal(cast: Cast) -> Appraisal:
    draft = make_draft(cast.department, text="Mức thu phí là 10 % giá trị hợp đồng.")
    return make_appraisal(draft, AppraisalState.ASSIGNED, assigned_to=cast.specialist)


def fill(appraisal: Appraisal, count: int) -> list[Finding]:
    """Findings with one document, the weightiest first."""
    target = make_document(text="Mức thu phí là 15 % giá trị hợp đồng.")
    return [
        make_finding(
            appraisal, target, target_path=f"dieu-{n + 1}", score=0.9 - n / 1000, draft_quote=f"mức thu {n + 1} %"
        )
        for n in range(count)
    ]


def opened(sign_in, appraisal: Appraisal, query: str = ""):
    page = sign_in("chuyen_vien", PASSWORD)
    page.goto(f"/tham-dinh/{appraisal.pk}/{query}")
    return page


def test_a_specialist_decides_by_keyboard_alone(sign_in, cast, appraisal):
    first, second, third = fill(appraisal, 3)
    page = opened(sign_in, appraisal)
    page.keyboard.press("j")
    expect(page.locator(CURRENT)).to_have_id(f"phat-hien-{first.pk}")
    page.keyboard.press("x")
    page.keyboard.type("Khác mức đang áp dụng")
    page.keyboard.press("Enter")
    expect(page.locator(f"#phat-hien-{first.pk}.finding-is-CONFIRMED")).to_be_visible()
    # The work goes on at the next finding that waits.
    expect(page.locator(CURRENT)).to_have_id(f"phat-hien-{second.pk}")
    page.keyboard.press("j")
    expect(page.locator(CURRENT)).to_have_id(f"phat-hien-{third.pk}")
    page.keyboard.press("b")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator(CURRENT)).to_have_id(f"phat-hien-{second.pk}")
    page.keyboard.press("b")
    page.keyboard.press("Enter")  # without a reason nothing is sent
    assert page.locator(f"#phat-hien-{second.pk}.finding-is-OPEN").count() == 1
    page.keyboard.type("Không ảnh hưởng")
    page.keyboard.press("Enter")
    expect(page.locator(f"#phat-hien-{second.pk}.finding-is-DISMISSED")).to_be_visible()
    states = {each.pk: (each.state, each.decision_reason) for each in Finding.objects.all()}
    assert states == {
        first.pk: (FindingState.CONFIRMED, "Khác mức đang áp dụng"),
        second.pk: (FindingState.DISMISSED, "Không ảnh hưởng"),
        third.pk: (FindingState.OPEN, ""),
    }
    expect(page.locator("#dem-phat-hien")).to_contain_text("còn 1 chờ xem xét")


def test_a_reason_used_before_is_put_in_by_a_click(sign_in, cast, appraisal):
    first, second = fill(appraisal, 2)
    page = opened(sign_in, appraisal)
    page.fill(f"#ly-do-{first.pk}", "Quy định chung")
    page.click(f"#phat-hien-{first.pk} [data-key=b]")
    expect(page.locator(f"#phat-hien-{first.pk}.finding-is-DISMISSED")).to_be_visible()
    page.goto(f"/tham-dinh/{appraisal.pk}/?show=open")
    page.focus(f"#ly-do-{second.pk}")
    page.click(f"#phat-hien-{second.pk} [data-reason] >> text=Quy định chung")
    expect(page.locator(f"#ly-do-{second.pk}")).to_have_value("Quy định chung")
    page.click(f"#phat-hien-{second.pk} [data-key=x]")
    expect(page.locator(f"#phat-hien-{second.pk}.finding-is-CONFIRMED")).to_be_visible()


def test_both_articles_are_seen_side_by_side_without_leaving_the_desk(sign_in, cast, appraisal):
    (finding,) = fill(appraisal, 1)
    page = opened(sign_in, appraisal)
    page.keyboard.press("j")
    page.keyboard.press("o")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("mark")).to_have_text(["10", "15"])
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(CURRENT)).to_have_id(f"phat-hien-{finding.pk}")


def test_the_provision_is_in_sight_though_it_stands_far_down_its_article(sign_in, cast, appraisal):
    (finding,) = fill(appraisal, 1)
    article = finding.version.provisions.get(path="dieu-1")
    article.text = "\n".join(f"Đoạn thứ {number} của điều này." for number in range(60))
    article.save()
    Finding.objects.update(path="dieu-1/khoan-2")
    page = opened(sign_in, appraisal)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("dialog[open] .whole-met").first).to_be_in_viewport()


def test_the_keys_fetch_what_the_page_left_out(sign_in, cast, appraisal):
    found = fill(appraisal, PER_PAGE + 2)
    page = opened(sign_in, appraisal, "?kind=CONFLICT")
    cards = page.locator("article.finding")
    expect(cards).to_have_count(PER_PAGE)
    page.locator(f"#phat-hien-{found[PER_PAGE - 1].pk}").focus()
    page.keyboard.press("j")
    expect(page.locator(CURRENT)).to_have_id(f"phat-hien-{found[PER_PAGE].pk}")
    expect(cards).to_have_count(PER_PAGE + 2)
    # What was fetched can be decided like the rest.
    page.keyboard.press("b")
    page.keyboard.type("Quy định chung")
    page.keyboard.press("Enter")
    expect(page.locator(f"#phat-hien-{found[PER_PAGE].pk}.finding-is-DISMISSED")).to_be_visible()


def test_more_than_a_page_beside_one_article_comes_on_demand(sign_in, cast, appraisal):
    fill(appraisal, PER_ARTICLE + 2)
    page = opened(sign_in, appraisal)
    cards = page.locator("article.finding")
    expect(cards).to_have_count(PER_ARTICLE)
    page.click("text=Hiện thêm 2 phát hiện")
    expect(cards).to_have_count(PER_ARTICLE + 2)


def test_all_findings_with_one_document_are_decided_together(sign_in, cast, appraisal):
    found = fill(appraisal, 3)
    other = make_finding(appraisal)
    page = opened(sign_in, appraisal)
    page.select_option("select[name=target]", str(found[0].target_id))
    page.wait_for_url("**target=*")
    page.fill("#ly-do-chung", "Dự thảo sẽ bãi bỏ văn bản này")
    page.click("text=Bỏ qua cả 3")
    expect(page.get_by_text("đã xong")).to_be_visible()
    assert set(Finding.objects.filter(state=FindingState.DISMISSED)) == set(found)
    assert Finding.objects.get(pk=other.pk).state == FindingState.OPEN
