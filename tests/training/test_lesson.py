"""Which pictures of a training are watched."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.training.lesson import FOLLOWED, Lesson


def lesson(held: int) -> Lesson:
    """A lesson of 50 pictures of paper, and some of full ink that are held out."""
    labels = np.arange(50) % 10
    return Lesson(
        np.zeros((50, 28, 28), np.uint8),
        labels,
        np.zeros(50, np.int16),
        np.full((held, 28, 28), 255, np.uint8),
        np.arange(held) % 10,
    )


@pytest.mark.parametrize(("held", "found"), [(24, 24), (200, 200), (400, FOLLOWED)])
def test_those_that_are_followed_are_held_out_ones(held: int, found: int) -> None:
    pictures, labels = lesson(held).samples(FOLLOWED)
    assert len(labels) == len(pictures) == found
    assert (pictures == 255).all()
    assert np.ptp(np.bincount(labels, minlength=10)) <= 1


def test_where_too_few_are_held_out_others_are_watched() -> None:
    assert (lesson(5).samples()[0] == 0).all()
