"""Connected ink: what hangs together on an ink map, less specks and frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]

SEEN: Final = 0.2
"""Fainter ink joins no strokes."""
SPECK: Final = 0.004
"""A mark with less ink than this share of the largest is dust."""
FRAME: Final = 0.05
"""What lies within this share of the page's border, and runs along it, is no digit."""
CUT_SIZE_PX: Final = 64 * 64
"""A larger picture is cut to its ink before it is searched for what hangs together."""
PAGE_PX: Final = 48
"""A smaller picture shows one digit cut out, no page with rules."""
EDGE: Final = 0.12
"""The edge of the paper may lie this share of a photo within it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Connected pieces of ink; ``numbers`` are their labels in ``labels``.

    ``boxes`` is (N, 4): left, top, first column to the right, first row below. ``count`` is the
    number of labels in use, those of specks and frames among them.
    """

    ink: Ink
    labels: NDArray[np.int32]
    numbers: NDArray[np.intp]
    boxes: NDArray[np.int32]
    areas: NDArray[np.int32]
    count: int
    stroke_px: float

    @property
    def heights(self) -> NDArray[np.int32]:
        """Rows that each mark spans."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    def around(self, group: Sequence[int] | NDArray[np.intp]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the smallest box around some marks."""
        boxes = self.boxes[group]
        x, y, _, _ = boxes.min(axis=0).tolist()
        _, _, right, bottom = boxes.max(axis=0).tolist()
        return x, y, right, bottom

    def distance_px(self, i: int, j: int, reach_px: float) -> float:
        """Pixels of paper between two marks; infinity when that is clearly over the reach."""
        margin = int(reach_px) + 2
        a, b = self.boxes[i], self.boxes[j]
        x, y = max(a[0], b[0]) - margin, max(a[1], b[1]) - margin
        right, bottom = min(a[2], b[2]) + margin, min(a[3], b[3]) + margin
        if right <= x or bottom <= y:
            return float("inf")
        labels = self.labels[max(y, 0) : bottom, max(x, 0) : right]
        other = labels == self.numbers[j]
        away = (labels != self.numbers[i]).view(np.uint8)
        if away.all() or not other.any():
            return float("inf")
        return float(cv2.distanceTransform(away, cv2.DIST_L2, 5)[other].min()) - 1.0


def find_marks(ink: Ink) -> Marks | None:
    """Find what hangs together, less specks and frames; None where nothing does."""
    mask = (ink > SEEN).view(np.uint8)
    labels, stats = connected(mask)
    count = len(stats)
    if count == 1:
        return None
    is_lone = count == 2 and min(ink.shape) < PAGE_PX
    keep = np.array([1]) if is_lone else _kept(labels, stats)
    if not keep.size:
        return None
    boxes = stats[keep, :4].copy()
    boxes[:, 2:] += boxes[:, :2]
    stroke_px = 1.0 if keep.size == 1 else _stroke_px(mask)
    numbers = keep.astype(np.intp)
    return Marks(ink, labels, numbers, boxes, stats[keep, cv2.CC_STAT_AREA], count - 1, stroke_px)


def connected(mask: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Label what hangs together.

    Args:
        mask: (H, W) uint8, 0 or 1.

    Returns:
        (H, W) int32 labels, 0 where the mask is 0, and (K, 5) int32 OpenCV's statistics of each.

    """
    x, y, width, height = 0, 0, *mask.shape[::-1]
    if mask.size > CUT_SIZE_PX:
        x, y, width, height = cv2.boundingRect(mask)
    if not 0 < width * height < mask.size // 2:
        _, found, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        return np.asarray(found, np.int32), np.asarray(table, np.int32)
    # On a photo of one digit most of the page is empty: the time goes by the size of what is not.
    place = slice(y, y + height), slice(x, x + width)
    _, found, table, _ = cv2.connectedComponentsWithStats(mask[place], connectivity=8)
    labels = np.zeros(mask.shape, np.int32)
    labels[place] = found
    stats = np.asarray(table, np.int32)
    stats[1:, :2] += np.array((x, y), np.int32)
    return labels, stats


def _kept(labels: NDArray[np.int32], stats: NDArray[np.int32]) -> NDArray[np.intp]:
    """Labels of what is neither a speck nor a frame."""
    frames = _frames(labels, stats) | _crossing(labels.shape, stats)
    areas = np.where(frames, 0, stats[:, cv2.CC_STAT_AREA])
    areas[0] = 0
    return np.flatnonzero(areas >= max(2.0, SPECK * float(areas.max())))


def _frames(labels: NDArray[np.int32], stats: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which marks run along the page's border and hardly leave it."""
    height, width = labels.shape
    edge_px = round(FRAME * max(height, width))
    if edge_px < 1 or min(height, width) <= 3 * edge_px:
        return np.zeros(len(stats), np.bool_)
    border = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    touching = np.bincount(border, minlength=len(stats)) > 0
    if not touching[1:].any():  # on most pages; to count all pixels inside takes milliseconds
        return np.zeros(len(stats), np.bool_)
    inside = np.bincount(labels[edge_px:-edge_px, edge_px:-edge_px].ravel(), minlength=len(stats))
    return (inside < 0.2 * stats[:, cv2.CC_STAT_AREA]) & touching


def _crossing(shape: tuple[int, ...], stats: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which marks are thin lines from border to border, or along one: rules and edges of paper.

    A 1 that fills a picture cut out around it is thicker, against the picture, than they are.
    """
    crossing = np.zeros(len(stats), np.bool_)
    if min(shape) < PAGE_PX:
        return crossing
    for start, size, other, long, short in ((1, 3, 0, shape[0], shape[1]), (0, 2, 1, *shape[::-1])):
        first, last = stats[:, start], stats[:, start] + stats[:, size]
        # Where all is ink, the paper's own row is empty.
        width = stats[:, cv2.CC_STAT_AREA] / np.maximum(1, stats[:, size])
        slack = max(1, round(0.012 * long))
        crossing |= (first <= slack) & (last >= long - slack) & (width < 0.035 * max(shape))
        near, far = stats[:, other] + stats[:, 5 - size], stats[:, other]
        beside = (near < EDGE * short) | (far > (1 - EDGE) * short)
        crossing |= beside & (stats[:, size] > 0.75 * long) & (width < 0.02 * max(shape))
    crossing[0] = False
    return crossing


def _stroke_px(mask: NDArray[np.uint8]) -> float:
    """Width of the usual stroke: four times the mean distance of ink to paper."""
    away = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    return max(1.0, 4.0 * float(cv2.mean(away, mask)[0]) - 1.0)
