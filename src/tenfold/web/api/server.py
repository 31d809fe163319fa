"""What this server is: its models, and whether it can read."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

from django.db import DatabaseError, connection
from django.http import HttpRequest
from ninja import Path, Router

from tenfold import __version__
from tenfold.errors import ModelError
from tenfold.types import ModelCard
from tenfold.web.api.access import READ
from tenfold.web.api.errors import NOT_FOUND, ApiError
from tenfold.web.api.openapi import failures
from tenfold.web.api.schemas import Health, Model, Models
from tenfold.web.readings.reader import model_names, reader
from tenfold.web.ui.errors import Failure
from tenfold.web.ui.present import card_of, present_card

router = Router(tags=["Server"])


@router.get(
    "/models",
    auth=READ,
    response={200: Models, **failures(401, 429)},
    operation_id="list_models",
    summary="List the models that read",
)
def list_models(request: HttpRequest) -> dict[str, Any]:
    """Send their cards; ``default`` marks the one that reads, which comes first."""
    found = []
    for name in model_names():
        with suppress(ModelError):  # its page says what is wrong with it
            found.append(_as_model(name))
    return {"models": found}


@router.get(
    "/models/{name}",
    auth=READ,
    response={200: Model, **failures(401, 404, 422, 429)},
    operation_id="get_model",
    summary="Get a model's card",
)
def get_model(request: HttpRequest, name: Annotated[str, Path(max_length=100)]) -> dict[str, Any]:
    """Send what it is, was trained on, and measured."""
    if name not in model_names():
        raise ApiError(NOT_FOUND)
    return _as_model(name)


@router.get(
    "/health",
    auth=None,
    response={200: Health, **failures(503)},
    operation_id="health",
    summary="Ask whether this server can read",
)
def health(request: HttpRequest) -> dict[str, Any]:
    """Answer 200 when the database and the model are there, else 503 with what is missing."""
    return {"status": "ok", "version": __version__, "model": ready().name}


def ready() -> ModelCard:
    """Return the card of the model that reads.

    Raises:
        ApiError: 503 where the database or the model is missing.

    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise ApiError(Failure(503, "no_database", "The database does not answer.")) from error
    try:
        return reader().card
    except ModelError as error:
        raise ApiError(Failure(503, "no_model", "The model cannot be loaded.")) from error


def _as_model(name: str) -> dict[str, Any]:
    card = card_of(name)
    return {
        "name": card.name,
        "default": name == present_card().name,
        "architecture": card.architecture,
        "parameters": card.parameters,
        "bytes": card.bytes,
        "sha256": card.sha256,
        "licence": card.licence,
        "classes": card.classes,
        "error_rates": sorted(float(rate) for rate in card.thresholds),
        "datasets": card.datasets,
        "measured": card.measured,
    }
