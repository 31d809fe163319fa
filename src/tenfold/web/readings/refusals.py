"""Why a picture or model is refused, in words for people and a code for programs."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Final

from tenfold.errors import (
    DamagedImage,
    ImageError,
    ImageTooLarge,
    ModelError,
    TenfoldError,
    UnknownModel,
    UnsupportedImage,
)
from tenfold.web.ui.errors import Failure

_KINDS: Final[tuple[tuple[type[TenfoldError], int, str, str, str], ...]] = (
    (
        UnsupportedImage,
        415,
        "unsupported_picture",
        "This is no picture that Tenfold reads.",
        "",  # the formats that are read here
    ),
    (
        ImageTooLarge,
        413,
        "picture_too_large",
        "This picture is too large.",
        "Send it with fewer pixels.",
    ),
    (
        DamagedImage,
        422,
        "damaged_picture",
        "This picture is cut short or broken.",
        "Save or send it again.",
    ),
    (ImageError, 422, "unreadable_picture", "This picture cannot be read.", "Send another."),
    (UnknownModel, 422, "unknown_model", "There is no such model here.", ""),
    (ModelError, 422, "model_refuses", "The model cannot do this.", ""),
)
# What the library says up to its first ; or : is made for people; what follows is for Python
# programs, or comes from the decoder.
_FOR_PEOPLE = re.compile(
    r"the file is empty|(?:this \w+ is cut short|the (?:file|picture) has|page \d+ has"
    r"|this PDF|there is not enough memory)[^;:]*"
    r"|(?:unknown model|model '\w+' promises no error rate).*",
    re.DOTALL,
)
_MISSING_PART = re.compile(r"reading (\w+) needs ")


def refusal(error: TenfoldError) -> Failure:
    """Return status, code and words for an error of the library; no path, no decoder's text."""
    _, status, code, message, hint = next(kind for kind in _KINDS if isinstance(error, kind[0]))
    if isinstance(error, UnsupportedImage):
        missing = _MISSING_PART.match(str(error))
        message = f"This is a {missing[1]} file." if missing else message
        hint = f"Tenfold reads {readable_formats()} here."
    elif found := _FOR_PEOPLE.match(str(error)):
        message = f"{found[0][0].upper()}{found[0][1:].rstrip('.')}."
    return Failure(status, code, message, hint)


def readable_formats() -> str:
    """Name the formats that this installation reads."""
    extras = {"HEIC": "pillow_heif", "PDF": "pypdfium2"}
    more = [name for name, module in extras.items() if find_spec(module)]
    *names, last = ["PNG", "JPEG", "WebP", "GIF", "BMP", "TIFF", "PGM", *more]
    return f"{', '.join(names)} and {last}"
