from __future__ import annotations

import numpy as np
import pytest

from tenfold.evaluation.robustness import CORRUPTIONS, as_bright, variants

BY_NAME = {corruption.name: corruption for corruption in CORRUPTIONS}
every = pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda one: one.name)


def centre(image: np.ndarray) -> np.ndarray:
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    return np.array([(x * image).sum(), (y * image).sum()]) / image.sum()


def ink(images: np.ndarray) -> np.ndarray:
    return images.astype(float).sum(axis=(1, 2))


def stroke_of(width: int) -> np.ndarray:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 2:26, 10 : 10 + width] = 255
    return image


def width_of(images: np.ndarray) -> float:
    return float(images[0, 14].sum() / 255)


@every
def test_the_same_seed_gives_the_same_pictures(corruption, digits):
    first, again = corruption(digits[0][:8], seed=3), corruption(digits[0][:8], seed=3)
    np.testing.assert_array_equal(first, again)


@every
def test_the_pictures_that_go_in_are_left_alone(corruption, digits):
    before = digits[0].copy()
    changed = corruption(digits[0])
    np.testing.assert_array_equal(digits[0], before)
    assert not np.shares_memory(changed, digits[0])


@every
def test_every_picture_changes_and_keeps_its_size(corruption, digits):
    changed = corruption(digits[0])
    assert (changed.shape, changed.dtype) == (digits[0].shape, np.uint8)
    assert (changed != digits[0]).any(axis=(1, 2)).all()


@every
def test_larger_and_oblong_pictures_are_taken(corruption):
    images = np.zeros((2, 64, 48), np.uint8)
    images[:, 16:48, 20:28] = 200
    assert corruption(images).shape == (2, 64, 48)


@every
def test_no_pictures_are_no_error(corruption):
    assert corruption(np.zeros((0, 28, 28), np.uint8)).shape == (0, 28, 28)


def test_floats_are_refused():
    with pytest.raises(ValueError, match="pictures are float64"):
        BY_NAME["inverted"](np.zeros((1, 28, 28)))


def test_a_shift_moves_the_ink_by_four_pixels(digits):
    for image, moved in zip(digits[0], BY_NAME["shifted 4 px"](digits[0]), strict=True):
        step = np.abs(centre(moved) - centre(image))
        assert step.max() == pytest.approx(4, abs=0.8)


def test_a_shift_grows_with_the_picture():
    image = np.zeros((1, 56, 56), np.uint8)
    image[0, 24:32, 24:32] = 255
    step = np.abs(centre(BY_NAME["shifted 4 px"](image)[0]) - centre(image[0]))
    assert step.max() == pytest.approx(8, abs=0.1)


@pytest.mark.parametrize("factor", [0.6, 1.3])
def test_scaling_changes_the_ink_by_the_square(factor):
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 8:20, 8:20] = 255
    assert ink(BY_NAME[f"scaled {factor}"](image)) == pytest.approx(
        ink(image) * factor**2, rel=0.05
    )


@pytest.mark.parametrize(("side", "sign"), [("left", -1), ("right", 1)])
def test_turning_leans_an_upright_stroke(side, sign):
    turned = BY_NAME[f"turned 15° {side}"](stroke_of(2))[0]
    top, bottom = centre(turned[6:8])[0], centre(turned[20:22])[0]
    assert (top - bottom) * sign == pytest.approx(14 * np.tan(np.radians(15)), abs=0.3)


@pytest.mark.parametrize(
    ("name", "change"), [("strokes 1 px thicker", 1.0), ("strokes 0.5 px thinner", -0.5)]
)
@pytest.mark.parametrize("width", [2, 3, 5])
def test_strokes_change_their_width_by_what_the_name_says(name, change, width):
    assert width_of(BY_NAME[name](stroke_of(width))) == pytest.approx(width + change, abs=0.2)


def test_noise_has_the_spread_of_its_name():
    grey = np.full((20, 28, 28), 128, np.uint8)
    noisy = BY_NAME["noise, sigma 0.3"](grey) / 255
    inside = noisy[(noisy > 0) & (noisy < 1)]
    assert np.quantile(inside, 0.6) - np.quantile(inside, 0.4) == pytest.approx(0.14, abs=0.02)


def test_paper_is_grey_its_ink_darker_and_its_light_uneven(digits):
    images, changed = digits[0], BY_NAME["dark on grey paper, uneven light"](digits[0])
    assert (changed[images > 200].mean(), changed[images == 0].mean()) == pytest.approx(
        (48, 191), abs=15
    )
    sheet = BY_NAME["dark on grey paper, uneven light"](np.zeros((4, 28, 28), np.uint8))
    assert (np.ptp(sheet, axis=(1, 2)) > 60).all()


def test_low_contrast_keeps_a_seventh_of_the_range(digits):
    assert np.ptp(BY_NAME["low contrast, 15%"](digits[0])) == pytest.approx(0.15 * 255, abs=1)


def test_variants_are_all_corruptions_and_all_canvases(digits):
    found = list(variants(digits[0][:2]))
    assert len(found) == len(CORRUPTIONS) + 20
    assert len({name for name, _, _ in found}) == len(found)
    assert found[-1][2].shape == (2, 280, 280)


def test_dark_ink_is_turned_bright_before_it_is_corrupted(digits):
    dark = 255 - digits[0]
    np.testing.assert_array_equal(as_bright(dark, is_dark=True), digits[0])
    np.testing.assert_array_equal(as_bright(dark, is_dark=False), dark)
