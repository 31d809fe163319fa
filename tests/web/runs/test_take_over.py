"""Real workers, killed with -9 amid runs: the next one goes on, and none trains what another does.

With TENFOLD_DATABASE_URL all of it runs on PostgreSQL, else on SQLite.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.support.serving import serving
from tests.support.visitor import Visitor
from tests.support.workers import (
    epochs,
    is_over,
    kill,
    start_run,
    trainings_of,
    upload_digits,
    wait_for,
    was_one_at_a_time,
    workers_of,
    working,
)

EPOCHS = 30


def test_killed_worker_is_taken_over_by_the_next(tmp_path: Path) -> None:
    with serving(tmp_path / "home", TENFOLD_TRAINERS="1") as server:
        visitor = Visitor(server.url)
        run = start_run(visitor, upload_digits(visitor, "digits"), epochs=EPOCHS)
        wait_for(visitor, run, lambda told: told["epoch"] >= 2)
        (worker,) = workers_of(server)
        (training,) = trainings_of(worker)
        kill(worker)
        told = wait_for(visitor, run, is_over)
        assert not Path(f"/proc/{training}").exists()
    assert told["run"]["status"] == "completed", told["log"]
    assert any("handed out again" in line for line in told["log"])
    assert sorted(set(epochs(told))) == list(range(1, EPOCHS + 1))
    assert was_one_at_a_time(told["lines"])


def test_killed_training_goes_on_with_the_same_worker(tmp_path: Path) -> None:
    with serving(tmp_path / "home", TENFOLD_TRAINERS="1") as server:
        visitor = Visitor(server.url)
        run = start_run(visitor, upload_digits(visitor, "digits"), epochs=EPOCHS)
        wait_for(visitor, run, lambda told: told["epoch"] >= 2)
        (worker,) = workers_of(server)
        kill(trainings_of(worker)[0])
        told = wait_for(visitor, run, is_over)
        assert workers_of(server) == [worker]
    assert told["run"]["status"] == "completed", told["log"]
    assert was_one_at_a_time(told["lines"])


def test_training_that_dies_each_time_is_given_up(tmp_path: Path) -> None:
    with serving(tmp_path / "home", TENFOLD_TRAINERS="1") as server:
        visitor = Visitor(server.url)
        run = start_run(visitor, upload_digits(visitor, "digits", 200), epochs=9999, batch=1)
        while not is_over(told := visitor.json(f"/runs/{run}/progress")["run"]):
            for worker in workers_of(server):
                for training in trainings_of(worker):
                    kill(training)
            time.sleep(0.2)
    assert told["status"] == "failed"
    assert "memory" in told["message"]


def test_three_workers_share_runs_and_survive_kills(tmp_path: Path) -> None:
    chance = random.Random(0)
    with serving(tmp_path / "home", TENFOLD_TRAINERS="1") as server, working(server, 2) as others:
        visitor = Visitor(server.url)
        data = upload_digits(visitor, "digits")
        runs = [start_run(visitor, data, epochs=EPOCHS, seed=seed) for seed in range(4)]
        for process in (*others, *workers_of(server)):
            time.sleep(chance.uniform(0.5, 4))
            kill(process if isinstance(process, int) else process.pid)
        ended = [wait_for(visitor, run, is_over) for run in runs]
    assert [told["run"]["status"] for told in ended] == ["completed"] * 4
    assert all(was_one_at_a_time(told["lines"]) for told in ended)


def test_everything_killed_goes_on_when_it_is_started_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serving(home, TENFOLD_TRAINERS="1") as server:
        visitor = Visitor(server.url)
        run = start_run(visitor, upload_digits(visitor, "digits"), epochs=EPOCHS)
        wait_for(visitor, run, lambda told: told["epoch"] >= 1)
        for pid in (server.process.pid, *workers_of(server)):
            kill(pid)
    with serving(home, TENFOLD_TRAINERS="1") as server:
        told = wait_for(Visitor(server.url), run, is_over)
    assert told["run"]["status"] == "completed"
    assert was_one_at_a_time(told["lines"])


def test_worker_ends_with_the_server_that_started_it(tmp_path: Path) -> None:
    with serving(tmp_path / "home", TENFOLD_TRAINERS="2") as server:
        until = time.monotonic() + 60
        while len(workers_of(server)) < 2 and time.monotonic() < until:
            time.sleep(0.1)
        started = workers_of(server)
    assert len(started) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
