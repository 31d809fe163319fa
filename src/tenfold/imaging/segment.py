"""Ink map -> glyphs, one a digit, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.types import Box

Ink = NDArray[np.float32]
SEEN: Final = 0.2
"""Ink fainter than this share of the darkest joins no strokes."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One mark that may be a digit: its box in the ink map, and its own ink in that box.

    ``ink`` is (height, width) float32 in 0..1, without the ink of neighbours. ``parts`` holds the
    glyphs it was joined from where geometry alone leaves open whether they belong together.
    """

    box: Box
    ink: Ink
    parts: tuple[Glyph, ...] = ()


Line = list[list[Glyph]]


def whole(ink: Ink) -> Glyph | None:
    """Take all ink as one digit, less specks; None on a blank page."""
    mask = (ink > SEEN).view(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count == 1:
        return None
    areas = stats[1:, cv2.CC_STAT_AREA]
    keep = np.flatnonzero(areas >= max(2, 0.02 * areas.max())) + 1
    x, y = stats[keep, :2].min(axis=0)
    right, bottom = (stats[keep, :2] + stats[keep, 2:4]).max(axis=0)
    x, y, right, bottom = max(x - 1, 0), max(y - 1, 0), right + 1, bottom + 1
    crop = ink[y:bottom, x:right]
    if keep.size < count - 1:
        crop = crop * (np.isin(labels[y:bottom, x:right], keep) | (crop <= SEEN))
    return Glyph(Box(int(x), int(y), crop.shape[1], crop.shape[0]), crop)


def segment(ink: Ink) -> list[Line]:
    """Split ink into lines of numbers of glyphs, in reading order."""
    glyph = whole(ink)
    return [] if glyph is None else [[[glyph]]]
