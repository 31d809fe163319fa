"""Ink maps put on paper, lit and photographed: for training, tests and benchmarks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]
Page = NDArray[np.uint8]
Picture = NDArray[np.float32]
Colour = tuple[float, float, float]
Pattern = Literal["plain", "ruled", "squared", "dotted"]
PATTERNS: Final[tuple[Pattern, ...]] = ("plain", "ruled", "squared", "dotted")

PAPERS: Final[tuple[Colour, ...]] = (
    (1.0, 1.0, 1.0),
    (0.97, 0.96, 0.94),  # office white under a lamp
    (0.93, 0.88, 0.74),  # yellowed
    (0.98, 0.95, 0.55),  # sticky note
    (0.75, 0.75, 0.74),  # recycled grey
    (0.95, 0.75, 0.78),  # pink slip
    (0.72, 0.86, 0.95),  # blue slip
    (0.76, 0.90, 0.74),  # green slip
    (0.70, 0.55, 0.40),  # cardboard
)
BOARDS: Final[tuple[Colour, ...]] = ((0.08, 0.08, 0.09), (0.10, 0.22, 0.17), (0.22, 0.23, 0.25))
PENS: Final[tuple[Colour, ...]] = (
    (0.05, 0.05, 0.06),  # black
    (0.10, 0.15, 0.55),  # blue
    (0.25, 0.35, 0.75),  # pale blue
    (0.75, 0.10, 0.12),  # red
    (0.10, 0.45, 0.20),  # green
    (0.35, 0.35, 0.37),  # pencil
)
CHALKS: Final[tuple[Colour, ...]] = ((0.95, 0.95, 0.93), (0.95, 0.90, 0.55), (0.95, 0.70, 0.72))
RULES: Final[tuple[Colour, ...]] = ((0.60, 0.75, 0.90), (0.70, 0.70, 0.72), (0.90, 0.65, 0.68))


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """How a picture of ink on paper comes about.

    Colours are RGB in 0..1. ``margin``, ``rule_spacing`` and ``rule_width`` are shares of the ink
    map's long side, ``grain``, ``gradient``, ``shadow`` and ``vignette`` shares of the ink's or
    light's strength that are lost, ``noise`` the standard deviation as a share of full range.
    ``resolution`` is output pixels per ink pixel. ``table`` shows a desk of that grey level
    beyond the paper's edge.
    """

    pattern: Pattern = "plain"
    paper: Colour = (1.0, 1.0, 1.0)
    pen: Colour = (0.05, 0.05, 0.06)
    rule: Colour = (0.60, 0.75, 0.90)
    rule_spacing: float = 0.4
    rule_width: float = 0.012
    margin: float = 0.15
    grain: float = 0.0
    fibre: float = 0.0
    gradient: float = 0.0
    shadow: float = 0.0
    shadow_softness: float = 0.1
    vignette: float = 0.0
    turn_degrees: float = 0.0
    perspective: float = 0.0
    table: float | None = None
    blur_px: float = 0.0
    noise: float = 0.0
    jpeg_quality: int | None = None
    resolution: float = 1.0

    @classmethod
    def random(cls, rng: np.random.Generator) -> PaperStyle:
        """Draw a style as wide as what people photograph; each flaw is absent in many."""
        board = rng.random() < 0.15
        papers, pens = (BOARDS, CHALKS) if board else (PAPERS, PENS)
        return cls(
            pattern="plain" if board else PATTERNS[rng.choice(4, p=(0.5, 0.2, 0.22, 0.08))],
            paper=_varied(papers, rng),
            pen=_varied(pens, rng),
            rule=_varied(RULES, rng),
            rule_spacing=float(rng.uniform(0.15, 1.2)),
            rule_width=float(rng.uniform(0.006, 0.025)),
            margin=float(rng.uniform(0.05, 0.6)),
            grain=_sometimes(rng, 0.35, 0.1, 0.7),
            fibre=_sometimes(rng, 0.4, 0.005, 0.03),
            gradient=_sometimes(rng, 0.6, 0.05, 0.6),
            shadow=_sometimes(rng, 0.35, 0.1, 0.6),
            shadow_softness=float(rng.uniform(0.01, 0.4)),
            vignette=_sometimes(rng, 0.3, 0.05, 0.5),
            turn_degrees=_sometimes(rng, 0.6, -8.0, 8.0),
            perspective=_sometimes(rng, 0.4, 0.01, 0.08),
            table=float(rng.uniform(0.0, 0.4)) if not board and rng.random() < 0.12 else None,
            blur_px=_sometimes(rng, 0.6, 0.3, 1.4),
            noise=_sometimes(rng, 0.7, 0.003, 0.05),
            jpeg_quality=int(rng.integers(35, 96)) if rng.random() < 0.6 else None,
            resolution=float(rng.uniform(0.8, 1.6)),
        )


def photograph(ink: Ink, rng: np.random.Generator, *, style: PaperStyle | None = None) -> Page:
    """Put ink on paper, light it and take its picture.

    Args:
        ink: (H, W) float32 in 0..1, 1 = ink.
        rng: decides grain, noise, the place of rules and shadows, and the style if none is given.
        style: how it looks; by default ``PaperStyle.random(rng)``.

    Returns:
        (H', W', 3) uint8 RGB. The same ink, style and generator state give the same picture.

    """
    style = PaperStyle.random(rng) if style is None else style
    margin_px = max(1, round(style.margin * max(ink.shape)))
    ink = _resized(np.pad(ink, margin_px), style.resolution)
    page = _ink_on_paper(ink, style, rng)
    page = _tilted(page, style, rng)
    page *= _light(page.shape[:2], style, rng)[:, :, None]
    if style.blur_px > 0:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), style.blur_px), np.float32)
    return _exposed(page, style, rng)


def _varied(colours: tuple[Colour, ...], rng: np.random.Generator) -> Colour:
    """One of the colours, a little off and a little brighter or darker."""
    colour = np.array(colours[rng.integers(len(colours))])
    colour = np.clip(colour * rng.uniform(0.85, 1.05) + rng.normal(0, 0.02, 3), 0, 1)
    return (float(colour[0]), float(colour[1]), float(colour[2]))


def _sometimes(rng: np.random.Generator, share: float, low: float, high: float) -> float:
    return float(rng.uniform(low, high)) if rng.random() < share else 0.0


def _resized(ink: Ink, scale: float) -> Ink:
    if scale == 1.0:
        return ink
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=how), np.float32)


def _ink_on_paper(ink: Ink, style: PaperStyle, rng: np.random.Generator) -> Picture:
    page = np.empty((*ink.shape, 3), np.float32)
    page[:] = style.paper
    if style.fibre > 0:
        page *= 1 + style.fibre * _cloud(ink.shape, 1.0, rng)[:, :, None]
    if style.pattern != "plain":
        rules = _rules(ink.shape, style, rng)[:, :, None]
        page *= 1 - rules * (1 - np.asarray(style.rule, np.float32))
    strength = ink
    if style.grain > 0:
        tooth = np.clip(0.5 + 0.5 * _cloud(ink.shape, 0.8, rng), 0, 1)
        strength = ink * (1 - style.grain * tooth)
    strength = strength[:, :, None]
    return np.asarray(page * (1 - strength) + np.asarray(style.pen, np.float32) * strength)


def _cloud(shape: tuple[int, ...], size_px: float, rng: np.random.Generator) -> Picture:
    """Smooth noise of unit standard deviation."""
    noise = rng.standard_normal(shape[:2], np.float32)
    noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), size_px), np.float32)
    return noise / max(float(noise.std()), 1e-6)


def _rules(shape: tuple[int, ...], style: PaperStyle, rng: np.random.Generator) -> Picture:
    """Printed lines or dots: (H, W) in 0..1."""
    height, width = shape[:2]
    long_side = max(height, width)
    spacing_px = max(6.0, style.rule_spacing * long_side)
    half_px = max(0.5, style.rule_width * long_side / 2)
    # A pixel's share in a line whose middle is `away` from its own: 1 inside, 0 outside, soft.
    rows = _comb(height, spacing_px, half_px, float(rng.random()))[:, None]
    columns = _comb(width, spacing_px, half_px, float(rng.random()))[None, :]
    if style.pattern == "ruled":
        return np.broadcast_to(rows, (height, width))
    return np.maximum(rows, columns) if style.pattern == "squared" else rows * columns


def _comb(length: int, spacing_px: float, half_px: float, start: float) -> Picture:
    at = (np.arange(length, dtype=np.float32) / spacing_px + start) % 1.0
    away = np.minimum(at, 1 - at) * spacing_px
    return np.asarray(np.clip(half_px + 0.5 - away, 0, 1), np.float32)


def _tilted(page: Picture, style: PaperStyle, rng: np.random.Generator) -> Picture:
    if not (style.turn_degrees or style.perspective or style.table is not None):
        return page
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    middle = corners.mean(axis=0)
    angle = math.radians(style.turn_degrees)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    size = 1.0 if style.table is None else 0.9
    moved = (corners - middle) * size @ turn + middle
    moved += rng.uniform(-1, 1, (4, 2)) * style.perspective * max(height, width) * 0.5
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    border = cv2.BORDER_REPLICATE if style.table is None else cv2.BORDER_CONSTANT
    desk = (style.table or 0.0,) * 3
    warped = cv2.warpPerspective(
        page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=desk
    )
    return np.asarray(warped, np.float32)


def _light(shape: tuple[int, ...], style: PaperStyle, rng: np.random.Generator) -> Picture:
    """Share of light that falls on each pixel: (H, W) in 0..1."""
    y, x = (np.linspace(-1, 1, n, dtype=np.float32) for n in shape)
    light = np.ones(shape, np.float32)
    if style.gradient > 0:
        light -= style.gradient * (0.5 + _slope(x, y, rng) / 2.83)
    if style.shadow > 0:
        edge = (_slope(x, y, rng) - rng.uniform(-0.7, 0.7)) / max(style.shadow_softness, 0.01)
        light *= 1 - style.shadow / (1 + np.exp(np.clip(-4 * edge, -50, 50)))
    if style.vignette > 0:
        light *= 1 - style.vignette * 0.5 * (x[None, :] ** 2 + y[:, None] ** 2)
    return np.asarray(np.clip(light, 0, 1), np.float32)


def _slope(x: Picture, y: Picture, rng: np.random.Generator) -> Picture:
    angle = float(rng.uniform(0, 2 * math.pi))
    return np.asarray(x[None, :] * math.cos(angle) + y[:, None] * math.sin(angle), np.float32)


def _exposed(page: Picture, style: PaperStyle, rng: np.random.Generator) -> Page:
    if style.noise > 0:
        page = page + style.noise * rng.standard_normal(page.shape, np.float32)
    exposed = np.rint(np.clip(page, 0, 1) * 255).astype(np.uint8)
    if style.jpeg_quality is None:
        return exposed
    # OpenCV takes the channels as BGR: turned before and after, else colour is stored as luma.
    _, data = cv2.imencode(
        ".jpg", exposed[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, style.jpeg_quality]
    )
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])  # type: ignore[index]
