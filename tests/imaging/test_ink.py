from __future__ import annotations

import gzip
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import whole

SHAPES = [
    (1, 1),
    (1, 2),
    (2, 1),
    (2, 2),
    (3, 3),
    (1, 300),
    (300, 1),
    (65, 66),
    (3, 20000),
    (20000, 3),
]


def seven(side: int = 28, *, thick: int = 3) -> np.ndarray:
    """Bright 7 on black, (side, side) uint8, with soft edges."""
    big = np.zeros((side * 4, side * 4), np.uint8)
    points = np.array([[24, 24], [84, 24], [48, 92]]) * side // 28
    cv2.polylines(big, [points], isClosed=False, color=255, thickness=thick * 4 * side // 28)
    return np.asarray(cv2.resize(big, (side, side), interpolation=cv2.INTER_AREA))


def on_paper(ink: np.ndarray, paper: tuple[int, ...], pen: tuple[int, ...]) -> np.ndarray:
    share = ink[:, :, None] / 255.0
    return np.rint(share * pen + (1 - share) * np.array(paper)).astype(np.uint8)


def likeness(page: np.ndarray, ink: np.ndarray) -> float:
    """Correlation of the 28x28 picture of a page with that of the ink put on it."""
    glyph = whole(find_ink(page).ink)
    if glyph is None:
        return 0.0
    true = normalise(ink.astype(np.float32) / 255)
    return float(np.corrcoef(normalise(glyph.ink).ravel(), true.ravel())[0, 1])


def mnist(home: Path, count: int) -> np.ndarray:
    data = gzip.decompress((home / "mnist" / "t10k-images-idx3-ubyte.gz").read_bytes())
    return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 28, 28)[:count]


@pytest.mark.parametrize("inverted", [False, True])
def test_clean_picture_keeps_its_grey_levels(inverted: bool) -> None:
    grey = seven()
    found = find_ink(255 - grey if inverted else grey)
    assert np.abs(found.ink - grey / 255.0).max() < 0.02
    assert found.polarity == ("dark-on-light" if inverted else "light-on-dark")


@pytest.mark.parametrize("inverted", [False, True])
def test_stroke_wider_than_the_paper_beside_it_is_ink(inverted: bool) -> None:
    grey = np.zeros((32, 20), np.uint8)
    grey[3:29, 4:16] = 255
    found = find_ink(255 - grey if inverted else grey)
    assert np.array_equal(found.ink, grey / np.float32(255))


def test_faint_clean_ink_is_stretched_to_full_contrast() -> None:
    grey = seven()
    faint = np.rint(200 - grey / 255.0 * 40).astype(np.uint8)
    assert np.abs(find_ink(faint).ink - grey / 255.0).max() < 0.03


def test_colour_picture_without_colour_reads_as_its_grey_one() -> None:
    grey = seven()
    colour = np.repeat(grey[:, :, None], 3, axis=2)
    assert np.array_equal(find_ink(colour).ink, find_ink(grey).ink)


@pytest.mark.parametrize(
    ("paper", "pen"),
    [
        ((255, 255, 255), (20, 20, 25)),
        ((250, 190, 200), (200, 40, 50)),  # red on pink
        ((245, 235, 140), (60, 80, 190)),
        ((180, 140, 100), (30, 45, 150)),  # blue on cardboard, brighter than it in blue
        ((30, 60, 45), (240, 240, 230)),  # chalk
        ((255, 255, 255), (255, 230, 60)),  # yellow on white
    ],
)
def test_coloured_ink_on_coloured_paper_is_found(
    paper: tuple[int, ...], pen: tuple[int, ...]
) -> None:
    ink = seven(140, thick=2)
    assert likeness(on_paper(ink, paper, pen), ink) > 0.97


def test_hard_shadow_across_the_digit_is_no_ink() -> None:
    ink = seven(140, thick=2)
    page = on_paper(ink, (240, 238, 230), (30, 30, 40)).astype(np.float32)
    page[:, 70:] *= 0.6
    assert likeness(page.astype(np.uint8), ink) > 0.9


def test_light_falling_off_to_one_side_is_no_ink() -> None:
    ink = seven(140, thick=2)
    page = on_paper(ink, (240, 238, 230), (30, 30, 40)) * np.linspace(1, 0.4, 140)[None, :, None]
    assert likeness(page.astype(np.uint8), ink) > 0.95


