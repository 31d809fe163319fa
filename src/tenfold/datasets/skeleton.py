"""Ink -> the line that the pen's tip drew: thinning, pruning, tracing, smoothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

SUPERSAMPLING: Final = 4
"""Pictures are enlarged before thinning, so that a stroke of two pixels has a middle."""
SMOOTHING_PX: Final = 0.6
"""Spread of the smoothing along a line, in pixels of the picture: a hand turns no sharper."""
SPUR: Final = 1.4
"""A branch shorter than this many half stroke widths is a dent in the outline, not a stroke."""

Polyline = NDArray[np.float64]
Point = tuple[int, int]

_NEIGHBOURS: Final = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))
"""(dx, dy) clockwise from the north: P2 to P9 of the thinning papers, bits 0 to 7 here."""


def skeleton_lines(image: NDArray[np.uint8]) -> list[Polyline]:
    """Return the pen's way through one picture of bright ink.

    Args:
        image: (H, W) uint8, bright ink on black.

    Returns:
        Polylines, each (M, 2) float64 of x, y in pixels of the picture (0, 0 = the middle of the
        first pixel), smoothed; closed ones repeat their first point; a dot has M = 1.

    """
    mask = enlarge(image)
    thinned = thin(mask[None])[0]
    half_width = np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 5), np.float32)
    thinned = prune(thinned, half_width)
    sigma = SMOOTHING_PX * SUPERSAMPLING
    lines = [smooth(line, sigma) for line in trace(thinned)]
    return [(line + 0.5) / SUPERSAMPLING - 0.5 for line in lines]


def enlarge(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink mask of one picture, (H·s, W·s) uint8 of 0 and 1, s = SUPERSAMPLING.

    Ink is what is brighter than half of the brightest pixel; the rim is never ink.
    """
    height, width = image.shape
    size = (width * SUPERSAMPLING, height * SUPERSAMPLING)
    large = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    mask = np.asarray(large > max(1, int(image.max())) / 2, np.uint8)
    mask[[0, -1]] = 0
    mask[:, [0, -1]] = 0
    return _without_pinholes(mask)


