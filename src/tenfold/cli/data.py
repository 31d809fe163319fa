"""`tenfold data`: which data sets there are, what they hold, whether they are sound, and more."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from tenfold.cli.ending import FAILED, printable, say

if TYPE_CHECKING:
    from tenfold.datasets import Dataset, Problem, StringDataset
    from tenfold.datasets.check import Report

SHOWN_PROBLEMS: Final = 10
"""Problems that `info` names; `check` names all."""


class Format(StrEnum):
    """How the answer is written to stdout."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="""Show, check and fetch data sets.

    \b
    tenfold data list                all that have a name, and where they are
    tenfold data info digits_jpeg/   what a folder of pictures holds
    tenfold data check train.csv     every bad row or file by name
    tenfold data fetch mnist         get a public one
    """,
)

Where = Annotated[
    str, typer.Argument(metavar="NAME|PATH", help="A name from `list`, or a file or folder.")
]
Split = Annotated[
    str | None, typer.Option("--split", help="Only this part: train, test or val.", metavar="PART")
]
Output = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]


@app.command("list")
def list_sets(format_: Output = Format.TEXT) -> None:
    """List the data sets that have a name, and where they are.

    \b
    tenfold data list
    tenfold data list --format json
    """
    from tenfold.datasets.registry import SOURCES

    rows = [
        {
            "name": source.name,
            "what": source.what,
            "licence": source.licence,
            "path": str(path) if (path := source.find()) else None,
            "fetch": source.place if source.is_public else None,
        }
        for source in SOURCES.values()
    ]
    if format_ is Format.JSON:
        _print_json(rows)
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        typer.echo(f"{row['name']:<{width}}  {row['what']}")
        typer.echo(f"{'':<{width}}  {_place(row)}")


@app.command()
def info(where: Where, split: Split = None, format_: Output = Format.TEXT) -> None:
    """Show what a data set holds: pictures a class, writers, sizes, polarity, licence.

    \b
    tenfold data info mnist --split test
    tenfold data info my_digits/ --format json
    """
    dataset = _load(where, split)
    facts = _facts(dataset)
    if format_ is Format.JSON:
        _print_json(facts | {"problems": _rows(dataset.problems)})
        return
    for key, value in facts.items():
        typer.echo(f"{key:<11}  {_in_words(value)}")
    for problem in dataset.problems[:SHOWN_PROBLEMS]:
        typer.echo(f"{'problem':<11}  {_line(problem)}")
    if len(dataset.problems) > SHOWN_PROBLEMS:
        say(f"{len(dataset.problems):,} problems; all of them: tenfold data check {where}")


@app.command()
def check(where: Where, split: Split = None, format_: Output = Format.TEXT) -> None:
    """Look at every picture: bad files, one picture in two classes or splits, blanks, imbalance.

    Exits 1 where something is wrong.

    \b
    tenfold data check my_digits/
    tenfold data check train.csv --format json
    """
    from tenfold.datasets import Dataset
    from tenfold.datasets.check import check as look_at
    from tenfold.datasets.check import check_strings

    dataset = _load(where, split)
    with _waiting(f"Checking {where}"):
        report = look_at(dataset) if isinstance(dataset, Dataset) else check_strings(dataset)
    if format_ is Format.JSON:
        _print_json({"name": dataset.name, "count": len(dataset), **_parts(report)})
    else:
        _print_report(dataset, report)
    if report.faults:
        raise typer.Exit(FAILED)


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from `list`.")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Data home to fetch into.")
    ] = None,
    mirror: Annotated[
        str, typer.Option("--from", metavar="URL", help="Fetch the files from this address.")
    ] = "",
) -> None:
    """Fetch a public data set, carried on where it was cut, and print where it lies.

    \b
    tenfold data fetch mnist
    tenfold data fetch emnist --to /srv/data
    tenfold data fetch mnist --from http://mirror.example.org/mnist
    """
    from tenfold.datasets.fetch import fetch as fetch_set

    with _bars() as report:
        path, problems = fetch_set(name, to, report, mirror=mirror)
    for problem in problems:
        say(f"{problem.path} left out: {problem.reason}")
    typer.echo(path)


def _load(where: str, split: str | None) -> Dataset | StringDataset:
    from tenfold.datasets import load, load_strings
    from tenfold.datasets.loading import holds_strings

    with _waiting(f"Reading {where}"):
        return load_strings(where) if holds_strings(where) else load(where, split)


def _place(row: dict[str, Any]) -> str:
    if row["path"]:
        return printable(row["path"])
    cure = f"tenfold data fetch {row['fetch']}" if row["fetch"] else "no public address is known"
    return f"not here: {cure}"


def _facts(dataset: Dataset | StringDataset) -> dict[str, Any]:
    from tenfold.datasets import CLASSES, Dataset, unambiguous

    facts: dict[str, Any] = {"name": dataset.name, "count": len(dataset)}
    if isinstance(dataset, Dataset):
        facts |= {
            "classes": {CLASSES[label]: n for label, n in dataset.counts.items()},
            "look-alikes": len(dataset) - len(unambiguous(dataset)),
            "splits": _tally(dataset.splits),
            "writers": None if dataset.writers is None else len(set(dataset.writers.tolist())),
            "groups": None if dataset.groups is None else len(set(dataset.groups.tolist())),
            "sizes": {f"{w}x{h}": n for (h, w), n in sorted(dataset.shapes.items())},
            "polarity": dataset.polarity,
            "sha256": dataset.hash,
        }
    else:
        facts |= {"digits": sum(map(len, dataset.digits)), "groups": len(set(dataset.groups))}
    return facts | {"licence": dataset.licence or None}


def _tally(values: Any) -> dict[str, int] | None:
    if values is None:
        return None
    names = values.tolist()
    return {name: names.count(name) for name in dict.fromkeys(names)}


def _parts(report: Report) -> dict[str, Any]:
    return {
        "bad": _rows(report.bad),
        "conflicts": _rows(report.conflicts),
        "leaks": _rows(report.leaks),
        "blank": _rows(report.blank),
        "balance": _rows(report.balance),
        "repeats": report.repeats,
    }


def _print_report(dataset: Dataset | StringDataset, report: Report) -> None:
    for problem in report.faults:
        typer.echo(_line(problem))
    if report.repeats:
        say(f"{report.repeats:,} pictures are there more than once.")
    count, faults = f"{len(dataset):,} good pictures", len(report.faults)
    say(f"{count}, {faults:,} {'fault' if faults == 1 else 'faults'}." if faults else f"{count}.")


def _rows(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [problem._asdict() for problem in problems]


def _line(problem: Problem) -> str:
    return printable(f"{problem.path}: {problem.reason}")


def _in_words(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {n:,}" for key, n in value.items())
    return f"{value:,}" if isinstance(value, int) else printable(str(value))


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=True, indent=2))


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    """Show on a terminal that something goes on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(printable(what), spinner="line"):
        yield


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what shows a bar a file on a terminal; None where no one watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    tasks: dict[str, progress.TaskID] = {}
    with progress.Progress(*columns, console=Console(stderr=True)) as bars:

        def report(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=None)
            bars.update(tasks[name], completed=done, total=total or None)

        yield report
