"""Who works on a row: one process at a time, and never one that has lost it.

A claim is a conditional update, so that one of two wins. It lapses when its process has ended,
which others on the machine see at once, or when its heartbeat stops; the clock is the database's,
so that machines need not agree on the time. Whoever lost a claim can change nothing: every update
insists on it. What they started ends by itself before the claim lapses; see
``tenfold.training.child``.
"""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from typing import Any, Final, TypeVar

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from tenfold.web.readings import alive
from tenfold.web.runs.models import Claimed, Run, Worker

STALE: Final = timedelta(seconds=30)
"""Age of a heartbeat from which a claim has lapsed; more than ``child.SILENCE_S``."""

Row = TypeVar("Row", bound=Claimed)


class Lost(Exception):
    """Someone else has the row now, or a person has ended or deleted it."""


def claim(rows: QuerySet[Row], **changes: Any) -> Row | None:
    """Claim the one row of a query, and change it with that; None where it is not to be had."""
    name = alive.claim_name()
    taken = rows.filter(claim="").update(claim=name, heartbeat=Now(), worker=who(), **changes)
    row = rows.model._default_manager.filter(claim=name).first() if taken else None
    if row is None:
        alive.let_go(name)
    return row


def hold(row: Claimed, **changes: Any) -> None:
    """Show that work on a row goes on, and change it with that.

    Raises:
        Lost: the claim is gone.

    """
    if not _mine(row).update(heartbeat=Now(), **changes):
        raise Lost


def release(row: Claimed, **changes: Any) -> None:
    """Let a row go, and change it with that.

    Raises:
        Lost: the claim was gone already; nothing is changed.

    """
    try:
        if not _mine(row).update(claim="", **changes):
            raise Lost
    finally:
        alive.let_go(row.claim)


def drop(row: Claimed) -> None:
    """Give up the lock of a claim, whatever became of the row."""
    alive.let_go(row.claim)


def lapsed(kind: type[Row]) -> list[Row]:
    """Return the rows whose worker has ended."""
    claimed = kind._default_manager.exclude(claim="")
    stale = set(claimed.filter(heartbeat__lt=Now() - STALE).values_list("pk", flat=True))
    return [row for row in claimed if row.pk in stale or alive.has_ended(row.claim)]


def take_over(row: Row) -> bool:
    """Claim a row whose claim has lapsed, to give it back; False where someone else did."""
    name = alive.claim_name()
    # A claim has a name of its own, so what is found under it is what was seen.
    if not _mine(row).update(claim=name, heartbeat=Now()):
        alive.let_go(name)
        return False
    row.claim = name
    return True


def show_up(*, trains: bool) -> None:
    """Let pages know that this worker lives."""
    known = Worker.objects.filter(name=who())
    if not known.update(seen=Now(), trains=trains):
        Worker.objects.create(name=who(), seen=Now(), trains=trains)


def leave() -> None:
    """Let pages know that this worker ends; what is kept of others that ended goes with it."""
    Worker.objects.filter(Q(name=who()) | Q(seen__lt=Now() - STALE)).delete()


def count_trainers() -> int:
    """Count the workers that live and train."""
    return Worker.objects.filter(trains=True, seen__gt=Now() - STALE).count()


def runs_by_status() -> dict[str, int]:
    """Count the runs of all people, each status that there are any of."""
    return dict(Run.objects.order_by().values_list("status").annotate(Count("pk")))


def who() -> str:
    """Return the name of this process for people."""
    return f"{socket.gethostname()}, process {os.getpid()}"[:100]


def _mine(row: Claimed) -> QuerySet[Any]:
    return type(row)._default_manager.filter(pk=row.pk, claim=row.claim)
