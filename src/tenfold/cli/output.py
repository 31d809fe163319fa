"""Readings as text, JSON, JSON lines or CSV on stdout, each written as it comes."""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

import typer

from tenfold.cli.ending import printable

if TYPE_CHECKING:
    from tenfold.cli.sources import Item
    from tenfold.types import Number, Reading

CSV_COLUMNS: Final = (
    *("path", "text", "confidence", "accepted", "numbers", "rejected", "page"),
    *("width", "height", "polarity", "model", "milliseconds"),
)
WIDEST_NAME: Final = 48
"""Longer names push their reading to the right instead of every other reading."""


class Writer(Protocol):
    """Writes readings to a stream in one format."""

    def write(self, item: Item, reading: Reading) -> None:
        """Write one reading."""

    def close(self) -> None:
        """Write what ends the output."""


@contextlib.contextmanager
def open_writer(format_: str, pictures: bool = False) -> Iterator[Writer]:
    """Open a writer to stdout: `text`, `json`, `jsonl` or `csv`."""
    stream = sys.stdout
    if hasattr(stream, "reconfigure"):
        # \udc80 from a name that is no UTF-8 becomes the same escape in JSON.
        how = {"errors": "backslashreplace"}
        stream.reconfigure(**how if format_ == "text" else how | {"encoding": "utf-8"})
    writer: Writer
    if pictures:
        from tenfold.cli.pictures import PictureWriter

        writer = PictureWriter(stream)
    else:
        writer = _WRITERS[format_](stream)
    yield writer
    writer.close()


class TextWriter:
    """A line for each line of writing: the path, and what stands there."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, item: Item, reading: Reading) -> None:
        """Write one reading."""
        name = printable(item.label)
        width = min(item.width, WIDEST_NAME)
        for line in describe(reading):
            self._stream.write(f"{name:<{width}}  {paint(line, self._stream)}\n")
            name = ""
        self._stream.flush()

    def close(self) -> None:
        """Write nothing."""


class JsonWriter:
    """One array, written as it grows."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lead = "["

    def write(self, item: Item, reading: Reading) -> None:
        """Write one reading."""
        self._stream.write(f"{self._lead}\n{_json(item, reading)}")
        self._stream.flush()
        self._lead = ","

    def close(self) -> None:
        """End the array."""
        self._stream.write("[]\n" if self._lead == "[" else "\n]\n")


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, item: Item, reading: Reading) -> None:
        """Write one reading."""
        self._stream.write(_json(item, reading) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Write nothing."""


class CsvWriter:
    """One row a picture under a header."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(CSV_COLUMNS)

    def write(self, item: Item, reading: Reading) -> None:
        """Write one reading."""
        flat = to_dict(item, reading)
        flat |= flat.pop("image")
        flat["accepted"] = "true" if flat["accepted"] else "false"
        flat["numbers"], flat["rejected"] = len(flat["numbers"]), len(flat["rejected"])
        self._rows.writerow([flat.get(column, "") for column in CSV_COLUMNS])
        self._stream.flush()

    def close(self) -> None:
        """Write nothing."""


_WRITERS: Final[dict[str, Callable[[TextIO], Writer]]] = {
    "text": TextWriter,
    "json": JsonWriter,
    "jsonl": JsonLinesWriter,
    "csv": CsvWriter,
}


def to_dict(item: Item, reading: Reading) -> dict[str, Any]:
    """Return the shared JSON form of a reading with its `path`, and `page` for a PDF."""
    page = {} if item.page is None else {"page": item.page}
    return {"path": item.path, **page, **reading.to_dict()}


def describe(reading: Reading) -> list[str]:
    """Return what a person is told of a reading, a str for each line of writing.

    A reading that is not accepted says so: `7  look again (71.4%)`.
    """
    if not reading.lines:
        return ["not a digit" if reading.rejected else "nothing here"]
    return [_line(numbers) for numbers in reading.lines]


def paint(line: str, stream: TextIO) -> str:
    """Colour what needs the person's eye, where the stream is a terminal that shows colours."""
    from tenfold.cli.pictures import shows_colour

    if not shows_colour(stream):
        return line
    text, mark, how_sure = line.partition("  look again")
    if not text[:1].isdigit():
        return typer.style(line, dim=True)
    return typer.style(text, bold=True) + typer.style(mark + how_sure, fg="yellow")


def _line(numbers: tuple[Number, ...]) -> str:
    text = " ".join(number.text for number in numbers)
    unsure = [number for number in numbers if not number.accepted]
    if not unsure:
        return text
    if len(numbers) == 1:
        return f"{text}  look again ({percent(unsure[0].confidence)})"
    marks = ", ".join(f"{number.text} ({percent(number.confidence)})" for number in unsure)
    return f"{text}  look again at {marks}"


def percent(share: float) -> str:
    """Return a share as a percentage that never rounds up to certainty.

    >>> percent(0.714), percent(0.99996)
    ('71.4%', '99.9%')
    """
    return f"{int(share * 1000) / 10:.1f}%"


def _json(item: Item, reading: Reading) -> str:
    return json.dumps(to_dict(item, reading), ensure_ascii=False, separators=(", ", ": "))
