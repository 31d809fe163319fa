"""A reading drawn over its page: boxes, values and how sure they are."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tenfold.types import Box, Reading

LONG_SIDE_PX: Final = (480, 1600)
"""Pages with a shorter or longer long side are scaled to these."""
DIGIT_PX: Final = 56
"""Digits are enlarged to about this height where the page stays small enough."""
LEAST_WIDTH_PX: Final = 320
MARGIN_PX: Final = 24
HEAD_PX: Final = 40
CAPTION_PX: Final = 100
PAPER: Final = "#FAF9F5"
TEXT: Final = "#191C23"

Point = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Band:
    """How one kind of mark is drawn: its colour, wash behind words, and dash (on, off) in px."""

    colour: str
    wash: str
    dash: tuple[int, int] | None


SURE: Final = Band("#006B73", "#DFF0F1", None)
LOOK_AGAIN: Final = Band("#8A4B00", "#FAEEDC", (8, 5))
NOT_A_DIGIT: Final = Band("#4F1F6B", "#F0E8F6", (2, 4))


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw, with the words above it."""

    box: Box
    value: str
    note: str
    band: Band


@dataclass(frozen=True, slots=True)
class Label:
    """Words for a mark: the note, the size of the value, and (left, top, right, bottom)."""

    note: str
    size_px: int
    area: Area


def draw(reading: Reading) -> Image.Image:
    """Draw a reading that keeps its page; see ``Reading.show``."""
    if reading.page is None:
        raise ValueError(
            "this reading does not keep its page: read it with Reader.read, "
            "or with read_many(..., keep_pages=True)"
        )
    scale = _scale(reading)
    size = (max(1, round(reading.width * scale)), max(1, round(reading.height * scale)))
    how = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.LANCZOS
    page = Image.fromarray(reading.page).resize(size, how)
    width = max(size[0], LEAST_WIDTH_PX) + 2 * MARGIN_PX
    sheet = Image.new("RGB", (width, size[1] + HEAD_PX + CAPTION_PX), PAPER)
    sheet.paste(page, (MARGIN_PX, HEAD_PX))
    pen = ImageDraw.Draw(sheet)
    marks = [_placed(mark, scale) for mark in _marks(reading)]
    for mark in marks:
        _draw_box(pen, mark)
    _draw_labels(pen, marks)
    _draw_caption(pen, reading, size[1] + HEAD_PX)
    return sheet


