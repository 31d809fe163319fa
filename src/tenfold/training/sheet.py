"""Samples of a data set in one picture: a row a class, each as the network sees it."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tenfold.datasets.base import CLASSES

COLUMNS: Final = 20
_TILE_PX: Final = 28
_GAP_PX: Final = 4
_NAMES_PX: Final = 84
_ZOOM: Final = 2
_PAPER: Final = 255
_WORDS: Final = 70


def sample_sheet(pictures: NDArray[np.uint8], labels: NDArray[np.int64], seed: int = 0) -> bytes:
    """Draw up to twenty pictures of each class that there is.

    Args:
        pictures: (N, 28, 28) uint8, bright on black.
        labels: (N,) int64, 0..10.
        seed: of the choice.

    Returns:
        A PNG, dark ink on white paper.

    """
    rng = np.random.default_rng(seed)
    rows = np.unique(labels).tolist()
    step = _ZOOM * _TILE_PX + _GAP_PX
    size = (_NAMES_PX + COLUMNS * step, max(1, len(rows)) * step)
    sheet = Image.new("L", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(14)
    for row, label in enumerate(rows):
        middle = row * step + step / 2
        draw.text((_NAMES_PX - 12, middle), CLASSES[label], _WORDS, font, anchor="rm")
        places = np.flatnonzero(labels == label)
        for column, place in enumerate(np.sort(rng.permutation(places)[:COLUMNS]).tolist()):
            tile = Image.fromarray(255 - pictures[place])
            tile = tile.resize((_ZOOM * _TILE_PX,) * 2, Image.Resampling.NEAREST)
            sheet.paste(tile, (_NAMES_PX + column * step, row * step))
    data = io.BytesIO()
    sheet.save(data, "PNG", optimize=True)
    return data.getvalue()
