"""The idx format of MNIST and EMNIST, plain or gzip.

Format: http://yann.lecun.com/exdb/mnist/, 'FILE FORMATS FOR THE MNIST DATABASE'.
"""

from __future__ import annotations

import math
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import Problem
from tenfold.errors import DatasetError

_TYPES: Final = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP_MAGIC: Final = b"\x1f\x8b"


def read_idx(path: Path) -> tuple[NDArray[Any], list[Problem]]:
    """Read one idx file, plain or gzip.

    A file cut short gives the items that are whole, and a problem that names both sizes.

    Returns:
        The array as its header describes it, and what is wrong with the file.

    Raises:
        DatasetError: The file cannot be read, or is no idx file.

    """
    data = read_maybe_gzip(path)
    shape, kind = _header(path, data)
    start = 4 + 4 * len(shape)
    item = math.prod(shape[1:]) * np.dtype(kind).itemsize
    whole = min(shape[0], (len(data) - start) // item) if item else 0
    array = np.frombuffer(data, kind, whole * item // np.dtype(kind).itemsize, start)
    problems = []
    expected = start + shape[0] * item
    if len(data) != expected:
        problems.append(
            Problem(
                str(path),
                f"{len(data):,} bytes, expected {expected:,}: "
                f"{whole:,} of {shape[0]:,} items are whole",
            )
        )
    return array.reshape(whole, *shape[1:]), problems


def read_maybe_gzip(path: Path) -> bytes:
    """Read a file, unpacked when it is gzip; of a gzip file cut short, what can be unpacked."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    if not data.startswith(_GZIP_MAGIC):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data)
    except zlib.error as error:
        raise DatasetError(f"{path} is damaged gzip ({error}); fetch it again") from error


def _header(path: Path, data: bytes) -> tuple[tuple[int, ...], str]:
    if len(data) < 4:
        raise DatasetError(f"{path} has {len(data)} bytes, too few for an idx header")
    kind, axes = _TYPES.get(data[2]), data[3]
    if data[:2] != b"\0\0" or kind is None or not 1 <= axes <= 3 or len(data) < 4 + 4 * axes:
        raise DatasetError(
            f"{path} is no idx file: it starts with {data[:4].hex(' ')}, "
            "expected 00 00, a type such as 08, and 1 to 3 axes"
        )
    shape = np.frombuffer(data, ">u4", axes, 4)
    return tuple(int(n) for n in shape), kind
