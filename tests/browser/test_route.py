"""The whole route in a real browser: a draft in Word goes in, an appraisal report in Word comes out, and on to repeal."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document as WordDocument
from playwright.sync_api import expect

from legaldocs.models import Document
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import EffectStatus
from search import indexing
from workflow.demo import province
from workflow.models import Appraisal, Review, SelfCheck

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hong_lam(live_server) -> None:
    province.load()
    indexing.rebuild(progress=False)


def people(sign_in, username: str):
    return sign_in(username, province.PASSWORD)


def press(page, words: str) -> None:
    """Click the button or link of the page that says just this."""
    exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
    page.locator("main :is(button, a)").filter(has_text=exactly).first.click()


def send(page) -> None:
    """Send the form of an action and arrive where it leads; a form that is refused stays where it is."""
    page.click("form.action-form button[type=submit]")
    page.wait_for_url(lambda url: "/viec/" not in url)


def iso(day: date) -> str:
    return day.isoformat()


def draft_file(tmp_path: Path) -> Path:
    path = tmp_path / "du-thao.docx"
    path.write_bytes(province.draft_in_word(province.FOLDER / "du-thao-via-he.txt"))
    return path


def test_a_draft_goes_all_the_way(sign_in, hong_lam, tmp_path):
    drafter, head = people(sign_in, "soanthao"), people(sign_in, "lanhdao")
    specialist, approver = people(sign_in, "chuyenvien"), people(sign_in, "trinhky")
    reviewer = people(sign_in, "rasoat")

    # The drafting department sends a Word file and asks for appraisal.
    draft_pk = send_draft(drafter, draft_file(tmp_path))
    appraisal = Appraisal.objects.get(document_id=draft_pk)
    desk = f"/tham-dinh/{appraisal.pk}/"

    # The head hands it out.
    head.goto(desk)
    press(head, "Phân công chuyên viên")
    head.select_option("select[name=specialist]", label="Nguyễn Thu Hà (Phòng Xây dựng pháp luật)")
    send(head)

    # The specialist compares, decides, remarks, assesses and concludes.
    specialist.goto(desk)
    press(specialist, "Đối chiếu với văn bản đang có hiệu lực")
    width = specialist.locator(".finding-CONFLICT", has_text="10 ngày làm việc").first
    expect(width).to_contain_text("05 ngày làm việc")
    expect(width).to_contain_text("18/2020/QĐ-UBND")
    expect(width).to_contain_text("Còn hiệu lực")
    assert width.locator("mark").count() >= 2
    decide_all(specialist)
    add_remark(specialist, desk)
    assess_all(specialist, desk)
    conclude(specialist, desk)

    # The specialist has no way to approve; the head gives it back once, then approves.
    expect(specialist.locator("main :is(button, a)", has_text="Duyệt báo cáo")).to_have_count(0)
    head.goto(desk)
    press(head, "Trả lại chuyên viên")
    head.fill("textarea[name=reason]", "Đề nghị nêu rõ hơn về mức phí.")
    send(head)
    conclude(specialist, desk)
    head.goto(desk)
    press(head, "Duyệt báo cáo")
    head.fill("input[name=report_number]", "325/BC-STP")
    send(head)

    # The report comes out as a Word file that holds the confirmed finding with both quotes.
    with head.expect_download() as download:
        press(head, "Tải báo cáo (Word)")
    report = WordDocument(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = "\n".join(cell.text for table in report.tables for row in table.rows for cell in row.cells)
    body = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in cells and "325/BC-STP" in cells
    assert "10 ngày làm việc" in cells and "05 ngày làm việc" in cells
    assert "đủ điều kiện" in body

    # Promulgated, self-checked, reviewed.
    promulgate(approver, draft_pk, "75/2026/QĐ-UBND")
    document = Document.objects.get(pk=draft_pk)
    assert document.stage == "PROMULGATED" and document.number == "75/2026/QĐ-UBND"
    self_check(reviewer, SelfCheck.objects.get(document=document))
    review(reviewer, document)

    # A later decision repeals it: an added relation, then the derived status and the history.
    repeal(reviewer, document)
    document.refresh_from_db()
    assert document.effect_status(date(2027, 6, 1)) == EffectStatus.EXPIRED
    reviewer.goto(f"/van-ban/{draft_pk}/lich-su/")
    history = reviewer.locator("main").inner_text()
    for words in ("Ban hành", "Gửi thẩm định", "Phân công", "Đề nghị nêu rõ hơn về mức phí.", "Lê Minh Đức"):
        assert words in history


def send_draft(page, path: Path) -> int:
    page.goto("/du-thao/moi/")
    page.set_input_files("input[type=file]", str(path))
    press(page, "Tải lên và đọc")
    page.wait_for_url(re.compile(r"/du-thao/moi/\d+/$"))
    expect(page.locator("main")).to_contain_text("Điều 3")
    expect(page.locator("textarea[name=title]")).to_have_value(re.compile("vỉa hè"))
    page.fill("input[name=expected_on]", iso(today() + timedelta(days=40)))
    press(page, "Lưu dự thảo")
    page.wait_for_url(re.compile(r"/van-ban/\d+/"))
    draft_pk = int(re.search(r"/van-ban/(\d+)/", page.url)[1])
    press(page, "Gửi thẩm định")
    page.select_option("select[name=legal_ground]", index=1)
    page.fill("input[name=request_number]", "1300/SXD-QLĐT")
    send(page)
    return draft_pk


def decide_all(page) -> None:
    """Confirm every conflict, dismiss the rest, each with a reason; a decision without one is refused in place."""
    first = page.locator("article.finding-CONFLICT").first
    first.locator("textarea").evaluate("box => box.required = false")
    first.locator("button", has_text="Xác nhận").click()
    expect(first.locator(".card-error")).to_contain_text("Hãy ghi lý do")
    undecided = page.locator("article.finding-is-OPEN:not(.finding-RELATED)")
    while undecided.count():
        # By its own id: which card is the first one changes with every decision.
        card = page.locator(f"#{undecided.first.get_attribute('id')}")
        is_conflict = "finding-CONFLICT" in card.get_attribute("class")
        card.locator("textarea").fill(
            "Khác với quy định đang có hiệu lực." if is_conflict else "Quy định chung, không ảnh hưởng."
        )
        card.locator("button", has_text="Xác nhận" if is_conflict else "Bỏ qua").click()
        expect(card).to_have_class(re.compile("finding-is-" + ("CONFIRMED" if is_conflict else "DISMISSED")))
    expect(page.locator("#dem-phat-hien")).not_to_contain_text("chờ xem xét")


def add_remark(page, desk: str) -> None:
    page.goto(f"{desk}?tab=remarks&path=dieu-5")
    page.fill("textarea[name=text]", "Mức thu phí thuộc thẩm quyền của Hội đồng nhân dân tỉnh.")
    page.fill("textarea[name=proposal]", "Bỏ Điều 5.")
    press(page, "Thêm ý kiến")
    expect(page.get_by_text("Đề nghị: Bỏ Điều 5.")).to_be_visible()


def assess_all(page, desk: str) -> None:
    page.goto(f"{desk}?tab=criteria")
    for index in range(page.locator("section.criterion").count()):
        section = page.locator("section.criterion").nth(index)
        section.locator("input[value=MEETS]").check()
        section.locator("textarea").fill("Đã xem xét, cơ bản phù hợp.")
        section.locator("button[type=submit]").click()
        expect(section.locator(".state-done")).to_have_count(1)


def conclude(page, desk: str) -> None:
    page.goto(desk)
    press(page, "Kết luận thẩm định")
    page.check("input[value=ELIGIBLE]")
    page.check("input[name=needs_corrections]")
    page.fill("textarea[name=reason]", "Đề nghị chỉnh lý Điều 3, Điều 4 và bỏ Điều 5.")
    send(page)
    expect(page.locator("main")).to_contain_text("Chờ duyệt báo cáo")


def promulgate(page, pk: int, number: str) -> None:
    page.goto(f"/van-ban/{pk}/")
    press(page, "Ban hành")
    page.fill("input[name=number]", number)
    page.fill("input[name=issued_on]", iso(today()))
    page.fill("input[name=effective_on]", iso(today() + timedelta(days=15)))
    page.fill("input[name=signer]", "Lê Quang Minh")
    send(page)


def self_check(page, check: SelfCheck) -> None:
    page.goto(f"/tu-kiem-tra/{check.pk}/")
    press(page, "Nhận tự kiểm tra")
    press(page, "Kết luận tự kiểm tra")
    page.check("input[value=True]")
    send(page)
    expect(page.locator("dd", has_text="Không phát hiện nội dung trái pháp luật")).to_be_visible()


def review(page, document: Document) -> None:
    page.goto(f"/van-ban/{document.pk}/")
    press(page, "Mở rà soát")
    page.fill("textarea[name=trigger_note]", "Rà soát theo chuyên đề giao thông.")
    send(page)
    press(page, "Nhận rà soát")
    press(page, "Kết luận rà soát")
    page.check("input[value=REPEAL]")
    page.fill("textarea[name=reason]", "Đối tượng điều chỉnh không còn.")
    send(page)
    expect(page.locator("dd", has_text="Bãi bỏ toàn bộ")).to_be_visible()
    assert Review.objects.get(document=document, outcome="REPEAL").closed_on


def repeal(page, document: Document) -> None:
    later = Document.objects.get(number="60/2025/QĐ-UBND")
    page.goto(f"/van-ban/{later.pk}/")
    press(page, "Thêm quan hệ văn bản")
    page.select_option("select[name=kind]", "REPEALS")
    page.fill("input[name=target_number]", document.number)
    page.fill("input[name=effective_on]", "2027-05-01")
    page.fill("textarea[name=evidence]", "Bãi bỏ toàn bộ Quyết định số 75/2026/QĐ-UBND.")
    page.fill("textarea[name=reason]", "Nhập theo văn bản giấy.")
    send(page)


def test_search_and_dashboard(sign_in, hong_lam):
    page = people(sign_in, "xem")
    page.fill("#top-search", "15/2021/NQ-HĐND")
    page.press("#top-search", "Enter")
    page.wait_for_url("**/tim-kiem/?q=15*")
    expect(page.locator("article.hit-document").first).to_contain_text("15/2021/NQ-HĐND")
    page.fill("#top-search", "thoi han giai quyet via he")
    page.press("#top-search", "Enter")
    page.wait_for_url("**/tim-kiem/?q=thoi*")
    assert page.locator("main mark").count() > 2
    page.goto("/")
    expect(page.locator("main")).to_contain_text("2019-2023")
    expect(page.locator("main")).to_contain_text("2024-2028")
