"""The views Time-lapse and Lessons of the inside page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.runs import make_run

from tenfold.web.inside.timelapse import timelapse_file


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return timelapse_file(make_run(tmp_path_factory.mktemp("run") / "run", epochs=6))


def opened(page: Page, state: str) -> Page:
    page.goto(f"/inside#{state}")
    expect(page.locator("[data-digit]")).to_have_text("4", timeout=60_000)
    return page


def shown(page: Page, film: Path) -> None:
    opened(page, "view=timelapse")
    page.locator(".lapse input[type=file]").set_input_files(film)
    expect(page.locator(".player-words")).to_contain_text("Epoch 6 of 6")


def test_without_a_run_it_says_what_to_do(page: Page) -> None:
    opened(page, "view=timelapse")
    expect(page.get_by_text("No training has an epoch to show yet")).to_be_visible()


def test_the_slider_goes_through_the_epochs_by_keys(page: Page, film: Path) -> None:
    shown(page, film)
    slider = page.get_by_role("slider", name="Epoch")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".player-words")).to_contain_text("Epoch 1 of 6")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "Epoch 2 of 6, 45% right")
    expect(page.locator(".lapse-curves").first).to_contain_text("held out 45.0%")
    page.get_by_text("The picture in words").click()
    expect(page.locator("[data-words]")).to_contain_text("Epoch 2 of 6; 6 epochs are kept.")
    expect(page.locator("[data-words]")).to_contain_text("It reads your digit as")


def test_play_ends_at_the_last_epoch(page: Page, film: Path) -> None:
    shown(page, film)
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".player-words")).to_contain_text("Epoch 1 of 6")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.locator(".player-words")).to_contain_text("Epoch 6 of 6")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_with_reduced_motion_it_steps_by_hand_only(page: Page, film: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    shown(page, film)
    expect(page.get_by_role("button", name="Play")).to_be_hidden()


def test_another_file_is_refused_by_name(page: Page, tmp_path: Path) -> None:
    opened(page, "view=timelapse")
    other = tmp_path / "photo.bin"
    other.write_bytes(b"GIF89a and so on")
    page.locator(".lapse input[type=file]").set_input_files(other)
    expect(page.get_by_text("photo.bin is no time-lapse")).to_be_visible()


def test_a_lesson_is_read_tried_and_answered(page: Page) -> None:
    opened(page, "view=lessons")
    expect(page.get_by_role("heading", name="1. A picture is numbers")).to_be_visible()
    page.get_by_label("784", exact=True).check()
    expect(page.get_by_text("Not so.")).to_be_visible()
    page.get_by_label("0", exact=True).last.check()
    expect(page.get_by_text("Right.")).to_be_visible()
    page.get_by_role("button", name="Next: A kernel").click()
    expect(page.get_by_role("heading", name="2. A kernel")).to_be_focused()
    page.wait_for_url("**chapter=2**")
    page.reload()
    expect(page.get_by_role("heading", name="2. A kernel")).to_be_visible(timeout=60_000)
    expect(page.locator(".lesson-link").first).to_contain_text("done")


def test_the_nudge_is_computed_live(page: Page) -> None:
    opened(page, "view=lessons&chapter=6")
    page.get_by_role("button", name="Nudge", exact=True).click()
    slider = page.get_by_role("slider", name="How much")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("Nudge, at most 0.00 a pixel: 4")).to_contain_text("becomes 4")
    page.keyboard.press("End")
    said = page.get_by_text("Nudge, at most 0.20 a pixel: 4")
    expect(said).to_be_visible(timeout=60_000)
    expect(said).not_to_contain_text("becomes 4")


@pytest.mark.parametrize(
    "state", ["view=timelapse", *(f"view=lessons&chapter={n}" for n in "123456")]
)
@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_accessible_and_fits(
    page: Page, axe: Callable[[Page], None], film: Path, state: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    if "timelapse" in state:
        shown(page, film)
    else:
        opened(page, state)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
