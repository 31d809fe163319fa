"""The folder of a run, as a page looks into it: metrics, log, samples."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from tenfold.web.runs.models import Run

MOST_BYTES: Final = 1_000_000
"""Of metrics or log in one answer; the rest comes with the next."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of a file from the byte ``start`` on; ``end`` is where to go on from."""

    lines: list[str]
    start: int
    end: int


def metrics(run: Run, after: int) -> Part:
    """Return what ``metrics.jsonl`` has from a byte on."""
    return _whole_lines(run.folder / "metrics.jsonl", after)


def as_json(part: Part) -> list[dict[str, Any]]:
    """Return lines of metrics as they were meant."""
    return [line for line in map(_line, part.lines) if line is not None]


def _line(text: str) -> dict[str, Any] | None:
    try:
        # A loss that is no number has no form in JSON that browsers read.
        line = json.loads(text, parse_constant=lambda _: None)
    except ValueError:  # a process was killed while it wrote this
        return None
    return line if isinstance(line, dict) else None


def log(run: Run, words: str) -> None:
    """Add a line to the run's log, with the time."""
    log_path(run).parent.mkdir(parents=True, exist_ok=True)
    now = timezone.now().isoformat(timespec="seconds")
    with log_path(run).open("a", encoding="utf-8") as file:
        file.write(f"{now} {' '.join(words.split())}\n")


def log_path(run: Run) -> Path:
    """Return where the log lies: beside what ``fit`` writes, which must find no other files."""
    return run.folder.with_suffix(".log")


def lock_path(run: Run) -> Path:
    """Return where the file lies that a training holds locked."""
    return run.folder.with_suffix(".lock")


def log_lines(run: Run, after: int) -> Part:
    """Return what the log has from a byte on."""
    return _whole_lines(log_path(run), after)


def samples(run: Run) -> dict[str, NDArray[Any]] | None:
    """Return the pictures that each epoch is shown on, (N, 28, 28) uint8, and their labels (N,).

    None where the training has not chosen them yet.
    """
    try:
        return dict(load_file(run.folder / "samples.safetensors"))
    except (OSError, SafetensorError):
        return None


def remove(run: Run) -> None:
    """Delete all files of a run."""
    shutil.rmtree(run.folder, ignore_errors=True)
    for beside in (log_path(run), lock_path(run)):
        beside.unlink(missing_ok=True)


def _whole_lines(path: Path, after: int) -> Part:
    """Return whole lines from a byte on; one that is being written waits for the next time.

    A file that is shorter than that was cut by a process that took its run up again, and is read
    from its start.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            start = after if 0 <= after <= size else 0
            file.seek(start)
            data = file.read(MOST_BYTES)
    except FileNotFoundError:
        return Part([], 0, 0)
    end = data.rfind(b"\n") + 1
    if not end and len(data) == MOST_BYTES:  # no line is so long: pass over it
        end = len(data)
    return Part(data[:end].decode("utf-8", "replace").splitlines(), start, start + end)
