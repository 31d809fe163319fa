"""Small pictures of kept ones: the part that was read, and the digits as the network saw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.reading.sheet import prepare
from tenfold.web.readings.batch_json import View, view_of
from tenfold.web.readings.models import Reading

SIZES: Final = {"small": (440, 180), "large": (1040, 640)}
"""Most pixels (width, height) of each kind."""

Pixels = NDArray[np.uint8]


def thumb(reading: Reading, kind: str) -> bytes:
    """Return the part of a reading's picture with what was read, as WebP.

    Raises:
        FileNotFoundError: its picture is not kept, or has just been deleted.

    """
    page = load(reading)
    part = _cut(page, view_of(reading.data), page.shape[1] / reading.data["image"]["width"])
    most_width, most_height = SIZES[kind]
    scale = min(1.0, most_width / part.shape[1], most_height / part.shape[0])
    if scale < 1.0:
        size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    return _encoded(part, ".webp", [cv2.IMWRITE_WEBP_QUALITY, 84])


def digits(reading: Reading) -> bytes:
    """Return the digits as the network saw them, 28x28 each, side by side as PNG; ink is dark.

    Raises:
        FileNotFoundError: the picture is not kept, or has just been deleted.
        LookupError: no digit was read.

    """
    boxes = [d["box"] for number in reading.data["numbers"] for d in number["digits"]]
    return side_by_side(seen(reading, boxes))


def seen(reading: Reading, boxes: Sequence[Sequence[float]]) -> list[Pixels]:
    """Return the marks in these boxes as the network saw them, (28, 28) uint8 each; ink is dark.

    Raises:
        FileNotFoundError: the picture is not kept, or has just been deleted.
        LookupError: nothing is found there any more.

    """
    page = load(reading)
    scale = page.shape[1] / reading.data["image"]["width"]
    sheet = prepare(page, keep_page=False)
    marks = [box for line in sheet.lines for number in line for glyph in number for box in glyph]
    found = [_nearest([side * scale for side in box], marks) for box in boxes]
    return [255 - np.round(sheet.pictures[at] * 255).astype(np.uint8) for at in found]


def side_by_side(tiles: Sequence[Pixels]) -> bytes:
    """Return pictures of one height side by side, as PNG.

    Raises:
        LookupError: there are none.

    """
    if not tiles:
        raise LookupError("no digit was read")
    return _encoded(np.hstack(tiles), ".png", [])


def load(reading: Reading) -> Pixels:
    """Decode a kept picture, (H, W) or (H, W, 3) uint8 RGB."""
    if reading.picture is None:
        raise FileNotFoundError("this picture is not kept")
    data = np.frombuffer(reading.picture.path.read_bytes(), np.uint8)
    page = np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)
    return page if page.ndim == 2 else np.ascontiguousarray(page[:, :, ::-1])


def _nearest(box: list[float], marks: list[Any]) -> int:
    """Return which of these marks covers a box best: a picture kept smaller has others."""
    if not marks:
        raise LookupError("no digit is found any more")
    return max(range(len(marks)), key=lambda at: _overlap(box, marks[at]))


def _overlap(a: Any, b: Any) -> float:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(0.0, width) * max(0.0, height)
    return float(common / (a[2] * a[3] + b[2] * b[3] - common))


def _cut(page: Pixels, view: View, scale: float) -> Pixels:
    x, y, width, height = (round(side * scale) for side in view)
    x, y = min(x, page.shape[1] - 1), min(y, page.shape[0] - 1)
    return page[y : y + max(1, height), x : x + max(1, width)]


def _encoded(page: Pixels, kind: str, options: list[int]) -> bytes:
    bgr = page if page.ndim == 2 else page[:, :, ::-1]
    done, data = cv2.imencode(kind, np.ascontiguousarray(bgr), options)
    if not done:
        raise ValueError(f"a page of shape {page.shape} cannot be written as {kind}")
    return bytes(data)
