"""From the drop of a zip with 1,000 pictures to all results shown, in a real Chromium.

python benchmarks/bench_upload.py [--csv] [--runs N]

Claim: 5 s on a quiet machine with 2 cores. `tenfold serve` runs with its defaults (2 workers,
SQLite) and keeps the pictures. A picture is a scan of 320x120 px with a number of 1 to 5 digits,
drawn here with Pillow's own font and a fixed seed. The clock runs from the drop until the page says
that all are read, lists all of them and shows every picture that is on the screen. Needs the web
extra, a built front end and Debian's chromium.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import re
import statistics
import tempfile
import time
import zipfile
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, expect, sync_playwright

from serving import serving

PICTURES = 1000
GOAL_S = 5.0
CHROMIUM = "/usr/bin/chromium"
RESULTS = Path(__file__).parent / "results"
_SHOWN = """() => {
  const images = [...document.querySelectorAll(".shelf img")];
  return images.length > 12 && images.every((image) => image.complete && image.naturalWidth > 0);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--csv", action="store_true", help="write benchmarks/results/upload-*.csv")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving() as (url, _):
        path = Path(folder) / "pictures.zip"
        draw_zip(path, np.random.default_rng(0))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            # The first one warms up: the model is loaded, the browser has the page.
            walls = [upload(browser, url, path) for _ in range(args.runs + 1)][1:]
            browser.close()
    report(walls, write=args.csv)


def draw_zip(path: Path, rng: np.random.Generator) -> None:
    """Write a zip of scans of numbers."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for index in range(PICTURES):
            file = BytesIO()
            draw_scan(rng).save(file, "PNG")
            archive.writestr(f"scan_{index:04}.png", file.getvalue())


def draw_scan(rng: np.random.Generator) -> Image.Image:
    """Draw a number in dark ink on light paper with a little noise."""
    text = "".join(str(d) for d in rng.integers(0, 10, rng.integers(1, 6)))
    image = Image.new("L", (320, 120), 245)
    font = ImageFont.load_default(float(rng.uniform(44, 60)))
    ImageDraw.Draw(image).text((160, 60), text, int(rng.integers(10, 70)), font, "mm")
    page = np.asarray(image, np.float32) + rng.normal(0, 3, (120, 320))
    return Image.fromarray(page.clip(0, 255).astype(np.uint8))


def upload(browser: Browser, url: str, path: Path) -> float:
    """Drop the zip on an empty page; return the seconds until all is shown."""
    page = browser.new_page(base_url=url, viewport={"width": 1280, "height": 900})
    page.goto("/upload")
    expect(page.get_by_role("heading", name="Drop pictures here")).to_be_visible()
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    start = time.perf_counter()
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 300, "data": data})
    every = re.compile(f"{PICTURES:,} pictures, {PICTURES:,} read")
    expect(page.get_by_text(every)).to_be_visible(timeout=120_000)
    expect(page.get_by_role("button", name=f"All {PICTURES:,}")).to_be_visible()
    page.wait_for_function(_SHOWN)
    wall = time.perf_counter() - start
    page.close()
    return wall


def report(walls: list[float], write: bool) -> None:
    told = ", ".join(f"{n} {version(n)}" for n in ("tenfold", "Django", "granian", "onnxruntime"))
    machine = f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {told}"
    median = statistics.median(walls)
    print(f"{PICTURES:,} pictures as one zip, from drop to all shown: {median:.2f} s", end=" ")
    print(f"(median of {len(walls)}, {min(walls):.2f} to {max(walls):.2f}; goal {GOAL_S} s)")
    print(machine)
    if write:
        path = RESULTS / f"upload-{platform.machine()}-py{platform.python_version()}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("what", "value", "goal", "unit", "low", "high", "n", "machine"))
            what = f"{PICTURES:,} pictures of 320x120 as one zip, from drop to all shown"
            spread = (f"{min(walls):.3f}", f"{max(walls):.3f}", len(walls))
            writer.writerow((what, f"{median:.3f}", GOAL_S, "s", *spread, machine))
        print(f"written to {path}")


if __name__ == "__main__":
    main()
