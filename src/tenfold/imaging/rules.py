"""Printed lines of ruled and squared paper: found in an ink map and taken out of it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]
Mask = NDArray[np.uint8]
Line = tuple[NDArray[np.int64], NDArray[np.int64]]

SEEN: Final = 0.1
"""Ink fainter than this is no rule."""
THICKEST: Final = 0.06
"""No rule is thicker than this share of the page's long side."""
STEEPEST: Final = 0.17
"""Lines tilted by more rows a column than this are not sought."""
COVER: Final = 0.4
"""A rule is seen in at least this share of the columns that it crosses."""
HIDDEN: Final = 0.2
"""And one of several rules, from edge to edge, in at least this share: writing hides the rest."""
MOST_BENT: Final = 0.012
"""Paper that is not flat bends its rules by no more than this share of their length."""
MOST: Final = 60
"""More lines than this are no paper that anyone writes on."""


def remove_rules(ink: Ink, *, drawn: bool = False) -> Ink:
    """Take long, thin, straight lines across the page out of an ink map.

    Lines may be tilted by some 8 degrees. Strokes that cross them stay: what goes is only ink in
    columns (for upright lines: rows) no thicker than the line.

    Args:
        ink: (H, W) float32 in 0..1, 1 = ink.
        drawn: whether the page was drawn by a computer: then rules end at its very edges, while
            the long strokes of a thin pen come close to them.

    Returns:
        The same array where there are no rules, else a copy without them.

    """
    mask = (ink > SEEN).view(np.uint8)
    flat = _rules_across(mask, ink, drawn)
    upright = _rules_across(np.ascontiguousarray(mask.T), ink.T, drawn)
    if flat is None and upright is None:
        return ink
    rules = np.zeros(mask.shape, np.uint8)
    if flat is not None:
        rules |= flat
    elif upright is not None and _is_one(mask, upright):
        return ink
    if upright is not None:
        rules |= upright.T
    # The soft fringe of a line goes with it.
    beside = cv2.dilate(rules, np.ones((3, 3), np.uint8)).view(np.bool_)
    rest = np.where(rules.view(np.bool_) | (beside & (ink < 0.35)), np.float32(0), ink)
    return _without_remains(rest, rules)


def _is_one(mask: Mask, upright: Mask) -> bool:
    """Whether a single upright line is all there is: a 1, cut out tightly."""
    alone = cv2.countNonZero(mask) <= 1.5 * cv2.countNonZero(upright)
    return alone and cv2.connectedComponents(upright)[0] == 2


def _without_remains(ink: Ink, rules: Mask) -> Ink:
    """Drop the small pieces that stay where two lines cross or a line is blotted."""
    mask = (ink > SEEN).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = stats[:, 2:4].max(axis=1) <= 1.2 * THICKEST * max(ink.shape)
    near = cv2.dilate(rules, np.ones((5, 5), np.uint8)).view(np.bool_)
    touching = np.zeros(len(stats), np.bool_)
    touching[labels[near]] = True
    remains = small & touching
    remains[0] = False
    return np.where(remains[labels], np.float32(0), ink)


def _rules_across(mask: Mask, ink: Ink, drawn: bool) -> Mask | None:
    """Pixels of the lines from left to right, or None."""
    height, width = mask.shape
    side = max(height, width)
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _column(round(THICKEST * side) + 1))
    thin = mask & ~np.asarray(thick, np.uint8)
    # Thickened, so that the short level runs of a tilted line are long enough.
    row = _column(max(8, round(0.05 * side))).T
    thin &= np.asarray(cv2.morphologyEx(cv2.dilate(thin, _column(3)), cv2.MORPH_OPEN, row))
    if cv2.countNonZero(cv2.reduce(thin, 0, cv2.REDUCE_MAX)) < COVER * width:
        return None
    lines = _lines(thin)
    if drawn:
        sure = [line for line in lines if _reaches(line, width, 2.0)]
    else:
        sure = [line for line in lines if len(lines) >= 3 or _is_rule(line, mask, ink)]
    rules = np.zeros(mask.shape, np.uint8)
    for y, x in sure:
        rules[y, x] = 1
    if not sure:
        return None
    thickness = max(_thickness(line) for line in sure)
    kernel = _column(round(1.3 * thickness) + 2)
    crossing = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.uint8)
    return rules & ~crossing


