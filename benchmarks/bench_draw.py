"""The draw page in Chromium: digits drawn again by real pointer events, bytes, times, frames.

python benchmarks/bench_draw.py [--digits N] [--loads N]      half an hour on two cores

Needs the built front end, playwright and /usr/bin/chromium. Times count on a quiet machine only.
"""

from __future__ import annotations

import argparse
import csv
import platform
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright

from serving import serving
from tenfold.datasets import load
from tenfold.datasets.skeleton import Polyline, skeleton_lines
from tenfold.evaluation.accuracy import rate

RESULTS = Path(__file__).parent / "results"
CHROMIUM = "/usr/bin/chromium"
FILLS = (0.35, 0.5, 0.65, 0.8, 0.95)
SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
PEN = 0.032
"""Width of the medium pen, as a share of the pad's short side."""
STEP_PX = 1.5
"""Pixels of the picture between two pointer events."""

Box = dict[str, float]

# Draws a 7 as soon as the pad is there, and lets the page's own mark tell when it was answered.
DRAW_AT_ONCE = """
new PerformanceObserver(list => {
  if (!list.getEntriesByName('tenfold:pad-ready').length) return;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const pad = document.querySelector('.pad-ink');
    const {left, top, width, height} = pad.getBoundingClientRect();
    const send = (type, x, y) => pad.dispatchEvent(new PointerEvent(type, {
      pointerId: 1, pointerType: 'mouse', bubbles: true, buttons: 1,
      clientX: left + x * width, clientY: top + y * height}));
    const line = [[.35, .2], [.5, .2], [.65, .2], [.55, .5], [.45, .8]];
    send('pointerdown', ...line[0]);
    for (const point of line) send('pointermove', ...point);
    send('pointerup', ...line.at(-1));
  }));
}).observe({type: 'mark', buffered: true});
"""
# Records each frame's length, and from a stroke's end to the answer and to the frame that shows it.
WATCH = """
window.watched = {frames: [], answered: [], shown: []};
let last = 0;
const frame = now => {
  if (last) watched.frames.push(now - last);
  last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
addEventListener('pointerup', event => {
  const began = event.timeStamp;
  watched.answered.push(performance.now() - began);
  requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => watched.shown.push(performance.now() - began);
    port2.postMessage(0);
  });
});
"""


@dataclass(frozen=True)
class Figure:
    """One measured number with its conditions; ``low`` and ``high`` are the 95% interval."""

    figure: str
    conditions: str
    n: int
    value: float
    low: float
    high: float
    goal: str


def fitted(lines: list[Polyline], pad: Box, fill: float, place: NDArray[np.float64]) -> list[list]:
    """Scale a skeleton to fill the pad, pen included, and move it; pixels of the page.

    Args:
        lines: of one digit.
        pad: where the pad lies on the page.
        fill: long side of the drawing over the pad's short side.
        place: (2,) -1..1, from the pad's middle to as far as the drawing goes.

    """
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    short = min(pad["width"], pad["height"])
    pen = PEN * short
    scale = (fill * short - pen) / max(float((high - low).max()), 1.0)
    size = np.array([pad["width"], pad["height"]])
    room = (size - pen - (high - low) * scale) / 2
    middle = np.array([pad["x"], pad["y"]]) + size / 2 + place * room
    return [((line - (low + high) / 2) * scale + middle).tolist() for line in map(thinned, lines)]


def thinned(line: Polyline) -> Polyline:
    """Leave out points nearer than STEP_PX to the one before, but for the last."""
    kept = [line[0]]
    for point in line[1:-1]:
        if np.hypot(*(point - kept[-1])) >= STEP_PX:
            kept.append(point)
    return np.array([*kept, line[-1]]) if len(line) > 1 else line


class Hand:
    """Draws with a mouse, or on a phone with a finger."""

    def __init__(self, page: Page, is_touch: bool) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page) if is_touch else None

    def draw(self, line: list[list[float]]) -> None:
        """Draw one stroke through points in pixels of the page."""
        if self.session is None:
            self.page.mouse.move(*line[0])
            self.page.mouse.down()
            for x, y in line[1:]:
                self.page.mouse.move(x, y)
            self.page.mouse.up()
            return
        for kind, (x, y) in zip(["touchStart"] + ["touchMove"] * len(line), line, strict=False):
            self._touch(kind, [{"x": x, "y": y}])
        self._touch("touchEnd", [])

    def _touch(self, kind: str, points: list[dict[str, float]]) -> None:
        assert self.session
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def opened(browser: Browser, address: str, screen: str, script: str = "") -> Page:
    """Open the page in a browser without a past."""
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=screen == "phone",
        is_mobile=screen == "phone",
    )
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(address)
    page.wait_for_function("() => performance.getEntriesByName('tenfold:reader-ready').length")
    return page


