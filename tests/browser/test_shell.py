"""What every page shares: theme, navigation, focus, phone width, errors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

Axe = Callable[[Page], None]
PHONE = {"width": 360, "height": 740}


def theme_button(page: Page) -> object:
    return page.get_by_role("button", name="Theme:")


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("address", ["/", "/nowhere"])
def test_axe_finds_nothing(
    page: Page, axe: Axe, address: str, size: dict[str, int], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(address)
    axe(page)


def test_the_theme_follows_the_system_until_it_is_switched(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    assert paper(page) == "rgb(20, 22, 27)"
    page.get_by_role("button", name="Theme: as the system").click()
    expect(page.get_by_role("button", name="Theme: light")).to_be_visible()
    assert paper(page) == "rgb(250, 249, 245)"


def test_the_theme_is_kept_and_stands_before_the_page_is_painted(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Theme: as the system").click()
    page.get_by_role("button", name="Theme: light").click()
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && !window.themeAtBody) window.themeAtBody"
        " = document.documentElement.dataset.theme; }).observe(document, {childList: true,"
        " subtree: true})"
    )
    page.reload()
    assert page.evaluate("window.themeAtBody") == "dark"
    page.get_by_role("button", name="Theme: dark").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_the_keyboard_reaches_all_in_order_and_shows_where_it_is(page: Page) -> None:
    page.goto("/nowhere")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the first page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_title("Draw · Tenfold")


def test_a_phone_gets_tabs_at_the_bottom_and_never_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/nowhere")
    tabs = page.get_by_role("navigation", name="Pages, at the bottom")
    expect(tabs).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    heights = tabs.get_by_role("link").evaluate_all("all => all.map(a => a.offsetHeight)")
    assert min(heights) >= 44


def test_the_connection_is_told_when_it_goes_and_comes(page: Page, context: BrowserContext) -> None:
    page.goto("/nowhere")
    state = page.locator("#connection")
    context.set_offline(True)
    expect(state).to_have_text("You are offline")
    context.set_offline(False)
    expect(state).to_have_text("Ready")


def test_a_toast_stays_while_it_has_the_focus_and_its_action_runs(page: Page) -> None:
    page.goto("/nowhere")
    page.evaluate(
        "tenfold.toast('Saved as 9.', {action: 'Undo', run: () => { window.undone = true },"
        " seconds: 1}).querySelector('button').focus()"
    )
    button = page.get_by_role("button", name="Undo")
    page.wait_for_timeout(1500)
    button.click()
    expect(page.get_by_text("Saved as 9.")).to_have_count(0)
    assert page.evaluate("window.undone") is True


def test_a_toast_goes_by_itself(page: Page) -> None:
    page.goto("/nowhere")
    page.evaluate("tenfold.toast('Saved as 9.', {seconds: 0.2})")
    expect(page.get_by_text("Saved as 9.")).to_have_count(0)


def test_for_people_who_want_no_movement_nothing_moves(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/nowhere")
    times = page.get_by_role("link", name="Go to the first page").evaluate(
        "link => getComputedStyle(link).transitionDuration"
    )
    assert set(times.split(", ")) == {"0s"}


def test_the_page_loads_nothing_from_elsewhere(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    here = page.url.removesuffix("/")
    assert [url for url in asked if not url.startswith((here, "blob:", "data:"))] == []
