"""Drawn pages, and the browser's code run on them by node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tenfold.datasets import strokes as pen

FRONTEND = Path(__file__).parents[2] / "frontend"
Level = NDArray[np.uint8]
Job = Callable[..., Any]

DIGITS: tuple[list[list[tuple[float, float]]], ...] = (
    [[(5, 0), (2, 1), (0, 5), (1, 9), (4, 10), (7, 9), (8, 5), (7, 1), (5, 0)]],
    [[(0, 3), (3, 0), (3, 10)]],
    [[(0, 2), (2, 0), (5, 0), (7, 2), (6, 4), (0, 10), (7, 10)]],
    [[(0, 1), (3, 0), (6, 1), (6, 3), (3, 5), (6, 6), (7, 8), (4, 10), (0, 9)]],
    [[(4, 0), (0, 7), (7, 7)], [(5, 4), (5, 10)]],
    [[(1, 0), (0, 4), (4, 4), (7, 6), (6, 9), (3, 10), (0, 9)], [(1, 0), (7, 0)]],
    [[(6, 0), (2, 3), (0, 7), (2, 10), (5, 10), (6, 7), (4, 5), (1, 7)]],
    [[(0, 0), (7, 0), (3, 10)], [(1, 5), (6, 5)]],
    [[(5, 0), (1, 1), (2, 4), (6, 7), (5, 10), (1, 10), (0, 7), (5, 3), (6, 1), (5, 0)]],
    [[(6, 2), (3, 0), (0, 2), (2, 5), (6, 3), (6, 2), (5, 10)]],
)
"""The pen's way of each digit, as one may write it."""


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Run a job of frontend/tests/parity/main.ts in a folder and return what it wrote."""
    node, vite = shutil.which("node"), FRONTEND / "node_modules/vite/bin/vite.js"
    if node is None or not vite.is_file():
        pytest.skip("needs node and the front end's packages: make test sets them up")
    built = tmp_path_factory.mktemp("parity")
    arguments = ["build", "--ssr", "tests/parity/main.ts", "--outDir", str(built)]
    subprocess.run([node, str(vite), *arguments], cwd=FRONTEND, check=True, capture_output=True)
    (script,) = built.glob("main-*.js")
    (built / "package.json").write_text('{"type": "module"}')

    def run(job: str, folder: Path) -> Any:
        command = [node, str(script), job, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads((folder / f"{job}.json").read_bytes())

    return run


@pytest.fixture(scope="session")
def hands(request: pytest.FixtureRequest) -> list[pen.Strokes]:
    """Digits as many people wrote them where those are at hand, else as drawn here."""
    rng = np.random.default_rng(5)
    plain = [[np.float32(stroke) for stroke in digit] for digit in DIGITS]
    written = [pen.bend(digit, rng, amount=0.8) for digit in plain * 20]
    written += [pen.dot_zero(plain[0], rng), pen.slash_zero(plain[0], rng)]
    written += [pen.cross_seven(plain[7], rng), pen.european_one(rng), pen.scribble(rng)]
    try:
        home: Path = request.getfixturevalue("data_home")
    except pytest.skip.Exception:
        return written
    known = [pen.load_strokes(home / name) for name in ("unipen_digits.npz", "pendigits.npz")]
    return written + [sample for each in known for sample in each[:: len(each) // 150]]


@pytest.fixture(scope="session")
def pages(hands: list[pen.Strokes]) -> list[Level]:
    """Pads with one to twelve digits in one to three lines: (H, W) uint8, 255 = ink."""
    rng = np.random.default_rng(11)
    sizes = [(300, 300), (552, 552), (260, 420), (420, 200), (160, 640), (40, 46), (64, 64)]
    drawn = [_page(hands, sizes[i % len(sizes)], rng) for i in range(210)]
    return [*drawn, _page(hands, (1104, 1104), rng), _page(hands, (1500, 1350), rng)]


def _page(hands: list[pen.Strokes], size: tuple[int, int], rng: np.random.Generator) -> Level:
    """Digits side by side, now and then so near that they touch, with a speck here and there."""
    page = np.zeros(size, np.uint8)
    rows = int(rng.integers(1, 4)) if size[0] > 400 else 1
    pitch = size[0] / rows
    for row in range(rows):
        height, x = pitch * rng.uniform(0.35, 0.85), rng.uniform(0.02, 0.3) * size[1]
        width_px = max(1.5, height * rng.uniform(0.03, 0.13))
        for _ in range(rng.integers(1, 7)):
            hand = hands[rng.integers(len(hands))]
            digit = pen.draw(hand, long_side_px=height, pen_px=width_px)
            y = row * pitch + max(0.0, pitch - digit.shape[0]) * rng.uniform(0.2, 0.8)
            _put(page, digit, int(x), int(y))
            x += digit.shape[1] + rng.choice([-0.1, 0.05, 0.2, 1.2]) * height * rng.uniform(0.2, 1)
    if rng.random() < 0.2:
        _put(page, np.full((3, 3), 255, np.uint8), *(int(s * rng.random()) for s in size[::-1]))
    return page if rng.random() < 0.8 else (page * rng.uniform(0.1, 1)).astype(np.uint8)


def _put(page: Level, digit: Level, x: int, y: int) -> None:
    """Draw over a page what fits on it."""
    part = page[y:, max(x, 0) :][: digit.shape[0], : digit.shape[1]]
    np.maximum(part, digit[: part.shape[0], : part.shape[1]], out=part)


def write_maps(folder: Path, maps: list[Level]) -> Path:
    """Write ink maps where a job finds them; returns the folder."""
    (folder / "maps.json").write_text(json.dumps([ink.shape[::-1] for ink in maps]))
    (folder / "maps.u8").write_bytes(b"".join(ink.tobytes() for ink in maps))
    return folder
