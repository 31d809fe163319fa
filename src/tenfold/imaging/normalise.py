"""Ink in a box -> the one 28x28 picture that a network sees."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE_PX: Final = 28
LONG_SIDE_PX: Final = 20
INK_THRESHOLD: Final = 0.2
"""Ink fainter than this share of the darkest ink is paper when the box is drawn tight."""

Ink = NDArray[np.float32]


def normalise(ink: Ink) -> Ink:
    """Scale and centre one digit as the MNIST pictures are.

    The ink is cut to its tight box, scaled with its aspect kept so that the long side is 20 px,
    brought to full contrast, and moved by whole pixels so that its centre of mass is in the
    middle; a digit whose mass lies far off its box's middle stops at the picture's edge.
    Method: LeCun et al. 1998, http://yann.lecun.com/exdb/mnist/.

    Args:
        ink: (H, W) float32 in 0..1, 1 = ink: one digit and nothing else.

    Returns:
        (28, 28) float32 in 0..1, 1 = ink; all 0 where there is no ink.

    """
    picture = np.zeros((SIZE_PX, SIZE_PX), np.float32)
    peak = float(ink.max(initial=0.0))
    if peak <= 0.0:
        return picture
    tight = _tight(ink, peak * INK_THRESHOLD)
    small = _scaled(tight)
    small *= 1.0 / float(small.max())
    height, width = small.shape
    row, column = _origin(small)
    picture[row : row + height, column : column + width] = small
    return picture


def _tight(ink: Ink, threshold: float) -> Ink:
    mask = ink > threshold
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _scaled(ink: Ink) -> Ink:
    height, width = ink.shape
    scale = LONG_SIDE_PX / max(height, width)
    if scale == 1.0:
        return ink.copy()
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    # An area of nothing but faint ink would vanish in the average of a very long, thin picture.
    return np.asarray(cv2.resize(ink, size, interpolation=how), np.float32) + np.float32(1e-12)


def _origin(small: Ink) -> tuple[int, int]:
    """Row and column at which the centre of mass falls on the picture's middle."""
    height, width = small.shape
    mass = float(small.sum())
    centre_y = float(small.sum(axis=1) @ np.arange(height)) / mass
    centre_x = float(small.sum(axis=0) @ np.arange(width)) / mass
    middle = (SIZE_PX - 1) / 2
    row = min(max(round(middle - centre_y), 0), SIZE_PX - height)
    column = min(max(round(middle - centre_x), 0), SIZE_PX - width)
    return row, column
