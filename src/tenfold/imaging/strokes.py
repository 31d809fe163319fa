"""What on an ink map cannot be a stroke: single pixels, soft shades."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.imaging.marks import SEEN, connected

Ink = NDArray[np.float32]

SPECK_PX: Final = 4
"""A mark no longer than this on a picture larger than a single digit is noise."""
LEAST: Final = 0.015
"""A page whose longest mark is shorter than this share of its long side is blank."""
SCATTERED: Final = 0.4
"""Where less than this share of the marks is longer than a few pixels, it is by chance."""
STEEP: Final = 0.12
"""The edge of a stroke changes by this much within three pixels; that of a shade does not."""


def keep_strokes(ink: Ink) -> Ink | None:
    """Drop marks of a few pixels, and marks without any sharp edge.

    Args:
        ink: (H, W) float32 in 0..1, 1 = ink.

    Returns:
        The map with what may be strokes, at full contrast; None where there are none.

    """
    mask = (ink > SEEN).view(np.uint8)
    labels, stats = connected(mask)
    long_side = stats[:, 2:4].max(axis=1)
    stroke = (long_side > SPECK_PX) & _is_sharp(ink, labels, stats)
    stroke[0] = False
    if not stroke.any() or long_side[stroke].max() < LEAST * max(ink.shape):
        return None
    if int(stroke.sum()) == len(stats) - 1:
        return ink
    areas = stats[:, cv2.CC_STAT_AREA]
    scattered = areas[stroke].sum() < SCATTERED * areas[1:].sum()
    if scattered and long_side[stroke].max() < 0.1 * max(ink.shape):
        return None
    # The faint fringe of what goes is let go with it.
    gone = (~stroke)[labels] & (labels > 0)
    gone = cv2.dilate(gone.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)
    kept = np.where(gone & ~stroke[labels], np.float32(0), ink)
    peak = float(kept.max())
    return kept if peak > 0.7 else np.asarray(kept / np.float32(peak), np.float32)


def _is_sharp(ink: Ink, labels: NDArray[np.int32], stats: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which marks have sharp edges, as long at least as the side of a square of their area."""
    # In bytes: morphology takes twenty times as long on floats.
    grey = cv2.convertScaleAbs(ink, alpha=255.0)
    change = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    sharp = np.bincount(labels[change > round(STEEP * 255)], minlength=len(stats))
    return np.asarray(sharp >= np.sqrt(stats[:, cv2.CC_STAT_AREA]))
