"""Digits as pen strokes: from a tablet or a skeleton, varied, and drawn with any pen."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.errors import DatasetError

Strokes = list[NDArray[np.float32]]
"""Polylines, each (n, 2) float32 of x and y; y points down, any unit."""

_SHIFT: Final = 4  # bits of sub-pixel precision in OpenCV's line drawing


def strokes_of(points: NDArray[np.float32], stroke_index: NDArray[np.integer]) -> Strokes:
    """Split a pen trajectory, whose y points up, into strokes whose y points down.

    Args:
        points: (n, 2) x and y along the pen's way.
        stroke_index: (n,) number of the stroke that each point belongs to, rising.

    """
    flipped = np.asarray(points, np.float32) * _point((1, -1))
    return np.split(flipped, np.flatnonzero(np.diff(stroke_index)) + 1)


def fit(strokes: Strokes, long_side: float = 1.0) -> Strokes:
    """Move and scale strokes so that their box starts at (0, 0) and its long side is given."""
    low, sides = _box(strokes)
    size = float(sides.max())
    scale = np.float32(long_side / size if size > 0 else 1.0)
    return [(stroke - low) * scale for stroke in strokes]


def draw(strokes: Strokes, *, long_side_px: float, pen_px: float) -> NDArray[np.uint8]:
    """Draw strokes with a round pen: (H, W) uint8, bright on black, a pen's width around.

    Args:
        strokes: polylines in any unit.
        long_side_px: long side of the box of the pen's way, without the pen's width.
        pen_px: width of the pen; below 1 px the line is drawn fainter instead of thinner.

    """
    margin = int(pen_px / 2 + 3)
    fitted = [stroke + margin for stroke in fit(strokes, long_side_px)]
    width, height = np.ceil(np.concatenate(fitted).max(axis=0)).astype(int) + margin
    away = np.full((int(height), int(width)), 255, np.uint8)
    # A stroke of one point would draw nothing: it goes there and back.
    closed = [np.repeat(stroke, 2, axis=0) if len(stroke) == 1 else stroke for stroke in fitted]
    fixed = [np.round(stroke * (1 << _SHIFT)).astype(np.int32) for stroke in closed]
    cv2.polylines(away, fixed, False, (0,), 1, cv2.LINE_8, _SHIFT)
    # Ink by distance from the pen's way: any width, round ends, soft edges, in one pass.
    distance = cv2.distanceTransform(away, cv2.DIST_L2, cv2.DIST_MASK_5)
    ink = np.clip((pen_px + 1) / 2 - distance, 0, 1)
    return np.asarray(ink * 255, np.uint8)


def bend(strokes: Strokes, rng: np.random.Generator, *, amount: float) -> Strokes:
    """Turn, slant, stretch and ripple strokes as another hand would write them.

    Args:
        strokes: polylines in any unit; they come back with a long side of about 1.
        rng: source of chance.
        amount: 0 leaves the shape, 1 is the most that stays the same digit.

    """
    fitted = fit(strokes)
    angle, slant = rng.normal(0, 0.14 * amount), rng.normal(0, 0.22 * amount)
    stretch = float(np.exp(rng.normal(0, 0.18 * amount)))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = (turn @ np.array([[stretch, -slant], [0, 1]])).astype(np.float32)
    waves = rng.uniform(-5, 5, (4, 2)).astype(np.float32)
    phases = rng.uniform(0, 2 * np.pi, 4).astype(np.float32)
    pushes = rng.normal(0, 0.022 * amount, (4, 2)).astype(np.float32)
    return [s @ matrix.T + np.sin(s @ waves.T + phases) @ pushes for s in fitted]


def slash_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Put a slash through a zero, from lower left to upper right, at times past its outline."""
    low, size = _box(strokes)
    reach = rng.uniform(-0.12, 0.22)
    tilt = rng.uniform(0.0, 0.3)
    start = low + size * _point((tilt - reach, 1 + reach - rng.uniform(0, 0.25)))
    end = low + size * _point((1 - tilt + reach, -reach + rng.uniform(0, 0.25)))
    return [*strokes, _line(start, end, rng)]


def dot_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Put a dot or a short dash in the middle of a zero."""
    low, size = _box(strokes)
    middle = low + size * rng.uniform(0.42, 0.58, 2).astype(np.float32)
    length = float(size.max()) * rng.uniform(0.0, 0.12)
    half = _point((rng.uniform(0, 0.3), 1)) * np.float32(length / 2)
    return [*strokes, np.stack([middle - half, middle + half])]


def cross_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Put a bar through the stem of a seven."""
    low, size = _box(strokes)
    points = np.concatenate(strokes)
    height = rng.uniform(0.4, 0.66)
    level = low[1] + size[1] * height
    stem = points[np.argmin(np.abs(points[:, 1] - level))]
    half = _point((size.max() * rng.uniform(0.14, 0.3), size[1] * rng.normal(0, 0.05)))
    return [*strokes, _line(stem - half, stem + half, rng)]


