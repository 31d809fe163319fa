"""What can be done with a batch of pictures: make it, add files, look, cancel, delete.

A batch is filled by requests and read by the workers (``worker``). Files are spooled and listed
here; nothing is decoded within a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from tenfold.web.readings import services, spool, wake
from tenfold.web.readings.incoming import (
    LONGEST,
    Planned,
    Refused,
    plain_name,
    plan,
    too_many,
)
from tenfold.web.readings.models import (
    Batch,
    BatchFile,
    BatchItem,
    BatchState,
    ItemState,
    Reading,
    Source,
)
from tenfold.web.ui.errors import Failure

AT_ONCE: Final = 500
"""Results of one answer."""
OVER: Final = (BatchState.DONE, BatchState.FAILED, BatchState.CANCELLED)


class Sent(Protocol):
    """A file of a request, as Django gives it."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Yield its bytes."""


def create(owner: Any, *, name: str = "", keep: bool = True, source: str = Source.UPLOAD) -> Batch:
    """Make an empty batch that is open for files.

    Args:
        owner: whose batch it is.
        name: what it is called; by default after its first file.
        keep: False drops each picture once it is read; the readings stay.
        source: the source of its readings, ``upload`` or ``api``.

    """
    return Batch.objects.create(
        owner=owner, name=name.strip()[:LONGEST], keep=keep, source=source, is_open=True
    )


def create_from(
    owner: Any,
    files: Sequence[Sent],
    *,
    name: str = "",
    keep: bool = True,
    source: str = Source.UPLOAD,
) -> Batch:
    """Make a batch of these files and close it; all of them are taken, or nothing is stored.

    Raises:
        Refused: no files, or one of them is not taken; see ``add_files``.

    """
    if not files:
        raise Refused(
            Failure(400, "no_files", "There is no picture in this request.", "Send at least one.")
        )
    batch = create(owner, name=name, keep=keep, source=source)
    try:
        add_files(batch, list(enumerate(files)))
    except BaseException:
        delete(batch)
        raise
    return close(batch)


def add_files(batch: Batch, files: Sequence[tuple[int, Sent]]) -> int:
    """Spool files and list their pictures; return how many are new. All are taken, or none.

    Args:
        batch: an open batch.
        files: each with its position, the sender's number of it. A position that was taken before
            changes nothing, so that a sender may repeat what it is not sure of.

    Raises:
        Refused: the batch is closed or full, or a zip is damaged or made to do harm.

    """
    _demand_open(batch)
    known = set(
        batch.files.filter(position__in=[p for p, _ in files]).values_list("position", flat=True)
    )
    arrived: list[_Arrived] = []
    try:
        for position, file in files:
            if position not in known:
                spooled, size = spool.store(batch.pk, file.chunks())
                arrived.append(_Arrived(position, _shown(file.name, position), spooled, size))
        return _take(batch, arrived)
    except BaseException:
        for file in arrived:
            spool.remove(batch.pk, file.spool)
        raise


def add_part(batch: Batch, data: bytes, *, position: int, name: str, offset: int, size: int) -> int:
    """Take a part of a large file; return how many bytes of it have come in all.

    Once all ``size`` bytes are there, it is taken as ``add_files`` does. A part that does not
    follow on what has come is not written: the sender goes on from the number that comes back.

    Raises:
        Refused: as ``add_files``, or more bytes than a batch may have.

    """
    _demand_open(batch)
    if batch.files.filter(position=position).exists():
        return size
    if size > settings.TENFOLD_MAX_BATCH_BYTES or offset + len(data) > size:
        raise _too_large()
    there = spool.write_part(batch.pk, position, offset, data)
    Batch.objects.filter(pk=batch.pk).update(touched=timezone.now())
    if there < size:
        return there
    try:
        whole = _Arrived(
            position, _shown(name, position), spool.finish_part(batch.pk, position), size
        )
    except FileNotFoundError:  # the same last part, sent twice at once
        return size
    try:
        _take(batch, [whole])
    except BaseException:
        spool.remove(batch.pk, whole.spool)
        raise
    return size


@dataclass(frozen=True, slots=True)
class _Arrived:
    position: int
    name: str
    spool: str
    bytes: int


def _shown(name: str | None, position: int) -> str:
    return plain_name(name or "") or f"picture {position + 1}"


def _take(batch: Batch, arrived: list[_Arrived]) -> int:
    """List the pictures of spooled files, and let the workers know."""
    total, held = Batch.objects.values_list("total", "bytes").get(pk=batch.pk)
    if held + sum(file.bytes for file in arrived) > settings.TENFOLD_MAX_BATCH_BYTES:
        raise _too_large()
    plans = []
    for file in arrived:
        path = spool.spool_path(batch.pk, file.spool)
        plans.append(plan(path, file.name, room=settings.TENFOLD_MAX_FILES - total))
        total += len(plans[-1])
    with transaction.atomic():
        _list(batch, arrived, plans)
    wake.up()
    return sum(map(len, plans))


