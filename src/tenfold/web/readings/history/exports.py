"""Readings out of here as files, written while they are read: any number in little memory."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db.models import QuerySet

from tenfold.web.readings.models import Reading
from tenfold.web.readings.tail import Tail

AT_ONCE: Final = 500
"""Rows fetched at a time; no transaction stays open between."""
COLUMNS: Final = (
    *("id", "created", "source", "name", "text", "checked", "corrected"),
    *("confidence", "accepted", "band", "numbers", "rejected", "model", "milliseconds"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the start of a formula."""


def each(readings: QuerySet[Reading]) -> Iterator[Reading]:
    """Yield readings, newest first, by key: rows that come meanwhile are left out."""
    last: int | None = None
    while True:
        part = readings if last is None else readings.filter(pk__lt=last)
        ids = list(part.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return
        last = ids[-1]
        rows = Reading.objects.filter(pk__in=ids).select_related("picture")
        yield from rows.order_by("-pk")


def as_csv(readings: QuerySet[Reading]) -> Iterator[bytes]:
    """Yield a CSV file with a line for each reading, in UTF-8 with its mark for spreadsheets."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for reading in each(readings):
        yield _line(_row(reading))


def as_json_lines(readings: QuerySet[Reading]) -> Iterator[bytes]:
    """Yield a line of JSON for each reading: as `tenfold read --format jsonl`, and `history`."""
    for reading in each(readings):
        data = {"path": reading.name, **reading.data, "history": _facts(reading)}
        yield json.dumps(data, ensure_ascii=False).encode() + b"\n"


def as_zip(readings: QuerySet[Reading]) -> Iterator[bytes]:
    """Yield a zip of the kept pictures, with `labels.csv`: file, and text as it should be.

    Unpacked it is a folder of digit strings, as ``datasets.strings`` reads them.
    """
    out = Tail()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a PNG cannot be squeezed
        labels = [_line(("file", "text", "checked"))]
        for reading in each(readings):
            name = f"{reading.pk:08d}.png"
            if _write_picture(archive, name, reading):
                labels.append(_line((name, reading.final_text, _checked(reading))))
                yield out.take()
        archive.writestr("labels.csv", b"".join(labels))
    yield out.take()


KINDS: Final[dict[str, tuple[str, Callable[[QuerySet[Reading]], Iterator[bytes]]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/x-ndjson", as_json_lines),
    "zip": ("application/zip", as_zip),
}
"""Content type and writer of each kind of file, by its ending."""


def _write_picture(archive: zipfile.ZipFile, name: str, reading: Reading) -> bool:
    if reading.picture is None:
        return False
    try:
        data = reading.picture.path.read_bytes()
    except FileNotFoundError:  # deleted meanwhile
        return False
    stamp = reading.created.timetuple()[:6]
    archive.writestr(zipfile.ZipInfo(name, date_time=stamp), data)
    return True


def _facts(reading: Reading) -> dict[str, Any]:
    return {
        "id": reading.pk,
        "created": reading.created.isoformat(),
        "source": reading.source,
        "band": reading.band,
        "corrected": reading.corrected,
    }


def _row(reading: Reading) -> tuple[Any, ...]:
    data = reading.data
    return (
        *(reading.pk, reading.created.isoformat(), reading.source, _harmless(reading.name)),
        *(reading.text, _checked(reading), reading.corrected),
        *(reading.confidence, str(reading.accepted).lower(), reading.band),
        *(len(data["numbers"]), len(data["rejected"]), reading.model, reading.milliseconds),
    )


def _checked(reading: Reading) -> str:
    return "no" if reading.corrected is None else "yes"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: tuple[Any, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
