"""Ink map -> glyphs, one a digit, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.imaging.layout import arrange
from tenfold.imaging.marks import Ink, Marks, find_marks
from tenfold.types import Box

JOINS: Final = 1.3
"""Parts of one digit lie no further apart than this many stroke widths."""
CRACK: Final = 0.3
"""A gap of less than this many stroke widths is a crack in a stroke."""
PART: Final = 0.42
"""A mark lower than this, against its line, is no digit beside another."""
LIGHT: Final = 0.1
"""What has less than this share of the ink of the page's digits is none."""
BAR: Final = 0.35
"""The top bar of a 5 may lie this share of a digit's height above the rest."""
FULL: Final = 0.72
"""A mark this tall, against its line, is a digit of its own."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One mark that may be a digit: its box in the ink map, and its own ink in that box.

    ``ink`` is (height, width) float32 in 0..1, without the ink of neighbours. ``parts`` holds the
    glyphs it was joined from where geometry alone leaves open whether they belong together.
    """

    box: Box
    ink: Ink
    parts: tuple[Glyph, ...] = ()


Line = list[list[Glyph]]


def whole(ink: Ink) -> Glyph | None:
    """Take all ink as one digit, less specks, dust and frames.

    Args:
        ink: (H, W) float32 in 0..1, 1 = ink.

    Returns:
        The digit; None on a blank page.

    """
    marks = find_marks(ink)
    if marks is None:
        return None
    if len(marks.areas) == 1:
        return _glyph(marks, np.array([0]))
    largest = marks.areas.max()
    big = np.flatnonzero(marks.areas >= 0.12 * largest)
    x, y, right, bottom = marks.around(big)
    slack = 0.1 * max(right - x, bottom - y)
    boxes = marks.boxes
    near = (
        (boxes[:, 0] >= x - slack)
        & (boxes[:, 1] >= y - slack)
        & (boxes[:, 2] <= right + slack)
        & (boxes[:, 3] <= bottom + slack)
        & (marks.areas >= 0.01 * largest)
    )
    near[big] = True
    return _glyph(marks, np.flatnonzero(near))


def segment(ink: Ink) -> list[Line]:
    """Split ink into digits.

    Connected strokes are joined where they overlap from above or lie nearer than strokes of two
    digits do; what is too small for its line, or a frame, is no digit.

    Args:
        ink: (H, W) float32 in 0..1, 1 = ink.

    Returns:
        Lines from top to bottom, each a list of numbers from left to right, each a list of
        glyphs; [] on a blank page.

    """
    marks = find_marks(ink)
    if marks is None:
        return []
    groups = [[0]] if len(marks.areas) == 1 else _heavy(marks, _groups(marks))
    boxes = [_box(marks, group) for group in groups]
    slanted = {i for i, group in enumerate(groups) if len(groups) > 2 and _is_slant(marks, group)}
    return [
        [[_joined(marks, groups[i]) for i in number] for number in line]
        for line in arrange(boxes, slanted)
    ]


def _heavy(marks: Marks, groups: list[list[int]]) -> list[list[int]]:
    """Leave out what has too little ink for a digit: slivers of what was cut off."""
    areas = [int(marks.areas[group].sum()) for group in groups]
    usual = median(area for area in areas if 4 * area >= max(areas))
    return [group for group, area in zip(groups, areas, strict=True) if area >= LIGHT * usual]


def _box(marks: Marks, group: list[int]) -> Box:
    x, y, right, bottom = marks.around(group)
    return Box(x, y, right - x, bottom - y)


def _is_slant(marks: Marks, group: list[int]) -> bool:
    """Whether a group is one straight slanted stroke, as a slash is and some a 1."""
    if len(group) > 1:
        return False
    x, y, right, bottom = marks.boxes[group[0]].tolist()
    if not 0.2 <= (right - x) / (bottom - y) <= 1.0:
        return False
    rows, columns = np.nonzero(marks.labels[y:bottom, x:right] == marks.numbers[group[0]])
    spread = np.linalg.eigvalsh(np.cov(columns, rows))
    return bool(
        spread[0] < (0.4 * marks.stroke_px) ** 2 + 1
        and columns @ rows * len(rows) < (float(columns.sum()) * float(rows.sum()))
    )


def _joined(marks: Marks, group: list[int]) -> Glyph:
    """Make a glyph; two or three tall parts side by side may as well be digits of their own."""
    glyph = _glyph(marks, np.array(group))
    tall = [i for i in group if marks.heights[i] >= 0.6 * glyph.box.height]
    if len(group) == 1 or len(tall) < 2:
        return glyph
    parts = tuple(
        _glyph(marks, np.array([i])) for i in sorted(tall, key=lambda i: marks.boxes[i, 0])
    )
    return Glyph(glyph.box, glyph.ink, parts)


