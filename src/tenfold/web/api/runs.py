"""Training runs, to watch them from elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema

from tenfold.web.api.access import READ
from tenfold.web.api.openapi import failures
from tenfold.web.api.paging import Newest, page_of
from tenfold.web.api.schemas import Probability
from tenfold.web.runs.models import Run

router = Router(tags=["Runs"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1, description="the run's id")]


class RunOut(Schema):
    """How far a training run is."""

    id: int
    name: str
    status: Literal[
        "waiting",
        "training",
        "paused",
        "completed",
        "stopped early",
        "stopped",
        "failed",
        "canceled",
    ]
    over: bool = Field(description="nothing more will happen to it")
    message: str = Field(description="what happened, for people; may be empty")
    epoch: int
    epochs: int = Field(description="0 until it is known")
    seconds: float = Field(description="time that it was worked on")
    seconds_left: float | None
    accuracy: Probability | None = Field(description="of the best epoch on held-out pictures")
    created: datetime


class RunPage(Schema):
    """Some runs, newest first, and where the next ones begin."""

    runs: list[RunOut]
    next: int | None


@router.get(
    "",
    auth=READ,
    response={200: RunPage, **failures(401, 422, 429)},
    operation_id="list_runs",
    summary="List training runs, newest first",
)
def list_runs(request: HttpRequest, asked: Query[Newest]) -> dict[str, Any]:
    """Send one page."""
    page, below = page_of(Run.objects.of(request.user), asked)
    return {"runs": [as_run(row) for row in page], "next": below}


@router.get(
    "/{id}",
    auth=READ,
    response={200: RunOut, **failures(401, 404, 422, 429)},
    operation_id="get_run",
    summary="See how far a training run is",
)
def get_run(request: HttpRequest, id: Id) -> dict[str, Any]:  # noqa: A002
    """Send how far it is."""
    return as_run(get_object_or_404(Run.objects.of(request.user), pk=id))


def as_run(run: Run) -> dict[str, Any]:
    """Return how far a run is, in its JSON form."""
    return {
        "id": run.pk,
        "name": str(run),
        "status": run.status,
        "over": run.is_over,
        "message": run.message,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "seconds": round(run.seconds, 1),
        "seconds_left": run.seconds_left,
        "accuracy": run.figures.get("accuracy"),
        "created": run.created,
    }
