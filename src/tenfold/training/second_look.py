"""A second opinion on labels: what the shipped model makes of the pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.reading.decide import calibrate
from tenfold.reading.model import load_model
from tenfold.reading.names import DEFAULT_MODEL
from tenfold.training.gather import Material

SAMPLE: Final = 5000
"""Most pictures that are looked at."""
ENOUGH: Final = 60
"""Fewest digits from which shuffled labels can be told."""
SURE: Final = 0.995
UNRELATED: Final = 0.12
"""Cramér's V of answers and labels below which they are unrelated."""
KNOWN: Final = 0.7
"""Share of right answers from which on the model knows this kind of writing, and may doubt."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """``doubtful`` are places of pictures whose label the model is sure is another, surest first.

    ``is_shuffled``: the answers, right or wrong, have nothing to do with the labels. Digits of a
    script that the model never saw get wrong answers too, but the same for the same digit.
    """

    doubtful: NDArray[np.int64]
    is_shuffled: bool


def look_again(material: Material) -> SecondLook:
    """Compare labels with what the shipped model reads, on up to 5,000 pictures."""
    if not len(material):
        return SecondLook(np.zeros(0, np.int64), is_shuffled=False)
    places = np.random.default_rng(0).permutation(len(material))[:SAMPLE]
    model = load_model(DEFAULT_MODEL)
    logits = model.run(material.pictures[places].astype(np.float32) / np.float32(255))
    probabilities = calibrate(logits, model.card.temperature)
    labels, said = material.labels[places], probabilities.argmax(axis=1)
    digits = labels != NOT_A_DIGIT
    if digits.any() and (said == labels)[digits].mean() < KNOWN:
        return SecondLook(np.zeros(0, np.int64), _is_shuffled(labels[digits], said[digits]))
    sure = np.where(said == labels, 0.0, probabilities.max(axis=1))
    doubted = np.flatnonzero((sure > SURE) & digits & (said != NOT_A_DIGIT))
    return SecondLook(places[doubted[np.argsort(-sure[doubted], kind="stable")]], is_shuffled=False)


def _is_shuffled(labels: NDArray[np.int64], said: NDArray[np.int64]) -> bool:
    table = np.zeros((11, 11))
    np.add.at(table, (labels, said), 1)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if len(labels) < ENOUGH or min(table.shape) < 3:
        return False
    return not is_related(table)


def is_related(table: NDArray[np.float64]) -> bool:
    """Tell whether rows and columns of counts have to do with each other.

    By Pearson's chi-squared: it must be three standard deviations above what chance gives, and
    Cramér's V, which does not grow with the number of pictures, be worth a mention.
    """
    n, (rows, columns) = table.sum(), table.shape
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / n
    chi_squared = float(((table - expected) ** 2 / expected).sum())
    freedom = (rows - 1) * (columns - 1)
    strength = math.sqrt(chi_squared / n / (min(rows, columns) - 1))
    return chi_squared > freedom + 3 * math.sqrt(2 * freedom) and strength > UNRELATED
