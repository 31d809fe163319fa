"""Many pictures read by several processes at once."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final

from tenfold.errors import ImageError
from tenfold.imaging.decode import Picture, to_pixels
from tenfold.reading.reader import AHEAD, AHEAD_WITH_PAGES, Answer, Reader

Model = str | os.PathLike[str] | None
Batch = list[Picture | ImageError]
WAITING: Final = 2
"""Batches handed out per process: one in work, one so that it need not wait."""

_reader: Reader | None = None


def read_in_processes(
    images: Iterable[Picture],
    *,
    reader: tuple[Model, float],
    workers: int,
    keep_pages: bool,
) -> Iterator[Answer]:
    """Yield what ``Reader.read_many`` yields with errors='return', in the same order.

    Args:
        images: what ``Reader.read`` takes; file objects are read in this process.
        reader: model and error rate, as ``Reader`` takes them.
        workers: number of processes, each of one thread.
        keep_pages: whether each reading keeps its page.

    """
    # Spawned, since a fork would copy the locks of this process's other threads.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, reader)
    waiting: deque[Future[list[Answer]]] = deque()
    try:
        for batch in _batches(iter(images), AHEAD_WITH_PAGES if keep_pages else AHEAD):
            waiting.append(pool.submit(_read_batch, batch, keep_pages))
            if len(waiting) >= WAITING * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise BrokenProcessPool(
            "a worker process ended early; was memory short, or does this script start workers "
            'outside of `if __name__ == "__main__":`?'
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _batches(images: Iterator[Picture], size: int) -> Iterator[Batch]:
    while batch := [_portable(image) for image in islice(images, size)]:
        yield batch


def _portable(image: Picture | Any) -> Picture | ImageError:
    """Read what cannot go to another process."""
    if not hasattr(image, "read"):
        return image
    try:
        return to_pixels(image)
    except ImageError as error:
        return error


def _start(model: Model, error_rate: float) -> None:
    global _reader
    _reader = Reader(model, error_rate=error_rate)


def _read_batch(batch: Batch, keep_pages: bool) -> list[Answer]:
    assert _reader is not None, "the pool calls _start first"  # noqa: S101
    return list(_reader.read_batch(batch, keep_pages=keep_pages))