def _glyph(marks: Marks, group: NDArray[np.intp]) -> Glyph:
    """Cut marks out of the page with their soft edge, without what belongs to others."""
    height, width = marks.ink.shape
    x, y, right, bottom = marks.around(group)
    x, y, right, bottom = (
        max(x - 1, 0),
        max(y - 1, 0),
        min(right + 1, width),
        min(bottom + 1, height),
    )
    crop = marks.ink[y:bottom, x:right]
    if len(group) < marks.count:
        labels = marks.labels[y:bottom, x:right]
        own = np.zeros(marks.count + 1, np.bool_)
        own[marks.numbers[group]] = True
        mine = own[labels]
        others = ((labels > 0) & ~mine).view(np.uint8)
        if others.any():
            beside = cv2.dilate(others, np.ones((3, 3), np.uint8)).view(np.bool_)
            crop = np.where(beside & ~mine, np.float32(0), crop)
    return Glyph(Box(x, y, right - x, bottom - y), crop)


def _groups(marks: Marks) -> list[list[int]]:
    """Marks that make up one digit each."""
    parent = list(range(len(marks.areas)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    tall = _usual_height(marks)
    for i, j in _neighbours(marks, reach_px=max(JOINS * marks.stroke_px, 0.3 * tall)):
        if root(i) != root(j) and _belong(marks, i, j, tall):
            parent[root(j)] = root(i)
    groups: dict[int, list[int]] = {}
    for i in range(len(parent)):
        groups.setdefault(root(i), []).append(i)
    return list(groups.values())


def _usual_height(marks: Marks) -> float:
    """Height of a digit on this page: the median of all marks that are not small."""
    heights = marks.heights
    return median(float(h) for h in heights[heights >= 0.5 * heights.max()])


def _neighbours(marks: Marks, reach_px: float) -> list[tuple[int, int]]:
    """Pairs of marks whose boxes lie within reach of each other."""
    boxes = marks.boxes
    order = np.argsort(boxes[:, 0], kind="stable")
    pairs = []
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if boxes[j, 0] > boxes[i, 2] + reach_px:
                break
            if max(boxes[i, 1], boxes[j, 1]) <= min(boxes[i, 3], boxes[j, 3]) + reach_px:
                pairs.append((int(i), int(j)))
    return pairs


def _is_dash(flat: NDArray[np.int32], digit: NDArray[np.int32], tall: float) -> bool:
    """Whether one box is a dash beside the middle of the other, a full digit."""
    height = digit[3] - digit[1]
    if height < FULL * tall or flat[3] - flat[1] > 0.35 * height:
        return False
    middle = ((flat[1] + flat[3]) / 2 - digit[1]) / height
    return bool(0.25 <= middle <= 0.85)


def _belong(marks: Marks, i: int, j: int, tall: float) -> bool:
    """Whether two marks are parts of one digit."""
    a, b = marks.boxes[i], marks.boxes[j]
    across = min(a[2], b[2]) - max(a[0], b[0])  # columns that both have, below 0 a gap
    down = min(a[3], b[3]) - max(a[1], b[1])
    narrower = min(a[2] - a[0], b[2] - b[0])
    both_tall = min(marks.heights[i], marks.heights[j]) >= FULL * tall
    if across <= 0 and (_is_dash(a, b, tall) or _is_dash(b, a, tall)):
        return False
    if across >= narrower and down >= min(a[3] - a[1], b[3] - b[1]):
        return True  # a dot in a zero
    reach_px = JOINS * marks.stroke_px + 1
    if across >= 0.5 * narrower:
        if both_tall and down > 0:
            return bool(marks.distance_px(i, j, reach_px) <= reach_px)
        return _stack(a, b, tall, reach_px)
    if across < 0.25 * narrower:
        # Side by side: what is nearly a digit tall is one, unless no more than a crack parts them.
        if both_tall:
            return False
        if min(marks.heights[i], marks.heights[j]) >= PART * tall:
            reach_px = CRACK * marks.stroke_px
    return bool(marks.distance_px(i, j, reach_px) <= reach_px)


def _stack(a: NDArray[np.int32], b: NDArray[np.int32], tall: float, reach_px: float) -> bool:
    """Whether two boxes, one above the other or overlapping, hold parts of one digit."""
    upper, lower = (a, b) if a[1] <= b[1] else (b, a)
    gap = int(lower[1]) - int(upper[3])
    heights = (int(upper[3] - upper[1]), int(lower[3] - lower[1]))
    if min(heights) >= FULL * tall:
        # Two lines of one digit each, overlapping digits, or the two rings of an 8.
        flat = all(2 * (box[3] - box[1]) <= 2.5 * (box[2] - box[0]) for box in (upper, lower))
        return gap <= (reach_px if flat else reach_px / 2)
    if heights[0] <= 0.3 * tall:
        return gap <= max(BAR * tall, reach_px)
    return gap <= max(0.2 * tall, reach_px)
