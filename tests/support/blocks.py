"""Opens what the inside page's files hold."""

from __future__ import annotations

import json
import struct
from typing import Any


def opened(data: bytes, magic: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header of a file and the blocks behind it."""
    assert data[:8] == magic
    (size,) = struct.unpack("<I", data[8:12])
    assert (12 + size) % 8 == 0
    return json.loads(data[12 : 12 + size]), data[12 + size :]
