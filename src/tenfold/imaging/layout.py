"""Boxes of digits -> lines of numbers, in reading order."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from statistics import median
from typing import Final

from tenfold.types import Box

SMALL: Final = 0.4
"""What is lower than this share of its line's digits is punctuation or dirt."""
SPACE: Final = 0.65
"""A gap wider than this share of the line's height may part two numbers."""
USUAL_GAPS: Final = 2.2
"""And it does when it is this many times the usual gap."""
SLASH: Final = 1.2
"""A straight slanted stroke this many times as tall as its line's digits is a slash,
unless it begins or ends the line."""
FLAT: Final = 3.5
"""What is this many times as wide as it is high is a dash or what is left of a rule."""
DUST: Final = 0.25
"""What is smaller than this share of the page's digits in both directions is no digit."""


def arrange(boxes: list[Box], slanted: Collection[int] = ()) -> list[list[list[int]]]:
    """Put boxes in reading order.

    Args:
        boxes: one a glyph, in any order.
        slanted: which of them are straight slanted strokes: those taller than their line are
            slashes.

    Returns:
        Lines from top to bottom; each a list of numbers from left to right; each a list of
        indices into ``boxes``. What is too small for a digit of its line, or a slash, is left out.

    """
    upright = [i for i, box in enumerate(boxes) if box.width <= FLAT * box.height]
    if not upright:
        return []
    sizes = {i: max(boxes[i].height, boxes[i].width) for i in upright}
    tallest = max(sizes.values())
    usual = median(size for size in sizes.values() if 2 * size >= tallest)
    chosen = [i for i in upright if sizes[i] >= DUST * usual]
    lines = [_digits(line, boxes, slanted) for line in _lines(chosen, boxes)]
    lines.sort(key=lambda line: median(boxes[i].y + boxes[i].height / 2 for i in line))
    return [_numbers(line, boxes) for line in lines]


def _lines(chosen: list[int], boxes: list[Box]) -> list[list[int]]:
    """Chains of boxes from left to right, each beside the one before it."""
    lines: list[list[int]] = []
    for i in sorted(chosen, key=lambda i: boxes[i].x):
        fitting = [line for line in lines if _continues(line, boxes[i], boxes)]
        if fitting:
            nearest = min(fitting, key=lambda line: _step(boxes[line[-1]], boxes[i]))
            nearest.append(i)
        else:
            lines.append([i])
    return lines


def _continues(line: list[int], box: Box, boxes: list[Box]) -> bool:
    """Whether a box lies beside one of the line's last ones, the tallest of them."""
    beside = max((boxes[i] for i in line[-3:]), key=lambda other: other.height)
    shared = min(beside.bottom, box.bottom) - max(beside.y, box.y)
    small, tall = sorted((beside, box), key=lambda other: other.height)
    if small.height < 0.5 * tall.height:
        # A comma hangs below the line that it belongs to.
        return shared >= -0.2 * tall.height
    return shared >= 0.4 * min(beside.height, box.height)


def _step(left: Box, right: Box) -> float:
    return abs(left.y + left.height / 2 - right.y - right.height / 2)


def _digits(line: list[int], boxes: list[Box], slanted: Collection[int]) -> list[int]:
    """Leave out what is too low to be a digit of the line, and slashes."""
    tall = max(boxes[i].height for i in line)
    height = median(boxes[i].height for i in line if 2 * boxes[i].height >= tall)
    digits = [i for i in line if boxes[i].height >= SMALL * height]
    upright = [boxes[i].height for i in digits if i not in slanted]
    if not upright:
        return digits
    limit = SLASH * median(upright)
    ends = (digits[0], digits[-1])
    return [i for i in digits if i in ends or i not in slanted or boxes[i].height < limit]


def _numbers(line: list[int], boxes: list[Box]) -> list[list[int]]:
    """Part a line at gaps that are wide for its height and for its other gaps."""
    gaps = [boxes[b].x - boxes[a].right for a, b in pairwise(line)]
    if not gaps:
        return [line]
    height = median(boxes[i].height for i in line)
    usual = median(gaps) if len(gaps) > 2 else 0.0
    limit = max(SPACE * height, USUAL_GAPS * usual)
    numbers = [[line[0]]]
    for i, gap in zip(line[1:], gaps, strict=True):
        if gap > limit:
            numbers.append([])
        numbers[-1].append(i)
    return numbers
