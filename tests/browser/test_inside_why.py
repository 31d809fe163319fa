"""The views Why and Learn of the inside page, driven as a student would."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.serving import serving


def opened(page: Page, state: str) -> Page:
    page.goto(f"/inside#{state}")
    expect(page.locator("[data-digit]")).to_have_text("4", timeout=60_000)
    return page


def number(text: str) -> float:
    return float(re.sub(r"[^\d.\-]", "", text.replace("−", "-")))


def parts(page: Page) -> dict[str, float]:
    """The exact numbers of the sum that makes up a score."""
    rows = page.locator(".sum-table tr").all()
    return {
        row.get_attribute("data-row") or "": float(
            row.locator(".sum-value").get_attribute("data-value") or "nan"
        )
        for row in rows
    }


@pytest.mark.parametrize("of", ["4", "9", "not a digit"])
def test_what_speaks_for_and_against_adds_up_to_the_score(page: Page, of: str) -> None:
    opened(page, "view=why")
    name = "Not a digit" if of == "not a digit" else of
    page.locator(".split-one", has=page.get_by_text(name, exact=True)).click()
    expect(page.get_by_role("heading", name=f"How {of} gets its score")).to_be_visible()
    found = parts(page)
    assert abs(found["blank"] + found["plus"] + found["minus"] - found["score"]) < 1e-3
    shown = [number(text) for text in page.locator(".sum-value").all_text_contents()]
    assert shown == [round(value, 3) for value in found.values()]


def test_it_says_what_would_make_it_another_digit_and_draws_it(page: Page) -> None:
    opened(page, "view=why&to=1")
    draw = page.get_by_role("button", name="Draw it on the pad")
    expect(draw).to_be_visible(timeout=60_000)
    expect(page.locator(".change-result")).to_contain_text("Read again: 1")
    draw.click()
    expect(page.locator("[data-digit]")).to_have_text("1")


def test_covering_and_the_account_in_words_follow(page: Page) -> None:
    opened(page, "view=why&for=9")
    expect(page.get_by_text(re.compile(r"^Covering (partly )?(agrees|does not)"))).to_be_visible(
        timeout=60_000
    )
    page.get_by_text("The picture in words").click()
    expect(page.locator("[data-words]")).to_contain_text("The score of 9 is")
    expect(page.locator("[data-words]")).to_contain_text("Covering")


def test_without_a_data_set_it_says_how_to_get_one(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home", TENFOLD_DATA="") as server:
        page = chromium.new_page(base_url=server.url)
        opened(page, "view=why")
        expect(page.get_by_text("tenfold data fetch mnist")).to_be_visible(timeout=60_000)
        page.close()


def test_a_step_lowers_the_loss_and_the_address_keeps_what_was_set(page: Page) -> None:
    opened(page, "view=learn&as=9&rate=0.1")
    loss = page.locator(".outcome-loss")
    expect(loss).to_contain_text("the step helps")
    before, after = (number(each) for each in loss.inner_text().split(":")[0].split("→"))
    assert after < before
    label = page.get_by_role("group", name="This is a").get_by_role("button", name="9")
    expect(label).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="One step").click()
    expect(loss).to_contain_text(f"Loss {after:g}".rstrip("0"))
    expect(page.locator(".learn-curve")).to_contain_text("Loss after 1 step")


def test_a_far_too_large_learning_rate_makes_it_forget(page: Page) -> None:
    opened(page, "view=learn&as=3")
    page.get_by_role("button", name="Schooled").click()
    expect(page.get_by_text("Has seen 80 drawings")).to_be_visible(timeout=60_000)
    page.get_by_role("slider", name="Learning rate").focus()
    page.keyboard.press("End")
    expect(page.locator(".outcome").get_by_text("It forgets them")).to_be_visible()


@pytest.mark.parametrize("view", ["why", "learn"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_view_is_accessible_and_fits(
    page: Page, axe: Callable[[Page], None], view: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, f"view={view}")
    page.wait_for_timeout(800)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


@pytest.mark.parametrize("view", ["why", "learn"])
def test_a_view_is_saved_as_a_picture(page: Page, view: str) -> None:
    opened(page, f"view={view}")
    page.wait_for_timeout(800)
    page.get_by_text("Save picture").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="As SVG").click()
    text = saved.value.path().read_text("utf-8")
    assert text.startswith("<svg")
    assert text.count("<rect") > 50
