"""What an evaluation found: frozen dataclasses, and their JSON form."""

from __future__ import annotations

from collections.abc import Mapping
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
    Non-digits that look like digits stand apart in ``look_alikes`` (the share accepted at the
    first of ``coverage``) and are in no other figure. ``confusion`` is (11, 11) int64, rows what
    was written. ``curve`` is (M, 2): coverage and error rate, from strict to lax.
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


def _plain(mistake: Mistake) -> dict[str, Any]:
    names = {"label": CLASSES[mistake.label], "said": CLASSES[mistake.said]}
    return {"where": mistake.where, **names, "confidence": mistake.confidence}
