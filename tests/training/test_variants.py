from __future__ import annotations

import numpy as np
import pytest

from tenfold.datasets import strokes as pen
from tenfold.training import variants

SEVEN = [np.array([(0, 0), (6, 0), (2, 9)], np.float32)]


@pytest.fixture
def picture() -> np.ndarray:
    return np.pad(pen.draw(SEVEN, long_side_px=40, pen_px=5), 6)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two pictures, each softened by a box of three pixels."""
    soft = [
        sum(np.roll(p.astype(float), (y, x), (0, 1)) for x in (-1, 0, 1) for y in (-1, 0, 1))
        for p in (one, other)
    ]
    return float(np.corrcoef(soft[0].ravel(), soft[1].ravel())[0, 1])


def test_a_picture_as_it_is_comes_normalised(picture: np.ndarray) -> None:
    seen = variants.as_is(picture)
    assert seen is not None
    rows, columns = np.nonzero(seen > 50)
    assert seen.shape == (28, 28)
    assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21


def test_a_blank_picture_gives_none() -> None:
    assert variants.as_is(np.zeros((40, 40), np.uint8)) is None


@pytest.mark.parametrize("spoil", variants._SPOILERS, ids=lambda spoil: spoil.__name__)
def test_a_spoiled_picture_is_still_the_same_digit(spoil, picture: np.ndarray) -> None:
    clean = variants.as_is(picture)
    alike = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        seen = variants.as_is(spoil(variants._frame(picture, rng), rng))
        alike.append(0.0 if seen is None else likeness(seen, clean))
    assert np.median(alike) > 0.85


def test_strokes_are_drawn_in_other_hands_and_pens() -> None:
    rng = np.random.default_rng(0)
    seen = [variants.redrawn(SEVEN, rng) for _ in range(20)]
    amounts = [picture.sum() for picture in seen if picture is not None]
    assert len(amounts) >= 19
    assert max(amounts) > 2 * min(amounts)


def test_two_digits_in_a_box_stand_side_by_side(picture: np.ndarray) -> None:
    both = variants.beside(picture, picture, np.random.default_rng(0))
    columns = np.flatnonzero(both.max(axis=0) > 100)
    assert both.shape[0] == 52
    assert np.ptp(columns) > 35
