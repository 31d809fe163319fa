"""What a run has reached, in few numbers: for the table of runs, and to compare them."""

from __future__ import annotations

import time
from typing import Any, Final

import numpy as np

from tenfold.errors import ModelError
from tenfold.evaluation.accuracy import Rate
from tenfold.reading.card import read_card
from tenfold.reading.model import load_model
from tenfold.web.runs.models import Run

SIDE_PX: Final = 28
WARM: Final = 10
MEASURED: Final = 50
"""Pictures before the measure, and those measured."""


def after_epoch(before: dict[str, Any], report: dict[str, Any]) -> dict[str, Any]:
    """Return the figures after an epoch: those of the best one so far on held-out pictures.

    Args:
        before: figures until then.
        report: the epoch's line of metrics, with ``held_out`` the number of held-out pictures.

    """
    accuracy = report.get("validation_accuracy")
    if accuracy is None or accuracy <= before.get("accuracy", -1.0):
        return before
    return {
        **before,
        **_accuracy(accuracy, report.get("held_out", 0)),
        "best_epoch": report["epoch"],
    }


def _accuracy(accuracy: float, n: int) -> dict[str, Any]:
    rate = Rate(round(accuracy * n), n)
    return {"accuracy": accuracy, "low": rate.low, "high": rate.high, "n": n}


def of_model(run: Run) -> dict[str, Any]:
    """Return what the card of a run's model says; nothing where there is no model."""
    try:
        card = read_card(run.folder / "card.json")
        latency = latency_ms(run)
    except ModelError:
        return {}
    return {
        "architecture": card.architecture,
        "parameters": card.parameters,
        "bytes": card.bytes,
        "sha256": card.sha256,
        "latency_ms": latency,
    }


def latency_ms(run: Run) -> float:
    """Measure how long a run's model takes for one picture: the median of some, on this machine.

    Raises:
        ModelError: there is no model, or a broken one.

    """
    model = load_model(run.folder)
    picture = np.zeros((1, SIDE_PX, SIDE_PX), np.float32)
    times = []
    for _ in range(WARM + MEASURED):
        begun = time.perf_counter()
        model.run(picture)
        times.append(time.perf_counter() - begun)
    return round(1000 * float(np.median(times[WARM:])), 3)
