from __future__ import annotations

import cv2
import numpy as np
import pytest

from tenfold.imaging.marks import connected


@pytest.mark.parametrize("shape", [(30, 30), (200, 300)])
@pytest.mark.parametrize("place", [(0, 0), (12, 9)])
def test_marks_are_the_same_wherever_they_are_looked_for(
    shape: tuple[int, int], place: tuple[int, int]
) -> None:
    mask = np.zeros(shape, np.uint8)
    y, x = place
    mask[y : y + 8, x : x + 3] = mask[y + 2 : y + 6, x + 7 : x + 9] = 1
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found, about = connected(mask)
    assert np.array_equal(found, labels)
    assert np.array_equal(about[1:], stats[1:count])


def test_an_empty_mask_has_only_paper() -> None:
    labels, stats = connected(np.zeros((100, 100), np.uint8))
    assert not labels.any()
    assert len(stats) == 1
