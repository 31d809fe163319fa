"""What files are called and how they begin: which are pictures, and in which order they come."""

from __future__ import annotations

import re
from typing import Final

PICTURE_SUFFIXES: Final = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff"),
    *(".pgm", ".pbm", ".ppm", ".pnm", ".heic", ".heif", ".pdf"),
)
HEAD_BYTES: Final = 8
"""First bytes of a file that tell a zip, a PDF and a TIFF."""

_PDF: Final = b"%PDF"
_TIFF: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Sort key that puts scan_2 before scan_10.

    >>> sorted(["scan_10", "scan_2"], key=natural_key)
    ['scan_2', 'scan_10']
    """
    parts = re.split(r"([0-9]+)", name.casefold())
    # A number by its length, then by its digits: some names have more digits than int() takes.
    keys = [_number_key(p) if i % 2 else (-1, p) for i, p in enumerate(parts)]
    return (*keys, (-1, name))


def _number_key(digits: str) -> tuple[int, str]:
    digits = digits.lstrip("0")
    return len(digits), digits


def is_picture_name(name: str) -> bool:
    """Whether a file of this name in a folder or zip is taken for a picture."""
    name = name.rsplit("/", 1)[-1]
    return not name.startswith(".") and name.lower().endswith(PICTURE_SUFFIXES)


def is_zip_name(name: str) -> bool:
    """Whether a file of this name in a zip is taken for a zip itself."""
    name = name.rsplit("/", 1)[-1]
    return not name.startswith(".") and name.lower().endswith(".zip")


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a zip."""
    return head.startswith(_ZIP)


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins so is a PDF."""
    return head.startswith(_PDF)


def is_paged(head: bytes) -> bool:
    """Whether a file that begins so may have several pages: a PDF or a TIFF."""
    return head.startswith((_PDF, *_TIFF))
