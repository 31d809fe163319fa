"""Hands out again what its worker has left, and takes away what nobody needs any more."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tenfold.web.runs import claims, folder, looking, tasks, training, uploads
from tenfold.web.runs.models import Claimed, Run, Status, Survey, SurveyState

_QUEUED: Final = timedelta(seconds=10)
"""A row that waits so long after its task was taken has lost it."""
_YOUNG_S: Final = 3600
_DONE: Final = timedelta(days=1)

log = logging.getLogger(__name__)


def hand_out_again() -> int:
    """Let rows go whose worker has ended, and queue those that wait without a task.

    Several may do so at once: what one has let go another finds changed, and leaves.
    """
    count = _let_go(Run, training.give_back) + _let_go(Survey, looking.give_back)
    waiting: list[Claimed] = [
        *Run.objects.filter(status=Status.WAITING, claim=""),
        *Survey.objects.filter(state=SurveyState.WAITING, claim=""),
    ]
    for row in waiting:
        if not _has_task(row):
            tasks.queue(row)
            count += 1
    return count


def _let_go(kind: type[Any], give_back: Callable[[Any, int], None]) -> int:
    count = 0
    for row in claims.lapsed(kind):
        if claims.take_over(row):
            DBTaskResult.objects.filter(pk=row.task or None).delete()
            if isinstance(row, Run):
                folder.log(row, f"The worker ({row.worker}) ended; the run is handed out again.")
            give_back(row, 1)
            count += 1
    return count


def _has_task(row: Claimed) -> bool:
    """Whether a worker will look at a row that waits, or has begun to just now."""
    task = DBTaskResult.objects.filter(pk=row.task or None).first()
    if task is None:
        return False
    if task.status == TaskResultStatus.READY:
        return True
    return bool(task.started_at and task.started_at > timezone.now() - _QUEUED)


def tidy() -> None:
    """Delete files of runs that are gone, old looks at data, and tasks that are long done."""
    looking.forget_old()
    uploads.tidy()
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - _DONE).delete()
    for run in _strays():
        folder.remove(run)


def _strays() -> list[Run]:
    """Return runs of which there are files and no row."""
    home = Path(settings.TENFOLD_HOME) / "runs"
    until = time.time() - _YOUNG_S
    old = [path for path in home.glob("[0-9]*") if path.stat().st_mtime < until]
    numbers = {int(path.stem) for path in old if path.stem.isdigit()}
    known = set(Run.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [Run(pk=number) for number in numbers - known]
