from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest

from tenfold.errors import ModelError
from tenfold.reading.locked import locked_if_free
from tenfold.web.zoo.jobs import Job, State

JOB = Job("test", "one")


def ended(job: Job) -> State:
    until = time.monotonic() + 30
    while (state := job.ask()).state == "running" and time.monotonic() < until:
        time.sleep(0.01)
    return state


def test_job_is_done_once_and_its_result_stays(web_home: Path) -> None:
    assert JOB.ask().state == "none"
    JOB.start(lambda: {"answer": 7})
    assert ended(JOB) == State("done", {"answer": 7})
    JOB.start(lambda: {"answer": 8})
    assert ended(JOB).result == {"answer": 7}


def test_job_runs_once_at_a_time(web_home: Path) -> None:
    go, runs = Event(), []

    def work() -> dict[str, int]:
        runs.append(1)
        go.wait(30)
        return {}

    assert [JOB.start(work).state for _ in range(3)] == ["running"] * 3
    go.set()
    assert ended(JOB).state == "done"
    assert len(runs) == 1


def test_failure_is_told_and_may_be_tried_again(web_home: Path) -> None:
    def fail() -> dict[str, int]:
        raise ModelError("no luck")

    JOB.start(fail)
    assert ended(JOB) == State("failed", {}, "no luck")
    JOB.start(lambda: {"answer": 7})
    assert ended(JOB).state == "done"


def test_fault_of_ours_is_told_plainly(web_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    JOB.start(lambda: {"answer": 1 // 0})
    assert "the server's log" in ended(JOB).error
    assert "ZeroDivisionError" in caplog.text


def test_job_of_a_process_that_died_begins_anew(web_home: Path) -> None:
    lock = JOB.path.with_suffix(".lock")
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tenfold.reading.locked import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    held = subprocess.Popen([sys.executable, "-c", code, lock], stdout=subprocess.PIPE, text=True)
    assert held.stdout is not None
    held.stdout.readline()
    assert JOB.ask().state == "running"
    held.kill()
    held.wait()
    held.stdout.close()
    assert JOB.ask().state == "none"
    JOB.start(dict)
    assert ended(JOB).state == "done"
    with locked_if_free(lock) as is_free:
        assert is_free
