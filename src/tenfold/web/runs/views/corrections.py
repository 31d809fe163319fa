"""Corrections, as the page about them asks for them and has them learned from."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from tenfold.web.readings import thumbs
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.models import Reading
from tenfold.web.readings.views.upload import telling
from tenfold.web.runs import corrections, services, uploads
from tenfold.web.runs.run_json import run_json
from tenfold.web.runs.views.answers import body, mine, number, words
from tenfold.web.ui.errors import Failure

_HOUR_S: Final = 3600


@require_safe
@telling
def index(request: HttpRequest) -> HttpResponse:
    """Tell checked readings with their marks: ``before``, ``wrong`` (1) and ``mix`` narrow them."""
    asked = request.GET
    found = corrections.page(
        request.user,
        before=number(asked.get("before") or "0"),
        wrong=asked.get("wrong") == "1",
        mix=asked.get("mix", "")[:2],
    )
    return JsonResponse(found)


@require_safe
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the marks of a reading as the network saw them, 28x28 each, side by side."""
    reading = mine(request, Reading, pk)
    try:
        boxes = [mark.box for mark in corrections.marks(reading)]
        picture = thumbs.side_by_side(thumbs.seen(reading, boxes))
    except (FileNotFoundError, LookupError) as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = f"private, max-age={_HOUR_S}"
    return response


@require_POST
@telling
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one mark is: JSON with ``place`` and ``meant``, 10 for no digit."""
    said = body(request)
    place, meant = said.get("place"), said.get("meant")
    if type(place) is not int or type(meant) is not int:
        raise _not_understood()
    reading = corrections.fix(mine(request, Reading, pk), place, meant)
    return JsonResponse(corrections.reading_json(reading))


@require_POST
@telling
def gather(request: HttpRequest) -> HttpResponse:
    """Make a data set of marks: JSON with ``marks`` as [[reading, place], ...] or 'all'."""
    said = body(request)
    data = corrections.gather(request.user, _picks(said), name=words(said, "name"))
    return JsonResponse(uploads.data_json(data), status=201)


@require_POST
@telling
def train(request: HttpRequest) -> HttpResponse:
    """Train on marks: as ``gather``, with ``settings`` where they are not the usual ones."""
    said = body(request)
    settings = said.get("settings", {})
    if not isinstance(settings, dict):
        raise _not_understood()
    run = services.train_on(request.user, _picks(said), settings, name=words(said, "name"))
    return JsonResponse({"run": run_json(run)}, status=201)


def _picks(said: dict[str, Any]) -> list[corrections.Pick] | None:
    """Return the chosen marks; None for all."""
    chosen = said.get("marks")
    if chosen == "all":
        return None
    if not isinstance(chosen, list) or not all(map(_is_pick, chosen)):
        raise _not_understood()
    return [(reading, place) for reading, place in chosen]


def _is_pick(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(type(part) is int for part in pair)


def _not_understood() -> Refused:
    return Refused(Failure(400, "bad_request", "This request could not be understood."))
