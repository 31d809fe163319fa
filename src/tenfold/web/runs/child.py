"""A job in a process of its own, as its starter sees it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from queue import Empty, Queue
from threading import Event, Thread
from types import TracebackType
from typing import Any, Final, Self

TICK_S: Final = 1.0
"""Seconds between two words to the job, and between two heartbeats."""

stopping = Event()
"""Set once this process has been told to end: jobs are given back."""

log = logging.getLogger(__name__)


class Child:
    """A running ``tenfold.training.child``; the process is gone when the block ends."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tenfold.training.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._lines: Queue[dict[str, Any] | None] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self._write(job)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, and wait until it is gone: the next one may write where it wrote."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # what was still to be written has nobody to read it
                pass

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def tell(self, word: str) -> None:
        """Say 'go', 'pause' or 'stop'; it counts as a sign of life too."""
        self._write({"word": word})

    def news(self) -> tuple[list[dict[str, Any]], bool]:
        """Return what it has told within a tick, and whether it has ended."""
        found: list[dict[str, Any]] = []
        until = time.monotonic() + TICK_S
        while (left := until - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                break
            if line is None:
                return found, True
            found.append(line)
        return found, False

    def _write(self, what: dict[str, Any]) -> None:
        pipe = self._process.stdin
        try:
            if pipe:
                pipe.write(json.dumps(what) + "\n")
                pipe.flush()
        except OSError:  # it has ended, which ``news`` tells
            pass

    def _read(self) -> None:
        pipe = self._process.stdout
        for line in pipe or ():
            try:
                self._lines.put(dict(json.loads(line)))
            except ValueError:
                log.warning("a job said what is no line of JSON")
        self._lines.put(None)
