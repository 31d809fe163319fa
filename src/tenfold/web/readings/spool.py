"""The spool: uploaded files as they came, only until they are read.

A file lies at ``spool/<batch>/<name>`` in Tenfold's home, under a name of our own making: what the
sender called it is never part of a path.
"""

from __future__ import annotations

import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

_YOUNG_S: Final = 3600
"""A folder younger than this may belong to a batch whose row is being written."""
_NAME: Final = re.compile(r"[0-9a-f]{32}|part-[0-9]{1,10}")


def spool_path(batch_id: int, name: str) -> Path:
    """Return where a file of a batch lies; ``name`` is one that ``store`` or ``part`` made."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of the spool")
    return _folder(batch_id) / name


def _folder(batch_id: int) -> Path:
    return Path(settings.TENFOLD_HOME) / "spool" / str(int(batch_id))


def store(batch_id: int, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a file; return its name in the spool and its bytes."""
    name = uuid.uuid4().hex
    path = spool_path(batch_id, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += file.write(chunk)
    return name, size


def write_part(batch_id: int, position: int, offset: int, data: bytes) -> int:
    """Write a part of a file that comes in several; return how many bytes are there now.

    A part that does not follow on what is there changes nothing; one that was there already is
    written again, the same: the sender may repeat what it is not sure of.
    """
    return append(spool_path(batch_id, f"part-{position}"), offset, data)


def append(path: Path, offset: int, data: bytes) -> int:
    """Write a part of a file at ``path``; see ``write_part``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with open(handle, "r+b") as file:  # noqa: PTH123 - Path.open cannot create without cutting
        there = file.seek(0, os.SEEK_END)
        if offset > there:
            return there
        file.seek(offset)
        file.write(data)
        return file.seek(0, os.SEEK_END)


def finish_part(batch_id: int, position: int) -> str:
    """Give a file that came in parts its name in the spool, now that it is whole."""
    name = uuid.uuid4().hex
    spool_path(batch_id, f"part-{position}").rename(spool_path(batch_id, name))
    return name


def remove(batch_id: int, name: str) -> None:
    """Delete a file; one that is gone already is no fault."""
    spool_path(batch_id, name).unlink(missing_ok=True)


def remove_all(batch_id: int) -> None:
    """Delete all files of a batch."""
    shutil.rmtree(_folder(batch_id), ignore_errors=True)


def stray_batches() -> list[int]:
    """Return the ids of batches that have a folder which nobody has touched for an hour."""
    until = time.time() - _YOUNG_S
    folders = (Path(settings.TENFOLD_HOME) / "spool").glob("[0-9]*")
    return [int(f.name) for f in folders if f.name.isdigit() and f.stat().st_mtime < until]
