"""Data for training, as the page of a new run brings it and looks at it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.views.upload import part_of, sent_files, telling
from tenfold.web.runs import looking, uploads
from tenfold.web.runs.models import Data, Survey
from tenfold.web.runs.views.answers import body, mine, words
from tenfold.web.ui.errors import Failure


@require_POST
@telling
def create(request: HttpRequest) -> HttpResponse:
    """Make a data set called ``name``, open for files."""
    data = uploads.create(request.user, words(body(request), "name"))
    return JsonResponse(uploads.data_json(data), status=201)


@require_POST
@telling
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files: each as ``file``, with its ``position`` and ``path`` in the same order."""
    data = mine(request, Data, pk)
    uploads.add_files(data, sent_files(request))
    data.refresh_from_db()
    return JsonResponse(uploads.data_json(data))


@require_POST
@telling
def add_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a part of a large file as the body; the address says which: position, offset, size."""
    data = mine(request, Data, pk)
    return JsonResponse({"received": uploads.add_part(data, request.body, **part_of(request))})


@require_POST
@telling
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that no more files come."""
    return JsonResponse(uploads.data_json(uploads.close(mine(request, Data, pk))))


@require_POST
@telling
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a data set."""
    uploads.delete(mine(request, Data, pk))
    return HttpResponse(status=204)


@require_POST
@telling
def survey(request: HttpRequest) -> HttpResponse:
    """Have a worker look at data: JSON with the names as ``data``."""
    names = body(request).get("data")
    if not isinstance(names, list):
        raise Refused(Failure(400, "bad_request", "Say what to look at, as a list of names."))
    look = looking.start(request.user, names)
    return JsonResponse({"survey": looking.survey_json(look)}, status=202)


@require_safe
@telling
def survey_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far a look is, and what it found."""
    return JsonResponse({"survey": looking.survey_json(mine(request, Survey, pk))})


@require_safe
@telling
def survey_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the sheet of samples, a PNG."""
    try:
        file = mine(request, Survey, pk).sheet.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="image/png")  # type: ignore[return-value]
