from __future__ import annotations

import cv2
import numpy as np

from tenfold.imaging.strokes import keep_strokes


def stroke(level: float = 1.0) -> np.ndarray:
    ink = np.zeros((200, 200), np.float32)
    cv2.line(ink, (80, 40), (100, 160), level, 8)
    return ink


def test_strokes_alone_come_back_as_they_are() -> None:
    ink = stroke()
    assert keep_strokes(ink) is ink


def test_soft_shade_goes_and_the_stroke_stays_at_full_contrast() -> None:
    shade = np.zeros((200, 200), np.float32)
    cv2.circle(shade, (160, 60), 20, 1.0, -1)
    shade = cv2.GaussianBlur(shade, (0, 0), 12)
    kept = keep_strokes(np.maximum(shade, stroke(0.6)))
    assert kept is not None
    assert kept[60, 160] == 0.0
    assert kept.max() == 1.0


def test_scattered_pixels_are_no_ink() -> None:
    ink = np.zeros((200, 200), np.float32)
    ink[::9, ::7] = 1.0
    assert keep_strokes(ink) is None


def test_blank_map_has_no_strokes() -> None:
    assert keep_strokes(np.zeros((100, 100), np.float32)) is None
