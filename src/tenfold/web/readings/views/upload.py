"""The upload page, and what its script asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenfold.web.readings import batches, exports, services, thumbs
from tenfold.web.readings.batch_json import item_json, reading_json
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.models import Batch, Reading
from tenfold.web.readings.refusals import readable_formats
from tenfold.web.ui.errors import Failure, json_failure

PART_BYTES: Final = 4 * 1024 * 1024
"""Bytes of one request for a file that comes in parts."""
_MOST_PART_BYTES: Final = 4 * PART_BYTES
_LARGEST: Final = 2**63 - 1
_RECENT: Final = 5

View = Callable[..., HttpResponse]


def telling(view: View) -> View:
    """Answer what a batch refuses, and a connection that was cut, as JSON."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            response = json_failure(refused.failure)
        except UnreadablePostError:
            failure = Failure(
                400, "cut_short", "The connection ended before all had come.", "Send it again."
            )
            response = json_failure(failure)
        response["Cache-Control"] = "private, no-store"
        return response

    return told


@require_safe
def page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show the upload page: empty, or with a batch."""
    batch = _mine(request, pk) if pk is not None else None
    context = {
        "batch": batch,
        "recent": Batch.objects.of(request.user).filter(source="upload").order_by("-pk")[:_RECENT],
        "formats": readable_formats(),
        "limits": {
            "files": settings.TENFOLD_MAX_FILES,
            "bytes": settings.TENFOLD_MAX_BATCH_BYTES,
            "picture": settings.TENFOLD_MAX_PICTURE_BYTES,
            "part": PART_BYTES,
        },
        "keeps": services.keeps_pictures(),
        "keep_days": settings.TENFOLD_KEEP_DAYS,
    }
    response = render(request, "readings/upload.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@telling
def create(request: HttpRequest) -> HttpResponse:
    """Make a batch: ``name``, ``keep`` (on or off), and files as ``add`` takes them."""
    batch = batches.create(
        request.user, name=request.POST.get("name", ""), keep=request.POST.get("keep") != "off"
    )
    try:
        _add(request, batch)
    except BaseException:
        batches.delete(batch)
        raise
    return _progress(batch, status=201)


@require_POST
@telling
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files: each as ``file``, with its number as ``position`` in the same order.

    ``path``, where it is given for each, is the name with the folders that the file lay in. With
    ``last`` no more files come.
    """
    batch = _mine(request, pk)
    _add(request, batch)
    return _progress(batch)


@dataclass(frozen=True, slots=True)
class _Named:
    """A file of a form under another name: Django takes the folders off."""

    name: str
    chunks: Callable[[], Iterator[bytes]]


def sent_files(request: HttpRequest) -> list[tuple[int, _Named]]:
    """Return the files of a form with their positions, under the names with folders.

    Raises:
        Refused: a file without a position of its own, or without a path where others have one.

    """
    files = request.FILES.getlist("file")
    positions = [_whole(text) for text in request.POST.getlist("position")]
    if len(files) != len(positions) or len(set(positions)) != len(positions):
        raise Refused(Failure(400, "bad_request", "Each file needs a position of its own."))
    paths = request.POST.getlist("path") or [file.name for file in files]
    if len(paths) != len(files):
        raise Refused(Failure(400, "bad_request", "Each file needs a path, or none."))
    named = [_Named(path, file.chunks) for path, file in zip(paths, files, strict=True)]
    return list(zip(positions, named, strict=True))


def _add(request: HttpRequest, batch: Batch) -> None:
    if files := sent_files(request):
        batches.add_files(batch, files)
    if "last" in request.POST:
        batches.close(batch)


@require_POST
@telling
def add_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a part of a large file as the body; the address says which: position, offset, size."""
    batch, part = _mine(request, pk), part_of(request)
    return JsonResponse({"received": batches.add_part(batch, request.body, **part)})


def part_of(request: HttpRequest) -> dict[str, Any]:
    """Return which part of which file the body is.

    Raises:
        Refused: it is too large, or a number is none.

    """
    asked = request.GET
    if _whole(request.META.get("CONTENT_LENGTH") or "0") > _MOST_PART_BYTES:
        raise Refused(Failure(413, "too_large", "This part is too large."))
    return {
        "position": _whole(asked.get("position", "")),
        "name": asked.get("name", ""),
        "offset": _whole(asked.get("offset", "")),
        "size": _whole(asked.get("size", "")),
    }


@require_POST
@telling
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that no more files come."""
    return _progress(batches.close(_mine(request, pk)))


@require_POST
@telling
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop; what is read stays."""
    return _progress(batches.cancel(_mine(request, pk)))


@require_POST
@telling
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the pictures; the readings stay."""
    batch = _mine(request, pk)
    count = batches.forget_pictures(batch)
    batch.refresh_from_db()
    return JsonResponse({"deleted": count, "batch": batches.progress(batch)})


@require_http_methods(["DELETE"])
@telling
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a batch, with its readings and pictures."""
    batches.delete(_mine(request, pk))
    return HttpResponse(status=204)


@require_safe
@telling
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far a batch is, and what was finished since the number ``after``."""
    batch = _mine(request, pk)
    # The batch first: what it counts is there by then, and one that is over has all.
    items = batches.results(batch, after=_whole(request.GET.get("after", "0")))
    return JsonResponse(
        {
            "batch": batches.progress(batch),
            "items": [item_json(item) for item in items],
            "more": len(items) == batches.AT_ONCE,
        }
    )


@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> StreamingHttpResponse:
    """Send the results as one file, written while it is sent."""
    batch = _mine(request, pk)
    if kind not in exports.KINDS:
        raise Http404
    content_type, write = exports.KINDS[kind]
    response = StreamingHttpResponse(write(batch), content_type=content_type)
    name = "".join(c for c in batch.name if c.isalnum() or c in "-_. ") or "upload"
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@telling
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a reading should be: JSON with ``text``, '' for no digit, null to take it back."""
    reading = _reading(request, pk)
    try:
        text = json.loads(request.body)["text"]
        if not isinstance(text, str | None):
            raise TypeError
        services.correct(reading, text)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        failure = Failure(
            400, "bad_correction", "This is no number.", "Write digits 0 to 9 and spaces."
        )
        raise Refused(failure) from error
    return JsonResponse(reading_json(reading))


@require_safe
def thumb(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send the part of a picture with what was read."""
    if kind not in thumbs.SIZES:
        raise Http404
    return _picture("image/webp", lambda: thumbs.thumb(_reading(request, pk), kind))


@require_safe
def digits(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the digits of a picture as the network saw them."""
    return _picture("image/png", lambda: thumbs.digits(_reading(request, pk)))


def _picture(content_type: str, make: Callable[[], bytes]) -> HttpResponse:
    try:
        response = HttpResponse(make(), content_type=content_type)
    except (FileNotFoundError, LookupError) as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _progress(batch: Batch, status: int = 200) -> HttpResponse:
    batch.refresh_from_db()
    return JsonResponse(batches.progress(batch), status=status)


def _mine(request: HttpRequest, pk: int) -> Batch:
    if pk > _LARGEST:
        raise Http404
    return get_object_or_404(Batch.objects.of(request.user), pk=pk)


def _reading(request: HttpRequest, pk: int) -> Reading:
    if pk > _LARGEST:
        raise Http404
    return get_object_or_404(Reading.objects.of(request.user).select_related("picture"), pk=pk)


def _whole(text: str) -> int:
    """Return a whole number that a database can hold.

    Raises:
        Refused: it is none.

    """
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(Failure(400, "bad_request", "A number in this request is none."))
    return int(text)