def png_bytes(image: Image.Image) -> bytes:
    """Encode a picture as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _scale(reading: Reading) -> float:
    """Enlarge small pages and small writing by whole steps; make large pages smaller."""
    low, high = LONG_SIDE_PX
    long_side = max(reading.width, reading.height)
    if long_side > high:
        return high / long_side
    heights = sorted(digit.box.height for digit in reading.digits)
    for_writing = DIGIT_PX // heights[len(heights) // 2] if heights else 1
    return max(1, low // long_side, min(for_writing, high // long_side))


def _marks(reading: Reading) -> Iterator[Mark]:
    for rejected in reading.rejected:
        yield Mark(rejected.box, "", rejected.reason, NOT_A_DIGIT)
    for digit in reading.digits:
        band = SURE if digit.accepted else LOOK_AGAIN
        yield Mark(digit.box, str(digit.value), _percent(digit.confidence), band)


def _percent(probability: float) -> str:
    """Cut, not rounded, so that nothing but certainty reads 100%."""
    return f"{math.floor(probability * 1000) / 10:g}%"


def _placed(mark: Mark, scale: float) -> Mark:
    """Move a mark from the page to the sheet."""
    x, y, width, height = mark.box
    left, top = round(x * scale) + MARGIN_PX, round(y * scale) + HEAD_PX
    return replace(mark, box=Box(left, top, round(width * scale), round(height * scale)))


def _draw_box(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    x, y, right, bottom = mark.box.x, mark.box.y, mark.box.right, mark.box.bottom
    corners = [(x, y), (right, y), (right, bottom), (x, bottom)]
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        # The seam of paper keeps a dark line visible on a dark page.
        pen.line([start, end], PAPER, 4)
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        for piece in _pieces(start, end, mark.band.dash):
            pen.line(piece, mark.band.colour, 2)


def _pieces(start: Point, end: Point, dash: tuple[int, int] | None) -> Iterator[list[Point]]:
    """Cut a level or upright line into dashes."""
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    if dash is None or length == 0:
        yield [start, end]
        return
    step_x, step_y = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    for at in range(0, length, sum(dash)):
        to = min(at + dash[0], length) - 1
        yield [
            (round(start[0] + step_x * at), round(start[1] + step_y * at)),
            (round(start[0] + step_x * to), round(start[1] + step_y * to)),
        ]


def _draw_labels(pen: ImageDraw.ImageDraw, marks: list[Mark]) -> None:
    """Write value and note above each box, or less where that would cover another mark."""
    taken = np.array([(*m.box[:2], m.box.right, m.box.bottom) for m in marks]).reshape(-1, 4)
    for index, mark in enumerate(marks):
        others = np.delete(taken, index, axis=0)
        label = next((c for c in _labels(pen, mark) if not _covers(c.area, others)), None)
        if label is not None:
            taken = np.concatenate((taken, [label.area]))
            _draw_label(pen, mark, label)


def _labels(pen: ImageDraw.ImageDraw, mark: Mark) -> Iterator[Label]:
    """Ways to label a mark, best first; the last stands inside the box and is in nobody's way."""
    x, y = mark.box.x - 1, mark.box.y - 2
    value_px = math.ceil(pen.textlength(mark.value, _font(20)))
    note_px = math.ceil(pen.textlength(mark.note, _font(13)))
    gap_px = 5 if mark.value else 0
    yield Label(mark.note, 20, (x, y - 24, x + value_px + gap_px + note_px + 7, y))
    if mark.value:
        yield Label("", 20, (x, y - 24, x + value_px + 7, y))
        yield Label("", 13, (x + 2, y + 3, x + value_px + 3, y + 18))


def _covers(area: Area, others: NDArray[np.int_]) -> bool:
    left, top, right, bottom = area
    apart = (others[:, 0] >= right) | (others[:, 2] <= left)
    apart |= (others[:, 1] >= bottom) | (others[:, 3] <= top)
    return not bool(apart.all())


def _draw_label(pen: ImageDraw.ImageDraw, mark: Mark, label: Label) -> None:
    left, _, right, bottom = label.area
    pen.rectangle(label.area, mark.band.wash)
    font = _font(label.size_px)
    pad_px = label.size_px // 6
    pen.text((left + pad_px, bottom - 2 * pad_px), mark.value, mark.band.colour, font, "ls")
    pen.text((right - 3, bottom - 2 * pad_px), label.note, mark.band.colour, _font(13), "rs")


def _draw_caption(pen: ImageDraw.ImageDraw, reading: Reading, top: int) -> None:
    """Write the reading, as large as fits, and below it how sure it is."""
    text, word, colour = _words(reading)
    room = pen.im.size[0] - 2 * MARGIN_PX
    size = next((s for s in (44, 28, 20, 16) if pen.textlength(text, _font(s)) <= room), 14)
    while pen.textlength(text, _font(size)) > room:
        text = text[: -max(2, len(text) // 8)] + "…"
    pen.text((MARGIN_PX, top + 50), text, TEXT, _font(size), "ls")
    pen.text((MARGIN_PX, top + 78), word, colour, _font(16), "ls")


def _words(reading: Reading) -> tuple[str, str, str]:
    if not reading.digits:
        seen = "This does not look like a digit" if reading.rejected else "No ink was found"
        return "Nothing read", seen, NOT_A_DIGIT.colour if reading.rejected else TEXT
    text = "  /  ".join(reading.text.split("\n"))
    if reading.accepted:
        return text, f"{_percent(reading.confidence)} sure", SURE.colour
    unsure = sum(not digit.accepted for digit in reading.digits)
    several = f" at {unsure} of {len(reading.digits)} digits" * (len(reading.digits) > 1)
    return text, f"Look again{several}", LOOK_AGAIN.colour


@cache
def _font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size_px)  # comes with Pillow: no font of the system is needed
