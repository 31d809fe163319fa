"""The Reader of this process: loaded once, used by all its threads."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from django.conf import settings

from tenfold.errors import ImageError, UnknownModel
from tenfold.imaging.decode import to_pixels
from tenfold.reading import Reader
from tenfold.reading.names import known_models, model_files
from tenfold.types import Reading
from tenfold.web.metrics import count_reading, count_refused
from tenfold.web.readings.refusals import refusal
from tenfold.web.ui.present import present_card, version

_lock = Lock()
_readers: dict[tuple[Any, ...], Reader] = {}
MOST: Final = 6
"""Readers that are kept; the one that was loaded first goes first."""


def reader(model: str = "", error_rate: float | None = None) -> Reader:
    """Return the reader of a model.

    Args:
        model: one of ``model_names``; '' for the one that reads here. Never a path: names come
            from people.
        error_rate: the share of accepted digits that may be wrong; None for the settings'.

    Raises:
        ModelError: there is no such model, its file is broken, or it promises no rate that low.

    """
    found = _loaded(version(), settings.TENFOLD_MODEL or None)
    if model not in ("", settings.TENFOLD_MODEL, found.card.name):
        files = model_files(model)
        if files is None:
            known = ", ".join(model_names())
            raise UnknownModel(f"unknown model {model[:100]!r}, known: {known}")
        stat = files[0].stat()
        found = _loaded((model, stat.st_mtime_ns, stat.st_ino), model)
    return found if error_rate is None else found.at(error_rate)


def model_names() -> list[str]:
    """Return the names of the models that may be asked for, the one that reads here first."""
    default = present_card().name
    return [default, *(name for name in known_models() if name != default)]


def _loaded(at: tuple[Any, ...], model: str | None) -> Reader:
    """Return the reader that was loaded at this state of the files, or load it."""
    key = (at, settings.TENFOLD_ERROR_RATE)
    if key not in _readers:
        with _lock:  # threads that ask at once load it once
            if key not in _readers:
                while len(_readers) >= MOST:
                    del _readers[next(iter(_readers))]
                _readers[key] = Reader(model, error_rate=settings.TENFOLD_ERROR_RATE)
    return _readers[key]


def read_picture(image: Any, *, model: str = "", error_rate: float | None = None) -> Reading:
    """Read the digits in the bytes of a picture file, or in an array; the reading keeps its page.

    Raises:
        ImageError: it cannot be read, or is larger than the settings allow.
        ModelError: see ``reader``.

    """
    judge = reader(model, error_rate)
    try:
        pixels = to_pixels(
            image,
            max_bytes=settings.TENFOLD_MAX_PICTURE_BYTES,
            max_pixels=settings.TENFOLD_MAX_PIXELS,
        )
        reading = judge.read(pixels)
    except ImageError as error:
        count_refused(refusal(error).code)
        raise
    count_reading(reading)
    return reading
