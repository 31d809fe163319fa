"""A training, or a look at data, as a process of its own: `python -m tenfold.training.child`.

Whoever starts it stays small, survives what happens here, and frees all memory by ending it. They
talk in lines of JSON. In: first the job, then every second or so a word, 'go', 'pause' or 'stop'.
Out: ``{"report": ...}``, ``{"load": ...}``, and at the end ``{"done": ...}``, ``{"failed": ...}``
or ``{"held": ...}``.

A job of whose starter nothing is heard any more, or for too long, ends at once: another process may
take it up by then, and two must never write into one folder. A lock on a file beside the folder
makes sure of it on one machine.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final, TextIO

import numpy as np

from tenfold.errors import TenfoldError
from tenfold.training.desk import Wish

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SILENCE_S: Final = 25.0
"""Seconds without a word after which the starter counts as gone: it may wait 20 for SQLite."""
LOCK_S: Final = 15.0
"""Seconds in which a process that had the folder before has ended."""
_LOAD_S: Final = 1.0
_NICE: Final = 5
"""Requests that the machine answers meanwhile come first."""
_GONE: Final = 3
_TIMES: Final = 200


class Held(Exception):
    """Another process has the folder still; it is stopped, perhaps."""


class Line:
    """The way to the starter: words in, lines out."""

    def __init__(self, into: int, out: TextIO) -> None:
        self._into, self._out = into, out
        self._writing = Lock()
        self._rest = b""
        self.word = "go"
        self.heard = time.time()

    def job(self) -> dict[str, Any]:
        """Return the first line."""
        return dict(self._next())

    def listen(self) -> None:
        """Take words until the starter is gone, then end this process."""
        while True:
            self.word = str(self._next()["word"])
            self.heard = time.time()

    def tell(self, **what: Any) -> None:
        """Write a line."""
        with self._writing:
            self._out.write(json.dumps(what) + "\n")
            self._out.flush()

    def _next(self) -> dict[str, Any]:
        while b"\n" not in self._rest:
            data = os.read(self._into, 65536)
            if not data:
                end()
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        return dict(json.loads(line))


def end() -> None:
    """End at once, as a kill does; what was saved is whole, and what was not is lost."""
    os._exit(_GONE)


def main() -> None:
    """Do one job."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter
    with suppress(OSError, AttributeError):  # not allowed, or no Unix
        os.nice(_NICE)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no line of ours
    line = Line(0, out)
    job = line.job()
    Thread(target=line.listen, daemon=True).start()
    Thread(target=_watch, args=(line,), daemon=True).start()
    try:
        line.tell(done=_JOBS[job.pop("job")](line, **job))
    except TenfoldError as error:
        line.tell(failed={"kind": type(error).__name__, "message": str(error)})
    except Held:
        line.tell(held=True)
    except MemoryError:
        line.tell(failed={"kind": "OutOfMemory", "message": "this machine has too little memory"})
    sys.stderr.flush()
    end_well()


def end_well() -> None:
    """End without waiting for the threads that listen."""
    os._exit(0)


def _fit(
    line: Line, *, settings: dict[str, Any], folder: str, lock: str, resume: bool
) -> dict[str, Any]:
    """Train; see ``tenfold.training.fit``."""
    from tenfold.training.fit import fit
    from tenfold.training.settings import Settings

    with held(Path(lock)):
        watcher = _Watcher(line, has_state=any(Path(folder).glob("state*.safetensors")))
        outcome = fit(
            Settings.from_dict(settings),
            Path(folder),
            report=watcher.report,
            control=watcher.control,
            resume=resume,
        )
        return {**asdict(outcome), **_latency(Path(folder))}


def _latency(folder: Path) -> dict[str, float]:
    """Measure how long the model takes for one picture, as the server runs it: the median."""
    from tenfold.errors import ModelError
    from tenfold.reading.model import load_model

    try:
        model = load_model(folder)
    except ModelError:  # one that was stopped before there was any, or canceled
        return {}
    picture = np.zeros((1, 28, 28), np.float32)
    times = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        model.run(picture)
        times.append(time.perf_counter() - begun)
    return {"latency_ms": round(1000 * statistics.median(times), 3)}


def _survey(line: Line, *, data: list[str]) -> dict[str, Any]:
    """Look at data; see ``tenfold.training.survey``."""
    from tenfold.training.survey import survey

    del line
    found = survey(data)
    return {"survey": found.to_dict(), "sheet": b64encode(found.sheet).decode()}


_JOBS: Final[dict[str, Callable[..., dict[str, Any]]]] = {"fit": _fit, "survey": _survey}


class _Watcher:
    """Stands between a training and its starter."""

    def __init__(self, line: Line, *, has_state: bool) -> None:
        self._line = line
        self._told = 0.0
        self._is_back = not has_state
        """Whether it has got to where it was: only then has it something to keep."""

    def control(self) -> Wish:
        """Return what the starter wishes; it may stop only once it has its learning back."""
        word = self._line.word
        if word == "pause":
            return "pause"
        return "stop" if word == "stop" and self._is_back else "go"

    def report(self, news: dict[str, Any]) -> None:
        """Pass on what the starter wants to know; the rest stands in the run's metrics."""
        self._is_back = self._is_back or "resumed" in news or "step" in news
        is_step = "note" not in news and "epochs" not in news
        if is_step and time.monotonic() - self._told < _LOAD_S:
            return
        self._told = time.monotonic()
        told = {key: value for key, value in news.items() if key not in ("confusion", "samples")}
        if "confusion" in news:
            told["held_out"] = sum(map(sum, news["confusion"]))
        self._line.tell(report=told)


def _watch(line: Line) -> None:
    """Tell the load every second; end this process when nothing is heard any more."""
    before = (time.monotonic(), time.process_time())
    pause = Event()
    while not pause.wait(_LOAD_S):
        if time.time() - line.heard > SILENCE_S:
            end()
        now = (time.monotonic(), time.process_time())
        share = (now[1] - before[1]) / max(now[0] - before[0], 1e-6)
        line.tell(load={"cpu": round(100 * share, 1), "memory_bytes": _memory_bytes()})
        before = now


def _memory_bytes() -> int | None:
    """Return what this process has in memory now; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return None


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock file until the block or this process ends.

    Raises:
        Held: another one has it, and keeps it. One that had the job before ends within moments.

    """
    if fcntl is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + LOCK_S
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Held from None
                time.sleep(0.1)
        yield


if __name__ == "__main__":
    main()
