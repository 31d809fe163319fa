"""The results of a batch as files, written while they are sent: any number in little memory."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from tenfold.reading.show import draw, png_bytes
from tenfold.types import Box, Digit, Number, Rejected
from tenfold.types import Reading as Result
from tenfold.web.readings import batches, thumbs
from tenfold.web.readings.batch_json import reading_json
from tenfold.web.readings.models import Batch, BatchItem, Reading
from tenfold.web.readings.tail import Tail

COLUMNS: Final = (
    *("path", "text", "confidence", "accepted", "numbers", "rejected", "width", "height"),
    *("model", "band", "checked", "error"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the start of a formula."""


def each(batch: Batch) -> Iterator[BatchItem]:
    """Yield all that is finished, some hundred at a time."""
    after = 0
    while items := batches.results(batch, after=after):
        yield from items
        after = items[-1].number or after


def as_csv(batch: Batch) -> Iterator[bytes]:
    """Yield a line for each picture; ``text`` is the correction where there is one."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)  # the mark tells spreadsheets that it is UTF-8
    for item in each(batch):
        yield _line(_row(item))


def as_json(batch: Batch) -> Iterator[bytes]:
    """Yield an array: each reading as `tenfold read --format json`, ``corrected``, or ``error``."""
    lead = b"[\n"
    for item in each(batch):
        yield lead + json.dumps(_object(item), ensure_ascii=False).encode()
        lead = b",\n"
    yield b"[]\n" if lead == b"[\n" else b"\n]\n"


def as_zip(batch: Batch) -> Iterator[bytes]:
    """Yield a zip of the kept pictures with their boxes drawn in."""
    out = Tail()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a PNG cannot be squeezed
        for item in each(batch):
            picture = _drawn(item)
            if picture is not None:
                archive.writestr(f"{item.number:05d}-{_file_name(item)}.png", picture)
                yield out.take()
    yield out.take()


KINDS: Final[dict[str, tuple[str, Callable[[Batch], Iterator[bytes]]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "zip": ("application/zip", as_zip),
}
"""Content type and writer of each kind of file, by its ending."""


def _row(item: BatchItem) -> tuple[Any, ...]:
    path = _harmless(item.label)
    if item.reading is None:
        return (path, *[""] * 10, item.problem)
    reading, data = item.reading, item.reading.data
    return (
        path,
        data["text"] if reading.corrected is None else reading.corrected,
        reading.confidence,
        "true" if reading.accepted else "false",
        *(len(data["numbers"]), len(data["rejected"])),
        *(data["image"]["width"], data["image"]["height"], reading.model, reading.band),
        "no" if reading.corrected is None else "yes",
        "",
    )


def _object(item: BatchItem) -> dict[str, Any]:
    if item.reading is None:
        return {"path": item.label, "error": item.problem}
    corrected = item.reading.corrected
    more = {} if corrected is None else {"corrected": corrected}
    return {"path": item.label, **item.reading.data, **more}


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: tuple[Any, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _file_name(item: BatchItem) -> str:
    """Return the last part of a name, of harmless letters only."""
    last = item.label.replace(":", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in last)[-80:].strip(". ") or "p"


def _drawn(item: BatchItem) -> bytes | None:
    if item.reading is None or item.reading.picture is None:
        return None
    try:
        page = thumbs.load(item.reading)
    except FileNotFoundError:  # deleted meanwhile
        return None
    rgb = page if page.ndim == 3 else page[:, :, None].repeat(3, axis=2)
    result = result_of(item.reading, rgb.shape[1] / item.reading.data["image"]["width"])
    return png_bytes(draw(replace(result, page=rgb, width=rgb.shape[1], height=rgb.shape[0])))


def result_of(reading: Reading, scale: float = 1.0) -> Result:
    """Return the library's reading for a stored one, its boxes scaled; it has no pictures."""
    data = reading.data
    flags = iter(digit[6] for digit in reading_json(reading)["digits"])
    numbers = iter([_number(number, flags, scale) for number in data["numbers"]])
    lines = [
        tuple(next(numbers) for _ in line.split()) for line in data["text"].split("\n") if line
    ]
    return Result(
        lines=tuple(lines),
        rejected=tuple(Rejected(_box(r["box"], scale), r["reason"]) for r in data["rejected"]),
        width=data["image"]["width"],
        height=data["image"]["height"],
        polarity=data["image"]["polarity"],
        model=data["model"],
        milliseconds=data["milliseconds"],
    )


def _number(number: dict[str, Any], flags: Iterator[int], scale: float) -> Number:
    return Number(
        tuple(
            Digit(
                value=digit["value"],
                confidence=digit["confidence"],
                not_a_digit=digit["not_a_digit"],
                box=_box(digit["box"], scale),
                probabilities=tuple(digit["probabilities"]),
                accepted=bool(next(flags, number["accepted"])),
            )
            for digit in number["digits"]
        )
    )


def _box(box: list[int], scale: float) -> Box:
    x, y, width, height = (round(side * scale) for side in box)
    return Box(x, y, max(1, width), max(1, height))
