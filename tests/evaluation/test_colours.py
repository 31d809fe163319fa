from __future__ import annotations

import re

import pytest

from tenfold.evaluation.colours import level, map_css


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_are_readable_on_every_level(dark):
    rules = re.findall(r"background:(#\w{6});color:(#\w{6})", map_css(dark=dark))
    assert len(rules) == 10
    for ground, ink in rules:
        low, high = sorted([luminance(ground), luminance(ink)])
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_levels_grow_with_the_count_and_none_is_none():
    assert [level(n, 100) for n in (0, 1, 50, 100)] == [0, 1, 5, 10]
