"""A worker process: takes tasks from the database, hands out again what others have left.

At rest it holds Django and no more; each training and each look at data is a process of its own.
"""

from __future__ import annotations

import logging
import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from threading import Thread
from typing import Final

from django.db import DatabaseError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from tenfold.web.readings import worker as readers
from tenfold.web.runs import claims, sweep
from tenfold.web.runs.child import stopping

POLL_S: Final = 1.0
SWEEP_S: Final = 3.0
TIDY_EVERY: Final = 200
"""Sweeps between two times that old things are taken away."""
FAULT_S: Final = 5.0

log = logging.getLogger(__name__)


def can_train() -> bool:
    """Whether PyTorch is here, without loading it."""
    return find_spec("torch") is not None


def run_until_told(*, uploads: bool = True, follow: bool = False) -> None:
    """Work until SIGTERM or Ctrl-C.

    Args:
        uploads: read uploads too.
        follow: end with the process that started this one.

    """
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stopping.set())
    queues = ["looking", *(["training"] if can_train() else [])]
    threads = [_start(Queue(name).run, name) for name in queues]
    if uploads:
        readers.start(1)
    _sweep_until_told(os.getppid() if follow else None)
    if uploads:
        readers.stop()
    for thread in threads:
        thread.join()
    with suppress(DatabaseError):
        claims.leave()
    connections.close_all()


def _start(run: Callable[[], None], name: str) -> Thread:
    thread = Thread(target=run, name=name)
    thread.start()
    return thread


class Queue:
    """The tasks of one queue, one after the other: each turn does one, where there is one."""

    def __init__(self, name: str) -> None:
        self._worker = Worker(
            queue_names=[name],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,  # so that a process that has been told to end begins no other
            worker_id=claims.who(),
            excluded_queue_names=[],
        )

    def turn(self) -> None:
        """Do one task, where there is one."""
        self._worker.run()

    def run(self) -> None:
        """Take turns until the process is told to end."""
        while not stopping.is_set():
            pause = POLL_S * random.uniform(0.7, 1.3)  # noqa: S311 - not all at once
            try:
                self.turn()
            except Exception:  # whatever it was, the next task must be done
                log.exception("a worker stumbled")
                pause = FAULT_S
            stopping.wait(pause)
        connections.close_all()


def _sweep_until_told(parent: int | None) -> None:
    turn = 0
    while not stopping.wait(SWEEP_S if turn else 0):
        if parent is not None and os.getppid() != parent:
            stopping.set()
        try:
            close_old_connections()
            claims.show_up(trains=can_train())
            sweep.hand_out_again()
            if turn % TIDY_EVERY == 0:
                sweep.tidy()
        except Exception:
            log.exception("a sweep stumbled")
        turn += 1
