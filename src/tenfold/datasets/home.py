"""Where data sets lie on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def user_home() -> Path:
    """Return Tenfold's own folder: ``TENFOLD_HOME``, or the platform's place for a user's data."""
    if chosen := os.environ.get("TENFOLD_HOME"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "tenfold"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/tenfold"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "tenfold"


def data_homes() -> tuple[Path, ...]:
    """Return the folders in which a named data set is looked for, first one first.

    ``TENFOLD_DATA`` where it is set, then ``data`` in the user's own folder.
    """
    own = user_home() / "data"
    chosen = os.environ.get("TENFOLD_DATA")
    return (Path(chosen).expanduser(), own) if chosen else (own,)


def writable_home() -> Path:
    """Return the first data home that can be written to; the last one where none exists yet."""
    homes = data_homes()
    for home in homes:
        if home.is_dir() and os.access(home, os.W_OK):
            return home
    return homes[-1]
