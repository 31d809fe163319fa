from __future__ import annotations

import numpy as np
import pytest

from tenfold.training.schedule import plan_epoch, rate_at


def test_an_epoch_shows_each_source_by_its_share() -> None:
    sources = np.repeat(np.int16([0, 1]), [1000, 10])
    plan = plan_epoch(sources, (0.75, 0.25), 400, np.random.default_rng(0))
    assert np.bincount(sources[plan]).tolist() == [300, 100]


def test_an_absent_source_leaves_its_share_to_the_others() -> None:
    sources = np.zeros(50, np.int16)
    assert len(plan_epoch(sources, (0.5, 0.5), 100, np.random.default_rng(0))) == 100


def test_the_learning_rate_rises_then_falls_to_zero() -> None:
    rates = [rate_at(progress, 0.1) for progress in (0, 0.05, 0.1, 0.5, 1)]
    assert rates[0] < rates[1] < rates[2] == 1
    assert rates[2] > rates[3] > rates[4] == pytest.approx(0)
