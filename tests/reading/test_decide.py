from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tenfold.errors import InvalidModel
from tenfold.reading.card import CLASSES
from tenfold.reading.decide import calibrate, is_one_digit, threshold_for
from tenfold.types import ModelCard


def card(**thresholds: float) -> ModelCard:
    rates = {rate.replace("_", "."): value for rate, value in thresholds.items()}
    return ModelCard("tiny", "dense", 1, 1, "", "MIT", CLASSES, 1.0, rates)


def row(**sure: float) -> np.ndarray:
    """Probabilities with the named classes set (d7=0.9) and the rest spread evenly."""
    probabilities = np.zeros(11, np.float32)
    for name, value in sure.items():
        probabilities[int(name[1:])] = value
    return probabilities + (1 - probabilities.sum()) / 11


@given(
    hnp.arrays(np.float32, (3, 11), elements=st.floats(-1e4, 1e4, width=32)),
    st.floats(0.125, 8, width=32),
)
def test_probabilities_sum_to_1_in_the_order_of_the_logits(
    logits: np.ndarray, temperature: float
) -> None:
    probabilities = calibrate(logits, temperature)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)
    assert (probabilities.max(axis=1) == probabilities[range(3), logits.argmax(axis=1)]).all()


def test_higher_temperature_is_less_sure() -> None:
    logits = np.arange(11, dtype=np.float32)[None]
    assert calibrate(logits, 2.0).max() < calibrate(logits, 1.0).max()


def test_calibrating_leaves_the_logits_alone() -> None:
    logits = np.arange(11, dtype=np.float32)[None]
    calibrate(logits, 1.0)
    assert logits[0, 10] == 10.0


def test_threshold_is_that_of_the_promised_rate() -> None:
    assert threshold_for(card(**{"0_001": 0.9, "0_01": 0.6}), 0.01) == 0.6


def test_rate_between_two_takes_the_stricter() -> None:
    assert threshold_for(card(**{"0_01": 0.6, "0_001": 0.9}), 0.009) == 0.9


def test_rate_that_is_not_promised_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidModel, match=r"no error rate of 0\.0001; it has: 0\.001, 0\.01"):
        threshold_for(card(**{"0_001": 0.9, "0_01": 0.6}), 0.0001)


def test_flag_of_a_five_belongs_to_it() -> None:
    assert is_one_digit(row(d5=0.98), np.stack([row(d10=0.9), row(d5=0.6, d10=0.3)]))


def test_two_digits_that_make_no_third_stay_apart() -> None:
    assert not is_one_digit(row(d10=0.95), np.stack([row(d1=0.99), row(d7=0.98)]))
