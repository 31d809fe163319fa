"""A picture in the terminal: two pixels a character as half blocks, or plain characters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TextIO

import numpy as np
from numpy.typing import NDArray

from tenfold.cli.ending import printable

if TYPE_CHECKING:
    from tenfold.cli.sources import Item
    from tenfold.types import Reading

Page = NDArray[np.uint8]

COLUMNS: Final = 32
ROWS: Final = 12
"""Lines of the terminal; each holds two rows of pixels, which makes the pixels square."""
INDENT: Final = "  "
GAP: Final = "   "
HALF_BLOCK: Final = "▀"
RESET: Final = "\x1b[0m"
RAMP: Final = " .:-=+*#%@"
CUBE_LEVELS: Final = np.array([0, 95, 135, 175, 215, 255])


class PictureWriter:
    """Prints each picture with its reading to the right of it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, item: Item, reading: Reading) -> None:
        """Write one picture and its reading."""
        from tenfold.cli.output import describe, paint, percent

        rows = [] if reading.page is None else draw(reading.page, colours(self._stream))
        said = [paint(line, self._stream) for line in describe(reading)]
        if reading.accepted:
            said.append(f"{percent(reading.confidence)} sure")
        self._stream.write("\n".join(beside(rows, [printable(item.label), "", *said])) + "\n\n")
        self._stream.flush()

    def close(self) -> None:
        """Write nothing."""


def colours(stream: TextIO) -> int:
    """Return how many bits of colour the stream shows: 24, 8, or 0 for plain characters."""
    if not shows_colour(stream) or not _encodes_blocks(stream):
        return 0
    return 24 if os.environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"} else 8


def shows_colour(stream: TextIO) -> bool:
    """Whether the stream is a terminal with colours that the person did not switch off."""
    dumb = os.environ.get("TERM", "") in {"", "dumb"} and os.name != "nt"
    return stream.isatty() and not dumb and not os.environ.get("NO_COLOR")


def draw(page: Page, bits: int) -> list[str]:
    """Draw a picture into at most COLUMNS x ROWS characters.

    Args:
        page: (H, W, 3) uint8 RGB.
        bits: 24 or 8 for colours in ANSI codes, 0 for plain characters.

    Returns:
        Lines of equal width on the screen: COLUMNS characters.

    """
    if bits == 0:
        return list(_plain(page))
    small = _sharpened(_scaled(page))
    code = _true_colour if bits == 24 else _palette
    margin = " " * (COLUMNS - small.shape[1])
    return [_half_blocks(small[row], small[row + 1], code) + margin for row in _even(small)]


def beside(picture: list[str], text: list[str]) -> Iterator[str]:
    """Yield the lines of a picture with the text to the right of its middle."""
    height = max(len(picture), len(text))
    top = (height - len(text)) // 2
    blank = " " * COLUMNS
    for row in range(height):
        left = picture[row] if row < len(picture) else blank
        right = text[row - top] if 0 <= row - top < len(text) else ""
        yield f"{INDENT}{left}{GAP}{right}".rstrip(" ")


def _scaled(page: Page) -> Page:
    """Fit the page into COLUMNS x 2 ROWS pixels; an even number of rows, paper below if odd."""
    import cv2

    height, width = page.shape[:2]
    scale = min(COLUMNS / width, 2 * ROWS / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    small = np.asarray(cv2.resize(page, size, interpolation=how), np.uint8)
    small = small.reshape(size[1], size[0], -1)
    return np.concatenate([small, small[-1:]]) if len(small) % 2 else small


def _even(small: Page) -> range:
    return range(0, len(small), 2)


def _sharpened(small: Page) -> Page:
    """Set ink off from the paper around it again, which scaling down washes out."""
    import cv2

    around = cv2.GaussianBlur(small, (0, 0), 4).astype(np.float32)
    return np.asarray(np.clip(1.7 * small - 0.7 * around, 0, 255), np.uint8)


def _plain(page: Page) -> Iterator[str]:
    """Draw the ink alone, so that shadows and either polarity come out right."""
    from tenfold.imaging.ink import find_ink

    small = _scaled((find_ink(page).ink[:, :, np.newaxis] * 255).astype(np.uint8))
    rows = small.reshape(len(small) // 2, 2, -1).max(axis=1) / 255
    # A thin line is faint once scaled down: the square root lifts it.
    steps = np.minimum((np.sqrt(rows) * len(RAMP)).astype(int), len(RAMP) - 1)
    for row in steps:
        yield "".join(RAMP[step] for step in row).ljust(COLUMNS)


def _half_blocks(upper: Page, lower: Page, code: Callable[[Page], str]) -> str:
    pairs = (
        f"\x1b[38;{code(u)};48;{code(b)}m{HALF_BLOCK}" for u, b in zip(upper, lower, strict=True)
    )
    return "".join(pairs) + RESET


def _true_colour(pixel: Page) -> str:
    red, green, blue = (int(channel) for channel in pixel)
    return f"2;{red};{green};{blue}"


def _palette(pixel: Page) -> str:
    """Choose of xterm's 256 colours the nearest in the 6x6x6 cube or the ramp of 24 greys."""
    channels = pixel.astype(int)
    steps = np.abs(CUBE_LEVELS[:, None] - channels).argmin(axis=0)
    grey_step = min(max((int(channels.mean()) - 3) // 10, 0), 23)
    cube_error = np.abs(CUBE_LEVELS[steps] - channels).sum()
    grey_error = np.abs(8 + 10 * grey_step - channels).sum()
    if grey_error < cube_error:
        return f"5;{232 + grey_step}"
    return f"5;{16 + int(steps @ np.array([36, 6, 1]))}"


def _encodes_blocks(stream: TextIO) -> bool:
    try:
        HALF_BLOCK.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