@pytest.mark.parametrize("tilt", [0, 6])
def test_squared_paper_goes_and_the_strokes_across_it_stay(tilt: int) -> None:
    ink = seven(200, thick=2)
    page = np.full((200, 200, 3), (248, 248, 245), np.uint8)
    for at in range(-20, 240, 32):
        cv2.line(page, (0, at), (200, at + tilt), (150, 185, 220), 2, cv2.LINE_AA)
        cv2.line(page, (at, 0), (at - tilt, 200), (150, 185, 220), 2, cv2.LINE_AA)
    page = np.minimum(page, on_paper(ink, (255, 255, 255), (25, 25, 60)))
    assert likeness(page, ink) > 0.85


def test_paper_on_a_dark_table_shows_only_its_ink() -> None:
    ink = seven(140, thick=2)
    page = np.full((220, 200, 3), 50, np.uint8)
    page[40:180, 30:170] = on_paper(ink, (235, 235, 230), (30, 30, 90))
    assert likeness(page, ink) > 0.9


def test_digit_on_a_large_photo_is_found_on_a_smaller_map() -> None:
    page = on_paper(seven(1600, thick=1), (240, 240, 240), (40, 40, 50))
    found = find_ink(page)
    assert found.scale == 0.5
    assert found.ink.shape == (800, 800)
    assert likeness(page, seven(1600, thick=1)) > 0.97


def test_heavy_noise_leaves_the_digit_and_takes_the_rest() -> None:
    ink, rng = seven(), np.random.default_rng(0)
    noisy = [
        np.clip(ink + rng.normal(0, 77, ink.shape), 0, 255).astype(np.uint8) for _ in range(20)
    ]
    assert np.mean([likeness(page, ink) for page in noisy]) > 0.85
    assert np.mean([np.median(find_ink(page).ink) for page in noisy]) < 0.01


@pytest.mark.parametrize("level", [0, 30, 128, 220, 255])
@pytest.mark.parametrize("shape", SHAPES)
def test_even_page_has_no_ink(level: int, shape: tuple[int, int]) -> None:
    assert not find_ink(np.full((*shape, 3), level, np.uint8)).ink.any()


@pytest.mark.parametrize("level", [60, 128, 200])
@pytest.mark.parametrize("deviation", [1, 4, 12, 30])
def test_noise_alone_has_no_ink(level: int, deviation: int) -> None:
    noise = np.random.default_rng(level).normal(level, deviation, (120, 160, 3))
    assert not find_ink(np.clip(noise, 0, 255).astype(np.uint8)).ink.any()


@pytest.mark.parametrize("dark", [False, True])
def test_gradient_alone_has_no_ink(dark: bool) -> None:
    y, x = np.mgrid[0:150, 0:200]
    page = (60 + 0.4 * x + 0.3 * y).astype(np.uint8)
    assert not find_ink(255 - page if dark else page).ink.any()


@pytest.mark.parametrize("tilt", [0, 8])
def test_empty_squared_paper_has_no_ink(tilt: int) -> None:
    page = np.full((220, 300), 250, np.uint8)
    for at in range(10, 320, 30):
        cv2.line(page, (0, at), (300, at + tilt), 190, 1, cv2.LINE_AA)
        cv2.line(page, (at, 0), (at, 220), 190, 1, cv2.LINE_AA)
    assert not find_ink(page).ink.any()


@pytest.mark.parametrize("channels", [(), (3,)])
@pytest.mark.parametrize("shape", SHAPES)
def test_random_pixels_of_any_shape_give_a_map(
    shape: tuple[int, int], channels: tuple[int, ...]
) -> None:
    page = np.random.default_rng(0).integers(0, 256, (*shape, *channels)).astype(np.uint8)
    found = find_ink(page)
    assert found.ink.dtype == np.float32
    assert 0.0 <= found.ink.min() <= found.ink.max() <= 1.0


@given(
    page=st.tuples(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3])).flatmap(
        lambda shape: arrays(np.uint8, shape if shape[2] == 3 else shape[:2])
    )
)
@settings(max_examples=150)
def test_any_small_page_gives_values_from_0_to_1(page: np.ndarray) -> None:
    ink = find_ink(page).ink
    assert ink.shape == page.shape[:2]
    assert np.isfinite(ink).all()
    assert 0.0 <= ink.min() <= ink.max() <= 1.0


@pytest.mark.data
@pytest.mark.parametrize("inverted", [False, True])
def test_real_digits_cut_out_tightly_keep_their_polarity(data_home: Path, inverted: bool) -> None:
    wrong = 0
    for grey in mnist(data_home, 2000):
        y, x = np.nonzero(grey > 50)
        top, left = max(0, y.min() - 2), max(0, x.min() - 2)
        cut = grey[top : y.max() + 3, left : x.max() + 3]
        found = find_ink(255 - cut if inverted else cut)
        wrong += (found.polarity == "dark-on-light") != inverted
    assert wrong == 0
