"""Work of some seconds beside the requests: done once, asked for until it is there.

A job's result lies in a file, so that every process of a server finds it; while it is worked on its
lock is held, which the system frees when the process dies. Asking then starts it anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any, Literal

from django.conf import settings

from tenfold.errors import TenfoldError
from tenfold.reading.locked import locked_if_free, write_whole

log = logging.getLogger(__name__)
Work = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands; ``result`` is there when it is done, ``error`` when it failed."""

    state: Literal["none", "running", "done", "failed"]
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be worked out, by kind and key, both plain words."""

    kind: str
    key: str

    @property
    def path(self) -> Path:
        """The file of its result."""
        return Path(settings.TENFOLD_HOME) / "cache" / f"{self.kind}-{self.key}.json"

    def ask(self) -> State:
        """Return how it stands."""
        with suppress(OSError, ValueError, KeyError):
            found = json.loads(self.path.read_bytes())
            return State(found["state"], found["result"], found["error"])
        if not self._lock.exists():
            return State("none")
        with locked_if_free(self._lock) as is_free:
            return State("none" if is_free else "running")

    def start(self, work: Work) -> State:
        """Begin it in a thread, unless it is done or under way; return how it stands."""
        before = self.ask()
        if before.state in ("done", "running"):
            return before
        begun = Event()
        Thread(target=self._run, args=(self.path, work, begun), daemon=True).start()
        begun.wait()
        return self.ask()

    @property
    def _lock(self) -> Path:
        return self.path.with_suffix(".lock")

    def _run(self, path: Path, work: Work, begun: Event) -> None:
        with locked_if_free(path.with_suffix(".lock")) as is_mine:
            if is_mine:
                path.unlink(missing_ok=True)
            begun.set()
            if not is_mine:
                return
            state, result, error = "done", {}, ""
            try:
                result = work()
            except TenfoldError as told:
                state, error = "failed", str(told)
            except Exception:
                log.exception("%s %s failed", self.kind, self.key)
                state, error = "failed", "Something went wrong; the server's log has more."
            text = json.dumps({"state": state, "result": result, "error": error})
            write_whole(path, text.encode())
