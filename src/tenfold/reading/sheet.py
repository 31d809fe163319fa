"""One page on its way through the Reader: its glyphs before, its reading after the network."""

from __future__ import annotations

from dataclasses import dataclass
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

    ``pictures`` holds each glyph's (28, 28) picture, and behind it those of its parts.
    """

    lines: list[Line]
    pictures: list[Picture]
    width: int
    height: int
    polarity: Polarity
    scale: float
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
    pictures = [
        normalise(mark.ink)
        for line in lines
        for number in line
        for glyph in number
        for mark in (glyph, *glyph.parts)
    ]
    height, width = pixels.shape[:2]
    kept = as_rgb(pixels) if keep_page else None
    return Sheet(lines, pictures, width, height, found.polarity, found.scale, started, kept)


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

    def read_number(self, glyphs: list[Glyph]) -> list[Number]:
        """Read one number; what is no digit inside it ends it and the next digit starts anew."""
        runs: list[list[Digit]] = [[]]
        for glyph in glyphs:
            for digit in self._read_glyph(glyph):
                if digit is not None:
                    runs[-1].append(digit)
                elif runs[-1]:
                    runs.append([])
        return [Number(tuple(run)) for run in runs if run]

    def _read_glyph(self, glyph: Glyph) -> list[Digit | None]:
        start, count = self.seen, len(glyph.parts)
        self.seen += 1 + count
        rows = self.probabilities[start : self.seen]
        if count == 0 or is_one_digit(rows[0], rows[1:]):
            return [self._read_mark(glyph, start)]
        return [self._read_mark(part, start + 1 + i) for i, part in enumerate(glyph.parts)]

    def _read_mark(self, glyph: Glyph, index: int) -> Digit | None:
        row: list[float] = self.probabilities[index].tolist()
        best = row.index(max(row))
        box = self._on_page(glyph.box)
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

    def _on_page(self, box: Box) -> Box:
        """Bring a box from the ink map to the page."""
        scale, sheet = self.sheet.scale, self.sheet
        if scale == 1.0:
            return box
        x, y = int(box.x / scale), int(box.y / scale)
        right = min(sheet.width, round(box.right / scale))
        bottom = min(sheet.height, round(box.bottom / scale))
        return Box(x, y, max(1, right - x), max(1, bottom - y))
