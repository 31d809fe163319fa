"""Tells the workers of this process that there is something to read."""

from __future__ import annotations

from threading import Event

_event = Event()


def up() -> None:
    """Wake one that sleeps."""
    _event.set()


def sleep(seconds: float) -> None:
    """Sleep until someone wakes this process, at most so long."""
    _event.wait(seconds)
    _event.clear()
