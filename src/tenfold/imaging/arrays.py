"""Arrays that stand for pictures -> pixels of 8 bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import InvalidArray

Array = NDArray[Any]

_ROUNDING = 1e-3
"""How far above 1 or below 0 an array may go: resizing overshoots by less."""


def array_to_pixels(array: Array) -> NDArray[np.uint8]:
    """Bring an array into the form of 8-bit pixels.

    Args:
        array: (H, W) or (H, W, 1) grey, (H, W, 3) RGB or (H, W, 4) RGBA; uint8, uint16 (65535 =
            white), bool (True = white) or float in 0..1 (1 = white). Ink may be dark or bright.

    Returns:
        (H, W) uint8 where it is grey, else (H, W, 3) RGB, with transparency laid on white.

    Raises:
        InvalidArray: another shape or dtype, no pixel, NaN, or floats outside 0..1.

    """
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 3, 4)):
        raise InvalidArray(
            f"array has shape {array.shape}, expected (H, W), (H, W, 1), (H, W, 3) or (H, W, 4)"
        )
    if array.size == 0:
        raise InvalidArray(f"array has shape {array.shape}: no pixel")
    levels = to_levels(array)
    if levels.ndim == 3 and levels.shape[2] != 3:
        return levels[:, :, 0] if levels.shape[2] == 1 else _on_white(levels)
    return levels


def to_levels(array: Array) -> NDArray[np.uint8]:
    """Scale an array of any shape to 0..255, by what its dtype means.

    Args:
        array: uint8, uint16 (65535 = 255), bool (True = 255) or float in 0..1 (1 = 255).

    Returns:
        uint8 of the same shape; the array itself where it is uint8 already.

    Raises:
        InvalidArray: another dtype, NaN, or floats outside 0..1.

    """
    if array.dtype == np.uint8:
        return array
    if array.dtype == np.bool_:
        return array * np.uint8(255)
    if array.dtype == np.uint16:
        return to_8bit(array)
    if np.issubdtype(array.dtype, np.floating):
        return _unit_to_levels(array)
    raise InvalidArray(
        f"array has dtype {array.dtype}, expected uint8, uint16, bool or float in 0..1; "
        "values 0..255 of another type convert with .astype('uint8')"
    )


def to_8bit(values: Array) -> NDArray[np.uint8]:
    """Scale deep pixels to 0..255: 16 bits by 257, floats in 0..1 by 255, all else by range.

    Args:
        values: (H, W) uint16, or any other integers or floats.

    Returns:
        (H, W) uint8; 255 where all values are the same and their range says nothing.

    Raises:
        InvalidArray: NaN or infinity.

    """
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)
    low, high = float(values.min()), float(values.max())
    if not np.isfinite(low + high):
        raise InvalidArray("the picture holds NaN or infinite values")
    if values.dtype.kind == "f" and low >= 0.0 and high <= 1.0:
        low, high = 0.0, 1.0
    if low == high:
        return np.full(values.shape, 255, np.uint8)
    return np.rint((values.astype(np.float64) - low) * (255.0 / (high - low))).astype(np.uint8)


def _unit_to_levels(array: Array) -> NDArray[np.uint8]:
    low, high = float(array.min()), float(array.max())
    if np.isnan(low + high):
        raise InvalidArray("array holds NaN, expected floats in 0..1")
    if low < -_ROUNDING or high > 1.0 + _ROUNDING:
        raise InvalidArray(
            f"array has floats from {low:.4g} to {high:.4g}, expected 0..1; "
            "divide values 0..255 by 255"
        )
    return np.rint(array.clip(0.0, 1.0) * np.float32(255.0)).astype(np.uint8)


def _on_white(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = rgba[:, :, 3:].astype(np.uint16)
    blended = rgba[:, :, :3] * alpha + 255 * (255 - alpha)
    return ((blended + 127) // 255).astype(np.uint8)
