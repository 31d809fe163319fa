"""Public data sets from the net into the data home."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from tenfold.datasets.addresses import FILES, WRITERS_TEST, WRITERS_TRAIN, RemoteFile
from tenfold.datasets.base import Problem
from tenfold.datasets.download import TIMEOUT_S, download, fault_of
from tenfold.datasets.home import writable_home
from tenfold.datasets.idx import read_idx
from tenfold.datasets.loading import find_source, unknown_name
from tenfold.errors import DatasetError

FileReport = Callable[[str, int, int], None]
"""Told a file's name, how many bytes of it are here, and how many it has (0: unknown)."""

_MNIST_LABELS: Final = {
    "train": "train-labels-idx1-ubyte.gz",
    "test": "t10k-labels-idx1-ubyte.gz",
}
_QMNIST_CLASS, _QMNIST_WRITER = 0, 2


def fetch(
    name: str,
    home: Path | None = None,
    report: FileReport | None = None,
    *,
    mirror: str = "",
    files: Mapping[str, tuple[RemoteFile, ...]] = FILES,
    timeout_s: float = TIMEOUT_S,
) -> tuple[Path, list[Problem]]:
    """Fetch a named data set with a public address.

    Files come into ``.fetch`` in the data home and move to their place together, so that a set
    that can be found is whole; what was fetched before a cut is carried on from.

    Args:
        name: A name that ``tenfold data list`` shows as one to fetch; 'emnist' for all its parts.
        home: The data home; the first that can be written to where it is None.
        report: Called after each block.
        mirror: Address of a folder with the files, in place of the public ones.
        files: What there is to fetch, by place.
        timeout_s: How long one answer of a server may take.

    Returns:
        Where the set lies, and what optional files could not be had.

    Raises:
        DatasetError: Unknown name, no public address, no mirror that gives the right file, or no
            place to write to.

    """
    place = _place(name, files)
    home = home or writable_home()
    stage, target = home / ".fetch" / place, home / place
    problems = []
    for file in files[place]:
        if _is_here(file, target):
            continue
        try:
            download(_mirrored(file, mirror), stage, _told(report, file.name), timeout_s)
        except DatasetError as error:
            if not file.optional:
                raise
            problems.append(Problem(file.name, str(error)))
    try:
        problems += _PREPARE.get(place, _nothing)(stage, target)
        _move(stage, target)
    except OSError as error:
        raise DatasetError(f"cannot write to {target}: {error.strerror or error}") from error
    return target, problems


def _place(name: str, files: Mapping[str, tuple[RemoteFile, ...]]) -> str:
    if name in files:
        return name
    source = find_source(name)
    if source is None:
        raise unknown_name(name)
    if source.place not in files:
        raise DatasetError(
            f"{source.name} has no public address with a known checksum; these have one: "
            + ", ".join(files)
        )
    return source.place


def _mirrored(file: RemoteFile, mirror: str) -> RemoteFile:
    return replace(file, urls=(f"{mirror.rstrip('/')}/{file.name}",)) if mirror else file


def _told(report: FileReport | None, name: str) -> Callable[[int, int], None] | None:
    return None if report is None else lambda done, total: report(name, done, total)


def _is_here(file: RemoteFile, target: Path) -> bool:
    kept = target / file.name
    return (target / (file.makes or file.name)).is_file() and (
        bool(file.makes) or fault_of(kept, file.checksum) == ""
    )


def _move(stage: Path, target: Path) -> None:
    if not stage.is_dir():
        return
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(stage.iterdir()):
        if path.suffix != ".part":
            path.replace(target / path.name)
    shutil.rmtree(stage)


def _nothing(stage: Path, target: Path) -> list[Problem]:
    return []


def _write_writers(stage: Path, target: Path) -> list[Problem]:
    """Make ``writers.npz`` of QMNIST's labels, which follow MNIST's order."""
    tables = {"train": stage / WRITERS_TRAIN.name, "test": stage / WRITERS_TEST.name}
    if not all(path.is_file() for path in tables.values()):
        return []
    writers = {}
    for split, path in tables.items():
        rows, _ = read_idx(path)
        digits, _ = read_idx(_first(stage / _MNIST_LABELS[split], target / _MNIST_LABELS[split]))
        rows = rows[: len(digits)]
        if rows.ndim != 2 or not np.array_equal(rows[:, _QMNIST_CLASS], digits):
            return [Problem(path.name, "its digits are not MNIST's: writers left out")]
        writers[split] = rows[:, _QMNIST_WRITER].astype(np.int16)
    np.savez_compressed(stage / "writers.npz", allow_pickle=False, **writers)
    for path in tables.values():
        path.unlink()
    return []


def _first(*paths: Path) -> Path:
    return next((path for path in paths if path.is_file()), paths[-1])


def _unpack_emnist(stage: Path, target: Path) -> list[Problem]:
    """Take the idx files out of EMNIST's zip, and drop the zip."""
    archive = stage / "emnist.zip"
    if not archive.is_file():
        return []
    with zipfile.ZipFile(archive) as file:
        for entry in file.infolist():
            base = entry.filename.rsplit("/", 1)[-1]
            if base.startswith("emnist-") and base.endswith("-ubyte.gz"):
                with file.open(entry) as packed, (stage / base).open("wb") as stream:
                    shutil.copyfileobj(packed, stream)
    archive.unlink()
    return []


_PREPARE: Final = {"mnist": _write_writers, "emnist": _unpack_emnist}
