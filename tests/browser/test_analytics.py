"""Analytics in a real Chromium: charts with their tables, and the matrix by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.invented import invent
from tests.support.serving import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose owner has some readings."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        invent(running, 400)
        yield running


@pytest.fixture
def analytics(page: Page) -> Page:
    """The page of all days, its charts drawn."""
    page.goto("/analytics?days=all")
    expect(page.locator(".plot canvas")).to_have_count(3)
    return page


def test_axe_finds_nothing_in_light_and_dark(analytics: Page, axe: Callable[[Page], None]) -> None:
    axe(analytics)
    analytics.emulate_media(color_scheme="dark")
    analytics.reload()
    expect(analytics.locator(".plot canvas")).to_have_count(3)
    axe(analytics)


def test_every_chart_over_days_has_a_table(analytics: Page) -> None:
    for name in ("Readings a day", "Share accepted", "Time to read"):
        analytics.get_by_role("region", name=name, exact=True).get_by_text("Table").click()
        expect(analytics.get_by_role("region", name=f"{name}, table")).to_be_visible()


def test_the_matrix_is_walked_by_keyboard_and_leads_to_its_readings(analytics: Page) -> None:
    first = analytics.locator(".cell").first
    first.focus()
    analytics.keyboard.press("ArrowRight")
    analytics.keyboard.press("ArrowDown")
    expect(analytics.locator(".cell").nth(12)).to_be_focused()
    expect(analytics.locator("[data-cell-words]")).to_contain_text("1 read and right")
    analytics.keyboard.press("Control+End")
    expect(analytics.locator(".cell").nth(120)).to_be_focused()
    analytics.locator(".cell[data-see]").first.focus()
    analytics.keyboard.press("Enter")
    expect(analytics).to_have_url(re.compile("/history\\?mix="))
    expect(analytics.locator("#rows tbody tr").first).to_be_visible()


def test_pointing_at_a_day_tells_its_number(analytics: Page) -> None:
    analytics.locator("[data-plot=total] .u-over").hover()
    expect(analytics.locator("[data-value=total]")).to_contain_text("readings")


def test_days_are_chosen(analytics: Page) -> None:
    analytics.get_by_role("link", name="7 days").click()
    expect(analytics.get_by_text("in 7 days")).to_be_visible()


def test_a_new_reading_shows_by_itself(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto("/analytics?days=all")
    total = page.locator(".figures dd").first
    before = total.inner_text()
    invent(server, 3)
    page.clock.run_for(16_000)
    expect(total).not_to_have_text(before)


def test_on_a_phone_nothing_is_wider_than_the_page(
    chromium: Browser, server: Server, axe: Callable[[Page], None]
) -> None:
    context = chromium.new_context(
        base_url=server.url, viewport={"width": 360, "height": 780}, has_touch=True
    )
    page = context.new_page()
    page.goto("/analytics?days=all")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
    context.close()
