"""What is done for people in worker processes, as tasks of Django.

A task says which row to look at, nothing else: the row says what is to be done, and whether it is
still to be done. So one that is handed out twice does no harm, and one that is lost is made anew.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django_tasks import task

from tenfold.web.runs.models import Run, Survey

_BEGUN: Final = 50


@task(queue_name="training")
def train(run_id: int) -> None:
    """Train a run, from its start or from where it got to."""
    from tenfold.web.runs.training import work_on  # what it needs is not for a request

    work_on(run_id)


@task(queue_name="looking")
def look(survey_id: int) -> None:
    """Look at data before a run."""
    from tenfold.web.runs.looking import work_on

    work_on(survey_id)


def queue(row: Run | Survey, *, first: bool = False) -> None:
    """Have a worker look at a row; within a transaction, once that holds.

    Args:
        row: a row that waits.
        first: before all that wait: it was begun already, and lost its worker.

    """
    kind = train if isinstance(row, Run) else look
    with transaction.atomic():
        queued = kind.using(priority=_BEGUN if first else 0).enqueue(row.pk)
        type(row).objects.filter(pk=row.pk).update(task=queued.id)
