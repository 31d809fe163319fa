"""A real server and a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.support.serving import Server, serving

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a file, with a home of its own and no accounts."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


# A package's, not the session's: while playwright runs in a thread, Django's database refuses to.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; skips where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser without a past, at the server's address."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page; fails at its end when a script failed or the CSP refused something."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None
    )
    yield page
    assert faults == []


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check of a page's accessibility: WCAG 2.2 AA, and axe's best practices."""

    def check(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
