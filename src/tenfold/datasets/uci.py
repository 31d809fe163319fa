"""The digits of the UCI repository in its own files, as ``tenfold data fetch`` gets them.

``optdigits``: 8x8 pictures of 0..16, https://doi.org/10.24432/C50P49. ``pendigits``: eight points
along the pen's way, https://doi.org/10.24432/C5MG6K; drawn here as one line, so strokes that the
pen lifted between are joined. Both are poorer than the originals in ``optdigits.npz`` and
``pendigits.npz``, and no stand-in for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import Dataset, check_split, join
from tenfold.errors import DatasetError

_SPLITS: Final = {"train": ".tra", "test": ".tes"}
_SIDE_PX: Final = 64
_MARGIN_PX: Final = 8
_PEN_PX: Final = 4
_SUBPIXEL_BITS: Final = 4


def load_uci(path: Path, split: str | None = None) -> Dataset:
    """Load ``optdigits.tra`` and ``.tes``, or ``pendigits``', from their folder.

    Raises:
        DatasetError: A file is missing or does not hold 65 or 17 whole numbers a row.

    """
    check_split(path, split, list(_SPLITS))
    parts = []
    for name, suffix in _SPLITS.items():
        if split in (None, name):
            found = sorted(path.glob(f"*{suffix}"))
            if not found:
                raise DatasetError(f"{path} holds no file *{suffix}; expected UCI's digits there")
            parts.append(_part(found[0], name))
    return join(path.name, parts)


def _part(path: Path, split: str) -> Dataset:
    try:
        rows = np.loadtxt(path, np.int64, delimiter=",", ndmin=2)
    except (OSError, ValueError) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
    if rows.shape[1] not in (65, 17):
        raise DatasetError(f"{path} has rows of {rows.shape[1]} numbers, expected 65 or 17")
    values, labels = rows[:, :-1], rows[:, -1]
    limit = 16 if rows.shape[1] == 65 else 100
    if values.min() < 0 or values.max() > limit or not set(labels.tolist()) <= set(range(10)):
        raise DatasetError(f"{path} has values out of 0..{limit} or labels out of 0..9")
    return Dataset(
        name=path.stem,
        images=_pictures(values) if limit == 16 else _drawn(values),
        labels=labels,
        polarity="light-on-dark",
        splits=np.full(len(labels), split),
    )


def _pictures(values: NDArray[np.int64]) -> NDArray[np.uint8]:
    return (values.reshape(-1, 8, 8) * 255 // 16).astype(np.uint8)


def _drawn(values: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Draw points in 0..100, y upwards, (N, 16) -> (N, 64, 64)."""
    points = values.reshape(-1, 8, 2).astype(np.float64) / 100
    points[..., 1] = 1 - points[..., 1]
    points = _MARGIN_PX + points * (_SIDE_PX - 1 - 2 * _MARGIN_PX)
    fixed = np.rint(points * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    images = np.zeros((len(fixed), _SIDE_PX, _SIDE_PX), np.uint8)
    for image, line in zip(images, fixed, strict=True):
        cv2.polylines(image, [line], False, 255, _PEN_PX, cv2.LINE_AA, _SUBPIXEL_BITS)
    return images
