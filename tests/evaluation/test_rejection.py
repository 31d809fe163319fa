from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.evaluation.rejection import (
    ACCEPT_NOTHING,
    accept_score,
    auroc,
    binomial_cdf,
    coverage_at,
    coverage_in_hindsight,
    fit_threshold,
    read_right,
    risk_coverage,
    separation,
    upper_bound,
)

SCORES = np.array([0.9, 0.8, 0.8, 0.7, 0.6])
RIGHT = np.array([True, True, False, True, False])
FEW = st.lists(st.integers(0, 6), min_size=1, max_size=30).map(lambda xs: np.array(xs) / 6)


def reader(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of a reader whose error rate falls with its score, 1.7% in all."""
    rng = np.random.default_rng(seed)
    scores = rng.beta(12, 1, n)
    return scores, rng.random(n) > 0.25 * (1 - scores) ** 1.05


def brute_force(digits: np.ndarray, others: np.ndarray) -> float:
    above = (digits[:, None] > others).sum() + 0.5 * (digits[:, None] == others).sum()
    return above / (len(digits) * len(others))


@given(FEW, FEW)
def test_auroc_counts_pairs_and_halves_ties(digits, others):
    assert auroc(digits, others) == pytest.approx(brute_force(digits, others))


def test_auroc_of_one_kind_only_is_refused():
    with pytest.raises(ValueError, match="3 digits and 0 non-digits"):
        auroc(np.ones(3), np.array([]))


def test_a_perfect_separation_of_few_pictures_is_not_called_certain():
    found = separation(np.full(500, 0.9), np.full(20, 0.1))
    assert found.auroc == 1.0
    assert 0.8 < found.low < 0.9


def test_the_interval_of_auroc_covers_the_truth():
    rng = np.random.default_rng(2)
    hits = []
    for _ in range(300):
        found = separation(rng.normal(1.5, 1, 80), rng.normal(0, 1, 60))
        hits.append(found.low <= 0.8556 <= found.high)
    assert np.mean(hits) >= 0.95


def test_the_score_is_that_of_the_best_digit_not_of_the_eleventh_class():
    probabilities = np.zeros((1, 11), np.float32)
    probabilities[0, [4, 10]] = 0.3, 0.7
    assert accept_score(probabilities).tolist() == [pytest.approx(0.3)]


def test_a_non_digit_is_never_read_right():
    probabilities = np.eye(11, dtype=np.float32)[[4, 4, 10]]
    assert read_right(probabilities, np.array([4, 10, 10])).tolist() == [True, False, False]


def test_risk_and_coverage_take_equal_scores_together():
    thresholds, coverage, risk = risk_coverage(SCORES, RIGHT)
    assert thresholds.tolist() == [0.9, 0.8, 0.7, 0.6]
    assert coverage.tolist() == [0.2, 0.6, 0.8, 1.0]
    assert risk == pytest.approx([0, 1 / 3, 1 / 4, 2 / 5])


def test_hindsight_takes_the_most_that_keeps_the_rate():
    found = coverage_in_hindsight(SCORES, RIGHT, promised=0.25)
    assert (found.threshold, found.accepted.hits, found.errors.hits) == (0.7, 4, 1)


def test_hindsight_without_any_threshold_accepts_nothing():
    found = coverage_in_hindsight(SCORES, ~RIGHT, promised=0.01)
    assert (found.accepted.hits, found.accepted.n, found.errors.n) == (0, 5, 0)


def test_a_threshold_of_a_card_is_taken_as_it_is():
    found = coverage_at(SCORES, RIGHT, threshold=0.8, promised=0.001)
    assert (found.accepted.hits, found.errors.hits, found.errors.n) == (3, 1, 3)


def test_a_fitted_threshold_keeps_its_promise_on_fresh_draws():
    broken = 0
    for seed in range(120):
        threshold = fit_threshold(*reader(8000, seed), promised=0.01).value
        fresh_scores, fresh_right = reader(40_000, 10_000 + seed)
        broken += (~fresh_right[fresh_scores >= threshold]).mean() > 0.0105
    assert broken <= 6


def test_a_fitted_threshold_gives_away_little_coverage():
    scores, right = reader(60_000, 0)
    fitted = fit_threshold(scores, right, 0.01).accepted
    hindsight = coverage_in_hindsight(scores, right, promised=0.01).accepted
    assert fitted > hindsight.hits - 0.1 * len(scores)


def test_non_digits_are_counted_apart_and_as_errors():
    others = np.array([False, False, True, False, True])
    found = coverage_at(SCORES, RIGHT, others, threshold=0.8, promised=0.001)
    assert (found.accepted.hits, found.accepted.n) == (2, 3)
    assert (found.others.hits, found.others.n) == (1, 2)
    assert (found.errors.hits, found.errors.n) == (1, 3)


def test_accepted_non_digits_count_as_errors():
    scores, right = reader(20_000, 1)
    letters = np.full(2000, 0.93)
    both = np.concatenate([scores, letters]), np.concatenate([right, np.zeros(2000, bool)])
    assert fit_threshold(*both, promised=0.01).value > 0.93


def test_too_few_scores_promise_nothing():
    found = fit_threshold(np.ones(300), np.ones(300, bool), promised=0.001)
    assert (found.value, found.accepted, found.bound) == (ACCEPT_NOTHING, 0, 1.0)


def test_enough_scores_without_error_promise_the_rate():
    found = fit_threshold(np.ones(6000), np.ones(6000, bool), promised=0.001)
    assert (found.value, found.accepted) == (1.0, 6000)
    assert found.bound < 0.001


def test_no_scores_promise_nothing():
    assert fit_threshold(np.array([]), np.array([], bool), 0.01).value == ACCEPT_NOTHING


@pytest.mark.parametrize("promised", [0.0, 1.0, -1.0])
def test_a_promise_that_is_no_rate_is_refused(promised):
    with pytest.raises(ValueError, match=r"promised is .*, expected a share between 0 and 1"):
        fit_threshold(SCORES, RIGHT, promised)


def test_the_binomial_sums_to_one_and_agrees_with_hand_counts():
    assert binomial_cdf(1, 3, 0.5) == pytest.approx(0.5)
    assert binomial_cdf(0, 1000, 0.01) == pytest.approx(0.99**1000)
    assert binomial_cdf(3, 3, 0.5) == 1.0


def test_the_upper_bound_of_no_errors_is_the_rule_of_three():
    assert upper_bound(0, 3000, 0.05) == pytest.approx(1 - 0.05 ** (1 / 3000), rel=1e-6)


def test_nothing_tried_bounds_nothing():
    assert upper_bound(0, 0, 0.05) == 1.0
