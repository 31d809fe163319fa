"""Which pixels of a page are ink, and how much: page -> ink map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.imaging.light import PICTURE_SIDE_PX, brightest, find_polarity, paper_under, shrunk
from tenfold.imaging.rules import remove_rules
from tenfold.imaging.strokes import keep_strokes

if TYPE_CHECKING:
    from tenfold.types import Polarity

Page = NDArray[np.uint8]
Ink = NDArray[np.float32]

WORKING_SIDE_PX: Final = 1280
"""Pages with a longer side are made smaller before ink is sought."""
LEAST_CONTRAST: Final = 10
"""Grey levels between paper and ink below which a clean page is blank."""
LEAST_ON_PAPER: Final = 18
"""The same on paper that is not even, whose texture, JPEG blocks and shades are fainter."""
DEEPEST_SHADOW: Final = 0.5
"""Paper darker than this share of the usual is not brightened further: its noise would be too."""
FAINT: Final = 48
"""Contrast below which a picture is taken as clean only if much of it is flat."""


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
    """Shrink a large page by a whole factor, which is several times as fast as any other."""
    height, width = page.shape[:2]
    factor = -(-max(height, width) // WORKING_SIDE_PX)
    if factor == 1:
        return page, 1.0
    across, down = min(factor, width), min(factor, height)
    page = page[: height // down * down, : width // across * across]
    size = (width // across, height // down)
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), 1.0 / factor


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
    low, high, _, _ = cv2.minMaxLoc(grey)
    if flat.size < grey.size * 0.1:
        # A thick digit cut out tightly is nowhere flat, but all black and white.
        flat = grey[(grey <= low + 2) | (grey >= high - 2)]
        if flat.size < grey.size * 0.7:
            return None
    levels = np.bincount(flat, minlength=256)
    paper = int(levels.argmax())
    occupied = np.flatnonzero(levels)
    polarity, paper = _clean_polarity(grey, paper, int(low), int(high))
    contrast = paper - low if polarity == "dark-on-light" else high - paper
    if contrast < LEAST_CONTRAST:
        return np.zeros(grey.shape, np.float32), polarity
    if contrast < FAINT and flat.size < 0.35 * grey.size:
        return None
    # Flat regions between paper and ink are shadows or a gradient: not clean.
    away = np.abs(occupied - paper)
    between = levels[occupied[(away > 6) & (away < 0.7 * contrast)]].sum()
    if between > 0.02 * flat.size:
        return None
    ink = (
        np.subtract(grey, np.float32(paper))
        if polarity == "light-on-dark"
        else paper - grey.astype(np.float32)
    )
    ink *= np.float32(1.0 / contrast)
    np.clip(ink, 0.0, 1.0, out=ink)
    return (remove_rules(ink, drawn=True) if max(ink.shape) > PICTURE_SIDE_PX else ink), polarity


_SQUARE: Final = np.ones((3, 3), np.uint8)


def _clean_polarity(grey: Page, usual: int, low: int, high: int) -> tuple[Polarity, int]:
    """Polarity, and the paper's level: by the border and the most frequent level, else by all."""
    height, width = grey.shape
    inside = cv2.sumElems(grey[1:-1, 1:-1])[0] if min(height, width) > 2 else 0.0
    border = (cv2.sumElems(grey)[0] - inside) / max(1, 2 * (height + width) - 4)
    middle = (low + high) / 2
    usual_is_bright = usual > middle
    bright = usual_is_bright
    if bright != (border > middle):
        bright = find_polarity(shrunk(grey, PICTURE_SIDE_PX)) == "dark-on-light"
    paper = usual if bright == usual_is_bright else (high if bright else low)
    return ("dark-on-light" if bright else "light-on-dark"), paper


