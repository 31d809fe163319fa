from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor

from tenfold.reading import Reader
from tenfold.reading.show import LONG_SIDE_PX, LOOK_AGAIN, NOT_A_DIGIT, SURE
from tenfold.types import Box, Digit, Number, Reading, Rejected

from .conftest import MakeModel

PROBABILITIES = (0.0,) * 10


def reading_of(
    *boxes: tuple[Box, bool], rejected: tuple[Box, ...] = (), size: tuple[int, int] = (100, 200)
) -> Reading:
    digits = tuple(Digit(7, 0.99, 0.0, box, PROBABILITIES, sure) for box, sure in boxes)
    height, width = size
    return Reading(
        lines=((Number(digits),),) if digits else (),
        rejected=tuple(Rejected(box, "not a digit") for box in rejected),
        width=width,
        height=height,
        polarity="dark-on-light",
        model="tiny",
        milliseconds=1.0,
        page=np.full((height, width, 3), 255, np.uint8),
    )


def pixels_of(picture: Image.Image, colour: str) -> np.ndarray:
    return (np.asarray(picture) == ImageColor.getrgb(colour)).all(axis=2)


def test_each_kind_of_mark_has_its_colour() -> None:
    boxes = (Box(20, 30, 20, 30), True), (Box(80, 30, 20, 30), False)
    picture = reading_of(*boxes, rejected=(Box(140, 30, 20, 30),)).show()
    for band in (SURE, LOOK_AGAIN, NOT_A_DIGIT):
        assert pixels_of(picture, band.colour).sum() > 50


def test_each_kind_of_mark_is_told_apart_without_colour() -> None:
    box = Box(20, 30, 60, 60)
    solid, dashed, dotted = (
        pixels_of(reading.show(), band.colour).sum(axis=1).max()
        for reading, band in [
            (reading_of((box, True)), SURE),
            (reading_of((box, False)), LOOK_AGAIN),
            (reading_of(rejected=(box,)), NOT_A_DIGIT),
        ]
    )
    assert dotted < 0.6 * solid
    assert 0.5 * solid < dashed < 0.8 * solid


@pytest.mark.parametrize("size", [(1, 1), (28, 28), (3, 20_000), (9000, 50), (1200, 1600)])
def test_picture_has_a_size_that_a_screen_can_show(size: tuple[int, int]) -> None:
    picture = reading_of(size=size).show()
    assert LONG_SIDE_PX[0] <= max(picture.size) <= LONG_SIDE_PX[1] + 200
    assert picture.mode == "RGB"


def test_small_page_is_enlarged_without_blur() -> None:
    reading = reading_of(size=(28, 28))
    page = np.zeros((28, 28, 3), np.uint8)
    page[10, 10] = 255
    assert len(np.unique(np.asarray(replace(reading, page=page).show())[100:400, 100:400])) == 2


def test_labels_of_crowded_digits_cover_no_neighbour() -> None:
    boxes = [(Box(10 + 24 * (i % 8), 10 + 24 * (i // 8), 20, 20), True) for i in range(24)]
    wash = pixels_of(reading_of(*boxes).show(), SURE.wash)
    inside = wash[40 + 40 * 2 :]  # everything below the first row of boxes
    assert inside.mean() < 0.15


def test_notebook_shows_a_reading_by_itself(make_model: MakeModel) -> None:
    reading = Reader(make_model()).read(np.zeros((28, 28), np.uint8))
    png = reading._repr_png_()
    assert png is not None
    assert Image.open(io.BytesIO(png)).size == reading.show().size


def test_reading_without_its_page_says_how_to_keep_it(make_model: MakeModel) -> None:
    (reading,) = Reader(make_model()).read_many([np.zeros((28, 28), np.uint8)])
    assert reading._repr_png_() is None
    with pytest.raises(ValueError, match="keep_pages=True"):
        reading.show()


def test_showing_leaves_the_page_alone(tmp_path: Path) -> None:
    reading = reading_of((Box(20, 30, 20, 30), True))
    reading.show()
    assert reading.page is not None
    assert reading.page.min() == 255
