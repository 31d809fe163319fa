"""Which model reads: the list of promotions in the user's own folder, the last one in force.

``TENFOLD_HOME/models/promoted.json`` is a list of what was promoted, oldest first. The last entry
that was not rolled back is the present model; without one it is the model that ships. The file is
always replaced as a whole, so a look at its stat tells whether another model reads now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from tenfold.errors import InvalidModel
from tenfold.reading.locked import locked, write_whole
from tenfold.reading.names import DEFAULT_MODEL, models_home


@dataclass(frozen=True, slots=True)
class Promotion:
    """That a model was made the one that reads, by whom, why, and on which figures.

    ``figures`` is the gate's verdict in its JSON form; ``override`` is the reason with which a
    model was promoted against or without it. ``ended`` says when and by whom it was rolled back.
    """

    model: str
    sha256: str
    time: str
    by: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    override: str | None = None
    ended: dict[str, str] | None = None


Stamp = tuple[str, int, int, int]
"""What differs between any two lists of promotions: place, time, number and size of the file."""


def stamp() -> Stamp:
    """Return what changes with every promotion and rollback, for the price of one look."""
    path = models_home() / "promoted.json"
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_mtime_ns, found.st_ino, found.st_size


def history() -> tuple[Promotion, ...]:
    """Return all promotions, oldest first, with those that were rolled back.

    Raises:
        InvalidModel: the list is broken.

    """
    return _read(stamp())


def present() -> Promotion | None:
    """Return the promotion in force; None where the model that ships reads.

    Raises:
        InvalidModel: the list is broken.

    """
    return next((one for one in reversed(history()) if one.ended is None), None)


def is_present(name: str) -> bool:
    """Whether this is the model that reads now, by promotion or because it ships."""
    promotion = present()
    return name == (promotion.model if promotion else DEFAULT_MODEL)


@contextmanager
def changing() -> Iterator[None]:
    """Keep every other process from changing the user's models meanwhile."""
    with locked(models_home() / ".lock"):
        yield


def write(promotions: Sequence[Promotion]) -> None:
    """Put the list in place of the old one, within ``changing``."""
    text = json.dumps([asdict(one) for one in promotions], ensure_ascii=False, indent=1)
    write_whole(models_home() / "promoted.json", text.encode() + b"\n")


def ended(promotion: Promotion, by: str) -> Promotion:
    """Return a promotion as one that was rolled back now."""
    return replace(promotion, ended={"time": now(), "by": by})


def now() -> str:
    """Return the time as it stands in files: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=4)
def _read(at: Stamp) -> tuple[Promotion, ...]:
    path, _, _, size = at
    if not size:
        return ()
    known = {one.name for one in fields(Promotion)}
    try:
        rows = json.loads(Path(path).read_bytes())
        return tuple(Promotion(**{k: v for k, v in row.items() if k in known}) for row in rows)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InvalidModel(
            f"{path}: the list of promotions cannot be read: {error}; mend it, or move it away to "
            "read with the model that ships"
        ) from error
