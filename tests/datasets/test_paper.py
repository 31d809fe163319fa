from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.datasets.paper import PATTERNS, PaperStyle, photograph


def bar(height: int = 60, width: int = 40) -> np.ndarray:
    ink = np.zeros((height, width), np.float32)
    ink[height // 6 : -height // 6, width // 2 - 2 : width // 2 + 3] = 1.0
    return ink


def photo(seed: int = 0, **changes: object) -> np.ndarray:
    style = dataclasses.replace(PaperStyle(), **changes)
    return photograph(bar(), np.random.default_rng(seed), style=style)


def test_plain_style_is_paper_and_pen_and_nothing_else() -> None:
    page = photo(margin=0.1)
    assert set(map(tuple, page.reshape(-1, 3))) == {(255, 255, 255), (13, 13, 15)}


def test_the_margin_is_a_share_of_the_long_side() -> None:
    assert photo(margin=0.5).shape == (120, 100, 3)


def test_resolution_scales_the_picture() -> None:
    assert photo(margin=0.5, resolution=0.5).shape == (60, 50, 3)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_the_same_seed_gives_the_same_picture(seed: int) -> None:
    first, second = (photograph(bar(), np.random.default_rng(seed)) for _ in range(2))
    assert np.array_equal(first, second)


def test_styles_differ_from_seed_to_seed() -> None:
    styles = {PaperStyle.random(np.random.default_rng(seed)) for seed in range(50)}
    assert len(styles) == 50


def test_random_styles_cover_every_pattern_and_both_polarities() -> None:
    rng = np.random.default_rng(0)
    styles = [PaperStyle.random(rng) for _ in range(200)]
    assert {style.pattern for style in styles} == set(PATTERNS)
    assert {sum(style.pen) > sum(style.paper) for style in styles} == {True, False}


@pytest.mark.parametrize("pattern", [p for p in PATTERNS if p != "plain"])
def test_printed_patterns_mark_the_paper_beside_the_ink(pattern: str) -> None:
    marked = (photo(pattern=pattern) != photo()).any(axis=2).mean()
    assert 0.001 < marked < 0.5


def test_noise_has_the_deviation_it_says() -> None:
    page = photo(paper=(0.5, 0.5, 0.5), pen=(0.5, 0.5, 0.5), noise=0.04)
    assert page.std() / 255 == pytest.approx(0.04, rel=0.05)


def test_shadow_darkens_one_side_only() -> None:
    page = photo(shadow=0.5, shadow_softness=0.01)
    assert page.max() > 250
    assert (page[:, :, 0] < 140).mean() > 0.1


def test_table_shows_beyond_the_paper() -> None:
    corners = photo(table=0.2)[[0, 0, -1, -1], [0, -1, 0, -1]]
    assert (corners == 51).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (3, 3)])
@pytest.mark.parametrize("seed", range(5))
def test_ink_of_any_shape_can_be_photographed(shape: tuple[int, int], seed: int) -> None:
    page = photograph(np.ones(shape, np.float32), np.random.default_rng(seed))
    assert page.dtype == np.uint8
    assert page.ndim == 3
