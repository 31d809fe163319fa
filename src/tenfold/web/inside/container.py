"""Files for the browser: a JSON header, and blocks of numbers behind it; see docs/formats.md."""

from __future__ import annotations

import json
import struct
from typing import Any, Final

ALIGN: Final = 8


class Body:
    """What stands behind the header: blocks, each at a multiple of eight bytes."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.size = 0

    def add(self, data: bytes) -> int:
        """Append a block and return where it begins, counted from the header's end."""
        at = self.size
        self.blocks.append(data + bytes(-len(data) % ALIGN))
        self.size += len(self.blocks[-1])
        return at


def pack(magic: bytes, header: dict[str, Any], body: Body) -> bytes:
    """Return a whole file.

    Args:
        magic: eight bytes by which the file is told.
        header: JSON; ``version`` is added to it.
        body: the blocks whose places the header names.

    """
    text = json.dumps({"version": 1, **header}, separators=(",", ":")).encode()
    text += b" " * (-(len(magic) + 4 + len(text)) % ALIGN)
    return b"".join([magic, struct.pack("<I", len(text)), text, *body.blocks])
