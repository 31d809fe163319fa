"""Between a training, on a thread of its own, and whoever watches it and may stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any, Final, Literal, TypeVar

Report = Callable[[dict[str, Any]], None]
"""Is told every line of metrics, and ``{"note": text}`` of what happens between."""

Wish = Literal["go", "pause", "stop", "cancel"]
Control = Callable[[], Wish]
"""Is asked at least every half second; the training waits as long as it says 'pause'."""

ASK_EVERY_S: Final = 0.2
_LOOK_EVERY_S: Final = 0.05

T = TypeVar("T")


class Asked(Exception):
    """Somebody asked the training to end: ``wish`` is 'stop', 'cancel' or 'halt'."""

    def __init__(self, wish: str) -> None:
        super().__init__(wish)
        self.wish = wish


class Desk:
    """Where the training leaves its lines and finds what is wished of it."""

    def __init__(self) -> None:
        self.lines: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self.wish: str = "go"
        self.paused_s = 0.0

    def say(self, line: dict[str, Any]) -> None:
        """Leave a line for whoever watches."""
        self.lines.put(line)

    def ask(self) -> None:
        """Wait while a pause is wished; raise Asked where an end is."""
        if self.wish == "go":
            return
        began = time.perf_counter()
        while self.wish == "pause":
            time.sleep(_LOOK_EVERY_S)
        self.paused_s += time.perf_counter() - began
        if self.wish != "go":
            raise Asked(self.wish)


def watched(work: Callable[[Desk], T], report: Report, control: Control) -> T:
    """Do work on a thread while this one passes on its lines and asks what is wished.

    So both functions are called on the caller's own thread, and a long step of the work delays
    neither. What they raise ends the work at its next question, and is raised here.
    """
    desk = Desk()
    with ThreadPoolExecutor(1, "training") as thread:
        done = thread.submit(work, desk)
        try:
            _watch(desk, done, report, control)
        except BaseException:
            desk.wish = "halt"
            raise
        return done.result()


def _watch(desk: Desk, done: Future[T], report: Report, control: Control) -> None:
    asked = 0.0
    while True:
        over = done.done()
        _pass_on(desk, report, patience_s=0.0 if over else _LOOK_EVERY_S)
        if over:
            return
        if time.perf_counter() - asked >= ASK_EVERY_S:
            desk.wish = control()
            asked = time.perf_counter()


def _pass_on(desk: Desk, report: Report, patience_s: float) -> None:
    """Report the lines that are there; wait a moment for the first."""
    while True:
        try:
            line = desk.lines.get(timeout=patience_s) if patience_s else desk.lines.get_nowait()
        except Empty:
            return
        report(line)
        patience_s = 0.0
