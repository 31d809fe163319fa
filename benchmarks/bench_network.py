"""How fast the browser's own runtime is: the network alone, and whole readings of a pad.

python benchmarks/bench_network.py [--csv]

Claims: in Chromium, one run of the shipped network on a 28x28 picture, every layer's output kept,
takes under 5 ms; a pad of 320x320 with one digit is read in 10 ms, so that an answer stands in the
frame after a stroke. A page of its own for each of 5 runs; the median of all but the first is told.
"""

from __future__ import annotations

import argparse
import base64
import csv
import json
import os
import platform
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

from tenfold.reading import Reader
from tenfold.reading.model import find_model

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
PAGES, RUNS = 5, 300
GOALS = {"run": 5.0, "a pad of one digit": 10.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csv", action="store_true", help="write benchmarks/results/network-*.csv")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = build(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        version = browser.version
        pages = []
        for _ in range(PAGES):
            page = browser.new_page()
            page.add_script_tag(content=script, type="module")
            page.wait_for_function("globalThis.measure !== undefined")
            pages.append(page.evaluate("sent => measure(sent)", sent()))
            page.close()
        browser.close()
    report(pages, version, args.csv)


def build(folder: Path) -> str:
    """Bundle the runtime and what measures it: one script."""
    vite = ROOT / "frontend/node_modules/vite/bin/vite.js"
    command = ["node", str(vite), "build", "--ssr", "tests/speed/main.ts", "--outDir", str(folder)]
    subprocess.run(command, cwd=ROOT / "frontend", check=True, capture_output=True)
    (script,) = folder.glob("main-*.js")
    return script.read_text(encoding="utf-8")


def sent() -> dict[str, Any]:
    """What the page needs: model, card, pictures as the network sees them, pads."""
    model, card = find_model()
    reader = Reader()
    pads = {name: pad(text) for name, text in (("one digit", "7"), ("five digits", "30519"))}
    seen = [reader.read(255 - pad(digit)).digits[0].picture for digit in "0123456789"]
    return {
        "model": base64.b64encode(model.read_bytes()).decode(),
        "card": json.loads(card.read_text(encoding="utf-8")),
        "pictures": [np.rint(picture * 255).ravel().tolist() for picture in seen],
        "pads": {
            f"a pad of {name}": [320, 320, ink.ravel().tolist()] for name, ink in pads.items()
        },
        "runs": RUNS,
    }


def pad(text: str) -> np.ndarray:
    """A number in the middle of a pad: (320, 320) uint8, 255 = ink."""
    image = Image.new("L", (320, 320), 0)
    font = ImageFont.load_default(220 if len(text) == 1 else 90)
    ImageDraw.Draw(image).text((160, 160), text, 255, font, "mm")
    return np.asarray(image)


def report(pages: list[dict[str, list[float]]], version: str, write: bool) -> None:
    conditions = f"Chromium {version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    rows = []
    for name in pages[0]:
        every = sorted(ms for page in pages for ms in page[name][len(page[name]) > 1 :])
        p95 = every[min(len(every) - 1, int(0.95 * len(every)))]
        row = [name, statistics.median(every), p95, every[0], GOALS.get(name, "")]
        rows.append([f"{v:.3f}" if isinstance(v, float) else v for v in row])
        print(*rows[-1], "ms", sep="  ")
    print(conditions)
    if write:
        path = ROOT / f"benchmarks/results/network-{platform.machine()}-chromium{version}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["what", "median_ms", "p95_ms", "least_ms", "goal_ms", "machine"])
            writer.writerows([*row, conditions] for row in rows)


if __name__ == "__main__":
    main()
