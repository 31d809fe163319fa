"""The inside page in Chromium: frames while drawing with every map shown, and bytes over the wire.

python benchmarks/bench_inside.py [--strokes N] [--write]          two minutes on two cores

Claims: while one draws on the small pad, with all maps of the shipped network on the screen and one
number opened, 55 frames a second are shown and none takes over 33 ms; the page with its scripts,
styles, model and card is under 250 kB. Needs what bench_draw.py needs; times count on a quiet
machine only.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterator

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from bench_draw import CHROMIUM, RESULTS, WATCH, Figure, Hand, fitted, opened, spread, write
from serving import serving
from tenfold.datasets import load
from tenfold.datasets.skeleton import skeleton_lines

GOAL_FPS, GOAL_LONGEST_MS, GOAL_BYTES = 55, 33, 250_000
MAPS = 384
"""Of the shipped network: 2 x 16, 7 x 32 and 2 x 64, beside 64 units."""


def shown_maps(page: Page) -> int:
    """Return how many maps the page has room for on its canvases: all, or the claim is void."""
    labels = page.locator("canvas.panel[role=application]").evaluate_all(
        "all => all.map(canvas => canvas.getAttribute('aria-label'))"
    )
    return sum(int(label.split(": ")[1].split()[0]) for label in labels if "maps" in label)


def pace(browser: Browser, address: str, screen: str, strokes: int) -> Iterator[Figure]:
    """Draw without a pause, and measure each frame."""
    page = opened(browser, f"{address}/inside", screen, WATCH)
    page.locator(".cells").first.wait_for()
    assert shown_maps(page) == MAPS
    hand = Hand(page, screen == "phone")
    pad = page.get_by_role("img", name="Drawing pad").bounding_box()
    assert pad
    page.get_by_role("button", name="Clear").click()
    skeleton = skeleton_lines(np.asarray(load("mnist", split="test").images[0]))
    page.evaluate("watched.frames.length = 0")
    for number in range(strokes):
        for line in fitted(skeleton, pad, 0.7, np.array([(number % 3 - 1) * 0.2, 0.0])):
            hand.draw(line)
        page.get_by_role("button", name="Clear").click()
    watched = page.evaluate("watched")
    page.context.close()
    frames = watched["frames"]
    yield spread("longest frame while drawing, ms", screen, [max(frames)], f"<= {GOAL_LONGEST_MS}")
    yield spread("frame while drawing, ms", screen, frames, "")
    yield spread("stroke's end to answer, ms", screen, watched["answered"], "<= 16")
    rate = 1000 * len(frames) / sum(frames)
    print(f"  {rate:.1f} frames a second, {screen}")
    yield Figure("frames a second", screen, len(frames), rate, rate, rate, f">= {GOAL_FPS}")


def weight(browser: Browser, address: str) -> Figure:
    """Load the page into an empty cache, and add up what came."""
    page = opened(browser, f"{address}/inside", "desktop")
    size = page.evaluate(
        """['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
            .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    )
    page.context.close()
    print(f"  {size / 1000:.1f} kB over the wire")
    return Figure("bytes over the wire", "desktop", 1, size, size, size, f"<= {GOAL_BYTES}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=int, default=30)
    parser.add_argument(
        "--write", action="store_true", help="write benchmarks/results/inside-*.csv"
    )
    chosen = parser.parse_args()
    with serving() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        figures = [weight(browser, address)]
        for screen in ("desktop", "phone"):
            figures += pace(browser, address, screen, chosen.strokes)
        version = browser.version.split(".")[0]
        browser.close()
    print(f"Chromium {version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if not chosen.write:
        return
    path = RESULTS / f"inside-{platform.machine()}-chromium{version}.csv"
    write(path, figures)


if __name__ == "__main__":
    main()
