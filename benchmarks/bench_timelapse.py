"""A time-lapse of 50 epochs of the shipped architecture: its size, first frame, and scrubbing.

python benchmarks/bench_timelapse.py [--write]                       a minute on two cores

Claims: the file is under 10 MB; its first frame stands within 300 ms; scrubbing shows 30 epochs a
second with every card on the screen. Needs what bench_draw.py needs, and PyTorch; times count on a
quiet machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path

import numpy as np
import torch
from playwright.sync_api import Page, sync_playwright
from safetensors.numpy import save_file

from bench_draw import CHROMIUM, RESULTS, Figure, opened, spread, write
from serving import serving
from tenfold.models import build
from tenfold.reading.graph import parse
from tenfold.training.export import export_onnx
from tenfold.web.inside.timelapse import timelapse_file

EPOCHS, PICTURES = 50, 300
GOAL_BYTES, GOAL_FIRST_MS, GOAL_FPS = 10_000_000, 300, 30

SCRUB = """
async () => {
  const slider = document.querySelector('.player input');
  const frames = [];
  let last = performance.now();
  for (let i = 0; i < 120; i++) {
    slider.value = String((i * 7) % (Number(slider.max) + 1));
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
}
"""
"""Move the slider on every frame, to epochs whose networks are not ready any more."""


def make_run(folder: Path) -> Path:
    """Write the folder of a run whose weights drift by chance, from a fresh network's on."""
    torch.manual_seed(0)
    (folder / "weights").mkdir()
    model = export_onnx(build("cnn_small").eval())
    (folder / "graph.onnx").write_bytes(model)
    rng = np.random.default_rng(0)
    weights = {name: np.array(values) for name, values in parse(model).weights.items()}
    lines = []
    for epoch in range(1, EPOCHS + 1):
        for values in weights.values():
            values += rng.normal(0, 0.01, values.shape).astype(np.float32)
        half = {name: values.astype(np.float16) for name, values in weights.items()}
        save_file(half, folder / f"weights/epoch-{epoch:04}.safetensors")
        confusion = rng.integers(0, 900, (11, 11)).tolist()
        line = {"epoch": epoch, "loss": 2 / epoch, "accuracy": 1 - 0.5 / epoch}
        lines.append(line | {"validation_accuracy": 1 - 0.6 / epoch, "confusion": confusion})
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    pictures = rng.integers(0, 256, (PICTURES, 28, 28)).astype(np.uint8)
    labels = rng.integers(0, 10, PICTURES).astype(np.int64)
    save_file({"pictures": pictures, "labels": labels}, folder / "map.safetensors")
    return timelapse_file(folder)


def first_frame(page: Page, film: Path) -> float:
    """Open a file and return the milliseconds until its last epoch stands on the screen."""
    page.evaluate(
        """document.querySelector('.lapse input[type=file]').addEventListener(
             'change', () => performance.mark('asked'), {capture: true})"""
    )
    page.set_input_files(".lapse input[type=file]", film)
    page.locator(".lapse-scenes canvas").first.wait_for()
    asked, shown = (
        page.evaluate(f"performance.getEntriesByName('{name}').at(-1).startTime")
        for name in ("asked", "tenfold:timelapse-shown")
    )
    return float(shown - asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--write", action="store_true", help="write benchmarks/results/timelapse-*.csv"
    )
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving() as (address, _),
        sync_playwright() as playwright,
    ):
        film = make_run(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = opened(browser, f"{address}/inside#view=timelapse", "desktop")
        page.locator(".lapse input[type=file]").wait_for()
        first = [first_frame(page, film) for _ in range(5)]
        frames = page.evaluate(SCRUB)
        version = browser.version.split(".")[0]
        browser.close()
        size = film.stat().st_size
    rate = 1000 * len(frames) / sum(frames)
    figures = [
        Figure("bytes of 50 epochs", "desktop", 1, size, size, size, f"<= {GOAL_BYTES}"),
        spread("file to first frame, ms", "desktop", first, f"<= {GOAL_FIRST_MS}"),
        spread("frame while scrubbing, ms", "desktop", frames, ""),
        Figure(
            "epochs a second while scrubbing",
            "desktop",
            len(frames),
            rate,
            rate,
            rate,
            f">= {GOAL_FPS}",
        ),
    ]
    for figure in figures:
        print(f"  {figure}")
    print(f"Chromium {version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if not chosen.write:
        return
    path = RESULTS / f"timelapse-{platform.machine()}-chromium{version}.csv"
    write(path, figures)


if __name__ == "__main__":
    main()
