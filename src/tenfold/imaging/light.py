"""The paper under the ink: which side of it is ink on, and how bright is it where."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tenfold.types import Polarity

Page = NDArray[np.uint8]

SMALL_SIDE_PX: Final = 128
"""Paper is smooth: it is judged on a picture of this size."""
PICTURE_SIDE_PX: Final = 64
"""A picture no larger than this is a digit cut out, with paper at its border."""
WIDEST_STROKE: Final = 0.3
"""No stroke is wider than this share of the page's long side."""
THIN_STROKE: Final = 0.1
"""Where paper changes abruptly (a shadow, a table), strokes up to this share are still found."""

TABLE_BORDER: Final = 0.12
"""What is dark along this share of the page's border is no stroke but a shadow or a table."""


def find_polarity(page: Page) -> Polarity:
    """Tell dark ink on light paper from light ink on dark paper.

    A weighted sum of four signs, each positive for light paper: how much of the border is bright
    and how much of all (Otsu 1979), whether what stands out from its surroundings is dark, and
    whether thin things are dark. Weights fitted by logistic regression on MNIST, UNIPEN,
    pendigits and paper digits, cut out tightly and photographed on simulated paper.

    Args:
        page: (H, W) or (H, W, C) uint8.

    """
    grey = _small_grey(page)
    _, bright = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    border = _border_mean(bright) - 0.5
    area = float(bright.mean()) - 0.5
    side = max(grey.shape)
    surroundings = cv2.medianBlur(grey, max(3, round(0.2 * side)) | 1)
    away = cv2.subtract(grey, surroundings, dtype=cv2.CV_32F)
    square = away * away
    skew = float((square * away).mean()) / (float(square.mean()) + 4.0) ** 1.5
    thin = _darkness(grey, round(0.15 * side))
    if side <= PICTURE_SIDE_PX:
        score = 14.0 * border + 2.0 * area - 0.6 * skew + 3.0 * thin + 0.5
    else:
        thinnest = _darkness(grey, round(0.03 * side))
        score = 4.6 * border + 2.3 * area - 0.75 * skew + 4.0 * thin + 2.0 * thinnest + 2.0
    return "dark-on-light" if score >= 0 else "light-on-dark"


def _darkness(grey: Page, width_px: int) -> float:
    """Whether what is narrower than a width is rather dark (above 0) or light."""
    kernel = _square(width_px)
    dark = float(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel).mean())
    light = float(cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel).mean())
    return math.log((dark + 1.0) / (light + 1.0))


def _small_grey(page: Page) -> Page:
    small = shrunk(page, SMALL_SIDE_PX)
    grey = small if small.ndim == 2 else ~brightest(~small)
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0.8), np.uint8)


def brightest(page: Page) -> Page:
    """Largest of the channels: (H, W, C) -> (H, W)."""
    largest, *others = cv2.split(page)
    for other in others:
        largest = cv2.max(largest, other)
    return np.asarray(largest, np.uint8)


def shrunk(page: Page, side_px: int) -> Page:
    """Return the page with its long side at most ``side_px`` long.

    Large pages shrink by a whole factor, which is several times as fast as any other.
    """
    height, width = page.shape[:2]
    scale = side_px / max(height, width)
    if scale >= 1.0:
        return page
    if scale < 0.4:
        factor = math.ceil(1 / scale)
        across, down = min(factor, width), min(factor, height)
        page = page[: height // down * down, : width // across * across]
        size = (width // across, height // down)
    else:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8).reshape(size[1], size[0], *page.shape[2:])


def _border_mean(mask: Any) -> float:
    edge = np.concatenate((mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    return float(edge.mean())


def _square(side_px: int) -> Page:
    side_px = max(3, side_px) | 1
    return np.ones((side_px, side_px), np.uint8)


def paper_under(page: Page) -> Page:
    """Brightness that each pixel would have without dark ink.

    Morphological closing, wider than any stroke, on a small copy; where that reaches across
    something broad and dark (a shadow, the table beside the paper), a narrower one, which keeps
    it. Method: background estimation by closing, e.g. Soille 2003, chapter 4.

    Args:
        page: (H, W, C) uint8, dark ink on light paper.

    Returns:
        (H, W, C) uint8.

    """
    height, width, channels = page.shape
    small = shrunk(page, 2 * SMALL_SIDE_PX)
    if min(small.shape[:2]) >= 3:
        small = np.asarray(cv2.medianBlur(small, 3), np.uint8).reshape(small.shape)
    side = max(small.shape[:2])
    if side <= PICTURE_SIDE_PX:
        paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _square(round(WIDEST_STROKE * side)))
        paper = np.asarray(paper, np.uint8).reshape(small.shape)
    else:
        paper = _closed(small, WIDEST_STROKE)
        broad = _broad(small, paper)
        if broad is not None:
            paper = np.where(broad[:, :, None], np.minimum(_abrupt(small), paper), paper)
    if small.shape != page.shape:
        paper = np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR))
    return np.asarray(paper, np.uint8).reshape(height, width, channels)


def _closed(small: Page, stroke: float) -> Page:
    """Closing that takes what is dark at the page's border to go on beyond it."""
    reach = round(stroke * max(small.shape[:2]))
    wider = cv2.copyMakeBorder(small, *(reach,) * 4, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, _square(reach))
    return np.asarray(closed, np.uint8)[reach:-reach, reach:-reach].reshape(small.shape)


def _abrupt(small: Page) -> Page:
    """Paper whose brightness may change from one pixel to the next."""
    closed = _closed(small, THIN_STROKE)
    # The edge of a shadow or a table is no stroke, though it is soft.
    edge = cv2.morphologyEx(closed, cv2.MORPH_GRADIENT, _square(3)).reshape(small.shape)
    lowest = cv2.erode(closed, _square(5), borderType=cv2.BORDER_REPLICATE).reshape(small.shape)
    return np.where(edge > 12, lowest, closed).astype(np.uint8)


def _broad(small: Page, paper: Page) -> NDArray[np.bool_] | None:
    """Where the page is darker than its paper over an area too broad for a stroke."""
    darker = brightest(np.asarray(cv2.subtract(paper, small), np.uint8).reshape(small.shape))
    level, mask = cv2.threshold(darker, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if level < 6:
        return None
    mask = np.asarray(mask, np.uint8)
    radius = cv2.distanceTransform(np.pad(mask, 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
    count, labels = cv2.connectedComponents(mask)
    border = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    touching = np.bincount(border, minlength=count) / border.size
    limit = 0.55 * WIDEST_STROKE * max(small.shape[:2])
    is_broad = touching >= TABLE_BORDER
    is_broad[labels[radius >= limit]] = True
    is_broad[0] = False
    if not is_broad.any():
        return None
    broad = is_broad[labels].view(np.uint8)
    return np.asarray(cv2.dilate(broad, _square(9)).view(np.bool_))
