"""The API's description and the page of tokens, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

FORM = Path(__file__).parents[2] / "examples" / "form-scan.png"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("at", ["/api/docs", "/account/tokens"])
def test_pages_are_accessible_and_no_wider_than_the_window(
    page: Page, axe: Callable[[Page], None], at: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(at)
    for details in page.locator(".api details").all():
        details.evaluate("element => (element.open = true)")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_picture_is_tried_on_the_page(page: Page) -> None:
    page.goto("/api/docs")
    page.get_by_label("A picture").set_input_files(FORM)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Read: 1840 27")).to_be_visible()
    expect(page.get_by_label("The answer")).to_contain_text('"box": [52, 46, 183, 74]')
    page.get_by_label("A picture").set_input_files(Path(__file__))
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("415: This is no picture that Tenfold reads.")).to_be_visible()


def test_a_token_is_made_copied_and_revoked(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/account/tokens")
    page.get_by_label("Name").fill("scanner")
    page.get_by_role("button", name="Make a token").click()
    token = page.get_by_label("The token").input_value()
    page.get_by_role("button", name="Copy").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 50)")
    assert page.evaluate("navigator.clipboard.readText()") == token
    page.get_by_role("button", name="Revoke scanner").click()
    expect(page.get_by_text("scanner is revoked.")).to_be_visible()
    assert page.get_by_role("button", name="Revoke scanner").count() == 0
