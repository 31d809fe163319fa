from __future__ import annotations

import base64
import math

import cv2
import numpy as np
import pytest

from tenfold.evaluation.accuracy import Rate
from tenfold.evaluation.markup import count, interval, percent, picture, points, text


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "100.00%"),
        (0.99999, ">99.99%"),
        (0.9965, "99.65%"),
        (0.00001, "<0.01%"),
        (0.0, "0.00%"),
        (math.nan, "–"),
    ],
)
def test_a_percentage_never_rounds_to_certainty(share, words):
    assert percent(share) == words


def test_an_interval_of_nothing_is_a_dash():
    assert interval(Rate(0, 0)) == "–"


def test_a_change_carries_its_sign():
    assert [points(0.005), points(-0.005)] == ["+0.50", "−0.50"]


def test_counts_agree_with_their_noun():
    assert [count(1, "digit"), count(2500, "digit")] == ["1 digit", "2,500 digits"]


def test_text_cannot_leave_an_attribute():
    assert text('"><script>') == "&quot;&gt;&lt;script&gt;"


def test_a_picture_carries_its_pixels():
    image = np.arange(28 * 28, dtype=np.uint8).reshape(28, 28)
    data = picture(image, "x", side_px=72).split("base64,")[1].split('"')[0]
    decoded = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_array_equal(decoded, image)
