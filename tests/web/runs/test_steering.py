"""A real run with a real worker, steered as its owner does on the page."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from tests.support.serving import Server, serving
from tests.support.visitor import Visitor
from tests.support.workers import (
    epochs,
    is_over,
    start_run,
    trainings_of,
    upload_digits,
    wait_for,
    was_one_at_a_time,
    workers_of,
)

LONG = 5000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one worker, for all tests of this file."""
    home = tmp_path_factory.mktemp("steering") / "home"
    with serving(home, TENFOLD_TRAINERS="1") as running:
        upload_digits(Visitor(running.url), "digits")
        yield running


def test_pause_holds_and_resume_goes_on(server: Server) -> None:
    visitor = Visitor(server.url)
    run = start_run(visitor, "digits", epochs=60)
    told = wait_for(visitor, run, lambda told: told["epoch"] >= 2)
    assert told["run"]["heartbeat_seconds"] < 30
    visitor.post(f"/runs/{run}/pause")
    wait_for(visitor, run, lambda told: told["status"] == "paused")
    before = visitor.json(f"/runs/{run}/progress")
    time.sleep(2)
    after = visitor.json(f"/runs/{run}/progress")
    assert epochs(after) == epochs(before)
    visitor.post(f"/runs/{run}/resume")
    told = wait_for(visitor, run, is_over)
    assert told["run"]["status"] == "completed"
    assert was_one_at_a_time(told["lines"])


def test_paused_run_lets_another_go_first(server: Server) -> None:
    visitor = Visitor(server.url)
    first = start_run(visitor, "digits", epochs=LONG)
    wait_for(visitor, first, lambda told: told["epoch"] >= 1)
    second = start_run(visitor, "digits", epochs=2)
    visitor.post(f"/runs/{first}/pause")
    assert wait_for(visitor, second, is_over)["run"]["status"] == "completed"
    assert visitor.json(f"/runs/{first}/progress")["run"]["status"] == "paused"
    visitor.post(f"/runs/{first}/stop")
    told = wait_for(visitor, first, is_over)
    assert (told["run"]["status"], told["run"]["has_model"]) == ("stopped", True)


def test_stop_keeps_what_was_learned(server: Server) -> None:
    visitor = Visitor(server.url)
    run = start_run(visitor, "digits", epochs=LONG)
    wait_for(visitor, run, lambda told: told["epoch"] >= 1)
    told = visitor.json(f"/runs/{run}/progress")
    assert told["load"]["memory_bytes"] is None or told["load"]["memory_bytes"] > 10_000_000
    visitor.post(f"/runs/{run}/stop")
    told = wait_for(visitor, run, is_over)
    assert (told["run"]["status"], told["run"]["has_model"]) == ("stopped", True)


@pytest.mark.parametrize("word", ["cancel", "delete"])
def test_ended_while_it_trains_nothing_of_it_stays(server: Server, word: str) -> None:
    visitor = Visitor(server.url)
    run = start_run(visitor, "digits", epochs=LONG)
    wait_for(visitor, run, lambda told: told["epoch"] >= 1)
    (worker,) = workers_of(server)
    visitor.post(f"/runs/{run}/{word}")
    folder = server.home / "runs" / str(run)
    until = time.monotonic() + 60
    while (folder.exists() or trainings_of(worker)) and time.monotonic() < until:
        time.sleep(0.1)
    assert trainings_of(worker) == []
    assert not folder.exists()


def test_survey_is_made_while_a_run_trains(server: Server) -> None:
    visitor = Visitor(server.url)
    run = start_run(visitor, "digits", epochs=LONG)
    wait_for(visitor, run, lambda told: told["epoch"] >= 1)
    look = visitor.post_json("/runs/survey", {"data": ["digits"]})["survey"]
    until = time.monotonic() + 120
    while look["state"] in ("waiting", "looking") and time.monotonic() < until:
        time.sleep(0.2)
        look = visitor.json(f"/runs/survey/{look['id']}")["survey"]
    assert look["state"] == "done", look["problem"]
    assert look["result"]["pictures"] == 200
    assert str(server.home) not in str(look["result"])
    assert visitor.get(f"/runs/survey/{look['id']}/sheet.png").startswith(b"\x89PNG")
    assert not visitor.json(f"/runs/{run}/progress")["run"]["over"]
    visitor.post(f"/runs/{run}/cancel")
