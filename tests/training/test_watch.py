from __future__ import annotations

import numpy as np
import pytest

from tenfold.errors import ChanceLevel, LossDiverged, OutOfMemory
from tenfold.training.keeping import Progress
from tenfold.training.schedule import Plan
from tenfold.training.watch import check_learned, check_loss, is_chance, told_plainly

PLAN = Plan((1.0,), 10, 100, 10, 0.01, 0.1, 0.0, 0)


def confusion(share_right: float, per_class: int = 30) -> np.ndarray:
    """(11, 11) counts of ten classes, each read right so often and else spread evenly."""
    right = round(share_right * per_class)
    counts = np.zeros((11, 11), np.int64)
    for row in range(10):
        for k in range(per_class - right):
            counts[row, (row + 1 + k % 9) % 10] += 1
        counts[row, row] += right
    return counts


def test_a_loss_that_is_no_number_names_the_learning_rate() -> None:
    with pytest.raises(LossDiverged, match=r"lower the learning rate \(0.01\); epoch 4 is kept"):
        check_loss(float("nan"), PLAN, 4)


def test_learned_by_heart_is_told_after_a_few_epochs() -> None:
    progress = Progress(epoch=3, step=300, training_accuracy=0.99)
    with pytest.raises(ChanceLevel, match="the labels look shuffled"):
        check_learned(progress, confusion(0.1), PLAN, over=False)


def test_too_few_steps_are_told_as_such() -> None:
    progress = Progress(epoch=10, step=20, training_accuracy=0.99)
    with pytest.raises(ChanceLevel, match="20 steps were too few"):
        check_learned(progress, confusion(0.1), PLAN, over=True)


def test_a_slow_start_is_given_time_until_the_end() -> None:
    progress = Progress(epoch=3, training_accuracy=0.12)
    check_learned(progress, confusion(0.1), PLAN, over=False)
    with pytest.raises(ChanceLevel, match="nothing was learned"):
        check_learned(progress, confusion(0.1), PLAN, over=True)


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_what_is_better_than_a_guess_passes(share: float) -> None:
    check_learned(Progress(epoch=10, training_accuracy=0.9), confusion(share), PLAN, over=True)


def test_the_largest_class_always_said_is_a_guess() -> None:
    counts = np.zeros((11, 11), np.int64)
    counts[:3, 1] = [5, 190, 5]
    assert is_chance(counts)


def test_nothing_held_out_is_no_guess() -> None:
    assert not is_chance(np.zeros((11, 11), np.int64))


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried ...")],
)
def test_no_memory_is_told_as_such(error: Exception) -> None:
    with pytest.raises(OutOfMemory, match="take smaller batches"), told_plainly(PLAN):
        raise error


def test_other_errors_pass() -> None:
    with pytest.raises(RuntimeError, match="a bug"), told_plainly(PLAN):
        raise RuntimeError("a bug")