def _paper_ink(page: Page) -> tuple[Ink, Polarity]:
    """Find ink on real paper: subtract the paper, then what noise explains, then rules."""
    polarity = find_polarity(page)
    if polarity == "light-on-dark":
        page = ~page
    page, noise = _smoothed(page, noise_levels(page))
    paper = paper_under(page)
    darker = np.asarray(cv2.subtract(paper, page, dtype=cv2.CV_16S), np.int16)
    residual = _strongest(darker.reshape(page.shape))
    if polarity == "dark-on-light":
        # Ink takes a share of the light that falls on it: in a shadow, fewer grey levels.
        light = brightest(paper)
        usual = float(np.quantile(light[::8, ::8], 0.9))
        noise *= usual / max(DEEPEST_SHADOW * usual + 1.0, float(np.median(light[::8, ::8])))
        light = np.maximum(light, np.uint8(DEEPEST_SHADOW * usual + 1.0))
        residual = np.asarray(cv2.divide(residual, light, scale=usual, dtype=cv2.CV_16S), np.int16)
    low, base = np.quantile(_few(residual), (0.16, 0.5))
    noise = max(1.0, noise, float(base - low))
    ink = _stretched(residual, float(base), noise)
    if ink is not None and max(ink.shape) > PICTURE_SIDE_PX:
        rest = remove_rules(ink)
        if rest is not ink:
            ink = _stretched(np.where(rest > 0, residual, np.int16(base)), float(base), noise)
        ink = None if ink is None else keep_strokes(ink)
    return (np.zeros(residual.shape, np.float32) if ink is None else ink), polarity


def _few(values: NDArray[np.int16]) -> NDArray[np.int16]:
    """Enough of the pixels of a large picture for its quantiles."""
    step = 1 + max(values.shape) // 256
    return np.ascontiguousarray(values[::step, ::step])


def _strongest(darker: NDArray[np.int16]) -> NDArray[np.int16]:
    """Greatest darkening over the channels in which the ink is dark: (H, W, C) -> (H, W).

    Blue ink on brown paper is brighter than it in blue: such a channel would only mislead.
    """
    channels = [np.asarray(channel, np.int16) for channel in cv2.split(darker)]
    if len(channels) == 1:
        return channels[0]
    few = [_few(channel) for channel in channels]
    tops = [float(np.quantile(channel, 0.99)) for channel in few]
    best = int(np.argmax(tops))
    there = few[best] > 0.5 * tops[best]
    means = [float(channel[there].mean()) if there.any() else 0.0 for channel in few]
    strongest = channels[best]
    for channel, mean in zip(channels, means, strict=True):
        if mean >= 0.4 * means[best] and channel is not strongest:
            strongest = np.asarray(cv2.max(strongest, channel), np.int16)
    return strongest


def noise_levels(page: Page) -> float:
    """Estimate the standard deviation of white noise in grey levels (Immerkaer 1996).

    The median in place of the mean keeps strokes out of it.
    """
    grey = np.ascontiguousarray(page[:512, :512, page.shape[2] // 2])
    if min(grey.shape) < 3:
        return 0.0
    response = cv2.filter2D(grey, cv2.CV_16S, _IMMERKAER)
    return float(np.median(np.abs(_few(np.asarray(response, np.int16))))) / (6.0 * 0.6745)


_IMMERKAER: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def _smoothed(page: Page, noise: float) -> tuple[Page, float]:
    """Blur as little as lets strokes stand out; the page, and the noise that it still has."""
    if noise < 2.0:
        return page, noise
    # A stroke on a small picture is 2 px wide, and to blur it more would lose it.
    widest = 0.7 if max(page.shape[:2]) <= 64 else 1.5
    blur_px = min(max(0.5, noise / 20.0), widest)
    smooth = np.asarray(cv2.GaussianBlur(page, (0, 0), blur_px), np.uint8)
    # White noise is divided by 2 sqrt(pi) times the blur, less where that is below a pixel.
    return smooth.reshape(page.shape), noise * min(0.45, 0.28 / blur_px)


def _stretched(residual: NDArray[np.int16], base: float, noise: float) -> Ink | None:
    """Ink in 0..1 from grey levels away from paper; None where noise explains them."""
    ink = residual.astype(np.float32)
    reach = float(cv2.GaussianBlur(ink, (3, 3), 0.8).max()) - base
    # The largest of n normal values grows with the logarithm of n; real noise has longer tails.
    if reach < max(LEAST_ON_PAPER, (2.8 + 0.38 * math.log(ink.size)) * noise):
        return None
    dark = ink[ink > base + 0.5 * reach]
    peak = float(np.quantile(dark, 0.6)) - base if dark.size else reach
    floor = min(2.5 * noise, 0.35 * peak)
    ink -= base + floor
    ink *= 1.0 / (peak - floor)
    return np.asarray(np.clip(ink, 0.0, 1.0, out=ink), np.float32)