def _column(height: int) -> Mask:
    return np.ones((height, 1), np.uint8)


def _lines(thin: Mask) -> list[Line]:
    """Straight lines across, the clearest first, by voting (Hough 1962) over slope and height."""
    height, width = thin.shape
    y, x = np.nonzero(thin)
    slopes = np.linspace(-STEEPEST, STEEPEST, 35)
    lines: list[Line] = []
    found: list[float] = []
    misses, near = 0, np.ones(1, np.bool_)
    while len(lines) < MOST and misses < 4 and near.any() and len(y) >= HIDDEN * width:
        step = 1 + len(y) // 6000
        rows = y[::step, None] - slopes * (x[::step, None] - width / 2)
        bins = (np.clip(rows, -1, height).astype(np.int64) + 1) // 3 * len(slopes)
        votes = np.bincount((bins + np.arange(len(slopes))).ravel())
        best = int(votes.argmax())
        level, slope = best // len(slopes) * 3 + 0.5, float(slopes[best % len(slopes)])
        near = _near(y, x, (slope, level - slope * width / 2), THICKEST * max(thin.shape))
        line = (y[near], x[near])
        if _is_clear(line, width) or _is_parallel(line, slope, lines, found):
            lines.append(line)
            found.append(slope)
        else:
            misses += 1
        y, x = y[~near], x[~near]
    return lines


def _near(
    y: NDArray[np.int64], x: NDArray[np.int64], line: tuple[float, float], thickest_px: float
) -> NDArray[np.bool_]:
    """Which points lie on the line, after fitting it to the points closest to it."""
    curve = np.array([0.0, *line])
    for reach_px in (thickest_px / 2 + 2.0, thickest_px / 2 + 1.0):
        near = np.abs(np.polyval(curve, x) - y) <= reach_px
        if np.count_nonzero(near) < 12:
            return near
        step = 1 + np.count_nonzero(near) // 1000
        curve = np.polyfit(x[near][::step], y[near][::step], 2)
        if abs(curve[0]) * float(x.max()) ** 2 / 4 > MOST_BENT * float(x.max()):
            curve = np.polyfit(x[near][::step], y[near][::step], 1)
    away = np.abs(np.polyval(curve, x) - y)
    half_px = _thickness((y[near], x[near])) / 2
    return np.asarray(away <= half_px + 1.5)


def _is_clear(line: Line, width: int) -> bool:
    """Whether a line is seen in many columns, nearly from edge to edge."""
    seen, span = _cover(line)
    return seen >= COVER * width and span >= 0.65 * width


def _is_parallel(line: Line, slope: float, lines: list[Line], slopes: list[float]) -> bool:
    """Whether a line, hidden in part by writing, is one more of the lines found already."""
    if len(lines) < 2:
        return False
    seen, span = _cover(line)
    widest = max(_cover(other)[1] for other in lines)
    like = abs(slope - float(np.median(slopes))) <= 0.03
    usual = float(np.median([_thickness(other) for other in lines]))
    return (
        like
        and seen >= HIDDEN * widest
        and span >= 0.95 * widest
        and _thickness(line) < 1.5 * usual
    )


def _cover(line: Line) -> tuple[int, int]:
    """Number of columns in which a line is seen, and that it spans."""
    columns = line[1]
    if not len(columns):
        return 0, 0
    return int(np.count_nonzero(np.bincount(columns))), int(columns.max() - columns.min()) + 1


def _thickness(line: Line) -> float:
    """Median over the columns in which the line is seen."""
    columns = np.bincount(line[1])
    columns = columns[columns > 0]
    return float(np.median(columns)) if columns.size else 0.0


def _is_rule(line: Line, mask: Mask, ink: Ink) -> bool:
    """Tell a rule from a long straight stroke: from edge to edge, or thinner, or fainter."""
    y, x = line
    if _reaches(line, mask.shape[1], 0.03 * mask.shape[1] + 1):
        return True
    others = ink[mask.view(np.bool_)]
    return float(np.median(ink[y, x])) < 0.7 * float(np.quantile(others, 0.9))


def _reaches(line: Line, width: int, slack_px: float) -> bool:
    x = line[1]
    return bool(x.min() <= slack_px and x.max() >= width - 1 - slack_px)
