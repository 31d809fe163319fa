from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.evaluation.accuracy import (
    Change,
    Rate,
    accuracy,
    change,
    confusion_matrix,
    per_class,
    wilson,
)

LABELS = np.array([0, 0, 1, 1, 1, 10])
SAID = np.array([0, 1, 1, 1, 10, 10])


def test_wilson_agrees_with_the_published_example():
    # Newcombe 1998, table I: 81 of 263.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_stays_open_where_nothing_was_wrong():
    low, high = wilson(100, 100)
    assert high == 1.0
    assert 0.95 < low < 0.97


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_itself(case):
    hits, n = case
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1


def test_wilson_covers_the_truth_in_about_95_of_100_draws():
    hits = np.random.default_rng(0).binomial(200, 0.97, 3000)
    inside = [low <= 0.97 <= high for low, high in (wilson(int(h), 200) for h in hits)]
    assert 0.93 < np.mean(inside) < 0.98


def test_wilson_refuses_more_hits_than_trials():
    with pytest.raises(ValueError, match="hits is 3, expected 0 to n = 2"):
        wilson(3, 2)


def test_a_rate_of_nothing_has_no_value_and_says_so_in_json():
    assert math.isnan(Rate(0, 0).value)
    assert Rate(0, 0).to_dict() == {"value": None, "low": 0.0, "high": 1.0, "hits": 0, "n": 0}


def test_accuracy_counts_what_was_said_right():
    assert accuracy(LABELS, SAID) == Rate(4, 6)


def test_a_digit_called_not_a_digit_is_wrong():
    assert per_class(LABELS, SAID)[1] == Rate(2, 3)


def test_a_class_without_pictures_has_no_accuracy():
    assert per_class(LABELS, SAID)[7] == Rate(0, 0)


def test_confusions_stand_in_the_row_of_what_was_written():
    matrix = confusion_matrix(LABELS, SAID)
    assert matrix.shape == (11, 11)
    assert (matrix[0, 1], matrix[1, 0], matrix[1, 10], matrix[10, 10]) == (1, 0, 1, 1)
    assert matrix.sum() == 6


def test_labels_outside_the_eleven_classes_are_named():
    with pytest.raises(ValueError, match="labels run from 0 to 11, expected 0 to 9"):
        accuracy(np.array([0, 11]), np.array([0, 1]))


def test_labels_and_readings_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"labels have shape \(6,\) and readings \(2,\)"):
        accuracy(LABELS, SAID[:2])


def test_a_change_counts_pictures_lost_and_gained():
    before = np.array([True, True, True, False])
    after = np.array([False, False, True, True])
    found = change(before, after)
    assert (found.lost, found.gained, found.value) == (2, 1, -0.25)


def test_a_change_of_nothing_still_has_an_interval():
    same = np.ones(50, bool)
    low, high = change(same, same).interval
    assert low < 0 < high


def test_the_interval_of_a_change_covers_the_truth():
    rng = np.random.default_rng(1)
    lost, gained, n = 0.06, 0.02, 400
    draws = rng.multinomial(n, (lost, gained, 1 - lost - gained), 2000)
    spans = [Change(int(a), int(b), n).interval for a, b, _ in draws]
    assert 0.93 < np.mean([low <= gained - lost <= high for low, high in spans]) < 0.98
