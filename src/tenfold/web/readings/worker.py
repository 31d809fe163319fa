"""The threads that read uploads, in the processes of the server or in a worker."""

from __future__ import annotations

import atexit
import logging
import random
from threading import Event, Lock, Thread
from typing import Final

from django.conf import settings
from django.db import close_old_connections, connections

from tenfold.web.readings import batches, wake
from tenfold.web.readings.desk import Desk
from tenfold.web.readings.work import work_once

IDLE_S: Final = 1.0
"""How long a worker sleeps where nothing in its own process wakes it."""
FAULT_S: Final = 5.0

log = logging.getLogger(__name__)
_stop = Event()
_start = Lock()
_threads: list[Thread] = []


def start(count: int | None = None) -> None:
    """Start the threads of this process, once; TENFOLD_READERS of them by default."""
    with _start:
        if _threads:
            return
        wanted = settings.TENFOLD_READERS if count is None else count
        for number in range(wanted):
            _threads.append(Thread(target=run, name=f"reader-{number}", daemon=True))
            _threads[-1].start()
        atexit.register(stop)


def stop(patience_s: float = 5.0) -> None:
    """Let the threads finish what they hold, and let go of it."""
    _stop.set()
    wake.up()
    for thread in _threads:
        thread.join(patience_s)


def run() -> None:
    """Read what there is until the process is told to end."""
    desk = Desk()
    while not _stop.is_set():
        try:
            close_old_connections()
            busy = work_once(desk)
            if not busy:
                desk.put_away()
                batches.close_forsaken()
                wake.sleep(IDLE_S * random.uniform(0.7, 1.3))  # noqa: S311 - not all at once
        except Exception:  # whatever it was, the next batch must be read
            log.exception("a worker stumbled")
            _stop.wait(FAULT_S)
    desk.close()
    connections.close_all()
