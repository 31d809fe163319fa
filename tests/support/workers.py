"""Processes that work for the web app: found, started and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.support.serving import Server
from tests.support.training import class_folders
from tests.support.uploads import zipped
from tests.support.visitor import Visitor

PATIENCE_S = 180


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []


def command(pid: int) -> str:
    """Return how a process was started; '' once it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def workers_of(server: Server) -> list[int]:
    """Return the workers that a server has started."""
    found = children(server.process.pid)
    return [pid for pid in found if "tenfold worker" in command(pid)]


def trainings_of(worker: int) -> list[int]:
    """Return the processes in which a worker trains."""
    return [pid for pid in children(worker) if "training.child" in command(pid)]


def kill(pid: int) -> None:
    """End a process without a word, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def working(server: Server, count: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run workers beside a server until the block ends."""
    line = [sys.executable, "-m", "tenfold", "worker", "--no-uploads"]
    with server.log.open("ab") as log:
        started = [
            subprocess.Popen(line, env=server.env, stdout=log, stderr=log) for _ in range(count)
        ]
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(PATIENCE_S)


def upload_digits(visitor: Visitor, name: str, a_class: int = 20) -> str:
    """Upload a small data set; return its name."""
    data = visitor.post("/runs/data/new", {"name": name})
    files = zipped({file.name: file.data for file in class_folders(a_class)})
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = {"position": 0, "path": "d.zip", "file": SimpleUploadedFile("d.zip", files)}
    visitor.post(f"/runs/data/{data['id']}/files", form)
    return str(visitor.post(f"/runs/data/{data['id']}/close")["name"])


def start_run(visitor: Visitor, data: str, **settings: Any) -> int:
    """Start a run of the NumPy network on this data; return its number."""
    chosen = {"data": [data], "model": "mlp_scratch", "start": "scratch", "batch": 16, **settings}
    answer = visitor.post_json("/runs/create", {"settings": chosen})
    assert "run" in answer, answer
    return int(answer["run"]["id"])


def wait_for(visitor: Visitor, run: int, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait until this holds of a run; return its progress then."""
    until = time.monotonic() + PATIENCE_S
    told: dict[str, Any] = {}
    while time.monotonic() < until:
        told = visitor.json(f"/runs/{run}/progress")
        if holds(told["run"]):
            return told
        time.sleep(0.1)
    raise AssertionError(f"it did not come so far: {told.get('run')}, {told.get('log')}")


def is_over(run: dict[str, Any]) -> bool:
    """Whether nothing more happens to a run."""
    return bool(run["over"])


def epochs(progress: dict[str, Any]) -> list[int]:
    """Return the epochs of which there is a line."""
    return [line["epoch"] for line in progress["lines"] if "epochs" in line]


def was_one_at_a_time(lines: list[dict[str, Any]]) -> bool:
    """Whether steps only ever went back where a process took the run up again.

    Two that trained at once would write their steps among each other.
    """
    last = -1
    for line in lines:
        if "resumed" in line or "note" in line:
            last = -1
        elif "step" in line and "validation_accuracy" not in line:
            if line["step"] <= last:
                return False
            last = line["step"]
    return True
