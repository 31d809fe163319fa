"""The Reader of this process: loaded once, used by all its threads."""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.conf import settings

from tenfold.errors import ImageError, UnknownModel
from tenfold.imaging.decode import to_pixels
from tenfold.reading import Reader
from tenfold.reading.names import known_models
from tenfold.types import Reading
from tenfold.web.metrics import count_reading, count_refused
from tenfold.web.readings.refusals import refusal

_lock = Lock()
_readers: dict[tuple[str, float], Reader] = {}


def reader(model: str = "", error_rate: float | None = None) -> Reader:
    """Return the reader of a model.

    Args:
        model: one of ``model_names``; '' for the one of the settings. Never a path: names come
            from people.
        error_rate: the share of accepted digits that may be wrong; None for the settings'.

    Raises:
        ModelError: there is no such model, its file is broken, or it promises no rate that low.

    """
    found = _loaded(settings.TENFOLD_MODEL)
    if model not in ("", settings.TENFOLD_MODEL, found.card.name):
        if model not in known_models():
            known = ", ".join(model_names())
            raise UnknownModel(f"unknown model {model[:100]!r}, known: {known}")
        found = _loaded(model)
    return found if error_rate is None else found.at(error_rate)


def model_names() -> list[str]:
    """Return the names of the models that may be asked for, the default one first."""
    default = _loaded(settings.TENFOLD_MODEL).card.name
    return [default, *(name for name in known_models() if name != default)]


def _loaded(model: str) -> Reader:
    key = (model, settings.TENFOLD_ERROR_RATE)
    if key not in _readers:
        with _lock:  # threads that ask at once load it once
            if key not in _readers:
                _readers[key] = Reader(key[0], error_rate=key[1])
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
