"""Files that people send and that are no picture, or hardly one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image, ImageDraw


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _seven() -> Image.Image:
    image = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(image).line([(14, 14), (46, 14), (26, 48)], fill=0, width=6, joint="curve")
    return image


def _bomb(side_px: int) -> bytes:
    """Return a PNG of some kilobytes that says it has so many pixels a side."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side_px, side_px, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side_px // 8 + 1) * side_px))
    chunks = head, b"IDAT" + rows, b"IEND"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks
    )


def _film() -> bytes:
    frames = [_seven(), Image.new("L", (60, 60), 255)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)


_NOISE = Image.fromarray(np.random.default_rng(7).integers(0, 255, (64, 64, 3), np.uint8))

REFUSED: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 422, "damaged_picture"),
    "text.png": (b"this is a text and no picture", 415, "unsupported_picture"),
    "page.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "unsupported_picture"),
    "cut.jpg": (encoded(_NOISE, "JPEG")[:700], 422, "damaged_picture"),
    "cut.png": (encoded(_NOISE)[:700], 422, "damaged_picture"),
    "head.png": (b"\x89PNG\r\n\x1a\n", 422, "damaged_picture"),
    "bomb.png": (_bomb(20_000), 413, "picture_too_large"),
    "broken.pdf": (b"%PDF-1.7 and nothing more", 422, "damaged_picture"),
}
"""Bytes, status and code of what is refused, by a name."""

READ: dict[str, tuple[bytes, str]] = {
    "1x1.png": (encoded(Image.new("L", (1, 1), 255)), ""),
    "20000x3.png": (encoded(Image.new("L", (20_000, 3), 255)), ""),
    "film.gif": (_film(), "7"),
    "16-bit.tiff": (encoded(Image.fromarray(np.asarray(_seven(), np.uint16) * 257), "TIFF"), "7"),
    "see-through.png": (encoded(Image.new("RGBA", (60, 60), (0, 0, 0, 0))), ""),
}
"""Bytes of what is odd but a picture, and the text that is read on it."""
