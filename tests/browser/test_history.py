"""The history in a real Chromium: looking back, checking at speed, deleting, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.invented import invent
from tests.support.serving import Server, serving

COUNT = 130


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose owner has some readings."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        invent(running, COUNT)
        yield running


@pytest.fixture
def history(page: Page) -> Page:
    """The history with its first row current."""
    page.goto("/history")
    expect(page.locator("tr[aria-current=true]")).to_have_count(1)
    return page


def row(page: Page, number: int = 0) -> str:
    """The id of a row's reading."""
    return page.locator("#rows tbody tr").nth(number).get_attribute("id") or ""


def unchecked_number(page: Page) -> str:
    """Make the first row current whose reading is several digits; return its text."""
    rows = page.locator("#rows tbody tr")
    for i in range(rows.count()):
        text = rows.nth(i).get_attribute("data-text") or ""
        if len(text) > 1 and rows.nth(i).get_attribute("data-corrected") is None:
            rows.nth(i).focus()
            return text
    pytest.fail("no reading of several digits")


def test_axe_finds_nothing_in_light_and_dark(history: Page, axe: Callable[[Page], None]) -> None:
    axe(history)
    history.emulate_media(color_scheme="dark")
    history.reload()
    axe(history)


def test_without_script_the_first_page_filters_and_pages(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/history")
    page.get_by_role("link", name="Older").click()
    assert "Rows 51 to 100 of 130" in page.locator("#list").inner_text()
    page.get_by_label("Band", exact=True).select_option("sure")
    page.get_by_role("button", name="Filter").click()
    assert "band=sure" in page.url
    context.close()


def test_the_panel_follows_the_arrows(history: Page) -> None:
    history.keyboard.press("ArrowDown")
    second = row(history, 1).removeprefix("reading-")
    expect(history.locator(f".panel[data-id='{second}']")).to_be_visible()
    expect(history.locator("#rows tbody tr").nth(1)).to_be_focused()


def test_the_arrow_after_the_last_row_opens_the_next_page(history: Page) -> None:
    history.locator("#rows tbody tr").last.focus()
    history.keyboard.press("ArrowDown")
    expect(history.get_by_text("Rows 51 to 100 of 130")).to_be_visible()
    expect(history).to_have_url(re.compile("after="))
    history.go_back()
    expect(history.get_by_text("Rows 1 to 50 of 130")).to_be_visible()


def test_a_digit_and_enter_correct_and_go_on_and_u_undoes(history: Page) -> None:
    text = unchecked_number(history)
    current = history.locator("tr[aria-current=true]").get_attribute("id")
    place = int(history.locator(f"#{current}").get_attribute("data-mark") or 0)
    digit = "1" if text[place] != "1" else "2"
    wanted = text[:place] + digit + text[place + 1 :]
    history.keyboard.press(digit)
    expect(history.locator(f"#{current} [data-reading]")).to_have_text(wanted)
    history.keyboard.press("Enter")
    expect(history.locator(f"#{current}")).to_have_attribute("data-corrected", wanted)
    expect(history.locator("tr[aria-current=true]")).not_to_have_id(current or "")
    history.keyboard.press("u")
    expect(history.locator(f"#{current}")).not_to_have_attribute("data-corrected", wanted)


def test_enter_marks_as_right(history: Page) -> None:
    unchecked_number(history)
    current = history.locator("tr[aria-current=true]").get_attribute("id")
    history.keyboard.press("Enter")
    expect(history.locator(f"#{current} .band")).to_have_text("Right")


def test_n_takes_a_digit_away_and_escape_leaves_it(history: Page) -> None:
    text = unchecked_number(history)
    current = history.locator("tr[aria-current=true] [data-reading]")
    history.keyboard.press("n")
    expect(current).not_to_have_text(text)
    history.keyboard.press("Escape")
    expect(current).to_have_text(text)


def test_the_panel_corrects_by_touch_of_its_keys(history: Page) -> None:
    text = unchecked_number(history)
    current = history.locator("tr[aria-current=true]").get_attribute("id")
    number = (current or "").removeprefix("reading-")
    panel = history.locator(f".panel[data-id='{number}']")
    expect(panel).to_be_visible()
    panel.locator("[data-mark='0']").click()
    digit = "3" if text[0] != "3" else "4"
    panel.get_by_role("group", name="What is it?").get_by_text(digit, exact=True).click()
    panel.get_by_role("button", name="Save").click()
    expect(history.locator(f"#{current}")).to_have_attribute("data-corrected", digit + text[1:])


def test_searching_narrows_while_typing_and_stands_in_the_address(history: Page) -> None:
    history.keyboard.press("/")
    history.keyboard.type("scan_0000")
    expect(history).to_have_url(re.compile("q=scan_0000"))
    expect(history.locator("#rows tbody tr").first).to_contain_text("scan_0000")
    history.reload()
    expect(history.get_by_role("searchbox")).to_have_value("scan_0000")


def test_a_filter_that_lets_nothing_through_says_so(history: Page) -> None:
    history.get_by_role("searchbox").fill("nothing has this name")
    expect(history.get_by_text("Nothing found")).to_be_visible()


def test_offline_a_correction_is_told_as_not_saved(history: Page) -> None:
    unchecked_number(history)
    history.context.set_offline(True)
    history.keyboard.press("Enter")
    expect(history.get_by_text("Not saved. You are offline.")).to_be_visible()
    history.context.set_offline(False)


def test_new_readings_are_told(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto("/history")
    total = page.locator("#list").get_attribute("data-total")
    invent(server, 1)
    page.clock.run_for(11_000)
    page.get_by_role("button", name=re.compile("1 new reading")).click()
    expect(page.locator("#list")).to_have_attribute("data-total", str(int(total or 0) + 1))


def test_chosen_rows_are_deleted_after_a_question(history: Page, server: Server) -> None:
    first, second = row(history, 0), row(history, 1)
    history.locator(f"#{first}").focus()
    history.keyboard.press("Shift+ArrowDown")
    history.keyboard.press("Delete")
    dialog = history.get_by_role("dialog")
    expect(dialog).to_contain_text("Delete 2 readings?")
    dialog.get_by_role("button", name="Delete 2").click()
    expect(history.get_by_text("Deleted 2 readings.")).to_be_visible()
    expect(history.locator(f"#{first}, #{second}")).to_have_count(0)


def test_the_keys_are_told(history: Page, axe: Callable[[Page], None]) -> None:
    history.keyboard.press("?")
    expect(history.get_by_role("heading", name="Check by keyboard")).to_be_visible()
    axe(history)


def test_an_export_is_a_file_of_the_filter(history: Page) -> None:
    history.get_by_text("Export").click()
    with history.expect_download() as download:
        history.get_by_role("link", name="CSV").click()
    path = download.value.path()
    assert len(Path(path).read_text("utf-8-sig").splitlines()) > 100


def test_on_a_phone_it_is_a_list_and_a_reading_has_its_page(
    chromium: Browser, server: Server, axe: Callable[[Page], None]
) -> None:
    phone = {"width": 390, "height": 844}
    context = chromium.new_context(base_url=server.url, viewport=phone, has_touch=True)
    page = context.new_page()
    page.goto("/history")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    page.locator("#rows tbody tr").first.tap()
    expect(page).to_have_url(re.compile(r"/history/\d+$"))
    expect(page.get_by_role("group", name="What is it?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    context.close()


def test_the_page_of_keeping_is_accessible(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/history/keeping")
    axe(page)


def test_everything_goes_with_the_word_and_nothing_stays_on_disk(
    history: Page, server: Server
) -> None:
    pictures = server.home / "pictures"
    assert list(pictures.rglob("*.png"))
    history.get_by_role("link", name=re.compile("Delete all")).click()
    dialog = history.get_by_role("dialog")
    dialog.get_by_label("Type delete to go on").fill("delete")
    dialog.get_by_role("button", name=re.compile("Delete")).click()
    expect(history.get_by_text("Nothing read yet")).to_be_visible(timeout=60_000)
    assert list(pictures.rglob("*.png")) == []
