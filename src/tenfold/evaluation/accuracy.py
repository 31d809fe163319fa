"""How often a reader is right, and how sure that figure is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import CLASSES as CLASS_NAMES

CLASSES: Final = len(CLASS_NAMES)
Z_95: Final = 1.959963984540054
"""Standard normal quantile of a two-sided 95% interval."""

Labels = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share ``hits`` of ``n`` with its 95% Wilson interval; no value where n is 0."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """Share of hits; NaN where n is 0."""
        return self.hits / self.n if self.n else math.nan

    @property
    def low(self) -> float:
        """Lower end of the 95% interval; 0 where n is 0."""
        return wilson(self.hits, self.n)[0]

    @property
    def high(self) -> float:
        """Upper end of the 95% interval; 1 where n is 0."""
        return wilson(self.hits, self.n)[1]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; ``value`` is null where n is 0."""
        value = self.value if self.n else None
        return {"value": value, "low": self.low, "high": self.high, "hits": self.hits, "n": self.n}


def wilson(hits: float, n: float, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of a share.

    It keeps its level near 0 and 1, where readers live and where the textbook interval
    (share ± z standard errors) shrinks to nothing. Source: Wilson 1927,
    https://doi.org/10.1080/01621459.1927.10502953.

    Args:
        hits: successes, 0..n; fractions are allowed (an effective count).
        n: trials; 0 gives the interval (0, 1).
        z: standard normal quantile, 1.96 for 95%.

    Returns:
        Lower and upper end, both in 0..1.

    Raises:
        ValueError: where hits is not in 0..n.

    """
    if not 0 <= hits <= n:
        raise ValueError(f"hits is {hits}, expected 0 to n = {n}")
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    shrink = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == n else min(1.0, middle + half)
    return low, high


def rate(flags: Flags) -> Rate:
    """Count True in (N,) bool."""
    return Rate(int(np.count_nonzero(flags)), len(flags))


def accuracy(labels: Labels, said: Labels) -> Rate:
    """Return the share of pictures whose class was said; both (N,) int64, 0..10."""
    _check(labels, said)
    return rate(labels == said)


def per_class(labels: Labels, said: Labels) -> tuple[Rate, ...]:
    """Return, for each of the eleven classes, the share of its pictures that was read right."""
    _check(labels, said)
    return tuple(rate(said[labels == k] == k) for k in range(CLASSES))


def confusion_matrix(labels: Labels, said: Labels) -> NDArray[np.int64]:
    """Return (11, 11) int64 counts: row what was written, column what was said."""
    _check(labels, said)
    counts = np.bincount(labels * CLASSES + said, minlength=CLASSES * CLASSES)
    return counts.reshape(CLASSES, CLASSES).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Change:
    """Difference of two accuracies on the same ``n`` pictures, in 0..1, with a 95% interval.

    ``lost`` pictures were right before and are wrong after, ``gained`` the other way round.
    """

    lost: int
    gained: int
    n: int

    @property
    def value(self) -> float:
        """Accuracy after less accuracy before; NaN where n is 0."""
        return (self.gained - self.lost) / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """95% interval of matched pairs; (-1, 1) where n is 0.

        Wald's, with half a count added to each of the four cells so that it stays open where
        nothing changed: Agresti and Min 2005, https://doi.org/10.1002/sim.1781.
        """
        if not self.n:
            return -1.0, 1.0
        lost, gained, n = self.lost + 0.5, self.gained + 0.5, self.n + 2.0
        middle = (gained - lost) / n
        half = Z_95 * math.sqrt((gained + lost) - (gained - lost) ** 2 / n) / n
        return max(-1.0, middle - half), min(1.0, middle + half)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; ``value`` is null where n is 0."""
        low, high = self.interval
        value = self.value if self.n else None
        counts = {"lost": self.lost, "gained": self.gained, "n": self.n}
        return {"value": value, "low": low, "high": high, **counts}


def change(before: Flags, after: Flags) -> Change:
    """Compare (N,) bool 'read right' before and after on the same pictures."""
    lost = int(np.count_nonzero(before & ~after))
    gained = int(np.count_nonzero(~before & after))
    return Change(lost, gained, len(before))


def _check(labels: Labels, said: Labels) -> None:
    if labels.shape != said.shape or labels.ndim != 1:
        raise ValueError(
            f"labels have shape {labels.shape} and readings {said.shape}, expected (N,) each"
        )
    for name, values in (("labels", labels), ("readings", said)):
        if len(values) and (values.min() < 0 or values.max() >= CLASSES):
            raise ValueError(
                f"{name} run from {values.min()} to {values.max()}, expected 0 to 9, "
                "or 10 for 'not a digit'"
            )
