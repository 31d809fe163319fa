"""The browser cuts a drawing up and normalises it as Python does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tenfold.datasets import strokes as pen
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import Glyph, segment

from .conftest import Job, Level, write_maps


def as_ink(levels: Level) -> np.ndarray:
    """The ink map that ``find_ink`` makes of a clean page."""
    return levels.astype(np.float32) * np.float32(1 / 255)


def test_a_digit_of_any_size_is_normalised_to_the_same_picture(
    browser: Job, hands: list[pen.Strokes], tmp_path: Path
) -> None:
    rng = np.random.default_rng(3)
    maps = []
    for hand in hands:
        side = float(np.exp(rng.uniform(np.log(5), np.log(700))))
        maps.append(
            pen.draw(hand, long_side_px=side, pen_px=max(1.0, side * rng.uniform(0.02, 0.15)))
        )
    found = np.float32(browser("normalised", write_maps(tmp_path, maps))).reshape(-1, 28, 28)
    expected = np.stack([normalise(as_ink(ink)) for ink in maps])
    assert np.abs(found - expected).max(axis=(1, 2)).max() <= 1 / 255


def test_pictures_of_odd_shapes_are_normalised_alike(browser: Job, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    shapes = [(1, 1), (1, 40), (300, 2), (20, 20), (20, 7), (3, 3), (28, 28), (37, 11), (2, 500)]
    maps = [rng.integers(0, 256, shape).astype(np.uint8) for shape in shapes]
    maps.append(np.zeros((9, 9), np.uint8))
    found = np.float32(browser("normalised", write_maps(tmp_path, maps))).reshape(-1, 28, 28)
    assert np.abs(found - np.stack([normalise(as_ink(ink)) for ink in maps])).max() <= 1 / 255


def plain(glyph: Glyph) -> dict[str, Any]:
    return {"box": list(glyph.box), "parts": [plain(part) for part in glyph.parts]}


def without_ink(glyph: dict[str, Any]) -> dict[str, Any]:
    return {"box": glyph["box"], "parts": [without_ink(part) for part in glyph["parts"]]}


def test_pages_fall_into_the_same_glyphs(browser: Job, pages: list[Level], tmp_path: Path) -> None:
    small = [page for page in pages if max(page.shape) <= 1280]
    found = browser("segments", write_maps(tmp_path, small))
    for page, lines in zip(small, found, strict=True):
        expected = segment(find_ink(255 - page).ink)
        assert [[[without_ink(g) for g in n] for n in line] for line in lines] == [
            [[plain(g) for g in n] for n in line] for line in expected
        ]
        ours = [g["ink"] for line in lines for n in line for g in n]
        theirs = [float(g.ink.sum()) for line in expected for n in line for g in n]
        np.testing.assert_allclose(ours, theirs, rtol=1e-4)
