"""One page on its way through the Reader: its glyphs before, its reading after the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from tenfold.imaging.decode import Pixels, as_rgb
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import Glyph, Line, segment
from tenfold.reading.decide import NOT_A_DIGIT, is_one_digit
from tenfold.types import Box, Digit, Number, Polarity, Reading, Rejected

Picture = NDArray[np.float32]
Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Glyphs of a page in reading order, and the pictures that the network must see.

    ``lines`` holds numbers of boxes on the page: a glyph's own and behind it those of its parts.
    ``pictures`` holds their (28, 28) pictures in the same order. No ink is kept: many sheets wait
    for one run of the network.
    """

    lines: list[list[list[tuple[Box, ...]]]]
    pictures: list[Picture]
    width: int
    height: int
    polarity: Polarity
    started: float
    page: NDArray[np.uint8] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a page is judged: by which model, and from which probability on."""

    model: str
    threshold: float


def prepare(pixels: Pixels, *, keep_page: bool, started: float | None = None) -> Sheet:
    """Find and cut out all glyphs of a page.

    Args:
        pixels: (H, W, 3) or (H, W) uint8, upright.
        keep_page: whether the reading shall hold the page, to show it.
        started: ``perf_counter()`` when work on this picture began; now, if None.

    """
    started = perf_counter() if started is None else started
    found = find_ink(pixels)
    lines = segment(found.ink)
    pictures = [normalise(mark.ink) for mark in _marks(lines)]
    height, width = pixels.shape[:2]
    place = partial(_on_page, scale=found.scale, width=width, height=height)
    boxes = [
        [[tuple(place(mark.box) for mark in (glyph, *glyph.parts)) for glyph in n] for n in line]
        for line in lines
    ]
    kept = as_rgb(pixels) if keep_page else None
    return Sheet(boxes, pictures, width, height, found.polarity, started, kept)


def _marks(lines: list[Line]) -> Iterator[Glyph]:
    for line in lines:
        for number in line:
            for glyph in number:
                yield glyph
                yield from glyph.parts


def _on_page(box: Box, *, scale: float, width: int, height: int) -> Box:
    """Bring a box from the ink map to the page."""
    if scale == 1.0:
        return box
    x, y = min(int(box.x / scale), width - 1), min(int(box.y / scale), height - 1)
    right, bottom = min(width, round(box.right / scale)), min(height, round(box.bottom / scale))
    return Box(x, y, max(1, right - x), max(1, bottom - y))


def finish(sheet: Sheet, probabilities: Probabilities, verdict: Verdict) -> Reading:
    """Put the network's answers back into the page's order.

    Args:
        sheet: the prepared page with M pictures.
        probabilities: (M, 11) float32, calibrated, in the order of ``sheet.pictures``.
        verdict: model and threshold.

    """
    desk = _Desk(sheet, probabilities, verdict.threshold)
    lines = [[n for number in line for n in desk.read_number(number)] for line in sheet.lines]
    return Reading(
        lines=tuple(tuple(line) for line in lines if line),
        rejected=tuple(desk.rejected),
        width=sheet.width,
        height=sheet.height,
        polarity=sheet.polarity,
        model=verdict.model,
        milliseconds=(perf_counter() - sheet.started) * 1000.0,
        page=sheet.page,
    )


class _Desk:
    """Reads glyphs one after another, in the order in which the network saw them."""

    def __init__(self, sheet: Sheet, probabilities: Probabilities, threshold: float) -> None:
        self.sheet = sheet
        self.probabilities = probabilities
        self.threshold = threshold
        self.rejected: list[Rejected] = []
        self.seen = 0

    def read_number(self, glyphs: list[tuple[Box, ...]]) -> list[Number]:
        """Read one number; what is no digit inside it ends it and the next digit starts anew."""
        runs: list[list[Digit]] = [[]]
        for boxes in glyphs:
            for digit in self._read_glyph(boxes):
                if digit is not None:
                    runs[-1].append(digit)
                elif runs[-1]:
                    runs.append([])
        return [Number(tuple(run)) for run in runs if run]

    def _read_glyph(self, boxes: tuple[Box, ...]) -> list[Digit | None]:
        start = self.seen
        self.seen += len(boxes)
        rows = self.probabilities[start : self.seen]
        if len(boxes) == 1 or is_one_digit(rows[0], rows[1:]):
            return [self._read_mark(boxes[0], start)]
        return [self._read_mark(box, start + 1 + i) for i, box in enumerate(boxes[1:])]

    def _read_mark(self, box: Box, index: int) -> Digit | None:
        row: list[float] = self.probabilities[index].tolist()
        best = row.index(max(row))
        if best == NOT_A_DIGIT:
            self.rejected.append(Rejected(box, "not a digit"))
            return None
        return Digit(
            value=best,
            confidence=row[best],
            not_a_digit=row[NOT_A_DIGIT],
            box=box,
            probabilities=tuple(row[:NOT_A_DIGIT]),
            accepted=row[best] >= self.threshold,
            picture=self.sheet.pictures[index],
        )
