"""Digits written by an invented hand: no two alike, drawn here, copied from nowhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.strokes import Strokes, draw, fit

Page = NDArray[np.uint8]
_Way = list[tuple[float, float]]

# Corners of the pen's way in a box of 10 by 16; what lies between is rounded off, and a corner
# that stands twice stays sharp. Each digit has one or more ways of writing it, of one or more
# strokes.
_ZERO: Final[_Way] = [(5, 0), (1, 2), (0, 8), (1, 14), (5, 16), (9, 14), (10, 8), (9, 2), (5, 0)]
_ONE: Final[_Way] = [(1, 4), (5, 0), (5, 0), (5, 16)]
_PLAIN_ONE: Final[_Way] = [(5, 0), (4.6, 16)]
_TWO: Final[_Way] = [
    *[(0, 4), (1, 1), (5, 0), (9, 1), (9.5, 5)],
    *[(6, 9), (0, 16), (0, 16), (10, 16)],
]
_THREE: Final[_Way] = [
    *[(0, 2), (4, 0), (8, 1), (8.5, 4.5), (4, 7.5), (4, 7.5)],
    *[(9, 9), (9.5, 13), (6, 16), (0, 15)],
]
_FOUR: Final[list[_Way]] = [[(6, 0), (0, 10), (0, 10), (10, 10)], [(7.5, 5), (7, 16)]]
_OPEN_FOUR: Final[list[_Way]] = [[(1.5, 0), (0.5, 8), (0.5, 8), (9.5, 7.6)], [(8.5, 0), (8, 16)]]
_FIVE: Final[_Way] = [
    *[(9, 0), (1.5, 0), (1.5, 0), (0.8, 7), (0.8, 7)],
    *[(6, 6), (9.5, 10), (7, 15.5), (0, 15)],
]
_SIX: Final[_Way] = [
    *[(8, 0), (3, 4), (0.3, 10), (2, 15.5)],
    *[(7, 15.6), (9.3, 11.5), (6, 8), (1, 11)],
]
_SEVEN: Final[_Way] = [(0, 0.4), (9.5, 0), (9.5, 0), (5, 9), (3.6, 16)]
_BAR: Final[_Way] = [(2.4, 8), (8.2, 8)]
_EIGHT: Final[_Way] = [
    *[(8.6, 2), (5, 0), (1, 2), (2, 5.6), (7.5, 9.4), (9, 13)],
    *[(5, 16), (0.8, 13.6), (2, 9.6), (7.6, 6), (8.8, 2.6)],
]
_NINE: Final[_Way] = [
    *[(8.6, 3), (4.5, 0), (0.6, 3.4), (3, 7.6)],
    *[(8, 5.6), (8.8, 1.6), (8.4, 8), (6.5, 16)],
]
_WAYS: Final[list[list[list[_Way]]]] = [
    [[_ZERO]],
    [[_ONE], [_PLAIN_ONE]],
    [[_TWO]],
    [[_THREE]],
    [_FOUR, _OPEN_FOUR],
    [[_FIVE]],
    [[_SIX]],
    [[_SEVEN], [_SEVEN, _BAR]],
    [[_EIGHT]],
    [[_NINE]],
]
_WILD: Final = 2.6
"""How much wilder the hand is at difficulty 1 than at 0."""


def pen_number(text: str, rng: Random, *, height_px: int = 96, difficulty: float = 0.2) -> Page:
    """Write digits in a row on white paper.

    Args:
        text: digits 0 to 9 and spaces.
        rng: decides the hand; the same state writes the same picture.
        height_px: about how high a digit is.
        difficulty: 0 is a neat hand, 1 one that people misread; from 0.5 on the picture is
            spoiled too.

    Returns:
        (H, W) uint8, dark ink on light paper, with paper around.

    """
    hand = _Hand(
        slant=rng.gauss(0, 0.10 + 0.16 * difficulty),
        pen_px=height_px * rng.uniform(0.06, 0.13),
        wild=0.32 * (1 + _WILD * difficulty),
        turn=0.05 + 0.1 * difficulty,
    )
    marks = [None if c == " " else _mark(int(c), rng, hand, height_px) for c in text]
    ink = _in_a_row([m for m in marks if m is not None], marks, height_px, rng)
    return _spoiled(255 - ink, rng, difficulty) if difficulty >= 0.5 else 255 - ink


@dataclass(frozen=True, slots=True)
class _Hand:
    """How someone writes: the slant and how much each digit turns, how wild, with which pen."""

    slant: float
    pen_px: float
    wild: float
    turn: float


def _mark(digit: int, rng: Random, hand: _Hand, height_px: int) -> Page:
    """Return one digit as bright ink."""
    wild, slant = hand.wild, hand.slant
    width = rng.uniform(0.85, 1.15)
    turn = rng.gauss(0, hand.turn)
    strokes: Strokes = []
    for way in rng.choice(_WAYS[digit]):
        points = _rounded([(x + rng.gauss(0, wild), y + rng.gauss(0, wild)) for x, y in way])
        x, y = points[:, 0] * width - slant * (points[:, 1] - 8), points[:, 1]
        turned = np.stack([x + turn * (y - 8), y - turn * (x - 5)], axis=1)
        strokes.append(turned.astype(np.float32))
    extent = np.ptp(np.concatenate(strokes), axis=0)
    long_px = height_px * float(extent.max()) / 16 * rng.uniform(0.9, 1.1)
    return draw(fit(strokes), long_side_px=long_px, pen_px=hand.pen_px)


def _rounded(corners: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Cut corners three times (Chaikin 1974); a corner that stands twice stays sharp."""
    points = np.array(corners)
    for _ in range(3):
        first, second = points[:-1], points[1:]
        cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2), points[-1:]])
    return points


def _in_a_row(drawn: list[Page], marks: list[Page | None], height_px: int, rng: Random) -> Page:
    margin = height_px // 4
    tall = max((mark.shape[0] for mark in drawn), default=height_px) + 2 * margin
    gap = int(height_px * rng.uniform(0.06, 0.16))
    width = sum((height_px * 2 // 3 if m is None else m.shape[1]) + gap for m in marks)
    page = np.zeros((tall, width + 2 * margin), np.uint8)
    x = margin
    for mark in marks:
        if mark is None:
            x += height_px * 2 // 3 + gap
            continue
        high, wide = mark.shape
        y = min(tall - high, max(0, margin + int(rng.gauss(0, height_px * 0.03))))
        page[y : y + high, x : x + wide] = np.maximum(page[y : y + high, x : x + wide], mark)
        x += wide + gap
    return page


def _spoiled(page: Page, rng: Random, difficulty: float) -> Page:
    """Blur it, and sprinkle noise on it, the more the harder."""
    much = (difficulty - 0.5) * 2
    noise = np.random.default_rng(rng.randrange(2**32))
    soft = cv2.GaussianBlur(page, (0, 0), 0.1 + 2.4 * much)
    grain = noise.normal(0, 4 + 26 * much, page.shape)
    return np.clip(255 - (255 - soft) * (1 - 0.5 * much) + grain, 0, 255).astype(np.uint8)


def scribble(rng: Random, *, height_px: int = 96) -> Page:
    """Draw what is no digit: (H, W) uint8, dark on light."""
    turns = range(rng.randrange(14, 22))
    corners = [(rng.uniform(0, 10), 8 + 7 * math.sin(turn * 2.3 + rng.random())) for turn in turns]
    way = _rounded(corners).astype(np.float32)
    ink = draw(fit([way]), long_side_px=height_px, pen_px=height_px * 0.08)
    return 255 - np.pad(ink, height_px // 4)
