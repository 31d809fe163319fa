"""`tenfold read`: pictures in, readings out."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union

import typer

from tenfold.cli.ending import FAILED, WRONG_USE, say, sentence
from tenfold.errors import ImageError

if TYPE_CHECKING:
    from tenfold.cli.sources import Item
    from tenfold.reading import Reader
    from tenfold.types import Reading

Result: TypeAlias = Union["Reading", ImageError]
ReadMany: TypeAlias = Callable[[Iterator[Any]], Iterator[Result]]


class Format(StrEnum):
    """How results are written to stdout."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, zips, PDFs, or - for stdin."),
    ],
    *,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How results are written to stdout.")
    ] = Format.TEXT,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", help="A shipped model's name, a run folder or an .onnx file."
        ),
    ] = None,
    error_rate: Annotated[
        float,
        typer.Option(
            "--error-rate",
            min=0.0,
            max=1.0,
            help="Share of accepted digits that may be wrong; the rest is marked 'look again'.",
        ),
    ] = 0.001,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", "-w", min=0, help="Processes that read; 0 for as many as processors."
        ),
    ] = 1,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Print each picture beside its reading.")
    ] = False,
) -> None:
    """Read the digits in pictures, and say how sure each reading is.

    Results go to stdout as they come, messages to stderr. Exit code: 0 done, 1 something could
    not be read (it is named, the rest is done), 2 wrong use.

    \b
    tenfold read photo.jpg
    tenfold read scans/ --format csv --workers 0 > readings.csv
    tenfold read forms.zip --format jsonl | jq -r .text
    cat photo.jpg | tenfold read -
    tenfold read examples --pictures
    """
    if pictures and format_ is not Format.TEXT:
        say(f"--pictures goes with --format text, not {format_.value}.")
        raise typer.Exit(WRONG_USE)
    _check_stdin(paths)
    from tenfold.reading import Reader

    reader = Reader(model, error_rate=error_rate)
    # With pictures one at a time, for each reading then keeps its page in full size.
    read_many = (
        partial(_read_each, reader)
        if pictures
        else partial(reader.read_many, errors="return", workers=workers or os.cpu_count() or 1)
    )
    if not _read_all(read_many, paths, format_, pictures):
        raise typer.Exit(FAILED)


def _check_stdin(paths: list[str]) -> None:
    import sys

    if "-" not in paths:
        return
    if paths.count("-") > 1:
        say("- stands for stdin and can be read once.")
        raise typer.Exit(WRONG_USE)
    if sys.stdin is None or sys.stdin.isatty():
        say("- reads a picture from stdin, and none was piped in: tenfold read - < photo.jpg")
        raise typer.Exit(WRONG_USE)


def _read_all(read_many: ReadMany, paths: list[str], format_: Format, pictures: bool) -> bool:
    """Write every result and name every failure; return whether there was none."""
    from tenfold.cli.output import open_writer
    from tenfold.cli.progress import progress
    from tenfold.cli.sources import find_pictures

    done = True
    with progress(paths) as advance, open_writer(format_.value, pictures) as writer:
        for item, result in results(find_pictures(paths), read_many):
            if isinstance(result, ImageError):
                done = False
                say(f"{item.label} could not be read. {sentence(str(result))}")
            else:
                writer.write(item, result)
            advance()
    return done


def results(items: Iterable[Item], read_many: ReadMany) -> Iterator[tuple[Item, Result]]:
    """Yield each item with its reading or its error, in order, as soon as it is known."""
    waiting: deque[Item] = deque()  # without their images, which may be large

    def images() -> Iterator[Any]:
        for item in items:
            waiting.append(replace(item, image=None))
            if not item.problem:
                yield item.image

    for result in read_many(images()):
        yield from _problems(waiting)
        item = waiting.popleft()
        yield item, _nameless(result, item)
    yield from _problems(waiting)


def _problems(waiting: deque[Item]) -> Iterator[tuple[Item, ImageError]]:
    while waiting and waiting[0].problem:
        item = waiting.popleft()
        yield item, ImageError(item.problem)


def _nameless(result: Result, item: Item) -> Result:
    """Take the path from before an error's text, which the message names already."""
    if isinstance(result, ImageError):
        return ImageError(str(result).removeprefix(f"{Path(item.path)}: "))
    return result


def _read_each(reader: Reader, images: Iterator[Any]) -> Iterator[Result]:
    for image in images:
        try:
            yield reader.read(image)
        except ImageError as error:
            yield error
