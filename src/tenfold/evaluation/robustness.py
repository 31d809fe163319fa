"""What befalls pictures of digits between the hand and the reader, each as a seeded function.

Lengths are in pixels of a picture 28 px high and grow with larger pictures, so that '4 px' is
the same mishap on every data set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.skeleton import skeleton_lines
from tenfold.evaluation.redraw import CANVASES, draw_all

UNIT_PX: Final = 28
_FINE: Final = 4
"""Pictures are enlarged so often before strokes grow or shrink by parts of a pixel."""

Images = NDArray[np.uint8]
Floats = NDArray[np.float32]
Mishap = Callable[[Images, np.random.Generator], Images]


@dataclass(frozen=True, slots=True)
class Corruption:
    """A named mishap; ``group`` gathers those that belong together in a table."""

    name: str
    group: str
    apply: Mishap

    def __call__(self, images: Images, seed: int = 0) -> Images:
        """Return the pictures as the mishap leaves them; the same for the same seed.

        Args:
            images: (N, H, W) uint8, bright ink on black.
            seed: decides directions, grain and light.

        Returns:
            (N, H', W') uint8; the input is left as it is.

        """
        if images.ndim != 3 or images.dtype != np.uint8:
            raise ValueError(
                f"pictures are {images.dtype} of shape {images.shape}, expected uint8 (N, H, W)"
            )
        return self.apply(images, np.random.default_rng(seed))


def shift(images: Images, rng: np.random.Generator, *, by_px: float) -> Images:
    """Move each picture in one of eight directions; what leaves the picture is lost."""
    steps = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y])
    chosen = steps[rng.integers(0, len(steps), len(images))] * by_px * _unit(images)
    moved = np.empty_like(images)
    for image, target, (dx, dy) in zip(images, moved, chosen, strict=True):
        target[:] = _warped(image, np.array([[1, 0, dx], [0, 1, dy]], np.float64))
    return moved


def scale(images: Images, _: np.random.Generator, *, factor: float) -> Images:
    """Scale the ink about the middle of the picture, whose size stays."""
    return _mapped(images, partial(_scaled, factor=factor))


def turn(images: Images, _: np.random.Generator, *, degrees: float) -> Images:
    """Turn the ink about the middle, counterclockwise where degrees is positive."""
    height, width = images.shape[1:]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    return _mapped(images, partial(_warped, matrix=np.asarray(matrix, np.float64)))


def invert(images: Images, _: np.random.Generator) -> Images:
    """Make it dark ink on white."""
    return np.asarray(255 - images, np.uint8)


def stroke(images: Images, _: np.random.Generator, *, by_px: float) -> Images:
    """Make strokes wider by ``by_px`` in all (half on each side), or thinner where negative."""
    radius = max(1, round(abs(by_px) / 2 * _unit(images) * _FINE))
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    change = cv2.dilate if by_px > 0 else cv2.erode

    def one(image: Images) -> Images:
        height, width = image.shape
        fine = cv2.resize(image, (width * _FINE, height * _FINE), interpolation=cv2.INTER_CUBIC)
        back = cv2.resize(change(fine, pen), (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(back, np.uint8)

    return _mapped(images, one)


def noise(images: Images, rng: np.random.Generator, *, sigma: float) -> Images:
    """Add Gaussian noise of spread ``sigma`` (1 = black to white) to every pixel, clipped."""
    grain = rng.standard_normal(images.shape, np.float32)
    return _bytes(np.asarray(images / np.float32(255) + np.float32(sigma) * grain, np.float32))


def low_contrast(images: Images, _: np.random.Generator, *, contrast: float) -> Images:
    """Squeeze black to white into a part ``contrast`` of the range, about mid-grey."""
    squeezed = (images / np.float32(255) - np.float32(0.5)) * np.float32(contrast)
    return _bytes(np.asarray(squeezed + np.float32(0.5), np.float32))


def paper(images: Images, rng: np.random.Generator) -> Images:
    """Dark ink on grey paper: light falls off to a half from one side, and the paper has grain."""
    n, height, width = images.shape
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi, (n, 1, 1)).astype(np.float32)
    slope = (np.cos(angle) * x + np.sin(angle) * y) / np.float32(np.sqrt(0.5))  # -1..1
    light = np.float32(0.75) * (1 + slope / 3)
    grain = np.float32(0.01) * rng.standard_normal(images.shape, np.float32)
    reflected = 1 - np.float32(0.75) * (images / np.float32(255))
    return _bytes(np.asarray(light * reflected + grain, np.float32))


def blur(images: Images, _: np.random.Generator, *, sigma_px: float) -> Images:
    """Blur with a Gaussian."""
    sigma = sigma_px * _unit(images)
    return _mapped(
        images, lambda image: np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)
    )


def jpeg(images: Images, _: np.random.Generator, *, quality: int) -> Images:
    """Save as JPEG of the given quality, 1..100, and load again."""

    def one(image: Images) -> Images:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)

    return _mapped(images, one)


def coarse(images: Images, _: np.random.Generator, *, side_px: int) -> Images:
    """Reduce to ``side_px`` square, then scale up again smoothly."""

    def one(image: Images) -> Images:
        small = cv2.resize(image, (side_px, side_px), interpolation=cv2.INTER_AREA)
        return np.asarray(
            cv2.resize(small, image.shape[::-1], interpolation=cv2.INTER_CUBIC), np.uint8
        )

    return _mapped(images, one)


def as_bright(images: Images, *, is_dark: bool) -> Images:
    """Return pictures with bright ink on black, inverting dark ink on white."""
    return np.asarray(255 - images, np.uint8) if is_dark else images


_SHAPES: Final[dict[str, Mishap]] = {
    "shifted 4 px": partial(shift, by_px=4),
    "scaled 0.6": partial(scale, factor=0.6),
    "scaled 1.3": partial(scale, factor=1.3),
    "turned 15° left": partial(turn, degrees=15),
    "turned 15° right": partial(turn, degrees=-15),
    "strokes 1 px thicker": partial(stroke, by_px=1),
    "strokes 0.5 px thinner": partial(stroke, by_px=-0.5),
}
_SURFACES: Final[dict[str, Mishap]] = {
    "inverted": invert,
    "dark on grey paper, uneven light": paper,
    "low contrast, 15%": partial(low_contrast, contrast=0.15),
    "noise, sigma 0.3": partial(noise, sigma=0.3),
    "blur, sigma 1 px": partial(blur, sigma_px=1),
    "JPEG, quality 20": partial(jpeg, quality=20),
    "16×16, scaled up": partial(coarse, side_px=16),
}

CORRUPTIONS: Final = (
    *(Corruption(name, "place and shape", apply) for name, apply in _SHAPES.items()),
    *(Corruption(name, "paper and camera", apply) for name, apply in _SURFACES.items()),
)
"""Mishaps that keep the size of the picture; ``variants`` adds the canvases of ``redraw``."""


def variants(images: Images, seed: int = 0) -> Iterator[tuple[str, str, Images]]:
    """Yield name, group and pictures of every corruption, and of every canvas drawn again.

    Args:
        images: (N, H, W) uint8, bright ink on black.
        seed: as in ``Corruption``.

    """
    for corruption in CORRUPTIONS:
        yield corruption.name, corruption.group, corruption(images, seed)
    skeletons = [skeleton_lines(image) for image in images]
    for canvas in CANVASES:
        yield canvas.name, "drawn again on a canvas", draw_all(skeletons, canvas, seed)


def _mapped(images: Images, one: Callable[[Images], Images]) -> Images:
    changed = np.empty_like(images)
    for image, target in zip(images, changed, strict=True):
        target[:] = one(image)
    return changed


def _warped(image: Images, matrix: NDArray[np.float64]) -> Images:
    return np.asarray(
        cv2.warpAffine(image, matrix, image.shape[::-1], flags=cv2.INTER_LINEAR), np.uint8
    )


def _scaled(image: Images, factor: float) -> Images:
    height, width = image.shape
    if factor < 1.0:  # averaged first, else thin strokes fall between the samples
        soft = (1 / factor - 1) / 2
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), soft), np.uint8)
    x, y = (width - 1) / 2, (height - 1) / 2
    matrix = [[factor, 0, x - factor * x], [0, factor, y - factor * y]]
    return _warped(image, np.array(matrix, np.float64))


def _unit(images: Images) -> float:
    return float(min(images.shape[1:]) / UNIT_PX)


def _bytes(values: Floats) -> Images:
    return np.asarray(np.clip(np.round(values * 255), 0, 255), np.uint8)
