"""Pictures, for their owner alone."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from tenfold.web.readings.models import Picture


def picture_file(request: HttpRequest, pk: int) -> FileResponse:
    """Send a picture to its owner; to all others it does not exist."""
    picture = get_object_or_404(Picture.objects.of(request.user), pk=pk)
    try:
        response = FileResponse(picture.path.open("rb"), content_type="image/png")
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
