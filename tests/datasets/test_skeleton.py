from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.datasets.skeleton import enlarge, prune, skeleton_lines, smooth, thin, trace


def pieces_and_holes(mask: np.ndarray) -> tuple[int, int]:
    ink, _ = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    paper, _ = cv2.connectedComponents(1 - mask.astype(np.uint8), connectivity=4)
    return ink - 1, paper - 2


def written(label: int, thickness: int = 9) -> np.ndarray:
    mask = np.zeros((112, 112), np.uint8)
    cv2.putText(mask, str(label), (26, 86), cv2.FONT_HERSHEY_SIMPLEX, 3, 1, thickness)
    return mask


def bar(length: int = 60, width: int = 9) -> np.ndarray:
    mask = np.zeros((40, 80), np.uint8)
    mask[15 : 15 + width, 10 : 10 + length] = 1
    return mask


@pytest.mark.parametrize("label", range(10))
def test_thinning_keeps_pieces_and_holes_of_every_digit(label):
    mask = written(label)
    assert pieces_and_holes(thin(mask[None])[0]) == pieces_and_holes(mask)


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_thinning_keeps_pieces_and_holes_of_any_scribble(seed):
    rng = np.random.default_rng(seed)
    mask = np.zeros((64, 64), np.uint8)
    points = rng.integers(8, 56, (6, 1, 2)).astype(np.int32)
    cv2.polylines(mask, [points], bool(rng.integers(2)), 1, int(rng.integers(1, 8)))
    assert pieces_and_holes(thin(mask[None])[0]) == pieces_and_holes(mask)


def test_a_skeleton_is_one_pixel_wide():
    thinned = thin(written(8)[None])[0]
    blocks = cv2.filter2D(thinned, cv2.CV_8U, np.ones((2, 2)), borderType=cv2.BORDER_CONSTANT)
    assert blocks.max() <= 3


def test_a_skeleton_runs_along_the_middle_of_a_stroke():
    rows, _ = np.nonzero(thin(bar()[None])[0])
    assert np.abs(rows - 19).max() <= 1


def test_pictures_are_thinned_apart_from_each_other():
    masks = np.stack([written(k) for k in (8, 1, 4)])
    together = thin(masks)
    for k in range(3):
        np.testing.assert_array_equal(together[k], thin(masks[k : k + 1])[0])


def test_pruning_drops_a_dent_and_keeps_a_stroke():
    thinned = np.zeros((40, 40), np.uint8)
    thinned[20, 5:35] = 1  # the stroke
    thinned[16:20, 12] = 1  # a spur of 4
    thinned[5:20, 25] = 1  # a bar of 15
    kept = prune(thinned, np.full((40, 40), 4.0, np.float32))
    assert not kept[16:19, 12].any()
    assert kept[5:20, 25].all()
    assert kept[20, 5:35].all()


def test_pruning_leaves_a_short_line_of_its_own():
    thinned = np.zeros((20, 20), np.uint8)
    thinned[10, 8:12] = 1
    np.testing.assert_array_equal(prune(thinned, np.full((20, 20), 9.0, np.float32)), thinned)


def test_a_ring_is_one_closed_line():
    mask = np.zeros((60, 60), np.uint8)
    cv2.circle(mask, (30, 30), 20, 1, 5)
    (line,) = trace(thin(mask[None])[0])
    np.testing.assert_array_equal(line[0], line[-1])


def test_a_bar_is_one_open_line():
    (line,) = trace(thin(bar()[None])[0])
    assert np.linalg.norm(line[0] - line[-1]) > 45


def test_a_line_visits_every_pixel_of_its_skeleton():
    thinned = thin(written(8)[None])[0]
    visited = {tuple(point) for line in trace(thinned) for point in line.astype(int).tolist()}
    assert visited == {(x, y) for y, x in np.argwhere(thinned).tolist()}


def test_smoothing_keeps_ends_and_flattens_a_zigzag():
    line = np.stack([np.arange(40.0), np.arange(40) % 2], axis=1)
    smoothed = smooth(line, 2.0)
    np.testing.assert_allclose(smoothed[[0, -1]], line[[0, -1]], atol=1e-9)
    assert np.abs(np.diff(smoothed[10:30, 1])).max() < 0.05


def test_smoothing_keeps_a_ring_closed():
    angle = np.linspace(0, 2 * np.pi, 50)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 20
    ring[-1] = ring[0]
    smoothed = smooth(ring, 2.0)
    np.testing.assert_allclose(smoothed[0], smoothed[-1], atol=1e-9)
    assert np.linalg.norm(smoothed, axis=1) == pytest.approx(20, rel=0.05)


def test_grain_in_the_ink_is_no_loop():
    image = np.zeros((28, 28), np.uint8)
    image[8:20, 8:20] = 255
    image[14, 14] = 90
    assert pieces_and_holes(enlarge(image)) == (1, 0)


def test_a_dot_is_a_line_of_one_point_in_its_middle():
    image = np.zeros((28, 28), np.uint8)
    image[12:15, 12:15] = 255
    lines = skeleton_lines(image)
    assert np.concatenate(lines).mean(axis=0) == pytest.approx([13, 13], abs=0.5)


def test_an_empty_picture_has_no_lines():
    assert skeleton_lines(np.zeros((28, 28), np.uint8)) == []
