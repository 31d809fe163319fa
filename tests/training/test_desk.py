from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from tenfold.training.desk import Asked, Desk, watched


def test_lines_arrive_in_order_on_the_callers_thread() -> None:
    heard: list[tuple[Any, bool]] = []

    def work(desk: Desk) -> str:
        for number in range(5):
            desk.say({"step": number})
        return "done"

    def report(line: dict[str, Any]) -> None:
        heard.append((line["step"], threading.current_thread() is threading.main_thread()))

    assert watched(work, report, lambda: "go") == "done"
    assert heard == [(number, True) for number in range(5)]


def test_a_wish_ends_the_work_at_its_next_question() -> None:
    def work(desk: Desk) -> None:
        while True:
            desk.ask()
            time.sleep(0.01)

    with pytest.raises(Asked) as asked:
        watched(work, lambda line: None, lambda: "stop")
    assert asked.value.wish == "stop"


def test_a_pause_holds_the_work_and_is_not_counted() -> None:
    wishes = iter(["pause", "pause", "go"])
    desks: list[Desk] = []

    def work(desk: Desk) -> int:
        desks.append(desk)
        while desk.wish == "go":
            time.sleep(0.01)
        desk.ask()
        return 7

    assert watched(work, lambda line: None, lambda: next(wishes, "go")) == 7  # type: ignore[arg-type]
    assert desks[0].paused_s > 0.1


def test_what_the_watcher_raises_ends_the_work() -> None:
    ended = threading.Event()

    def work(desk: Desk) -> None:
        try:
            while True:
                desk.say({})
                desk.ask()
                time.sleep(0.01)
        finally:
            ended.set()

    def report(line: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watched(work, report, lambda: "go")
    assert ended.is_set()
