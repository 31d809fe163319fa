"""Training in a real Chromium: from a folder of pictures to a model, by a real worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.support.serving import Server, serving
from tests.support.training import write_class_folders

PATIENCE_MS = 240_000  # a machine with much else to do
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that trains, whose fixed evaluation is sixty strokes called 7."""
    data = tmp_path_factory.mktemp("sets")
    images = np.zeros((60, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    order = np.full(60, 400)  # block-04
    np.savez(data / "paper_digits.npz", images=images, labels=np.full(60, 7), order=order)
    home = tmp_path_factory.mktemp("home")
    with serving(home, TENFOLD_TRAINERS="1", TENFOLD_DATA=str(data)) as running:
        yield running


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of class folders, two hundred pictures in all, and one file that is none."""
    home = tmp_path_factory.mktemp("data")
    write_class_folders(home)
    (home / "digits" / "3" / "cut.png").write_bytes(b"\x89PNG cut short")
    return (home / "digits").rename(home / "classroom")


@pytest.fixture(scope="module")
def trained(chromium: Browser, server: Server, digits: Path) -> Iterator[str]:
    """The address of a run that was started on the page and has ended well."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/runs/")
    expect(page.get_by_role("heading", name="Nothing trained yet")).to_be_visible()
    page.get_by_role("link", name="New run").click()
    bring(page, digits)
    begin(page, epochs="3", name="School")
    expect(status(page, "Completed")).to_be_visible(timeout=PATIENCE_MS)
    yield page.url.removeprefix(server.url)
    context.close()


def bring(page: Page, folder: Path) -> None:
    """Upload a folder on the page of a new run, and wait until it was looked at."""
    page.locator("[data-input=folder]").set_input_files(str(folder))
    expect(data(page, folder.name)).to_be_checked(timeout=PATIENCE_MS)
    wait_until_looked_at(page)


def data(page: Page, name: str) -> Locator:
    """The box of a data set."""
    return page.locator(f"input[name=data][value={name}]")


def wait_until_looked_at(page: Page) -> None:
    """Wait until it is shown what is in the data."""
    found = page.get_by_role("heading", name="Pictures a class")
    expect(found).to_be_visible(timeout=PATIENCE_MS)


def begin(page: Page, *, epochs: str, name: str = "") -> None:
    """Choose the smallest network with random weights, and start."""
    page.get_by_role("radio", name="mlp_scratch").check()
    page.get_by_label("Goes on from").select_option("scratch")
    page.get_by_role("textbox", name="Epochs").fill(epochs)
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(re.compile(r"/runs/\d+/$"), timeout=PATIENCE_MS)


def status(page: Page, words: str) -> Locator:
    """The run's status, as its head says it."""
    return page.locator("#run-head .run-status", has_text=words)


def open_run(page: Page, address: str) -> None:
    """Open a run's page and wait for its curves and pictures."""
    page.goto(address)
    expect(page.locator(".plot canvas")).to_have_count(2)
    expect(page.locator("[data-samples] li").first).to_be_visible()


def test_the_run_tells_what_it_learned(page: Page, trained: str) -> None:
    open_run(page, trained)
    expect(page.get_by_role("heading", name="School")).to_be_visible()
    page.get_by_role("region", name="Accuracy", exact=True).get_by_text("Table").click()
    rows = page.get_by_role("region", name="Accuracy, table").get_by_role("row")
    expect(rows).to_have_count(4)
    expect(page.get_by_role("heading", name="Confusions, epoch 3")).to_be_visible()
    expect(page.locator("[data-log]")).to_contain_text("Training begins")
    expect(page.get_by_text("3 of 3 epochs")).to_be_visible()


def test_the_slider_shows_an_earlier_epoch_everywhere(page: Page, trained: str) -> None:
    open_run(page, trained)
    slider = page.get_by_role("slider", name="Epoch that is shown")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Epoch 1 of 3")
    expect(page.get_by_role("heading", name="Confusions, epoch 1")).to_be_visible()


def test_ones_own_digit_is_answered_by_every_epoch(page: Page, trained: str) -> None:
    open_run(page, trained)
    pad = page.get_by_role("img", name="Pad:")
    pad.scroll_into_view_if_needed()
    expect(page.locator("[data-kernels]")).to_be_visible()
    box = pad.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(x, y + 30)
    page.mouse.down()
    page.mouse.move(x, y + box["height"] - 30, steps=8)
    page.mouse.up()
    answers = page.get_by_role("list", name="Answer at each epoch").get_by_role("listitem")
    expect(answers).to_have_count(3)
    expect(page.locator("[data-own-words]")).to_contain_text("% sure")


def test_the_matrix_is_walked_by_keyboard(page: Page, trained: str) -> None:
    open_run(page, trained)
    page.locator(".cell").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cell").nth(1)).to_be_focused()
    expect(page.locator("[data-cell-words]")).to_contain_text("0 read as 1")


def test_play_moves_through_the_epochs_and_who_wants_no_movement_has_none(
    page: Page, trained: str
) -> None:
    open_run(page, trained)
    page.get_by_role("button", name="Play").click()
    slider = page.get_by_role("slider", name="Epoch that is shown")
    expect(slider).to_have_value("2")
    expect(slider).to_have_value("3")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    expect(page.get_by_role("button", name="Play")).to_be_hidden()


def test_a_note_is_kept(page: Page, trained: str) -> None:
    open_run(page, trained)
    page.get_by_label("Notes").fill("Ballpoint pens")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto("/runs/")
    expect(page.get_by_role("row", name="School")).to_contain_text("Ballpoint pens")


def test_what_cannot_work_is_refused_with_what_to_do(page: Page, tmp_path: Path) -> None:
    write_class_folders(tmp_path, a_class=40)
    sevens = tmp_path / "sevens"
    sevens.mkdir()
    (tmp_path / "digits" / "7").rename(sevens / "7")
    page.goto("/runs/new")
    bring(page, sevens)
    expect(page.locator("[data-refusal]")).to_contain_text("one class")
    start = page.get_by_role("button", name="Start training")
    expect(start).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("This data cannot be learned from yet.")).to_be_visible()


