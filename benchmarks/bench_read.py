"""How fast a default install reads: one picture, 10,000 files, a photo, and a cold process.

python benchmarks/bench_read.py [--model M] [--csv]

Claims, on one core unless said otherwise: a 28x28 array in 0.5 ms; 5,000 small PNG files a second
on 2 cores; a 1600x1200 photo of one digit in 2.0 times the time of decoding it; `tenfold read
one.png` in 0.4 s and 120 MB. Wall time is what counts; CPU time beside it shows how busy the
machine was with other work. Pictures are drawn here, with Pillow's own font and a fixed seed.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tenfold.imaging.decode import to_page
from tenfold.reading import Reader

FILES = 10_000
RUNS = 5
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One measured figure beside the one that must be reached."""

    what: str
    value: float
    goal: float | None
    unit: str
    cpu: float
    cpu_unit: str
    conditions: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", help="as `tenfold read --model`; the default where missing")
    parser.add_argument("--csv", action="store_true", help="write benchmarks/results/read-*.csv")
    args = parser.parse_args()
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        files = draw_files(Path(folder), rng)
        rows = [*cold_process(files[0], args.model)]
        reader = Reader(args.model)
        rows += [one_array(reader, files), *many_files(reader, files), photo(reader, rng)]
    report(rows, reader.card.name, args.csv)


def draw_digit(digit: int, side_px: int, rng: np.random.Generator) -> Image.Image:
    """Draw a dark digit on light paper, off centre and turned a little."""
    image = Image.new("L", (side_px, side_px), 255)
    font = ImageFont.load_default(side_px * rng.uniform(0.6, 0.8))
    at = side_px / 2 + rng.uniform(-0.08, 0.08, 2) * side_px
    ImageDraw.Draw(image).text(tuple(at), str(digit), 20, font, "mm")
    return image.rotate(rng.uniform(-12, 12), Image.Resampling.BILINEAR, fillcolor=255)


def draw_files(folder: Path, rng: np.random.Generator) -> list[Path]:
    paths = [folder / f"{index:05}.png" for index in range(FILES)]
    for index, path in enumerate(paths):
        draw_digit(index % 10, 28, rng).save(path)
    return paths


def draw_photo(rng: np.random.Generator) -> bytes:
    """Draw a digit on grey paper in uneven light with noise, as a JPEG of 1600x1200."""
    digit = np.asarray(draw_digit(5, 420, rng), np.float32) / 255
    light = np.linspace(150, 215, 1600, dtype=np.float32) * np.ones((1200, 1), np.float32)
    light[400:820, 600:1020] *= 0.25 + 0.75 * digit
    noisy = light[:, :, None] * (1.0, 0.97, 0.9) + rng.normal(0, 4, (1200, 1600, 3))
    file = BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


def timed(action: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median seconds of wall time and mean seconds of CPU time, after one run to warm up."""
    action()
    walls = []
    cpu_start = time.process_time()
    for _ in range(runs):
        start = time.perf_counter()
        action()
        walls.append(time.perf_counter() - start)
    return statistics.median(walls), (time.process_time() - cpu_start) / runs


def one_array(reader: Reader, files: list[Path]) -> Row:
    arrays = iter([np.asarray(Image.open(path)) for path in files[:2001]])
    wall, cpu = timed(lambda: reader.read(next(arrays)), 2000)
    what = "Reader.read of one 28x28 array"
    return Row(what, wall * 1e3, 0.5, "ms", cpu * 1e3, "ms", "median of 2000, one thread")


def many_files(reader: Reader, files: list[Path]) -> list[Row]:
    rows = []
    for workers in (1, 2):
        walls, cpus = [], []
        for _ in range(RUNS):
            start, before = time.perf_counter(), os.times()
            count = sum(1 for _ in reader.read_many(files, workers=workers))
            walls.append(count / (time.perf_counter() - start))
            # User and system time of this process and of its children: four of five entries.
            cpus.append((sum(os.times()[:4]) - sum(before[:4])) / count * 1e6)
        what = f"read_many of {FILES:,} PNG files of 28x28, workers={workers}"
        goal = 5000.0 if workers == 2 else None
        note = f"median of {RUNS}, with the start of the workers"
        speed, cpu_us = statistics.median(walls), statistics.median(cpus)
        rows.append(Row(what, speed, goal, "a second", cpu_us, "µs each", note))
    return rows


def photo(reader: Reader, rng: np.random.Generator) -> Row:
    data = draw_photo(rng)
    decode, decode_cpu = timed(lambda: to_page(data), 20)
    read, read_cpu = timed(lambda: reader.read(data), 20)
    what = "photo of 1600x1200 with one digit, over decoding it alone"
    note = f"medians of 20: decode {decode * 1e3:.1f} ms, read {read * 1e3:.1f} ms"
    return Row(what, read / decode, 2.0, "times", read_cpu / decode_cpu, "times", note)


def cold_process(path: Path, model: str | None) -> list[Row]:
    command = [str(Path(sys.executable).with_name("tenfold")), "read", str(path)]
    command += ["--model", model] if model else []
    walls, cpus, peaks = [], [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        walls.append(time.perf_counter() - start)
        cpus.append(usage.ru_utime + usage.ru_stime)
        peaks.append(usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2))
    cpu = statistics.median(cpus)
    note = f"median of {RUNS}"
    return [
        Row("tenfold read one.png, cold", statistics.median(walls), 0.4, "s", cpu, "s", note),
        Row("tenfold read one.png, peak memory", max(peaks), 120.0, "MB", cpu, "s", f"of {RUNS}"),
    ]


def report(rows: list[Row], model: str, write: bool) -> None:
    versions = {name: version(name) for name in ("tenfold", "numpy", "Pillow", "onnxruntime")}
    versions["opencv"] = version("opencv-python-headless")
    told = ", ".join(f"{name} {number}" for name, number in versions.items())
    print(f"{model} on {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"Python {platform.python_version()}, {told}\n")
    for row in rows:
        goal = "" if row.goal is None else f"(goal {row.goal:g})"
        print(f"{row.what:<58} {row.value:9.3f} {row.unit:<8} {goal:<12}", end=" ")
        print(f"CPU {row.cpu:.3f} {row.cpu_unit}; {row.conditions}")
    if write:
        name = f"read-cpu-py{sys.version_info.major}.{sys.version_info.minor}"
        path = RESULTS / f"{name}-ort{versions['onnxruntime']}.csv"
        conditions = f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {told}"
        save(path, rows, model, conditions)
        print(f"\nwritten to {path}")


def save(path: Path, rows: list[Row], model: str, conditions: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*asdict(rows[0]), "model", "machine"])
        writer.writeheader()
        for row in rows:
            figures = asdict(row) | {"value": round(row.value, 4), "cpu": round(row.cpu, 4)}
            writer.writerow(figures | {"model": model, "machine": conditions})


if __name__ == "__main__":
    main()
