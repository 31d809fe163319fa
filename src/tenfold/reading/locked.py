"""One process at a time: a lock that the system frees when its holder dies."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file, waiting until whoever holds it lets go; its folder is made if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        _take(file)
        yield


@contextlib.contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Hold a lock file if nobody does; tells whether it is held now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            _take(file, wait=False)
        except OSError:
            yield False
            return
        yield True


def _take(file: Any, *, wait: bool = True) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    import msvcrt  # freed with the file, as below

    mode = "LK_LOCK" if wait else "LK_NBLCK"
    getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, mode), 1)  # noqa: B009


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it finds all of it, or what was there before."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
