"""Batches: many pictures, read in the background and fetched as they are done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Path, Query, Router, Status

from tenfold.web.api.access import READ, WRITE
from tenfold.web.api.bodies import demand_length, files_of
from tenfold.web.api.errors import CUT, ApiError
from tenfold.web.api.openapi import BATCH_BODY, failures
from tenfold.web.api.paging import MOST, Newest, page_of
from tenfold.web.api.readings import as_stored
from tenfold.web.api.schemas import BatchOut, BatchPage, Options, ResultPage, Text
from tenfold.web.readings import batches
from tenfold.web.readings.models import Batch, BatchItem, Source

router = Router(tags=["Batches"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1, description="the batch's id")]
_RAW_TYPES: Final = ("application/zip", "application/x-zip-compressed", "application/octet-stream")
_CHUNK_BYTES: Final = 1 << 20


class NewBatch(Options):
    """How to take a batch."""

    name: Text = Field(default="", description="by default after its first file")
    keep: bool = Field(default=True, description="false drops each picture once it is read")


class After(Options):
    """Which results."""

    after: int = Field(default=0, ge=0, le=2**31 - 1, description="only those finished after it")
    limit: int = Field(default=MOST, ge=1, le=batches.AT_ONCE)


@router.post(
    "",
    auth=WRITE,
    response={202: BatchOut, **failures(400, 401, 403, 411, 413, 415, 422, 429)},
    openapi_extra={"requestBody": BATCH_BODY},
    operation_id="create_batch",
    summary="Have many pictures read",
    description=(
        "Files of a form, in which a zip stands for the pictures inside it, or a zip as the body. "
        "Answers at once; ask for the results as they come."
    ),
)
def create_batch(request: HttpRequest, options: Query[NewBatch]) -> HttpResponse | Status:
    """Take the files, or refuse all of them."""
    batch = batches.create_from(
        request.user,
        _sent_files(request),
        name=options.name,
        keep=options.keep,
        source=Source.API,
    )
    return Status(202, as_batch(batch))


@router.get(
    "",
    auth=READ,
    response={200: BatchPage, **failures(401, 422, 429)},
    operation_id="list_batches",
    summary="List batches, newest first",
)
def list_batches(request: HttpRequest, asked: Query[Newest]) -> dict[str, Any]:
    """Send one page."""
    page, below = page_of(Batch.objects.of(request.user), asked)
    return {"batches": [as_batch(row) for row in page], "next": below}


@router.get(
    "/{id}",
    auth=READ,
    response={200: BatchOut, **failures(401, 404, 422, 429)},
    operation_id="get_batch",
    summary="See how far a batch is",
)
def get_batch(request: HttpRequest, id: Id) -> dict[str, Any]:  # noqa: A002
    """Send its progress."""
    return as_batch(_own(request, id))


@router.get(
    "/{id}/results",
    auth=READ,
    response={200: ResultPage, **failures(401, 404, 422, 429)},
    operation_id="get_results",
    summary="Get what is read so far",
    description=(
        "In the order in which pictures were finished, each with its reading or why it could not "
        "be read. Send 'next' as 'after' for what came since; all is there once 'over' is true and "
        "no results come."
    ),
)
def get_results(request: HttpRequest, id: Id, asked: Query[After]) -> dict[str, Any]:  # noqa: A002
    """Send some results, and where the next ones begin."""
    batch = _own(request, id)  # first: what is over by now has all its results below
    items = batches.results(batch, after=asked.after, limit=asked.limit)
    return {
        "results": [_as_result(item) for item in items],
        "next": items[-1].number if items else asked.after,
        "over": batch.is_over,
    }


@router.post(
    "/{id}/cancel",
    auth=WRITE,
    response={200: BatchOut, **failures(401, 403, 404, 422, 429)},
    operation_id="cancel_batch",
    summary="Stop a batch",
    description="What is read stays, what waits is dropped. One that is over stays as it is.",
)
def cancel_batch(request: HttpRequest, id: Id) -> dict[str, Any]:  # noqa: A002
    """Stop it."""
    return as_batch(batches.cancel(_own(request, id)))


@router.delete(
    "/{id}",
    auth=WRITE,
    response={204: None, **failures(401, 403, 404, 422, 429)},
    operation_id="delete_batch",
    summary="Delete a batch with its readings and pictures",
)
def delete_batch(request: HttpRequest, id: Id) -> Status:  # noqa: A002
    """Delete it for good."""
    batches.delete(_own(request, id))
    return Status(204, None)


def as_batch(batch: Batch) -> dict[str, Any]:
    """Return how far a batch is, in its JSON form."""
    return {
        "id": batch.pk,
        "name": batch.name,
        "state": batch.state,
        "over": batch.is_over,
        "total": batch.total,
        "done": batch.done,
        "failed": batch.failed,
        "keep": batch.keep,
        "problem": batch.problem,
        "created": batch.created,
        "results": reverse("api-v1:get_results", args=[batch.pk]),
    }


def _as_result(item: BatchItem) -> dict[str, Any]:
    if item.reading is not None:
        return {**as_stored(item.reading), "path": item.label}
    error = {"code": "unreadable_picture", "message": item.problem, "hint": ""}
    return {"path": item.label, "error": error}


def _own(request: HttpRequest, pk: int) -> Batch:
    found: Batch = get_object_or_404(Batch.objects.of(request.user), pk=pk)
    return found


def _sent_files(request: HttpRequest) -> list[Any]:
    if (request.content_type or "").lower() in _RAW_TYPES:
        return [_Body(request)] if demand_length(request) else []
    return files_of(request)


class _Body:
    """The body of a request as a file; it goes to the spool in pieces, never whole into memory."""

    name = "batch.zip"

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def chunks(self) -> Iterator[bytes]:
        """Yield its pieces.

        Raises:
            ApiError: it ends before the length that it announced.

        """
        left = demand_length(self._request)
        while left > 0:
            piece = self._request.read(min(left, _CHUNK_BYTES))
            if not piece:
                raise ApiError(CUT)
            left -= len(piece)
            yield piece
