"""Data sets in NumPy's .npz format: ours, Keras's mnist.npz, and anyone's images with labels."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import (
    NOT_A_DIGIT,
    Dataset,
    Strings,
    check_labels,
    check_split,
    guess_polarity,
    join,
)
from tenfold.errors import DatasetError

_KERAS: Final = {"train": ("x_train", "y_train"), "test": ("x_test", "y_test")}
_GROUP_KEYS: Final = ("provider", "group", "groups", "font", "writer", "writers")
_WRITER_KEYS: Final = ("writer", "writers")
_SPLIT_KEYS: Final = ("split", "splits")
_ORDER_BLOCK: Final = 100
"""Neighbours in ``order`` share a writer: this many of a class are held out together."""

_KNOWN: Final = frozenset(
    (
        *("images", "labels", "order"),
        *(name for pair in _KERAS.values() for name in pair),
        *(*_GROUP_KEYS, *_WRITER_KEYS, *_SPLIT_KEYS),
    )
)

Arrays = Mapping[str, NDArray[Any]]


def load_npz(path: Path, split: str | None = None) -> Dataset:
    """Load a .npz file with ``images`` and ``labels``, or Keras's x_train, y_train, x_test, y_test.

    ``images`` is (N, H, W), (N, H, W, 1) or (N, side * side), uint8, bool or float in 0..1.
    ``labels`` (N,) are 0..9 and 10 for 'not a digit', or text: anything but a digit is none.
    Read besides where they are there: ``provider`` (or ``group``, ``font``), ``writer``, ``split``
    and ``order`` (neighbours share a writer: blocks of it become groups).

    Raises:
        DatasetError: The file is damaged, holds pickled objects, or no images with labels.

    """
    return _from_arrays(path, read_arrays(path, _KNOWN), split)


def read_arrays(path: Path, known: Collection[str]) -> dict[str, NDArray[Any] | None]:
    """Read the arrays of a .npz file by name; None for those that are not ``known``.

    Raises:
        DatasetError: The file is damaged, holds pickled objects, or is no .npz.

    """
    try:
        # np.load leaves a damaged file open that it has opened itself.
        with path.open("rb") as stream:
            file = np.load(stream, allow_pickle=False)
            if isinstance(file, np.ndarray):
                raise ValueError("it is one array (.npy)")
            return {name: file[name] if name in known else None for name in file}
    except Exception as error:
        # Broken bytes make zipfile and NumPy raise nearly anything.
        raise DatasetError(
            f"cannot read {path}: {error or repr(error)}; expected a .npz with images and labels"
        ) from error


def _from_arrays(
    path: Path, found: Mapping[str, NDArray[Any] | None], split: str | None
) -> Dataset:
    file = {name: array for name, array in found.items() if array is not None}
    keys = set(file)
    if {"images", "labels"} <= keys:
        whole = _part(path, file["images"], file["labels"], file)
        parts = [] if whole.splits is None else np.unique(whole.splits).tolist()
        check_split(path, split, parts)
        return whole if split is None else whole.split(split)
    pairs = {part: pair for part, pair in _KERAS.items() if keys.issuperset(pair)}
    if not pairs:
        raise DatasetError(
            f"{path} holds {', '.join(sorted(found)) or 'nothing'}; expected images and labels, "
            "or x_train, y_train, x_test and y_test"
        )
    check_split(path, split, list(pairs))
    chosen = {part: pair for part, pair in pairs.items() if split in (None, part)}
    return join(
        path.stem,
        [
            _part(path, file[x], file[y], {"split": np.full(len(file[y]), part)})
            for part, (x, y) in chosen.items()
        ],
    )


def _part(path: Path, images: NDArray[Any], labels: NDArray[Any], more: Arrays) -> Dataset:
    pictures = _pictures(path, images)
    if labels.shape != (len(pictures),):
        raise DatasetError(
            f"{path} has {len(pictures):,} images and labels of shape {labels.shape}, "
            f"expected ({len(pictures)},)"
        )
    numbers, marks = _labels(path, labels)
    valid, problems = check_labels(numbers, path)
    dataset = Dataset(
        name=path.stem,
        images=pictures,
        labels=numbers,
        polarity=guess_polarity(pictures),
        groups=_strings(more, _GROUP_KEYS, labels),
        writers=_strings(more, _WRITER_KEYS, labels),
        splits=_strings(more, _SPLIT_KEYS, labels),
        marks=marks,
        problems=tuple(problems),
    )
    return dataset if valid.all() else dataset.subset(valid)


def _pictures(path: Path, images: NDArray[Any]) -> NDArray[np.uint8]:
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    side = math.isqrt(images.shape[1]) if images.ndim == 2 else 0
    if side and side * side == images.shape[1]:
        images = images.reshape(-1, side, side)
    if images.ndim != 3 or 0 in images.shape:
        raise DatasetError(f"{path} has images of shape {images.shape}, expected (N, H, W)")
    if images.dtype == np.uint8:
        return images
    return _as_bytes(path, images)


def _as_bytes(path: Path, images: NDArray[Any]) -> NDArray[np.uint8]:
    low, high = float(images.min()), float(images.max())
    if images.dtype == np.bool_ or (images.dtype.kind == "f" and low >= 0 and high <= 1):
        return (images * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    if images.dtype.kind in "iuf" and low >= 0 and high <= 255:
        return images.astype(np.uint8)
    raise DatasetError(
        f"{path} has {images.dtype} images in {low:g}..{high:g}, expected uint8 or float in 0..1"
    )


def _labels(path: Path, labels: NDArray[Any]) -> tuple[NDArray[np.int64], Strings | None]:
    """Return labels 0..10 and, where they are text, what was written."""
    if labels.dtype.kind in "iu" or (labels.dtype.kind == "f" and (labels % 1 == 0).all()):
        return labels.astype(np.int64), None
    if labels.dtype.kind not in "US":
        raise DatasetError(f"{path} has labels of type {labels.dtype}, expected 0..9 or text")
    texts = labels.astype(np.str_)
    digits = np.isin(texts, list("0123456789"))
    numbers = np.full(len(texts), NOT_A_DIGIT, np.int64)
    numbers[digits] = texts[digits].astype(np.int64)
    return numbers, texts


def _strings(more: Arrays, keys: tuple[str, ...], labels: NDArray[Any]) -> Strings | None:
    for key in keys:
        if key in more and more[key].shape == labels.shape:
            return more[key].astype(np.str_)
    if keys is _GROUP_KEYS and "order" in more and more["order"].shape == labels.shape:
        return np.char.mod("block-%02d", more["order"] // _ORDER_BLOCK)
    return None
