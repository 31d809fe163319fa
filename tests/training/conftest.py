from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.drawing import drawn_digit

from tenfold.datasets import strokes as pen


@pytest.fixture(scope="session")
def ones_and_zeros(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .npz of 120 drawn ones and zeros by six writers."""
    rng = np.random.default_rng(0)
    turn = np.linspace(0, 2 * np.pi, 30)
    zero = np.stack([np.cos(turn), 1.5 * np.sin(turn)], 1).astype(np.float32)
    images = np.zeros((120, 32, 32), np.uint8)
    for place, image in enumerate(images):
        strokes = [zero] if place % 2 == 0 else [np.float32([(0, 0), (0.1, 3)])]
        drawn = pen.draw(pen.bend(strokes, rng, amount=0.5), long_side_px=20, pen_px=2.5)
        image[: drawn.shape[0], : drawn.shape[1]] = drawn[:32, :32]
    path = tmp_path_factory.mktemp("data") / "ones_and_zeros.npz"
    labels = np.arange(120) % 2
    writers = np.array([f"writer-{i // 20}" for i in range(120)])
    np.savez(path, images=images, labels=labels, writer=writers)
    return path


@pytest.fixture(scope="session")
def digits_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder a class with 40 drawn pictures each of 0, 1 and 7, dark on white."""
    rng = np.random.default_rng(1)
    root = tmp_path_factory.mktemp("digits") / "drawn"
    for label in (0, 1, 7):
        (root / str(label)).mkdir(parents=True)
        for place in range(40):
            drawn_digit(label, rng).save(root / str(label) / f"{place:03d}.png")
    return root
