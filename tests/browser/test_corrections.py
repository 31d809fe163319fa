"""Corrections in a real Chromium: looked through, put right, chosen, learned from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.support.invented import invent
from tests.support.serving import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose owner has checked some readings."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        invent(running, 200)
        yield running


@pytest.fixture
def corrections(page: Page) -> Page:
    """The page of all that was checked."""
    page.goto("/corrections/?kind=all")
    expect(page.locator("[data-go]")).to_contain_text("Train on these")
    return page


def test_the_filter_narrows_without_a_button(corrections: Page) -> None:
    corrections.get_by_role("combobox", name=re.compile("^meant")).select_option("7")
    expect(corrections).to_have_url(re.compile("meant=7"))
    chosen = corrections.locator("[data-mark] option:checked").all_inner_texts()
    assert set(chosen) == {"7"}


def test_a_mark_is_put_right_and_stays_so(corrections: Page) -> None:
    what = corrections.locator("[data-mark]").first.get_by_label("What it is")
    before = what.input_value()
    after = "3" if before != "3" else "8"
    what.select_option(after)
    expect(corrections.get_by_text(f"Saved as {after}.")).to_be_visible()
    corrections.reload()
    expect(what).to_have_value(after)


def test_the_chosen_become_data_for_a_new_run(corrections: Page) -> None:
    corrections.get_by_label("All on this page").uncheck()
    expect(corrections.get_by_text("Choose some to train on.")).to_be_visible()
    boxes = corrections.locator("input[name=mark]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(corrections.locator("[data-count]")).to_have_text("2 chosen")
    corrections.get_by_role("button", name="With other settings").click()
    corrections.wait_for_url(re.compile("/runs/new"))
    expect(corrections.locator("input[name=data]:checked")).to_have_count(1)
    expect(corrections.get_by_role("checkbox", name="Corrections")).to_be_checked()


def test_the_chosen_are_trained_on_at_once(corrections: Page) -> None:
    corrections.get_by_role("button", name="Train on these").click()
    corrections.wait_for_url(re.compile(r"/runs/\d+/$"))
    expect(corrections.locator("#run-head")).to_contain_text("Waits, and no worker lives")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(corrections: Page, axe: Callable[[Page], None], width: int) -> None:
    corrections.set_viewport_size({"width": width, "height": 800})
    assert corrections.evaluate("document.documentElement.scrollWidth") <= width
    axe(corrections)
    corrections.emulate_media(color_scheme="dark")
    axe(corrections)
