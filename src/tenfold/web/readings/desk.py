"""Reads some pictures of a batch at once, on two threads; knows no database.

Decoding, finding ink and the network run outside of Python's lock for most of their time, so that
a second thread is worth having; more would only slow the answers to requests.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import ImageError
from tenfold.types import Reading
from tenfold.web.readings.models import BatchItem
from tenfold.web.readings.pictures import Encoded, encode
from tenfold.web.readings.reader import reader
from tenfold.web.readings.sources import Pages, Sources, reason

THREADS: Final = min(2, os.cpu_count() or 1)
CHUNK_S: Final = 0.4
"""Seconds after which no further picture is begun."""
BEAT_S: Final = 1.0


@dataclass(slots=True)
class Outcome:
    """What became of an item: the JSON form of its reading, a problem, or that it has pages."""

    item: BatchItem
    data: dict[str, Any] | None = None
    problem: str = ""
    picture: Encoded | None = None
    pages: int = 0


class Desk:
    """Threads with the files that they have open."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")
        self._sources = [Sources() for _ in range(THREADS)]

    def read(
        self, items: list[BatchItem], *, keep: bool, beat: Callable[[], None]
    ) -> list[Outcome]:
        """Read pictures, in the order given, until their time is over; at least one.

        Args:
            items: pictures of one batch, each with its file.
            keep: whether the pictures are to be kept, and so are encoded.
            beat: called every second while this lasts.

        Raises:
            ModelError: the model cannot be loaded.
            FileNotFoundError: the batch was cancelled or deleted.

        """
        size = ceil(len(items) / THREADS)
        parts = [items[at : at + size] for at in range(0, len(items), size)]
        until = monotonic() + CHUNK_S
        running = [
            self._pool.submit(_read_part, part, sources, keep=keep, until=until)
            for part, sources in zip(parts, self._sources, strict=False)
        ]
        _await(running, beat)
        return [outcome for one in running for outcome in one.result()]

    def put_away(self) -> None:
        """Close the files that are open; the desk can be used again."""
        for sources in self._sources:
            sources.close()

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()
        self.put_away()


def _await(running: list[Future[list[Outcome]]], beat: Callable[[], None]) -> None:
    while wait(running, timeout=BEAT_S).not_done:
        beat()


def _read_part(
    items: list[BatchItem], sources: Sources, *, keep: bool, until: float
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    pages: list[NDArray[np.uint8]] = []
    for item in items:
        outcomes.append(outcome := Outcome(item))
        try:
            page = sources.pixels(item)
            outcome.picture = encode(page) if keep else None
            outcome.data = {}  # filled below
            pages.append(page)
        except Pages as found:
            outcome.pages = found.count
        except ImageError as error:
            outcome.problem = reason(error)
        if monotonic() > until:
            break
    answers = iter(reader().read_batch(pages))
    for outcome in outcomes:
        if outcome.data is not None:
            _answer(outcome, next(answers))
    return outcomes


def _answer(outcome: Outcome, answer: Reading | ImageError) -> None:
    if isinstance(answer, ImageError):
        outcome.problem, outcome.data, outcome.picture = reason(answer), None, None
    else:
        outcome.data = answer.to_dict()
