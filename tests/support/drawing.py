"""Digits drawn for tests of training: few, small, and each in a hand of its own."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tenfold.datasets import strokes as pen


def drawn_digit(label: int, rng: np.random.Generator) -> Image.Image:
    """A 0, 1 or 7, drawn in a hand of its own: dark on white, 40x40."""
    turn = np.linspace(0, 2 * np.pi, 30)
    strokes = {
        0: [np.stack([np.cos(turn), 1.5 * np.sin(turn)], 1).astype(np.float32)],
        1: [np.float32([(0, 0), (0.1, 3)])],
        7: [np.float32([(0, 0), (2, 0.1), (0.8, 3)])],
    }[label]
    ink = pen.draw(pen.bend(strokes, rng, amount=0.6), long_side_px=24, pen_px=2.5)
    page = np.full((40, 40), 255, np.uint8)
    page[3 : 3 + ink.shape[0], 4 : 4 + ink.shape[1]] -= ink[:37, :36]
    return Image.fromarray(page)
