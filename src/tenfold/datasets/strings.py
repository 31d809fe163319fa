"""Pictures of whole digit strings, with the text that stands on each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from tenfold.datasets.base import Problem
from tenfold.errors import DatasetError


@dataclass(frozen=True, eq=False)
class StringDataset:
    """Pictures of digit strings: ``texts`` as written, ``digits`` without signs between them.

    ``paths`` are the files, not read yet; ``groups`` says who provided each.
    """

    name: str
    paths: tuple[Path, ...]
    texts: tuple[str, ...]
    digits: tuple[str, ...]
    groups: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    licence: str = ""

    def __len__(self) -> int:
        return len(self.paths)


def read_strings(path: Path) -> StringDataset:
    """Read a folder with ``labels.csv``: file, text and, where known, digits and provider.

    Rows whose file is missing, or that have no digit, are left out and listed.

    Raises:
        DatasetError: There is no readable labels.csv with the columns file and text.

    """
    table = path / "labels.csv"
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"cannot read {table}: {error}") from error
    if not rows or not {"file", "text"} <= rows[0].keys():
        raise DatasetError(f"{table} has no rows with the columns 'file' and 'text'")
    kept, problems = [], []
    for row in rows:
        if reason := _fault(path, row):
            problems.append(Problem(str(path / (row["file"] or "")), reason))
        else:
            kept.append(row)
    return StringDataset(
        name=path.name,
        paths=tuple(path / row["file"] for row in kept),
        texts=tuple(row["text"] for row in kept),
        digits=tuple(_digits(row) for row in kept),
        groups=tuple(row.get("provider") or "" for row in kept),
        problems=tuple(problems),
    )


def _fault(folder: Path, row: dict[str, str]) -> str:
    if not (folder / (row["file"] or "")).resolve().is_relative_to(folder.resolve()):
        return "lies outside the folder"
    if not row["file"] or not (folder / row["file"]).is_file():
        return "named in labels.csv, but not there"
    return "" if _digits(row) else f"text {row['text']!r} has no digit"


def _digits(row: dict[str, str]) -> str:
    return row.get("digits") or "".join(c for c in row["text"] or "" if c in "0123456789")
