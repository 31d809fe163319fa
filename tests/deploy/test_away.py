"""Tenfold is stopped behind nginx: what people and programs see, and that it comes back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.support.nginx import DEPLOY
from tests.support.site import NAME, Site, Visitor

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def away(site: Site) -> Iterator[None]:
    """Stop Tenfold for the time of a test."""
    site.app.stop()
    yield
    site.app.start()


def test_a_program_is_told_in_json_when_to_come_back(away: None, visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/readings", X_Request_ID="while-away")
    assert answer.status == 502
    assert json.loads(answer.text)["error"]["code"] == "away"
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["X-Request-ID"] == "while-away"


def test_people_see_a_page(away: None, site: Site) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}")
    # Another test's Chromium may be open in this thread, and playwright has one a thread.
    with ThreadPoolExecutor(1) as elsewhere:
        heading, violations, refused = elsewhere.submit(_seen, site).result()
    assert heading == "Tenfold is away for a moment."
    assert violations == 0
    assert refused == []


def _seen(site: Site) -> tuple[str, int, list[str]]:
    """What a person sees of the site: the heading, what axe finds, what the CSP refuses."""
    with sync_playwright() as playwright:
        rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", rules]
        )
        page = browser.new_page(ignore_https_errors=True)
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else 0)
        page.goto(f"https://{NAME}:{site.nginx.https}/history")
        heading = page.get_by_role("heading").inner_text()
        violations = Axe().run(page).violations_count
        browser.close()
    return heading, violations, refused


def test_it_comes_back_with_all_sessions(site: Site, owner: Visitor) -> None:
    site.app.stop()
    assert owner.get("/").status == 502
    site.app.start()
    assert owner.get("/").status == 200


def test_the_pages_style_is_the_one_that_its_policy_lets_in() -> None:
    page = (DEPLOY / "errors" / "error.html").read_text("utf-8")
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in (DEPLOY / "nginx.conf").read_text("utf-8")
