"""Drawings from the pad: kept with their reading, and taken back."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.errors import ImageError
from tenfold.imaging.decode import Pixels, to_pixels
from tenfold.web.readings import services
from tenfold.web.readings.drawn import Invalid, parse_reading
from tenfold.web.readings.models import Reading, Source
from tenfold.web.ui.errors import Failure, json_failure

MOST_BYTES = 2_000_000
"""Of a drawing as PNG; one that fills the pad has some ten thousand."""
MOST_PIXELS = 4_000_000


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a drawing, its reading as the browser made it, and what a person put right.

    A form with ``reading`` (JSON), ``picture`` (a PNG as large as the reading says) and, for a
    correction, ``corrected`` (the text as it should be; '' where nothing is a digit).
    """
    try:
        data = parse_reading(request.POST.get("reading", ""))
        page = _picture(request, data["image"])
        with transaction.atomic():
            reading = services.store_reading(request.user, data, source=Source.DRAW, page=page)
            if "corrected" in request.POST:
                services.correct(reading, request.POST["corrected"])
    except ValueError as error:
        return json_failure(Failure(400, "bad_drawing", f"{error}.", "Draw it again."))
    return JsonResponse({"id": reading.pk}, status=201)


@require_http_methods(["DELETE"])
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a kept drawing back, its picture with it."""
    get_object_or_404(Reading.objects.of(request.user), pk=pk, source=Source.DRAW)
    services.delete(Reading.objects.of(request.user).filter(pk=pk))
    return HttpResponse(status=204)


def _picture(request: HttpRequest, image: dict[str, int]) -> Pixels:
    file = request.FILES.get("picture")
    if file is None or file.size > MOST_BYTES:
        raise Invalid("a drawing comes with a PNG of at most 2 MB")
    data = file.read()
    if not data.startswith(b"\x89PNG\r\n"):
        raise Invalid("the picture of a drawing is a PNG")
    try:
        page = to_pixels(data, max_bytes=MOST_BYTES, max_pixels=MOST_PIXELS)
    except ImageError as error:
        raise Invalid("the picture of the drawing is damaged") from error
    if page.shape[:2] != (image["height"], image["width"]):
        raise Invalid("the picture is not as large as the reading says")
    return page
