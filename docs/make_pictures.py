"""Make docs/pictures/*.png anew from the demo province: `.venv/bin/python docs/make_pictures.py`.

Starts a server of its own on a free loopback port with a temporary DATA_DIR, so that nobody's data is touched or shown.
Needs the test requirements and Chromium (CHROMIUM names it when it is not on the path); the picture of the Word report also
needs LibreOffice and pdftoppm, and is left as it is without them.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import FLAGS, chromium_path  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DRAFT = "du-thao-via-he.txt"
SIZE = ViewportSize(width=1366, height=768)
#: Word report: dots per inch at which its first page is about as wide as a page of the guide.
REPORT_DPI = "76"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    chromium = chromium_path() or sys.exit("Không tìm thấy Chromium; đặt biến CHROMIUM là đường dẫn của nó.")
    with tempfile.TemporaryDirectory() as folder, demo_server(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        take_pictures(browser, address, Path(folder))
        browser.close()
    shrink()


@contextmanager
def demo_server(data: Path) -> Iterator[str]:
    """The address of a server on the demo province, for as long as the block runs."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "legaldocs.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'pictures.sqlite3'}",
        "OFFICE_PROVINCE": "",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo")
    call_command("rebuild_index", if_needed=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    gunicorn = [sys.executable, "-m", "gunicorn", "legaldocs.wsgi:application", "--bind", address, "--threads", "4"]
    server = subprocess.Popen([*gunicorn, "--log-level", "warning"], cwd=ROOT)
    try:
        wait_for(f"http://{address}/dang-nhap/")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")


def take_pictures(browser: Browser, address: str, folder: Path) -> None:
    specialist = sign_in(browser, address, "chuyenvien")
    desk(specialist)
    search(specialist)
    document(specialist)
    report(specialist, folder)
    head = sign_in(browser, address, "lanhdao")
    shoot(head, "dashboard")
    history(head)
    draft(sign_in(browser, address, "soanthao"), folder)


def sign_in(browser: Browser, address: str, username: str) -> Page:
    from workflow.demo.province import PASSWORD

    page = browser.new_context(base_url=address, viewport=SIZE, locale="vi-VN", accept_downloads=True).new_page()
    page.goto("/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    return page


def shoot(page: Page, name: str) -> None:
    page.evaluate("document.activeElement?.blur()")
    page.screenshot(path=PICTURES / f"{name}.png")


def scroll_to(page: Page, selector: str) -> None:
    """`selector` just below the bar at the top of every page."""
    page.locator(selector).first.evaluate("row => window.scrollBy(0, row.getBoundingClientRect().top - 70)")


def desk(page: Page) -> None:
    """A conflict with both quotes in sight; the days of the draft's article 4 differ from those in force."""
    page.goto("/tham-dinh/1/")
    scroll_to(page, ".desk-row:has(.finding-CONFLICT):has-text('10 ngày làm việc')")
    shoot(page, "desk")


def search(page: Page) -> None:
    page.goto("/tim-kiem/?q=thời+hạn+giải+quyết+vỉa+hè")
    shoot(page, "search")


def document(page: Page) -> None:
    """A document that a later one has replaced: its effect and the reason why."""
    page.goto("/tim-kiem/?q=05/2019/QĐ-UBND")
    page.click("main article h2 a")
    page.wait_for_url("**/van-ban/**")
    page.click(".tabs >> text=Quan hệ")
    page.wait_for_url("**tab=relations**")
    shoot(page, "document")


def shrink() -> None:
    """Every picture with its rows unfiltered: the flat colours of an interface compress a fifth better that way."""
    for path in PICTURES.glob("*.png"):
        png = path.read_bytes()
        size = struct.unpack(">II", png[16:24])
        samples = {0: 1, 2: 3, 6: 4}[png[25]]  # bytes a pixel; both makers write 8 bits a sample, in one piece
        rows = unfiltered(zlib.decompress(b"".join(data_of(png))), size[0] * samples, samples)
        chunks = ((b"IHDR", png[16:29]), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
        path.write_bytes(png[:8] + b"".join(map(chunk, chunks)))


def chunk(named: tuple[bytes, bytes]) -> bytes:
    name, data = named
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def data_of(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def unfiltered(raw: bytes, width: int, samples: int) -> bytes:
    """The rows of a PNG with every filter taken back (PNG specification, section 9)."""
    above, rows = bytes(width), []
    for start in range(0, len(raw), width + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + width])
        for at in range(width if kind else 0):
            left, corner = (row[at - samples], above[at - samples]) if at >= samples else (0, 0)
            row[at] = (row[at] + predicted(kind, left, above[at], corner)) & 255
        above = bytes(row)
        rows.append(b"\0" + above)
    return b"".join(rows)


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        return min((left, up, corner), key=lambda near: abs(left + up - corner - near))
    return (0, left, up, (left + up) // 2)[kind]


def report(page: Page, folder: Path) -> None:
    """The first page of the Word report, through LibreOffice, where both are there."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        print("Không có soffice hoặc pdftoppm: giữ nguyên report.png", file=sys.stderr)
        return
    decide_first_conflict(page)
    with page.expect_download() as download:
        page.click("text=báo cáo (Word)")
    word = folder / "report.docx"
    download.value.save_as(word)
    profile = f"-env:UserInstallation=file://{folder / 'office'}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    render = ["pdftoppm", "-png", "-gray", "-r", REPORT_DPI, "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*render, str(word.with_suffix(".pdf")), str(PICTURES / "report")], check=True)


def decide_first_conflict(page: Page) -> None:
    page.goto("/tham-dinh/1/")
    card = page.locator("article.finding-CONFLICT.finding-is-OPEN").first
    card.locator("textarea").fill("Hẹp hơn bề rộng mà quy định đang có hiệu lực dành cho người đi bộ.")
    card.locator("button", has_text="Xác nhận").click()
    page.wait_for_selector("article.finding-is-CONFIRMED")


def history(page: Page) -> None:
    page.goto("/tham-dinh/1/")
    page.click("text=Xem dự thảo")
    page.click("text=Lịch sử thay đổi")
    page.wait_for_url("**/lich-su/**")
    shoot(page, "history")


def draft(page: Page, folder: Path) -> None:
    """What was read from a Word file, before it is saved."""
    from workflow.demo.province import FOLDER, draft_in_word

    file = folder / "du-thao-via-he.docx"
    file.write_bytes(draft_in_word(FOLDER / DRAFT))
    page.goto("/du-thao/moi/")
    page.set_input_files("input[type=file]", str(file))
    page.click("text=Tải lên và đọc")
    page.wait_for_url("**/du-thao/moi/*/**")
    shoot(page, "draft")


if __name__ == "__main__":
    main()
