from __future__ import annotations

import cv2
import numpy as np
import pytest

from tenfold.datasets import load
from tenfold.evaluation.redraw import CANVAS_PX, CANVASES, Canvas, redraw

CENTRED = Canvas(8, 0.8, is_centred=True)


def box(picture: np.ndarray) -> tuple[int, int, int, int]:
    return cv2.boundingRect((picture > 127).astype(np.uint8))


def holes(picture: np.ndarray) -> int:
    paper, _ = cv2.connectedComponents((picture < 128).astype(np.uint8), connectivity=4)
    return paper - 2


def test_there_is_a_canvas_for_each_pen_size_and_place():
    assert len({canvas.name for canvas in CANVASES}) == 2 * 5 * 2


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda canvas: canvas.name)
def test_the_drawing_fills_its_share_and_stays_on_the_canvas(canvas, digits):
    for picture in redraw(digits[0][:6], canvas):
        x, y, width, height = box(picture)
        assert max(width, height) == pytest.approx(canvas.fill * CANVAS_PX, abs=3)
        assert min(x, y) >= 0
        assert max(x + width, y + height) <= CANVAS_PX


def test_a_centred_drawing_is_in_the_middle(digits):
    for picture in redraw(digits[0][:6], CENTRED):
        x, y, width, height = box(picture)
        assert (x + width / 2, y + height / 2) == pytest.approx((140, 140), abs=2)


def test_an_off_centre_drawing_is_not(digits):
    for picture in redraw(digits[0][:6], Canvas(8, 0.5, is_centred=False)):
        x, y, width, height = box(picture)
        assert max(abs(x + width / 2 - 140), abs(y + height / 2 - 140)) > 30


def test_the_pen_is_as_wide_as_asked():
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 13:15] = 255
    for pen in (8, 16):
        picture = redraw(image[None], Canvas(pen, 0.65, is_centred=True))[0]
        assert picture[140].sum() / 255 == pytest.approx(pen, abs=0.5)


@pytest.mark.parametrize(("label", "expected"), [(8, 2), (0, 2), (6, 1), (9, 1), (1, 0), (7, 0)])
def test_a_redrawn_digit_keeps_its_holes(label, expected):  # OpenCV's zero has a slash
    image = np.zeros((28, 28), np.uint8)
    large = np.zeros((112, 112), np.uint8)
    cv2.putText(large, str(label), (26, 86), cv2.FONT_HERSHEY_SIMPLEX, 3, 255, 8, cv2.LINE_AA)
    image[:] = cv2.resize(large, (28, 28), interpolation=cv2.INTER_AREA)
    assert holes(redraw(image[None], CENTRED)[0]) == expected


def test_places_follow_the_seed(digits):
    canvas = Canvas(16, 0.5, is_centred=False)
    first, again, other = (redraw(digits[0][:4], canvas, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_an_empty_picture_stays_empty():
    assert not redraw(np.zeros((1, 28, 28), np.uint8), CENTRED).any()


def test_a_dot_is_drawn():
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 13, 13] = 255
    assert redraw(image, CENTRED).any()


@pytest.mark.data
def test_redrawn_mnist_lies_on_the_ink_it_came_from(data_home):
    images = load("mnist", split="test").images[:100]
    for image, picture in zip(images, redraw(images, CENTRED), strict=True):
        tight = [part[y : y + h, x : x + w] for part, (x, y, w, h) in _boxed(image, picture)]
        small = cv2.resize(tight[1], tight[0].shape[::-1], interpolation=cv2.INTER_AREA)
        fat = cv2.dilate(tight[0], np.ones((5, 5), np.uint8))
        assert small[fat < 64].sum() <= 0.08 * small.sum()


def _boxed(*pictures: np.ndarray):
    return [(picture, box(picture)) for picture in pictures]
