"""A progress bar on stderr, for whoever waits and watches."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

PATIENCE_S: Final = 1.0
"""Nothing is shown before this; most calls are over by then."""


@contextlib.contextmanager
def progress(paths: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Yield a function to call after each picture.

    The bar shows only when stderr is a terminal and stdout is not: results that scroll by are
    progress enough, and the two would overwrite each other.
    """
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    bar = _Bar(paths)
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._begin = time.monotonic()
        self._done = 0
        self._bar: Any = None

    def advance(self) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)
        elif time.monotonic() - self._begin > PATIENCE_S:
            self._open()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        from tenfold.cli.sources import count_pictures

        columns = ("Reading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        self._bar = Progress(*columns, console=console, transient=True, redirect_stdout=False)
        self._task = self._bar.add_task("", total=count_pictures(self._paths))
        self._bar.start()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
