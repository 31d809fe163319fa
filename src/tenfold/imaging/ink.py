"""Which pixels of a page are ink, and how much: page -> ink map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tenfold.types import Polarity

Page = NDArray[np.uint8]
Ink = NDArray[np.float32]

WORKING_SIDE_PX: Final = 1000
"""Pages with a longer side are made smaller before ink is sought."""
LEAST_CONTRAST: Final = 10
"""Grey levels between paper and ink below which a clean page is blank."""


@dataclass(frozen=True, slots=True)
class InkMap:
    """Where ink is on a page.

    ``ink`` is (H', W') float32 in 0..1, 1 = ink; ``scale`` says how many of its pixels one pixel
    of the page is long: 1 unless the page was large.
    """

    ink: Ink
    polarity: Polarity
    scale: float = 1.0


def find_ink(page: Page) -> InkMap:
    """Tell ink from paper.

    Args:
        page: (H, W) or (H, W, 3) uint8, upright, of any polarity, light, paper and pen.

    Returns:
        The ink map; all 0 on a blank page.

    """
    page, scale = _workable(page)
    grey = _as_grey(page)
    if grey is not None:
        clean = _clean_ink(grey)
        if clean is not None:
            return InkMap(*clean, scale)
    return InkMap(*_paper_ink(page if grey is None else grey[:, :, None]), scale)


def _workable(page: Page) -> tuple[Page, float]:
    long_side = max(page.shape[:2])
    if long_side <= WORKING_SIDE_PX:
        return page, 1.0
    scale = WORKING_SIDE_PX / long_side
    height, width = page.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _as_grey(page: Page) -> Page | None:
    """Return the (H, W) picture where the page has no colour, else None."""
    if page.ndim == 2:
        return page
    red = page[:, :, 0]
    if page.size > 3 * 128 * 128 and not np.array_equal(red[::16, ::16], page[::16, ::16, 1]):
        return None
    if np.array_equal(red, page[:, :, 1]) and np.array_equal(red, page[:, :, 2]):
        return np.ascontiguousarray(red)
    return None


def _clean_ink(grey: Page) -> tuple[Ink, Polarity] | None:
    """Stretch a picture without noise on even paper; None where it is not one."""
    spread = cv2.subtract(cv2.dilate(grey, _SQUARE), cv2.erode(grey, _SQUARE))
    flat = grey[spread <= 2]
    if flat.size < grey.size * 0.1:
        return None
    levels = np.bincount(flat, minlength=256)
    paper = int(levels.argmax())
    occupied = np.flatnonzero(levels)
    low, high, _, _ = cv2.minMaxLoc(grey)
    polarity, contrast = _clean_polarity(grey, paper, low, high)
    if contrast < LEAST_CONTRAST:
        return np.zeros(grey.shape, np.float32), polarity
    # Flat regions between paper and ink are shadows or a gradient: not clean.
    away = np.abs(occupied - paper)
    between = levels[occupied[(away > 6) & (away < 0.7 * contrast)]].sum()
    if between > 0.02 * flat.size:
        return None
    sign = -1.0 if polarity == "dark-on-light" else 1.0
    ink = (grey - np.float32(paper)) * np.float32(sign / contrast)
    return np.asarray(np.clip(ink, 0.0, 1.0, out=ink), np.float32), polarity


_SQUARE: Final = np.ones((3, 3), np.uint8)


def _clean_polarity(grey: Page, paper: int, low: float, high: float) -> tuple[Polarity, float]:
    """Polarity and contrast, given the most frequent flat level."""
    if paper - low >= high - paper:
        return "dark-on-light", paper - low
    return "light-on-dark", high - paper


def _paper_ink(page: Page) -> tuple[Ink, Polarity]:
    """Find ink on real paper: subtract the paper, then what noise explains."""
    height, width, channels = page.shape
    factor = min(1.0, 100 / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)
    small = small.reshape(size[1], size[0], channels)
    polarity = _polarity(small)
    if polarity == "light-on-dark":
        small, page = ~small, ~page
    kernel_px = max(5, round(0.3 * max(size))) | 1
    kernel = np.ones((kernel_px, kernel_px), np.uint8)
    paper = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, kernel)
    paper = cv2.blur(paper, (5, 5))
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    darker = cv2.subtract(paper.reshape(page.shape), np.ascontiguousarray(page))
    residual = darker.reshape(height, width, channels).max(axis=2)
    return _stretched(residual), polarity


def _polarity(small: Page) -> Polarity:
    grey = np.ascontiguousarray(small.min(axis=2))
    grey = np.asarray(cv2.GaussianBlur(grey, (3, 3), 0.8), np.uint8)
    _, mask = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    bright: Any = mask
    edge = np.concatenate((bright[0], bright[-1], bright[:, 0], bright[:, -1]))
    score = 2.0 * (float(edge.mean()) - 0.5) + float(bright.mean()) - 0.5
    return "dark-on-light" if score >= 0 else "light-on-dark"


def _stretched(residual: Page) -> Ink:
    """Ink in 0..1 from grey levels away from paper; all 0 where noise explains them."""
    noise = _noise_levels(residual)
    if noise > 8:
        residual = np.asarray(cv2.GaussianBlur(residual, (0, 0), 0.9), np.uint8)
        noise *= 0.32
    base = float(np.median(residual))
    floor = base + 2.0 * noise
    peak = float(np.quantile(residual, 0.995)) if residual.size > 4096 else float(residual.max())
    if peak - base < max(LEAST_CONTRAST, 5.0 * noise):
        return np.zeros(residual.shape, np.float32)
    ink = (residual.astype(np.float32) - floor) / (peak - floor)
    return np.asarray(np.clip(ink, 0.0, 1.0, out=ink), np.float32)


def _noise_levels(residual: Page) -> float:
    """Estimate the standard deviation of noise (Immerkaer 1996), from the quieter half."""
    if min(residual.shape) < 3:
        return 0.0
    response = cv2.filter2D(residual, cv2.CV_16S, _IMMERKAER)
    return float(np.median(np.abs(response))) / (6.0 * 0.6745)


_IMMERKAER: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
