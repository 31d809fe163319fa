from __future__ import annotations

import numpy as np
import pytest

from tenfold.evaluation.calibration import (
    bin_index,
    calibration,
    expected_calibration_error,
    fit_temperature,
    negative_log_likelihood,
    reliability,
)


def drawn(confidence: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return np.random.default_rng(3).random(len(confidence)) < truth


def eleven(confidence: np.ndarray) -> np.ndarray:
    """Probabilities (N, 11) with the given top one, which is class 3."""
    rest = ((1 - confidence) / 10)[:, None]
    probabilities = np.repeat(rest, 11, axis=1)
    probabilities[:, 3] = confidence
    return probabilities.astype(np.float32)


SPREAD = np.random.default_rng(0).beta(8, 1, 40_000) * 0.9 + 0.1


def synthetic_logits(n: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Logits whose softmax is the very distribution that the labels are drawn from."""
    rng = np.random.default_rng(5)
    logits = rng.normal(0, 2, (n, 11))
    labels = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)
    return logits, labels


@pytest.mark.parametrize("equal_mass", [True, False])
def test_a_calibrated_reader_has_next_to_no_error(equal_mass):
    right = drawn(SPREAD, SPREAD)
    assert expected_calibration_error(SPREAD, right, equal_mass=equal_mass) < 0.01


@pytest.mark.parametrize("equal_mass", [True, False])
def test_an_overconfident_reader_shows_its_gap(equal_mass):
    confidence = np.clip(SPREAD, 0.3, 0.999)
    right = drawn(confidence, confidence - 0.2)
    error = expected_calibration_error(confidence, right, equal_mass=equal_mass)
    assert error == pytest.approx(0.2, abs=0.01)


def test_equal_mass_finds_what_equal_width_cancels():
    confidence = np.repeat([0.95, 0.99], 5000)
    right = np.concatenate([np.ones(5000, bool), np.arange(5000) % 100 < 94])
    assert expected_calibration_error(confidence, right) == pytest.approx(0.05, abs=1e-6)
    assert expected_calibration_error(confidence, right, equal_mass=False) < 1e-6


def test_equal_confidences_share_a_bin_whatever_their_order():
    confidence = np.array([0.5, 0.9, 0.5, 0.9, 0.5])
    index = bin_index(confidence, bins=5)
    assert len(set(index[[0, 2, 4]])) == 1
    assert len(set(index[[1, 3]])) == 1


def test_bins_of_equal_mass_hold_equally_many():
    counts = np.bincount(bin_index(SPREAD, bins=10))
    assert counts.tolist() == [4000] * 10


def test_confidence_one_falls_into_the_last_bin():
    assert bin_index(np.array([0.0, 1.0]), bins=15, equal_mass=False).tolist() == [0, 14]


def test_no_confidences_are_refused():
    with pytest.raises(ValueError, match="no confidences, expected at least one"):
        bin_index(np.array([]))


def test_reliability_points_rise_and_count_every_picture():
    bins = reliability(SPREAD, drawn(SPREAD, SPREAD))
    assert [one.confidence for one in bins] == sorted(one.confidence for one in bins)
    assert sum(one.right.n for one in bins) == len(SPREAD)


def test_the_interval_holds_the_error_and_chance_lies_near_a_calibrated_one():
    confidence = SPREAD[:5000]
    right = drawn(confidence, confidence)
    found = calibration(eleven(confidence), np.where(right, 3, 4))
    assert found.low <= found.ece <= found.high
    assert found.ece == pytest.approx(found.chance, abs=0.006)


def test_an_overconfident_reader_lies_far_above_chance():
    confidence = np.clip(SPREAD[:5000], 0.6, 0.999)
    right = drawn(confidence, confidence - 0.1)
    found = calibration(eleven(confidence), np.where(right, 3, 4))
    assert found.low > 3 * found.chance


def test_calibration_in_json_has_its_conditions():
    found = calibration(eleven(SPREAD[:500]), np.full(500, 3)).to_dict()
    assert found["n"] == 500
    assert sum(one["right"]["n"] for one in found["bins"]) == 500


@pytest.mark.parametrize("stretch", [0.25, 1.0, 3.0])
def test_the_fitted_temperature_undoes_a_stretch_of_the_logits(stretch):
    logits, labels = synthetic_logits()
    assert fit_temperature(logits * stretch, labels) == pytest.approx(stretch, rel=0.05)


def test_the_fitted_temperature_is_the_best_of_its_neighbours():
    logits, labels = synthetic_logits(2000)
    best = fit_temperature(logits * 2, labels)
    here = negative_log_likelihood(logits * 2, labels, best)
    for near in (best * 0.98, best * 1.02):
        assert here < negative_log_likelihood(logits * 2, labels, near)


def test_huge_logits_do_not_overflow():
    logits = np.array([[1e4, 0.0], [0.0, 1e4]])
    assert negative_log_likelihood(logits, np.array([0, 1])) == 0.0