def answer_of(page: Page) -> str:
    """Return what the page reads now."""
    return page.get_by_role("status", name="Reading").inner_text().strip()


def accuracy(page: Page, screen: str, digits: int) -> Iterator[Figure]:
    """Draw the first digits of MNIST's test set again, in each size and place."""
    mnist = load("mnist", split="test")
    skeletons = [skeleton_lines(np.asarray(image)) for image in mnist.images[:digits]]
    labels = mnist.labels[:digits]
    hand = Hand(page, screen == "phone")
    pad = page.get_by_role("img", name="Drawing pad").bounding_box()
    assert pad
    clear = page.get_by_role("button", name="Clear")
    for fill in FILLS:
        for is_centred in (True, False):
            rng = np.random.default_rng(0)
            right = []
            for lines, label in zip(skeletons, labels, strict=True):
                far = rng.uniform(0.5, 1.0, 2) * rng.choice([-1.0, 1.0], 2)
                place = np.zeros(2) if is_centred else far
                for line in fitted(lines, pad, fill, place):
                    hand.draw(line)
                right.append(answer_of(page) == str(label))
                clear.click()
            found = rate(np.array(right))
            where = f"{screen}, {fill:.0%}, {'centred' if is_centred else 'off centre'}"
            print(f"  {where}: {found.value:.1%}", flush=True)
            yield Figure("accuracy", where, found.n, found.value, found.low, found.high, ">= 0.98")


def cold_loads(browser: Browser, address: str, loads: int) -> Iterator[Figure]:
    """Load the page anew and draw at once: time to the first answer, and bytes until then."""
    times, sizes = [], []
    for _ in range(loads):
        page = opened(browser, address, "desktop", DRAW_AT_ONCE)
        page.wait_for_function("() => performance.getEntriesByName('tenfold:first-answer').length")
        at, size = page.evaluate(
            """() => {
                const at = performance.getEntriesByName('tenfold:first-answer')[0].startTime;
                const came = ['navigation', 'resource'].flatMap(
                    type => performance.getEntriesByType(type));
                const before = came.filter(entry => entry.responseEnd <= at);
                return [at, before.reduce((sum, entry) => sum + entry.transferSize, 0)];
            }"""
        )
        times.append(at)
        sizes.append(size)
        page.context.close()
    yield spread("cold load to first answer, ms", "desktop", times, "<= 150")
    yield spread("bytes to first answer", "desktop", sizes, "<= 200000")


def pace(browser: Browser, address: str, screen: str, strokes: int) -> Iterator[Figure]:
    """Draw strokes without a pause: their end to the answer, and frames meanwhile."""
    page = opened(browser, address, screen, WATCH)
    hand = Hand(page, screen == "phone")
    pad = page.get_by_role("img", name="Drawing pad").bounding_box()
    assert pad
    skeleton = skeleton_lines(np.asarray(load("mnist", split="test").images[0]))
    page.evaluate("watched.frames.length = 0")
    for number in range(strokes):
        place = np.array([(number % 3 - 1) * 0.8, 0.0])
        for line in fitted(skeleton, pad, 0.4, place):
            hand.draw(line)
        if number % 3 == 2:
            page.keyboard.press("c")
    watched = page.evaluate("watched")
    page.context.close()
    yield spread("stroke's end to answer, ms", screen, watched["answered"], "<= 16")
    yield spread("stroke's end to the frame that shows it, ms", screen, watched["shown"], "")
    yield spread("longest frame while drawing, ms", screen, [max(watched["frames"])], "<= 33")
    yield spread("frame while drawing, ms", screen, watched["frames"], "")


def spread(name: str, conditions: str, values: list[float], goal: str) -> Figure:
    """Make a figure of the median and the 5th and 95th percentile."""
    low, high = np.percentile(values, [5, 95])
    print(f"  {name}, {conditions}: {median(values):.1f} ({low:.1f} to {high:.1f})", flush=True)
    return Figure(name, conditions, len(values), median(values), float(low), float(high), goal)


def write(path: Path, figures: list[Figure]) -> None:
    """Write figures as CSV, and say where."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Figure))
        writer.writerows(map(astuple, figures))
    print(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digits", type=int, default=100)
    parser.add_argument("--loads", type=int, default=30)
    chosen = parser.parse_args()
    figures: list[Figure] = []
    with serving() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        figures += cold_loads(browser, address, chosen.loads)
        for screen in SCREENS:
            figures += pace(browser, address, screen, 30)
            page = opened(browser, address, screen)
            figures += accuracy(page, screen, chosen.digits)
            page.context.close()
        name = f"draw-{platform.machine()}-chromium{browser.version.split('.')[0]}.csv"
        browser.close()
    write(RESULTS / name, figures)


if __name__ == "__main__":
    main()
