"""Runs beside each other: a row a fact, with what differs and what is best marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tenfold.web.inside.run_folder import read_metrics
from tenfold.web.runs.models import Run
from tenfold.web.runs.templatetags.runs import duration, share2, size
from tenfold.web.runs.wording import LABELS_OF_SETTINGS, written


@dataclass(frozen=True, slots=True)
class Cell:
    """What a fact is in one run."""

    text: str
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One fact in all runs."""

    title: str
    cells: list[Cell]
    differs: bool = False


def rows(runs: Sequence[Run]) -> list[Row]:
    """Return what was reached, what it cost, and the settings; those settings first that differ."""
    settings = [
        row for row in (_setting(*item, runs) for item in LABELS_OF_SETTINGS.items()) if row
    ]
    return [*_reached(runs), *sorted(settings, key=lambda row: not row.differs)]


def curves(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return each run's held-out accuracy and loss by epoch, for the charts."""
    return [{"name": str(run), **_curve(run)} for run in runs]


def _curve(run: Run) -> dict[str, list[Any]]:
    lines = read_metrics(run.folder)
    return {
        "epochs": [line["epoch"] for line in lines],
        "accuracy": [line.get("validation_accuracy") for line in lines],
        "loss": [line.get("validation_loss") for line in lines],
    }


def _reached(runs: Sequence[Run]) -> list[Row]:
    figures = [run.figures for run in runs]
    accuracy = [given.get("accuracy") for given in figures]
    return [
        _ranked("Accuracy, held out", accuracy, share2, best=max),
        Row("95% interval", [Cell(_interval(given)) for given in figures]),
        Row("Pictures held out", [Cell(_or_dash(given.get("n"), "{:,}")) for given in figures]),
        Row("Best epoch", [Cell(_epoch(run)) for run in runs]),
        _ranked("Took", [run.seconds or None for run in runs], duration, best=min),
        _ranked("Parameters", _of(figures, "parameters"), "{:,}".format, best=min),
        _ranked("Size", _of(figures, "bytes"), size, best=min),
        _ranked("A picture", _of(figures, "latency_ms"), "{:.2f} ms".format, best=min),
        Row("Notes", [Cell(run.note or "–") for run in runs]),
    ]


def _of(figures: Sequence[dict[str, Any]], name: str) -> list[Any]:
    return [given.get(name) for given in figures]


def _ranked(
    title: str,
    values: Sequence[Any],
    write: Callable[[Any], str],
    *,
    best: Callable[[Any], Any],
) -> Row:
    known = [value for value in values if value is not None]
    top = best(known) if len(set(known)) > 1 else None
    cells = [
        Cell("–") if value is None else Cell(write(value), is_best=value == top) for value in values
    ]
    return Row(title, cells)


def _interval(figures: dict[str, Any]) -> str:
    if figures.get("low") is None:
        return "–"
    return f"{share2(figures['low'])} to {share2(figures['high'])}"


def _epoch(run: Run) -> str:
    best = run.figures.get("best_epoch")
    return "–" if best is None else f"{best} of {run.epochs or run.epoch}"


def _or_dash(value: Any, form: str) -> str:
    return "–" if value is None else form.format(value)


def _setting(name: str, label: str, runs: Sequence[Run]) -> Row | None:
    """Return the row of a setting; None where no run has it."""
    given = [run.settings.get(name) for run in runs]
    if all(value is None for value in given):
        return None
    texts = ["–" if value is None else written(value) for value in given]
    return Row(label, [Cell(text) for text in texts], differs=len(set(texts)) > 1)
