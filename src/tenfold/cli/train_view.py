"""How a training looks in a terminal: the data before it, and a line an epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from tenfold.cli.ending import printable, sentence

if TYPE_CHECKING:
    from tenfold.training.several import Trial

_BAR: Final = 30
_SHOWN: Final = 5


def show_survey(survey: dict[str, Any]) -> None:
    """Write what data sets hold to stderr: classes, faults, and what to do about them.

    Args:
        survey: as ``Survey.to_dict`` gives it.

    """
    console = Console(stderr=True, highlight=False, markup=False)
    for one in survey["sets"]:
        left = one["test_left_out"]
        test = f", {left:,} of its test part left out" if left else ""
        console.print(f"{printable(one['name'])}: {one['learned_from']:,} pictures{test}")
    console.print(_classes(survey["counts"]))
    split = survey["split"]
    console.print(
        f"{split['training']:,} to learn from, {split['validation']:,} held out by {split['by']}"
    )
    for title, kind in (
        ("In two classes", "conflicts"),
        ("Left out", "unreadable"),
        ("Blank", "blank"),
    ):
        for place in survey[kind][:_SHOWN]:
            words = f"  {title}: {place['path']}: {place['reason']}"
            console.print(printable(words), soft_wrap=True)
        more = survey["conflict_count" if kind == "conflicts" else f"{kind}_count"] - _SHOWN
        if more > 0:
            console.print(f"  {title}: {more:,} more")
    for title, kind in (("Cannot work", "refusals"), ("Note", "warnings")):
        for remark in survey[kind]:
            words = f"{title}: {sentence(remark['reason'])} {remark['hint']}"
            console.print(printable(words), soft_wrap=True)


def _classes(counts: dict[str, int]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("class")
    table.add_column("pictures", justify="right")
    table.add_column("")
    most = max(1, *counts.values())
    for name, count in counts.items():
        if count or name.isdigit():
            table.add_row(name, f"{count:,}", "█" * round(_BAR * count / most))
    return table


def show_trials(trials: Sequence[Trial]) -> None:
    """Write several trainings to stderr, one a row, and what came out of them all."""
    from tenfold.training.trials_page import HEADS, rows, summary

    console = Console(stderr=True, highlight=False, markup=False)
    table = Table(box=None, pad_edge=False)
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in rows(trials):
        table.add_row(*map(printable, row))
    console.print(table)
    console.print(summary(trials), soft_wrap=True)


class Watcher:
    """Writes a line an epoch to stderr; on a terminal a bar runs within each."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, markup=False)
        self._bar: Progress | None = None
        self._task: Any = None

    def __enter__(self) -> Watcher:
        """Begin to watch."""
        return self

    def __exit__(self, *error: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def tell(self, line: dict[str, Any]) -> None:
        """Take a survey, a note or a line of metrics."""
        if "survey" in line:
            show_survey(line["survey"])
        elif "note" in line:
            if line.get("about") != "data":  # the survey has said it
                self._console.print(printable(line["note"]), soft_wrap=True)
        elif "epoch" in line:
            self._console.print(epoch_line(line), soft_wrap=True)
        elif "loss" in line and self._console.is_terminal:
            self._move(line)

    def _move(self, line: dict[str, Any]) -> None:
        if self._bar is None:
            columns = (TextColumn("{task.description}"), BarColumn(pulse_style="bar.complete"))
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        self._bar.update(
            self._task,
            description=f"step {line['step']:,}  loss {line['loss']:.4f}  "
            f"{line['examples_per_second']:,.0f} pictures/s",
        )


def epoch_line(line: dict[str, Any]) -> str:
    """Return an epoch's metrics as a line for people."""
    held = line["validation_accuracy"]
    parts = [
        f"epoch {line['epoch']}/{line['epochs']}",
        f"loss {line['loss']:.4f}",
        f"accuracy {line['accuracy']:.2%}",
        "" if held is None else f"held out {held:.2%}",
        "best" if line["best_epoch"] == line["epoch"] and held is not None else "",
        f"{line['examples_per_second']:,.0f} pictures/s",
        f"{_duration(line['seconds_left'])} left",
    ]
    return "  ".join(part for part in parts if part)


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
