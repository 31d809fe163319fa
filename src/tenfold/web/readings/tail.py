"""What a zip is streamed through."""

from __future__ import annotations

import io
from typing import Any


class Tail(io.RawIOBase):
    """A stream that keeps only what was not taken yet; a zip is written to it front to back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written in all."""
        return self._at

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self._parts.append(bytes(data))
        self._at += len(data)
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
