"""Whether a probability means what it says.

The figure that we report is the ECE over fifteen bins of equal mass. A good reader gives nearly
every picture more than 0.99: bins of equal width put almost all pictures into the last one, where
over- and underconfidence cancel, and leave a handful in the others. Equal mass looks where the
pictures are. The ECE of equal width stands beside it for comparison with other people's figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.evaluation.accuracy import Rate, rate

BINS: Final = 15
"""As in Guo et al. 2017."""
DRAWS: Final = 400
GOLDEN: Final = (math.sqrt(5) - 1) / 2

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bin:
    """Pictures of like confidence: their range, mean confidence, and how many were right."""

    low: float
    high: float
    confidence: float
    right: Rate

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        span = {"low": self.low, "high": self.high, "confidence": self.confidence}
        return {**span, "right": self.right.to_dict()}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error with its conditions.

    ``ece`` is over bins of equal mass, with a 95% bootstrap interval ``low``..``high``.
    ``chance`` is what a perfectly calibrated reader with these very confidences would score on
    average: below it, an ECE says nothing. ``nll`` is the mean negative log-likelihood in nats.
    """

    ece: float
    low: float
    high: float
    chance: float
    ece_equal_width: float
    nll: float
    n: int
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        figures = {name: getattr(self, name) for name in self.__slots__ if name != "bins"}
        return {**figures, "bins": [one.to_dict() for one in self.bins]}


def calibration(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> Calibration:
    """Measure how well the top probability of eleven matches how often it is right.

    Source: Guo et al. 2017, https://arxiv.org/abs/1706.04599; equal mass after Nguyen and
    O'Connor 2015, https://arxiv.org/abs/1508.05154.

    Args:
        probabilities: (N, 11) float, each row sums to 1; N at least 1.
        labels: (N,) int64, 0..10.

    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == labels
    index = bin_index(confidence)
    low, high = _bootstrap(confidence, right, index)
    true = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return Calibration(
        ece=_ece(confidence, right, index),
        low=low,
        high=high,
        chance=_chance(confidence, index),
        ece_equal_width=expected_calibration_error(confidence, right, equal_mass=False),
        nll=float(-np.log(np.maximum(true, 1e-12)).mean()),
        n=len(labels),
        bins=reliability(confidence, right),
    )


def expected_calibration_error(
    confidence: Scores, right: Flags, *, bins: int = BINS, equal_mass: bool = True
) -> float:
    """Return the mean gap between confidence and accuracy over bins, weighed by their pictures.

    Args:
        confidence: (N,) float in 0..1, N at least 1.
        right: (N,) bool.
        bins: how many, at least 1.
        equal_mass: bins of equally many pictures (ties stay together), else of equal width.

    Returns:
        ECE in 0..1.

    """
    return _ece(confidence, right, bin_index(confidence, bins=bins, equal_mass=equal_mass))


def reliability(
    confidence: Scores, right: Flags, *, bins: int = BINS, equal_mass: bool = True
) -> tuple[Bin, ...]:
    """Return the points of a reliability diagram, by rising confidence; empty bins are left out."""
    index = bin_index(confidence, bins=bins, equal_mass=equal_mass)
    found = []
    for k in np.unique(index):
        inside = confidence[index == k]
        ends = float(inside.min()), float(inside.max())
        found.append(Bin(*ends, float(inside.mean()), rate(right[index == k])))
    return tuple(found)


def bin_index(
    confidence: Scores, *, bins: int = BINS, equal_mass: bool = True
) -> NDArray[np.int64]:
    """Return the bin 0..bins-1 of each confidence, (N,) int64.

    Equal confidences always share a bin: else the order of the data set would decide.
    """
    if len(confidence) == 0:
        raise ValueError("no confidences, expected at least one")
    if not equal_mass:
        return np.minimum((confidence * bins).astype(np.int64), bins - 1)
    ordered = np.sort(confidence)
    first = np.searchsorted(ordered, confidence, side="left")
    return (first * bins // len(confidence)).astype(np.int64)


def fit_temperature(logits: NDArray[np.floating[Any]], labels: NDArray[np.int64]) -> float:
    """Return the temperature T > 0 for which softmax(logits / T) has the least NLL.

    One number for all classes, so the answers stay as they are: Guo et al. 2017,
    https://arxiv.org/abs/1706.04599, section 4.2. The NLL is convex in 1 / T, so a golden-section
    search over log T in 0.05..20 finds it.

    Args:
        logits: (N, K) float, of pictures that training never saw; N at least 1.
        labels: (N,) int64, 0..K-1.

    """
    wide = np.asarray(logits, np.float64)
    low, high = math.log(0.05), math.log(20.0)
    inner, outer = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_inner, at_outer = (
        negative_log_likelihood(wide, labels, math.exp(x)) for x in (inner, outer)
    )
    while high - low > 1e-5:
        if at_inner < at_outer:
            high, outer, at_outer = outer, inner, at_inner
            inner = high - GOLDEN * (high - low)
            at_inner = negative_log_likelihood(wide, labels, math.exp(inner))
        else:
            low, inner, at_inner = inner, outer, at_outer
            outer = low + GOLDEN * (high - low)
            at_outer = negative_log_likelihood(wide, labels, math.exp(outer))
    return math.exp((low + high) / 2)


def negative_log_likelihood(
    logits: NDArray[np.floating[Any]], labels: NDArray[np.int64], temperature: float = 1.0
) -> float:
    """Return the mean of -log softmax(logits / temperature) at the labels, in nats."""
    scaled = np.asarray(logits, np.float64) / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    true = scaled[np.arange(len(labels)), labels]
    return float((np.log(np.exp(scaled).sum(axis=1)) - true).mean())


def _ece(confidence: Scores, right: Flags, index: NDArray[np.int64]) -> float:
    gaps = np.bincount(index, weights=confidence - right)
    return float(np.abs(gaps).sum() / len(confidence))


def _bootstrap(confidence: Scores, right: Flags, index: NDArray[np.int64]) -> tuple[float, float]:
    """Return a 95% interval, as far below the ECE as above it.

    Resampling adds noise to every bin, and noise only ever adds to an ECE: the drawn values lie
    too high, so their upper end is kept and mirrored.
    """
    rng = np.random.default_rng(0)
    n, found = len(confidence), _ece(confidence, right, index)
    drawn = []
    for _ in range(DRAWS):
        picked = rng.integers(0, n, n)
        drawn.append(_ece(confidence[picked], right[picked], index[picked]))
    high = max(found, float(np.quantile(drawn, 0.975)))
    return max(0.0, 2 * found - high), min(1.0, high)


def _chance(confidence: Scores, index: NDArray[np.int64]) -> float:
    rng = np.random.default_rng(0)
    draws = (rng.random(len(confidence)) < confidence for _ in range(DRAWS))
    return float(np.mean([_ece(confidence, right, index) for right in draws]))
