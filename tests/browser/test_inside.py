"""The inside page: its numbers are onnxruntime's, its sums add up, and everyone can use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.support.pen import Pen
from tests.support.serving import Server

from tenfold.reading.model import find_model
from tenfold.web.one_file import draw_page

Axe = Callable[[Page], None]
Layer = dict[str, NDArray[np.float32]]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def inside(page: Page) -> Page:
    """The page as it opens: a sample digit through the whole network."""
    return opened(page)


def opened(page: Page, address: str = "/inside") -> Page:
    page.goto(address)
    page.wait_for_function("performance.getEntriesByName('tenfold:reader-ready').length")
    return page


def settled(page: Page, pattern: str) -> None:
    """Wait until the address has followed what is shown."""
    page.wait_for_url(re.compile(pattern))


def card(page: Page) -> Locator:
    return page.locator("section.unit")


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("application", name=re.compile(f"^{name}: "))


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def results(page: Page) -> list[float]:
    """What each section of the opened number comes to."""
    texts = card(page).locator(".is-result dd").all_text_contents()
    return [number(text) for text in texts]


def saved(page: Page, kind: str, folder: Path) -> Path:
    """Save what is shown by the page's own menu."""
    page.locator("[data-save] summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile(kind)).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def all_outputs(picture: list[float]) -> Layer:
    """What onnxruntime makes of a picture in every node, by the name of its output."""
    graph = onnx.load_from_string(find_model()[0].read_bytes())
    names = [name for node in graph.graph.node for name in node.output]
    del graph.graph.output[:]
    graph.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(graph.SerializeToString(), options)
    image = np.float32(picture).reshape(1, 1, 28, 28)
    return dict(zip(names, session.run(names, {"image": image}), strict=True))


@pytest.fixture
def numbers(inside: Page, tmp_path: Path) -> dict[str, Any]:
    """All that the page computed, in its own file."""
    return dict(json.loads(saved(inside, "numbers", tmp_path).read_text()))


def test_from_the_first_page_to_why_it_takes_one_click_and_the_drawing_comes_along(
    page: Page,
) -> None:
    pen = Pen(page).open()
    pen.write("7")
    page.get_by_role("link", name="Why?").click()
    expect(page).to_have_url(re.compile("/inside#view=why&d=.+"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside: why this is a 7")
    expect(page.get_by_role("tab", name="Why")).to_have_attribute("aria-selected", "true")


def test_every_layer_is_within_a_ten_thousandth_of_onnxruntime(numbers: dict[str, Any]) -> None:
    expected = all_outputs(numbers["picture"])
    assert {layer["output"] for layer in numbers["layers"]} == shown_layers(expected)
    for layer in numbers["layers"]:
        found = np.float32(layer["values"]).reshape(layer["shape"])
        name = layer["output"]
        np.testing.assert_allclose(found, expected[name][0], atol=1e-4, rtol=0, err_msg=name)


def test_the_numbers_shown_are_onnxruntime_s(inside: Page, numbers: dict[str, Any]) -> None:
    expected = all_outputs(numbers["picture"])
    rng = np.random.default_rng(8)
    base = inside.url.split("#")[0]
    drawing = re.search(r"d=[\w-]+", inside.url)
    assert drawing
    for output in shown_outputs(expected):
        values = expected[output][0].reshape(expected[output].shape[1], -1)
        for _ in range(4):
            place = [int(rng.integers(side)) for side in expected[output].shape[1:]]
            channel, row, column = (*place, 0, 0)[:3]
            unit = f"{output}.{channel + 1}.{row + 1}.{column + 1}"
            inside.goto(f"{base}#unit={unit}&{drawing[0]}")
            expect(card(inside)).to_have_attribute("data-unit", unit)
            width = expected[output].shape[-1] if values.shape[1] > 1 else 1
            value = float(values[channel, row * width + column])
            which = -2 if output == "logits" else -1
            assert results(inside)[which] == pytest.approx(value, abs=1e-4), unit


def shown_layers(expected: Layer) -> set[str]:
    """All but the weights, which are unpacked by nodes of their own."""
    return {name for name in expected if not name.endswith("weight")}


def shown_outputs(expected: Layer) -> list[str]:
    """Outputs that have a panel: what a ReLU follows is shown through it."""
    kept = re.compile(r"relu|conv2d_[46]$|mean|logits")
    return [name for name in expected if kept.match(name)]


def test_the_maps_have_the_colours_of_their_numbers(inside: Page, numbers: dict[str, Any]) -> None:
    values = all_outputs(numbers["picture"])["relu_7"][0]
    peaks = values.reshape(64, -1).max(axis=1)
    levels = np.clip(values * 255 / peaks[peaks > 0].mean(), 0, 255).astype(int)
    ramp = stops(inside)
    at = np.arange(256) / 255 * (len(ramp) - 1)
    table = np.stack([np.interp(at, np.arange(len(ramp)), ramp[:, c]) for c in range(3)], axis=1)
    painted = np.float64(
        panel(inside, "Shapes 1").evaluate(
            """canvas => {
                const {width, height} = canvas;
                const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
                return [[width, height], Array.from(data)];
            }"""
        )[1]
    ).reshape(-1, int(panel(inside, "Shapes 1").evaluate("canvas => canvas.width")), 4)
    side = painted.shape[1] // 7  # eight maps of 7 values in a row, with seven gaps
    zoom = (side - 1) // 8
    side = 7 * zoom + (side - 8 * zoom)
    for channel in range(64):
        top, left = channel // 8 * side, channel % 8 * side
        tile = painted[top : top + 7 * zoom : zoom, left : left + 7 * zoom : zoom, :3]
        assert np.abs(tile - table[levels[channel]]).max() <= 4, channel


def stops(page: Page) -> NDArray[np.float64]:
    """The activation ramp of the theme: (5, 3), 0..255."""
    texts = page.evaluate(
        "[0, 1, 2, 3, 4].map(i => getComputedStyle(document.body).getPropertyValue(`--map-${i}`))"
    )
    colours = [[int(text.strip()[i : i + 2], 16) for i in (1, 3, 5)] for text in texts]
    return np.float64(colours)


@pytest.mark.parametrize("digit", "0123456789")
def test_each_sample_is_read_as_what_it_is(inside: Page, digit: str) -> None:
    inside.get_by_role("group", name="Or take one").get_by_role("button", name=digit).click()
    expect(inside.get_by_role("heading", level=1)).to_have_text(f"Inside: why this is a {digit}")
    expect(inside.get_by_role("status", name="Reading")).to_contain_text("Sure")


def test_a_click_on_a_map_opens_that_number_and_a_cell_goes_on_to_what_came_in(
    inside: Page,
) -> None:
    panel(inside, "Strokes 2").click(position={"x": 20, "y": 20})
    title = card(inside).get_by_role("heading", level=2)
    expect(title).to_have_text(re.compile("^Strokes 2, map 1, row"))
    expect(card(inside).locator("table")).to_have_count(4)
    card(inside).locator("table").first.locator("td").nth(4).click()
    expect(title).to_have_text(re.compile("^Strokes 1, map"))


def test_the_answer_opens_to_its_score_and_to_softmax(inside: Page) -> None:
    inside.get_by_role("group", name="Answer").get_by_role("button").nth(4).click()
    expect(card(inside)).to_contain_text("Answer: the score of the 4")
    score, probability = results(inside)[-2:]
    rows = card(inside).locator("table.is-table tbody tr")
    cells = [
        [number(cell) for cell in row.locator("td").all_text_contents()[1:]] for row in rows.all()
    ]
    assert cells[4][0] == score
    assert cells[4][3] == probability
    assert sum(row[3] for row in cells) == pytest.approx(1, abs=6e-4)


def test_by_keyboard_a_number_is_found_opened_and_stepped_through(inside: Page) -> None:
    strokes = panel(inside, "Strokes 1")
    strokes.focus()
    inside.keyboard.press("PageDown")
    inside.keyboard.press("ArrowRight")
    inside.keyboard.press("ArrowDown")
    inside.keyboard.press("Enter")
    title = card(inside).get_by_role("heading", level=2)
    expect(title).to_be_focused()
    expect(title).to_have_text(re.compile(r"^Strokes 1, map \d+, row \d+, column \d+$"))
    step = card(inside).get_by_role("slider", name="Product")
    step.focus()
    inside.keyboard.press("Home")
    for _ in range(3):
        inside.keyboard.press("ArrowRight")
    expect(step).to_have_attribute("aria-valuetext", "product 3 of 9")
    expect(card(inside)).to_contain_text("Sum so far")
    settled(inside, "step=3")


def test_the_tabs_go_by_arrows(inside: Page) -> None:
    inside.get_by_role("tab", name="Flow").focus()
    inside.keyboard.press("ArrowRight")
    expect(inside.get_by_role("tab", name="Why")).to_be_focused()
    expect(inside.get_by_role("tabpanel", name="Why")).to_be_visible()
    inside.keyboard.press("Home")
    expect(inside.get_by_role("tabpanel", name="Flow")).to_be_visible()


def test_the_address_brings_all_of_it_back(inside: Page, context: BrowserContext) -> None:
    inside.get_by_role("group", name="Or take one").get_by_role("button", name="8").click()
    panel(inside, "Parts 3").click(position={"x": 9, "y": 9})
    settled(inside, "unit=conv2d_4")
    wanted = results(inside)
    other = opened(context.new_page(), inside.url)
    expect(other.get_by_role("heading", level=1)).to_have_text("Inside: why this is a 8")
    assert results(other) == wanted


@pytest.mark.parametrize(
    "hash_", ["#d=!!!", "#unit=nothing.1.1.1&view=none", "#at=99&d=REMA", "#%"]
)
def test_an_address_made_of_nonsense_opens_the_page_as_it_is(page: Page, hash_: str) -> None:
    opened(page, f"/inside{hash_}")
    expect(page.get_by_role("tabpanel", name="Flow")).to_be_visible()
    expect(card(page)).to_be_visible()


def test_of_several_digits_one_is_chosen(inside: Page) -> None:
    inside.get_by_role("button", name="Clear").click()
    Pen(inside).write_on("18", height=0.5)
    which = inside.get_by_role("group", name="Which digit").get_by_role("button")
    expect(which).to_have_count(2)
    which.first.click()
    expect(inside.get_by_role("heading", level=1)).to_have_text("Inside: why this is a 1")
    which.last.click()
    expect(inside.get_by_role("heading", level=1)).to_have_text("Inside: why this is a 8")
    settled(inside, "at=1")


def test_a_blank_pad_is_told_and_nothing_fails(inside: Page) -> None:
    inside.get_by_role("button", name="Clear").click()
    expect(inside.get_by_role("heading", level=1)).to_have_text("Inside")
    expect(inside.get_by_role("status", name="Reading")).to_contain_text("Write a digit")
    expect(card(inside)).to_be_hidden()


def test_what_is_seen_is_told_in_words(inside: Page) -> None:
    inside.get_by_text("The picture in words").click()
    words = inside.locator("[data-words]")
    expect(words).to_contain_text("Strokes 1, 16 maps of 28 × 28")
    expect(words).to_contain_text("Answer: 4 with 99.9%")


def test_it_is_saved_as_svg_and_png(inside: Page, tmp_path: Path) -> None:
    svg = ElementTree.fromstring(saved(inside, "SVG", tmp_path).read_text("utf-8"))
    images = svg.findall(".//{http://www.w3.org/2000/svg}image")
    assert len(images) == 13  # the picture and twelve layers
    with Image.open(saved(inside, "PNG", tmp_path)) as picture:
        assert picture.width == 2 * int(svg.attrib["width"])
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(page: Page, axe: Axe, size: dict[str, int], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size(size)  # type: ignore[arg-type]
    opened(page)
    axe(page)


@pytest.mark.parametrize("unit", ["relu_3.6.5.5", "logits.5.1.1", "mean.9.1.1"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(page: Page, unit: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened(page, f"/inside#unit={unit}")
    expect(card(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_it_works_offline_after_the_first_visit(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=server.url)
    page = opened(context.new_page())
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    expect(page.get_by_text("Ready, works offline")).to_be_visible()
    context.set_offline(True)
    opened(page, "/inside#view=flow")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside: why this is a 4")
    context.close()


def test_the_one_file_page_has_it_too(
    chromium: Browser, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    file = tmp_path / "page.html"
    file.write_text(draw_page(), "utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(file.as_uri())
    Pen(page).write("7")
    page.get_by_role("link", name="Why?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside: why this is a 7")
    page.get_by_role("tab", name="Flow").click()
    expect(card(page)).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_role("status", name="Reading")).to_have_text(re.compile("7"))
    assert faults == []
    context.close()