def _list(batch: Batch, arrived: list[_Arrived], plans: list[list[Planned]]) -> None:
    count, size = sum(map(len, plans)), sum(file.bytes for file in arrived)
    # First, so that another request for this batch waits here and both add up.
    still_open = Batch.objects.filter(pk=batch.pk, is_open=True)
    if not still_open.update(
        total=F("total") + count, bytes=F("bytes") + size, touched=timezone.now()
    ):
        raise _closed()
    if Batch.objects.filter(pk=batch.pk, total__gt=settings.TENFOLD_MAX_FILES).exists():
        raise too_many()
    files = BatchFile.objects.bulk_create(
        BatchFile(batch=batch, position=f.position, name=f.name, spool=f.spool, bytes=f.bytes)
        for f in arrived
    )
    BatchItem.objects.bulk_create(
        (
            BatchItem(batch=batch, file=file, name=p.name, member=p.member)
            for file, planned in zip(files, plans, strict=True)
            for p in planned
        ),
        batch_size=500,
    )
    if files:
        Batch.objects.filter(pk=batch.pk, name="").update(name=files[0].name.split("/")[0])


def close(batch: Batch) -> Batch:
    """Say that no more files come; the batch is done once all of them are read."""
    Batch.objects.filter(pk=batch.pk, is_open=True).update(is_open=False)
    settle(batch.pk)
    wake.up()
    batch.refresh_from_db()
    return batch


def cancel(batch: Batch) -> Batch:
    """Stop a batch: what is read stays, what waits is dropped. One that is over stays as it is."""
    # Without a claim, whoever reads it right now cannot store what they have.
    _end(batch.pk, Q(), state=BatchState.CANCELLED, cancelled=True)
    batch.refresh_from_db()
    return batch


def settle(batch_id: int, claim: str = "") -> bool:
    """End a batch in which nothing is left to do; return whether that was so.

    Args:
        batch_id: the batch.
        claim: who asks: a batch that someone else works on is theirs to end.

    """
    nothing_waits = ~Exists(BatchItem.objects.filter(batch=OuterRef("pk"), state=ItemState.WAITING))
    ready = Q(nothing_waits, claim=claim, is_open=False)
    return _end(batch_id, ready, state=BatchState.DONE)


def fail(batch_id: int, claim: str, problem: str) -> None:
    """End a batch that cannot be read at all, and say why."""
    _end(batch_id, Q(claim=claim), state=BatchState.FAILED, problem=problem[:LONGEST])


def _end(batch_id: int, condition: Q, **fields: Any) -> bool:
    """End a batch that is not over, where the condition holds; drop all that waits."""
    with transaction.atomic():
        at_work = Batch.objects.filter(condition, pk=batch_id).exclude(state__in=OVER)
        ended = at_work.update(claim="", is_open=False, finished=timezone.now(), **fields)
        if ended:
            BatchItem.objects.filter(batch_id=batch_id, state=ItemState.WAITING).delete()
            BatchFile.objects.filter(batch_id=batch_id).exclude(spool="").update(spool="")
    if ended:
        spool.remove_all(batch_id)
    return bool(ended)


def results(batch: Batch, *, after: int = 0, limit: int = AT_ONCE) -> list[BatchItem]:
    """Return what was finished since: items with a number above ``after``, in that order.

    Each has its reading and that one's picture, or else a problem.
    """
    items = batch.items.filter(number__gt=after).order_by("number")
    return list(items.select_related("file", "reading", "reading__picture")[:limit])


def progress(batch: Batch) -> dict[str, Any]:
    """Return how far a batch is, as JSON."""
    end = batch.finished or timezone.now()
    seconds = (end - batch.started).total_seconds() if batch.started else 0.0
    return {
        "id": batch.pk,
        "name": batch.name,
        "state": batch.state,
        "open": batch.is_open,
        "total": batch.total,
        "done": batch.done,
        "failed": batch.failed,
        "cancelled": batch.cancelled,
        "keep": batch.keep,
        "problem": batch.problem,
        "seconds": round(seconds, 2),
        "created": batch.created.isoformat(),
    }


def forget_pictures(batch: Batch) -> int:
    """Delete the pictures of a batch, rows and files; its readings stay. Return how many went.

    What waits is still read, and not kept. A picture that another reading of its owner uses stays
    with that one.
    """
    Batch.objects.filter(pk=batch.pk).update(keep=False)
    readings = Reading.objects.filter(batch=batch).exclude(picture=None)
    return services.drop_pictures(readings)


def delete(batch: Batch) -> None:
    """Delete a batch with its readings, its pictures and what waits in the spool."""
    cancel(batch)
    services.delete(Reading.objects.filter(batch=batch))
    spool.remove_all(batch.pk)
    batch.delete()


def sweep() -> None:
    """Delete what cut off requests left in the spool, and batches of which nothing is left."""
    stray = spool.stray_batches()
    at_work = Batch.objects.filter(pk__in=stray).exclude(state__in=OVER)
    for batch_id in set(stray) - set(at_work.values_list("pk", flat=True)):
        spool.remove_all(batch_id)
    yesterday = timezone.now() - timedelta(days=1)
    Batch.objects.filter(state__in=OVER, finished__lt=yesterday, readings=None).delete()


def close_forsaken() -> None:
    """Close batches whose sender has gone: no file came for an hour."""
    until = timezone.now() - timedelta(hours=1)
    Batch.objects.filter(is_open=True, touched__lt=until).update(is_open=False)


def _demand_open(batch: Batch) -> None:
    if not Batch.objects.filter(pk=batch.pk, is_open=True).exists():
        raise _closed()


def _closed() -> Refused:
    return Refused(
        Failure(409, "batch_closed", "This upload takes no more files.", "Start another one.")
    )


def _too_large() -> Refused:
    most = settings.TENFOLD_MAX_BATCH_BYTES // 1_000_000
    return Refused(
        Failure(
            413,
            "too_large",
            f"These are more than {most:,} MB in one upload.",
            "Send them in several uploads.",
        )
    )
