"""Logits -> probabilities that mean what they say -> what to accept."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import InvalidModel
from tenfold.types import ModelCard

NOT_A_DIGIT: Final = 10
ERROR_RATE: Final = 0.001
"""Share of accepted digits that may be wrong, unless the caller chooses another."""


def calibrate(logits: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Softmax at the temperature that held-out sources called for.

    Method: Guo et al. 2017, https://arxiv.org/abs/1706.04599.

    Args:
        logits: (N, K) float32.
        temperature: above 0; 1 leaves the logits as they are.

    Returns:
        (N, K) float32 in 0..1; each row sums to 1.

    """
    scaled = logits / np.float32(temperature)
    scaled -= scaled.max(axis=1, keepdims=True)
    np.exp(scaled, out=scaled)
    scaled /= scaled.sum(axis=1, keepdims=True)
    return np.asarray(scaled, np.float32)


def threshold_for(card: ModelCard, error_rate: float) -> float:
    """Probability from which on a digit is accepted, for a promised rate of errors.

    A rate between two of the card takes the stricter one, so that the promise holds.

    Args:
        card: the model's card.
        error_rate: share of accepted digits that may be wrong, between 0 and 1.

    Returns:
        The least calibrated probability that is accepted.

    Raises:
        InvalidModel: the model promises no rate that low.

    """
    rates = {float(rate): float(threshold) for rate, threshold in card.thresholds.items()}
    kept = [rate for rate in rates if rate <= error_rate]
    if not kept:
        known = ", ".join(card.thresholds) or "none"
        raise InvalidModel(
            f"model {card.name!r} promises no error rate of {error_rate:g}; it has: {known}"
        )
    return rates[max(kept)]


def is_one_digit(joined: NDArray[np.float32], parts: NDArray[np.float32]) -> bool:
    """Judge whether marks that touch no other belong together, by how well each way reads.

    Args:
        joined: (11,) probabilities of the marks taken as one digit.
        parts: (P, 11) probabilities of each mark taken alone.

    Returns:
        True where one digit is at least as likely as the parts are on (geometric) average.

    """
    least = np.float32(1e-9)
    one = np.log(joined[:NOT_A_DIGIT].max() + least)
    several = np.log(parts[:, :NOT_A_DIGIT].max(axis=1) + least)
    return bool(one >= several.mean())
