"""The stage in a real Chromium: pad, camera, slides, and people against the machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.serving import Server

CHROMIUM = "/usr/bin/chromium"
MODES = ("draw", "camera", "show", "duel")


@pytest.fixture
def stage(page: Page) -> Page:
    """The stage with its pad."""
    page.goto("/live")
    expect(page.get_by_role("img", name="Drawing pad")).to_be_visible()
    return page


def draw_one(page: Page) -> None:
    """Draw a 1 in the middle of the pad."""
    box = page.locator(".stage-pad").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y - 120)
    page.mouse.down()
    page.mouse.move(x - 2, y + 120, steps=12)
    page.mouse.up()


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(page: Page, axe: Callable[[Page], None], mode: str) -> None:
    page.goto(f"/live#{mode}")
    expect(page.locator(f"[data-to={mode}]")).to_have_attribute("aria-pressed", "true")
    axe(page)


def test_what_is_drawn_is_read_and_space_clears(stage: Page) -> None:
    draw_one(stage)
    answer = stage.get_by_role("status", name="Reading")
    expect(answer).to_have_text("1")
    stage.locator("body").press(" ")
    expect(answer).to_have_text("")


def test_digits_are_as_large_as_the_last_row_needs(stage: Page) -> None:
    draw_one(stage)
    expect(stage.get_by_role("status", name="Reading")).to_have_text("1")
    size = stage.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.stage-text')).fontSize)"
    )
    assert size >= 0.4 * 800


def test_m_goes_through_the_modes(stage: Page) -> None:
    for mode in (*MODES[1:], MODES[0]):
        stage.locator("body").press("m")
        expect(stage.locator(f"[data-to={mode}]")).to_have_attribute("aria-pressed", "true")


def test_without_a_camera_it_says_what_else_to_do(page: Page) -> None:
    page.goto("/live#camera")
    hint = page.locator("[data-hint]")
    expect(hint).to_contain_text(re.compile("no camera|not allowed|cannot be used"))


def test_slides_show_a_picture_and_then_its_reading(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/live#show")
    expect(page.locator(".stage-picture")).to_have_attribute("src", re.compile("^data:image/png"))
    expect(page.locator("[data-sure]")).to_have_text(re.compile("%"))
    expect(page.locator("[data-go]")).to_have_text("Play")
    first = page.locator(".stage-picture").get_attribute("src")
    page.locator("body").press("ArrowRight")
    expect(page.locator(".stage-picture")).not_to_have_attribute("src", first or "")
    page.locator("body").press("PageUp")
    expect(page.locator(".stage-picture")).to_have_attribute("src", first or "")


def test_a_match_is_played_to_its_end_and_nothing_is_kept(page: Page, server: Server) -> None:
    page.goto("/live#duel")
    for number in range(1, 11):
        page.locator("body").press("PageDown")
        expect(page.locator("[data-guess='5']")).to_be_enabled()
        expect(page.locator("[data-round]")).to_have_text(f"Round {number} of 10")
        page.locator("body").press("5")
        expect(page.locator("[data-sure]")).to_contain_text("You 5, machine")
    expect(page.locator("[data-round]")).to_have_text(re.compile("win|draw"))
    assert int(page.locator("[data-machine]").inner_text()) >= 6
    page.goto("/history")
    expect(page.get_by_text("Nothing read yet")).to_be_visible()


def test_on_a_phone_the_answer_stands_above_and_all_fits(chromium: Browser, server: Server) -> None:
    phone = {"width": 390, "height": 844}
    context = chromium.new_context(base_url=server.url, viewport=phone, has_touch=True)
    page = context.new_page()
    page.goto("/live")
    answer, pad = (page.locator(s).bounding_box() for s in (".stage-answer", ".stage-view"))
    assert answer
    assert pad
    assert answer["y"] < pad["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.fixture
def with_camera(chromium: Browser, server: Server) -> Iterator[Page]:
    """A page of a Chromium that has an invented camera and needs no permission."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    args = ["--no-sandbox", "--disable-gpu", *flags]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=args)
    page = browser.new_page(base_url=server.url)
    yield page
    browser.close()


def test_a_camera_s_frames_are_read_and_kept_only_when_asked(with_camera: Page) -> None:
    page = with_camera
    with page.expect_response(re.compile("/live/read$")) as answer:
        page.goto("/live#camera")
    assert answer.value.status == 200
    with page.expect_response(re.compile("keep=on")) as kept:
        page.get_by_label("Keep what is read in the history").check()
    assert kept.value.status == 200
    page.locator("[data-go]").click()
    expect(page.locator("[data-go]")).to_have_text("Go on")
    page.goto("/history")
    expect(page.locator("#rows tbody tr").first).to_contain_text("Live")
    page.get_by_role("link", name=re.compile("Delete all")).click()
    page.get_by_label("Type delete to go on").fill("delete")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Delete")).click()
    expect(page.get_by_text("Nothing read yet")).to_be_visible()
