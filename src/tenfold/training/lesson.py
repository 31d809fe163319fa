"""What a training learns from and what it is measured on, and the batches of an epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.training.schedule import Plan, plan_epoch

SAMPLES: Final = 24
"""Pictures whose answers are noted after every epoch."""
FOLLOWED: Final = 300
"""Pictures of the time-lapse's map of digits."""

Pictures = NDArray[np.uint8]
Labels = NDArray[np.int64]
Batch = tuple[NDArray[np.float32], Labels]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Pictures (N, 28, 28) uint8, bright on black, with labels (N,) int64 and sources (N,) int16.

    ``held`` (M, 28, 28) with ``held_labels`` (M,) is never learned from; M may be 0.
    """

    pictures: Pictures
    labels: Labels
    sources: NDArray[np.int16]
    held: Pictures
    held_labels: Labels

    def samples(self, most: int = SAMPLES) -> tuple[Pictures, Labels]:
        """Choose some to watch, of every class in turn; held-out ones where there are 24."""
        pictures, labels = self.held, self.held_labels
        if len(labels) < SAMPLES:
            pictures, labels = self.pictures, self.labels
        turn = np.zeros(len(labels), np.int64)
        for label in np.unique(labels):
            places = np.flatnonzero(labels == label)
            turn[places] = np.arange(len(places))
        order = np.lexsort((labels, turn))[:most]
        return pictures[order], labels[order]


def batches(plan: Plan, lesson: Lesson, epoch: int) -> Iterator[Batch]:
    """Yield an epoch's batches, the same for the same seed: varied pictures with their labels."""
    rng = np.random.default_rng((plan.seed, epoch))
    order = plan_epoch(lesson.sources, plan.shares, plan.epoch_samples, rng)
    vary = _variation(plan, epoch)
    for step in range(max(1, len(order) // plan.batch)):
        chosen = order[step * plan.batch : (step + 1) * plan.batch]
        yield vary(as_input(lesson.pictures[chosen])), lesson.labels[chosen]


def as_input(pictures: Pictures) -> NDArray[np.float32]:
    """Return what a network takes: (N, 28, 28) uint8 -> (N, 1, 28, 28) float32 in 0..1."""
    return np.asarray(pictures[:, None].astype(np.float32) / np.float32(255))


def _variation(plan: Plan, epoch: int) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """Return what varies a batch; without augmentation nothing does, and PyTorch is not needed."""
    if plan.augment == 0:
        return lambda pictures: pictures
    import torch

    from tenfold.training.augment import augment

    chance = torch.Generator().manual_seed(1_000_003 * (epoch + 1) + plan.seed)

    def varied(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        changed = augment(torch.from_numpy(pictures), plan.augment, chance)
        return np.asarray(changed.numpy())

    return varied
