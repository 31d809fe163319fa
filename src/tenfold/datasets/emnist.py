"""EMNIST: digits and letters of NIST SD19 in MNIST's format (idx) and in MATLAB's (.mat).

Cohen et al. 2017, https://arxiv.org/abs/1702.05373. Its pictures are stored transposed; they are
turned upright here.
"""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import (
    NOT_A_DIGIT,
    Dataset,
    Problem,
    Strings,
    check_split,
    guess_polarity,
    join,
)
from tenfold.datasets.csv_rows import load_csv
from tenfold.datasets.mnist import IdxPair, find_pairs, read_pair
from tenfold.datasets.npz import load_npz
from tenfold.errors import DatasetError

_DIGITS: Final = tuple(string.digits)
_MERGED: Final = frozenset("CIJKLMOPSUVWXYZ")
"""Letters whose two cases EMNIST takes as one class in 'bymerge' and 'balanced'."""
_UPPER_MERGED: Final = tuple(c + c.lower() if c in _MERGED else c for c in string.ascii_uppercase)

MARKS: Final[dict[str, tuple[str, ...]]] = {
    "digits": _DIGITS,
    "mnist": _DIGITS,
    "letters": ("", *(c + c.lower() for c in string.ascii_uppercase)),
    "byclass": (*_DIGITS, *string.ascii_uppercase, *string.ascii_lowercase),
    "bymerge": (*_DIGITS, *_UPPER_MERGED, *"abdefghnqrt"),
    "balanced": (*_DIGITS, *_UPPER_MERGED, *"abdefghnqrt"),
}
"""What is written on a picture, by EMNIST's own label; 'Aa' is a letter of either case."""


def load_emnist(path: Path, part: str = "", split: str | None = None) -> Dataset:
    """Load one part of EMNIST, upright, letters as non-digits with their marks.

    Args:
        path: A folder with EMNIST's files (or its ``gzip`` or ``matlab`` folder), or one file.
        part: 'digits', 'mnist', 'letters', 'balanced', 'byclass' or 'bymerge'; '' where ``path``
            has only one.
        split: 'train', 'test', or None for both.

    Raises:
        DatasetError: The part is not there, damaged, or a .mat file without scipy installed.

    """
    check_split(path, split, ["train", "test"])
    pairs = {name: found for name, found in _pairs(path).items() if part in ("", name)}
    tables = {name: file for name, file in _tables(path).items() if part in ("", name)}
    names = sorted({*pairs, *tables})
    if not names:
        raise DatasetError(f"{path} holds no emnist-{part or 'digits'}-train-images-idx3-ubyte")
    if len(names) > 1:
        some = ", ".join(f"emnist-{name}" for name in names)
        raise DatasetError(f"{path} holds several parts of EMNIST: give the file of one ({some})")
    name = names[0]
    if name in pairs:
        parts = [_from_idx(name, p) for p in pairs[name] if split in (None, p.split)]
    else:
        parts = _from_mat(name, tables[name], split)
    if not parts:
        raise DatasetError(f"{path} holds no {split} files of emnist-{name}")
    return join(f"emnist-{name}", parts)


def load_emnist_csv(path: Path, split: str | None = None) -> Dataset:
    """Load EMNIST's digits from a CSV file named as theirs, ``emnist-digits-train.csv``, upright.

    Raises:
        DatasetError: Another part, whose labels a row cannot tell, or nothing that can be read.

    """
    if not path.name.startswith(("emnist-digits", "emnist-mnist")):
        raise DatasetError(f"{path.name} has labels that are no digits; use EMNIST's idx or .mat")
    rows = load_csv(path, split)
    upright = np.ascontiguousarray(np.asarray(rows.images).swapaxes(1, 2))
    return replace(rows, images=upright)


def load_letters(path: Path, split: str | None = None) -> Dataset:
    """Load ``letters_emnist.npz``, whose labels 'A' to 'Z' stand for both cases."""
    dataset = load_npz(path, split)
    if dataset.marks is None:
        return dataset
    return replace(dataset, marks=np.char.add(dataset.marks, np.char.lower(dataset.marks)))


def _pairs(path: Path) -> dict[str, list[IdxPair]]:
    found: dict[str, list[IdxPair]] = {}
    for pair in find_pairs(path):
        name = pair.set.removeprefix("emnist-")
        if pair.set.startswith("emnist-") and name in MARKS:
            found.setdefault(name, []).append(pair)
    return found


def _tables(path: Path) -> dict[str, Path]:
    files = [path] if path.is_file() else [*path.glob("*.mat"), *path.glob("*/*.mat")]
    names = {file: file.stem.removeprefix("emnist-") for file in files if file.suffix == ".mat"}
    return {name: file for file, name in names.items() if name in MARKS}


def _from_idx(name: str, pair: IdxPair) -> Dataset:
    images, labels, problems = read_pair(pair)
    upright = np.ascontiguousarray(images.swapaxes(1, 2))
    return _part(name, pair.split, upright, labels, problems=problems, path=pair.labels)


def _from_mat(name: str, path: Path, split: str | None) -> list[Dataset]:
    table = _load_mat(path)
    parts = []
    for part in ("train", "test"):
        if split in (None, part):
            try:
                images, labels, writers = (
                    table[part][key] for key in ("images", "labels", "writers")
                )
                upright = np.asarray(images, np.uint8).reshape(-1, 28, 28).swapaxes(1, 2)
            except (KeyError, IndexError, ValueError, TypeError) as error:
                raise DatasetError(f"{path} is no EMNIST file of MATLAB: {error!r}") from error
            parts.append(
                _part(
                    name,
                    part,
                    np.ascontiguousarray(upright),
                    np.asarray(labels, np.int64).ravel(),
                    writers=np.char.mod("%04d", np.asarray(writers, np.int64).ravel()),
                    path=path,
                )
            )
    return parts


def _load_mat(path: Path) -> Any:
    try:
        from scipy.io import loadmat
    except ImportError as error:
        raise DatasetError(
            f"reading {path.name} needs scipy: pip install 'tenfold[mat]'"
        ) from error
    try:
        return loadmat(path, simplify_cells=True)["dataset"]
    except Exception as error:
        # Broken bytes make scipy raise nearly anything.
        raise DatasetError(f"cannot read {path} as EMNIST's .mat: {error!r}") from error


def _part(
    name: str,
    split: str,
    images: NDArray[np.uint8],
    labels: NDArray[np.int64],
    *,
    path: Path,
    writers: Strings | None = None,
    problems: list[Problem] | None = None,
) -> Dataset:
    marks = np.array(MARKS[name])
    valid = (labels >= 0) & (labels < len(marks))
    written = marks[np.where(valid, labels, 0)]
    valid &= (written != "") if name == "letters" else True
    bad = [
        Problem(str(path), f"label {label} is none of emnist-{name}")
        for label in np.unique(labels[~valid]).tolist()
    ]
    dataset = Dataset(
        name=f"emnist-{name}",
        images=images,
        labels=np.where(np.char.isdigit(written), labels, NOT_A_DIGIT),
        polarity=guess_polarity(images),
        groups=writers,
        writers=writers,
        splits=np.full(len(labels), split),
        marks=written,
        problems=(*(problems or []), *bad),
    )
    return dataset if valid.all() else dataset.subset(valid)
