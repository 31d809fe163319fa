"""The database's settings: SQLite in Tenfold's home, or PostgreSQL by an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets readers read while one writes; NORMAL is safe with it, but for the last commits at a
# power cut. IMMEDIATE takes the write lock at BEGIN, where SQLite waits for it, and not at the
# first write, where it fails at once.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000; PRAGMA mmap_size=134217728;"
    ),
}


def sqlite(home: Path) -> dict[str, Any]:
    """Return the settings of the database file in Tenfold's home."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "tenfold.sqlite3",
        "OPTIONS": dict(_SQLITE),
        "CONN_MAX_AGE": None,
    }


def postgresql(url: str, *, threads: int) -> dict[str, Any]:
    """Return the settings of a PostgreSQL database; connections are pooled, one a thread at most.

    Args:
        url: postgresql://user:password@host:5432/name; a folder of sockets as ?host=/run/...
        threads: threads of one process, those that answer and those that read uploads.

    Raises:
        ValueError: another scheme, no name, or a port that is none.

    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError("expected postgresql://user:password@host:5432/name")
    further = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": further.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": threads + 2, "timeout": 5}, **further},
        "CONN_HEALTH_CHECKS": True,
    }