def thin(masks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Thin ink to lines one pixel wide; pieces and holes stay as many as they were.

    Guo and Hall 1989, https://doi.org/10.1145/62065.62074. The eight neighbours of a pixel make a
    byte, so that a table of 256 answers decides each round for all pixels at once.

    Args:
        masks: (N, H, W) uint8 of 0 and 1, the rim 0.

    Returns:
        (N, H, W) uint8 of 0 and 1.

    """
    n, height, width = masks.shape
    tall = np.ascontiguousarray(masks.reshape(n * height, width))
    left = -1
    while (ink := cv2.countNonZero(tall)) != left:
        left = ink
        for table in _GUO_HALL:
            tall = tall & np.asarray(cv2.LUT(_codes(tall), table), np.uint8)
    return tall.reshape(masks.shape)


def prune(thinned: NDArray[np.uint8], half_width: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Remove spurs: free branches shorter than SPUR half widths of the stroke they start from.

    Args:
        thinned: (H, W) uint8 of 0 and 1, one pixel wide.
        half_width: (H, W) float32, distance of each ink pixel to the paper.

    """
    kept = thinned.copy()
    links = _links(thinned)
    for end in [point for point, near in links.items() if len(near) == 1]:
        branch, stop = _walk(links, end, next(iter(links[end])))
        is_free = len(links[stop]) > 2
        if is_free and len(branch) - 1 <= SPUR * half_width[stop[1], stop[0]]:
            for x, y in branch[:-1]:
                kept[y, x] = 0
    return kept


def trace(thinned: NDArray[np.uint8]) -> list[Polyline]:
    """Return the lines of a skeleton between its ends and junctions, each pixel step once.

    Args:
        thinned: (H, W) uint8 of 0 and 1, one pixel wide.

    Returns:
        Polylines, each (M, 2) float64 of x, y; closed ones repeat their first point.

    """
    links = _links(thinned)
    dots = [[point] for point, near in links.items() if not near]
    lines = []
    nodes = [point for point, near in links.items() if len(near) not in (0, 2)]
    for start in (*nodes, *links):  # after the nodes only closed rings have links left
        while links[start]:
            path, _ = _walk(links, start, next(iter(links[start])))
            _cut(links, path)
            lines.append(path)
    return [np.array(path, np.float64) for path in (*dots, *lines)]


def smooth(line: Polyline, sigma: float) -> Polyline:
    """Smooth a polyline of even steps along its length; ends stay, closed lines stay closed.

    Args:
        line: (M, 2) float64.
        sigma: spread of the Gaussian, in points.

    """
    if len(line) < 4:
        return line
    reach = min(int(3 * sigma) + 1, len(line) - 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    is_closed = bool((line[0] == line[-1]).all())
    if is_closed:
        padded = np.concatenate([line[-reach - 1 : -1], line, line[1 : reach + 1]])
    else:  # turned about its ends, a line keeps them where they are
        head, tail = 2 * line[0] - line[reach:0:-1], 2 * line[-1] - line[-2 : -reach - 2 : -1]
        padded = np.concatenate([head, line, tail])
    columns = [np.convolve(column, weights / weights.sum(), "valid") for column in padded.T]
    return np.stack(columns, axis=1)


def _without_pinholes(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Fill holes smaller than one pixel of the picture: grain in the ink, not loops."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(1 - mask, connectivity=4)
    if count <= 2:  # what is written counts as piece 0, the paper around it as another
        return mask
    is_small = stats[:, cv2.CC_STAT_AREA] < SUPERSAMPLING**2
    return np.asarray(mask | is_small[pieces], np.uint8)


def _links(thinned: NDArray[np.uint8]) -> dict[Point, set[Point]]:
    """Return each ink pixel's neighbours; a diagonal counts where no side step leads there.

    A staircase then has no triangles, and a corner is no junction.
    """
    rows, columns = np.nonzero(thinned)
    points = set(zip(columns.tolist(), rows.tolist(), strict=True))
    links: dict[Point, set[Point]] = {}
    for x, y in points:
        near = {(x + dx, y + dy) for dx, dy in _NEIGHBOURS} & points
        links[x, y] = {(u, v) for u, v in near if u == x or v == y or not {(u, y), (x, v)} & points}
    return links


def _walk(links: dict[Point, set[Point]], start: Point, step: Point) -> tuple[list[Point], Point]:
    """Follow a line from ``start`` over ``step`` to the next end or junction, or round a ring."""
    path = [start, step]
    while len(links[path[-1]]) == 2 and path[-1] != start:
        path.append(next(point for point in links[path[-1]] if point != path[-2]))
    return path, path[-1]


def _cut(links: dict[Point, set[Point]], path: list[Point]) -> None:
    for one, other in pairwise(path):
        links[one].discard(other)
        links[other].discard(one)


def _codes(tall: NDArray[np.uint8]) -> NDArray[np.uint8]:
    kernel = np.zeros((3, 3), np.float32)
    for bit, (dx, dy) in enumerate(_NEIGHBOURS):
        kernel[1 + dy, 1 + dx] = 1 << bit
    codes = cv2.filter2D(tall, cv2.CV_8U, kernel, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(codes, np.uint8)


def _guo_hall_table(is_second: bool) -> NDArray[np.uint8]:
    """Return 0 for each code of neighbours whose middle pixel goes in this half round, else 1."""
    table = np.ones(256, np.uint8)
    for code in range(256):
        p2, p3, p4, p5, p6, p7, p8, p9 = ((code >> bit) & 1 for bit in range(8))
        pieces = (
            (not p2 and (p3 or p4))
            + (not p4 and (p5 or p6))
            + (not p6 and (p7 or p8))
            + (not p8 and (p9 or p2))
        )
        one = (p9 or p2) + (p3 or p4) + (p5 or p6) + (p7 or p8)
        other = (p2 or p3) + (p4 or p5) + (p6 or p7) + (p8 or p9)
        side = ((p6 or p7 or not p9) and p8) if is_second else ((p2 or p3 or not p5) and p4)
        if pieces == 1 and 2 <= min(one, other) <= 3 and not side:
            table[code] = 0
    return table


_GUO_HALL: Final = (_guo_hall_table(is_second=False), _guo_hall_table(is_second=True))
