"""`tenfold evaluate`: how good a model is on a data set, and how sure that is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from tenfold.cli.ending import FAILED, WRONG_USE, say

if TYPE_CHECKING:
    from tenfold.datasets import Dataset
    from tenfold.evaluation.results import Evaluation
    from tenfold.reading import Reader

SHOWN_PROBLEMS: Final = 5
"""Bad files that are named; `tenfold data check` names all."""
NARROWEST: Final = 100
"""Columns of a table that is not written to a terminal."""


class Format(StrEnum):
    """How the result is written to stdout."""

    TEXT = "text"
    JSON = "json"


def evaluate(
    dataset: Annotated[
        str,
        typer.Argument(
            metavar="DATASET", help="A name that `tenfold data list` shows, or the path of a set."
        ),
    ],
    *,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", help="A shipped model's name, a run folder or an .onnx file."
        ),
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="A part of the set, such as test; else all.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="OUT.HTML", help="Write a page that needs no other file."),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How the result is written to stdout.")
    ] = Format.TEXT,
    robustness: Annotated[
        int,
        typer.Option(
            "--robustness",
            metavar="N",
            min=0,
            help="Read N digits shifted, turned, noisy, drawn again ... too; 0 leaves it out.",
        ),
    ] = 2000,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="Chooses those N digits and their mishaps.")
    ] = 0,
) -> None:
    """Measure a model on a data set: accuracy, confusions, calibration, coverage, robustness.

    Every figure comes with its 95% interval and the number of pictures behind it. Use a set, or a
    split, that the model was not trained on.

    \b
    tenfold evaluate mnist --split test
    tenfold evaluate digits_jpeg/ --report report.html
    tenfold evaluate pendigits --split test --model runs/14 --format json
    """
    from tenfold.datasets import load
    from tenfold.evaluation.evaluate import evaluate as measure
    from tenfold.evaluation.evaluate import readings_needed
    from tenfold.reading import Reader

    _check_report(report)
    reader = Reader(model)
    pictures = load(dataset, split)
    _name_problems(pictures)
    with _progress(readings_needed(pictures, robustness)) as advance:
        found = measure(
            reader.classify,
            pictures,
            _subject(reader),
            split=split or "",
            robustness=robustness,
            seed=seed,
            advance=advance,
        )
    _print(found, format_)
    if report is not None:
        _write(found, report)


def _check_report(report: Path | None) -> None:
    """Refuse a page that cannot be written before minutes of work, not after."""
    if report is not None and (report.is_dir() or not report.parent.is_dir()):
        what = "is a folder" if report.is_dir() else f"lies in {report.parent}, which is no folder"
        say(f"--report {report} {what}; give the path of a file, such as report.html.")
        raise typer.Exit(WRONG_USE)


def _subject(reader: Reader) -> Any:
    from tenfold.evaluation.results import Subject

    card = reader.card
    thresholds = {float(rate): float(value) for rate, value in card.thresholds.items()}
    return Subject(card.name, card.sha256, thresholds)


def _name_problems(pictures: Dataset) -> None:
    for problem in pictures.problems[:SHOWN_PROBLEMS]:
        say(f"{problem.path} left out. {problem.reason}")
    more = len(pictures.problems) - SHOWN_PROBLEMS
    if more > 0:
        say(f"{more:,} more left out; tenfold data check names all.")


def _print(found: Evaluation, format_: Format) -> None:
    if format_ is Format.JSON:
        import json

        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
        return
    from rich.console import Console

    from tenfold.evaluation.report import to_text

    console = Console(highlight=False)
    console.width = max(console.width, NARROWEST) if not console.is_terminal else console.width
    console.print(to_text(found))


def _write(found: Evaluation, report: Path) -> None:
    from tenfold.evaluation.report import write_html

    try:
        write_html(found, report)
    except OSError as error:
        say(f"{report} could not be written. {error.strerror or error}.")
        raise typer.Exit(FAILED) from error
    say(f"Wrote {report}.")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on stderr where a person watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), "pictures", TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda n: bar.advance(task, n)
