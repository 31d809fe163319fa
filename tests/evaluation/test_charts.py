from __future__ import annotations

import re

import numpy as np
import pytest

from tenfold.evaluation.accuracy import Rate
from tenfold.evaluation.calibration import Bin
from tenfold.evaluation.charts import NARROW, WIDE, coverage_chart, range_bar, reliability_chart
from tenfold.evaluation.rejection import Coverage


def dots(svg: str) -> list[tuple[float, float]]:
    found = re.findall(r'<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"', svg)
    return [(float(x), float(y)) for x, y in found]


def one_bin(confidence: float, hits: int, n: int = 1000) -> Bin:
    return Bin(confidence, confidence, confidence, Rate(hits, n))


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_calibrated_bin_lies_on_the_diagonal(size):
    svg = reliability_chart([one_bin(0.9, 900), one_bin(0.99, 990)], size)
    ideal = re.search(r'class="ideal" x1="(.+?)" y1="(.+?)" x2="(.+?)" y2="(.+?)"', svg)
    x1, y1, x2, y2 = map(float, ideal.groups())
    for x, y in dots(svg):
        assert (x - x1) / (x2 - x1) == pytest.approx((y - y1) / (y2 - y1), abs=0.01)


def test_an_overconfident_bin_lies_lower():
    (_, honest), (_, boastful) = dots(
        reliability_chart([one_bin(0.9, 900), one_bin(0.91, 700)], WIDE)
    )
    assert boastful > honest + 10  # y grows downwards


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_certain_bins_and_bins_of_nothing_right_stay_inside(size):
    for x, y in dots(reliability_chart([one_bin(0.0, 0), one_bin(1.0, 1000)], size)):
        assert 0 <= x <= size[0]
        assert 0 <= y <= size[1]


def test_thresholds_that_accept_nothing_are_not_drawn():
    none = Coverage(0.001, 2.0, "card", Rate(0, 9), Rate(0, 0), Rate(0, 0))
    some = Coverage(0.01, 0.9, "card", Rate(8, 9), Rate(0, 8), Rate(0, 0))
    svg = coverage_chart(np.array([[0.5, 0.0], [1.0, 0.1]]), [none, some], WIDE)
    assert len(dots(svg)) == 1
    assert re.findall(r'class="label"[^>]*>(.*?)<', svg) == ["1%"]


def test_a_rate_below_the_axis_is_an_arrow_not_a_dot():
    assert dots(range_bar(Rate(95, 100), 0.9))
    assert not dots(range_bar(Rate(50, 100), 0.9))
    assert "<path" in range_bar(Rate(50, 100), 0.9)
