from __future__ import annotations

import io

import numpy as np
from PIL import Image
from tests.support.drawing import drawn_digit

from tenfold.training.copies import copy_families, same_pictures
from tenfold.training.gather import normalised


def grey(picture: Image.Image) -> np.ndarray:
    return 255 - np.asarray(picture.convert("L"))


def test_equal_pictures_are_told_by_their_first() -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (4, 28, 28), np.uint8)
    pictures[3] = pictures[1]
    assert same_pictures(pictures).tolist() == [0, 1, 2, 1]


def test_a_picture_scaled_cut_or_saved_as_jpeg_is_a_copy() -> None:
    original = drawn_digit(7, np.random.default_rng(3))
    jpeg = io.BytesIO()
    original.resize((80, 80), Image.Resampling.BICUBIC).save(jpeg, "JPEG", quality=85)
    wider = Image.new("L", (60, 52), 255)
    wider.paste(original, (12, 9))
    other = drawn_digit(7, np.random.default_rng(4))
    pictures, _ = normalised([grey(p) for p in (original, Image.open(jpeg), wider, other)])
    assert copy_families(pictures, np.full(4, 7)).tolist() == [0, 0, 0, 3]


def test_pictures_of_two_classes_are_never_bound() -> None:
    pictures, _ = normalised([grey(drawn_digit(7, np.random.default_rng(3)))] * 2)
    pictures[1, 0, 0] = 1
    assert copy_families(pictures, np.array([1, 7])).tolist() == [0, 1]


def test_many_that_are_only_alike_are_not_bound_together() -> None:
    rng = np.random.default_rng(0)
    pictures, _ = normalised([grey(drawn_digit(1, rng)) for _ in range(60)])
    _, sizes = np.unique(copy_families(pictures, np.ones(60, np.int64)), return_counts=True)
    assert sizes.max() <= 12
