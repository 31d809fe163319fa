"""Data to train on, and a worker in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from tests.support.training import class_folders

from tenfold.web.accounts.models import User
from tenfold.web.readings.batches import Sent
from tenfold.web.runs import uploads
from tenfold.web.runs.models import Data
from tenfold.web.runs.worker import Queue

Settings = dict[str, Any]


@pytest.fixture
def owner_data(owner: User, web_home: Any) -> Data:
    """A small data set of the owner's, called 'digits'."""
    return make_data(owner, "digits", class_folders())


def make_data(owner: User, name: str, files: list[Sent]) -> Data:
    """Make a closed data set of these files."""
    data = uploads.create(owner, name)
    uploads.add_files(data, list(enumerate(files)))
    return uploads.close(data)


@pytest.fixture
def quick() -> Callable[..., Settings]:
    """Return settings of a training that takes a second or two, but for those given."""

    def made(**changes: Any) -> Settings:
        chosen = {"data": ["digits"], "model": "mlp_scratch", "epochs": 2, "batch": 32}
        return {**chosen, "start": "scratch", **changes}

    return made


@pytest.fixture
def work(transactional_db: None) -> Callable[[], None]:
    """Return a worker that does in this process what waits; it takes connections of its own."""
    queues = [Queue("looking"), Queue("training")]

    def work_all() -> None:
        while DBTaskResult.objects.ready().exists():
            for queue in queues:
                queue.turn()

    return work_all
