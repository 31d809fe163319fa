"""Signing in, inviting and leaving, as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.serving import Server, serving

Axe = Callable[[Page], None]
PASSWORD = "blue paper boat"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with accounts; its first owner is olga."""
    with serving(tmp_path_factory.mktemp("team") / "home", "--team") as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def cookies(server: Server, chromium: Browser) -> Any:
    """Open the set-up link once, and return the cookies of olga, who is then signed in."""
    link = re.search(r"http://\S+/join/\S+", server.output())
    assert link is not None
    page = chromium.new_page()
    page.goto(link.group())
    page.get_by_label("Name").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(f"{server.url}/")
    cookies = page.context.cookies()
    page.context.close()
    return cookies


@pytest.fixture
def olga(page: Page, cookies: Any) -> Page:
    """Return a page on which olga is signed in."""
    page.context.add_cookies(cookies)
    return page


def enter(page: Page, name: str = "olga", password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_page_asks_for_sign_in_and_is_shown_after_it(page: Page) -> None:
    page.goto("/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Name").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="olga")).to_be_visible()


def test_a_wrong_password_is_told_and_the_name_stays(page: Page) -> None:
    enter(page, password="guess")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Name")).to_have_value("olga")


def test_an_error_of_a_field_is_tied_to_it(olga: Page, axe: Axe) -> None:
    olga.goto("/account")
    olga.get_by_label("Password now").fill("guess")
    olga.get_by_label("New password").fill("another paper boat")
    olga.get_by_role("button", name="Change password").click()
    field = olga.get_by_label("Password now")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("entered incorrectly"))
    axe(olga)


def test_an_invitation_brings_somebody_in(olga: Page, chromium: Browser, axe: Axe) -> None:
    olga.goto("/")
    olga.get_by_text("olga").click()
    olga.get_by_role("link", name="People").click()
    olga.get_by_role("button", name="Invite somebody").click()
    axe(olga)
    link = olga.get_by_label("The link").input_value()
    other = chromium.new_page()
    other.goto(link)
    axe(other)
    other.get_by_label("Name").fill("mia")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Begin").click()
    expect(other.get_by_text("mia")).to_be_visible()
    other.goto(link)
    expect(other.get_by_text("This link works no more.")).to_be_visible()
    other.context.close()
    olga.goto("/users")
    expect(olga.get_by_role("row", name="mia")).to_contain_text("Member")


def test_the_menu_closes_by_escape_and_gives_the_focus_back(olga: Page) -> None:
    olga.goto("/")
    summary = olga.locator("summary", has_text="olga")
    summary.press("Enter")
    olga.get_by_role("link", name="Account").focus()
    olga.keyboard.press("Escape")
    expect(olga.get_by_role("link", name="Account")).to_be_hidden()
    expect(summary).to_be_focused()


def test_signing_out_leaves_the_sign_in_page(page: Page) -> None:
    enter(page)
    page.get_by_text("olga").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("address", ["/sign-in", "/users", "/account"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    olga: Page, axe: Axe, address: str, width: int, scheme: str
) -> None:
    olga.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    olga.set_viewport_size({"width": width, "height": 740})
    if address == "/sign-in":
        olga.context.clear_cookies()
    olga.goto(address)
    axe(olga)
    assert olga.evaluate("document.documentElement.scrollWidth") == width
