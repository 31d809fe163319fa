"""Several trainings side by side: a table and a plot, as one page that needs nothing else."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

import numpy as np

from tenfold.evaluation.accuracy import Rate
from tenfold.evaluation.charts import Frame, axis_floor, both_sizes
from tenfold.evaluation.markup import interval, percent, text
from tenfold.training.several import Trial

_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def summary(trials: Sequence[Trial]) -> str:
    """Say in a sentence what came out: for folds the mean and spread, else the best."""
    done = [trial for trial in trials if not trial.failed]
    if not done:
        return "No training came to its end."
    shares = np.array([trial.accuracy for trial in done])
    right = Rate(sum(trial.right for trial in done), sum(trial.held for trial in done))
    if "fold" in done[0].values:
        return (
            f"{len(done)} folds: {percent(float(shares.mean()))} read right on average, "
            f"{percent(float(shares.min()))} to {percent(float(shares.max()))}; "
            f"{percent(right.value)} ({interval(right)}) of all {right.n:,} pictures, "
            "each held out once."
        )
    best = best_of(done)
    found = Rate(best.right, best.held)
    return (
        f"Best: {best.label}, {percent(found.value)} ({interval(found)}) of {found.n:,} "
        "held-out pictures read right."
    )


def best_of(trials: Sequence[Trial]) -> Trial:
    """Return the trial that reads most right; among equals the one with the least loss."""
    return max(trials, key=lambda trial: (trial.accuracy, -(trial.loss or math.inf)))


def rows(trials: Sequence[Trial]) -> list[tuple[str, ...]]:
    """Return the table's cells: what was tried, accuracy with its interval, loss, epoch, cost."""
    found: list[tuple[str, ...]] = []
    for trial in trials:
        if trial.failed:
            found.append((trial.label, trial.failed, "", "", "", "", ""))
            continue
        rate = Rate(trial.right, trial.held)
        loss = "–" if trial.loss is None else f"{trial.loss:.4f}"
        cost = (str(trial.epoch), f"{trial.seconds:.0f} s", f"{trial.bytes / 1000:,.0f} kB")
        found.append((trial.label, percent(rate.value), interval(rate), loss, *cost))
    return found


HEADS: Final = ("tried", "right", "95% interval", "loss", "epoch", "time", "size")


def trials_chart(trials: Sequence[Trial], size: tuple[int, int]) -> str:
    """Draw the accuracy of each trial with its interval: over the learning rate, or in order."""
    done = [trial for trial in trials if not trial.failed]
    places = [_place(trial, number) for number, trial in enumerate(done, 1)]
    low, high = min(places), max(places)
    room = max(0.5 * _least_gap(places), 1e-6)
    floor = axis_floor([Rate(trial.right, trial.held) for trial in done])
    frame = Frame(
        *size,
        x=lambda v: (v - low + room) / (high - low + 2 * room),
        y=lambda v: (v - floor) / (1 - floor),
    )
    ticks = {
        place: _tick(trial, number) for number, (trial, place) in enumerate(_pairs(done, places), 1)
    }
    steps = {
        floor + share * (1 - floor): percent(floor + share * (1 - floor), 1)
        for share in (0, 0.5, 1)
    }
    name = "learning rate" if _over_rate(done) else "training"
    parts = frame.axes(dict(sorted(ticks.items())), steps, (name, "held-out pictures read right"))
    for trial, place in _pairs(done, places):
        rate = Rate(trial.right, trial.held)
        x, y = frame.at(place, rate.value)
        (_, top), (_, bottom) = frame.at(place, rate.high), frame.at(place, rate.low)
        parts.append(
            f'<line class="whisker" x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}"/>'
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5">'
            f"<title>{text(trial.label)}: {percent(rate.value)}</title></circle>"
        )
    return frame.svg(parts, label="Accuracy of each training; the table below has its numbers")


def to_html(trials: Sequence[Trial], title: str) -> str:
    """Return the page: style, plot and table are in it, and nothing is loaded."""
    style = files("tenfold.evaluation").joinpath("report.css").read_text("utf-8")
    done = [trial for trial in trials if not trial.failed]
    plot = both_sizes(lambda size: trials_chart(trials, size)) if done else ""
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    body = "".join(
        "<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in row) + "</tr>" for row in rows(trials)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} · Tenfold</title><style>{style}</style></head>"
        f'<body><main class="page"><h1>{text(title)}</h1>'
        f'<p class="lead">{text(summary(trials))}</p>'
        f'<div class="figures"><section class="card wide">{plot}</section>'
        f'<section class="card wide"><div class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></section></div></main></body></html>\n"
    )


def _over_rate(trials: Sequence[Trial]) -> bool:
    return all("learning_rate" in trial.values for trial in trials)


def _place(trial: Trial, number: int) -> float:
    rate: Any = trial.values.get("learning_rate")
    return math.log10(rate) if rate else float(number)


def _tick(trial: Trial, number: int) -> str:
    return f"{trial.values['learning_rate']:g}" if "learning_rate" in trial.values else str(number)


def _pairs(trials: Sequence[Trial], places: list[float]) -> list[tuple[Trial, float]]:
    return list(zip(trials, places, strict=True))


def _least_gap(places: list[float]) -> float:
    ordered = sorted(set(places))
    gaps = [after - before for before, after in itertools.pairwise(ordered)]
    return min(gaps, default=1.0)
