"""What every page shares: theme, navigation, focus."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_first_page_opens_and_axe_finds_nothing(
    page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto("/")
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()
    axe(page)


def test_the_theme_switch_is_kept_over_a_reload(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Theme: as the system").click()
    page.get_by_role("button", name="Theme: light").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
