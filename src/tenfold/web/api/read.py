"""``POST /read``: pictures in, readings out."""

from __future__ import annotations

import json
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from tenfold.errors import ImageError
from tenfold.web.api.access import READ, demand_write
from tenfold.web.api.bodies import MOST_PICTURES, Sent, pictures_of
from tenfold.web.api.errors import ApiError
from tenfold.web.api.openapi import READ_BODY, failures
from tenfold.web.api.schemas import Options, Reading, Readings, Text
from tenfold.web.readings.models import Source
from tenfold.web.readings.reader import read_picture, reader
from tenfold.web.readings.refusals import refusal
from tenfold.web.readings.services import store_reading

router = Router(tags=["Read"])


class ReadOptions(Options):
    """How to read."""

    store: bool | None = Field(
        default=None,
        description="keep the reading and its picture in the history; "
        "by default as TENFOLD_API_STORE says",
    )
    model: str = Field(
        default="", max_length=100, description="a name of /models; the server's own by default"
    )
    error_rate: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="share of accepted digits that may be wrong; by default the server's, 0.001",
    )
    name: Text = Field(default="", description="name of a picture that is sent as the body itself")


@router.post(
    "/read",
    auth=READ,
    response={200: Reading | Readings, **failures(400, 401, 403, 411, 413, 415, 422, 429)},
    openapi_extra={"requestBody": READ_BODY},
    operation_id="read",
    summary="Read the digits in pictures",
    description=(
        "One picture is answered with its reading, or with the error that says why it cannot be "
        f"read. Several files of a form, or 'images' in JSON, {MOST_PICTURES} at most, are "
        "answered with a list in which each has its reading or its own error. Of a PDF or TIFF "
        "the first page is read; a batch reads all."
    ),
)
def read(request: HttpRequest, options: Query[ReadOptions]) -> HttpResponse:
    """Read what was sent; nothing is stored unless asked for."""
    store = settings.TENFOLD_API_STORE if options.store is None else options.store
    if store:
        demand_write(request.auth)  # type: ignore[attr-defined]
    reader(options.model, options.error_rate)  # a wrong model is told before a body is read
    pictures = pictures_of(request, options.name)
    if not pictures.is_list:
        return _answer(_read(request, pictures.sent[0], options, store=store))
    return _answer({"readings": [_read_or_say(request, s, options, store) for s in pictures.sent]})


def _read(request: HttpRequest, sent: Sent, options: ReadOptions, *, store: bool) -> dict[str, Any]:
    result = read_picture(sent.load(), model=options.model, error_rate=options.error_rate)
    answer = result.to_dict()
    if store:
        row = store_reading(request.user, result, source=Source.API, name=sent.name)
        answer["id"] = row.pk
    return {"path": sent.name, **answer} if sent.name else answer


def _read_or_say(
    request: HttpRequest, sent: Sent, options: ReadOptions, store: bool
) -> dict[str, Any]:
    try:
        return _read(request, sent, options, store=store)
    except ImageError as error:
        failure = refusal(error)
    except ApiError as error:
        failure = error.failure
    named = {"path": sent.name} if sent.name else {}
    return {**named, "error": failure.as_dict()}


_JSON: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def _answer(body: dict[str, Any]) -> HttpResponse:
    # Not through the framework's schema, which would check and copy it all once more.
    return HttpResponse(_JSON.encode(body), content_type="application/json")
