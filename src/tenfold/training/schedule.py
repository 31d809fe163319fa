"""How much of what a training shows when, and how fast it learns from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Plan:
    """The course of a training.

    ``shares`` say how much of an epoch of ``epoch_samples`` pictures each source gives. The
    learning rate rises for ``warmup`` of the time and falls to zero along a cosine. After
    ``patience`` epochs without a better one it ends early; 0 never does. ``class_weights`` (11,)
    float32 say how much a picture of each class counts. ``keeps_best`` tells whether the best
    epoch's weights are kept in the end, or the last one's.
    """

    shares: tuple[float, ...]
    epochs: int
    epoch_samples: int
    batch: int
    learning_rate: float
    warmup: float
    augment: float
    seed: int
    patience: int = 0
    class_weights: NDArray[np.float32] | None = None
    keeps_best: bool = True

    @property
    def epoch_steps(self) -> int:
        """Steps of an epoch: batches are whole, unless one is all that there is."""
        return max(1, self.epoch_samples // self.batch)

    def rate(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0 over the whole training."""
        return self.learning_rate * rate_at(step / (self.epochs * self.epoch_steps), self.warmup)


def rate_at(progress: float, warmup: float) -> float:
    """Share of the full learning rate at a share of the training: up a line, down a cosine."""
    if progress < warmup:
        return (progress + 1e-3) / warmup
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))


def plan_epoch(
    sources: NDArray[np.int16], shares: tuple[float, ...], samples: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Choose which pictures an epoch shows, in which order.

    Each source gives its share; a small source repeats before a large one has been seen through.

    Args:
        sources: (N,) place of each picture's source.
        shares: share of each source; they need not sum to 1, an absent source's share is spread.
        samples: how many pictures to choose.
        rng: source of chance.

    Returns:
        (M,) int64 indices, M close to ``samples``.

    """
    places = [np.flatnonzero(sources == place) for place in range(len(shares))]
    total = sum(share for share, place in zip(shares, places, strict=True) if len(place))
    chosen = []
    for share, place in zip(shares, places, strict=True):
        wanted = round(samples * share / total) if len(place) else 0
        while wanted > 0:
            chosen.append(rng.permutation(place)[:wanted])
            wanted -= len(chosen[-1])
    return rng.permutation(np.concatenate(chosen))


def balanced_weights(labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return weights (11,) by which every class counts the same; their mean over pictures is 1.

    A class that is very rare counts ten times at most: else its few pictures would be all.
    """
    counts = np.bincount(labels, minlength=11)
    weights = np.where(counts > 0, counts.max(initial=1) / np.maximum(counts, 1), 1)
    weights = np.minimum(weights, 10.0)
    return np.asarray(weights / weights[labels].mean(), np.float32)
