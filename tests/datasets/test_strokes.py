from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from tenfold.datasets import strokes as pen
from tenfold.errors import DatasetError

EIGHT = np.float32([(5, 5), (8, 2), (5, 0), (2, 2), (5, 5), (9, 8), (5, 11), (1, 8), (5, 5)])


def holes(picture: np.ndarray) -> int:
    """Count background areas that the ink closes off."""
    return (
        cv2.connectedComponents((np.pad(picture, 2) < 64).astype(np.uint8), connectivity=4)[0] - 2
    )


def test_a_trajectory_is_split_into_strokes_and_turned_downwards() -> None:
    points = np.float32([(0, 0), (0, 5), (3, 3), (4, 3)])
    first, second = pen.strokes_of(points, np.array([0, 0, 1, 1]))
    assert first.tolist() == [[0, 0], [0, -5]]
    assert second.tolist() == [[3, -3], [4, -3]]


def test_fit_starts_at_the_origin_with_the_long_side_asked_for() -> None:
    fitted = np.concatenate(pen.fit([EIGHT * 7 + 100], 20))
    assert fitted.min(axis=0) == pytest.approx(0)
    assert fitted.max() == pytest.approx(20)


@pytest.mark.parametrize("width", [2.0, 5.5, 9.0])
def test_a_drawn_line_is_as_wide_as_the_pen(width: float) -> None:
    line = [np.float32([(0, 0), (0, 60)])]
    row = pen.draw(line, long_side_px=60, pen_px=width)[40] / 255
    assert row.sum() == pytest.approx(width, abs=1.0)


def test_a_drawn_eight_has_two_holes() -> None:
    assert holes(pen.draw([EIGHT], long_side_px=80, pen_px=6)) == 2


def test_a_single_dot_leaves_ink() -> None:
    assert pen.draw([np.float32([(3, 3)])], long_side_px=20, pen_px=4).max() > 200


def test_bending_by_nothing_only_fits() -> None:
    bent = pen.bend([EIGHT], np.random.default_rng(0), amount=0)
    assert bent[0] == pytest.approx(pen.fit([EIGHT])[0], abs=1e-5)


def test_a_slash_cuts_a_zero_in_two() -> None:
    turn = np.linspace(0, 2 * np.pi, 60)
    zero = [np.stack([4 * np.cos(turn), 6 * np.sin(turn)], 1).astype(np.float32)]
    rng = np.random.default_rng(1)
    cut = [holes(pen.draw(pen.slash_zero(zero, rng), long_side_px=90, pen_px=5)) for _ in range(20)]
    assert cut.count(2) > 10


def test_a_file_without_trajectories_is_named(tmp_path: Path) -> None:
    np.savez(tmp_path / "flat.npz", images=np.zeros(3))
    with pytest.raises(DatasetError, match=r"flat\.npz has no pen trajectories"):
        pen.load_strokes(tmp_path / "flat.npz")


def test_every_unipen_digit_has_its_trajectory(data_home: Path) -> None:
    strokes = pen.load_strokes(data_home / "unipen_digits.npz")
    assert len(strokes) == 11_514
    assert all(len(stroke) for stroke in strokes[0])


@pytest.mark.parametrize(("digit", "bars"), [(1, {2}), (8, {7}), (7, {3, 4}), (6, {5, 6})])
def test_a_display_lights_the_bars_of_its_digit(digit: int, bars: set[int]) -> None:
    rng = np.random.default_rng(2)
    assert {len(pen.segment_display(digit, rng)) for _ in range(40)} == bars
