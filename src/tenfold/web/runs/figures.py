"""What a run has reached, in few numbers: for the table of runs, and to compare them."""

from __future__ import annotations

from typing import Any

from tenfold.errors import ModelError
from tenfold.evaluation.accuracy import Rate
from tenfold.reading.card import read_card
from tenfold.web.runs.models import Run


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
    except ModelError:
        return {}
    return {
        "architecture": card.architecture,
        "parameters": card.parameters,
        "bytes": card.bytes,
        "sha256": card.sha256,
    }
