"""Bytes of a picture, from a file or a file object, within a limit."""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any

from tenfold.errors import ImageError, ImageTooLarge, UnreadableFile, UnsupportedImage


def file_bytes(path: str, max_bytes: int) -> bytes:
    """Read a file of at most so many bytes.

    Raises:
        UnreadableFile: missing, a folder, or not allowed.
        ImageTooLarge: more bytes than the limit; none of them is read where the size is known.

    """
    try:
        with FileIO(path) as file:
            status = os.fstat(file.fileno())
            if status.st_size > max_bytes:
                raise _too_many_bytes(status.st_size, max_bytes)
            return file.readall() if S_ISREG(status.st_mode) else _read(file, max_bytes)
    except ImageError:
        raise
    except FileNotFoundError as error:
        raise UnreadableFile("no such file") from error
    except (OSError, ValueError) as error:
        # Windows calls a folder forbidden.
        if "\0" not in path and Path(path).is_dir():
            raise UnreadableFile("is a folder, expected a picture file") from error
        reason = getattr(error, "strerror", None) or error
        raise UnreadableFile(f"cannot be opened: {reason}") from error


def given_bytes(image: Any, max_bytes: int) -> bytes:
    """Take bytes, or read a binary file object from where it stands.

    Raises:
        UnsupportedImage: something else, or a file open as text.
        UnreadableFile: the file object cannot be read.
        ImageTooLarge: more bytes than the limit.

    """
    if isinstance(image, bytes | bytearray | memoryview):
        data = bytes(image)
    elif hasattr(image, "read"):
        try:
            data = _read(image, max_bytes)
        except (OSError, ValueError) as error:
            if isinstance(error, ImageError):
                raise
            raise UnreadableFile(f"the file object cannot be read: {error}") from error
    else:
        raise UnsupportedImage(
            f"got {type(image).__name__}, expected a path, bytes, a binary file, "
            "a PIL image or a NumPy array"
        )
    if len(data) > max_bytes:
        raise _too_many_bytes(len(data), max_bytes)
    return data


def _read(file: IO[bytes] | Any, max_bytes: int) -> bytes:
    """Read to the end, but never much past the limit: a pipe or a device may have no end."""
    chunks = []
    left = max_bytes + 1
    while left > 0 and (chunk := file.read(min(left, 1 << 20))):
        if not isinstance(chunk, bytes):
            raise UnsupportedImage("the file is open as text; open it with mode 'rb'")
        chunks.append(chunk)
        left -= len(chunk)
    if left <= 0:
        raise _too_many_bytes(max_bytes + 1, max_bytes)
    return b"".join(chunks)


def _too_many_bytes(size: int, limit: int) -> ImageTooLarge:
    return ImageTooLarge(
        f"the file has {size:,} bytes or more, the limit is {limit:,}; "
        "raise it with to_page(..., max_bytes=N)"
    )
