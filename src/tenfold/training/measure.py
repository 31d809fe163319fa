"""What is measured at the end of an epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.evaluation.accuracy import confusion_matrix
from tenfold.evaluation.calibration import negative_log_likelihood
from tenfold.training.learner import Learner
from tenfold.training.lesson import Pictures, as_input

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Held:
    """How the held-out pictures are read: (11, 11) counts, rows written and columns read.

    ``loss`` in nats and ``accuracy`` are None where nothing is held out.
    """

    confusion: NDArray[np.int64]
    loss: float | None
    accuracy: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return what stands in an epoch's line of metrics."""
        return {
            "validation_loss": None if self.loss is None else round(self.loss, 5),
            "validation_accuracy": None if self.accuracy is None else round(self.accuracy, 5),
            "confusion": self.confusion.tolist(),
        }


def measure(
    learner: Learner, pictures: Pictures, labels: NDArray[np.int64], ask: Callable[[], None]
) -> Held:
    """Read pictures (N, 28, 28) uint8 with labels (N,); ``ask`` is called between batches."""
    found = [np.zeros((0, 11), np.float32)]
    for start in range(0, len(pictures), _BATCH):
        ask()
        found.append(learner.logits(as_input(pictures[start : start + _BATCH])))
    logits = np.concatenate(found)
    said = logits.argmax(axis=1).astype(np.int64)
    confusion = confusion_matrix(labels, said)
    if not len(labels):
        return Held(confusion, None, None)
    return Held(confusion, negative_log_likelihood(logits, labels), float((said == labels).mean()))


def answers(learner: Learner, pictures: Pictures) -> list[list[float]]:
    """Return class and confidence, before any temperature, for each picture."""
    logits = learner.logits(as_input(pictures))
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    sure = powers.max(axis=1) / powers.sum(axis=1)
    pairs = zip(logits.argmax(axis=1), sure, strict=True)
    return [[int(label), round(float(p), 4)] for label, p in pairs]
