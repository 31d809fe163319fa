"""The stage: big digits from a pad, a camera or a slide show, and people against the machine."""

from __future__ import annotations

from random import Random
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tenfold.errors import ImageError
from tenfold.web.readings import samples, services
from tenfold.web.readings.models import Source
from tenfold.web.readings.reader import read_picture
from tenfold.web.readings.refusals import refusal
from tenfold.web.ui.errors import Failure, json_failure
from tenfold.web.ui.model_files import model_url

MOST_BYTES = 8_000_000
"""Of a frame of a camera; one of 960 pixels has some hundred thousand."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the stage; all else happens in the browser."""
    urls = {"model_url": model_url("onnx"), "card_url": model_url("json")}
    return render(request, "readings/live.html", urls)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Read a frame, sent as the request's body; kept only with ``?keep=on``."""
    if len(request.body) > MOST_BYTES:
        return json_failure(Failure(413, "too_large", "A frame has at most 8 MB.", "Send less."))
    try:
        result = read_picture(request.body)
    except ImageError as error:
        return json_failure(refusal(error))
    if request.GET.get("keep") == "on":
        services.store_reading(request.user, result, source=Source.LIVE)
    return JsonResponse(result.to_dict())


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Send a picture with its truth and its reading: ``from`` own, or written anew."""
    rng = Random()  # noqa: S311 - nothing secret is drawn
    found = samples.own(request.user, rng) if request.GET.get("from") == "own" else None
    if found is None:
        digits = int(_between(request, "digits", 1, samples.MOST_DIGITS))
        found = samples.written(digits, _between(request, "difficulty", 0, 1), rng)
    response = JsonResponse(found)
    response["Cache-Control"] = "private, no-store"
    return response


def _between(request: HttpRequest, name: str, least: float, most: float) -> Any:
    """Return a number of the address, moved between its ends; the least where it is none."""
    try:
        number = float(request.GET.get(name, ""))
    except ValueError:
        return least
    return min(max(number, least), most) if number == number else least
