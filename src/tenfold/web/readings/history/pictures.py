"""Small pictures of a reading: what was read, cut out; and each digit as the network saw it."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.errors import ImageError
from tenfold.web.readings.models import Reading
from tenfold.web.readings.reader import read_picture

THUMB_PX: Final = (176, 80)
"""Widest and highest; a row shows it at half, so that it is sharp on any screen."""
_SIDE: Final = 28
Pixels = NDArray[np.uint8]


def thumb(reading: Reading) -> bytes:
    """Return the part of the picture where something was read, as a small PNG.

    Raises:
        FileNotFoundError: the picture is no longer kept.

    """
    page = _load(reading)
    cut = _around_marks(page, reading.data)
    factor = min(THUMB_PX[0] / cut.shape[1], THUMB_PX[1] / cut.shape[0])
    size = tuple(max(1, round(side * factor)) for side in cut.shape[1::-1])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _png(cv2.resize(cut, size, interpolation=how) if factor != 1 else cut)


def digits_strip(reading: Reading) -> bytes:
    """Return each digit as the network saw it, side by side: a PNG of 28 by 28 px each.

    The picture is read again, as it was kept. Where that finds other digits (it was scaled down,
    or another model reads now) there is nothing true to show.

    Raises:
        FileNotFoundError: the picture is no longer kept.
        LookupError: the same digits are not found again.

    """
    try:
        again = read_picture(_load(reading)[:, :, ::-1])
    except ImageError as error:
        raise LookupError("the picture cannot be read again") from error
    boxes = [digit["box"] for number in reading.data["numbers"] for digit in number["digits"]]
    pictures = {tuple(digit.box): digit.picture for digit in again.digits}
    tiles = [pictures.get(tuple(box)) for box in boxes]
    if not tiles or any(tile is None for tile in tiles):
        raise LookupError("other digits are found now")
    strip = np.concatenate([255 - np.round(tile * 255) for tile in tiles], axis=1)
    return _png(strip.astype(np.uint8))


def _load(reading: Reading) -> Pixels:
    """Return the kept picture: (H, W, 3) uint8 BGR."""
    if reading.picture is None:
        raise FileNotFoundError
    data = np.frombuffer(reading.picture.path.read_bytes(), np.uint8)
    page = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if page is None:
        raise FileNotFoundError
    return page


def _around_marks(page: Pixels, data: dict[str, Any]) -> Pixels:
    boxes = [number["box"] for number in data["numbers"]] or [r["box"] for r in data["rejected"]]
    if not boxes:
        return page
    x, y, w, h = np.array(boxes, float).T * page.shape[1] / data["image"]["width"]
    air = 0.16 * float(h.max()) + 2
    left, top = max(0, int(x.min() - air)), max(0, int(y.min() - air))
    right, bottom = int((x + w).max() + air), int((y + h).max() + air)
    cut = page[top:bottom, left:right]
    return cut if cut.size else page


def _png(pixels: Pixels) -> bytes:
    done, data = cv2.imencode(".png", pixels)
    if not done:
        raise ValueError(f"pixels of shape {pixels.shape} cannot be written as PNG")
    return bytes(data)