def european_one(rng: np.random.Generator) -> Strokes:
    """Draw a 1 with an upstroke of any length, at times with a foot."""
    reach, drop = rng.uniform(0.12, 0.6), rng.uniform(0.15, 0.85)
    top = _point((0, 0))
    foot = _point((rng.normal(0, 0.05), 1))
    upstroke = _line(_point((-reach, drop)), top, rng)
    strokes = [np.concatenate([upstroke, _line(top, foot, rng)])]
    if rng.random() < 0.35:
        half = _point((rng.uniform(0.12, 0.4), rng.normal(0, 0.03)))
        strokes.append(_line(foot - half, foot + half * _point((1, 0.5)), rng))
    return strokes


def segment_display(digit: int, rng: np.random.Generator) -> Strokes:
    """Draw a digit of a seven-segment display: upright or slanted, its bars touching or apart."""
    width, slant = rng.uniform(0.45, 0.75), rng.uniform(-0.05, 0.22)
    gap = rng.uniform(0.0, 0.09) if rng.random() < 0.7 else 0.0
    forms = [form for name, form in _SEGMENTS if name == digit]
    strokes = []
    for bar in forms[rng.integers(len(forms))]:
        ends = np.array(_BARS[bar], np.float32)
        ends += np.sign(ends[::-1] - ends) * np.float32(gap)
        x = ends[:, 0] * width - ends[:, 1] * slant
        strokes.append(np.stack([x, ends[:, 1]], axis=1).astype(np.float32))
    return strokes


_BARS: Final = {
    "a": ((0, 0), (1, 0)),
    "b": ((1, 0), (1, 0.5)),
    "c": ((1, 0.5), (1, 1)),
    "d": ((0, 1), (1, 1)),
    "e": ((0, 0.5), (0, 1)),
    "f": ((0, 0), (0, 0.5)),
    "g": ((0, 0.5), (1, 0.5)),
}
"""The bars of a display, from a at the top round to f, g in the middle; y points down."""
_SEGMENTS: Final = (
    *((0, "abcdef"), (1, "bc"), (2, "abged"), (3, "abgcd"), (4, "fgbc"), (5, "afgcd")),
    *((6, "afgedc"), (6, "fgedc"), (7, "abc"), (7, "fabc"), (8, "abcdefg")),
    *((9, "abcdfg"), (9, "abcfg")),
)
"""Bars of each digit; 6, 7 and 9 are made with and without their tails."""


def scribble(rng: np.random.Generator) -> Strokes:
    """Draw what is no digit: a tangle of one to four smooth strokes."""
    strokes = []
    for _ in range(rng.integers(1, 5)):
        knots = rng.uniform(0, 1, (int(rng.integers(4, 12)), 2))
        strokes.append(_smooth(knots))
    return strokes


def _point(x_and_y: tuple[float, float]) -> NDArray[np.float32]:
    return np.array(x_and_y, np.float32)


def _box(strokes: Strokes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    points = np.concatenate(strokes)
    low = points.min(axis=0)
    return low, points.max(axis=0) - low


def _line(
    start: NDArray[np.float32], end: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """A line with a slight bow, as a hand draws it: (9, 2)."""
    way = np.linspace(0, 1, 9, dtype=np.float32)[:, None]
    across = (end - start)[::-1] * _point((1, -1))
    bow = np.float32(rng.normal(0, 0.035))
    return np.asarray(start + way * (end - start) + np.sin(np.pi * way) * bow * across, np.float32)


def _smooth(knots: NDArray[np.float64]) -> NDArray[np.float32]:
    """Chaikin's corner cutting, three times: (n, 2) -> (8 n or so, 2)."""
    for _ in range(3):
        near = 0.75 * knots[:-1] + 0.25 * knots[1:]
        far = 0.25 * knots[:-1] + 0.75 * knots[1:]
        knots = np.stack([near, far], axis=1).reshape(-1, 2)
    return knots.astype(np.float32)


def load_strokes(path: Path) -> list[Strokes]:
    """Load the pen trajectories of a .npz that holds points, stroke_index and offsets.

    Raises:
        DatasetError: where the file has none, or cannot be read.

    """
    try:
        with np.load(path, allow_pickle=False) as file:
            points, index, offsets = file["points"], file["stroke_index"], file["offsets"]
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{path} has no pen trajectories: {error}") from error
    spans = itertools.pairwise(offsets.tolist())
    return [strokes_of(points[start:end], index[start:end]) for start, end in spans]
