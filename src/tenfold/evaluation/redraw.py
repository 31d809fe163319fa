"""Handwritten digits, drawn again with a round pen on a canvas, as people draw in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.skeleton import Polyline, skeleton_lines

CANVAS_PX: Final = 280
PENS_PX: Final = (8, 16)
FILLS: Final = (0.35, 0.5, 0.65, 0.8, 0.95)
_FINE: Final = 4
"""Lines are drawn this many times larger and averaged: where OpenCV's own anti-aliased pieces of a
polyline overlap, their soft edges add up and the line is 2 px too wide."""
_SHIFT_BITS: Final = 4
"""Points are given to OpenCV in 1/16 px."""

Images = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Canvas:
    """How a digit is drawn again: the pen's width, how much of the canvas it fills, and where."""

    pen_px: int
    fill: float
    is_centred: bool

    @property
    def name(self) -> str:
        """Words for a table."""
        place = "centred" if self.is_centred else "off centre"
        return f"pen {self.pen_px} px, {self.fill:.0%}, {place}"


CANVASES: Final = tuple(
    Canvas(pen, fill, centred) for pen in PENS_PX for centred in (True, False) for fill in FILLS
)


def redraw(images: Images, canvas: Canvas, seed: int = 0) -> Images:
    """Thin each digit to its skeleton and draw that with a round, anti-aliased pen.

    Args:
        images: (N, H, W) uint8, bright ink on black.
        canvas: pen, size and place. ``fill`` is the long side of the drawing, pen included, over
            the side of the canvas; off centre, the drawing lies between half and all of the way
            from the middle to the edge, in each direction.
        seed: decides the places off centre.

    Returns:
        (N, 280, 280) uint8, bright ink on black; a picture without ink stays black.

    """
    return draw_all([skeleton_lines(image) for image in images], canvas, seed)


def draw_all(skeletons: list[list[Polyline]], canvas: Canvas, seed: int = 0) -> Images:
    """Draw skeletons, one list of polylines a digit; as ``redraw`` without the thinning."""
    rng = np.random.default_rng(seed)
    slack = rng.uniform(0.5, 1.0, (len(skeletons), 2)) * rng.choice(
        [-1.0, 1.0], (len(skeletons), 2)
    )
    if canvas.is_centred:
        slack[:] = 0.0
    pictures = np.zeros((len(skeletons), CANVAS_PX, CANVAS_PX), np.uint8)
    for picture, lines, place in zip(pictures, skeletons, slack, strict=True):
        if lines:
            _draw(picture, lines, canvas, place)
    return pictures


def _draw(
    picture: Images, lines: list[Polyline], canvas: Canvas, place: NDArray[np.float64]
) -> None:
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    span = canvas.fill * CANVAS_PX - canvas.pen_px
    scale = span / max(float((high - low).max()), 1.0)
    room = (CANVAS_PX - canvas.pen_px - (high - low) * scale) / 2
    middle = (CANVAS_PX - 1) / 2 + place * room
    fine = np.zeros((CANVAS_PX * _FINE, CANVAS_PX * _FINE), np.uint8)
    for line in lines:
        at = ((line - (low + high) / 2) * scale + middle + 0.5) * _FINE - 0.5
        fixed = np.round(at * (1 << _SHIFT_BITS)).astype(np.int32)
        if len(fixed) == 1:  # a polyline of one point draws nothing
            fixed = np.repeat(fixed, 2, axis=0)
        pen = canvas.pen_px * _FINE - 1  # OpenCV draws one pixel more
        cv2.polylines(fine, [fixed], False, 255, pen, cv2.LINE_8, _SHIFT_BITS)
    cv2.resize(fine, (CANVAS_PX, CANVAS_PX), picture, interpolation=cv2.INTER_AREA)
