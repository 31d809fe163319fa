"""Pictures to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tenfold.web.readings.desk import Desk
from tenfold.web.readings.work import work_once

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def form() -> bytes:
    """Bytes of a scanned form with numbers."""
    return (EXAMPLES / "form-scan.png").read_bytes()


@pytest.fixture
def work() -> Iterator[Callable[[], None]]:
    """Return a worker that reads uploads until nothing is left."""
    desk = Desk()

    def work_all() -> None:
        while work_once(desk):
            pass

    yield work_all
    desk.close()
