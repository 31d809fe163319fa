"""`tenfold read`: pictures in, readings out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenfold.cli.ending import FAILED, WRONG_USE, say, sentence

if TYPE_CHECKING:
    from tenfold.cli.sources import Item
    from tenfold.reading import Reader
    from tenfold.types import Reading


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
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Print each picture beside its reading.")
    ] = False,
) -> None:
    """Read the digits in pictures, and say how sure each reading is.

    Results go to stdout as they come, messages to stderr. Exit code: 0 done, 1 something could
    not be read (it is named, the rest is done), 2 wrong use.

    \b
    tenfold read photo.jpg
    tenfold read scans/ --format csv > readings.csv
    tenfold read forms.zip --format jsonl | jq -r .text
    cat photo.jpg | tenfold read -
    tenfold read examples --pictures
    """
    if pictures and format_ is not Format.TEXT:
        say(f"--pictures goes with --format text, not {format_.value}.")
        raise typer.Exit(WRONG_USE)
    _check_stdin(paths)
    reader = _open_reader(model, error_rate)
    if not _read_all(reader, paths, format_, pictures):
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


def _open_reader(model: str | None, error_rate: float) -> Reader:
    from tenfold.errors import UnknownModel
    from tenfold.reading import Reader

    try:
        return Reader(model, error_rate=error_rate)
    except UnknownModel as error:
        say(sentence(str(error)))
        raise typer.Exit(WRONG_USE) from error


def _read_all(reader: Reader, paths: list[str], format_: Format, pictures: bool) -> bool:
    """Write every result and name every failure; return whether there was none."""
    from tenfold.cli.output import open_writer
    from tenfold.cli.progress import progress
    from tenfold.cli.sources import find_pictures

    done = True
    with progress(paths) as advance, open_writer(format_.value, pictures) as writer:
        for item, result in results(reader, find_pictures(paths)):
            if isinstance(result, Exception):
                done = False
                say(f"{_name(item)} could not be read. {sentence(_text(item, result))}")
            else:
                writer.write(item, result)
            advance()
    return done


def results(reader: Reader, items: Iterable[Item]) -> Iterator[tuple[Item, Reading | Exception]]:
    """Yield each item with its reading or its error, in order, as soon as it is known."""
    waiting: deque[Item] = deque()

    def images() -> Iterator[Any]:
        for item in items:
            waiting.append(item)
            if item.image is not None:
                yield item.image

    for result in reader.read_many(images(), errors="return"):
        yield from _without_image(waiting)
        yield waiting.popleft(), result
    yield from _without_image(waiting)


def _without_image(waiting: deque[Item]) -> Iterator[tuple[Item, Exception]]:
    from tenfold.errors import ImageError

    while waiting and waiting[0].image is None:
        item = waiting.popleft()
        yield item, ImageError(item.problem)


def _name(item: Item) -> str:
    return item.path if item.page is None else f"{item.path} page {item.page}"


def _text(item: Item, error: Exception) -> str:
    from tenfold.cli.sources import reason, without_name
    from tenfold.errors import ImageError

    if isinstance(error, ImageError):
        return without_name(error, item.image)
    if isinstance(error, OSError):
        return reason(error)
    return str(error) or type(error).__name__
