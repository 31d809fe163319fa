"""Writing and reading of what a training keeps: whole or not at all, and checked when read."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from tenfold.errors import DamagedCheckpoint, DiskFull, TrainingError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Arrays = Mapping[str, NDArray[Any]]


def write_whole(path: Path, data: bytes) -> None:
    """Write beside and move into place, so that a cut-off save never harms the last good one.

    Raises:
        DiskFull: where there is no room; what stood there before stays.
        TrainingError: where the file cannot be written for another reason.

    """
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise unsaved(path, error) from error


def unsaved(path: Path, error: OSError) -> TrainingError:
    """Make the error for a file that could not be written."""
    if error.errno in _FULL:
        return DiskFull(f"the disk is full: {path} could not be saved; make room and resume")
    return TrainingError(f"{path} could not be saved: {error.strerror or error}")


def save_arrays(path: Path, arrays: Arrays, about: Mapping[str, Any] | None = None) -> None:
    """Save arrays with what is to be known about them, and a checksum over both.

    Raises:
        DiskFull: where there is no room.

    """
    plain = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    told = json.dumps(about or {})
    write_whole(path, save(plain, {"about": told, "sha256": _digest(plain, told)}))


def load_arrays(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Load what ``save_arrays`` saved.

    Raises:
        DamagedCheckpoint: the file is missing, cut, or not what was saved.

    """
    try:
        with safe_open(path, "np") as file:
            marks = file.metadata() or {}
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise DamagedCheckpoint(f"{path} cannot be read: {error}") from error
    told = marks.get("about", "")
    if marks.get("sha256") != _digest(arrays, told):
        raise DamagedCheckpoint(f"{path} is damaged: it is not what was saved")
    return arrays, json.loads(told)


def _digest(arrays: Arrays, told: str) -> str:
    digest = hashlib.sha256(told.encode())
    for name in sorted(arrays):
        digest.update(f"{name} {arrays[name].dtype} {arrays[name].shape}".encode())
        digest.update(arrays[name].tobytes())
    return digest.hexdigest()
