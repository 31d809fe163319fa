from __future__ import annotations

import numpy as np
import pytest

from tenfold.reading.sheet import Sheet, Verdict, finish
from tenfold.types import Box, Reading

A, B, C = (Box(10 * k, 0, 8, 12) for k in range(3))


def row(value: int, sure: float = 0.95) -> np.ndarray:
    """Probabilities that favour one of the eleven classes."""
    return np.where(np.arange(11) == value, sure, (1 - sure) / 10).astype(np.float32)


def finished(lines: list[list[list[tuple[Box, ...]]]], *rows: np.ndarray) -> Reading:
    pictures = [np.full((28, 28), k, np.float32) for k in range(len(rows))]
    sheet = Sheet(lines, pictures, 100, 50, "dark-on-light", 0.0, None)
    return finish(sheet, np.stack(rows), Verdict("tiny", 0.9))


def test_numbers_and_lines_keep_their_order() -> None:
    reading = finished([[[(A,), (B,)], [(C,)]], [[(A,)]]], row(0), row(4), row(7), row(1))
    assert reading.text == "04 7\n1"


def test_a_digit_under_the_threshold_stays_but_is_not_accepted() -> None:
    reading = finished([[[(A,), (B,)]]], row(3), row(5, 0.8))
    assert reading.text == "35"
    assert [digit.accepted for digit in reading.digits] == [True, False]
    assert not reading.accepted


@pytest.mark.parametrize(
    ("values", "text"), [((1, 10, 2), "1 2"), ((10, 1, 2), "12"), ((1, 2, 10), "12")]
)
def test_a_stroke_that_is_no_digit_parts_a_number(values: tuple[int, ...], text: str) -> None:
    reading = finished([[[(A,), (B,), (C,)]]], *map(row, values))
    assert reading.text == text
    assert [mark.box for mark in reading.rejected] == [(A, B, C)[values.index(10)]]


def test_a_line_of_nothing_but_strokes_is_no_line() -> None:
    assert finished([[[(A,)]], [[(B,)]]], row(10), row(8)).text == "8"


def test_marks_that_read_better_together_are_one_digit() -> None:
    joined = [[[(A.union(B), A, B), (C,)]]]
    reading = finished(joined, row(5), row(5, 0.5), row(10), row(9))
    assert [(d.value, d.box) for d in reading.digits] == [(5, A.union(B)), (9, C)]


def test_marks_that_read_better_apart_are_several() -> None:
    joined = [[[(A.union(B), A, B), (C,)]]]
    reading = finished(joined, row(10), row(1), row(0), row(9))
    assert [(d.value, d.box) for d in reading.digits] == [(1, A), (0, B), (9, C)]


def test_each_digit_has_the_picture_that_it_was_read_from() -> None:
    reading = finished([[[(A.union(B), A, B), (C,)]]], row(10), row(1), row(0), row(9))
    assert [digit.picture.max() for digit in reading.digits if digit.picture is not None] == [
        1.0,
        2.0,
        3.0,
    ]
