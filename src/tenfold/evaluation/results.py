"""What an evaluation found: frozen dataclasses, and their JSON form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import CLASSES
from tenfold.evaluation.accuracy import Change, Rate
from tenfold.evaluation.calibration import Calibration
from tenfold.evaluation.rejection import Coverage, Separation

Pictures = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is measured: the model's name, its file's sha256, and thresholds by promised rate."""

    model: str
    sha256: str = ""
    thresholds: Mapping[float, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that a figure needs beside it to be checked."""

    model: str
    sha256: str
    dataset: str
    dataset_sha256: str
    split: str
    digits: int
    non_digits: int
    look_alikes: int
    left_out: int
    groups: int
    seed: int
    date: str
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A picture that was misread: where it lies, what it is, what was said and how surely."""

    where: str
    label: int
    said: int
    confidence: float
    picture: Pictures = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Variant:
    """Accuracy on corrupted pictures, and the change from the same pictures as they were."""

    name: str
    group: str
    accuracy: Rate
    change: Change
    example: Pictures = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured.

    ``accuracy`` is over the digits: the most probable of the eleven classes is the label.
    Non-digits that look like digits stand apart in ``look_alikes``, the share of them accepted
    where ``everyday`` accepts, and are in no other figure. ``confusion`` is (11, 11) int64, rows
    what was written. ``curve`` is (M, 2): accepted share of the digits, and error rate among all
    accepted, from strict to lax.
    """

    conditions: Conditions
    accuracy: Rate
    classes: tuple[Rate, ...]
    confusion: NDArray[np.int64] = field(compare=False)
    calibration: Calibration
    coverage: tuple[Coverage, ...]
    curve: NDArray[np.float64] = field(compare=False)
    separation: Separation | None
    look_alikes: Rate
    groups: tuple[tuple[str, Rate], ...]
    mistakes: tuple[Mistake, ...]
    robustness: tuple[Variant, ...]

    @property
    def everyday(self) -> Coverage:
        """Coverage at the promise nearest the default 0.1%, by the model's own threshold if any."""
        return everyday(self.coverage)

    @property
    def clean(self) -> Rate:
        """Accuracy of the digits of ``robustness`` as they are."""
        first = self.robustness[0]
        return Rate(first.accuracy.hits + first.change.lost - first.change.gained, first.change.n)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, without pictures."""
        return {
            "conditions": {k: getattr(self.conditions, k) for k in Conditions.__slots__},
            "accuracy": self.accuracy.to_dict(),
            "classes": dict(zip(CLASSES, (r.to_dict() for r in self.classes), strict=True)),
            "confusion": self.confusion.tolist(),
            "calibration": self.calibration.to_dict(),
            "coverage": [one.to_dict() for one in self.coverage],
            "separation": self.separation and self.separation.to_dict(),
            "look_alikes": self.look_alikes.to_dict(),
            "worst_groups": [{"group": name, **r.to_dict()} for name, r in self.groups],
            "mistakes": [_plain(mistake) for mistake in self.mistakes],
            "robustness": [
                {
                    "name": one.name,
                    "group": one.group,
                    "accuracy": one.accuracy.to_dict(),
                    "change": one.change.to_dict(),
                }
                for one in self.robustness
            ],
        }


def everyday(covered: Sequence[Coverage]) -> Coverage:
    """Return the coverage nearest the promise of 0.1%, by the model's own threshold if any."""
    return min(covered, key=lambda one: (abs(one.promised - 0.001), one.source))


def _plain(mistake: Mistake) -> dict[str, Any]:
    names = {"label": CLASSES[mistake.label], "said": CLASSES[mistake.said]}
    return {"where": mistake.where, **names, "confidence": mistake.confidence}
