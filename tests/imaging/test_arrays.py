from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tenfold.errors import InvalidArray
from tenfold.imaging.arrays import array_to_pixels, to_8bit, to_levels
from tenfold.imaging.decode import as_rgb

GREY = np.array([[0, 51, 255]], np.uint8)


@pytest.mark.parametrize(
    "array",
    [
        GREY,
        GREY[:, :, None],
        np.dstack([GREY] * 3),
        np.dstack([GREY, GREY, GREY, np.full_like(GREY, 255)]),
        GREY.astype(np.uint16) * 257,
        (GREY / 255).astype(np.float16),
        (GREY / 255).astype(np.float32),
        GREY / 255,
    ],
    ids=["grey", "one channel", "rgb", "rgba", "uint16", "float16", "float32", "float64"],
)
def test_every_form_is_the_same_page(array: np.ndarray) -> None:
    page = as_rgb(array_to_pixels(array))
    assert (page == GREY[:, :, None]).all()
    assert page.shape == (1, 3, 3)


def test_bool_is_black_and_white() -> None:
    assert array_to_pixels(np.array([[True, False]]))[0].tolist() == [255, 0]


def test_transparent_pixels_are_white() -> None:
    assert array_to_pixels(np.zeros((2, 2, 4), np.uint8)).min() == 255


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2), (1, 2, 2, 3), ()])
def test_other_shapes_are_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidArray, match=r"expected \(H, W\)"):
        array_to_pixels(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0, 3)])
def test_array_without_a_pixel_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidArray, match="no pixel"):
        array_to_pixels(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("dtype", ["int64", "int8", "complex64", "U1", "O"])
def test_other_dtypes_are_named(dtype: str) -> None:
    with pytest.raises(InvalidArray, match="has dtype"):
        array_to_pixels(np.zeros((2, 2), dtype))


def test_nan_is_refused() -> None:
    with pytest.raises(InvalidArray, match="NaN"):
        array_to_pixels(np.array([[0.5, np.nan]]))


@pytest.mark.parametrize("level", [255.0, -0.5, np.inf])
def test_floats_outside_0_to_1_are_refused(level: float) -> None:
    with pytest.raises(InvalidArray, match=r"expected 0\.\.1"):
        array_to_pixels(np.array([[0.5, level]]))


def test_overshoot_of_resizing_is_cut_off() -> None:
    assert to_levels(np.array([-1e-4, 1 + 1e-4])).tolist() == [0, 255]


def test_values_without_a_range_are_paper() -> None:
    assert to_8bit(np.full((2, 2), 7, np.int32)).min() == 255


@given(hnp.arrays(st.sampled_from([np.int32, np.float32, np.uint16]), (3, 4)))
def test_deep_values_keep_their_order(values: np.ndarray) -> None:
    try:
        levels = to_8bit(values)
    except InvalidArray:
        assert not np.isfinite(values).all()
        return
    order = np.argsort(values, axis=None)
    assert (np.diff(levels.ravel()[order].astype(int)) >= 0).all()
