"""The Reader of this process: loaded once, used by all its threads."""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.conf import settings

from tenfold.imaging.decode import to_pixels
from tenfold.reading import Reader
from tenfold.types import Reading

_lock = Lock()
_readers: dict[tuple[str, float], Reader] = {}


def reader(model: str = "") -> Reader:
    """Return the reader of a model, the one of the settings by default.

    Raises:
        ModelError: there is no such model, or its file is broken.

    """
    key = (model or settings.TENFOLD_MODEL, settings.TENFOLD_ERROR_RATE)
    if key not in _readers:
        with _lock:  # threads that ask at once load it once
            if key not in _readers:
                _readers[key] = Reader(key[0], error_rate=key[1])
    return _readers[key]


def read_picture(image: Any, *, model: str = "") -> Reading:
    """Read the digits in the bytes of a picture file, or in an array; the reading keeps its page.

    Raises:
        ImageError: it cannot be read, or is larger than the settings allow.
        ModelError: there is no such model.

    """
    pixels = to_pixels(
        image,
        max_bytes=settings.TENFOLD_MAX_PICTURE_BYTES,
        max_pixels=settings.TENFOLD_MAX_PIXELS,
    )
    return reader(model).read(pixels)
