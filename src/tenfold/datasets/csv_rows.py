"""One picture a row of a CSV file, as Kaggle and OpenML give MNIST."""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import NOT_A_DIGIT, Dataset, Problem, check_split, guess_polarity
from tenfold.errors import DatasetError

LABEL_COLUMNS: Final = ("label", "class", "target", "digit", "y")

_BLOCK_BYTES: Final = 1 << 22
_MAX_LINE_BYTES: Final = 1 << 20
_PLAIN: Final = b"0123456789,\n"
_BOM: Final = b"\xef\xbb\xbf"
ByteFile = gzip.GzipFile | BufferedReader
_COMMA, _NEWLINE = ord(","), ord("\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows are read: their separator, number of columns, and the column of the label."""

    separator: bytes
    columns: int
    label: int
    header: bool

    @property
    def side_px(self) -> int:
        """Side of the square picture in a row."""
        return math.isqrt(self.columns - 1)


def load_csv(path: Path, split: str | None = None) -> Dataset:
    """Load a CSV file, plain or .gz: a label and the pixels of a square picture in each row.

    The label stands first, or in the column that a header calls label, class, target, digit or y;
    pixels are 0..255. Rows of wrong length or with values out of range are left out and listed.
    The file is read in blocks: 60,000 rows of 28x28 take about two seconds.

    Raises:
        DatasetError: The file cannot be read, has no labels (Kaggle's test.csv), or no good row.

    """
    check_split(path, split, [])
    try:
        with _open(path) as file:
            layout = find_layout(path, file.readline(_MAX_LINE_BYTES))
            file.seek(0)
            rows, problems = _read_rows(path, file, layout)
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
    if not len(rows):
        raise DatasetError(f"{path} has no good row; {'; '.join(p.reason for p in problems[:3])}")
    pixels = np.delete(rows, layout.label, axis=1)
    images = pixels.reshape(len(rows), layout.side_px, layout.side_px)
    return Dataset(
        name=path.name.split(".")[0],
        images=images,
        labels=rows[:, layout.label].astype(np.int64),
        polarity=guess_polarity(images),
        problems=tuple(problems),
    )


def find_layout(path: Path, first: bytes) -> Layout:
    """Tell from the first line how the rows are read.

    Raises:
        DatasetError: There are no labels, or the columns make no square picture.

    """
    line = first.removeprefix(_BOM).strip()
    separator = max((b",", b";", b"\t"), key=line.count)
    cells = [
        cell.strip(b" \"'").decode("utf-8", "replace").lower() for cell in line.split(separator)
    ]
    header = not all(_is_number(cell) for cell in cells)
    named = [i for i, cell in enumerate(cells) if cell in LABEL_COLUMNS]
    if len(cells) > 1 and not named and math.isqrt(len(cells)) ** 2 == len(cells):
        raise DatasetError(
            f"{path} has {len(cells)} columns of pixels and no labels (Kaggle's test.csv?); "
            "expected a column 'label', then pixel0, pixel1 ..."
        )
    layout = Layout(separator, len(cells), named[0] if named else 0, header)
    if len(cells) < 2 or layout.side_px**2 != len(cells) - 1:
        raise DatasetError(
            f"{path} has {len(cells)} columns; expected a label and the pixels of a square "
            "picture, 785 for 28x28"
        )
    return layout


def _open(path: Path) -> ByteFile:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _read_rows(
    path: Path, file: ByteFile, layout: Layout
) -> tuple[NDArray[np.uint8], list[Problem]]:
    parts = [np.empty((0, layout.columns), np.uint8)]
    problems: list[Problem] = []
    number = 1
    try:
        for block in _blocks(file):
            text = block if number > 1 else _without_head(block, layout)
            number += block.count(b"\n") - text.count(b"\n")
            values = _parse_plain(text, layout)
            if values is None:
                values, bad = _parse_lines(text, layout, number)
                problems += [Problem(f"{path}:{line}", reason) for line, reason in bad]
            parts.append(values)
            number += text.count(b"\n")
    except (EOFError, zlib.error) as error:
        problems.append(Problem(str(path), f"cut short or damaged after line {number}: {error}"))
    return np.concatenate(parts), problems


def _without_head(block: bytes, layout: Layout) -> bytes:
    text = block.removeprefix(_BOM)
    return text.partition(b"\n")[2] if layout.header else text


def _blocks(file: ByteFile) -> Iterator[bytes]:
    """Yield the file in blocks of whole lines, each ended by a line feed."""
    rest = b""
    while chunk := file.read(_BLOCK_BYTES):
        lines, found, rest_of_chunk = chunk.rpartition(b"\n")
        if found:
            yield (rest + lines + b"\n").replace(b"\r\n", b"\n")
            rest = b""
        rest += rest_of_chunk
    if rest.strip():
        yield rest.rstrip(b"\r") + b"\n"


def _parse_plain(block: bytes, layout: Layout) -> NDArray[np.uint8] | None:
    """Read a block of nothing but small whole numbers; None where it holds anything else.

    Every number ends at a separator, so that its digits are the one to three bytes before it.
    """
    if not block or layout.separator != b"," or block.translate(None, _PLAIN):
        return None
    text = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(text <= _COMMA)
    lengths = np.diff(ends, prepend=-1) - 1
    if len(ends) % layout.columns or not 1 <= lengths.min() <= lengths.max() <= 3:
        return None
    last = text[ends].reshape(-1, layout.columns) == _NEWLINE
    if not last[:, -1].all() or last[:, :-1].any():
        return None
    digits = text.astype(np.uint16) - ord("0")
    values = digits[ends - 1]
    values += np.where(lengths > 1, digits[ends - 2], 0) * np.uint16(10)
    values += np.where(lengths > 2, digits[np.maximum(ends - 3, 0)], 0) * np.uint16(100)
    rows = values.reshape(-1, layout.columns)
    in_range = rows.max() <= 255 and rows[:, layout.label].max() <= NOT_A_DIGIT
    return rows.astype(np.uint8) if in_range else None


def _parse_lines(
    block: bytes, layout: Layout, number: int
) -> tuple[NDArray[np.uint8], list[tuple[int, str]]]:
    """Read a block line by line; return its good rows, and the number and fault of each other."""
    rows, bad = [], []
    for line, text in enumerate(block.splitlines(), number):
        if not text.strip():
            continue
        row = _parse_line(text, layout)
        if isinstance(row, str):
            bad.append((line, row))
        else:
            rows.append(row)
    empty = np.empty((0, layout.columns), np.uint8)
    return np.stack(rows) if rows else empty, bad


def _parse_line(text: bytes, layout: Layout) -> NDArray[np.uint8] | str:
    cells = text.split(layout.separator)
    if len(cells) != layout.columns:
        return f"{len(cells)} values, expected {layout.columns}"
    try:
        values = np.array([float(cell.strip(b" \"'")) for cell in cells])
    except ValueError:
        bad = next(cell for cell in cells if not _is_number(cell.strip(b" \"'").decode("latin-1")))
        return f"{bad[:20].decode('utf-8', 'replace')!r} is no number"
    label = values[layout.label]
    if label not in range(NOT_A_DIGIT + 1):
        return f"label {label:g}, expected 0..9 (10: not a digit)"
    if not ((values >= 0) & (values <= 255) & (values == np.floor(values))).all():
        wrong = values[~((values >= 0) & (values <= 255) & (values == np.floor(values)))][0]
        return f"value {wrong:g}, expected a whole number in 0..255"
    return values.astype(np.uint8)
