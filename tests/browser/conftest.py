"""A real Chromium over the whole site; skipped, saying so, where none is found."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="không có gói playwright")

#: A busy machine is slow, not wrong: nothing waits that long where all is well.
PATIENCE = 30_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    path = chromium_path()
    if path is None:
        pytest.skip("không tìm thấy Chromium trên máy này")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright_api.expect.set_options(timeout=PATIENCE)
    with playwright_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=4 * PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def sign_in(browser, live_server, tmp_path) -> Iterator[Callable[[str, str], object]]:
    """`sign_in(username, password)` gives a page of that person's own, 1366x768; script errors fail the test."""
    contexts, errors = [], []

    def _sign_in(username: str, password: str):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: request.url.startswith(live_server.url) or errors.append(request.url))
        page.goto("/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "dang-nhap" not in url)
        return page

    yield _sign_in
    for number, context in enumerate(contexts):
        # What each person saw last, beside the test's other files: the first thing to look at when it fails.
        for page in context.pages:
            with contextlib.suppress(playwright_api.Error):
                page.screenshot(path=tmp_path / f"person-{number}.png")
        context.close()
    assert not errors, f"script errors or calls that leave the machine: {errors}"
