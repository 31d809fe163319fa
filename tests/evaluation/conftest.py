"""Digits drawn for the tests, and a small reader of their own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest


def drawn_digits(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(n, 28, 28) uint8 bright digits in three of OpenCV's fonts, slanted a little, and labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n)
    images = np.zeros((n, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        face = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX]))
        place = (int(rng.integers(4, 7)), int(rng.integers(22, 25)))
        large = np.zeros((112, 112), np.uint8)
        at = (place[0] * 4, place[1] * 4)
        cv2.putText(large, str(label), at, face, 3.4, 255, int(rng.integers(8, 14)), cv2.LINE_AA)
        slant = np.array([[1, rng.normal(0, 0.12), 0], [0, 1, 0]], np.float64)
        large = cv2.warpAffine(large, slant, (112, 112))
        image[:] = cv2.resize(large, (28, 28), interpolation=cv2.INTER_AREA)
    return images, labels.astype(np.int64)


@pytest.fixture(scope="session")
def digits() -> tuple[np.ndarray, np.ndarray]:
    return drawn_digits(60)
