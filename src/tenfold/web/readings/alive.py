"""Tells whether the process that holds a claim still lives, on this machine.

A process holds a lock on a file of its own as long as it lives; the system lets go of it however
the process ends, kill -9 included. Where locks are unknown (Windows) or the file lies on another
machine, a claim ends with its heartbeat instead.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from threading import Lock

from django.conf import settings

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_lock = Lock()
_held: dict[str, int] = {}
"""Open files by the name of their claim; the system closes them when the process ends."""


def claim_name() -> str:
    """Return a name for a claim of this process, and hold its lock until the process ends."""
    name = uuid.uuid4().hex
    if fcntl is not None:
        path = _path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        with _lock:
            _held[name] = handle
    return name


def let_go(name: str) -> None:
    """Give a claim's lock back."""
    with _lock:
        handle = _held.pop(name, None)
    if handle is not None:
        _path(name).unlink(missing_ok=True)
        os.close(handle)


def has_ended(name: str) -> bool:
    """Whether the process of a claim is known to have ended; False where nobody can tell."""
    if fcntl is None or not name or name in _held:
        return False
    try:
        with _path(name).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _path(name).unlink(missing_ok=True)
            return True
    except OSError:  # it is held, or lies elsewhere
        return False


def _path(name: str) -> Path:
    return Path(settings.TENFOLD_HOME) / "spool" / f"alive-{name}"
