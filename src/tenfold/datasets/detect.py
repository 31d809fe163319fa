"""What a path holds, told by looking at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tenfold.datasets.base import Dataset
from tenfold.datasets.csv_rows import load_csv
from tenfold.datasets.emnist import load_emnist, load_emnist_csv
from tenfold.datasets.folder import has_class_folders, load_folder
from tenfold.datasets.mnist import find_pairs, load_mnist
from tenfold.datasets.nist import has_character_folders, holds_characters, load_nist
from tenfold.datasets.npz import load_npz
from tenfold.datasets.tree import open_tree
from tenfold.errors import DatasetError

Loader = Callable[[Path, str | None], Dataset]


def loader_of(path: Path) -> Loader:
    """Choose the loader for a file or folder.

    Raises:
        DatasetError: The path is in no format that Tenfold knows.

    """
    loader = _of_folder(path) if path.is_dir() else _of_file(path)
    if loader is None:
        raise DatasetError(
            f"{path} is no data set that Tenfold knows; expected one folder a class (0 to 9), "
            "MNIST's idx files, NIST's by_class, a .csv, .npz, .mat or .zip"
        )
    return loader


def _of_folder(path: Path) -> Loader | None:
    pairs = find_pairs(path)
    if any(pair.set.startswith("emnist-") for pair in pairs) or list(path.glob("emnist-*.mat")):
        return _emnist
    if pairs:
        return load_mnist
    if has_character_folders(path):
        return load_nist
    if has_class_folders(path):
        return load_folder
    return _train_csv if (path / "train.csv").is_file() else None


def _of_file(path: Path) -> Loader | None:
    if path.name.endswith((".csv", ".csv.gz")):
        return load_emnist_csv if path.name.startswith("emnist-") else load_csv
    if path.suffix == ".mat" or path.name.startswith("emnist-"):
        return _emnist
    if "idx3-ubyte" in path.name:
        return load_mnist
    return {".npz": load_npz, ".zip": _zip}.get(path.suffix.lower())


def _train_csv(path: Path, split: str | None) -> Dataset:
    # Kaggle's test.csv beside it has no labels.
    return load_csv(path / "train.csv", split)


def _zip(path: Path, split: str | None) -> Dataset:
    loader = load_nist if holds_characters(open_tree(path)) else load_folder
    return loader(path, split)


def _emnist(path: Path, split: str | None) -> Dataset:
    return load_emnist(path, "", split)
