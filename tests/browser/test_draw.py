"""The pad and its answer, drawn on by real pointer events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from tests.support.pen import SHAPES, Pen, ring
from tests.support.serving import Server

ACROSS = [(0.2, 0.5), (0.35, 0.5), (0.5, 0.5), (0.65, 0.5), (0.8, 0.5)]


@pytest.fixture
def pen(page: Page) -> Pen:
    return Pen(page).open()


@pytest.fixture
def phone(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    yield context
    context.close()


def cdp(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def click(pen: Pen, name: str) -> None:
    pen.page.get_by_role("button", name=name, exact=True).click()


def test_a_blank_pad_says_so(pen: Pen) -> None:
    expect(pen.reading).to_have_text("Write a digit or a number")
    assert [pen.meter(name) for name in ("0", "9", "not a digit")] == [0, 0, 0]


@pytest.mark.parametrize("digit", ["0", "1", "4", "7", "8"])
def test_a_digit_is_read(pen: Pen, digit: str) -> None:
    pen.write(digit)
    assert pen.meter(digit) > 50


def test_it_is_read_while_it_is_drawn(pen: Pen) -> None:
    line = pen.fitted(SHAPES["7"][0])
    box = pen.box
    pixels = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]
    pen.page.mouse.move(*pixels[0])
    pen.page.mouse.down()
    for point in pixels[1:]:
        pen.page.mouse.move(*point, steps=8)
    pen.expect("7")  # with the button still down
    pen.page.mouse.up()


def test_digits_side_by_side_are_a_number_with_a_box_each(pen: Pen) -> None:
    pen.write("1840", height=0.45)
    assert pen.page.locator(".pad-boxes .box").count() == 4
    assert pen.page.locator(".tile-button").count() == 4
    labels = pen.page.locator(".pad-boxes text").all_text_contents()
    assert labels == ["1", "8", "4", "0"]


def test_picking_a_digit_drives_bars_tile_and_strip(pen: Pen) -> None:
    pen.write("18", height=0.5)
    pen.reading.get_by_role("button").first.click()
    expect(pen.page.get_by_text("How sure: first digit")).to_be_visible()
    expect(pen.page.locator(".tile-button").first).to_have_attribute("aria-pressed", "true")
    expect(pen.page.locator("[data-work-note]")).to_contain_text("first digit")
    assert pen.meter("1") > 50


def test_probabilities_sum_to_a_hundred(pen: Pen) -> None:
    pen.write("4")
    names = [*"0123456789", "not a digit"]
    assert sum(pen.meter(name) for name in names) == pytest.approx(100, abs=0.2)


def test_a_scribble_is_not_a_digit(pen: Pen) -> None:
    pen.stroke(pen.fitted(SHAPES["scribble"][0]))
    expect(pen.reading).to_contain_text("Not a digit")
    expect(pen.page.get_by_text("This does not look like a digit.")).to_be_visible()
    expect(pen.page.locator(".pad-boxes .is-none")).to_have_count(1)
    assert pen.meter("not a digit") > 40


def test_an_unsure_reading_says_so_with_its_runner_up(pen: Pen) -> None:
    # Which of them a network doubts is its own affair; that it doubts none of them would be odd.
    between = [
        ring(0.5, 0.5, 0.28, 0.45, 200),  # 1 and 6
        ring(0.5, 0.5, 0.28, 0.45, 290),  # 0, 6 and nothing
        [(0.3, 0.2), (0.62, 0.08), (0.5, 0.95)],  # 1 and 7
        [(0.5, 0.1), (0.3, 0.2), (0.25, 0.45), (0.5, 0.5), (0.7, 0.4), (0.72, 0.1), (0.7, 0.95)],
    ]
    doubts = []
    for line in between:
        pen.stroke(pen.fitted(line))
        doubt = pen.page.locator("[data-doubt]").inner_text()
        assert pen.page.locator(".pad-boxes .is-again").count() == bool(doubt)
        assert pen.page.locator(".digit.is-again").count() == bool(doubt)
        doubts.append(doubt)
        click(pen, "Clear")
    told = [doubt for doubt in doubts if doubt]
    assert told
    assert all(re.match(r"^Look again: \d( or \d|, or no digit)\?$", doubt) for doubt in told)


def test_the_network_at_work_shows_maps_of_every_layer(pen: Pen) -> None:
    pen.write("4")
    assert pen.page.locator(".stage canvas").count() == 1 + 9 + 1
    titles = pen.page.locator(".stage-title").all_text_contents()
    assert titles == ["Picture", "Strokes", "Parts", "Shapes", "Summary", "Answer"]
    before = map_pixels(pen)
    click(pen, "Clear")
    pen.write("0")
    assert map_pixels(pen) != before


def map_pixels(pen: Pen) -> list[str]:
    return pen.page.locator(".stage canvas").evaluate_all("all => all.map(c => c.toDataURL())")


def test_a_tap_leaves_a_dot(pen: Pen) -> None:
    pen.pad.click()
    assert pen.ink() > 20


def test_undo_and_redo_take_strokes_and_clears(pen: Pen) -> None:
    pen.write("4")
    click(pen, "Undo")
    assert pen.reading.inner_text().strip() != "4"
    click(pen, "Redo")
    pen.expect("4")
    click(pen, "Clear")
    expect(pen.reading).to_have_text("Write a digit or a number")
    click(pen, "Undo")
    pen.expect("4")


def test_erase_takes_ink_away_and_can_be_undone(pen: Pen) -> None:
    pen.stroke(ACROSS)
    before = pen.ink()
    click(pen, "Erase")
    pen.stroke([(0.5, 0.3), (0.5, 0.7)])
    assert pen.ink() < before
    click(pen, "Undo")
    assert pen.ink() == pytest.approx(before, rel=0.02)


def test_the_pen_has_three_widths_that_are_remembered(pen: Pen) -> None:
    widths = []
    for name in ("Fine", "Medium", "Broad"):
        click(pen, name)
        pen.stroke(ACROSS)
        widths.append(pen.ink())
        click(pen, "Clear")
    assert widths == sorted(set(widths))
    pen.page.reload()
    expect(pen.page.get_by_role("button", name="Broad", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_everything_has_a_key(pen: Pen) -> None:
    keys = pen.page.keyboard
    pen.write("4")
    keys.press("z")
    keys.press("Control+Shift+Z")
    pen.expect("4")
    keys.press("c")
    expect(pen.reading).to_have_text("Write a digit or a number")
    keys.press("Control+z")
    pen.expect("4")
    keys.press("e")
    expect(pen.page.get_by_role("button", name="Erase")).to_have_attribute("aria-pressed", "true")
    keys.press("f")
    expect(pen.page.get_by_role("button", name="Fine")).to_have_attribute("aria-pressed", "true")
    keys.press("?")
    expect(pen.page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    expect(pen.page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_pad_is_drawn_on_by_keyboard(pen: Pen) -> None:
    pen.pad.focus()
    keys = pen.page.keyboard
    for _ in range(8):
        keys.press("ArrowUp")
    keys.press("Space")
    for _ in range(16):
        keys.press("ArrowDown")
    keys.press("Space")
    pen.expect("1")


def test_a_pen_draws_broader_when_pressed_harder(pen: Pen) -> None:
    session = cdp(pen.page)
    inks = []
    for force in (0.1, 0.9):
        pen.press(ACROSS, session, force)
        inks.append(pen.ink())
        click(pen, "Clear")
    assert inks[1] > 1.4 * inks[0]


def test_resizing_the_window_keeps_the_drawing(pen: Pen) -> None:
    pen.write("18", height=0.5)
    for width, height in ((390, 844), (844, 390), (1280, 800)):
        pen.page.set_viewport_size({"width": width, "height": height})
        pen.expect("18")
    assert pen.ink() > 500


def test_many_digits_shrink_and_then_scroll(pen: Pen) -> None:
    pen.write("1111111", height=0.3)
    digits = pen.reading
    assert digits.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(pen.reading.get_by_role("button").last).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(pen: Pen, axe: Callable[[Page], None], scheme: str) -> None:
    # Without movement: while colours change from one scheme to the other, no contrast holds.
    pen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    axe(pen.page)
    pen.write("18", height=0.5)
    axe(pen.page)


def test_a_finger_draws_on_a_phone_and_scrolls_nothing(phone: BrowserContext) -> None:
    page = phone.new_page()
    pen = Pen(page).open()
    pen.touch(pen.fitted(SHAPES["7"][0]), cdp(page))
    pen.expect("7")
    assert page.evaluate("[scrollY, visualViewport.scale]") == [0, 1]


def test_a_second_finger_draws_nothing(phone: BrowserContext) -> None:
    page = phone.new_page()
    pen = Pen(page).open()
    session = cdp(page)
    pen.touch(ACROSS, session)
    alone = pen.ink()
    page.get_by_role("button", name="Clear").click()
    pen.touch(ACROSS, session, second=[(x, 0.8) for x, _ in ACROSS])
    assert pen.ink() == pytest.approx(alone, rel=0.02)


@pytest.mark.parametrize("size", [(390, 844), (360, 640)], ids=str)
def test_a_phone_shows_answer_pad_and_tools_at_once(
    phone: BrowserContext, axe: Callable[[Page], None], size: tuple[int, int]
) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    pen = Pen(page).open()
    pen.touch(pen.fitted(SHAPES["7"][0]), cdp(page))
    pen.expect("7")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    answer, pad = pen.reading.bounding_box(), pen.box
    clear = page.get_by_role("button", name="Clear").bounding_box()
    assert answer
    assert clear
    assert answer["y"] + answer["height"] <= pad["y"]
    assert pad["y"] + pad["height"] <= clear["y"]
    assert clear["height"] >= 44
    axe(page)


def test_nothing_moves_for_those_who_want_no_movement(pen: Pen) -> None:
    pen.page.emulate_media(reduced_motion="reduce")
    pen.write("4")
    moving = "document.getAnimations().filter(a => a.playState === 'running').length"
    assert pen.page.evaluate(moving) == 0


def test_no_layout_shift_from_load_to_answer(page: Page) -> None:
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))
            .observe({type: 'layout-shift', buffered: true});"""
    )
    pen = Pen(page).open()
    pen.write("18", height=0.5)
    assert page.evaluate("window.shift") < 0.01
