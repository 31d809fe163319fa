"""What can be done with readings: read, store, correct, delete. Views only call these."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tenfold.types import Reading as Result
from tenfold.web.readings.models import Band, Batch, Picture, Reading
from tenfold.web.readings.pictures import keep_picture, remove_files
from tenfold.web.readings.reader import read_picture as read_picture

LONGEST: int = 255
"""Letters of a text or name in the table; the whole text stands in ``data``."""


def band_of(data: dict[str, Any]) -> Band:
    """Return how sure a reading (its JSON form) is, in words."""
    if not data["numbers"]:
        return Band.NONE
    return Band.SURE if data["accepted"] else Band.AGAIN


def keeps_pictures() -> bool:
    """Whether the settings let pictures be kept at all."""
    return bool(settings.TENFOLD_KEEP_DAYS > 0)


def store_reading(
    owner: Any,
    result: Result | dict[str, Any],
    *,
    source: str,
    name: str = "",
    batch: Batch | None = None,
    page: Any = None,
    keep: bool = True,
) -> Reading:
    """Store a reading, and its picture where it may be kept.

    Args:
        owner: whose reading it is.
        result: a reading, or its JSON form as ``Reading.to_dict`` gives it.
        source: one of ``Source``: draw, upload, api, live.
        name: the file's name.
        batch: what it was uploaded with.
        page: (H, W) or (H, W, 3) uint8 RGB; the reading's own page by default.
        keep: False leaves the picture out, whatever the settings say.

    """
    if isinstance(result, Result):
        page = result.page if page is None else page
        data = result.to_dict()
    else:
        data = result
    picture = keep_picture(owner, page) if keep and keeps_pictures() and page is not None else None
    reading = new_reading(owner, data, source=source, name=name, batch=batch)
    reading.picture = picture
    reading.save(force_insert=True)
    return reading


def new_reading(
    owner: Any, data: dict[str, Any], *, source: str, name: str = "", batch: Batch | None = None
) -> Reading:
    """Return a row for a reading (its JSON form), not saved yet and without a picture."""
    return Reading(
        owner=owner,
        batch=batch,
        name=name[-LONGEST:],
        source=source,
        data=data,
        text=" ".join(data["text"].split())[:LONGEST],
        confidence=data["confidence"],
        accepted=data["accepted"],
        band=band_of(data),
        model=data["model"],
        milliseconds=data["milliseconds"],
    )


def correct(reading: Reading, text: str | None) -> Reading:
    """Say what a reading should have been; '' for no digit, None takes a correction back.

    Raises:
        ValueError: other characters than digits and spaces, or too many.

    """
    if text is not None:
        text = " ".join(text.split())
        if len(text) > LONGEST or not all(c in "0123456789 " for c in text):
            raise ValueError(f"a correction is up to {LONGEST} digits 0 to 9 and spaces")
    reading.corrected = text
    reading.corrected_at = None if text is None else timezone.now()
    reading.save(update_fields=["corrected", "corrected_at"])
    return reading


def delete(readings: QuerySet[Reading]) -> int:
    """Delete readings, and each picture with the last of them that uses it; return how many.

    Rows go first, then files: what is cut off between leaves files that ``sweep`` takes away. Not
    to be called within a transaction, which could bring rows back without their files.
    """
    with transaction.atomic(durable=True):
        pictures = set(
            readings.exclude(picture=None).order_by().values_list("picture_id", flat=True)
        )
        count, _ = readings.model.objects.filter(pk__in=readings.values("pk")).delete()
        digests = _drop_unused(pictures)
    remove_files(digests)
    return count


def drop_pictures(readings: QuerySet[Reading]) -> int:
    """Delete the pictures of readings, which stay; return how many. See ``delete`` for the order.

    A picture that another reading uses stays with that one.
    """
    with transaction.atomic(durable=True):
        pictures = set(
            readings.exclude(picture=None).order_by().values_list("picture_id", flat=True)
        )
        readings.update(picture=None)
        digests = _drop_unused(pictures)
    remove_files(digests)
    return len(digests)


def delete_some(readings: QuerySet[Reading], most: int) -> int:
    """Delete up to so many readings, the newest first; return how many: 0 when none is left."""
    ids = list(readings.order_by("-pk").values_list("pk", flat=True)[:most])
    return delete(readings.model.objects.filter(pk__in=ids)) if ids else 0


def _drop_unused(picture_ids: set[Any]) -> set[str]:
    """Delete those of these pictures' rows that no reading uses; return their digests."""
    unused = Picture.objects.filter(pk__in=picture_ids, readings=None)
    digests = set(unused.values_list("sha256", flat=True))
    unused.delete()
    return digests
