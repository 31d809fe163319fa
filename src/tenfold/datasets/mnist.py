"""MNIST and whatever has its four idx files: train and test, images and labels, plain or gzip."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import (
    Dataset,
    Problem,
    Strings,
    check_labels,
    check_split,
    guess_polarity,
    join,
)
from tenfold.datasets.idx import read_idx
from tenfold.datasets.npz import read_arrays
from tenfold.errors import DatasetError

_IMAGES: Final = re.compile(
    r"(?P<set>.*?)-?(?P<split>train|t10k|test)-images[-.]idx3-ubyte(?P<gz>\.gz)?$"
)
_ORDER: Final = {"train": 0, "test": 1}


class IdxPair(NamedTuple):
    """A file of images and the file of its labels; ``set`` is what stands before 'train'."""

    set: str
    split: str
    images: Path
    labels: Path


def find_pairs(path: Path) -> list[IdxPair]:
    """Find the pairs of idx files in a folder and in the folders in it, or that of one file.

    Of a file that lies there both plain and as .gz, the plain one is taken.
    """
    if path.is_file():
        candidates = [path]
    else:
        candidates = sorted(p for p in (*path.glob("*"), *path.glob("*/*")) if p.is_file())
    pairs: dict[tuple[str, str], IdxPair] = {}
    for candidate in candidates:
        if pair := _pair(candidate):
            pairs.setdefault((pair.set, pair.split), pair)
    return sorted(pairs.values(), key=lambda pair: (pair.set, _ORDER[pair.split]))


def _pair(images: Path) -> IdxPair | None:
    match = _IMAGES.match(images.name)
    if match is None:
        return None
    split = "train" if match["split"] == "train" else "test"
    return IdxPair(match["set"], split, images, _labels_beside(images))


def _labels_beside(images: Path) -> Path:
    plain = images.name.removesuffix(".gz").replace("-images", "-labels").replace("idx3", "idx1")
    other = plain.replace("-idx1", ".idx1") if "-idx1" in plain else plain.replace(".idx1", "-idx1")
    for name in (plain, f"{plain}.gz", other, f"{other}.gz"):
        for folder in (images.parent, images.parent.parent / name):
            if (folder / name).is_file():
                return folder / name
    raise DatasetError(f"{images} has no labels beside it: expected {plain} or {plain}.gz there")


def read_pair(pair: IdxPair) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[Problem]]:
    """Read the images (N, H, W) uint8 and labels (N,) int64 of a pair, and what is wrong with it.

    Raises:
        DatasetError: A file is no idx file, or the two do not belong together.

    """
    images, image_problems = read_idx(pair.images)
    labels, label_problems = read_idx(pair.labels)
    problems = image_problems + label_problems
    if images.ndim != 3 or images.dtype != np.uint8 or labels.ndim != 1:
        raise DatasetError(
            f"{pair.images} holds {images.dtype} of shape {images.shape} and {pair.labels} "
            f"{labels.shape}, expected uint8 (N, H, W) and (N,)"
        )
    if len(images) != len(labels) and not problems:
        raise DatasetError(
            f"{pair.images} has {len(images):,} images, but {pair.labels} {len(labels):,} labels: "
            "they belong to different sets"
        )
    n = min(len(images), len(labels))
    # A copy, because what is read from bytes cannot be written to.
    return images[:n].copy(), labels[:n].astype(np.int64), problems


def load_mnist(path: Path, split: str | None = None) -> Dataset:
    """Load MNIST, or another set of digits in its format, with the writers where they are known.

    Args:
        path: A folder with the published files, or one file of images.
        split: 'train', 'test', or None for both.

    Raises:
        DatasetError: The files are missing or do not belong together.

    """
    pairs = find_pairs(path)
    if not pairs:
        raise DatasetError(f"{path} holds no train-images-idx3-ubyte, plain or .gz: is it MNIST's?")
    if len({pair.set for pair in pairs}) > 1:
        names = ", ".join(sorted({pair.set for pair in pairs}))
        raise DatasetError(f"{path} holds more than one set ({names}): give the file of one")
    check_split(path, split, [pair.split for pair in pairs])
    whole = join("mnist", [_part(pair) for pair in pairs if split in (None, pair.split)])
    if not len(whole):
        faults = "; ".join(f"{problem.path}: {problem.reason}" for problem in whole.problems[:2])
        raise DatasetError(f"{path} holds no whole image with a label; {faults}")
    return whole


def _part(pair: IdxPair) -> Dataset:
    images, labels, problems = read_pair(pair)
    writers, writer_problems = _writers(pair, len(labels))
    valid, label_problems = check_labels(labels, pair.labels)
    part = Dataset(
        name="mnist",
        images=images,
        labels=labels,
        polarity=guess_polarity(images),
        groups=writers,
        writers=writers,
        splits=np.full(len(labels), pair.split),
        problems=(*problems, *writer_problems, *label_problems),
    )
    return part if valid.all() else part.subset(valid)


def _writers(pair: IdxPair, n: int) -> tuple[Strings | None, list[Problem]]:
    """Read the NIST writer of each image from ``writers.npz`` beside it."""
    path = pair.images.parent / "writers.npz"
    if not path.is_file():
        return None, []
    try:
        numbers = read_arrays(path, [pair.split])[pair.split]
    except (DatasetError, KeyError) as error:
        return None, [Problem(str(path), f"writers left out: {error}")]
    if numbers is None or numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        return None, [Problem(str(path), "writers left out: expected (N,) whole numbers")]
    if len(numbers) < n:
        return None, [Problem(str(path), f"{len(numbers):,} writers for {n:,} images: left out")]
    return np.char.mod("%04d", numbers[:n]), []
