"""Takes the screenshots of the docs anew: `make screens`.

A server of its own, a history of invented readings, the sample pictures uploaded, a number drawn,
and a small network trained on drawn digits.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.serving import Server, serving  # noqa: E402
from tests.support.training import write_class_folders  # noqa: E402

DESKTOP, PHONE = (1280, 860), (390, 844)
PATIENCE_MS = 300_000
COLOURS = 128
"""A page has few colours: as a palette a picture takes a third of the bytes."""


def shown(page: Page) -> None:
    """Wait until scripts, pictures and fonts are there."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def draw_number(page: Page) -> None:
    """Write 1840 on the pad."""
    around = [(math.sin(t * math.pi / 12), -math.cos(t * math.pi / 12)) for t in range(25)]

    def ring(x: float, y: float, wide: float, high: float) -> list[tuple[float, float]]:
        return [(x + wide * a, y + high * b) for a, b in around]

    strokes = (
        [(0.09, 0.36), (0.15, 0.25), (0.14, 0.72)],
        ring(0.35, 0.37, 0.06, 0.1),
        ring(0.35, 0.6, 0.08, 0.13),
        [(0.6, 0.25), (0.52, 0.52), (0.7, 0.53)],
        [(0.66, 0.37), (0.63, 0.73)],
        ring(0.85, 0.5, 0.08, 0.21),
    )
    box = page.get_by_role("img", name="Drawing pad").bounding_box()
    assert box is not None
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=3)
        page.mouse.up()
    page.mouse.move(5, 5)


def upload_samples(page: Page) -> None:
    """Upload the sample pictures and wait for all of them."""
    samples = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix not in (".py", ".csv"))
    page.locator("input[type=file]").first.set_input_files(samples)
    page.get_by_text(f"{len(samples)} pictures").first.wait_for()
    page.wait_for_timeout(2000)


def train(page: Page, digits: Path) -> None:
    """Bring a folder of digits and train a small network on it, to its end."""
    page.goto("/runs/new")
    page.locator("[data-input=folder]").set_input_files(digits)
    page.get_by_role("heading", name="Pictures a class").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("radio", name="mlp_scratch").check()
    page.get_by_label("Goes on from").select_option("scratch")
    page.get_by_role("textbox", name="Epochs").fill("12")
    page.get_by_role("button", name="Start training").click()
    page.locator(".run-status-completed").wait_for(timeout=PATIENCE_MS)


def choose_data(page: Page) -> None:
    """Choose the data that was brought, and wait for what is in it."""
    page.locator("input[name=data][value=digits]").check()
    page.get_by_role("heading", name="Pictures a class").wait_for(timeout=PATIENCE_MS)


def step_back(page: Page) -> None:
    """Look at an early epoch, with a sample for one's own digit."""
    page.locator("[data-card=lapse]").scroll_into_view_if_needed()
    page.locator("[data-own-sample]").select_option(index=5)
    page.get_by_role("slider").fill("4")
    page.evaluate("scrollTo(0, 0)")


def open_sum(page: Page) -> None:
    """Open a number of the network that is summed from sixteen maps."""
    page.get_by_role("application", name="Strokes 2").click(position={"x": 22, "y": 22})
    page.mouse.move(5, 5)
    page.evaluate("scrollTo(0, 0)")


def nothing(page: Page) -> None:
    """The page as it opens."""


Step = Callable[[Page], None]
SHOTS: tuple[tuple[str, str, tuple[int, int], str, Step], ...] = (
    ("draw", "/", DESKTOP, "light", draw_number),
    ("draw-dark", "/", DESKTOP, "dark", draw_number),
    ("draw-phone", "/", PHONE, "light", draw_number),
    ("inside", "/inside", (1280, 1180), "light", open_sum),
    ("inside-dark", "/inside", DESKTOP, "dark", nothing),
    ("inside-phone", "/inside", PHONE, "light", nothing),
    ("upload", "/upload", DESKTOP, "light", upload_samples),
    ("upload-phone", "/upload", PHONE, "dark", upload_samples),
    ("history", "/history", DESKTOP, "light", nothing),
    ("history-phone", "/history", PHONE, "light", nothing),
    ("analytics", "/analytics", DESKTOP, "light", nothing),
    ("live", "/live", DESKTOP, "dark", nothing),
    ("runs", "/runs/", DESKTOP, "light", nothing),
    ("new-run", "/runs/new", (1280, 1400), "light", choose_data),
    ("run", "/runs/1/", (1280, 1240), "light", step_back),
    ("run-dark", "/runs/1/", (1280, 1240), "dark", step_back),
    ("run-phone", "/runs/1/", PHONE, "light", step_back),
    ("api", "/api/docs", DESKTOP, "light", nothing),
    ("tokens", "/account/tokens", DESKTOP, "light", nothing),
)


def take(
    browser: Browser, server: Server, shot: tuple[str, str, tuple[int, int], str, Step]
) -> None:
    """Open a page, do what is to be seen, and save it."""
    name, address, (width, height), scheme, step = shot
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, f"{address}: {answer.status}"
    shown(page)
    step(page)
    shown(page)
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    context.close()
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main() -> None:
    """Take those named on the command line, or all."""
    wanted = sys.argv[1:] or [shot[0] for shot in SHOTS]
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home) / "home", TENFOLD_TRAINERS="1") as server,
    ):
        command = [sys.executable, "-m", "tenfold.web", "invent", "400"]
        subprocess.run(command, env=server.env, check=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            if any("run" in name for name in wanted):
                digits = Path(home) / "digits"
                write_class_folders(digits.parent, a_class=60)
                train(browser.new_page(base_url=server.url), digits)
            for shot in SHOTS:
                if shot[0] in wanted:
                    take(browser, server, shot)
            browser.close()


if __name__ == "__main__":
    main()