def test_a_setting_out_of_its_range_is_told_at_its_field(page: Page) -> None:
    page.goto("/runs/new")
    epochs = page.get_by_role("textbox", name="Epochs")
    epochs.fill("500000")
    epochs.blur()
    expect(page.get_by_text("Choose a whole number from 1 to 10,000.")).to_be_visible()
    expect(epochs).to_have_attribute("aria-invalid", "true")


def test_a_run_is_paused_resumed_and_canceled(page: Page, trained: str) -> None:
    page.goto("/runs/new")
    data(page, "classroom").check()
    wait_until_looked_at(page)
    begin(page, epochs="5000")
    expect(status(page, "Training")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Pause").click()
    expect(status(page, "Paused")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Resume").click()
    expect(status(page, "Training")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel it").click()
    expect(status(page, "Canceled")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    page.wait_for_url(re.compile("/runs/$"))
    expect(page.get_by_role("link", name="School")).to_be_visible()


def test_two_runs_are_compared(page: Page, trained: str) -> None:
    page.goto("/runs/new")
    data(page, "classroom").check()
    wait_until_looked_at(page)
    begin(page, epochs="1", name="Short")
    expect(status(page, "Completed")).to_be_visible(timeout=PATIENCE_MS)
    page.goto("/runs/")
    for name in ("School", "Short"):
        page.get_by_role("checkbox", name=f"Choose {name}").check()
    page.get_by_role("button", name="Compare 2").click()
    expect(page.get_by_role("row", name="Epochs")).to_contain_text("differs")
    expect(page.locator(".plot canvas")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 900, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    page: Page, trained: str, axe: Axe, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    for address in (trained, "/runs/", "/runs/new", "/corrections/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)


def test_what_was_trained_is_promoted(page: Page, trained: str) -> None:
    page.goto(trained)
    page.get_by_role("button", name="Try and promote").click()
    page.wait_for_url(re.compile("/models/[^/]+/$"))
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Compare with tenfold_small").click()
    promote = page.get_by_role("button", name=re.compile("Promote"))
    expect(promote).to_be_visible(timeout=PATIENCE_MS)
    reason = page.get_by_label("Promote it all the same, because")
    if reason.count():
        reason.fill("Ours alone")
    promote.click()
    expect(page.get_by_text(f"{name} reads now.")).to_be_visible()
    page.goto(trained)
    page.get_by_role("button", name="Try and promote").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
