"""What a time-lapse takes from a run folder: its graph, its metrics and the weights of epochs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import TenfoldError

Weights = dict[str, NDArray[np.float32]]

_EPOCH = re.compile(r"epoch-(\d+)\.safetensors")


class NoEpochs(TenfoldError):
    """The run has kept no epoch yet."""


class Sample(NamedTuple):
    """Pictures that are followed through the epochs: (N, 28, 28) uint8, 255 = ink; labels (N,)."""

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]


def kept_epochs(folder: Path) -> dict[int, Path]:
    """Return the files of weights of a run by epoch, in order."""
    found = {}
    for path in folder.glob("weights/epoch-*.safetensors"):
        if match := _EPOCH.fullmatch(path.name):
            found[int(match[1])] = path
    return dict(sorted(found.items()))


def read_weights(path: Path) -> Weights:
    """Read the weights of an epoch, by the names that they have in the graph."""
    from safetensors.numpy import load_file

    return {name: np.asarray(values, np.float32) for name, values in load_file(path).items()}


def read_sample(folder: Path) -> Sample:
    """Read the pictures to follow: those of the map where the run kept some, else its samples."""
    from safetensors.numpy import load_file

    for name in ("map.safetensors", "samples.safetensors"):
        if (folder / name).is_file():
            held = load_file(folder / name)
            labels = np.asarray(held["labels"], np.int64)
            return Sample(np.asarray(held["pictures"], np.uint8).reshape(-1, 28, 28), labels)
    return Sample(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))


def read_metrics(folder: Path) -> list[dict[str, Any]]:
    """Return the line of each epoch, in order.

    A run that was taken up again may have written an epoch twice: the last line holds. A line that
    is cut off, because it is being written, is left out. What is no number, such as the loss of a
    run that ran away, is None.
    """
    path = folder / "metrics.jsonl"
    lines: dict[int, dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        try:
            entry = json.loads(line, parse_constant=lambda _: None)
        except ValueError:
            continue
        if "epoch" in entry:
            lines[int(entry["epoch"])] = entry
    return [lines[epoch] for epoch in sorted(lines)]
