from __future__ import annotations

import cv2
import numpy as np
import pytest

from tenfold.imaging.rules import remove_rules


def ruled(tilt: int = 0, level: float = 0.5) -> np.ndarray:
    ink = np.zeros((200, 300), np.float32)
    for at in (30, 80, 130, 180):
        cv2.line(ink, (0, at), (300, at + tilt), level, 2, cv2.LINE_AA)
    return ink


@pytest.mark.parametrize("tilt", [-15, 0, 15])
def test_tilted_rules_go(tilt: int) -> None:
    assert remove_rules(ruled(tilt)).max() < 0.2


def test_upright_rules_go_as_level_ones_do() -> None:
    assert remove_rules(np.ascontiguousarray(ruled().T)).max() < 0.2


def test_page_without_rules_comes_back_as_it_is() -> None:
    ink = np.zeros((200, 300), np.float32)
    cv2.circle(ink, (150, 100), 40, 1.0, 8)
    assert remove_rules(ink) is ink


def test_stroke_across_rules_stays_whole() -> None:
    ink = ruled()
    cv2.line(ink, (120, 20), (160, 160), 1.0, 8)
    stroke = np.zeros_like(ink)
    cv2.line(stroke, (120, 20), (160, 160), 1.0, 8)
    assert remove_rules(ink)[stroke == 1.0].min() == 1.0


def test_single_upright_stroke_from_edge_to_edge_is_a_one() -> None:
    ink = np.zeros((100, 70), np.float32)
    ink[:, 34:37] = 1.0
    assert remove_rules(ink) is ink


def test_long_thin_strokes_that_stop_before_the_edge_stay_on_a_drawn_page() -> None:
    ink = np.zeros((280, 280), np.float32)
    cv2.polylines(ink, [np.array([[8, 10], [271, 10], [90, 271]])], False, 1.0, 8)  # a 7
    assert remove_rules(ink, drawn=True) is ink
