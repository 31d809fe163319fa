"""Stored readings: list, get, correct, delete."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Path, Query, Router, Status

from tenfold.web.api.access import READ, WRITE
from tenfold.web.api.openapi import failures
from tenfold.web.api.paging import Newest, page_of
from tenfold.web.api.schemas import Correction, Stored, StoredPage, Text, Time
from tenfold.web.readings import services
from tenfold.web.readings.models import Owned, Reading

router = Router(tags=["Readings"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1, description="the reading's id")]


class Filters(Newest):
    """Which readings; all that are given must hold."""

    before: int | None = Field(
        default=None, ge=1, le=2**63 - 1, description="only those with a smaller id"
    )
    text: Text | None = Field(default=None, description="read or corrected as this")
    band: Literal["sure", "again", "none"] | None = None
    source: Literal["draw", "upload", "api", "live"] | None = None
    model: Text | None = Field(default=None)
    batch: int | None = Field(default=None, ge=1, le=2**63 - 1)
    corrected: bool | None = Field(default=None, description="whether a person corrected it")
    since: Time | None = Field(default=None, description="stored at or after this time")
    until: Time | None = Field(default=None, description="stored before this time")


@router.get(
    "",
    auth=READ,
    response={200: StoredPage, **failures(401, 422, 429)},
    operation_id="list_readings",
    summary="List stored readings, newest first",
)
def list_readings(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Send one page; the next begins below its last id, however many were stored meanwhile."""
    found = filtered(Reading.objects.of(request.user), filters)
    page, below = page_of(found.select_related("picture"), filters)
    return {"readings": [as_stored(row) for row in page], "next": below}


@router.get(
    "/{id}",
    auth=READ,
    response={200: Stored, **failures(401, 404, 422, 429)},
    operation_id="get_reading",
    summary="Get a reading",
)
def get_reading(request: HttpRequest, id: Id) -> dict[str, Any]:  # noqa: A002
    """Send one reading of the caller's own."""
    return as_stored(_own(request, id))


@router.patch(
    "/{id}",
    auth=WRITE,
    response={200: Stored, **failures(400, 401, 403, 404, 422, 429)},
    operation_id="correct_reading",
    summary="Say what a reading should have been",
)
def correct_reading(request: HttpRequest, id: Id, correction: Correction) -> dict[str, Any]:  # noqa: A002
    """Keep the correction beside what was read."""
    return as_stored(services.correct(_own(request, id), correction.corrected))


@router.delete(
    "/{id}",
    auth=WRITE,
    response={204: None, **failures(401, 403, 404, 422, 429)},
    operation_id="delete_reading",
    summary="Delete a reading and its picture",
)
def delete_reading(request: HttpRequest, id: Id) -> HttpResponse | Status:  # noqa: A002
    """Delete for good; the picture goes with the last reading of it."""
    row = _own(request, id)
    services.delete(Reading.objects.of(request.user).filter(pk=row.pk))
    return Status(204, None)


def filtered(rows: Owned, filters: Filters) -> Owned:
    """Keep the rows that the filters ask for."""
    asked = filters.model_dump(exclude_none=True, exclude={"before", "limit", "text", "corrected"})
    names = {"since": "created__gte", "until": "created__lt"}
    rows = rows.filter(**{names.get(name, name): value for name, value in asked.items()})
    if filters.corrected is not None:
        rows = rows.filter(corrected__isnull=not filters.corrected)
    if filters.text is not None:
        rows = rows.filter(corrected=filters.text) | rows.filter(corrected=None, text=filters.text)
    return rows


def as_stored(row: Reading) -> dict[str, Any]:
    """Return a stored reading in its JSON form: the reading itself, and what is known beside."""
    return {
        **row.data,
        "path": row.name or None,
        "id": row.pk,
        "created": row.created,
        "source": row.source,
        "band": row.band,
        "corrected": row.corrected,
        "corrected_at": row.corrected_at,
        "batch": row.batch_id,
        "picture": row.picture and reverse("picture-file", args=[row.picture.pk]),
    }


def _own(request: HttpRequest, pk: int) -> Reading:
    found: Reading = get_object_or_404(
        Reading.objects.of(request.user).select_related("picture"), pk=pk
    )
    return found
