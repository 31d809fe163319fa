"""One turn of work on a batch: claim it, read some pictures, store what came of them, let go.

A claim is a conditional update, so that no two work on a batch; whoever lost it can store nothing.
What was read is stored in one transaction with the number of pictures done: none is read into two
rows, and none is lost, wherever a process ends.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from tenfold.errors import ImageTooLarge, ModelError
from tenfold.web.readings import alive, batches, services, spool
from tenfold.web.readings.desk import Desk, Outcome
from tenfold.web.readings.models import (
    Batch,
    BatchFile,
    BatchItem,
    BatchState,
    ItemState,
    Reading,
)
from tenfold.web.readings.pictures import keep_many
from tenfold.web.readings.sources import reason

CHUNK: Final = 64
"""Pictures that are read and stored together, at most."""
TURN_S: Final = 1.0
"""Seconds after which the next batch has its turn."""
STALE: Final = timedelta(seconds=30)
"""Age of a heartbeat from which a claim has lapsed."""
MOST_TRIES: Final = 4
"""A picture that was begun so often has ended the process each time."""
_GIVEN_UP: Final = "Reading it ended in a fault, several times. Send it in another format."

log = logging.getLogger(__name__)


class Lost(Exception):
    """Someone else has the batch now, or it was cancelled or deleted."""


def work_once(desk: Desk) -> bool:
    """Take the batch that has waited longest, and read some of it; return whether there was one."""
    batch = claim_next()
    if batch is None:
        return False
    try:
        _turn(batch, desk)
    except Lost:
        pass
    except ModelError:
        log.exception("the model cannot be loaded")
        batches.fail(batch.pk, batch.claim, "The model cannot be loaded. See the server's log.")
    finally:
        _release(batch)
    return True


def claim_next() -> Batch | None:
    """Claim a batch in which there is something to do; None where there is none."""
    waiting = Exists(BatchItem.objects.filter(batch=OuterRef("pk"), state=ItemState.WAITING))
    open_for_work = Q(state__in=(BatchState.WAITING, BatchState.RUNNING))
    candidates = Batch.objects.filter(open_for_work).filter(waiting | Q(is_open=False))
    for batch in candidates.order_by(F("heartbeat").asc(nulls_first=True), "pk"):
        if _is_free(batch) and (claimed := _claim(batch)):
            return claimed
    return None


def _is_free(batch: Batch) -> bool:
    if not batch.claim or batch.heartbeat is None:
        return True
    return batch.heartbeat < timezone.now() - STALE or alive.has_ended(batch.claim)


def _claim(batch: Batch) -> Batch | None:
    claim, now = alive.claim_name(), timezone.now()
    # The claim and the heartbeat that were seen: if anyone was faster, nothing is changed.
    seen = Batch.objects.filter(pk=batch.pk, claim=batch.claim, heartbeat=batch.heartbeat)
    taken = seen.exclude(state__in=batches.OVER).update(
        claim=claim, heartbeat=now, state=BatchState.RUNNING, started=batch.started or now
    )
    if not taken:
        alive.let_go(claim)
        return None
    batch.claim, batch.started = claim, batch.started or now
    return batch


def _release(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk, claim=batch.claim).update(claim="")
    alive.let_go(batch.claim)


def _turn(batch: Batch, desk: Desk) -> None:
    until = monotonic() + TURN_S
    while monotonic() < until:
        if not _read_chunk(batch, desk):
            batches.settle(batch.pk, batch.claim)
            return


def _read_chunk(batch: Batch, desk: Desk) -> bool:
    """Read and store a chunk; return whether there was anything to read."""
    items = _next_items(batch)
    if not items:
        return False
    try:
        outcomes = _outcomes(batch, items, desk)
    except FileNotFoundError as error:
        raise Lost from error
    if outcomes:
        _store(batch, outcomes)
    return True


def _next_items(batch: Batch) -> list[BatchItem]:
    """Return what comes next; alone, what was begun before: it may have ended a process."""
    waiting = batch.items.filter(state=ItemState.WAITING).select_related("file").order_by("pk")
    items = list(waiting[:CHUNK])
    if items and items[0].tries:
        return items[:1]
    return [item for item in items if not item.tries]


def _outcomes(batch: Batch, items: list[BatchItem], desk: Desk) -> list[Outcome]:
    """Read items; what turned out to be a file of pages is taken apart and comes again."""
    if items[0].tries >= MOST_TRIES:
        return [Outcome(items[0], problem=_GIVEN_UP)]
    BatchItem.objects.filter(pk__in=[item.pk for item in items]).update(tries=F("tries") + 1)
    keep = batch.keep and services.keeps_pictures()
    outcomes = desk.read(items, keep=keep, beat=partial(_hold, batch))
    for outcome in outcomes:
        if outcome.pages:
            _split(batch, outcome)
    done = [outcome for outcome in outcomes if not outcome.pages]
    untried = {item.pk for item in items} - {outcome.item.pk for outcome in done}
    BatchItem.objects.filter(pk__in=untried).update(tries=0)
    return done


def _split(batch: Batch, outcome: Outcome) -> None:
    """Make an item of each page; the item itself becomes the first one, and waits again.

    Where there is no room for so many in the batch, that is the item's problem.
    """
    item, count = outcome.item, outcome.pages
    try:
        with transaction.atomic():
            _hold(batch, total=F("total") + count - 1)
            if Batch.objects.filter(pk=batch.pk, total__gt=settings.TENFOLD_MAX_FILES).exists():
                raise ImageTooLarge(f"the file has {count:,} pages, more than there is room for")
            item.page = 1
            item.save(update_fields=["page"])
            BatchItem.objects.bulk_create(
                BatchItem(
                    batch=batch, file=item.file, member=item.member, name=item.name, page=page
                )
                for page in range(2, count + 1)
            )
    except ImageTooLarge as error:
        item.page, outcome.pages, outcome.problem = None, 0, reason(error)


def _hold(batch: Batch, **changes: Any) -> None:
    """Show that work goes on, and change the batch with it.

    Raises:
        Lost: the claim is someone else's.

    """
    mine = Batch.objects.filter(pk=batch.pk, claim=batch.claim)
    if not mine.update(heartbeat=timezone.now(), **changes):
        raise Lost


def _store(batch: Batch, outcomes: list[Outcome]) -> None:
    """Store outcomes, all or none."""
    read = [outcome for outcome in outcomes if outcome.data is not None]
    failed = len(outcomes) - len(read)
    with transaction.atomic():
        _hold(batch, done=F("done") + len(read), failed=F("failed") + failed)
        batch.refresh_from_db(fields=["done", "failed", "keep"])
        readings = _store_readings(batch, read)
        first = batch.done + batch.failed - len(outcomes) + 1
        _finish(outcomes, readings, first)
    for outcome in read:
        if batch.keep and outcome.picture is not None:
            outcome.picture.write()
    _clear_spool(batch, {outcome.item.file_id for outcome in outcomes})


def _store_readings(batch: Batch, read: list[Outcome]) -> dict[int, int]:
    """Store readings with their pictures; return the id of the reading by that of its item."""
    pages = [o.picture for o in read if o.picture is not None] if batch.keep else []
    pictures = keep_many(batch.owner, pages)
    rows = []
    for outcome in read:
        row = services.new_reading(
            batch.owner,
            outcome.data or {},
            source=batch.source,
            name=outcome.item.label,
            batch=batch,
        )
        row.picture = pictures.get(outcome.picture.sha256) if outcome.picture else None
        rows.append(row)
    rows = Reading.objects.bulk_create(rows)
    return {outcome.item.pk: row.pk for outcome, row in zip(read, rows, strict=True)}


def _finish(outcomes: list[Outcome], readings: dict[int, int], first: int) -> None:
    """Number items in the order in which they came out, each with its reading or problem."""
    values = [
        (
            ItemState.FAILED if outcome.problem else ItemState.READ,
            outcome.problem[: batches.LONGEST],
            number,
            readings.get(outcome.item.pk),
            outcome.item.pk,
        )
        for number, outcome in enumerate(outcomes, start=first)
    ]
    table = connection.ops.quote_name(BatchItem._meta.db_table)
    sql = f"UPDATE {table} SET state=%s, problem=%s, number=%s, reading_id=%s WHERE id=%s"  # noqa: S608
    with connection.cursor() as cursor:  # the ORM writes one long CASE for each column
        cursor.executemany(sql, values)


def _clear_spool(batch: Batch, file_ids: Iterable[int]) -> None:
    """Drop files of which nothing waits any more."""
    waiting = BatchItem.objects.filter(file=OuterRef("pk"), state=ItemState.WAITING)
    over = BatchFile.objects.filter(~Exists(waiting), pk__in=file_ids).exclude(spool="")
    names = dict(over.values_list("pk", "spool"))
    for name in names.values():
        spool.remove(batch.pk, name)
    BatchFile.objects.filter(pk__in=names).update(spool="")
