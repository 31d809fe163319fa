"""Telling a training that went wrong from one that did not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import ChanceLevel, LossDiverged, OutOfMemory
from tenfold.training.keeping import Progress
from tenfold.training.schedule import Plan

PATIENCE_EPOCHS: Final = 3
"""Whole epochs before a training is called hopeless."""
FEW_STEPS: Final = 100
"""Steps before which averaged weights and the means of batch norms may lag behind."""
LEARNED: Final = 0.5
"""Training accuracy from which on a network has learned its own pictures, if nothing else."""
SIGMAS: Final = 3.0


def check_loss(loss: float, plan: Plan, kept: int) -> None:
    """Raise LossDiverged where the loss is no number any more."""
    if not math.isfinite(loss):
        raise LossDiverged(
            f"the loss grew without end in epoch {kept + 1}; lower the learning rate "
            f"({plan.learning_rate:g}){_kept(kept)}"
        )


def check_learned(
    progress: Progress, confusion: NDArray[np.int64], plan: Plan, *, over: bool
) -> None:
    """Raise ChanceLevel where nothing was learned that holds for pictures held out.

    Args:
        progress: after the epoch.
        confusion: (11, 11) of the held-out pictures; all 0 where none are.
        plan: the course.
        over: whether this was the last epoch. Before, only a network that knows its own pictures
            and no others is given up, after a few epochs.

    """
    fits = progress.training_accuracy >= LEARNED
    short = progress.step < FEW_STEPS
    late = over or (fits and not short and progress.epoch >= PATIENCE_EPOCHS)
    if not late or not is_chance(confusion):
        return
    held = np.trace(confusion) / confusion.sum()
    if fits and short:
        raise ChanceLevel(
            f"{progress.step} steps were too few: the pictures held out are read no better than by "
            f"guessing; train for more epochs than {plan.epochs}, or in smaller batches "
            f"({plan.batch})"
        )
    if fits:
        raise ChanceLevel(
            f"the pictures held out are read no better than by guessing ({held:.0%} right) while "
            f"those learned from are ({progress.training_accuracy:.0%}): the labels look shuffled, "
            "or what is held out is of another kind; look at the data"
        )
    raise ChanceLevel(
        f"nothing was learned: {held:.0%} of the pictures held out are read right, no better than "
        f"by guessing; try another learning rate ({plan.learning_rate:g}), more epochs "
        f"({plan.epochs}), or look whether labels and pictures belong together"
    )


def is_chance(confusion: NDArray[np.int64]) -> bool:
    """Whether the mean share of each class that is read right may be that of a guess.

    With k classes a guess, whatever it prefers, has 1 / k of this mean. It must be beaten by three
    standard errors.

    Args:
        confusion: (K, K) counts, rows written, columns read.

    """
    counts = confusion.sum(axis=1)
    there = counts > 0
    classes = int(there.sum())
    if classes < 2:
        return False
    right = np.diag(confusion)[there] / counts[there]
    guess = 1 / classes
    error = math.sqrt((guess * (1 - guess) / counts[there]).sum()) / classes
    return bool(right.mean() < guess + SIGMAS * error) and right.mean() < 2 * guess


@contextmanager
def told_plainly(plan: Plan) -> Iterator[None]:
    """Turn what the libraries raise when memory runs out into OutOfMemory."""
    try:
        yield
    except MemoryError as error:
        raise _no_memory(plan) from error
    except RuntimeError as error:
        if "allocate memory" not in str(error) and "out of memory" not in str(error):
            raise
        raise _no_memory(plan) from error


def _no_memory(plan: Plan) -> OutOfMemory:
    return OutOfMemory(
        f"this machine has too little free memory; take smaller batches ({plan.batch} pictures), "
        "a smaller network or fewer pictures"
    )


def _kept(epoch: int) -> str:
    return f"; epoch {epoch} is kept" if epoch else ""
