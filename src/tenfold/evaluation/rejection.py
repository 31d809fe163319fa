"""What a reader accepts: thresholds that keep a promised error rate, and what they let through."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.evaluation.accuracy import Rate, rate, wilson

PROMISED_RATES: Final = (0.0001, 0.001, 0.01)
"""Error rates among accepted readings for which coverage is reported."""
ACCEPT_NOTHING: Final = 2.0
"""A threshold above every probability."""
STARTS: Final = (0.25, 0.5, 0.75, 0.9)
STEPS: Final = 400

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A reading is accepted where its score is at least ``value``.

    ``errors`` of the ``accepted`` among ``n`` held-out scores were wrong; ``bound`` is the upper
    end of the one-sided interval of that rate (1 where nothing is accepted). ``value`` is
    ACCEPT_NOTHING where n is too small, or the errors too many, to promise the rate at all.
    """

    promised: float
    value: float
    accepted: int
    errors: int
    n: int
    bound: float

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a threshold accepts: of the digits, of the rest, and how often that is wrong.

    ``accepted`` is the share of the digits, ``others`` that of the non-digits; ``errors`` counts
    misread digits and non-digits among all accepted, so it moves with their mix. ``source`` is
    'hindsight' where the threshold was chosen on these very pictures (the best that any can do
    here, not a promise), and 'card' where it came with the model.
    """

    promised: float
    threshold: float
    source: str
    accepted: Rate
    errors: Rate
    others: Rate

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        plain = {name: getattr(self, name) for name in ("promised", "threshold", "source")}
        rates = {name: getattr(self, name).to_dict() for name in ("accepted", "errors", "others")}
        return plain | rates


@dataclass(frozen=True, slots=True)
class Separation:
    """How well the score tells digits from the rest: AUROC in 0..1 with a 95% interval."""

    auroc: float
    low: float
    high: float
    digits: int
    others: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {name: getattr(self, name) for name in self.__slots__}


def accept_score(probabilities: NDArray[np.float32]) -> Scores:
    """Return (N,) float64: the probability of the best of the ten digits, from (N, 11)."""
    return np.asarray(probabilities[:, :NOT_A_DIGIT].max(axis=1), np.float64)


def read_right(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> Flags:
    """Return (N,) bool: the best of the ten digits is the label; never for a non-digit."""
    return np.asarray(probabilities[:, :NOT_A_DIGIT].argmax(axis=1) == labels)


def fit_threshold(
    scores: Scores, right: Flags, promised: float, *, assurance: float = 0.95
) -> Threshold:
    """Return the lowest threshold that keeps a promised error rate on pictures still to come.

    Among accepted readings, at most the promised share is wrong, with probability ``assurance``
    over the draw of the held-out scores. Counting errors on them alone would break the promise
    about every other time. Thresholds are tested from strict to lax by the exact binomial test and
    the walk stops at the first that fails; four starting points share the level, since a strict
    threshold accepts too few to pass. Source: Angelopoulos et al. 2021, Learn then Test,
    https://arxiv.org/abs/2110.01052, fixed-sequence testing with several starts.

    Args:
        scores: (N,) float, ``accept_score`` of sources that training never saw, non-digits too.
        right: (N,) bool, ``read_right`` of the same: False for every non-digit.
        promised: error rate in 0..1, both ends out.
        assurance: probability in 0..1, both ends out.

    Raises:
        ValueError: where a rate is not inside 0..1 or the shapes differ.

    """
    _check(scores, right)
    for name, share in (("promised", promised), ("assurance", assurance)):
        if not 0.0 < share < 1.0:
            raise ValueError(f"{name} is {share}, expected a share between 0 and 1")
    n = len(scores)
    level = (1.0 - assurance) / len(STARTS)
    values, accepted, errors = _candidates(scores, right)
    passes = _passing(accepted, errors, promised, level)
    best = max(_walk_ends(accepted, passes, n), default=None)
    if best is None:
        return Threshold(promised, ACCEPT_NOTHING, 0, 0, n, 1.0)
    taken, wrong = int(accepted[best]), int(errors[best])
    bound = upper_bound(wrong, taken, level)
    return Threshold(promised, float(values[best]), taken, wrong, n, bound)


def upper_bound(errors: int, n: int, level: float) -> float:
    """Return the exact one-sided upper bound of an error rate (Clopper and Pearson 1934).

    The rate p for which so few errors or fewer in n have probability ``level``; 1 where n is 0.
    Source: https://doi.org/10.1093/biomet/26.4.404.
    """
    if errors >= n:
        return 1.0
    low, high = errors / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if binomial_cdf(errors, n, middle) > level:
            low = middle
        else:
            high = middle
    return high


def binomial_cdf(k: int, n: int, p: float) -> float:
    """Return the probability of at most k successes in n trials with probability p each."""
    if k >= n or p <= 0.0:
        return 1.0
    if p >= 1.0:
        return 0.0
    log_term = n * math.log1p(-p)
    logs = [log_term]
    odds = math.log(p) - math.log1p(-p)
    for i in range(1, k + 1):
        log_term += math.log(n - i + 1) - math.log(i) + odds
        logs.append(log_term)
    peak = max(logs)
    return min(1.0, math.exp(peak) * math.fsum(math.exp(x - peak) for x in logs))


def risk_coverage(scores: Scores, right: Flags) -> tuple[Scores, Scores, Scores]:
    """Return thresholds, coverage and error rate among the accepted, from strict to lax.

    Equal scores are accepted together. All three (M,) float64, M the number of distinct scores.
    Source: El-Yaniv and Wiener 2010, https://www.jmlr.org/papers/v11/el-yaniv10a.html.
    """
    values, accepted, errors = _distinct(scores, right)
    return values, accepted / max(1, len(scores)), errors / np.maximum(1, accepted)


def coverage_at(
    scores: Scores,
    right: Flags,
    others: Flags | None = None,
    *,
    threshold: float,
    promised: float,
) -> Coverage:
    """Return what a threshold that came with the model accepts, and how often it is wrong.

    Args:
        scores: (N,) float, ``accept_score``.
        right: (N,) bool, ``read_right``.
        others: (N,) bool, True for a non-digit; None where all are digits.
        threshold: scores from here on are accepted.
        promised: the error rate that the threshold was fitted for.

    """
    _check(scores, right)
    accepted = scores >= threshold
    others = np.zeros(len(scores), bool) if others is None else others
    shares = rate(accepted[~others]), rate(~right[accepted]), rate(accepted[others])
    return Coverage(promised, threshold, "card", *shares)


def coverage_in_hindsight(
    scores: Scores, right: Flags, others: Flags | None = None, *, promised: float
) -> Coverage:
    """Return the most that some threshold accepts with at most the promised share of errors."""
    values, accepted, errors = _distinct(scores, right)
    kept = np.flatnonzero(errors <= promised * accepted)
    best = float(values[kept[-1]]) if len(kept) else ACCEPT_NOTHING
    found = coverage_at(scores, right, others, threshold=best, promised=promised)
    return replace(found, source="hindsight")


def auroc(digits: Scores, others: Scores) -> float:
    """Return the probability that a digit scores above a non-digit; a tie counts one half.

    By mean ranks: Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491.

    Args:
        digits: (N,) float scores, N at least 1.
        others: (M,) float scores, M at least 1.

    """
    if not len(digits) or not len(others):
        raise ValueError(
            f"{len(digits)} digits and {len(others)} non-digits, expected at least one of each"
        )
    ordered = np.sort(others)
    below = np.searchsorted(ordered, digits, side="left")
    not_above = np.searchsorted(ordered, digits, side="right")
    return float((below + not_above).sum() / (2.0 * len(digits) * len(others)))


def separation(digits: Scores, others: Scores) -> Separation:
    """Return the AUROC with a 95% interval that is never too short.

    Its variance is at most a(1 - a) / min(N, M) (Birnbaum and Klose 1957,
    https://doi.org/10.1214/aoms/1177706794), so Wilson's interval with that count holds.
    """
    area = auroc(digits, others)
    fewer = min(len(digits), len(others))
    low, high = wilson(min(area * fewer, fewer), fewer)
    return Separation(area, low, high, len(digits), len(others))


def _distinct(scores: Scores, right: Flags) -> tuple[Scores, NDArray[np.int64], NDArray[np.int64]]:
    """Return distinct scores from high to low, and how many are accepted and wrong at each."""
    _check(scores, right)
    order = np.argsort(-scores, kind="stable")
    ordered, wrong = scores[order], np.cumsum(~right[order])
    ends = np.append(ordered[1:] != ordered[:-1], np.ones(min(1, len(scores)), bool))
    last = np.flatnonzero(ends).astype(np.int64)
    return ordered[last], last + 1, wrong[last].astype(np.int64)


def _candidates(
    scores: Scores, right: Flags
) -> tuple[Scores, NDArray[np.int64], NDArray[np.int64]]:
    """Thin the distinct thresholds out to at most STEPS, about evenly over the accepted."""
    values, accepted, errors = _distinct(scores, right)
    goals = np.linspace(0, len(scores), STEPS + 1)[1:]
    picked = np.unique(np.minimum(np.searchsorted(accepted, goals), len(accepted) - 1))
    picked = picked[picked >= 0]
    return values[picked], accepted[picked], errors[picked]


def _passing(
    accepted: NDArray[np.int64], errors: NDArray[np.int64], promised: float, level: float
) -> Flags:
    pairs = zip(accepted.tolist(), errors.tolist(), strict=True)
    return np.array(
        [e < promised * a and binomial_cdf(e, a, promised) <= level for a, e in pairs], bool
    )


def _walk_ends(accepted: NDArray[np.int64], passes: Flags, n: int) -> Iterator[int]:
    """Yield the laxest candidate that each walk reaches before its first failure."""
    for start in STARTS:
        first = int(np.searchsorted(accepted, start * n))
        failed = np.flatnonzero(~passes[first:])
        end = first + int(failed[0]) if len(failed) else len(passes)
        if end > first:
            yield end - 1


def _check(scores: Scores, right: Flags) -> None:
    if scores.shape != right.shape or scores.ndim != 1:
        raise ValueError(
            f"scores have shape {scores.shape} and right {right.shape}, expected (N,) each"
        )
