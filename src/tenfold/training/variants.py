"""One digit -> the many pictures of it that people take, each through the imaging that reads it."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tenfold.datasets.paper import photograph
from tenfold.datasets.strokes import Strokes, bend, draw
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import whole

Picture = NDArray[np.uint8]
"""(H, W) uint8, bright on black."""


def as_is(picture: Picture) -> Picture | None:
    """Return the (28, 28) uint8 picture that a network would see, None where no ink is found."""
    glyph = whole(find_ink(picture).ink)
    return None if glyph is None else _quantised(normalise(glyph.ink))


def degraded(picture: Picture, rng: np.random.Generator) -> Picture | None:
    """Return what a network would see of a bad scan or photo of the picture."""
    framed = _frame(picture, rng)
    spoil = _SPOILERS[rng.choice(len(_SPOILERS), p=_SPOILER_SHARES)]
    return as_is(spoil(framed, rng))


def redrawn(strokes: Strokes, rng: np.random.Generator) -> Picture | None:
    """Return what a network would see of the strokes in another hand, with another pen.

    The pen's width runs from a hairline to a broad marker: 0.5 to 4.5 px of the 20 px digit.
    """
    bent = bend(strokes, rng, amount=float(rng.uniform(0.1, 1.0)))
    long_side = float(rng.choice((20, 40, 100), p=(0.1, 0.3, 0.6)))
    share = float(np.exp(rng.uniform(np.log(0.025), np.log(0.2))))
    picture = draw(bent, long_side_px=long_side, pen_px=max(0.8, long_side * share))
    if rng.random() < 0.25:
        return degraded(picture, rng)
    # On clean paper the ink map is the drawing itself.
    return _quantised(normalise(picture.astype(np.float32)))


def _quantised(picture: NDArray[np.float32]) -> Picture:
    return np.round(picture * 255).astype(np.uint8)


def beside(first: Picture, second: Picture, rng: np.random.Generator) -> Picture:
    """Return two digits so close that they may be taken for one: (H, W) uint8."""
    height = 40
    left, right = (_to_height(picture, height) for picture in (first, second))
    overlap = int(rng.integers(-4, 6))
    canvas = np.zeros((height + 12, left.shape[1] + right.shape[1] + 12), np.uint8)
    canvas[4 : 4 + height, 4 : 4 + left.shape[1]] = left
    x, y = max(4, 4 + left.shape[1] - overlap), 4 + int(rng.integers(-3, 4))
    place = canvas[y : y + height, x : x + right.shape[1]]
    np.maximum(place, right[: place.shape[0], : place.shape[1]], out=place)
    return canvas


def _to_height(picture: Picture, height: int) -> Picture:
    rows, columns = np.nonzero(picture > 64)
    tight = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    width = max(3, round(tight.shape[1] * height / tight.shape[0]))
    return np.asarray(cv2.resize(tight, (min(width, 2 * height), height)), np.uint8)


def _frame(picture: Picture, rng: np.random.Generator) -> Picture:
    """Put paper around a picture, more on some sides, as a careless crop does."""
    most = max(3, int(max(picture.shape) * 0.4))
    top, bottom, left, right = rng.integers(1, most, 4)
    return np.pad(picture, ((top, bottom), (left, right)))


def _small(picture: Picture, rng: np.random.Generator) -> Picture:
    """Scan at so few dots that the digit is 9 to 18 px high, then perhaps enlarge it."""
    scale = rng.uniform(9, 18) / max(picture.shape) * 1.4
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.6:
        how = int(rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST)))
        zoom = rng.uniform(1.5, 4)
        small = cv2.resize(small, None, fx=zoom, fy=zoom, interpolation=how)
    return np.asarray(small, np.uint8)


def _blurred(picture: Picture, rng: np.random.Generator) -> Picture:
    sigma = rng.uniform(0.02, 0.045) * max(picture.shape)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def _noisy(picture: Picture, rng: np.random.Generator) -> Picture:
    noise = rng.normal(0, 255 * rng.uniform(0.05, 0.36), picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _faint(picture: Picture, rng: np.random.Generator) -> Picture:
    """Lower the contrast, over paper of any grey, in either polarity."""
    contrast = rng.uniform(0.12, 0.5)
    paper = rng.uniform(0, 1 - contrast) * 255
    faint = paper + picture * contrast + rng.normal(0, rng.uniform(0, 3), picture.shape)
    faint = faint if rng.random() < 0.5 else 255 - faint
    return np.clip(faint, 0, 255).astype(np.uint8)


def _jpeg(picture: Picture, rng: np.random.Generator) -> Picture:
    data = io.BytesIO()
    Image.fromarray(picture).save(data, "JPEG", quality=int(rng.integers(12, 60)))
    return np.asarray(Image.open(data))


def _photographed(picture: Picture, rng: np.random.Generator) -> Picture:
    return photograph(picture.astype(np.float32) / np.float32(255), rng)


def _plain(picture: Picture, rng: np.random.Generator) -> Picture:
    del rng
    return picture


_SPOILERS = (_plain, _small, _blurred, _noisy, _faint, _jpeg, _photographed)
_SPOILER_SHARES = (0.13, 0.17, 0.12, 0.24, 0.11, 0.12, 0.11)
