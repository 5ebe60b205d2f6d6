"""Ground of the stories: a live server on a database of its own, and a real Chromium.

A story asks for `world` (or makes its own data), `live_server` and `page`. It fails by itself when
the page logs an error, breaks the content security policy or asks a foreign server for anything.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

# Playwright's own loop runs in this thread; the ORM would refuse to work beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = os.environ.get("THIDUA_CHROMIUM") or next(
        (path for name in NAMES if (path := shutil.which(name))), None
    )
    if found:
        return found
    reason = "no Chromium on this machine; run: sudo apt-get install chromium"
    if os.environ.get("THIDUA_ALLOW_SKIP", "1") == "0":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright, chromium_path: str) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
    yield browser
    browser.close()


class Watch:
    """What went wrong in the browser while a story ran."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.expected: set[int] = set()

    def expect_status(self, *codes: int) -> None:
        """The story provokes these refusals on purpose; their console lines are no fault."""
        self.expected.update(codes)

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, kind: str, text: str) -> None:
        wanted = any(f"status of {code}" in text for code in self.expected)
        if kind == "error" and not wanted:
            self.faults.append(f"console: {text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname not in {"localhost", "127.0.0.1"}:
            self.faults.append(f"asks a foreign server: {url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.faults == []


@pytest.fixture
def new_page(browser: Browser, watch: Watch, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Makes a page in a browser session of its own: one call per person of the story."""
    contexts: list[BrowserContext] = []

    def make(*, viewport: dict[str, int] = WIDE, **more: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            **more,
        )
        context.set_default_timeout(45_000)  # a busy machine is no fault of the page
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    expect.set_options(timeout=45_000)
    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """Signs a user in through the form, as a person would."""

    def sign_in(page: Page, username: str, password: str = "mat-khau-thu-nghiem") -> None:
        page.goto("/dang-nhap/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        expect(page).not_to_have_url(re.compile("/dang-nhap/"))

    return sign_in
